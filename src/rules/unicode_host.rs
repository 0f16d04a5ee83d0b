use super::{Check, Problem};
use crate::origin::{Candidate, Traits, is_invisible};
use crate::shown;

declare_rule! {
    /// The host is written with letters outside ASCII.
    ///
    /// Browsers send such hosts in their ASCII form, which starts with `xn--` (UTS 46, non-transitional
    /// processing, so `ß` stays `ß`). Full-width letters and dots become plain ones.
    ///
    /// Example: `https://bücher.example` should be `https://xn--bcher-kva.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "unicode-host",
    severity: Error,
    fix: Safe,
    checks: [Check::Candidate(Traits::SPELT_HOST, check)],
    cases: [
        fires("https://bücher.example", 8..23, &["https://xn--bcher-kva.example"]),
        fires("https://faß.example", 8..20, &["https://xn--fa-hia.example"]),
        fires("https://tool。example", 8..22, &["https://tool.example"]),
        fires("https://ＴＯＯＬ.example", 8..28, &["https://tool.example"]),
        quiet("https://xn--bcher-kva.example"),
        quiet("https://tool.example/bücher"),
        quiet("https://to\u{200b}ol.example"),
        quiet("app://bücher"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let span = &candidate.parts().host;
    let text = candidate.part(span);
    let (Some(_), Some(host)) = (candidate.web_scheme(), candidate.host()) else {
        return None;
    };
    if text.chars().all(|c| c.is_ascii() || is_invisible(c)) {
        return None;
    }
    let host = host.to_string();
    let message = format!("browsers send {} as {host}", shown::escape(text));
    let problem = Problem::new(span, message).replace(host);
    let hides_something = text.chars().any(is_invisible);
    Some(if hides_something {
        problem.asks_first()
    } else {
        problem
    })
}
