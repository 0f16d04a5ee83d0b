//! Values of a JSON document, taken apart one level deep.

use std::fmt;

use memchr::memchr2;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::list::pointer::Token;
use crate::list::spans::Spans;
use crate::shown;

/// A value, taken apart one level deep.
#[derive(Clone)]
pub(super) enum Node<'a> {
    /// Where its elements stand in the document.
    Array(Spans),
    Object(Members<'a>),
    /// Anything else, by its name.
    Scalar(&'static str),
}

impl<'a> Node<'a> {
    /// Takes the value apart that begins at `start` of the document.
    pub fn parse(value: &'a str, start: usize) -> serde_json::Result<Self> {
        Ok(match value.as_bytes().first() {
            Some(b'[') => Self::Array(elements(value, start)?),
            Some(b'{') => Self::Object(serde_json::from_str(value)?),
            first => {
                serde_json::from_str::<&RawValue>(value)?;
                Self::Scalar(match first {
                    Some(b'"') => "a string",
                    Some(b'n') => "null",
                    Some(b't' | b'f') => "a boolean",
                    _ => "a number",
                })
            }
        })
    }

    /// Why `token` leads nowhere from here.
    pub fn dead_end(&self, token: &Token<'_>) -> String {
        let name = token.name();
        match self {
            Self::Object(_) if *token == Token::Any => "is an empty object".to_owned(),
            Self::Object(_) => format!(
                "is an object without the key `{}`",
                shown::escape(&shown::mask_urls(name))
            ),
            Self::Array(elements) if elements.is_empty() => "is an empty array".to_owned(),
            Self::Array(elements) if index(name).is_some() => {
                format!("ends at index {}", elements.len() - 1)
            }
            Self::Array(_) => format!(
                "is an array, and `{}` is no index: write 0, or a number without leading zeros",
                shown::escape(&shown::mask_urls(name))
            ),
            Self::Scalar(kind) => format!("is {kind}"),
        }
    }
}

/// Where the elements of an array stand in the document, in which the array begins at `start`.
fn elements(array: &str, start: usize) -> serde_json::Result<Spans> {
    match plain_strings(array, start) {
        Some(spans) => Ok(spans),
        None => elements_of_any_kind(array, start),
    }
}

/// The same if all elements are strings without escapes, as they are in most lists; `None` means "don't know".
fn plain_strings(array: &str, start: usize) -> Option<Spans> {
    let bytes = array.as_bytes();
    let past_spaces = |at: usize| {
        let length = bytes.get(at..)?.iter().position(|byte| !is_space(*byte))?;
        Some(at + length)
    };
    let mut spans = Spans::default();
    let mut separator = 0;
    loop {
        let open = past_spaces(separator + 1)?;
        let body = bytes[open..].strip_prefix(b"\"")?;
        let length = memchr2(b'"', b'\\', body)?;
        let close = open + 1 + length;
        let is_plain = bytes[close] == b'"' && has_no_control(&body[..length]);
        if !is_plain {
            return None;
        }
        spans.push(start + open..start + close + 1);
        separator = past_spaces(close + 1)?;
        match bytes[separator] {
            b',' => {}
            b']' if separator + 1 == bytes.len() => return Some(spans),
            _ => return None,
        }
    }
}

/// What may not stand in a string (RFC 8259, section 7).
fn has_no_control(text: &[u8]) -> bool {
    // to the end in any case: that way a processor looks at many bytes at a time
    text.iter().fold(true, |none, byte| none & (*byte >= b' '))
}

/// RFC 8259, section 2.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn elements_of_any_kind(array: &str, start: usize) -> serde_json::Result<Spans> {
    struct Collect<'a> {
        array: &'a str,
        start: usize,
    }

    impl<'de> Visitor<'de> for Collect<'_> {
        type Value = Spans;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Spans, A::Error> {
            let mut spans = Spans::default();
            while let Some(element) = array.next_element::<&RawValue>()? {
                let element = element.get();
                let offset = element.as_ptr().addr() - self.array.as_ptr().addr();
                let start = self.start + offset;
                spans.push(start..start + element.len());
            }
            Ok(spans)
        }
    }

    let mut deserializer = serde_json::Deserializer::from_str(array);
    let spans = deserializer.deserialize_seq(Collect { array, start })?;
    deserializer.end()?;
    Ok(spans)
}

/// The members of an object in order, each key as it is written; the same key may occur again.
#[derive(Clone)]
pub(super) struct Members<'a>(pub Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

/// An array index as RFC 6901, section 4, allows it: no sign, no leading zeros, and not `-`, the
/// place after the last.
pub(super) fn index(token: &str) -> Option<usize> {
    let plain = token.bytes().all(|byte| byte.is_ascii_digit())
        && (token == "0" || !token.starts_with('0'));
    plain.then(|| token.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{elements_of_any_kind, plain_strings};

    proptest! {
        #![proptest_config(crate::origin::many_cases())]

        #[test]
        fn plain_strings_are_found_where_serde_finds_them(
            elements in prop::collection::vec("[ \t\n]?\"[a1é/ ]{0,40}\"[ \r]?", 1..6),
            tail in prop_oneof![Just("]"), Just("]"), Just("]]"), Just(""), Just(",]"), Just("] ]")],
            noise in prop::option::of((any::<prop::sample::Index>(), "[\\\\\"\u{1}\n,\\[1n]")),
        ) {
            let mut array = format!("[{}{tail}", elements.join(","));
            if let Some((at, noise)) = &noise {
                let places: Vec<usize> = array.char_indices().map(|(at, _)| at).skip(1).collect();
                array.insert_str(*at.get(&places), noise);
            }
            let any = elements_of_any_kind(&array, 7).ok();
            let plain = plain_strings(&array, 7);
            prop_assert!(plain.is_none() || plain == any, "{array}");
            prop_assert!(noise.is_some() || tail != "]" || plain.is_some(), "{array}");
        }
    }
}
