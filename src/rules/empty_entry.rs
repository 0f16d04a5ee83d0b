use super::{Check, Edit, Problem};
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// The entry is empty.
    ///
    /// It never matches. It usually comes from a list that was split at a comma too many, or from a
    /// variable that wasn't set.
    ///
    /// Example: `["https://tool.example", ""]`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "empty-entry",
    severity: Error,
    fix: Safe,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        fires("", 0..0, &[]),
        fires(" \u{200b}", 0..4, &[]),
        fires(",", 0..1, &[]),
        quiet("null"),
        quiet("https://tool.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    if *candidate.shape() != Shape::Empty {
        return None;
    }
    let all = 0..candidate.text().len();
    Some(Problem::new(&all, "an empty entry never matches").edit(Edit::Become(Vec::new())))
}
