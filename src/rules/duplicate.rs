use super::{Check, Concern, Edit, Glance, Member, Problem, Rule};
use crate::distinct::{Distinct, Hash, Hashes};
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

/// The origins met so far, and where; for candidates that come one by one.
#[derive(Debug, Default)]
pub struct Seen {
    hashes: Hashes,
    origins: Distinct<Earlier>,
}

/// Where a candidate stood: its index and its line.
pub type Earlier = (Option<usize>, usize);

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
        let earlier = self.first(self.hashes.of(key), key, (place.index, place.line))?;
        Some(Self::problem(text, place, earlier))
    }

    /// Reads what will be needed to find candidates of these hashes; see [`Distinct::warm`].
    pub fn warm(&self, hashes: impl Iterator<Item = Hash>) {
        self.origins.warm(hashes);
    }

    /// The same as [`note`](Self::note) for a hash that was worked out before: where the earlier one is.
    pub fn first(&mut self, hash: Hash, key: &str, here: Earlier) -> Option<Earlier> {
        self.origins.keep(hash, key.as_bytes(), here).copied()
    }

    /// That a text repeats an earlier one.
    pub fn problem(text: &str, place: &Place, (index, line): Earlier) -> Problem {
        problem(text, &place.like(index, line))
    }
}
