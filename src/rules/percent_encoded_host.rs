use super::{Check, Problem};
use crate::origin::{Candidate, Traits};
use crate::shown;

declare_rule! {
    /// The host is written with percent-encoded characters.
    ///
    /// Browsers decode them before they send the host (URL Standard, section "Host parsing").
    ///
    /// Example: `https://ex%61mple.com` should be `https://example.com`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "percent-encoded-host",
    severity: Error,
    fix: Safe,
    checks: [Check::Candidate(Traits::SPELT_HOST, check)],
    cases: [
        fires("https://to%6Fl.example", 8..22, &["https://tool.example"]),
        fires("https://b%C3%BCcher.example", 8..27, &["https://xn--bcher-kva.example"]),
        quiet("https://tool.example/%6F"),
        quiet("https://tool%.example"),
        quiet("app://to%6Fl"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let span = &candidate.parts().host;
    let text = candidate.part(span);
    let (Some(_), Some(host)) = (candidate.web_scheme(), candidate.host()) else {
        return None;
    };
    if !text.contains('%') {
        return None;
    }
    let host = host.to_string();
    let message = format!("browsers decode {} and send {host}", shown::escape(text));
    Some(Problem::new(span, message).replace(host))
}
