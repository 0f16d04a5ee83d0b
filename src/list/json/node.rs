//! Values of a JSON document, taken apart one level deep.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::list::pointer::Token;
use crate::shown;

/// A value, taken apart one level deep.
#[derive(Clone)]
pub(super) enum Node<'a> {
    Array(Vec<&'a RawValue>),
    Object(Members<'a>),
    /// Anything else, by its name.
    Scalar(&'static str),
}

impl<'a> Node<'a> {
    pub fn parse(value: &'a str) -> serde_json::Result<Self> {
        Ok(match value.as_bytes().first() {
            Some(b'[') => Self::Array(serde_json::from_str(value)?),
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
