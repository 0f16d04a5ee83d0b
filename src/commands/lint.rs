//! `lint`: whole lists, and their repair.

use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::ensure;

use super::ask::{ask_to_empty, refusal_to_empty};
use super::edit::unlocked;
use super::{linter, look, say, show_diff, side_by_side, stdout, target};
use crate::audiobookshelf::Server;
use crate::cli::{Lint, Talk};
use crate::diagnostic::{Applicability, Severity};
use crate::entry::{Source, Value};
use crate::exit::Exit;
use crate::lint::Linter;
use crate::list::file::{self, Locked};
use crate::list::server::{self, Live, Replaced};
use crate::list::{Document, Error};
use crate::plan;
use crate::repair;
use crate::report::{Look, Render, Summary};

/// How many entries that a fix changed are named one by one.
const MOST_CHANGES: usize = 20;

pub(super) fn run(args: &Lint, talk: &Talk) -> anyhow::Result<Exit> {
    // the server of the environment is only meant where nothing is named
    let servers = match args.paths.is_empty() || !args.servers.server.is_empty() {
        true => target::servers(&args.servers, talk)?,
        false => {
            target::refuse_idle(&args.servers)?;
            Vec::new()
        }
    };
    ensure!(
        servers.is_empty() || args.pointer.is_empty(),
        "`--pointer` is for files"
    );
    ensure!(
        !args.paths.is_empty() || !servers.is_empty(),
        "nothing to lint: name files, `-` for standard input, or a server with `--server URL`"
    );
    let mut job = Job {
        args,
        talk,
        linter: linter(&args.levels),
        summary: Summary::default(),
        is_unfixed: false,
        worst: Exit::Clean,
    };
    let look = Look {
        praise: false,
        offers_fix: true,
        ..look(talk, &io::stdout())
    };
    let mut renderer = args.report.format.renderer(look);
    let mut out = stdout();
    for path in &args.paths {
        let reading = job.file(path);
        job.show(reading, renderer.as_mut(), &mut out)?;
    }
    for reading in side_by_side(&servers, |server| job.server(server)) {
        job.show(reading, renderer.as_mut(), &mut out)?;
    }
    if !args.diff {
        renderer.finish(&job.summary, &mut out)?;
    }
    out.flush()?;
    let found = match args.diff {
        true if job.is_unfixed => Exit::Findings,
        true => Exit::Clean,
        false => Exit::for_findings(&job.summary, args.report.fail_on.severity()),
    };
    Ok(job.worst.max(found))
}

struct Job<'a> {
    args: &'a Lint,
    talk: &'a Talk,
    linter: Linter,
    summary: Summary,
    /// Whether `--diff` had anything to show.
    is_unfixed: bool,
    /// The worst that happened besides findings.
    worst: Exit,
}

/// A document that was read, and fixed if that was asked for.
struct Reading {
    document: Document,
    /// What it was before, if a fix changed it.
    before: Option<Document>,
    /// What else is to be said of it.
    remark: Option<(Severity, String)>,
}

impl Reading {
    fn as_is(document: Document) -> Self {
        Self {
            document,
            before: None,
            remark: None,
        }
    }

    fn fixed(document: Document, before: Document) -> Self {
        Self {
            before: Some(before),
            ..Self::as_is(document)
        }
    }

    fn remarking(self, severity: Severity, text: String) -> Self {
        Self {
            remark: Some((severity, text)),
            ..self
        }
    }
}

