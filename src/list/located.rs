//! A list that was found in its document.
//!
//! A long list is mostly left as it is: an edit is about a few entries of many. So what was found is
//! only where each is written; the text of one is read off the document, and an [`Entry`], which owns
//! its text and knows its line, is made when somebody asks for it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::{ControlFlow, Range};
use std::sync::{Arc, OnceLock};

use super::position::Positions;
use super::spans::Spans;
use super::{Document, Format, Pointer, Sought, json, jsonc, splice, text};
use memchr::memchr;

use crate::entry::{Entry, Place, Position, Source, Value, Written};
use crate::json_string;
use crate::origin::Span;
use crate::rules::{Entries, Owner};
use crate::shown;

/// One list of a document.
#[derive(Clone, Debug)]
pub struct List {
    /// Whose it is, by where it stands.
    pub owner: Owner,
    document: Document,
    elements: Arc<Elements>,
    /// Whether there is an escape in it: where there is none, entries are as they are written.
    has_escapes: bool,
    /// Where every so manieth entry stands, once somebody has asked: see [`STRIDE`].
    marks: OnceLock<Vec<Position>>,
}

/// How many entries from one of the marks to the next: lines are counted from the nearest one, and not from
/// the document's beginning.
const STRIDE: usize = 64;

#[derive(Clone, Debug)]
pub(super) enum Elements {
    Json(json::Found),
    Lines(Spans),
}

impl List {
    pub(super) fn new(document: Document, owner: Owner, elements: Elements) -> Self {
        let mut list = Self {
            owner,
            document,
            elements: Arc::new(elements),
            has_escapes: true,
            marks: OnceLock::new(),
        };
        let written = list.written(&list.extent()).as_bytes();
        list.has_escapes = memchr(b'\\', written).is_some();
        list
    }

    pub(super) fn elements(&self) -> &Elements {
        &self.elements
    }

    /// Whether there is a list, and not something in its place.
    pub fn is_list(&self) -> bool {
        self.instead().is_none()
    }

    /// The JSON that stands where the list should be.
    pub fn instead(&self) -> Option<&str> {
        match &*self.elements {
            Elements::Json(found) if found.elements.is_none() => Some(self.written(&found.span)),
            Elements::Json(_) | Elements::Lines(_) => None,
        }
    }

    pub(super) fn start(&self) -> usize {
        self.extent().start
    }

    /// The way to it; the root for a list of lines.
    pub fn pointer(&self) -> Pointer {
        self.pointer_in_json().cloned().unwrap_or_default()
    }

    /// The way to it, if it is in JSON.
    pub fn pointer_in_json(&self) -> Option<&Pointer> {
        match &*self.elements {
            Elements::Json(found) => Some(&found.pointer),
            Elements::Lines(_) => None,
        }
    }

    /// Where the whole list stands in the document.
    pub fn extent(&self) -> Span {
        match &*self.elements {
            Elements::Json(found) => found.span.clone(),
            Elements::Lines(lines) => 0..lines.last().map_or(0, |last| last.end),
        }
    }

    /// Where each entry is written in the document; `None` if there is something in the list's place.
    pub(super) fn spans(&self) -> Option<&Spans> {
        match &*self.elements {
            Elements::Json(found) => found.elements.as_ref(),
            Elements::Lines(lines) => Some(lines),
        }
    }

    /// Where one is; what stands where the list should be is the only one.
    pub(super) fn span(&self, index: usize) -> Span {
        self.spans()
            .map_or_else(|| self.extent(), |spans| spans.at(index))
    }

    /// How many entries it has.
    #[expect(clippy::len_without_is_empty, reason = "nobody asks")]
    pub fn len(&self) -> usize {
        self.spans().map_or(1, Spans::len)
    }

    fn written(&self, span: &Span) -> &str {
        &self.document.text[span.clone()]
    }

    /// How the entry with that index is written.
    pub fn written_at(&self, index: usize) -> &str {
        self.written(&self.span(index))
    }

    /// What is meant by an entry that is written so.
    pub fn read(&self, written: &str) -> Value {
        match &*self.elements {
            Elements::Json(_) => Value::of_json(&self.without_comments(written)),
            Elements::Lines(_) => Value::Text(written.to_owned()),
        }
    }

    /// How a text is written in it.
    pub fn write(&self, text: &str) -> String {
        match &*self.elements {
            Elements::Json(_) => splice::quote(text),
            Elements::Lines(_) => text.to_owned(),
        }
    }

    /// How far into `written` a byte of the entry's text is.
    pub(super) fn offset(&self, written: &Span, offset: usize) -> usize {
        match &*self.elements {
            Elements::Json(_) => json_string::raw_offset(self.written(written), offset),
            Elements::Lines(_) => offset,
        }
    }

