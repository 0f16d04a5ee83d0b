use super::{Check, Problem};
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// The scheme isn't followed by exactly `://`.
    ///
    /// Browsers forgive backslashes and missing or extra slashes behind `https:` and send the right
    /// form; the server forgives nothing.
    ///
    /// Example: `https:/tool.example` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "slash-form",
    severity: Error,
    fix: Safe,
    checks: [Check::Candidate(Traits::SLASHES, check)],
    cases: [
        fires("https:\\\\tool.example", 5..8, &["https://tool.example"]),
        fires("https:/tool.example", 5..7, &["https://tool.example"]),
        fires("https:tool.example", 5..6, &["https://tool.example"]),
        fires("https:///tool.example", 5..9, &["https://tool.example"]),
        quiet("https://tool.example"),
        quiet("https:/\t/tool.example"),
        quiet("//tool.example"),
        quiet("file:///x"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let span = &candidate.parts().separator;
    if !matches!(
        candidate.shape(),
        Shape::Web | Shape::WebSocket | Shape::App(_)
    ) {
        return None;
    }
    let slashes = candidate.part(span).replace(['\t', '\n', '\r'], "");
    if slashes == "://" {
        return None;
    }
    Some(Problem::new(span, "browsers send exactly :// between scheme and host").replace("://"))
}