impl Job<'_> {
    fn fixes(&self) -> bool {
        (self.args.fix || self.args.unsafe_fixes) && !self.args.diff
    }

    fn file(&self, path: &Path) -> anyhow::Result<Reading> {
        let is_stdin = path == Path::new("-");
        let document = match is_stdin {
            true => read_stdin()?,
            false => file::read(path)?,
        };
        if !self.fixes() {
            return Ok(Reading::as_is(document));
        }
        ensure!(
            !is_stdin,
            "standard input can't be fixed in place; --diff shows the fixes"
        );
        if self.repair(&document)?.text() == document.text() {
            return Ok(Reading::as_is(document)); // what needs nothing need not be writable
        }
        let (locked, document) = Locked::open(path)?;
        let fixed = self.repair(&document)?;
        if fixed.text() != document.text() {
            locked.replace(fixed.text())?;
        }
        Ok(Reading::fixed(fixed, document))
    }

    fn server(&self, server: &Server) -> anyhow::Result<Reading> {
        if !self.fixes() {
            return Ok(Reading::as_is(server::read(server)?));
        }
        let mut may_empty = self.args.yes;
        let (mut live, mut document) = Live::open(server)?;
        loop {
            let fixed = self.repair(&document)?;
            if fixed.text() == document.text() {
                return Ok(Reading::as_is(document));
            }
            if !may_empty && plan::empties(&self.values(&document)?, &self.values(&fixed)?) {
                let name = document.name();
                // nobody has to wait for the answer
                drop(live);
                may_empty = ask_to_empty(&name);
                if !may_empty {
                    let text = refusal_to_empty(&name);
                    return Ok(Reading::as_is(document).remarking(Severity::Error, text));
                }
                (live, document) = Live::open(server)?;
                continue;
            }
            let unlocked = live
                .lock_problem()
                .map(|problem| unlocked(server.address(), problem));
            match live.replace(fixed.text())? {
                Replaced::Done => {
                    let reading = Reading::fixed(fixed, document);
                    return Ok(match unlocked {
                        Some(text) => reading.remarking(Severity::Warning, text),
                        None => reading,
                    });
                }
                Replaced::Moved(now) => (live, document) = *now,
            }
        }
    }

    /// Reports what was read, or says why it couldn't be: one bad list doesn't keep the
    /// others from being linted.
    fn show(
        &mut self,
        reading: anyhow::Result<Reading>,
        renderer: &mut dyn Render,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let shown = reading.and_then(|reading| self.report(&reading, renderer, out));
        out.flush()?;
        let Err(error) = shown else {
            return Ok(());
        };
        let exit = Exit::of(&error);
        if exit == Exit::Clean {
            return Err(error); // nobody reads on
        }
        self.worst = self.worst.max(exit);
        self.summary.unread += 1;
        say(self.talk, Severity::Error, &format!("{error:#}"));
        Ok(())
    }

    fn report(
        &mut self,
        reading: &Reading,
        renderer: &mut dyn Render,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        if self.args.diff {
            return self.diff(&reading.document, out);
        }
        if let Some(before) = &reading.before {
            self.tell(before, &reading.document)?;
        }
        if let Some((severity, text)) = &reading.remark {
            say(self.talk, *severity, text);
            if *severity == Severity::Error {
                self.worst = self.worst.max(Exit::Findings);
            }
        }
        for list in reading.document.lists_at(&self.args.pointer)? {
            for linted in self.linter.list(&list.entries, &list.owner) {
                self.summary.count(&linted);
                renderer.entry(&linted, out)?;
            }
        }
        Ok(())
    }

    /// Says what a fix took out and what it put in.
    fn tell(&self, before: &Document, after: &Document) -> Result<(), Error> {
        let (old, new) = (self.values(before)?, self.values(after)?);
        let gone = plan::difference(&old, &new);
        let come = plan::difference(&new, &old);
        let mut text = format!("fixed {}", after.name());
        let changes = gone
            .iter()
            .map(|value| ('-', value))
            .chain(come.iter().map(|value| ('+', value)));
        for (sign, value) in changes.take(MOST_CHANGES) {
            text.push_str(&format!("\n  {sign} {value}"));
        }
        let others = (gone.len() + come.len()).saturating_sub(MOST_CHANGES);
        if others > 0 {
            text.push_str(&format!("\n  and {others} more"));
        }
        say(self.talk, Severity::Note, &text);
        Ok(())
    }

    fn values(&self, document: &Document) -> Result<Vec<Value>, Error> {
        let lists = document.lists_at(&self.args.pointer)?;
        let entries = lists.into_iter().flat_map(|list| list.entries);
        Ok(entries.map(|entry| entry.value).collect())
    }

    fn repair(&self, document: &Document) -> Result<Document, Error> {
        let allowed = match self.args.unsafe_fixes {
            true => Applicability::Unsafe,
            false => Applicability::Safe,
        };
        repair::document(document, &self.args.pointer, &self.linter, allowed)
    }

    fn diff(&mut self, document: &Document, out: &mut dyn Write) -> anyhow::Result<()> {
        let fixed = self.repair(document)?;
        if fixed.text() == document.text() {
            return Ok(());
        }
        self.is_unfixed = true;
        let masked = |document: &Document| -> Result<String, Error> {
            Ok(document.masked(&document.lists_at(&self.args.pointer)?))
        };
        let diff = plan::diff(&document.name(), &masked(document)?, &masked(&fixed)?);
        Ok(show_diff(&diff, out)?)
    }
}

fn read_stdin() -> anyhow::Result<Document> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(Document::new(Source::Stdin, bytes)?)
}
