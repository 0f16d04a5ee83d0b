//! Where the parts of a candidate stand in its text.
//!
//! A URL parser says what a string means and forgets where it stood. This scanner finds the same
//! borders as the URL Standard's "basic URL parser" (backslashes are slashes, any number of them
//! may follow a special scheme, the last `@` ends the user info, tabs and line ends don't count)
//! and keeps the spans. It decides nothing else.

use std::net::Ipv6Addr;

use memchr::memchr_iter;

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

    /// Those of a text in whose `core` a scheme, `://`, a host and a port of these lengths are followed by a
    /// path, a query, a fragment.
    pub(super) fn plain(text: &str, core: &Span, scheme: usize, host: usize, port: usize) -> Self {
        let (start, end) = (core.start, core.end);
        let scheme = start + scheme;
        let separator = scheme + "://".len();
        let host = separator + host;
        let path = host + port;
        let behind = |mark, end| {
            // short, nearly always
            let mut bytes = text.as_bytes()[path..end].iter();
            bytes
                .position(|byte| *byte == mark)
                .map_or(end, |at| path + at)
        };
        let fragment = behind(b'#', end);
        let query = behind(b'?', fragment);
        Self {
            leading: 0..start,
            scheme: start..scheme,
            separator: scheme..separator,
            userinfo: separator..separator,
            host: separator..host,
            port: host..path,
            path: path..query,
            query: query..fragment,
            fragment: fragment..end,
            opaque: end..end,
            trailing: end..text.len(),
        }
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
        let find = |from: usize, to: usize, is_mark: fn(u8) -> bool| {
            let at = text.as_bytes()[from..to]
                .iter()
                .position(|byte| is_mark(*byte));
            at.map_or(to, |at| from + at)
        };
        let path = match shape {
            Shape::App(_) => find(rest, parsed_end, |byte| matches!(byte, b'/' | b'?' | b'#')),
            _ => find(rest, parsed_end, |byte| {
                matches!(byte, b'/' | b'\\' | b'?' | b'#')
            }),
        };
        let query = find(path, parsed_end, |byte| matches!(byte, b'?' | b'#'));
        let fragment = find(query, parsed_end, |byte| byte == b'#');
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
    let mut colons = memchr_iter(b':', authority.as_bytes());
    let has_many = colons.next().is_some() && colons.next().is_some();
    if has_many && authority.parse::<Ipv6Addr>().is_ok() {
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
