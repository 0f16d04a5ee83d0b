//! An entry of a list, and where it stands.

mod position;
mod written;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::json_string;
use crate::origin::Span;
use crate::shown;

pub use position::{Position, Region};
pub use written::Written;

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
    /// What one element of a JSON list is.
    pub fn of_json(json: &str) -> Self {
        match json_string::decode(json) {
            Some(text) => Self::Text(text.into_owned()),
            None => Self::NotAString(json.to_owned()),
        }
    }

    /// The string, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::NotAString(_) | Self::NotAList(_) => None,
        }
    }

    /// The string, or the JSON without its comments.
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

/// A number behind what is numbered.
fn numbered(what: &str, number: usize) -> String {
    [what, itoa::Buffer::new().format(number)].concat()
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
    /// The same in bytes.
    pub byte: usize,
    /// How it is written, quotes and comments included, if it is in a JSON document.
    pub written: Option<Written>,
    /// What ends its line, if it is a line of a text and has an end: `\n` or `\r\n`.
    pub line_end: &'static str,
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
            byte: 1,
            written: None,
            line_end: "",
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

    /// Where a position in it is, for somebody who wants to go there: `path:line:column`.
    pub fn spot(&self, position: Position) -> String {
        let source = &self.source;
        let Position { line, column, .. } = position;
        match source {
            Source::Server(_) if self.index.is_none() => source.to_string(),
            Source::Server(_) => format!("{source} entry {line}:{column}"),
            _ => format!("{source}:{line}:{column}"),
        }
    }

    /// The JSON pointer of the entry.
    pub fn pointer(&self) -> Option<String> {
        self.pointer_at(self.index)
    }

    fn pointer_at(&self, index: Option<usize>) -> Option<String> {
        let list = self.list.as_deref()?;
        Some(match index {
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
        match (self.pointer_at(index), &self.source) {
            (_, Source::Server(_)) => numbered("entry ", line),
            (Some(pointer), _) => shown::escape(&pointer).into_owned(),
            (None, Source::Arguments) => numbered("argument ", line),
            (None, Source::Stdin | Source::File(_)) => numbered("line ", line),
        }
    }

    /// Where a byte of the entry's text is written, counted from where the entry begins.
    pub fn written_offset(&self, offset: usize) -> usize {
        match &self.written {
            Some(written) => json_string::raw_offset(written, offset),
            None => offset,
        }
    }

    /// How it is written in a document that people see; nobody but us ever sees a server's.
    fn token(&self) -> Option<&str> {
        self.written.as_deref().filter(|_| self.server().is_none())
    }

    /// Where it begins.
    pub fn start(&self) -> Position {
        Position {
            line: self.line,
            column: self.column,
            byte: self.byte,
        }
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

    /// Where some bytes of its text are written.
    ///
    /// An entry on a server, and an argument, is one line, whatever is in it: its line is its number.
    pub fn region(&self, span: &Span) -> Region {
        Region {
            start: self.position(span.start),
            end: self.position(span.end),
        }
    }

    /// Where all of it is written, quotes included.
    pub fn extent(&self) -> Region {
        Region {
            start: self.place.start(),
            end: match self.place.token() {
                Some(token) => self.place.start().after(token),
                None => self.position(self.value.raw().len()),
            },
        }
    }

    fn position(&self, offset: usize) -> Position {
        let start = self.place.start();
        if let Some(token) = self.place.token() {
            let before = token.get(..self.place.written_offset(offset));
            return start.after(before.unwrap_or_default());
        }
        let before = self.value.raw().get(..offset).unwrap_or_default();
        Position {
            column: start.column + before.chars().count(),
            byte: start.byte + before.len(),
            ..start
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Position, Region};
    use crate::entry::Source;
    use crate::list::Document;

    fn entries(name: &str, text: &str) -> Vec<Entry> {
        let source = Source::File(name.into());
        let document = Document::new(source, text.as_bytes().to_vec()).unwrap();
        document.lists(None).unwrap()[0].entries().collect()
    }

    fn region(start: (usize, usize, usize), end: (usize, usize, usize)) -> Region {
        let at = |(line, column, byte)| Position { line, column, byte };
        Region {
            start: at(start),
            end: at(end),
        }
    }

    #[test]
    fn regions_follow_the_spelling_of_the_document() {
        let json = "[\"é\", \"a\\/\\u00e9é!\", {\n \"ü\": 1}]";
        for (name, text, index, span, part, whole) in [
            (
                "l.txt",
                "x\néa!",
                1,
                0..3,
                region((2, 1, 1), (2, 3, 4)),
                region((2, 1, 1), (2, 4, 5)),
            ),
            (
                "l.txt",
                "\u{feff}éa",
                0,
                2..3,
                region((1, 2, 3), (1, 3, 4)),
                region((1, 1, 1), (1, 3, 4)),
            ),
            (
                "l.json",
                json,
                0,
                0..2,
                region((1, 3, 3), (1, 4, 5)),
                region((1, 2, 2), (1, 5, 6)),
            ),
            // quote, a, \/, \u00e9, é, !
            (
                "l.json",
                json,
                1,
                2..4,
                region((1, 11, 12), (1, 17, 18)),
                region((1, 7, 8), (1, 20, 22)),
            ),
            (
                "l.json",
                json,
                1,
                6..7,
                region((1, 18, 20), (1, 19, 21)),
                region((1, 7, 8), (1, 20, 22)),
            ),
            (
                "l.json",
                json,
                2,
                0..11,
                region((1, 22, 24), (2, 9, 10)),
                region((1, 22, 24), (2, 9, 10)),
            ),
            (
                "l.jsonc",
                "[{ /* é */ }]",
                0,
                0..12,
                region((1, 2, 2), (1, 13, 14)),
                region((1, 2, 2), (1, 13, 14)),
            ),
        ] {
            let entry = &entries(name, text)[index];
            assert_eq!(entry.region(&span), part, "{text} {span:?}");
            assert_eq!(entry.extent(), whole, "{text}");
        }
    }

    #[test]
    fn what_stands_in_no_document_is_one_line() {
        let argument = Entry::argument(3, "a\né");
        assert_eq!(argument.extent(), region((3, 1, 1), (3, 4, 5)));
        let source = Source::Server("https://home.example".into());
        let document = Document::new(source, br#"{"allowedOrigins":["x","\u00e9/"]}"#.to_vec());
        let list = document.unwrap().lists(None).unwrap().remove(0);
        let entry = list.entries().nth(1).unwrap();
        assert_eq!(entry.region(&(2..3)), region((2, 2, 3), (2, 3, 4)));
        assert_eq!(entry.extent(), region((2, 1, 1), (2, 3, 4)));
    }
}
