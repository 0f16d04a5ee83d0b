use super::{Check, Problem};
use crate::origin::{Candidate, Shape, Span, Traits};

declare_rule! {
    /// The scheme or the host has upper-case letters.
    ///
    /// Browsers write both in lower case before they send them, whatever was typed (URL Standard,
    /// section "Host parsing"). The server compares byte for byte.
    ///
    /// Example: `HTTPS://Tool.Example` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "uppercase",
    severity: Error,
    fix: Safe,
    checks: [Check::Throughout(Traits::CAPITAL, check)],
    cases: [
        fires("https://Tool.example", 8..9, &["https://tool.example"]),
        fires("https://tool.EXAmple", 13..16, &["https://tool.example"]),
        fires("HTTPS://tool.example", 0..5, &["https://tool.example"]),
        fires("Tool.example", 0..1, &["tool.example"]),
        fires("chrome-extension://ABCDEFGHIJKLMNOPabcdefghijklmnop", 19..35, &["chrome-extension://abcdefghijklmnopabcdefghijklmnop"]),
        fires("https://${HOST}", 10..14, &["https://${host}"]),
        quiet("https://tool.example/App"),
        quiet("https://User@tool.example"),
        quiet("http://[2001:DB8::1]"),
        quiet("https://b%C3%BCcher.example"),
        quiet("FILE:///x"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Vec<Problem> {
    let parts = candidate.parts();
    let mut problems = Vec::new();
    if matches!(
        candidate.shape(),
        Shape::Web | Shape::WebSocket | Shape::App(_)
    ) {
        problems.extend(lower(
            candidate,
            &parts.scheme,
            "browsers send the scheme in lower case",
        ));
    }
    if !candidate.part(&parts.host).starts_with('[') {
        problems.extend(lower(
            candidate,
            &parts.host,
            "browsers send the host in lower case",
        ));
    }
    problems
}

fn lower(candidate: &Candidate<'_>, part: &Span, message: &'static str) -> Option<Problem> {
    let text = candidate.part(part);
    let mut letters = upper(text);
    let first = letters.next()?;
    let last = letters.next_back().unwrap_or(first);
    let span = part.start + first..part.start + last + 1;
    let replacement = candidate.part(&span).to_ascii_lowercase();
    let problem = Problem::new(&span, message).replace(replacement);
    // the name of a variable that is still to be filled in
    let is_template = text.contains(['{', '$']);
    Some(if is_template {
        problem.asks_first()
    } else {
        problem
    })
}

/// Where upper-case letters stand; those of a percent-encoded byte don't count.
fn upper(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    let bytes = text.as_bytes();
    let encoded = move |at: usize| bytes[at.saturating_sub(2)..at].contains(&b'%');
    (0..bytes.len()).filter(move |&at| bytes[at].is_ascii_uppercase() && !encoded(at))
}
