use super::{Check, Problem};
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// `null` lets every site in.
    ///
    /// Browsers send `Origin: null` from any sandboxed frame, `data:` page or cross-origin redirect.
    /// Every site can make one, so a server that allows `null` allows everybody.
    ///
    /// Example: `null`, often added for a page that was opened from a file. Serve the page from
    /// `http://localhost` and list that.
    ///
    /// Ignore it only where the server can't be reached by anything but tests.
    name: "null-origin",
    severity: Error,
    fix: none,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        stays("null", 0..4),
        stays(" NULL ", 1..5),
        quiet("https://null"),
        quiet("nullable.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    if *candidate.shape() != Shape::Null {
        return None;
    }
    let message = "any site can send null from a sandboxed frame: this lets everyone in";
    Some(Problem::new(&candidate.parts().opaque, message))
}
