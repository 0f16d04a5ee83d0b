//! String tokens of JSON: from their bytes in the document to the text they stand for, and back.

use std::borrow::Cow;

use memchr::memchr;

use crate::origin::Span;

/// Where the string tokens of JSON of any shape are, quotes included.
pub fn strings(json: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + json.get(at..)?.find('"')?;
        let mut is_escaped = false;
        let length = json[start + 1..].find(|c| {
            let ends = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        })?;
        at = start + 1 + length + 1;
        Some(start..at)
    })
}

/// The text of a string token, quotes included in `raw`; `None` if the token is no string.
///
/// RFC 8259, section 8.2, lets `"\ud800"` through, half a surrogate pair, which no Rust string can
/// hold: it is read as U+FFFD.
pub fn decode(raw: &str) -> Option<Cow<'_, str>> {
    let body = body(raw)?;
    Some(if memchr(b'\\', body.as_bytes()).is_some() {
        characters(body).map(|(_, character)| character).collect()
    } else {
        Cow::Borrowed(body)
    })
}

/// Where in the token `raw` the byte `text_offset` of its decoded text is written, in bytes from
/// the opening quote.
///
/// An offset inside a character means that character, one at or past the end the closing quote. The
/// text of a token that is no string is the token itself.
pub fn raw_offset(raw: &str, text_offset: usize) -> usize {
    let Some(body) = body(raw) else {
        return text_offset.min(raw.len());
    };
    let mut decoded = 0;
    let found = characters(body).find(|(_, character)| {
        decoded += character.len_utf8();
        decoded > text_offset
    });
    1 + found.map_or(body.len(), |(at, _)| at)
}

/// What is between the quotes of a string token, which is its text if there is no escape in it; `None`
/// if the token is no string.
pub fn body(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// The characters that `body` stands for, each with the offset at which it is written.
fn characters(body: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (character, len) = character(body.get(at..)?)?;
        at += len;
        Some((at - len, character))
    })
}

/// The first character of `rest` and how many bytes spell it (RFC 8259, section 7).
fn character(rest: &str) -> Option<(char, usize)> {
    let first = rest.chars().next()?;
    let Some(escape) = rest.strip_prefix('\\').and_then(|rest| rest.chars().next()) else {
        return Some((first, first.len_utf8()));
    };
    let character = match escape {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return Some(code_units(rest)),
        itself => itself,
    };
    Some((character, 1 + escape.len_utf8()))
}

/// The character of one `\uXXXX`, or of two that form a surrogate pair.
fn code_units(rest: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = rest.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let (Some(first), second) = (unit(0), unit(6)) else {
        return (char::REPLACEMENT_CHARACTER, 2);
    };
    match char::decode_utf16([first].into_iter().chain(second)).next() {
        Some(Ok(character)) => (character, 6 * character.len_utf16()),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, raw_offset};
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    #[test]
    fn tokens_are_decoded_as_rfc_8259_says() {
        for (raw, want) in [
            (r#""""#, Some("")),
            (r#""https://a.example""#, Some("https://a.example")),
            (r#""\"\\\/\b\f\n\r\t""#, Some("\"\\/\u{8}\u{c}\n\r\t")),
            (r#""\u0041\u00e9\u4E2D""#, Some("Aé中")),
            (r#""x\ud83d\ude00y""#, Some("x\u{1f600}y")),
            (r#""\ud800""#, Some("\u{fffd}")),
            (r#""\ud800\ud800\udc00""#, Some("\u{fffd}\u{10000}")),
            (r#""\udc00\u0041""#, Some("\u{fffd}A")),
            (r#""\ud800A""#, Some("\u{fffd}A")),
            ("null", None),
            ("1e2", None),
            ("[]", None),
            ("\"", None),
            ("", None),
        ] {
            assert_eq!(decode(raw).as_deref(), want, "{raw}");
        }
    }

    #[test]
    fn offsets_lead_back_to_where_the_character_is_written() {
        let raw = r#""a\/é\ud83d\ude00\ud800z""#; // a / é 😀 U+FFFD z
        let pairs = [
            (0, 1),
            (1, 2),
            (2, 4),
            (3, 4),
            (4, 6),
            (7, 6),
            (8, 18),
            (11, 24),
            (12, 25),
            (99, 25),
        ];
        for (text_offset, want) in pairs {
            assert_eq!(raw_offset(raw, text_offset), want, "{text_offset}");
        }
        assert_eq!(raw_offset("12", 1), 1);
        assert_eq!(raw_offset("12", 9), 2);
    }

    proptest! {
        #![proptest_config(crate::origin::many_cases())]

        #[test]
        fn what_serde_json_writes_is_read_back(text in any::<String>()) {
            let raw = serde_json::to_string(&text).unwrap();
            let decoded = decode(&raw).unwrap();
            prop_assert_eq!(&decoded, &text);
            for (at, character) in text.char_indices() {
                let spelled = &raw[raw_offset(&raw, at)..raw_offset(&raw, at + character.len_utf8())];
                let token = format!("\"{spelled}\"");
                prop_assert_eq!(decode(&token).unwrap(), character.to_string());
            }
        }

        #[test]
        fn nothing_panics_on_tokens_that_are_none(raw in "\"?[\\\\uda80+-9é\"]{0,20}\"?|\\PC*", offset in 0usize..30) {
            let _ = decode(&raw);
            prop_assert!(raw_offset(&raw, offset) <= raw.len());
        }
    }
}
