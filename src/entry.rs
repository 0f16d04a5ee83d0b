//! An entry of a list, and where it stands.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::json_string;
use crate::shown;

/// What a list holds at one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

    /// The string, or the JSON as it is written.
    pub fn raw(&self) -> &str {
        match self {
            Self::Text(text) | Self::NotAString(text) | Self::NotAList(text) => text,
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
        match &*self.masked() {
            "" => f.write_str("\"\""),
            text => f.write_str(&shown::escape(text)),
        }
    }
}

/// What a JSON value is called, with its article.
pub fn kind_of_json(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "a string",
        Some(b'n') => "null",
        Some(b't' | b'f') => "true or false",
        _ => "a number",
    }
}

/// Where text came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The command line.
    Arguments,
    /// Standard input.
    Stdin,
    /// A file, by the name it was given.
    File(Arc<str>),
    /// A server, by its address.
    Server(Arc<str>),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arguments => f.write_str("<arguments>"),
            Self::Stdin => f.write_str("<stdin>"),
            Self::File(name) | Self::Server(name) => f.write_str(&shown::escape(name)),
        }
    }
}

/// Where an entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where its text came from.
    pub source: Source,
    /// The JSON pointer of its list (RFC 6901), if it is in a JSON document.
    pub list: Option<Arc<str>>,
    /// Its index in that list; `None` for what stands in the place of a list.
    pub index: Option<usize>,
    /// 1-based; for an argument or an entry on a server, which one it is.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// How it is written, quotes included, if it is a JSON string.
    pub written: Option<Box<str>>,
}

impl Place {
    /// The place of a line of a text, or of the argument with that number.
    pub fn line(source: Source, line: usize) -> Self {
        Self {
            source,
            list: None,
            index: Some(line.saturating_sub(1)),
            line,
            column: 1,
            written: None,
        }
    }

    /// The file, if it is in one.
    pub fn path(&self) -> Option<&str> {
        match &self.source {
            Source::File(path) => Some(path),
            Source::Arguments | Source::Stdin | Source::Server(_) => None,
        }
    }

    /// The server's address, if it is on one.
    pub fn server(&self) -> Option<&str> {
        match &self.source {
            Source::Server(address) => Some(address),
            Source::Arguments | Source::Stdin | Source::File(_) => None,
        }
    }

    /// Where a column of it is, for somebody who wants to go there: `path:line:column`.
    pub fn spot(&self, column: usize) -> String {
        let Self { source, line, .. } = self;
        match source {
            Source::Server(_) if self.index.is_none() => source.to_string(),
            Source::Server(_) => format!("{source} entry {line}:{column}"),
            _ => format!("{source}:{line}:{column}"),
        }
    }

    /// The JSON pointer of the entry.
    pub fn pointer(&self) -> Option<String> {
        let list = self.list.as_deref()?;
        Some(match self.index {
            Some(index) => format!("{list}/{index}"),
            None => list.to_owned(),
        })
    }

    /// Where it is, for somebody who knows in which source: a pointer, a line, a number.
    pub fn within(&self) -> String {
        self.like(self.index, self.line)
    }

    /// The same for the entry with that index, on that line.
    pub fn like(&self, index: Option<usize>, line: usize) -> String {
        let other = Self {
            index,
            ..self.clone()
        };
        match (other.pointer(), &self.source) {
            (_, Source::Server(_)) => format!("entry {line}"),
            (Some(pointer), _) => shown::escape(&pointer).into_owned(),
            (None, Source::Arguments) => format!("argument {line}"),
            (None, Source::Stdin | Source::File(_)) => format!("line {line}"),
        }
    }

    /// Where a byte of the entry's text is written, counted from where the entry begins.
    pub fn written_offset(&self, offset: usize) -> usize {
        match &self.written {
            Some(written) => json_string::raw_offset(written, offset),
            None => offset,
        }
    }

    /// The column of a byte of the entry's text.
    pub fn column_of(&self, text: &str, offset: usize) -> usize {
        let before = match (&self.written, &self.source) {
            (None, _) | (_, Source::Server(_)) => text.get(..offset),
            (Some(written), _) => written.get(..self.written_offset(offset)),
        };
        self.column + before.map_or(0, |before| before.chars().count())
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
    /// An argument of the command line, counted from 1.
    pub fn argument(number: usize, text: impl Into<String>) -> Self {
        Self {
            value: Value::Text(text.into()),
            place: Place::line(Source::Arguments, number),
        }
    }
}
