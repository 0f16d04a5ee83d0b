//! How an entry is written in its document.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::origin::Span;

/// A stretch of a document's text. It shares that text, so that each entry of a long list can know its
/// own.
#[derive(Clone)]
pub struct Written {
    document: Arc<String>,
    span: Span,
}

impl Written {
    /// The bytes at `span`, which begins and ends between characters.
    pub fn new(document: &Arc<String>, span: Span) -> Self {
        let document = Arc::clone(document);
        Self { document, span }
    }

    /// Another stretch of the same text.
    pub fn move_to(&mut self, span: Span) {
        self.span = span;
    }
}

impl Deref for Written {
    type Target = str;

    fn deref(&self) -> &str {
        &self.document[self.span.clone()]
    }
}

impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Written {}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
