//! A list of origins and the document it lives in.
//!
//! A [`Document`] is text in one of three formats. It finds its lists, turns their elements into
//! entries that know their place, and writes a changed list back into its own text, byte for byte
//! the same outside the change. [`mod@file`] moves documents between memory and disk.

mod edit;
mod error;
pub mod file;
mod format;
mod json;
mod jsonc;
mod lock;
pub mod pointer;
pub mod position;
pub mod search;
pub mod server;
mod splice;
mod text;

use std::path::Path;
use std::sync::Arc;

use crate::entry::{Entry, Place, Position, Source, Value, kind_of_json};
use crate::json_string;
use crate::origin::{Candidate, Origin, Span};
use crate::paths;
use crate::rules::Owner;
use crate::shown;

pub use edit::Step;
pub use error::Error;
pub use format::Format;
pub use pointer::Pointer;

use position::Positions;

/// Text that holds lists.
#[derive(Clone, Debug)]
pub struct Document {
    source: Source,
    format: Format,
    text: String,
}

/// One list of a document.
#[derive(Clone, Debug)]
pub struct List {
    /// Its entries; a value that stands where the list should be is the only one.
    pub entries: Vec<Entry>,
    /// Whose it is, by where it stands.
    pub owner: Owner,
    span: Elements,
}

#[derive(Clone, Debug)]
enum Elements {
    Json(json::Found),
    Lines(Vec<Span>),
}

impl List {
    /// Whether there is a list, and not something in its place.
    pub fn is_list(&self) -> bool {
        !matches!(&self.span, Elements::Json(found) if found.elements.is_none())
    }

    fn start(&self) -> usize {
        self.extent().start
    }

    /// The way to it; the root for a list of lines.
    fn pointer(&self) -> Pointer {
        match &self.span {
            Elements::Json(found) => found.pointer.clone(),
            Elements::Lines(_) => Pointer::root(),
        }
    }

    /// Where the whole list stands in the document.
    pub fn extent(&self) -> Span {
        match &self.span {
            Elements::Json(found) => found.span.clone(),
            Elements::Lines(lines) => 0..lines.last().map_or(0, |last| last.end),
        }
    }

    /// Where an entry is written in the document.
    fn written(&self, index: usize) -> Span {
        match &self.span {
            Elements::Json(found) => found
                .elements
                .as_ref()
                .map_or(&found.span, |elements| &elements[index]),
            Elements::Lines(lines) => &lines[index],
        }
        .clone()
    }
}

impl Document {
    /// That one list is inside another.
    pub fn nested(&self, outer: &List, inner: &List) -> Error {
        Error::Nested {
            name: self.name(),
            outer: outer.pointer(),
            inner: inner.pointer(),
        }
    }

    /// Whether a list of this format can hold an entry of that text.
    pub fn can_hold(&self, entry: &str) -> bool {
        self.format != Format::Text || text::check(entry).is_ok()
    }

    /// Takes the bytes of a file or of standard input.
    pub fn new(source: Source, bytes: Vec<u8>) -> Result<Self, Error> {
        let text = position::utf8(bytes).map_err(|(line, column)| Error::NotUtf8 {
            name: source.to_string(),
            line,
            column,
        })?;
        let format = match &source {
            Source::File(path) => Format::of(path, &text),
            Source::Server(_) => Format::Json,
            Source::Stdin | Source::Arguments => Format::of("", &text),
        };
        Ok(Self {
            source,
            format,
            text,
        })
    }

    /// What it is called in messages.
    pub fn name(&self) -> String {
        self.source.to_string()
    }

    /// What it is called in a diff: a file that is in or below the current folder by its path from there.
    pub fn name_in_diff(&self) -> String {
        match &self.source {
            Source::File(name) => paths::slashes(&paths::from_here(Path::new(&**name))),
            other => other.to_string(),
        }
    }

