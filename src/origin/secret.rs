//! Where user names and passwords stand, also in text that is no URL.
//!
//! Too much masked does little harm; one password in a log does. So wherever the text isn't plainly
//! something else, what stands before an `@` counts as a secret.

use super::head::is_slash_or_break;
use super::scheme;
use super::{Parts, Span};

/// The user name and password, without their `@`.
///
/// In a URL that has no host, anything before an `@` could be one.
pub(super) fn secret(text: &str, parts: &Parts) -> Option<Span> {
    if parts.userinfo.len() > 1 {
        return Some(parts.userinfo.start..parts.userinfo.end - 1);
    }
    if let Some(torn) = torn(text, parts) {
        return Some(torn);
    }
    let opaque = &text[parts.opaque.clone()];
    let start = opaque.find("//").map_or(0, |slashes| slashes + 2);
    let end = opaque[start..]
        .find(['/', '?', '#'])
        .map_or(opaque.len(), |at| start + at);
    let at = opaque[start..end].rfind('@').filter(|at| *at > 0)?;
    Some(parts.opaque.start + start..parts.opaque.start + start + at)
}

/// What stands behind a password, plain, encoded, and as a wide letter.
pub(crate) const AT_SIGNS: [&str; 3] = ["@", "%40", "＠"];

/// A user name and password that a slash, a `?` or a `#` in it has torn apart, so that parsers take
/// its beginning for host and port.
///
/// What stands in the port's place is no number; or it is one, behind what looks more like a user
/// than like a host.
pub(super) fn torn(text: &str, parts: &Parts) -> Option<Span> {
    let scheme = &text[parts.scheme.clone()];
    let is_known = || {
        scheme::OPAQUE
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
    };
    let host = &text[parts.host.clone()];
    let is_user = !parts.port.is_empty() && !host.contains(['.', '[']) && host != "localhost";
    let is_odd = is_odd_port(&text[parts.port.clone()]) || host.is_empty() && !is_known();
    if parts.userinfo.len() > 1 || !is_odd && !is_user {
        return None;
    }
    let rest = &text[parts.host.start..parts.trailing.start];
    let start = rest.len() - rest.trim_start_matches(is_slash_or_break).len();
    let at = AT_SIGNS.iter().find_map(|at| rest.rfind(at))?;
    // `/@user` is a path that many sites have
    let is_path = !is_odd && rest[..at].ends_with('/');
    (at > start && !is_path).then(|| parts.host.start + start..parts.host.start + at)
}

/// Whether a port, with its colon, is no number.
pub(super) fn is_odd_port(port: &str) -> bool {
    let digits = port.strip_prefix(':');
    digits.is_some_and(|digits| !digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What stands between `//` and `@`, wherever in a text; in JSON the slashes may be escaped.
pub(crate) fn url_secrets(text: &str) -> Vec<Span> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | ',');
    let slashes = ["//", "\\/\\/"]
        .into_iter()
        .flat_map(|slashes| text.match_indices(slashes));
    let secrets = slashes.filter_map(|(at, slashes)| {
        let start = at + slashes.len();
        let end = text[start..].find(ends).map_or(text.len(), |at| start + at);
        let at = text[start..end].rfind('@').filter(|at| *at > 0)?;
        Some(start..start + at)
    });
    secrets.collect()
}

/// Spans in order, those that overlap made one.
pub(super) fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| span.start);
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// Moves spans that were found in a part of a text to where they stand in the whole.
pub(super) fn shift(spans: Vec<Span>, by: usize) -> Vec<Span> {
    spans
        .into_iter()
        .map(|span| span.start + by..span.end + by)
        .collect()
}
