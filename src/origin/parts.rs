//! Where the parts of a candidate stand in its text.
//!
//! A URL parser says what a string means and forgets where it stood. This scanner finds the same
//! borders as the URL Standard's "basic URL parser" (backslashes are slashes, any number of them
//! may follow a special scheme, the last `@` ends the user info, tabs and line ends don't count)
//! and keeps the spans. It decides nothing else.

use std::net::Ipv6Addr;

use super::scheme;
use super::{Shape, Span};

/// The parts of a candidate, in order; an absent one is an empty span. Together they cover the
/// text, so each separator belongs to a part: `user:pw@`, `:8080`, `?query`, `#fragment`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// White space, quotes and commas before it.
    pub leading: Span,
    /// The scheme's name.
    pub scheme: Span,
    /// The colon and the slashes.
    pub separator: Span,
    /// User name and password, with the `@`.
    pub userinfo: Span,
    /// The host; an IPv6 address with its brackets.
    pub host: Span,
    /// The port, with its colon.
    pub port: Span,
    /// The path, with its slash.
    pub path: Span,
    /// The query, with its `?`.
    pub query: Span,
    /// The fragment, with its `#`.
    pub fragment: Span,
    /// What has no parts: the rest of an opaque URL, a list in one string, `null`.
    pub opaque: Span,
    /// White space, quotes and commas after it.
    pub trailing: Span,
}

impl Parts {
    /// All of them in the order of the text.
    pub fn spans(&self) -> [&Span; 11] {
        [
            &self.leading,
            &self.scheme,
            &self.separator,
            &self.userinfo,
            &self.host,
            &self.port,
            &self.path,
            &self.query,
            &self.fragment,
            &self.opaque,
            &self.trailing,
        ]
    }

    /// Cuts `text`, whose candidate is `core`, whose scheme and rest `head` has found.
    pub(super) fn cut(text: &str, core: &Span, shape: &Shape, scheme: Span, rest: usize) -> Self {
        let end = core.end;
        let scheme = core.start + scheme.start..core.start + scheme.end;
        let rest = core.start + rest;
        let has_authority = !matches!(
            shape,
            Shape::Empty | Shape::Null | Shape::Several(_) | Shape::Prefixed(_) | Shape::Opaque
        );
        let parsed_end = if has_authority { end } else { rest };
        let find = |from: usize, marks: &[char]| {
            text[from..parsed_end]
                .find(marks)
                .map_or(parsed_end, |at| from + at)
        };
        let fragment = find(rest, &['#']);
        let query = find(rest, &['?', '#']);
        let path = find(
            rest,
            if matches!(shape, Shape::App(_)) {
                &['/', '?', '#']
            } else {
                &['/', '\\', '?', '#']
            },
        );
        let host = text[rest..path].rfind('@').map_or(rest, |at| rest + at + 1);
        let port = host + host_length(&text[host..path]);
        Self {
            leading: 0..core.start,
            separator: scheme.end..rest,
            scheme,
            userinfo: rest..host,
            host: host..port,
            port: port..path,
            path: path..query,
            query: query..fragment,
            fragment: fragment..parsed_end,
            opaque: parsed_end..end,
            trailing: end..text.len(),
        }
    }
}

/// How much of `host:port` is the host.
fn host_length(authority: &str) -> usize {
    if authority.parse::<Ipv6Addr>().is_ok() {
        return authority.len(); // an IPv6 address that lacks its brackets
    }
    let after_brackets = if authority.starts_with('[') {
        authority.find(']').unwrap_or(authority.len())
    } else {
        0
    };
    authority[after_brackets..]
        .find(':')
        .map_or(authority.len(), |colon| after_brackets + colon)
}

/// What stands before the host: offsets into the candidate's body.
pub(super) struct Head {
    pub shape: Shape,
    pub scheme: Span,
    pub rest: usize,
}

