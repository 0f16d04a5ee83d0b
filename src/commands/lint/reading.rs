//! How a document comes to be linted: read from where it is, and fixed there if that is asked for.

use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::{bail, ensure};

use crate::audiobookshelf::{Server, Tokens};
use crate::cli::{Lint, Talk};
use crate::commands::ask::{ask_to_empty, refusal_to_empty};
use crate::commands::edit::{remarks, unlocked};
use crate::commands::settings::{Policy, Settings};
use crate::commands::{leak, progress};
use crate::diagnostic::{Applicability, Severity};
use crate::entry::{Source, Value};
use crate::history::{self, Change, Subject, Writing};
use crate::list::file::{self, Locked};
use crate::list::search;
use crate::list::server::{self, Live};
use crate::list::{Document, Error, List};
use crate::plan::{self, Ended, Stored};
use crate::repair;
use crate::shown;
use crate::whole;

/// Reads documents, and fixes them.
pub(super) struct Reader<'a> {
    pub args: &'a Lint,
    pub settings: &'a Settings,
    pub talk: &'a Talk,
}

/// A document that was read, and fixed if that was asked for.
pub(super) struct Reading {
    pub document: Document,
    /// How it is to be linted.
    pub policy: Policy,
    /// What it was before, if a fix changed it.
    pub before: Option<Document>,
    /// What else is to be said of it.
    pub remarks: Vec<(Severity, String)>,
}

impl Reading {
    fn as_is(document: Document, policy: Policy) -> Self {
        Self {
            document,
            policy,
            before: None,
            remarks: Vec::new(),
        }
    }

    fn fixed(document: Document, policy: Policy, before: Document) -> Self {
        Self {
            before: Some(before),
            ..Self::as_is(document, policy)
        }
    }

    fn remarking(mut self, remarks: impl IntoIterator<Item = (Severity, String)>) -> Self {
        self.remarks.extend(remarks);
        self
    }

    /// Its lists.
    pub fn lists(&self) -> Result<Vec<List>, Error> {
        self.document.lists_at(&self.policy.pointers)
    }

    /// What a fix took out, and what it put in.
    pub fn changes(&self) -> Result<(Vec<Value>, Vec<Value>), Error> {
        let Some(before) = &self.before else {
            return Ok((Vec::new(), Vec::new()));
        };
        let old = self.policy.values(before)?;
        let new = self.policy.values(&self.document)?;
        Ok((plan::difference(&old, &new), plan::difference(&new, &old)))
    }
}

/// What the history is told of a fix that is about to be written.
fn writing(subject: Result<Subject, history::Error>, changes: Vec<Change>) -> Writing {
    Writing::begin("lint", subject, false, changes)
}

impl Policy {
    /// What the history is told of a fix. For a server `null` is an empty list, there as in all edits.
    fn changes(&self, before: &Document, after: &Document) -> Result<Vec<Change>, Error> {
        let lists = |document: &Document| match document.is_on_server() {
            true => document.clone().without_null()?.lists_at(&self.pointers),
            false => document.lists_at(&self.pointers),
        };
        Ok(Change::between_all(&lists(before)?, &lists(after)?))
    }

    fn values(&self, document: &Document) -> Result<Vec<Value>, Error> {
        let lists = document.lists_at(&self.pointers)?;
        Ok(lists.iter().flat_map(List::values).collect())
    }
}

