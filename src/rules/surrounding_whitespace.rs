use super::{Check, Problem};
use crate::origin::{Candidate, Shape, Span, Traits, is_invisible, is_quote};

declare_rule! {
    /// Something stands around the origin that came along with a paste.
    ///
    /// White space, a byte order mark, zero-width characters, quotation marks, brackets, a comma or
    /// semicolon: none of it is part of the origin, and some of it can't be seen. Words before it, as
    /// in `Origin: https://tool.example`, are taken away too, but that asks first.
    ///
    /// Example: `"https://tool.example",` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "surrounding-whitespace",
    severity: Error,
    fix: Safe,
    checks: [Check::Throughout(Traits::PADDING.or(Traits::OTHER_SHAPE), check)],
    cases: [
        fires(" https://tool.example", 0..1, &["https://tool.example"]),
        fires("https://tool.example\t", 20..21, &["https://tool.example"]),
        fires("https://tool.example\r\n", 20..22, &["https://tool.example"]),
        fires("\u{feff}https://tool.example", 0..3, &["https://tool.example"]),
        fires("https://tool.example\u{a0}", 20..22, &["https://tool.example"]),
        fires("https://tool.example\u{200b}", 20..23, &["https://tool.example"]),
        fires("\"https://tool.example\"", 0..1, &["https://tool.example"]),
        fires("\"https://tool.example\"", 21..22, &["https://tool.example"]),
        fires("<https://tool.example>", 0..1, &["https://tool.example"]),
        fires("https://tool.example,", 20..21, &["https://tool.example"]),
        fires("https://tool.example;", 20..21, &["https://tool.example"]),
        fires("\"https://tool.example\",", 21..23, &["https://tool.example"]),
        fires("[\"https://tool.example\"]", 0..2, &["https://tool.example"]),
        fires(" https://a.example https://b.example", 0..1, &["https://a.example https://b.example"]),
        fires(" *", 0..1, &["*"]),
        fires("(https://tool.example)", 0..1, &["https://tool.example"]),
        fires("https://tool.example)", 20..21, &["https://tool.example"]),
        fires("[https://tool.example]", 0..1, &["https://tool.example"]),
        fires(",https://tool.example", 0..1, &["https://tool.example"]),
        fires("- https://tool.example", 0..2, &["https://tool.example"]),
        fires("Origin: https://tool.example/", 0..8, &["https://tool.example"]),
        fires("url=https://tool.example", 0..4, &["https://tool.example"]),
        fires("1. https://tool.example", 0..3, &["https://tool.example"]),
        quiet("http://[::1]"),
        quiet("https://tool.example/a_(b)"),
        quiet("https://tool.example"),
        quiet("https://tool .example"),
        quiet("   "),
    ],
}

fn check(candidate: &Candidate<'_>) -> Vec<Problem> {
    if *candidate.shape() == Shape::Empty {
        return Vec::new();
    }
    let parts = candidate.parts();
    if let Shape::Prefixed(at) = candidate.shape() {
        let words = parts.opaque.start..parts.opaque.start + at;
        let message = "something stands before the origin that isn't part of it";
        return vec![Problem::new(&words, message).replace("").asks_first()];
    }
    [(&parts.leading, "before"), (&parts.trailing, "after")]
        .into_iter()
        .filter(|(span, _)| !span.is_empty())
        .map(|(span, side)| {
            let message = format!("{} {side} the origin, from a paste", what(candidate, span));
            Problem::new(span, message).replace("")
        })
        .collect()
}

fn what(candidate: &Candidate<'_>, span: &Span) -> &'static str {
    let text = candidate.part(span);
    if text.contains(is_quote) || text.contains(['(', ')', '[', ']', '{', '}']) {
        "a quotation mark or bracket"
    } else if text.contains([',', ';']) {
        "a comma or semicolon"
    } else if text.contains(is_invisible) {
        "an invisible character"
    } else {
        "white space"
    }
}
