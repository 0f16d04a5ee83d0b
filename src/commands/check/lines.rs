//! A line of JSON for each candidate, worked out block by block.
//!
//! Nearly no candidate repeats an earlier one. So a line is written as if there were no others, and what it
//! was made from is forgotten; when the block has its turn, the lines of those that do are written anew, or
//! added to if they say nothing yet.

use std::io;
use std::ptr;

use crate::conveyor::Turns;
use crate::diagnostic::Diagnostic;
use crate::distinct::{AT_ONCE, Fingerprint, Hashes};
use crate::entry::{Entry, Place, Source};
use crate::input::{self, Block};
use crate::lint::{Linted, Linter, Slips};
use crate::origin::{Candidate, Canonical, Origin};
use crate::report::{Summary, push_exact_line, push_line, push_slips, push_with_finding};
use crate::rules::Seen;

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
    /// Room for the text of the next round.
    spare: Vec<u8>,
}

/// A candidate whose line was written.
struct Met<'t> {
    number: usize,
    text: &'t str,
    /// Of its origin, or of its text if it has none.
    fingerprint: Fingerprint,
    /// Where its line ends.
    end: usize,
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
        lines.clear();
        let (candidates, error) = block.candidates();
        let met: Vec<Met<'_>> = candidates
            .map(|(number, text)| self.meet(number, text, lines))
            .collect();
        let repeated = self.seen.take(block, |seen| repeated(&met, seen));
        self.write_anew(&met, &repeated, lines);
        lines.error = lines.error.take().or(error.map(anyhow::Error::from));
    }

    /// Writes the line of a candidate as if it were the only one.
    fn meet<'t>(&self, number: usize, text: &'t str, lines: &mut Lines) -> Met<'t> {
        let canonical = Canonical::prove(text);
        let noted = canonical.and_then(|it| Some((self.linter.notes(&it)?, it)));
        let fingerprint = match noted {
            Some((notes, canonical)) => {
                lines.add_exact(&canonical, number, &notes);
                self.hashes.fingerprint(text)
            }
            None => {
                let candidate = Candidate::parse(text);
                match self.linter.slips(&candidate) {
                    Some(slips) => lines.add_slips(&slips, number),
                    None => {
                        let entry = input::entry(number, text);
                        lines.add(&self.linter.looked_at(&entry, &candidate));
                    }
                }
                let origin = candidate.origin().map(Origin::as_str);
                self.hashes.fingerprint(origin.unwrap_or(text))
            }
        };
        Met {
            number,
            text,
            fingerprint,
            end: lines.text.len(),
        }
    }

    /// Takes the lines of those that are `repeated` out and puts others in, which say so.
    fn write_anew(&self, met: &[Met<'_>], repeated: &[(usize, usize)], lines: &mut Lines) {
        if repeated.is_empty() {
            return;
        }
        let alone = std::mem::take(&mut lines.text);
        lines.text = std::mem::take(&mut lines.spare);
        lines.text.clear();
        let mut end = 0;
        for (index, line) in repeated {
            let start = index.checked_sub(1).map_or(0, |before| met[before].end);
            lines.text.extend_from_slice(&alone[end..start]);
            let Met { number, text, .. } = met[*index];
            end = met[*index].end;
            let place = Place::line(Source::Stdin, number);
            let problem = || Seen::problem(text, &place, *line);
            let repetition = self.linter.repetition(problem());
            if repetition.is_none_or(|found| !lines.append(&alone[start..end], &found)) {
                let entry = input::entry(number, text);
                let linted = self.linter.alone(&entry);
                lines.replace(&self.linter.repeated(linted, Some(problem())));
            }
        }
        lines.text.extend_from_slice(&alone[end..]);
        lines.spare = alone;
    }
}

