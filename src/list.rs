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
pub mod jsonc;
mod located;
mod lock;
pub mod pointer;
pub mod position;
pub mod search;
pub mod server;
mod sought;
mod spans;
mod splice;
mod text;

use std::path::Path;
use std::sync::Arc;

use crate::entry::{Source, kind_of_json};
use crate::origin::{Candidate, Origin};
use crate::paths;
use crate::rules::Owner;
use crate::shown;

pub use edit::{Spliced, Step};
pub use error::Error;
pub use format::Format;
pub use located::List;
pub use pointer::Pointer;
pub use sought::Sought;

use edit::Patches;
use located::Elements;

/// Text that holds lists. A copy shares the text: it may be long.
#[derive(Clone, Debug)]
pub struct Document {
    source: Source,
    format: Format,
    text: Arc<String>,
}

impl Document {
    /// Refuses lists, which stand in their order, if one is inside another: to change one would move
    /// the other.
    pub fn refuse_nested(&self, lists: &[List]) -> Result<(), Error> {
        let mut pairs = lists.windows(2);
        match pairs.find(|pair| pair[0].extent().end > pair[1].extent().start) {
            Some(pair) => Err(Error::Nested {
                name: self.name(),
                outer: pair[0].pointer(),
                inner: pair[1].pointer(),
            }),
            None => Ok(()),
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
            text: Arc::new(text),
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

    /// Whether it is what a server holds.
    pub fn is_on_server(&self) -> bool {
        matches!(self.source, Source::Server(_))
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

    /// Whether there is nothing in it, not even a list.
    pub fn is_blank(&self) -> bool {
        self.text
            .trim_start_matches(position::BOM)
            .trim()
            .is_empty()
    }

    /// Whether it is a list of lines.
    pub fn is_text(&self) -> bool {
        self.format == Format::Text
    }

    /// The same document with another text.
    pub fn with_text(&self, text: String) -> Self {
        Self {
            text: Arc::new(text),
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
        match list.instead() {
            Some(json) => Err(Error::NotAList {
                spot: list.spot(),
                value: kind_of_json(json),
                is_mendable: json.starts_with(['"', 'n']),
            }),
            None => Ok(list),
        }
    }

    /// The same document, with an empty list where `null` stands in the place of its one list: a
    /// server takes both for the same.
    pub fn without_null(self) -> Result<Self, Error> {
        let [list] = &self.lists(None)?[..] else {
            return Ok(self);
        };
        let is_null = list.instead() == Some("null");
        match self.wrap(list).filter(|_| is_null) {
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
        if self.is_blank() {
            return Err(Error::Empty { name: self.name() });
        }
        let found = json::locate(&self.text, dialect, at).map_err(|problem| Error::Json {
            name: self.name(),
            problem,
        })?;
        let lists = found.into_iter().map(|found| {
            let pointer = found.pointer.as_str();
            let owner = self.owner(pointer.is_empty() || pointer.ends_with("/allowedOrigins"));
            List::new(self.clone(), owner, Elements::Json(found))
        });
        Ok(lists.collect())
    }

    fn lines(&self) -> List {
        let lines = Elements::Lines(text::locate(&self.text));
        List::new(self.clone(), self.owner(true), lines)
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

    /// The document with one of its lists changed.
    pub fn splice(&self, list: &List, steps: &[Step]) -> Result<Spliced, Error> {
        self.splice_all([(list, steps)])
    }

    /// The document with some of its lists changed, none of which is inside another.
    pub fn splice_all<'l>(
        &self,
        edits: impl IntoIterator<Item = (&'l List, &'l [Step])>,
    ) -> Result<Spliced, Error> {
        let mut all = Patches::default();
        for (list, steps) in edits {
            all.append(match list.elements() {
                Elements::Json(found) => splice::splice(&self.text, found, steps),
                Elements::Lines(lines) => {
                    text::splice(&self.text, lines, steps).map_err(|problem| Error::Text {
                        name: self.name(),
                        problem,
                    })?
                }
            });
        }
        Ok(Spliced::new(self.clone(), all))
    }

    /// The text with the secrets in the entries of `lists` masked, byte for byte.
    pub fn masked(&self, lists: &[List]) -> String {
        let mut masked = self.text().to_owned();
        for list in lists {
            for (index, text) in list.texts().enumerate() {
                let written = &list.span(index);
                let Some(text) = text else {
                    let json = shown::mask_json(&self.text[written.clone()]);
                    masked.replace_range(written.clone(), &json);
                    continue;
                };
                for secret in Candidate::parse(&text).secrets() {
                    let offset = |offset| written.start + list.offset(written, offset);
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
        match list.elements() {
            Elements::Json(found) => splice::wrap(&self.text, found),
            Elements::Lines(_) => None,
        }
    }
}
