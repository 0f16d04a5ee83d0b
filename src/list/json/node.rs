//! Values of a JSON document, taken apart one level deep.

use std::fmt;

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