impl Head {
    /// A body that isn't taken apart.
    pub fn whole(shape: Shape) -> Self {
        Self {
            shape,
            scheme: 0..0,
            rest: 0,
        }
    }

    fn new(shape: Shape, scheme_end: usize, rest: usize) -> Self {
        Self {
            shape,
            scheme: 0..scheme_end,
            rest,
        }
    }
}

/// Finds the scheme, and what kind of candidate it makes.
pub(super) fn head(body: &str) -> Head {
    if body.is_empty() {
        return Head::whole(Shape::Empty);
    }
    if body.eq_ignore_ascii_case("null") {
        return Head::whole(Shape::Null);
    }
    let head = match scheme_length(body) {
        Some(colon) => with_scheme(body, colon),
        None => without_scheme(body),
    };
    let is_plain = matches!(
        head.shape,
        Shape::Schemeless | Shape::Opaque | Shape::App(None)
    );
    match address_behind_words(body).filter(|_| is_plain) {
        Some(at) => Head::whole(Shape::Prefixed(at)),
        None => head,
    }
}

/// Where the address begins in `Origin: https://tool.example`, `- https://…` or `url=https://…`.
fn address_behind_words(body: &str) -> Option<usize> {
    let at = ["http://", "https://"]
        .iter()
        .filter_map(|scheme| body.find(scheme))
        .min()?;
    let words = &body[..at];
    let name = words.trim_end_matches(':').to_ascii_lowercase();
    let is_known = scheme::OPAQUE.contains(&name.as_str());
    (at > 0 && !is_known && !words.contains(['/', '\\', '?', '#', '@'])).then_some(at)
}

fn with_scheme(body: &str, colon: usize) -> Head {
    let name = drop_breaks(&body[..colon]).to_ascii_lowercase();
    let after = &body[colon + 1..];
    let slashes = after.len() - after.trim_start_matches(is_slash_or_break).len();
    let slashed = drop_breaks(&after[..slashes]).len();
    let authority = colon + 1 + slashes;
    let new = |shape| Head::new(shape, colon, authority);
    let opaque = Head::new(Shape::Opaque, colon, colon + 1);
    let meant = scheme::meant(&name).filter(|_| slashed > 0 && scheme::find(&name).is_none());
    match (name.as_str(), meant) {
        ("http" | "https", _) => repeated_colon(body, colon)
            .or_else(|| repeated_scheme(body, authority))
            .unwrap_or_else(|| new(Shape::Web)),
        ("ws" | "wss", _) => new(Shape::WebSocket),
        (name, _) if scheme::OPAQUE.contains(&name) => opaque,
        (_, Some(meant)) => new(Shape::Misspelt(meant)),
        (name, _) if after.starts_with("//") => {
            let shape = Shape::App(scheme::find(name));
            Head::new(shape, colon, colon + "://".len())
        }
        (name, _) if is_host_and_port(name, after) => Head::new(Shape::Schemeless, 0, 0),
        _ => opaque,
    }
}

fn without_scheme(body: &str) -> Head {
    let slashes = |from: usize| {
        from + (body[from..].len() - body[from..].trim_start_matches(is_slash_or_break).len())
    };
    if body.starts_with("//") || body.starts_with("\\\\") {
        return Head::new(Shape::Schemeless, 0, slashes(0));
    }
    if body.starts_with("://") {
        return Head::new(Shape::Schemeless, 0, slashes(1));
    }
    // `https//`, `https;//`, `https ://`, and the wide letters of an East Asian keyboard
    if let Some(double) = body.find("//").or_else(|| body.find("\\\\")) {
        let name = body[..double].trim_end_matches([':', ';', '.', ',', '=', ' ', '：', '；']);
        let narrow: String = name.chars().map(narrow).collect();
        if narrow.bytes().all(|byte| byte.is_ascii_alphabetic())
            && let Some(meant) = scheme::meant(&narrow)
        {
            return Head::new(Shape::Misspelt(meant), name.len(), slashes(double));
        }
    }
    match body.find("://") {
        Some(colon) if !body.contains('*') => Head::new(Shape::Opaque, colon, colon + 1),
        _ => Head::new(Shape::Schemeless, 0, 0),
    }
}

