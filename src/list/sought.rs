//! Texts that are looked for in a list.

use std::borrow::Cow;
use std::collections::HashSet;

/// So many texts are compared with an entry in less time than the entry's hash takes.
const FEW: usize = 8;

/// A set of texts in which every entry of a list is looked up. The list may be long, and most edits
/// are about a text or two.
#[derive(Clone, Debug)]
pub enum Sought<'t> {
    /// Each once.
    Few(Vec<Cow<'t, str>>),
    /// More than are quickly compared.
    Many(HashSet<Cow<'t, str>>),
}

impl<'t> Sought<'t> {
    /// Whether a text is one of them.
    pub fn contains(&self, text: &str) -> bool {
        match self {
            Self::Few(few) => few.iter().any(|sought| sought == text),
            Self::Many(many) => many.contains(text),
        }
    }

    /// Takes a text out, if it is one of them.
    pub fn take(&mut self, text: &str) -> Option<Cow<'t, str>> {
        match self {
            Self::Few(few) => {
                let place = few.iter().position(|sought| sought == text)?;
                Some(few.swap_remove(place))
            }
            Self::Many(many) => many.take(text),
        }
    }

    /// Whether none is left.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Few(few) => few.is_empty(),
            Self::Many(many) => many.is_empty(),
        }
    }
}

impl<'t, T: Into<Cow<'t, str>>> FromIterator<T> for Sought<'t> {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let texts: HashSet<Cow<'t, str>> = texts.into_iter().map(Into::into).collect();
        match texts.len() {
            ..=FEW => Self::Few(texts.into_iter().collect()),
            _ => Self::Many(texts),
        }
    }
}
