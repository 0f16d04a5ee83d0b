//! A line of JSON for each candidate, worked out block by block.

use crate::conveyor::Turns;
use crate::distinct::Hashes;
use crate::entry::Entry;
use crate::input::{self, Block};
use crate::lint::{Linted, Linter};
use crate::origin::{Canonical, Origin};
use crate::report::{Summary, push_exact_line, push_line};
use crate::rules::{Earlier, Seen, may_concern};

/// Lints candidates.
pub(super) struct Checker {
    linter: Linter,
    hashes: Hashes,
    seen: Turns<Seen>,
}

/// What there is to be written.
#[derive(Default)]
pub(in crate::commands) struct Lines {
    pub text: Vec<u8>,
    pub summary: Summary,
    /// Why there is no more.
    pub error: Option<anyhow::Error>,
}

/// A candidate that hasn't been compared with those before.
enum Met<'t> {
    /// There is nothing else to say about it.
    Quiet(usize, Canonical<'t>),
    /// It is the next of the entries that were linted.
    Entry(usize),
}

impl Checker {
    pub fn new(linter: Linter) -> Self {
        let seen = Seen::default();
        let hashes = seen.hashes().clone();
        let seen = Turns::new(seen);
        Self {
            linter,
            hashes,
            seen,
        }
    }

    /// A candidate from the command line.
    pub fn one(&self, entry: &Entry) -> Lines {
        let mut lines = Lines::default();
        let linted = self.seen.now(|seen| self.linter.entry(entry, seen));
        lines.add(&linted);
        lines
    }

    /// Candidates from standard input.
    pub fn block(&self, block: &Block, lines: &mut Lines) {
        lines.text.clear();
        lines.summary = Summary::default();
        let (candidates, error) = block.candidates();
        lines.error = error.map(anyhow::Error::from);
        let mut met = Vec::new();
        let mut entries = Vec::new();
        for (line, text) in candidates {
            met.push(match Canonical::prove(text) {
                Some(canonical) if !may_concern(&canonical) => Met::Quiet(line, canonical),
                _ => {
                    entries.push(input::entry(line, text));
                    Met::Entry(entries.len() - 1)
                }
            });
        }
        let linted: Vec<Linted<'_>> = entries
            .iter()
            .map(|entry| self.linter.alone(entry))
            .collect();
        let hashes: Vec<_> = met
            .iter()
            .map(|met| self.hashes.of(met.key(&linted)))
            .collect();
        let earlier: Vec<Option<Earlier>> = self.seen.take(block, |seen| {
            let numbered = met.iter().zip(hashes);
            let first =
                |(met, hash): (&Met<'_>, _)| seen.first(hash, met.key(&linted), met.here(&entries));
            numbered.map(first).collect()
        });
        let mut linted = linted.into_iter();
        for (met, earlier) in met.iter().zip(earlier) {
            match (met, earlier) {
                (Met::Quiet(line, canonical), None) => lines.add_exact(canonical, *line),
                (Met::Quiet(line, canonical), Some(earlier)) => {
                    let entry = input::entry(*line, canonical.as_str());
                    lines.add(&self.repeated(self.linter.alone(&entry), Some(earlier)));
                }
                (Met::Entry(_), earlier) => {
                    if let Some(linted) = linted.next() {
                        lines.add(&self.repeated(linted, earlier));
                    }
                }
            }
        }
    }

    fn repeated<'e>(&self, linted: Linted<'e>, earlier: Option<Earlier>) -> Linted<'e> {
        let entry = linted.entry;
        let problem =
            earlier.map(|earlier| Seen::problem(entry.value.raw(), &entry.place, earlier));
        self.linter.repeated(linted, problem)
    }
}

impl Met<'_> {
    /// What it is told from others by.
    fn key<'a>(&'a self, linted: &'a [Linted<'_>]) -> &'a str {
        match self {
            Self::Quiet(_, canonical) => canonical.as_str(),
            Self::Entry(index) => {
                let Linted { origin, entry, .. } = &linted[*index];
                origin.as_ref().map_or(entry.value.raw(), Origin::as_str)
            }
        }
    }

    fn here(&self, entries: &[Entry]) -> Earlier {
        let line = match self {
            Self::Quiet(line, _) => *line,
            Self::Entry(index) => entries[*index].place.line,
        };
        (Some(line - 1), line)
    }
}

impl Lines {
    pub fn add(&mut self, linted: &Linted<'_>) {
        self.summary.count(linted);
        let written = push_line(linted, &mut self.text);
        self.error = self
            .error
            .take()
            .or_else(|| written.err().map(anyhow::Error::from));
    }

    fn add_exact(&mut self, canonical: &Canonical<'_>, line: usize) {
        self.summary.entries += 1;
        push_exact_line(canonical, line, &mut self.text);
    }
}
