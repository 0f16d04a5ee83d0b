use super::{Check, Edit, Problem};
use crate::origin::{Candidate, Shape, Traits};
use crate::shown;

declare_rule! {
    /// The scheme is nearly http or https.
    ///
    /// A letter too many or too few, a missing colon, a semicolon, the scheme pasted twice: browsers
    /// read all of these as something else.
    ///
    /// Example: `htps://tool.example` was probably meant as `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "misspelt-scheme",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        fires("htps://tool.example", 0..7, &["https://tool.example"]),
        fires("http//tool.example", 0..6, &["http://tool.example"]),
        fires("https;//tool.example", 0..8, &["https://tool.example"]),
        fires("https:://tool.example", 0..9, &["https://tool.example"]),
        fires("https::tool.example", 0..7, &["https://tool.example"]),
        fires("wss://https://tool.example:8443/x", 0..14, &["https://tool.example:8443"]),
        fires("https ://tool.example", 0..9, &["https://tool.example"]),
        fires("https：//tool.example", 0..10, &["https://tool.example"]),
        fires("ｈttps://tool.example", 0..10, &["https://tool.example"]),
        fires("hxxps://tool.example", 0..8, &["https://tool.example"]),
        fires("ttp:/tool.example", 0..5, &["http://tool.example"]),
        fires("https://https://tool.example", 0..16, &["https://tool.example"]),
        fires("https://http//tool.example", 0..14, &["http://tool.example"]),
        quiet("https://tool.example"),
        quiet("ssh://tool.example"),
        quiet("https://https/app"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let Shape::Misspelt(meant) = candidate.shape() else {
        return None;
    };
    let parts = candidate.parts();
    let span = parts.scheme.start..parts.separator.end;
    let message = format!(
        "{} is no scheme that a browser sends; did you mean {meant}://?",
        shown::escape(candidate.part(&span))
    );
    let edit = Edit::Replace(span.clone(), format!("{meant}://"));
    Some(Problem::new(&span, message).edit(edit))
}
