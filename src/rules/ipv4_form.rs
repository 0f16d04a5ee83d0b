use url::Host;

use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// The host is an IPv4 address in an unusual form.
    ///
    /// Browsers read `127.1`, `0x7f.1` and `2130706433` as addresses, and a number with a leading
    /// zero as octal, so `192.168.001.010` is 192.168.1.8 (URL Standard, "IPv4 number parser"). They
    /// send four plain numbers. It asks first because the address may not be the one you meant.
    ///
    /// Example: `http://127.1` should be `http://127.0.0.1`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "ipv4-form",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::SPELT_HOST, check)],
    cases: [
        fires("http://127.1", 7..12, &["http://127.0.0.1"]),
        fires("http://0x7f.1", 7..13, &["http://127.0.0.1"]),
        fires("http://0x7f000001", 7..17, &["http://127.0.0.1"]),
        fires("http://2130706433", 7..17, &["http://127.0.0.1"]),
        fires("http://192.168.001.010", 7..22, &["http://192.168.1.8"]),
        fires("http://127.0.0.1.", 7..17, &["http://127.0.0.1"]),
        quiet("http://127.0.0.1"),
        quiet("http://256.1.1.1"),
        quiet("http://１２７.0.0.1"),
        quiet("app://127.1"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let span = &candidate.parts().host;
    let text = candidate.part(span);
    let (Some(_), Some(Host::Ipv4(address))) = (candidate.web_scheme(), candidate.host()) else {
        return None;
    };
    let canonical = address.to_string();
    if text == canonical || !text.is_ascii() || text.contains(['%', '\t', '\n', '\r']) {
        return None;
    }
    let octal = text
        .split('.')
        .any(|part| part.len() > 1 && part.starts_with('0') && !part.contains(['x', 'X']));
    let message = if octal {
        format!("browsers take a number with a leading zero as octal: this is {canonical}")
    } else {
        format!("browsers send this address as {canonical}")
    };
    Some(Problem::new(span, message).replace(canonical))
}
