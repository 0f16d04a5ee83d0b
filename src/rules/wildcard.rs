use super::{Check, Problem};
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// A `*` stands for something, but the server compares it literally.
    ///
    /// Audiobookshelf knows no wildcards: `*` or `https://*.tool.example` matches only a browser that
    /// would send just that, and none does (Chromium writes even a real `*` in a host as `%2A`). List
    /// each origin. Servers that do expand `*` let every site on the web act with the user's session.
    ///
    /// Example: `https://*.tool.example` should be `https://a.tool.example` and its sisters.
    ///
    /// Ignore it for a list whose server documents wildcards.
    name: "wildcard",
    severity: Error,
    fix: none,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        stays("*", 0..1),
        stays("https://*.tool.example", 8..9),
        stays("*.tool.example", 0..1),
        stays("https://tool.example:*", 21..22),
        stays("http*://tool.example", 4..5),
        quiet("https://tool.example/*"),
        quiet("https://tool.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    if *candidate.shape() != Shape::Pattern {
        return None;
    }
    let parts = candidate.parts();
    let from = parts.host.start;
    let star = candidate.part(&(from..parts.trailing.start)).find('*')?;
    let span = from + star..from + star + 1;
    Some(Problem::new(
        &span,
        "the server compares * literally, so this never matches; list each origin",
    ))
}