/// The ASCII character that a full-width one stands for.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// `https:://tool.example`: a URL parser finds no host before the second colon.
fn repeated_colon(body: &str, colon: usize) -> Option<Head> {
    let slashes = body[colon..].trim_start_matches([':', ';']);
    let host = slashes.trim_start_matches(is_slash_or_break);
    let has_slashes = host.len() < slashes.len();
    let is_repeated = slashes.len() + 1 < body.len() - colon;
    let meant = scheme::meant(&drop_breaks(&body[..colon]))?;
    (has_slashes && is_repeated)
        .then(|| Head::new(Shape::Misspelt(meant), colon, body.len() - host.len()))
}

/// `https://https://tool.example`: a URL parser takes the second `https` for the host.
fn repeated_scheme(body: &str, authority: usize) -> Option<Head> {
    let inner = &body[authority..];
    let length = inner.find(|c: char| !c.is_ascii_alphabetic())?;
    let meant = match inner[..length].to_ascii_lowercase().as_str() {
        "http" => "http",
        "https" => "https",
        _ => return None,
    };
    let rest = inner[length..]
        .strip_prefix(':')
        .unwrap_or(&inner[length..]);
    let host = rest.trim_start_matches(['/', '\\']);
    let has_slashes =
        host.len() + 1 < rest.len() || host.len() < rest.len() && inner[length..].starts_with(':');
    (has_slashes && !host.is_empty()).then(|| {
        Head::new(
            Shape::Misspelt(meant),
            authority + length,
            body.len() - host.len(),
        )
    })
}

/// Whether `name:after`, which parsers read as a scheme, was meant as `host:port` or `user:pw@host`.
fn is_host_and_port(name: &str, after: &str) -> bool {
    let port = after
        .split(['/', '\\', '?', '#'])
        .next()
        .unwrap_or_default();
    scheme::find(name).is_none()
        && (port.bytes().all(|byte| byte.is_ascii_digit())
            || name.contains('.')
            || name == "localhost"
            || port.contains('@'))
}

/// The length of a scheme before its colon, by the URL Standard's "scheme state".
fn scheme_length(body: &str) -> Option<usize> {
    let colon = body.find(':')?;
    let mut chars = body[..colon].chars().filter(|c| !is_break(*c));
    let starts = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    let goes_on = chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (starts && goes_on).then_some(colon)
}

/// Whether a `*` stands where a host, a port or a scheme should.
pub(super) fn is_pattern(body: &str, host_and_port: &str, shape: &Shape) -> bool {
    match shape {
        Shape::Schemeless => body.contains('*'),
        Shape::Web | Shape::WebSocket | Shape::App(_) | Shape::Misspelt(_) => {
            host_and_port.contains('*')
        }
        _ => false,
    }
}

/// The user name and password, without their `@`.
///
/// In a URL that has no host, anything before an `@` could be one.
pub(super) fn secret(text: &str, parts: &Parts) -> Option<Span> {
    if parts.userinfo.len() > 1 {
        return Some(parts.userinfo.start..parts.userinfo.end - 1);
    }
    // a password with a slash or a hash in it: what parsers take for the port isn't one
    let is_no_port = is_odd_port(&text[parts.port.clone()]);
    let scheme = text[parts.scheme.clone()].to_ascii_lowercase();
    let is_known = scheme::OPAQUE.contains(&scheme.as_str());
    if is_no_port || parts.host.is_empty() && !is_known {
        let rest = &text[parts.host.start..parts.trailing.start];
        let start = rest.len() - rest.trim_start_matches(is_slash_or_break).len();
        let at = rest
            .rfind(AT_SIGNS[0])
            .or_else(|| AT_SIGNS[1..].iter().find_map(|at| rest.rfind(at)));
        if let Some(at) = at.filter(|at| *at > start) {
            return Some(parts.host.start + start..parts.host.start + at);
        }
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

/// The candidate without what a paste brought along on either side.
pub(super) fn trim(text: &str) -> Span {
    let mut core = text;
    loop {
        let before = core.len();
        core = core.trim_matches(|c| is_padding(c) || is_left_over(c));
        core = without_brackets(core);
        if core.len() == before {
            let start = core.as_ptr() as usize - text.as_ptr() as usize;
            return start..start + core.len();
        }
    }
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
            None if !core.contains(close) => core = core.strip_prefix(open).unwrap_or(core),
            None if !core.contains(open) => core = core.strip_suffix(close).unwrap_or(core),
            None => {}
        }
    }
    core
}

