//! `normalize`: the origins, and nothing else.

use std::collections::HashSet;
use std::io::Write;

use super::{Candidates, say, stdout};
use crate::cli::{Normalize, Talk};
use crate::diagnostic::Severity;
use crate::entry::Entry;
use crate::exit::Exit;
use crate::lint::Linter;
use crate::origin::Origin;
use crate::rules::Seen;

pub(super) fn run(args: &Normalize, talk: &Talk) -> anyhow::Result<Exit> {
    let mut out = stdout();
    let mut seen = HashSet::new();
    let mut exit = Exit::Clean;
    let mut candidates = Candidates::new(&args.origins)?;
    while let Some(entry) = candidates.next_entry()? {
        match entry.value.text().and_then(Origin::of) {
            Some(origin) if args.unique && !seen.insert(origin.clone()) => {}
            Some(origin) => writeln!(out, "{origin}")?,
            None => {
                // in the order of the input, should both streams lead to the same place
                out.flush()?;
                exit = Exit::Findings;
                say(talk, Severity::Error, &complaint(&entry));
            }
        }
        if candidates.is_drained() {
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(exit)
}

/// Why there is no origin: the gravest thing that is wrong.
fn complaint(entry: &Entry) -> String {
    let linted = Linter::default().entry(entry, &mut Seen::default());
    let why = linted
        .diagnostics
        .first()
        .map_or("it has no origin", |found| &found.message);
    format!("{}: {why}", entry.value)
}
