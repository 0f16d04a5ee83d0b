//! Texts that are looked for in a list.

use std::borrow::Cow;
use std::collections::HashSet;

/// So many texts are compared with an entry in less time than the entry's hash takes.
const FEW: usize = 8;

/// A set of texts in which every entry of a list is looked up. The list may be long, and most edits
/// are about a text or two.
#[derive(Clone, Debug)]
pub struct Sought<'t>(HashSet<Cow<'t, str>>);

impl<'t> Sought<'t> {
    /// Whether a text is one of them.
    pub fn contains(&self, text: &str) -> bool {
        match self.0.len() {
            0..=FEW => self.0.iter().any(|sought| sought == text),
            _ => self.0.contains(text),
        }
    }

    /// Takes a text out, if it is one of them.
    pub fn take(&mut self, text: &str) -> Option<Cow<'t, str>> {
        match self.contains(text) {
            true => self.0.take(text),
            false => None,
        }
    }

    /// Whether none is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'t, T: Into<Cow<'t, str>>> FromIterator<T> for Sought<'t> {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        Self(texts.into_iter().map(Into::into).collect())
    }
}
