use std::net::Ipv6Addr;

use url::Host;

use super::{Check, Problem, inner_whitespace, invalid_port};
use crate::origin::{Candidate, Shape, Span, Traits, is_left_over};
use crate::shown;

declare_rule! {
    /// No browser can load a page from such a host.
    ///
    /// It is empty, has a character that hosts can't have, a broken `xn--` label, a label of more than
    /// 63 or a name of more than 253 bytes (RFC 1035), an IPv4 number past its range, or an IPv6 address
    /// without brackets or with a zone id, which browsers refuse (URL Standard, section "Hosts").
    ///
    /// Example: `https://256.1.1.1`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "invalid-host",
    severity: Error,
    fix: none,
    checks: [Check::Candidate(Traits::ODD_HOST, check)],
    cases: [
        stays("https://", 0..8),
        stays("https://:443", 8..8),
        stays("https://to^ol.example", 10..11),
        stays("https://xn--a.example", 8..21),
        stays("https://256.1.1.1", 8..17),
        stays("http://[fe80::1%25eth0]", 7..23),
        stays("http://2001:db8::1", 7..18),
        stays("http://[::1", 7..11),
        stays("[::1", 0..4),
        stays("https://a..example", 8..18),
        stays("https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example", 8..80),
        stays("https://a,b.example", 9..10),
        stays("https://a\"b.example", 9..10),
        stays("app://bücher", 6..13),
        stays("app:///index.html", 0..6),
        stays("/app", 0..4),
        quiet("https://tool.example"),
        quiet("https://tool.example."),
        quiet("https://a_b.example"),
        quiet("https://tool.example:x"),
        stays("https://tool .example", 12..13),
        stays("https://tool\u{a0}.example", 12..14),
        stays("https://d.example (my tool)", 17..18),
        quiet("https://*.tool.example"),
        quiet("https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    if !matches!(
        candidate.shape(),
        Shape::Web | Shape::WebSocket | Shape::App(_) | Shape::Schemeless | Shape::Misspelt(_)
    ) {
        return None;
    }
    problem(candidate)
}

fn problem(candidate: &Candidate<'_>) -> Option<Problem> {
    let parts = candidate.parts();
    let span = &parts.host;
    let text = candidate.part(span);
    let is_app = matches!(candidate.shape(), Shape::App(_));
    if text.is_empty() {
        let before = parts.scheme.start..parts.separator.end;
        let place = match (parts.port.is_empty(), before.is_empty()) {
            (false, _) => span.clone(),
            (true, false) => before,
            (true, true) => parts.scheme.start..parts.trailing.start,
        };
        return Some(Problem::new(&place, "there is no host"));
    }
    match candidate.host() {
        Some(Host::Domain(_)) if is_app && candidate.origin().is_none() => {
            let message = "the host of an app's scheme is plain ASCII";
            Some(Problem::new(span, message))
        }
        Some(Host::Domain(name)) if !is_app && !name.contains(is_left_over) => {
            too_long(name).map(|why| Problem::new(span, why))
        }
        Some(Host::Domain(_)) if !is_app => Some(why(text, span)),
        Some(_) => None,
        None if invalid_port::is_invalid(candidate) || inner_whitespace::would_mend(text) => None,
        None => Some(why(text, span)),
    }
}

/// What the limits of the Domain Name System (RFC 1035, section 2.3.4) say.
fn too_long(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.len() > 253 {
        Some("a host name has at most 253 bytes")
    } else if name.split('.').any(str::is_empty) {
        Some("a host name has no empty label: look for two dots in a row")
    } else if name.split('.').any(|label| label.len() > 63) {
        Some("a label of a host name has at most 63 bytes")
    } else {
        None
    }
}

fn why(text: &str, span: &Span) -> Problem {
    if text.parse::<Ipv6Addr>().is_ok() {
        return Problem::new(span, "an IPv6 address stands in brackets, as in [::1]:3000");
    }
    if text.starts_with('[') {
        let message = if text.contains('%') {
            "browsers refuse an IPv6 address with a zone id"
        } else {
            "this is no IPv6 address"
        };
        return Problem::new(span, message);
    }
    let is_encoded = |at: usize| {
        let digits = text.as_bytes().get(at + 1..at + 3).unwrap_or_default();
        digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)
    };
    let forbidden = |(at, c): &(usize, char)| is_forbidden(*c) && (*c != '%' || !is_encoded(*at));
    if let Some((at, c)) = text.char_indices().find(forbidden) {
        let at = span.start + at..span.start + at + c.len_utf8();
        let c = match c {
            ' ' => "a space".to_owned(),
            c => shown::escape(c.encode_utf8(&mut [0; 4])).into_owned(),
        };
        return Problem::new(&at, format!("a host can't have {c} in it"));
    }
    let last = text
        .trim_end_matches('.')
        .rsplit('.')
        .next()
        .unwrap_or(text);
    let message = if last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x") {
        "an IPv4 address has four numbers from 0 to 255"
    } else if text.to_ascii_lowercase().contains("xn--") {
        "this xn-- label stands for no name that browsers accept"
    } else {
        "browsers accept no such host"
    };
    Problem::new(span, message)
}

/// The URL Standard's "forbidden domain code points", and what is left of a list or a paste.
fn is_forbidden(c: char) -> bool {
    c.is_ascii_control()
        || c.is_whitespace()
        || is_left_over(c)
        || matches!(
            c,
            ' ' | '#' | '%' | '/' | ':' | '<' | '>' | '?' | '@' | '[' | '\\' | ']' | '^' | '|'
        )
}