/// Which candidates repeat an earlier one, and on which line that was.
fn repeated(met: &[Met<'_>], seen: &mut Seen) -> Vec<(usize, usize)> {
    let mut repeated = Vec::new();
    for (number, some) in met.chunks(AT_ONCE).enumerate() {
        seen.warm(some.iter().map(|met| met.fingerprint));
        for (index, met) in some.iter().enumerate() {
            if let Some(line) = seen.first(met.fingerprint, met.number) {
                repeated.push((number * AT_ONCE + index, line));
            }
        }
    }
    repeated
}

impl Lines {
    fn clear(&mut self) {
        self.text.clear();
        self.summary = Summary::default();
        self.error = None;
    }

    pub fn add(&mut self, linted: &Linted<'_>) {
        self.summary.count(linted);
        self.write(linted);
    }

    /// Adds the line of an entry that was counted before it was known to repeat another.
    fn replace(&mut self, linted: &Linted<'_>) {
        let found = linted.diagnostics.iter();
        for found in found.filter(|found| ptr::eq(found.rule, Seen::RULE)) {
            self.summary.count_finding(found);
        }
        self.write(linted);
    }

    /// Adds such a line with one finding more than was written; `false` if there was one before.
    fn append(&mut self, alone: &[u8], found: &Diagnostic) -> bool {
        let Some(written) = push_with_finding(alone, found, &mut self.text) else {
            return false;
        };
        self.summary.count_finding(found);
        self.note_error(written);
        true
    }

    fn write(&mut self, linted: &Linted<'_>) {
        let written = push_line(linted, &mut self.text);
        self.note_error(written);
    }

    /// Adds the line of an origin, and what is said about it.
    fn add_exact(&mut self, canonical: &Canonical<'_>, line: usize, notes: &[Diagnostic]) {
        self.summary.entries += 1;
        for note in notes {
            self.summary.count_finding(note);
        }
        let written = push_exact_line(canonical, line, notes, &mut self.text);
        self.note_error(written);
    }

    /// Adds the line of a candidate with slips.
    fn add_slips(&mut self, slips: &Slips<'_>, line: usize) {
        self.summary.entries += 1;
        for slip in slips.iter() {
            self.summary.count_one(slip.severity, slip.applicability());
        }
        let written = push_slips(slips, line, &mut self.text);
        self.note_error(written);
    }

    fn note_error(&mut self, written: io::Result<()>) {
        if let Err(error) = written {
            self.error.get_or_insert(error.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::input::Blocks;
    use crate::lint::Exception;
    use crate::origin::pasted;
    use crate::rules;

    fn linters() -> [Linter; 4] {
        let ignoring = |name| Linter::default().ignoring(&[rules::find(name).unwrap()]);
        let exception = Exception {
            origin: "https://a.example".to_owned(),
            rule: Seen::RULE,
            number: 1,
        };
        [
            Linter::default(),
            ignoring("duplicate"),
            ignoring("trailing-slash"),
            Linter::default().excusing(vec![exception]),
        ]
    }

    /// What is written of the candidates in a text, a block at a time.
    fn written(text: &[u8], mut write: impl FnMut(&Block, &mut Lines)) -> (String, Vec<Summary>) {
        let mut blocks = Blocks::new(Cursor::new(text), text.len().max(1));
        let (mut block, mut lines) = (Block::default(), Lines::default());
        let (mut all, mut summaries) = (String::new(), Vec::new());
        while blocks.read(&mut block).unwrap() {
            lines.clear();
            write(&block, &mut lines);
            all.push_str(str::from_utf8(&lines.text).unwrap());
            summaries.push(lines.summary);
        }
        (all, summaries)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn a_block_is_what_its_candidates_are_one_by_one(
            texts in prop::collection::vec(
                prop_oneof![
                    "https?://[ab][.]example/?",
                    "[ \"]?(https?|HTTP)://([aB1-]{1,3}[.]){0,2}(example|com|1[.]1[.]1[.]1)\\
                     (:0?(80|443|6000)?)?(/[a.]{0,2})?([?]a)?(#b)?,?",
                    "https?://(xn--bcher-kva|xn--a-6ga|xn--a|b\u{fc}cher|a,b|a\"b)[.]example[.]?",
                    "http://\\[(::1|0:0:0:0:0:0:0:1|2001:db8::1)\\](:8080)?/?",
                    "(app|capacitor|moz-extension)://[a\"'$*-]{1,3}",
                    pasted(),
                ],
                1..6,
            ),
        ) {
            let text = texts.join("\n").into_bytes();
            for linter in linters() {
                let mut seen = Seen::default();
                let one_by_one = written(&text, |block, lines| {
                    for (number, text) in block.candidates().0 {
                        let entry = input::entry(number, text);
                        lines.add(&linter.entry(&entry, &mut seen));
                    }
                });
                let checker = Checker::new(linter.clone());
                let at_once = written(&text, |block, lines| checker.block(block, lines));
                prop_assert_eq!(at_once, one_by_one);
            }
        }
    }
}
