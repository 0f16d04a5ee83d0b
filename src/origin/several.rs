//! Several candidates in one string: a list that was pasted where one entry belongs.

use memchr::memchr_iter;

use super::Span;
use super::head;
use super::paste;

/// The candidates in `body`, if there is more than one.
///
/// A comma is also a legal character of a path, so what follows a separator must look like an
/// address of its own: it has a scheme, or everything in the list is a bare host.
pub(super) fn pieces(body: &str) -> Option<Vec<Span>> {
    separated(body).or_else(|| glued(body))
}

fn separated(body: &str) -> Option<Vec<Span>> {
    // nearly always; what separates and isn't ASCII is white space of other scripts
    let could_separate =
        |byte: u8| matches!(byte, b',' | b';' | b'|' | b' ' | b'\x09'..=b'\x0d' | 0x80..);
    if !body.bytes().any(could_separate) || !body.contains(is_separator) {
        return None;
    }
    let mut spans = Vec::new();
    let mut start = 0;
    for (at, mark) in body.match_indices(is_separator).chain([(body.len(), "")]) {
        let piece = paste::trim(&body[start..at]);
        if !piece.is_empty() {
            spans.push(start + piece.start..start + piece.end);
        }
        start = at + mark.len();
    }
    let (first, others) = spans
        .split_first()
        .filter(|(_, others)| !others.is_empty())?;
    let text = |span: &Span| &body[span.clone()];
    let in_query = text(first).contains(['?', '#']) && !body.contains(char::is_whitespace);
    let all_schemed = (has_scheme(text(first)) || is_bare(text(first)))
        && others.iter().all(|span| has_scheme(text(span)));
    let all_bare = spans.iter().all(|span| is_bare(text(span)));
    (all_bare || all_schemed && !in_query).then_some(spans)
}

/// `https://a.examplehttps://b.example`, with or without a comma in between: a parser takes all up
/// to the second colon for the host.
fn glued(body: &str) -> Option<Vec<Span>> {
    // two addresses have a colon each; nearly always there is one
    memchr_iter(b':', body.as_bytes()).nth(1)?;
    let authority = body.find("://")? + "://".len();
    let end = body[authority..]
        .find(['?', '#'])
        .map_or(body.len(), |at| authority + at);
    let second = authority + head::find_web_scheme(&body[authority..end])?;
    let first = body[..second].trim_end_matches(is_separator);
    let is_host = first.len() > authority && !first[authority..].contains('/');
    is_host.then(|| vec![0..first.len(), second..body.len()])
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '|') || c.is_whitespace()
}

fn has_scheme(piece: &str) -> bool {
    piece.split_once("://").is_some_and(|(scheme, rest)| {
        !scheme.is_empty()
            && !rest.is_empty()
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    })
}

/// A host and port with nothing behind them, with or without a scheme.
fn is_bare(piece: &str) -> bool {
    let host = piece.split_once("://").map_or(piece, |(_, host)| host);
    let host = host.strip_suffix('/').unwrap_or(host);
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let has_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = name.trim_end_matches('.').contains('.') && !name.starts_with('.');
    (is_name || has_port || name.eq_ignore_ascii_case("localhost"))
        && !host.contains(['/', '\\', '?', '#', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_told_from_addresses() {
        for (body, expected) in [
            (
                "https://a.example,https://b.example",
                vec!["https://a.example", "https://b.example"],
            ),
            (
                "https://a.example/, https://b.example/x",
                vec!["https://a.example/", "https://b.example/x"],
            ),
            (
                "a.example b.example:8080",
                vec!["a.example", "b.example:8080"],
            ),
            ("a.example;localhost", vec!["a.example", "localhost"]),
            (
                "https://a.example\nhttps://b.example",
                vec!["https://a.example", "https://b.example"],
            ),
            (
                "https://a.example, https://b.example/ and so on",
                vec!["https://a.example", "https://b.example/ and so on"],
            ),
            (
                "https://a.examplehttps://b.example",
                vec!["https://a.example", "https://b.example"],
            ),
            (
                "\"https://a.example\",\"https://b.example\"",
                vec!["https://a.example", "https://b.example"],
            ),
            ("https://a.example", vec![]),
            ("https://a.example/x,b.html", vec![]),
            ("https://a.example/x,y", vec![]),
            ("https://a.example/?next=b,https://b.example", vec![]),
            ("https://a.example/?next=https://b.example", vec![]),
            ("https://a.example/https://b.example", vec![]),
            ("https://https://a.example", vec![]),
            ("https://tool .example", vec![]),
            ("https://my tool.example", vec![]),
            ("https://a.example # my tool", vec![]),
        ] {
            let found = pieces(body).unwrap_or_default();
            let found: Vec<&str> = found.into_iter().map(|span| &body[span]).collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}
