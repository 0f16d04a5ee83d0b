//! Why a list can't be read or written. Each sentence names the file and says what to do.

use std::io;

use super::{Pointer, json, text};
use crate::audiobookshelf;
use crate::whole::MOST_BYTES;

/// What went wrong with a list. Paths and names are fit to be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("{path} doesn't exist")]
    Missing {
        /// As it was given.
        path: String,
    },
    /// There is no such file to edit.
    #[error("{path} doesn't exist; `add --create` makes it")]
    MissingTarget {
        /// As it was given.
        path: String,
    },
    /// The operating system refused.
    #[error("can't {verb} {path}")]
    Io {
        /// `read`, `write`, `lock`.
        verb: &'static str,
        /// As it was given.
        path: String,
        /// What it said.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    #[error("{path} is {kind}, not a file that holds a list; name the file itself")]
    NotAFile {
        /// As it was given.
        path: String,
        /// With its article.
        kind: &'static str,
    },
    /// Longer than a list ever is, or without an end.
    #[error(
        "{name} has {mebibytes} MiB or more, and no list is read that has more than {} MiB; is it the right file?",
        MOST_BYTES >> 20
    )]
    TooLong {
        /// What it is called.
        name: String,
        /// As much as is known of it.
        mebibytes: u64,
    },
    /// A folder, or something in it, can't be looked into.
    #[error("can't look through {place}: {problem}")]
    Unwalked {
        /// Which one; fit to be shown.
        place: String,
        /// What the operating system said.
        problem: String,
    },
    /// The bytes are in another encoding.
    #[error("{name}:{line}:{column}: this isn't UTF-8; save the file as UTF-8")]
    NotUtf8 {
        /// What the document is called.
        name: String,
        /// 1-based.
        line: usize,
        /// 1-based, in characters.
        column: usize,
    },
    /// Nothing in it, not even a list.
    #[error("{name} is empty; `add --create` puts a list into it")]
    Empty {
        /// What the document is called.
        name: String,
    },
    /// Malformed JSON, or JSON without the list.
    #[error("{name}{}: {problem}", place(problem))]
    Json {
        /// What the document is called.
        name: String,
        /// What is wrong with it.
        problem: json::Error,
    },
    /// The server, or what is in front of it.
    #[error(transparent)]
    Server(#[from] audiobookshelf::Error),
    /// Something else stands where the list should be.
    #[error(
        "{spot}: {value} stands where the list should be{}",
        if *.is_mendable { "; `corsctl lint --fix --unsafe-fixes` makes a list of it" } else { "" }
    )]
    NotAList {
        /// In which document, and where in it.
        spot: String,
        /// What kind of value, with its article.
        value: &'static str,
        /// Whether `not-a-list` has a fix for it.
        is_mendable: bool,
    },
    /// An edit needs one list.
    #[error("{name} holds {count} lists; choose one with `--pointer`: {pointers}")]
    SeveralLists {
        /// What the document is called.
        name: String,
        /// How many.
        count: usize,
        /// Where they are.
        pointers: String,
    },
    /// Fixing one of two lists would move the other.
    #[error(
        "{name}: the list at `{inner}` is inside the one at `{outer}`; fix one after the other"
    )]
    Nested {
        /// What the document is called.
        name: String,
        /// The list that holds the other.
        outer: Pointer,
        /// The list that is in it.
        inner: Pointer,
    },
    /// A pointer was given for a list of lines.
    #[error("{name} is a text list, one origin a line; `--pointer` is for JSON")]
    PointerIntoText {
        /// What the document is called.
        name: String,
    },
    /// A text list can't hold it.
    #[error("{name}: {problem}")]
    Text {
        /// What the document is called.
        name: String,
        /// Why not.
        problem: text::Error,
    },
    /// What was about to be written isn't what was planned.
    #[error("{name}: the edit went wrong, and nothing was written; please report it")]
    Unplanned {
        /// What the document is called.
        name: String,
    },
    /// Somebody else wrote to it between our reading and our writing.
    #[error("{path} changed while it was being edited; nothing was written, try again")]
    Changed {
        /// As it was given.
        path: String,
    },
}

/// `:3:7`, where it is known.
fn place(error: &json::Error) -> String {
    match error.position() {
        Some((line, column)) => format!(":{line}:{column}"),
        None => String::new(),
    }
}