    /// Its path, or its address; empty for what has none.
    pub fn target(&self) -> &str {
        match &self.source {
            Source::File(name) | Source::Server(name) => name,
            Source::Stdin | Source::Arguments => "",
        }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same document holding nothing but an empty list, which `at` leads to.
    pub fn with_empty_list(&self, at: Option<&Pointer>) -> Self {
        self.with_text(match self.format {
            Format::Text => String::new(),
            Format::Json | Format::Jsonc => splice::empty_list(at),
        })
    }

    /// The same document with another text.
    pub fn with_text(&self, text: String) -> Self {
        Self {
            text,
            ..self.clone()
        }
    }

    /// The one list that an edit is about.
    pub fn list(&self, at: Option<&Pointer>) -> Result<List, Error> {
        let [list] = <[List; 1]>::try_from(self.lists(at)?).map_err(|lists| {
            let pointers = lists.iter().map(|list| list.pointer().to_string());
            Error::SeveralLists {
                name: self.name(),
                count: lists.len(),
                pointers: pointers.collect::<Vec<_>>().join(", "),
            }
        })?;
        match list.entries.first() {
            Some(Entry {
                value: Value::NotAList(json),
                place,
            }) => Err(Error::NotAList {
                spot: place.spot(place.start()),
                value: kind_of_json(json),
                is_mendable: json.starts_with(['"', 'n']),
            }),
            _ => Ok(list),
        }
    }

    /// The same document, with an empty list where `null` stands in the place of its one list: a
    /// server takes both for the same.
    pub fn without_null(self) -> Result<Self, Error> {
        let [list] = &self.lists(None)?[..] else {
            return Ok(self);
        };
        let is_null = |entry: &Entry| entry.value == Value::NotAList("null".to_owned());
        match self.wrap(list).filter(|_| list.entries.iter().any(is_null)) {
            Some(text) => Ok(self.with_text(text)),
            None => Ok(self),
        }
    }

    /// All lists that any of the pointers leads to, each once, in the order of the document;
    /// without pointers, those that stand where lists usually do.
    pub fn lists_at(&self, pointers: &[Pointer]) -> Result<Vec<List>, Error> {
        if pointers.is_empty() {
            return self.lists(None);
        }
        let mut lists = Vec::new();
        for pointer in pointers {
            lists.append(&mut self.lists(Some(pointer))?);
        }
        lists.sort_by_key(List::start);
        lists.dedup_by_key(|list| list.start());
        Ok(lists)
    }

    /// All lists that `at` leads to, or that stand where lists usually do; never none.
    pub fn lists(&self, at: Option<&Pointer>) -> Result<Vec<List>, Error> {
        let dialect = match self.format {
            Format::Json => json::Dialect::Json,
            Format::Jsonc => json::Dialect::Jsonc,
            Format::Text if at.is_some() => {
                let name = self.name();
                return Err(Error::PointerIntoText { name });
            }
            Format::Text => return Ok(vec![self.lines()]),
        };
        if self
            .text
            .trim_start_matches(position::BOM)
            .trim()
            .is_empty()
        {
            return Err(Error::Empty { name: self.name() });
        }
        let found = json::locate(&self.text, dialect, at).map_err(|problem| Error::Json {
            name: self.name(),
            problem,
        })?;
        let mut positions = Positions::new(&self.text);
        Ok(found
            .into_iter()
            .map(|found| self.json(found, &mut positions))
            .collect())
    }

    fn lines(&self) -> List {
        let lines = text::locate(&self.text);
        let mut positions = Positions::new(&self.text);
        let entries = lines.iter().enumerate().map(|(index, span)| {
            let Position { line, column, byte } = positions.of(span.start);
            let place = Place {
                index: Some(index),
                column,
                byte,
                line_end: text::next_ending(&self.text[span.end..]),
                ..Place::line(self.source.clone(), line)
            };
            let value = Value::Text(self.text[span.clone()].to_owned());
            Entry { value, place }
        });
        List {
            entries: entries.collect(),
            owner: self.owner(true),
            span: Elements::Lines(lines),
        }
    }

    fn json(&self, found: json::Found, positions: &mut Positions<'_>) -> List {
        let pointer: Arc<str> = shown::mask_pointer(found.pointer.as_str()).into();
        let mut entry = |index, span: &Span, is_element| {
            let raw = &self.text[span.clone()];
            let Position { line, column, byte } = match self.source {
                // nobody but us ever sees its text
                Source::Server(_) => Position {
                    line: index + 1,
                    ..Position::START
                },
                _ => positions.of(span.start),
            };
            let decoded = json_string::decode(raw).filter(|_| is_element);
            let place = Place {
                source: self.source.clone(),
                list: Some(Arc::clone(&pointer)),
                index: is_element.then_some(index),
                line,
                column,
                byte,
                written: Some(raw.into()),
                line_end: "",
            };
            let value = match decoded {
                Some(text) => Value::Text(text.into_owned()),
                None if is_element => Value::NotAString(self.without_comments(raw)),
                None => Value::NotAList(self.without_comments(raw)),
            };
            Entry { value, place }
        };
        let entries = match &found.elements {
            Some(elements) => {
                let numbered = elements.iter().enumerate();
                numbered
                    .map(|(index, span)| entry(index, span, true))
                    .collect()
            }
            None => vec![entry(0, &found.span, false)],
        };
        List {
            entries,
            owner: self.owner(pointer.is_empty() || pointer.ends_with("/allowedOrigins")),
            span: Elements::Json(found),
        }
    }

    fn owner(&self, is_audiobookshelf: bool) -> Owner {
        let origin = match &self.source {
            Source::Server(address) => Origin::of(address),
            Source::Arguments | Source::Stdin | Source::File(_) => None,
        };
        Owner {
            is_audiobookshelf,
            origin,
        }
    }

    /// A value as JSON that everybody can read.
    fn without_comments(&self, raw: &str) -> String {
        match self.format {
            Format::Jsonc => jsonc::blank(raw).unwrap_or_else(|_| raw.to_owned()),
            Format::Json | Format::Text => raw.to_owned(),
        }
    }

    /// The document's text with one of its lists changed.
    pub fn splice(&self, list: &List, steps: &[Step]) -> Result<String, Error> {
        match &list.span {
            Elements::Json(found) => Ok(splice::splice(&self.text, found, steps)),
            Elements::Lines(lines) => {
                text::splice(&self.text, lines, steps).map_err(|problem| Error::Text {
                    name: self.name(),
                    problem,
                })
            }
        }
    }

    /// The text with the secrets in the entries of `lists` masked, byte for byte.
    pub fn masked(&self, lists: &[List]) -> String {
        let mut masked = self.text.clone();
        for list in lists {
            for (index, entry) in list.entries.iter().enumerate() {
                let written = list.written(index);
                let Some(text) = entry.value.text() else {
                    let json = shown::mask_json(&self.text[written.clone()]);
                    masked.replace_range(written, &json);
                    continue;
                };
                for secret in Candidate::parse(text).secrets() {
                    let offset = |offset| written.start + entry.place.written_offset(offset);
                    let secret = offset(secret.start)..offset(secret.end);
                    masked.replace_range(secret.clone(), &"*".repeat(secret.len()));
                }
            }
        }
        match self.format {
            Format::Text => masked,
            // the other strings of the document too
            Format::Json | Format::Jsonc => shown::mask_json(&masked).into_owned(),
        }
    }

    /// The text with a list made of the string or `null` that stands in its place.
    pub fn wrap(&self, list: &List) -> Option<String> {
        match &list.span {
            Elements::Json(found) => splice::wrap(&self.text, found),
            Elements::Lines(_) => None,
        }
    }
}
