use url::Host;

use super::{Check, Problem};
use crate::origin::{Candidate, Shape, Span, Traits, is_invisible};

declare_rule! {
    /// A tab, a line end or an invisible character stands inside the origin.
    ///
    /// URL parsers drop tabs and line ends wherever they stand, and zero-width characters in hosts;
    /// the server doesn't. Taking them out may not be what you meant: look at the result.
    ///
    /// Example: a line break between `https://tool` and `.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "inner-whitespace",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Throughout(Traits::UNSEEN, check)],
    cases: [
        fires("https://to\tol.example", 10..11, &["https://tool.example"]),
        fires("ht\ntps://tool.example", 2..3, &["https://tool.example"]),
        fires("https://tool\r\n.example", 12..14, &["https://tool.example"]),
        fires("https://to\u{200b}ol.example", 10..13, &["https://tool.example"]),
        fires("https://to\u{ad}ol.example", 10..12, &["https://tool.example"]),
        quiet("https://tool .example"),
        quiet("https://tool\u{a0}.example"),
        quiet("https://tool.example/a b"),
        quiet("https://tool.example"),
        quiet("https://a.example\nhttps://b.example"),
        quiet("data:text/html,a\tb"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Vec<Problem> {
    let parts = candidate.parts();
    if !matches!(
        candidate.shape(),
        Shape::Web | Shape::WebSocket | Shape::App(_) | Shape::Schemeless | Shape::Misspelt(_)
    ) {
        return Vec::new();
    }
    let body = parts.scheme.start..parts.fragment.end;
    runs(candidate.part(&body), body.start, |at, c| {
        matches!(c, '\t' | '\n' | '\r') || parts.host.contains(&at) && is_unseen(c)
    })
    .iter()
    .map(|run| {
        Problem::new(
            run,
            "a tab, a line end or an invisible character inside the origin",
        )
        .replace("")
    })
    .collect()
}

/// Whether taking the unseen characters out of a host makes it one.
pub(super) fn would_mend(host: &str) -> bool {
    let seen: String = host.chars().filter(|c| !is_unseen(*c)).collect();
    seen.len() < host.len() && Host::parse(&seen).is_ok()
}

fn is_unseen(c: char) -> bool {
    // a zero-width joiner or non-joiner can be part of a name (RFC 5892, appendix A)
    let is_joiner = matches!(c, '\u{200c}' | '\u{200d}');
    matches!(c, '\t' | '\n' | '\r') || is_invisible(c) && !is_joiner
}

/// The longest runs of characters that `wanted` accepts; `start` is where `text` begins.
fn runs(text: &str, start: usize, wanted: impl Fn(usize, char) -> bool) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for (at, c) in text.char_indices().map(|(at, c)| (start + at, c)) {
        if !wanted(at, c) {
            continue;
        }
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = end,
            _ => runs.push(at..end),
        }
    }
    runs
}
