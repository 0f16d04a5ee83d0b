//! An entry of a list, and where it stands.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::shown;

/// What a list holds at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A string.
    Text(String),
    /// Another JSON value in the list, as it is written there.
    NotAString(String),
    /// A JSON value where the list itself should be, as it is written there.
    NotAList(String),
}

impl Value {
    /// The string, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::NotAString(_) | Self::NotAList(_) => None,
        }
    }

    /// The string, or the JSON as it is written, without the secrets in it.
    pub fn masked(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => shown::mask(text),
            Self::NotAString(json) | Self::NotAList(json) => shown::mask_json(json),
        }
    }
}

/// For people: secrets masked, what can't be seen escaped.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown::escape(&self.masked()))
    }
}

/// Where an entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, or `None` for arguments and standard input.
    pub path: Option<Arc<str>>,
    /// The JSON pointer of its list (RFC 6901), if it is in a JSON document.
    pub list: Option<Arc<str>>,
    /// Its index in that list.
    pub index: usize,
    /// 1-based; for an argument, which one it is.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// How it is written, quotes included, if that isn't how it reads.
    pub written: Option<Box<str>>,
}

impl Place {
    /// The place of the line `line` of standard input, or of the argument with that number.
    pub fn line(line: usize) -> Self {
        Self {
            path: None,
            list: None,
            index: line.saturating_sub(1),
            line,
            column: 1,
            written: None,
        }
    }

    /// The JSON pointer of the entry.
    pub fn pointer(&self) -> Option<String> {
        let list = self.list.as_deref()?;
        Some(format!("{list}/{}", self.index))
    }
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is there.
    pub value: Value,
    /// Where that is.
    pub place: Place,
}

impl Entry {
    /// An entry that came as an argument or a line of standard input.
    pub fn line(line: usize, text: impl Into<String>) -> Self {
        Self {
            value: Value::Text(text.into()),
            place: Place::line(line),
        }
    }
}
