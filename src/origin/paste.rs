//! What a paste brings along: quotation marks, brackets, commas, and what can't be seen.

use std::net::Ipv6Addr;

use super::Span;
use crate::bytes::{self, Bytes};

/// The candidate without what a paste brought along on either side.
pub(super) fn trim(text: &str) -> Span {
    if is_bare(text) {
        return 0..text.len();
    }
    let mut core = text;
    loop {
        let before = core.len();
        core = core.trim_matches(|c| is_padding(c) || is_left_over(c));
        core = without_brackets(core);
        if core.len() == before || is_bare(core) {
            let start = core.as_ptr() as usize - text.as_ptr() as usize;
            return start..start + core.len();
        }
    }
}

/// Whether a text plainly begins and ends with what a candidate does; nearly all do.
fn is_bare(text: &str) -> bool {
    let is_of_candidate = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'/';
    let bytes = text.as_bytes();
    bytes.first().is_some_and(is_of_candidate) && bytes.last().is_some_and(is_of_candidate)
}

/// Whether nothing was brought along with what stands behind an origin, and nothing in it could be taken
/// for a separator, an address or a password.
pub(super) fn is_plain(tail: &str) -> bool {
    let are_plain = |bytes: Bytes| {
        let marks = b"/?#_~=&+%".map(|mark| bytes.are(mark));
        let others = bytes.are_in(b'-', b'.') | bytes.are_in(b'0', b'9') | bytes.are_letters();
        marks.into_iter().fold(others, |all, some| all | some)
    };
    bytes::all(tail.as_bytes(), are_plain) && !tail.starts_with("//")
}

/// `(https://tool.example)` from a text in Markdown, `["https://tool.example"]` from a JSON array:
/// without brackets around it all, or on one side only. Those of an IPv6 address stay.
fn without_brackets(mut core: &str) -> &str {
    for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
        let inner = core
            .strip_prefix(open)
            .and_then(|core| core.strip_suffix(close));
        match inner {
            Some(inner) if inner.parse::<Ipv6Addr>().is_err() => return inner,
            Some(_) => {}
            // half of a pair; or of the brackets that an IPv6 address should have
            None if core.contains("::") && open == '[' => {}
            None if !core.contains(close) => core = core.strip_prefix(open).unwrap_or(core),
            None if !core.contains(open) => core = core.strip_suffix(close).unwrap_or(core),
            None => {}
        }
    }
    core
}

fn is_padding(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c) || is_quote(c)
}

/// Quotation marks, back ticks, and the angle brackets around addresses in mail (RFC 3986,
/// appendix C).
pub fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '<' | '>' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '‹' | '›'
    )
}

/// What separates or surrounds the entries of a list.
pub fn is_left_over(c: char) -> bool {
    matches!(c, ',' | ';') || is_quote(c)
}

/// Characters that take no room on the screen: zero-width spaces and joiners, direction marks,
/// byte order marks, soft hyphens.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}
