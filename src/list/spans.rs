//! Where the entries of a list are written.

use std::ops::Range;

use crate::origin::Span;
use crate::whole::MOST_BYTES;

/// Spans of a document's text, in half the memory: there may be a million of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(Vec<Range<u32>>);

// no text is longer than may be read, but for what an edit adds
const _: () = assert!(MOST_BYTES * 8 < u32::MAX as u64);

impl Spans {
    /// Adds one.
    pub fn push(&mut self, span: Span) {
        let narrow = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        self.0.push(narrow(span.start)..narrow(span.end));
    }

    /// The one with that index.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn at(&self, index: usize) -> Span {
        wide(&self.0[index])
    }

    /// The one with that index, if there is one.
    pub fn get(&self, index: usize) -> Option<Span> {
        self.0.get(index).map(wide)
    }

    /// The first one.
    pub fn first(&self) -> Option<Span> {
        self.0.first().map(wide)
    }

    /// The last one.
    pub fn last(&self) -> Option<Span> {
        self.0.last().map(wide)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are, in order, before the first one that isn't so.
    pub fn partition_point(&self, is_so: impl Fn(Span) -> bool) -> usize {
        self.0.partition_point(|span| is_so(wide(span)))
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Span> {
        self.0.iter().map(wide)
    }
}

impl FromIterator<Span> for Spans {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut all = Self::default();
        spans.into_iter().for_each(|span| all.push(span));
        all
    }
}

fn wide(span: &Range<u32>) -> Span {
    span.start as usize..span.end as usize
}
