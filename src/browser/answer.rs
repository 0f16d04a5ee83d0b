//! What a server answered, as far as a browser's checks look at it.

use super::header::{self, Header};

/// An answer's status and header lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The header lines in order, repeated ones apart.
    pub headers: Vec<Header>,
}

/// A header that should be a list has something in it that can't be an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

impl Answer {
    /// An answer.
    pub fn new(status: u16, headers: Vec<Header>) -> Self {
        Self { status, headers }
    }

    /// The values of a header, one for each line.
    pub fn lines(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.headers
            .iter()
            .filter(move |header| header.is(name))
            .map(|header| header::trim(&header.value))
    }

    /// The value of a header, all its lines joined: Fetch, section 2.2.2, "get".
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        let lines: Vec<&[u8]> = self.lines(name).collect();
        (!lines.is_empty()).then(|| lines.join(&b", "[..]))
    }

    /// The elements of a list of tokens: Fetch, section 2.2.2, "extract header list values", with the
    /// syntax of section 3.3.4. Empty elements are passed over (RFC 9110, section 5.6.1).
    pub(super) fn tokens(&self, name: &str) -> Result<Vec<&[u8]>, Malformed> {
        let elements = self
            .lines(name)
            .flat_map(|line| line.split(|byte| *byte == b','))
            .map(header::trim)
            .filter(|element| !element.is_empty());
        let tokens: Vec<&[u8]> = elements.collect();
        let are_tokens = tokens.iter().all(|token| header::is_token(token));
        if are_tokens {
            Ok(tokens)
        } else {
            Err(Malformed)
        }
    }

    /// Whether the status is in the range 200 to 299: Fetch, section 2.2.3, "ok status".
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the status is one of a redirect: Fetch, section 2.2.3, "redirect status".
    pub fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(lines: &[(&str, &[u8])]) -> Answer {
        let lines = lines.iter().map(|(name, value)| Header::new(*name, *value));
        Answer::new(200, lines.collect())
    }

    #[test]
    fn lines_are_joined_and_trimmed_of_space_and_tab_only() {
        for (lines, expected) in [
            (&[("A", &b"x"[..])][..], Some(&b"x"[..])),
            (&[("a", b" \tx\t ")], Some(b"x")),
            (&[("A", b"x"), ("B", b"z"), ("a", b" y")], Some(b"x, y")),
            (&[("A", b""), ("A", b"x")], Some(b", x")),
            (&[("A", b"")], Some(b"")),
            (&[("A", b"\x0bx\xa0")], Some(b"\x0bx\xa0")),
            (&[("A", b"x\xff")], Some(b"x\xff")),
            (&[("B", b"x")], None),
            (&[], None),
        ] {
            let found = answer(lines).get("A");
            assert_eq!(found.as_deref(), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_list_with_one_bad_element_fails_whole() {
        for (lines, expected) in [
            (&[("A", &b"PUT"[..])][..], Ok(vec!["PUT"])),
            (&[("A", b"PUT,DELETE")], Ok(vec!["PUT", "DELETE"])),
            (&[("A", b" PUT ,\t DELETE")], Ok(vec!["PUT", "DELETE"])),
            (
                &[("A", b"PUT"), ("a", b"DELETE")],
                Ok(vec!["PUT", "DELETE"]),
            ),
            (&[("A", b",PUT,,")], Ok(vec!["PUT"])),
            (&[("A", b"")], Ok(vec![])),
            (&[], Ok(vec![])),
            (&[("A", b"*")], Ok(vec!["*"])),
            (&[("A", b"PUT DELETE")], Err(Malformed)),
            (&[("A", b"PUT; DELETE")], Err(Malformed)),
            (&[("A", b"PUT"), ("A", b"\"x\"")], Err(Malformed)),
            (&[("A", b"PUT, \xff")], Err(Malformed)),
            (&[("A", b"PUT,\x0b")], Err(Malformed)),
        ] {
            let answer = answer(lines);
            let expected = expected.map(|list| list.iter().map(|e| e.as_bytes()).collect());
            assert_eq!(answer.tokens("A"), expected, "{lines:?}");
        }
    }

    #[test]
    fn statuses_are_of_their_kind() {
        for (status, is_ok, is_redirect) in [
            (199, false, false),
            (200, true, false),
            (204, true, false),
            (299, true, false),
            (300, false, false),
            (301, false, true),
            (302, false, true),
            (303, false, true),
            (304, false, false),
            (307, false, true),
            (308, false, true),
            (309, false, false),
        ] {
            let answer = Answer::new(status, vec![]);
            let found = (answer.is_ok(), answer.is_redirect());
            assert_eq!(found, (is_ok, is_redirect), "{status}");
        }
    }
}
