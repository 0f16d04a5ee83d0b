//! JSON with comments (`.jsonc`), as Visual Studio Code reads it: JSON plus `//` and `/* */`
//! comments and a comma after the last member or element.
//!
//! No reader of its own: once comments and trailing commas are blanked out the text is JSON, offset
//! for offset.

use std::ops::Range;

/// White space (RFC 8259, section 2).
pub(super) const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];

/// What ends a line, and a `//` comment: a carriage return alone does too (ECMA-262, section 12.3).
pub(super) const LINE_BREAKS: [char; 2] = ['\n', '\r'];

/// What a stretch of text between two strings is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Space,
    Comma,
    LineComment,
    BlockComment,
    /// `/*` and everything after it, when no `*/` comes.
    Unterminated,
    String,
    /// Brackets, colons, literals, and whatever is not JSON at all.
    Other,
}

/// A block comment that nothing ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the comment that starts here is never closed with `*/`")]
pub struct Unterminated {
    /// The byte offset of its `/*`.
    pub offset: usize,
}

/// The same text as JSON: comments and trailing commas become spaces, a space a byte, so that
/// offsets stay.
///
/// Line breaks inside comments stay too, so that lines do. A comma that follows no value is left
/// for the JSON parser to refuse, as in `[,]`.
///
/// # Errors
///
/// If a block comment has no end.
pub fn blank(text: &str) -> Result<String, Unterminated> {
    let mut out = String::with_capacity(text.len());
    let mut after_value = false;
    let mut trailing = None;
    for (kind, span) in lexemes(text) {
        let lexeme = &text[span.clone()];
        match kind {
            Kind::LineComment | Kind::BlockComment => {
                out.extend(lexeme.bytes().map(|byte| match byte {
                    b'\n' | b'\r' => char::from(byte),
                    _ => ' ',
                }));
                continue;
            }
            Kind::Unterminated => return Err(Unterminated { offset: span.start }),
            Kind::Comma => {
                trailing = after_value.then_some(span.clone());
                after_value = false;
            }
            Kind::String | Kind::Other => {
                if let (Some(comma), true) = (trailing.take(), lexeme.starts_with([']', '}'])) {
                    out.replace_range(comma, " ");
                }
                after_value = !lexeme.ends_with(['[', '{', ':']);
            }
            Kind::Space => {}
        }
        out.push_str(lexeme);
    }
    Ok(out)
}

/// Splits `text` into lexemes that cover it, in order. Whatever the text is, it neither fails nor
/// panics.
pub(super) fn lexemes(text: &str) -> impl Iterator<Item = (Kind, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let (kind, len) = lexeme(text.get(start..)?)?;
        at += len;
        Some((kind, start..at))
    })
}

fn lexeme(rest: &str) -> Option<(Kind, usize)> {
    let or_all = |found: Option<usize>| found.unwrap_or(rest.len());
    Some(match rest.as_bytes() {
        [] => return None,
        [b',', ..] => (Kind::Comma, 1),
        [b'"', ..] => (Kind::String, string_len(rest.as_bytes())),
        [b'/', b'/', ..] => (Kind::LineComment, or_all(rest.find(LINE_BREAKS))),
        [b'/', b'*', ..] => match rest[2..].find("*/") {
            Some(inner) => (Kind::BlockComment, inner + 4),
            None => (Kind::Unterminated, rest.len()),
        },
        [b'/', ..] => (Kind::Other, 1),
        _ => match rest.len() - rest.trim_start_matches(SPACES).len() {
            0 => {
                let ends = |c| SPACES.contains(&c) || matches!(c, ',' | '"' | '/');
                (Kind::Other, or_all(rest.find(ends)))
            }
            spaces => (Kind::Space, spaces),
        },
    })
}

/// The length of the string that starts here, up to the end of the text if nothing closes it.
fn string_len(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::{Unterminated, blank, lexemes};
    use proptest::prelude::{any, prop_assert, prop_assert_eq, prop_oneof, proptest};

    #[test]
    fn comments_and_trailing_commas_become_spaces() {
        for (given, want) in [
            ("", ""),
            ("[1, 2]", "[1, 2]"),
            ("[1] // é\n", "[1]      \n"),
            ("// a\r\n[1]", "    \r\n[1]"),
            ("// a\r[1]", "    \r[1]"),
            ("/* a\n b */[1]", "    \n     [1]"),
            ("/**/1/***/", "    1     "),
            ("/*\r\n\r*/1", "  \r\n\r  1"),
            ("/*/*/1", "     1"),
            ("[1,]", "[1 ]"),
            ("[1 , /* x */ ] ", "[1           ] "),
            (r#"{"a": {"b": 1,},}"#, r#"{"a": {"b": 1 } }"#),
            (r#"[[],{},"",]"#, r#"[[],{},"" ]"#),
            (
                r#"["//", "/*", ",]", "\"//", "\\"]//"#,
                r#"["//", "/*", ",]", "\"//", "\\"]  "#,
            ),
        ] {
            assert_eq!(blank(given).as_deref(), Ok(want), "{given:?}");
        }
    }

    #[test]
    fn what_is_wrong_in_jsonc_too_stays_wrong() {
        for text in [
            "[,]",
            "{,}",
            "[1,,]",
            "[,1]",
            r#"{"a":,}"#,
            "[/",
            "1 / 2",
            "[\"a",
            "[\"a\\",
            ",",
            "[1,",
        ] {
            assert_eq!(blank(text).as_deref(), Ok(text));
        }
        assert_eq!(blank("[1] /* x *"), Err(Unterminated { offset: 4 }));
        assert_eq!(blank("/*/"), Err(Unterminated { offset: 0 }));
    }

    proptest! {
        #![proptest_config(crate::origin::many_cases())]

        #[test]
        fn blank_keeps_the_length_and_the_lines(text in prop_oneof![any::<String>(), "[]\\[{},:/*\"\\\\ \r\né1]{0,40}"]) {
            let covered = lexemes(&text).fold(0, |at, (_, span)| {
                assert_eq!(at, span.start);
                assert!(span.end > span.start);
                span.end
            });
            prop_assert_eq!(covered, text.len());
            if let Ok(blanked) = blank(&text) {
                prop_assert_eq!(blanked.len(), text.len());
                for (old, new) in text.bytes().zip(blanked.bytes()) {
                    prop_assert!(old == new || (new == b' ' && !matches!(old, b'\n' | b'\r')));
                }
            }
        }

        #[test]
        fn json_is_left_alone(values in proptest::collection::vec(any::<String>(), 0..8)) {
            let text = serde_json::to_string_pretty(&values).unwrap();
            prop_assert_eq!(blank(&text), Ok(text));
        }
    }
}
