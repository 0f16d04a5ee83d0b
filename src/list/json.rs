//! Finds a list in a JSON or JSONC document, and where each of its elements is written.
//!
//! serde_json's raw values are slices of the text they were parsed from, so they say where they
//! stand, and skipping over one does not recurse: a document may be as deep as it likes. Only what
//! lies on the path is taken apart, one level at a time. Nothing is decoded that need not be: RFC
//! 8259, section 4, leaves open what a key means that occurs twice, and such members, like numbers
//! of any size, are none of our business until they are on the path.

mod node;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::jsonc;
use super::pointer::{Pointer, Token};
use super::position::{BOM, position};
use super::spans::Spans;
use crate::json_string;
use crate::shown;

use node::{Members, Node, index};

/// What Audiobookshelf calls its list.
pub const NAME: &str = "allowedOrigins";

/// Where a list is looked for when no pointer says so: as Audiobookshelf's API sends it, and as its
/// database holds it.
const PLACES: &[&[&str]] = &[&[NAME], &["serverSettings", NAME]];

/// Which language a document is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// RFC 8259.
    Json,
    /// With comments and trailing commas.
    Jsonc,
}

/// A value that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The way to it, without wildcards.
    pub pointer: Pointer,
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// The bytes of each element in the text, in order; `None` if the value is no array.
    pub elements: Option<Spans>,
}

/// Why a list was not found. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The text is not in its dialect.
    #[error("{message}")]
    Syntax {
        /// The line of the first byte that does not fit.
        line: usize,
        /// Its column.
        column: usize,
        /// What was expected there.
        message: String,
    },
    /// The document is an object with no list in the usual places.
    #[error("no list: the document is an object without {looked}; name its list with `--pointer`")]
    NoList {
        /// The pointers that were tried, in words.
        looked: String,
    },
    /// The pointer leads nowhere.
    #[error("nothing at `{pointer}`: {} {reason}", name(parent))]
    Missing {
        /// The pointer that was followed.
        pointer: Pointer,
        /// The deepest value on the way that does exist.
        parent: Pointer,
        /// Why there is no way on from `parent`; a verb and its object.
        reason: String,
    },
    /// An object on the way has two members of this name, and readers disagree about which one
    /// counts.
    #[error(
        "{} has a key `{}` already; remove one of them",
        name(parent),
        shown::escape(&shown::mask_urls(key))
    )]
    DuplicateKey {
        /// The key, decoded.
        key: String,
        /// The object that has it.
        parent: Pointer,
        /// The line of the second one.
        line: usize,
        /// Its column.
        column: usize,
    },
}

impl Error {
    /// Whether nothing is wrong with the document, but for what it doesn't have.
    pub fn is_absence(&self) -> bool {
        matches!(self, Self::NoList { .. } | Self::Missing { .. })
    }

    /// The line and column, where there is one.
    pub fn position(&self) -> Option<(usize, usize)> {
        match self {
            Self::Syntax { line, column, .. } | Self::DuplicateKey { line, column, .. } => {
                Some((*line, *column))
            }
            Self::NoList { .. } | Self::Missing { .. } => None,
        }
    }
}

/// Finds the values that `at` points at, or, without it, the document's list of origins.
///
/// Without a pointer that is the document itself, unless it is an object: then each of
/// `/allowedOrigins` and `/serverSettings/allowedOrigins` that is there. A pointer with a wildcard
/// finds all that it leads to, in the order of the document. A value that is found may be anything:
/// see [`Found::elements`].
///
/// `text` may start with a byte order mark.
///
/// # Errors
///
/// If the text is malformed, if nothing is found, or if a key on the way occurs twice in its
/// object.
pub fn locate(text: &str, dialect: Dialect, at: Option<&Pointer>) -> Result<Vec<Found>, Error> {
    let blanked = match dialect {
        Dialect::Json => Cow::Borrowed(text),
        Dialect::Jsonc => Cow::Owned(
            jsonc::blank(text).map_err(|error| syntax(text, error.offset, error.to_string()))?,
        ),
    };
    let document = Document(&blanked);
    let root = blanked.strip_prefix(BOM).unwrap_or(&blanked);
    let root = document.place(Pointer::root(), root.trim_matches(jsonc::SPACES))?;
    let places = match (at, &root.node) {
        (Some(pointer), _) => document.descend(root, pointer)?,
        (None, Node::Object(_)) => document.usual_places(&root)?,
        (None, _) => vec![root],
    };
    let found = places.into_iter().map(|place| document.found(place));
    Ok(found.collect())
}

/// JSON text as serde_json takes it, but for a byte order mark: what offsets count from.
struct Document<'a>(&'a str);

/// A value and the way to it.
#[derive(Clone)]
struct Place<'a> {
    pointer: Pointer,
    value: &'a str,
    node: Node<'a>,
}

