//! `normalize`: the origins, and nothing else.

use std::io::Write;
use std::iter;
use std::ops::Range;
use std::sync::Arc;

use super::{Given, blocks, given, say, stdout};
use crate::cli::{Normalize, Talk};
use crate::conveyor::{self, Turns};
use crate::diagnostic::Severity;
use crate::distinct::{self, AT_ONCE, Fingerprint, Fingerprints, Hashes, PARTS};
use crate::entry::Entry;
use crate::exit::Exit;
use crate::input::{self, Block};
use crate::lint::Linter;
use crate::origin::{Candidate, is_plainly_exact};
use crate::rules::Seen;

pub(super) fn run(args: &Normalize, talk: &Talk) -> anyhow::Result<Exit> {
    let normalizer = Arc::new(Normalizer {
        hashes: Hashes::default(),
        known: args.unique.then(Default::default),
    });
    let mut out = stdout();
    let mut exit = Exit::Clean;
    let mut take = |lines: &mut Lines| -> anyhow::Result<()> {
        if !lines.complaints.is_empty() {
            exit = Exit::Findings;
        }
        lines.write(&mut out, talk)
    };
    for given in given(&args.origins)? {
        match given {
            Given::Argument(number, text) => {
                let entry = Entry::argument(number, text);
                take(&mut normalizer.one(&entry))?;
            }
            Given::Stdin => {
                let normalizer = Arc::clone(&normalizer);
                let work = move |block: &Block, lines: &mut Lines| normalizer.block(block, lines);
                conveyor::run(blocks(), conveyor::threads(), work, &mut take)?;
            }
        }
    }
    Ok(exit)
}

/// Finds origins.
struct Normalizer {
    hashes: Hashes,
    /// Those that were met so far, if each is wanted once; in parts by their fingerprints, so that while one
    /// block has its turn at a part, the next has it at the part before.
    known: Option<[Turns<Fingerprints<()>>; PARTS]>,
}

impl Normalizer {
    fn one(&self, entry: &Entry) -> Lines {
        let mut lines = Lines::default();
        self.add(entry.value.raw(), || complaint(entry), &mut lines);
        if let Some(known) = &self.known {
            for (part, known) in known.iter().enumerate() {
                known.now(|known| lines.look_up(part, known));
            }
            lines.keep_new();
        }
        lines
    }

    fn block(&self, block: &Block, lines: &mut Lines) {
        lines.clear();
        let (candidates, error) = block.candidates();
        for (line, text) in candidates {
            self.add(text, || complaint(&input::entry(line, text)), lines);
        }
        lines.error = error;
        if let Some(known) = &self.known {
            for (part, known) in known.iter().enumerate() {
                known.take(block, |known| lines.look_up(part, known));
            }
            lines.keep_new();
        }
    }

    fn add(&self, text: &str, complaint: impl Fn() -> String, lines: &mut Lines) {
        if is_plainly_exact(text) {
            return lines.add(text, self);
        }
        match Candidate::parse(text).origin() {
            Some(origin) => lines.add(origin.as_str(), self),
            None => lines.complaints.push((lines.text.len(), complaint())),
        }
    }
}

/// What there is to be written.
#[derive(Default)]
struct Lines {
    /// Origins, one a line.
    text: Vec<u8>,
    /// Where they stand in it, if each is wanted once; in parts by their fingerprints.
    met: [Vec<(Range<usize>, Fingerprint)>; PARTS],
    /// The lines of those that are known from before.
    known: Vec<Range<usize>>,
    /// What is to be said of candidates without an origin, and behind how much of the text.
    complaints: Vec<(usize, String)>,
    /// Why there is no more.
    error: Option<input::Error>,
}

impl Lines {
    fn clear(&mut self) {
        self.text.clear();
        self.met.iter_mut().for_each(Vec::clear);
        self.known.clear();
        self.complaints.clear();
        self.error = None;
    }

    fn add(&mut self, origin: &str, normalizer: &Normalizer) {
        let start = self.text.len();
        self.text.extend_from_slice(origin.as_bytes());
        self.text.push(b'\n');
        if normalizer.known.is_some() {
            let line = start..self.text.len();
            let fingerprint = normalizer.hashes.fingerprint(origin);
            self.met[fingerprint.part()].push((line, fingerprint));
        }
    }

    /// Finds out which origins of a part are known; all of them are from now on.
    fn look_up(&mut self, part: usize, known: &mut Fingerprints<()>) {
        for some in self.met[part].chunks(AT_ONCE) {
            distinct::warm(some.iter().map(|(_, fingerprint)| known.read(*fingerprint)));
            for (line, fingerprint) in some {
                if known.keep(*fingerprint, ()).is_some() {
                    self.known.push(line.clone());
                }
            }
        }
    }

    /// Takes out what was known.
    fn keep_new(&mut self) {
        // each part has them in order
        self.known.sort_unstable_by_key(|line| line.start);
        let mut complaints = self.complaints.iter_mut().peekable();
        // what stays moves in stretches, each up to a line that goes
        let (mut stretch, mut kept) = (0, 0);
        let behind = self.text.len()..self.text.len();
        for line in self.known.iter().cloned().chain(iter::once(behind)) {
            while let Some((at, _)) = complaints.next_if(|(at, _)| *at <= line.start) {
                *at = kept + (*at - stretch);
            }
            self.text.copy_within(stretch..line.start, kept);
            kept += line.start - stretch;
            stretch = line.end;
        }
        self.text.truncate(kept);
    }

    fn write(&mut self, out: &mut impl Write, talk: &Talk) -> anyhow::Result<()> {
        let mut start = 0;
        for (at, complaint) in &self.complaints {
            // in the order of the input, should both streams lead to the same place
            out.write_all(&self.text[start..*at])?;
            out.flush()?;
            say(talk, Severity::Error, complaint);
            start = *at;
        }
        out.write_all(&self.text[start..])?;
        out.flush()?;
        match self.error.take() {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
    }
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
