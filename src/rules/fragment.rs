use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// A fragment stands behind the host.
    ///
    /// Browsers send the part behind `#` to no server at all. Single-page apps put their address
    /// there: what you allow is the whole host, so it asks first.
    ///
    /// Example: `https://tool.example/#/start` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "fragment",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::FRAGMENT, check)],
    cases: [
        fires("https://tool.example/#/start", 21..28, &["https://tool.example"]),
        fires("https://tool.example#", 20..21, &["https://tool.example"]),
        quiet("https://tool.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let fragment = &candidate.parts().fragment;
    if fragment.is_empty() || candidate.is_torn() {
        return None;
    }
    Some(
        Problem::new(
            fragment,
            "an origin has no fragment; browsers send it to no server",
        )
        .replace(""),
    )
}