/// Moves spans that were found in a part of a text to where they stand in the whole.
pub(super) fn shift(spans: Vec<Span>, by: usize) -> Vec<Span> {
    spans
        .into_iter()
        .map(|span| span.start + by..span.end + by)
        .collect()
}

/// The text without what URL parsers drop wherever it stands: tabs and line ends.
pub(super) fn drop_breaks(text: &str) -> String {
    text.chars().filter(|c| !is_break(*c)).collect()
}

fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}

fn is_slash_or_break(c: char) -> bool {
    matches!(c, '/' | '\\') || is_break(c)
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

#[cfg(test)]
mod tests {
    use super::super::Candidate;

    /// Each part as text, the absent ones left out.
    fn parts(text: &str) -> Vec<&str> {
        let candidate = Candidate::parse(text);
        let spans = candidate.parts().spans().map(Clone::clone);
        spans
            .iter()
            .map(|span| &text[span.clone()])
            .filter(|part| !part.is_empty())
            .collect()
    }

    #[test]
    fn candidates_are_cut_where_a_browser_cuts_them() {
        for (text, expected) in [
            ("https://tool.example", vec!["https", "://", "tool.example"]),
            (
                " https://u:p@h:80/p?q#f,",
                vec![
                    " ", "https", "://", "u:p@", "h", ":80", "/p", "?q", "#f", ",",
                ],
            ),
            ("https://h?a/b@c", vec!["https", "://", "h", "?a/b@c"]),
            ("https:\\\\h\\p", vec!["https", ":\\\\", "h", "\\p"]),
            ("https:h", vec!["https", ":", "h"]),
            (
                "http://[::1]:3000/",
                vec!["http", "://", "[::1]", ":3000", "/"],
            ),
            (
                "http://2001:db8::1/",
                vec!["http", "://", "2001:db8::1", "/"],
            ),
            ("https://a@b@h", vec!["https", "://", "a@b@", "h"]),
            ("localhost:3000", vec!["localhost", ":3000"]),
            ("[::1]:3000", vec!["[::1]", ":3000"]),
            ("user:pw@h", vec!["user:pw@", "h"]),
            ("//h/p", vec!["//", "h", "/p"]),
            ("htps://h", vec!["htps", "://", "h"]),
            ("https//h", vec!["https", "//", "h"]),
            ("https:://h", vec!["https", ":://", "h"]),
            ("https：//h", vec!["https", "：//", "h"]),
            ("https://https://h", vec!["https://https", "://", "h"]),
            ("https://https//h", vec!["https://https", "//", "h"]),
            ("https://https/app", vec!["https", "://", "https", "/app"]),
            (
                "capacitor://localhost",
                vec!["capacitor", "://", "localhost"],
            ),
            ("file:///x", vec!["file", ":", "///x"]),
            ("mailto:a@b", vec!["mailto", ":", "a@b"]),
            ("[\"https://h\"]", vec!["[\"", "https", "://", "h", "\"]"]),
            ("null", vec!["null"]),
            ("  ", vec!["  "]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
