//! What is said about a candidate of which it is known what fixes make of it, without making anything that
//! outlives a line of output.
//!
//! Such slips are what is wrong with most entries that aren't origins. They are [plain](Candidate::is_plain), so
//! that a fix leads to the origin and to what stands behind it in the text: no rounds are needed to know that, and
//! no text has to be put together. And of an origin with an unusual host there is nothing to be mended.

use super::mends::Problems;
use super::{Linter, Verdict, order, plain};
use crate::origin::{Candidate, Origin, Span};
use crate::rules::{Edit, Problem, Rule};
use crate::severity::{Applicability, Severity};

/// Such a candidate, and what the rules have against it by itself: in the order of a
/// [`Linted`](super::Linted)'s diagnostics.
#[derive(Debug)]
pub struct Slips<'c> {
    /// The text as it was given.
    pub text: &'c str,
    /// What a browser sends for a page at that address.
    pub origin: &'c Origin,
    /// How far the text is from it.
    pub verdict: Verdict,
    /// What safe fixes make of it.
    mended: [&'c str; 4],
    problems: Problems,
}

/// One of them.
#[derive(Clone, Copy, Debug)]
pub struct Slip<'s> {
    /// The rule that says it.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// A sentence without a full stop; fit to be shown.
    pub message: &'s str,
    /// Which bytes of the text it is about.
    pub span: &'s Span,
    /// Whether its fix needs consent, and what it leads to, in pieces that no format has to escape.
    pub fix: Option<(Applicability, [&'s str; 4])>,
}

impl Linter {
    /// What is to be said about such a candidate by itself, if all rules are asked.
    pub fn slips<'c>(&self, candidate: &'c Candidate<'c>) -> Option<Slips<'c>> {
        let is_exact = candidate.is_exact();
        if !self.is_default() || !is_exact && !candidate.is_plain() {
            return None;
        }
        let problems = self.problems(candidate);
        let is_simple = |problem: &Problem| match problem.edit {
            None => true,
            Some(Edit::Replace(..)) => !is_exact,
            Some(_) => false,
        };
        if !problems.iter().all(|(_, problem)| is_simple(problem)) {
            return None;
        }
        let mut slips = Slips {
            text: candidate.text(),
            origin: candidate.origin()?,
            verdict: plain::verdict(candidate),
            mended: plain::pieces(candidate, Applicability::Safe)?,
            problems,
        };
        let mut problems = std::mem::take(&mut slips.problems);
        problems.sort_by_key(|(rule, problem)| {
            let slip = slips.slip(rule, problem);
            order(slip.severity, slip.applicability(), slip.span)
        });
        Some(Slips { problems, ..slips })
    }
}

impl Slips<'_> {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = Slip<'_>> {
        let problems = self.problems.iter();
        problems.map(|(rule, problem)| self.slip(rule, problem))
    }

    fn slip<'s>(&'s self, rule: &'static Rule, problem: &'s Problem) -> Slip<'s> {
        let class = problem.edit.as_ref().and_then(|_| problem.class(rule));
        let fix = class.map(|class| match class {
            Applicability::Safe => (class, self.mended),
            Applicability::Unsafe => (class, [self.origin.as_str(), "", "", ""]),
        });
        Slip {
            rule,
            severity: problem.severity.unwrap_or(rule.severity),
            message: &problem.message,
            span: &problem.span,
            fix,
        }
    }
}

impl Slip<'_> {
    /// Whether its fix needs consent, if it has one.
    pub fn applicability(&self) -> Option<Applicability> {
        self.fix.map(|(applicability, _)| applicability)
    }
}