    /// The text of each entry; `None` for a value that is no string.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = Option<Cow<'_, str>>> {
        self.texts_in(0..self.len())
    }

    /// The texts of the entries with these indices.
    pub fn texts_in(
        &self,
        indices: Range<usize>,
    ) -> impl ExactSizeIterator<Item = Option<Cow<'_, str>>> {
        indices.map(|index| self.text(&self.span(index)))
    }

    fn text(&self, span: &Span) -> Option<Cow<'_, str>> {
        let written = self.written(span);
        match &*self.elements {
            Elements::Lines(_) => Some(Cow::Borrowed(written)),
            Elements::Json(found) if found.elements.is_none() => None,
            Elements::Json(_) if self.has_escapes => json_string::decode(written),
            Elements::Json(_) => json_string::body(written).map(Cow::Borrowed),
        }
    }

    /// Which of some texts are in it.
    pub fn among<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> HashSet<Cow<'t, str>> {
        let mut absent: Sought<'_> = texts.into_iter().collect();
        let mut there = HashSet::new();
        for text in self.texts().flatten() {
            if absent.is_empty() {
                break;
            }
            there.extend(absent.take(&text));
        }
        there
    }

    /// What is in it.
    pub fn values(&self) -> impl Iterator<Item = Value> {
        (0..self.len()).map(|index| self.value(index))
    }

    /// What is in it, and where.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.entries_at(0..self.len())
    }

    /// The entries with these indices.
    pub fn entries_at(&self, indices: impl Iterator<Item = usize>) -> impl Iterator<Item = Entry> {
        let mut positions = Positions::new(&self.document.text);
        let blank = self.blank();
        indices.map(move |index| {
            let mut entry = blank.clone();
            self.fill(&mut entry, index, &mut positions);
            entry
        })
    }

    /// What all entries have in common.
    fn blank(&self) -> Entry {
        let Document { source, text, .. } = &self.document;
        let mut place = Place::line(source.clone(), 0);
        if let Elements::Json(found) = &*self.elements {
            place.list = Some(Arc::from(shown::mask_pointer(found.pointer.as_str())));
            place.written = Some(Written::new(text, 0..0));
        }
        Entry {
            value: Value::Text(String::new()),
            place,
        }
    }

    /// Makes an entry the one with that index.
    fn fill(&self, entry: &mut Entry, index: usize, positions: &mut Positions<'_>) {
        let Document { source, text, .. } = &self.document;
        let span = self.span(index);
        let Position { line, column, byte } = match source {
            // nobody but us ever sees its text
            Source::Server(_) => Position {
                line: index + 1,
                ..Position::START
            },
            _ => positions.of(span.start),
        };
        match (&mut entry.value, self.text(&span)) {
            (Value::Text(old), Some(new)) => {
                old.clear();
                old.push_str(&new);
            }
            (value, _) => *value = self.value(index),
        }
        let place = &mut entry.place;
        place.index = self.is_list().then_some(index);
        (place.line, place.column, place.byte) = (line, column, byte);
        match &mut place.written {
            Some(written) => written.move_to(span),
            None => place.line_end = text::next_ending(&text[span.end..]),
        }
    }

    /// Positions from the entry with that index on.
    fn positions_from(&self, index: usize) -> Positions<'_> {
        let text = &self.document.text;
        if index < STRIDE {
            return Positions::new(text);
        }
        let marks = self.marks.get_or_init(|| {
            let mut positions = Positions::new(text);
            let marked = (0..self.len()).step_by(STRIDE);
            let mark = |index| positions.of(self.span(index).start);
            marked.map(mark).collect()
        });
        let at = self.span(index - index % STRIDE).start;
        Positions::from(text, at, marks[index / STRIDE])
    }

    /// What is in it at that index.
    pub fn value(&self, index: usize) -> Value {
        let span = &self.span(index);
        let json = || self.without_comments(self.written(span));
        match self.text(span) {
            Some(text) => Value::Text(text.into_owned()),
            None if self.is_list() => Value::NotAString(json()),
            None => Value::NotAList(json()),
        }
    }

    /// A value as JSON that everybody can read.
    pub(super) fn without_comments(&self, written: &str) -> String {
        match self.document.format {
            Format::Jsonc => jsonc::blank(written).unwrap_or_else(|_| written.to_owned()),
            Format::Json | Format::Text => written.to_owned(),
        }
    }

    /// Where it begins, for somebody who wants to go there.
    pub(super) fn spot(&self) -> String {
        let places = self.entries().map(|entry| entry.place);
        let mut spots = places.map(|place| place.spot(place.start()));
        spots.next().unwrap_or_default()
    }
}

impl Entries for List {
    fn count(&self) -> usize {
        self.len()
    }

    fn text(&self, index: usize) -> Option<Cow<'_, str>> {
        self.text(&self.span(index))
    }

    fn within(&self, index: usize) -> String {
        match (&self.document.source, &*self.elements) {
            (Source::Server(_), _) => format!("entry {}", index + 1),
            (_, Elements::Json(found)) => {
                let pointer = shown::mask_pointer(found.pointer.as_str());
                shown::escape(&format!("{pointer}/{index}")).into_owned()
            }
            (_, Elements::Lines(lines)) => {
                let position = self.positions_from(index).of(lines.at(index).start);
                format!("line {}", position.line)
            }
        }
    }

    fn each_at(
        &self,
        indices: &mut dyn Iterator<Item = usize>,
        tell: &mut dyn FnMut(usize, &Entry) -> ControlFlow<()>,
    ) {
        let mut indices = indices.peekable();
        let Some(first) = indices.peek() else {
            return;
        };
        let mut positions = self.positions_from(*first);
        // one is all that is held of them
        let mut entry = self.blank();
        for index in indices {
            self.fill(&mut entry, index, &mut positions);
            if tell(index, &entry).is_break() {
                break;
            }
        }
    }
}