impl<'a> Document<'a> {
    fn place(&self, pointer: Pointer, value: &'a str) -> Result<Place<'a>, Error> {
        let node = Node::parse(value, self.span(value).start)
            .map_err(|error| self.refused(value, &error))?;
        Ok(Place {
            pointer,
            value,
            node,
        })
    }

    fn usual_places(&self, root: &Place<'a>) -> Result<Vec<Place<'a>>, Error> {
        let pointers = PLACES.iter().map(|keys| {
            keys.iter()
                .fold(Pointer::root(), |pointer, key| pointer.child(key))
        });
        let mut places = Vec::new();
        for pointer in pointers.clone() {
            match self.descend(root.clone(), &pointer) {
                Ok(found) => places.extend(found),
                Err(Error::Missing { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        if places.is_empty() {
            let looked: Vec<_> = pointers.map(|pointer| format!("`{pointer}`")).collect();
            return Err(Error::NoList {
                looked: looked.join(" or "),
            });
        }
        Ok(places)
    }

    fn descend(&self, root: Place<'a>, pointer: &Pointer) -> Result<Vec<Place<'a>>, Error> {
        let mut reached = vec![root];
        for token in pointer.tokens() {
            let mut next = Vec::new();
            for place in &reached {
                self.follow(place, &token, &mut next)?;
            }
            if let (Some(place), true) = (reached.first(), next.is_empty()) {
                return Err(Error::Missing {
                    pointer: pointer.clone(),
                    parent: place.pointer.clone(),
                    reason: place.node.dead_end(&token),
                });
            }
            reached = next;
        }
        Ok(reached)
    }

    fn follow(
        &self,
        from: &Place<'a>,
        token: &Token<'_>,
        next: &mut Vec<Place<'a>>,
    ) -> Result<(), Error> {
        match &from.node {
            Node::Array(elements) => {
                let is_wanted = |at| match token {
                    Token::Any => true,
                    Token::Named(name) => index(name) == Some(at),
                };
                for (index, element) in elements.iter().enumerate() {
                    if is_wanted(index) {
                        next.push(self.place(from.pointer.child(index), &self.0[element])?);
                    }
                }
            }
            Node::Object(Members(members)) => {
                let mut seen = HashSet::new();
                for (raw, value) in members {
                    let key = json_string::decode(raw.get()).unwrap_or_default();
                    if matches!(token, Token::Named(name) if *name != key) {
                        continue;
                    }
                    if seen.contains(&key) {
                        let (line, column) = position(self.0, self.span(raw.get()).start);
                        return Err(Error::DuplicateKey {
                            key: key.into_owned(),
                            parent: from.pointer.clone(),
                            line,
                            column,
                        });
                    }
                    next.push(self.place(from.pointer.child(&key), value.get())?);
                    seen.insert(key);
                }
            }
            Node::Scalar(_) => {}
        }
        Ok(())
    }

    fn found(&self, place: Place<'a>) -> Found {
        let elements = match place.node {
            Node::Array(elements) => Some(elements),
            Node::Object(_) | Node::Scalar(_) => None,
        };
        Found {
            pointer: place.pointer,
            span: self.span(place.value),
            elements,
        }
    }

    /// Where a slice of the document stands in it.
    fn span(&self, slice: &str) -> Range<usize> {
        let start = slice.as_ptr().addr() - self.0.as_ptr().addr();
        start..start + slice.len()
    }

    /// serde_json's error about `value`, placed in the document.
    fn refused(&self, value: &str, error: &serde_json::Error) -> Error {
        let message = error.to_string();
        let message = message
            .rsplit_once(" at line ")
            .map_or(&*message, |(message, _)| message)
            .replace("EOF while parsing", "the text ends inside");
        let offset = if error.is_eof() {
            value.len()
        } else {
            let lines = value
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1));
            // the column counts bytes read, the refused one among them but for a control character
            let read = error.column() + usize::from(message.starts_with("control character"));
            lines.map(str::len).sum::<usize>() + read.saturating_sub(1)
        };
        let offset = self.span(value).start + offset;
        let (before, rest) = self.0.split_at_checked(offset).unwrap_or((self.0, ""));
        let comment = rest.starts_with("//") || rest.starts_with("/*");
        let trailing_comma = rest.starts_with([']', '}']) && before.trim_end().ends_with(',');
        let hint = if comment || trailing_comma {
            "; a file with comments or trailing commas must be named `.jsonc`"
        } else {
            ""
        };
        syntax(self.0, offset, format!("{message}{hint}"))
    }
}

fn syntax(text: &str, offset: usize, message: String) -> Error {
    let (line, column) = position(text, offset);
    Error::Syntax {
        line,
        column,
        message,
    }
}

fn name(pointer: &Pointer) -> String {
    if *pointer == Pointer::root() {
        "the document".to_owned()
    } else {
        format!("`{pointer}`")
    }
}
