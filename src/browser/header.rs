//! Header lines, as bytes: Fetch, section 2.2.2 "Headers".

/// One header line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name, in whatever case.
    pub name: String,
    /// What stands behind the colon, byte by byte.
    pub value: Vec<u8>,
}

impl Header {
    /// A header line.
    pub fn new(name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }

    /// Whether it has that name, in whatever case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Without spaces and tabs at either end, and no other white space: "HTTP tab or space".
pub(super) fn trim(value: &[u8]) -> &[u8] {
    strip(value, |byte| matches!(byte, b' ' | b'\t'))
}

/// Without white space at either end, as a header's value is made from what a script gives:
/// "HTTP whitespace".
pub(super) fn normalize(value: &[u8]) -> &[u8] {
    strip(value, |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

fn strip(value: &[u8], is_space: fn(u8) -> bool) -> &[u8] {
    let start = value.iter().position(|byte| !is_space(*byte));
    let end = value.iter().rposition(|byte| !is_space(*byte));
    match (start, end) {
        (Some(start), Some(end)) => &value[start..=end],
        _ => &[],
    }
}

/// Whether it is a `token` of HTTP (RFC 9110, section 5.6.2), like all methods and header names.
pub(super) fn is_token(text: &[u8]) -> bool {
    let is_mark = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty()
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || is_mark(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_spaces_and_tabs_are_trimmed() {
        for (value, trimmed, normalized) in [
            ("a", "a", "a"),
            (" \t a b\t ", "a b", "a b"),
            ("\u{b}a\u{c}", "\u{b}a\u{c}", "\u{b}a\u{c}"),
            ("\r\na\n", "\r\na\n", "a"),
            (" \t", "", ""),
            ("", "", ""),
        ] {
            assert_eq!(trim(value.as_bytes()), trimmed.as_bytes(), "{value:?}");
            assert_eq!(
                normalize(value.as_bytes()),
                normalized.as_bytes(),
                "{value:?}"
            );
        }
    }

    #[test]
    fn tokens_are_made_of_what_http_says() {
        for (text, expected) in [
            ("GET", true),
            ("x-a_b.c~1", true),
            ("*", true),
            ("", false),
            ("a b", false),
            ("a,b", false),
            ("a:", false),
            ("\"a\"", false),
            ("é", false),
            ("a/b", false),
        ] {
            assert_eq!(is_token(text.as_bytes()), expected, "{text}");
        }
    }
}
