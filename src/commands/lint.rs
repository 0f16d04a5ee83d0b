//! `lint`: whole lists, and their repair.

use std::io::{self, Read, Write};
use std::path::Path;

use super::{linter, look, say, show_diff, stdout};
use crate::cli::{Lint, Talk};
use crate::diagnostic::{Applicability, Severity};
use crate::entry::{Source, Value};
use crate::exit::Exit;
use crate::lint::Linter;
use crate::list::file::{self, Locked};
use crate::list::{Document, Error};
use crate::plan;
use crate::repair;
use crate::report::{Look, Render, Summary};

/// How many entries that a fix changed are named one by one.
const MOST_CHANGES: usize = 20;

pub(super) fn run(args: &Lint, talk: &Talk) -> anyhow::Result<Exit> {
    let mut job = Job {
        args,
        talk,
        linter: linter(&args.levels),
        summary: Summary::default(),
        is_unfixed: false,
    };
    let look = Look {
        praise: false,
        offers_fix: true,
        ..look(talk, &io::stdout())
    };
    let mut renderer = args.report.format.renderer(look);
    let mut out = stdout();
    let mut worst = Exit::Clean;
    for path in &args.paths {
        let result = job.file(path, renderer.as_mut(), &mut out);
        out.flush()?;
        if let Err(error) = result {
            // one bad file doesn't keep the others from being linted
            let exit = Exit::of(&error);
            if exit == Exit::Clean {
                return Err(error); // nobody reads on
            }
            worst = worst.max(exit);
            job.summary.unread += 1;
            say(talk, Severity::Error, &format!("{error:#}"));
        }
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
    Ok(worst.max(found))
}

struct Job<'a> {
    args: &'a Lint,
    talk: &'a Talk,
    linter: Linter,
    summary: Summary,
    /// Whether `--diff` had anything to show.
    is_unfixed: bool,
}

impl Job<'_> {
    fn file(
        &mut self,
        path: &Path,
        renderer: &mut dyn Render,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let is_stdin = path == Path::new("-");
        let mut document = if is_stdin {
            read_stdin()?
        } else {
            file::read(path)?
        };
        if self.args.diff {
            return self.diff(&document, out);
        }
        if self.args.fix || self.args.unsafe_fixes {
            anyhow::ensure!(
                !is_stdin,
                "standard input can't be fixed in place; --diff shows the fixes"
            );
            document = self.fix(path, document)?;
        }
        self.report(&document, renderer, out)
    }

    /// The document as it is once it has been fixed on disk.
    fn fix(&self, path: &Path, document: Document) -> anyhow::Result<Document> {
        if self.repair(&document)?.text() == document.text() {
            return Ok(document); // what needs nothing need not be writable
        }
        let (locked, document) = Locked::open(path)?;
        let fixed = self.repair(&document)?;
        if fixed.text() != document.text() {
            locked.replace(fixed.text())?;
        }
        self.tell(&document, &fixed)?;
        Ok(fixed)
    }

    /// Says what a fix took out and what it put in.
    fn tell(&self, document: &Document, fixed: &Document) -> Result<(), Error> {
        let values = |document: &Document| -> Result<Vec<Value>, Error> {
            let lists = document.lists_at(&self.args.pointer)?;
            let entries = lists.into_iter().flat_map(|list| list.entries);
            Ok(entries.map(|entry| entry.value).collect())
        };
        let (before, after) = (values(document)?, values(fixed)?);
        let gone = plan::difference(&before, &after);
        let new = plan::difference(&after, &before);
        let mut text = format!("fixed {}", document.name());
        let changes = gone
            .iter()
            .map(|value| ('-', value))
            .chain(new.iter().map(|value| ('+', value)));
        for (sign, value) in changes.take(MOST_CHANGES) {
            text.push_str(&format!("\n  {sign} {value}"));
        }
        let others = (gone.len() + new.len()).saturating_sub(MOST_CHANGES);
        if others > 0 {
            text.push_str(&format!("\n  and {others} more"));
        }
        say(self.talk, Severity::Note, &text);
        Ok(())
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

    fn report(
        &mut self,
        document: &Document,
        renderer: &mut dyn Render,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        for list in document.lists_at(&self.args.pointer)? {
            for linted in self.linter.list(&list.entries, &list.owner) {
                self.summary.count(&linted);
                renderer.entry(&linted, out)?;
            }
        }
        Ok(())
    }
}

fn read_stdin() -> anyhow::Result<Document> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(Document::new(Source::Stdin, bytes)?)
}