impl Reader<'_> {
    fn fixes(&self) -> bool {
        (self.args.fix || self.args.unsafe_fixes) && !self.args.diff
    }

    /// A file that was named.
    pub fn file(&self, path: &Path) -> anyhow::Result<Reading> {
        let document = match file::read(path) {
            Err(Error::Missing { path }) if path.contains("://") => {
                bail!("{path} is an address, not a file; `corsctl check` takes addresses")
            }
            document => document?,
        };
        self.fix(path, document, self.policy(path))
    }

    /// A file that was come across; `None` if it holds no list.
    pub fn found(&self, path: &Path) -> anyhow::Result<Option<Reading>> {
        let document = match file::read(path) {
            Err(Error::NotUtf8 { .. }) if !search::speaks_of_a_list(path) => return Ok(None),
            // nobody said that it holds a list
            Err(Error::TooLong { .. }) => return Ok(None),
            document => document?,
        };
        let policy = self.policy(path);
        match document.held(&policy.pointers)? {
            Some(pointers) => self
                .fix(path, document, Policy { pointers, ..policy })
                .map(Some),
            None => Ok(None),
        }
    }

    /// Whether a JSON file, if there is one, holds a list.
    pub fn holds(&self, path: &Path) -> bool {
        let held = |document: Document| document.held(&self.policy(path).pointers);
        search::is_json(path)
            && file::read(path)
                .and_then(held)
                .is_ok_and(|held| held.is_some())
    }

    /// Standard input, which can't be fixed in place.
    pub fn stdin(&self) -> anyhow::Result<Reading> {
        ensure!(
            !self.fixes(),
            "standard input can't be fixed in place; --diff shows the fixes"
        );
        progress::silence(io::stdin().is_terminal());
        let bytes = whole::bytes(io::stdin().lock())?;
        file::refuse_long(&self.source_of_stdin().to_string(), bytes.len() as u64)?;
        let policy = match &self.args.stdin_filename {
            Some(path) => self.policy(path),
            None => self.policy_of_none(),
        };
        let document = Document::new(self.source_of_stdin(), bytes)?;
        Ok(Reading::as_is(document, policy))
    }

    /// What standard input is called.
    pub fn source_of_stdin(&self) -> Source {
        let name = self.args.stdin_filename.as_deref();
        name.map_or(Source::Stdin, file::source)
    }

    /// The list of a server.
    pub fn server(&self, server: &Server) -> anyhow::Result<Reading> {
        let policy = self.policy_of_none();
        if !self.fixes() {
            let document = server::read(server)?;
            Self::refuse_leaks(server, &document, &policy)?;
            return Ok(Reading::as_is(document, policy));
        }
        let mut may_empty = self.args.yes;
        let (mut live, mut document) = Live::open(server)?;
        loop {
            Self::refuse_leaks(server, &document, &policy)?;
            let fixed = self.repair(&document, &policy)?;
            if fixed.text() == document.text() {
                return Ok(Reading::as_is(document, policy));
            }
            server::check(server, fixed.text())?;
            if !may_empty && plan::empties(&policy.values(&document)?, &policy.values(&fixed)?) {
                let name = document.name();
                // nobody has to wait for the answer
                drop(live);
                may_empty = ask_to_empty(&name);
                if !may_empty {
                    let text = refusal_to_empty(&name);
                    let reading = Reading::as_is(document, policy);
                    return Ok(reading.remarking([(Severity::Error, text)]));
                }
                (live, document) = Live::open(server)?;
                continue;
            }
            let unlocked = live
                .lock_problem()
                .map(|problem| unlocked(server.address(), problem));
            let changes = policy.changes(&document, &fixed)?;
            let begin = || writing(Ok(Subject::server(server.address())), changes);
            let changes = |now: &Document| policy.changes(&document, now);
            let stored = plan::store(&mut live, fixed.text(), begin, changes);
            match stored.unwrap_or_else(|error| Stored::Ended(Ended::failed(error))) {
                Stored::Ended(ended) => {
                    let remarks = remarks(server.address(), ended, unlocked, self.talk)?;
                    return Ok(Reading::fixed(fixed, policy, document).remarking(remarks));
                }
                Stored::Moved(now) => document = now,
            }
        }
    }

    /// Refuses a list of which nothing can be said without saying a token.
    fn refuse_leaks(server: &Server, document: &Document, policy: &Policy) -> Result<(), Error> {
        let tokens = Tokens::known();
        for list in document.lists_at(&policy.pointers)? {
            let overview = policy.linter.look_over(&list, &list.owner, None);
            overview.each(|_, linted| leak::refuse(server, &tokens, &linted))?;
        }
        Ok(())
    }

    /// A document with the fixes that were asked for.
    pub fn repair(&self, document: &Document, policy: &Policy) -> Result<Document, Error> {
        let allowed = match self.args.unsafe_fixes {
            true => Applicability::Unsafe,
            false => Applicability::Safe,
        };
        repair::document(document, &policy.pointers, &policy.linter, allowed)
    }

    fn fix(&self, path: &Path, document: Document, policy: Policy) -> anyhow::Result<Reading> {
        if !self.fixes() || self.repair(&document, &policy)?.text() == document.text() {
            // what needs nothing need not be writable
            return Ok(Reading::as_is(document, policy));
        }
        let (locked, document) = Locked::open(path)?;
        let fixed = self.repair(&document, &policy)?;
        let mut ended = Ended::default();
        if fixed.text() != document.text() {
            let changes = policy.changes(&document, &fixed)?;
            let begin = || writing(Subject::file(path), changes);
            ended = plan::replace(locked, [fixed.text()], begin)?;
        }
        let remarks = remarks(shown::path(path), ended, None, self.talk)?;
        Ok(Reading::fixed(fixed, policy, document).remarking(remarks))
    }

    fn policy(&self, path: &Path) -> Policy {
        let policy = self.settings.policy(&self.args.levels, Some(path));
        match self.args.pointer.as_slice() {
            [] => policy,
            pointers => Policy {
                pointers: pointers.to_vec(),
                ..policy
            },
        }
    }

    /// For what is in no file.
    fn policy_of_none(&self) -> Policy {
        Policy {
            pointers: self.args.pointer.clone(),
            ..self.settings.policy(&self.args.levels, None)
        }
    }
}
