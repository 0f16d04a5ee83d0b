//! `--baseline` and `--write-baseline`: what is known isn't reported.

use std::collections::BTreeSet;
use std::path::Path;

use crate::baseline::{self, Baseline, Record};
use crate::cli::Lint;
use crate::commands::reports;
use crate::diagnostic::Diagnostic;
use crate::draft::folder;
use crate::fingerprint::Fingerprints;
use crate::lint::Linted;
use crate::report::{Base, plural};
use crate::shown;

/// What is known, or becomes known in this run.
#[derive(Default)]
pub(super) struct Known {
    base: Base,
    fingerprints: Fingerprints,
    book: Book,
    /// The sources of this run, as they are called in the file.
    names: BTreeSet<String>,
}

#[derive(Default)]
enum Book {
    #[default]
    None,
    Read(Baseline),
    Written(Record),
}

impl Known {
    /// What the options ask for.
    pub fn open(args: &Lint) -> anyhow::Result<Self> {
        let Some(path) = &args.baseline else {
            return Ok(Self::default());
        };
        let book = match Baseline::read(path) {
            // nothing else is overwritten
            Ok(_) | Err(baseline::Error::Missing { .. }) if args.write_baseline => {
                Book::Written(Record::default())
            }
            baseline => Book::Read(baseline?),
        };
        Ok(Self {
            base: Base::at(folder(path)),
            book,
            ..Self::default()
        })
    }

    /// Whether nothing is ever known.
    pub fn is_none(&self) -> bool {
        matches!(self.book, Book::None)
    }

    /// Takes out what is known.
    pub fn take_out<'e>(&mut self, linted: &mut Linted<'e>) -> Option<Linted<'e>> {
        if self.is_none() {
            return None;
        }
        let entry = linted.entry;
        let name = self.base.name(&entry.place.source);
        let is_known = |found: &mut Diagnostic| {
            let rule = found.rule.name;
            let fingerprint = self.fingerprints.next(&name, entry, rule);
            match &mut self.book {
                Book::None => false,
                Book::Read(baseline) => baseline.knows(fingerprint),
                Book::Written(record) => {
                    record.add(&name, entry, rule, fingerprint);
                    true
                }
            }
        };
        let diagnostics = linted.diagnostics.extract_if(.., is_known).collect();
        self.names.insert(name);
        Some(Linted {
            diagnostics,
            ..linted.clone()
        })
    }

    /// Writes what became known to the file; what is to be said of it.
    pub fn finish(&self, path: &Path) -> anyhow::Result<Option<String>> {
        let name = shown::path(path);
        Ok(match &self.book {
            Book::None => None,
            Book::Read(baseline) => match baseline.gone(&self.names) {
                0 => None,
                count => Some(format!(
                    "no longer there: {} of {name}; `--write-baseline` makes it anew",
                    plural(count, "finding")
                )),
            },
            Book::Written(record) => {
                reports::write(path, &record.text()?)?;
                Some(format!(
                    "wrote {} to {name}",
                    plural(record.len(), "finding")
                ))
            }
        })
    }
}
