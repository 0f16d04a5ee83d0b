use super::{Check, Concern, Edit, Glance, Member, Problem, Rule};
use crate::distinct::{self, Fingerprint, Fingerprints, Hashes, PARTS};
use crate::entry::Place;

declare_rule! {
    /// The origin is listed twice.
    ///
    /// The entries are equal byte for byte, or once they are spelt as browsers spell them. It does no
    /// harm until somebody removes one of them and wonders why the tool still gets in. The fix keeps
    /// the first one that is spelt rightly.
    ///
    /// Example: `["https://tool.example", "https://tool.example/"]`.
    ///
    /// Ignore it if another program writes the list anew anyway.
    name: "duplicate",
    severity: Warning,
    fix: Safe,
    checks: [Check::Member(check), Check::Glance(glance)],
    cases: [
        listed(&["https://a.example", "https://b.example", "https://a.example"], 2, Some(&[])),
        listed(&["https://a.example", "https://A.example/"], 1, Some(&[])),
        listed(&["https://A.example/", "https://a.example"], 0, Some(&[])),
        listed(&["https://a.example/x", "https://a.example/y"], 1, Some(&[])),
        listed(&["*", "*"], 1, Some(&[])),
        quiet_list(&["https://a.example", "http://a.example"]),
        quiet_list(&["a.example", "https://a.example"]),
    ],
}

fn glance(entry: &Glance<'_>) -> Concern {
    Concern::perhaps(!entry.is_alone())
}

fn check(entry: &Member<'_>) -> Option<Problem> {
    let other = entry.within(entry.double()?);
    Some(problem(entry.candidate.text(), &other))
}

fn problem(text: &str, other: &str) -> Problem {
    let problem = Problem::new(&(0..text.len()), ["the same origin as ", other].concat());
    problem.edit(Edit::Become(Vec::new()))
}

/// The origins met so far, and where; for candidates that come one by one and are in no list.
#[derive(Debug, Default)]
pub struct Seen {
    hashes: Hashes,
    lines: [Fingerprints<usize>; PARTS],
}

impl Seen {
    /// The rule that it speaks for.
    pub const RULE: &Rule = &RULE;

    /// What its hashes are made with.
    pub fn hashes(&self) -> &Hashes {
        &self.hashes
    }

    /// Remembers a candidate by its origin, or by its text if it has none, or says which earlier one it
    /// repeats.
    pub fn note(&mut self, text: &str, key: &str, place: &Place) -> Option<Problem> {
        let line = self.first(self.hashes.fingerprint(key), place.line)?;
        Some(Self::problem(text, place, line))
    }

    /// Reads what will be needed to find candidates of these fingerprints; see [`distinct::warm`].
    pub fn warm(&self, fingerprints: impl Iterator<Item = Fingerprint>) {
        distinct::warm(fingerprints.map(|it| self.lines[it.part()].read(it)));
    }

    /// The same as [`note`](Self::note) for a fingerprint that was made before: on which line the earlier one is.
    pub fn first(&mut self, fingerprint: Fingerprint, line: usize) -> Option<usize> {
        self.lines[fingerprint.part()].keep(fingerprint, line)
    }

    /// That a text repeats the one on an earlier line.
    pub fn problem(text: &str, place: &Place, line: usize) -> Problem {
        problem(text, &place.like(None, line))
    }
}
