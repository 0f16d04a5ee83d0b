//! Writes of which the history knows whatever comes of them.
//!
//! It is told as late as can be: a write that isn't even tried needs no record, and on a disk that the list
//! shares with the history the last room is the list's.

use std::path::Path;

use crate::history::{self, Change, Writing};
use crate::list::file::{self, Locked};
use crate::list::server::{Live, Replaced};
use crate::list::{Document, Error};

/// What came of a write.
#[derive(Debug, Default)]
pub struct Ended {
    /// What the server did, if it has another list now, or it can't be told which.
    pub failure: Option<Box<Error>>,
    /// Why the history couldn't be told.
    pub unrecorded: Option<history::Error>,
}

impl Ended {
    /// Nothing was written.
    pub fn failed(error: Error) -> Self {
        Self {
            failure: Some(Box::new(error)),
            unrecorded: None,
        }
    }

    fn done(writing: Writing) -> Self {
        Self {
            failure: None,
            unrecorded: writing.done().err(),
        }
    }
}

/// What came of storing a list.
#[derive(Debug)]
pub enum Stored {
    /// It was sent.
    Ended(Ended),
    /// Somebody else has changed the list; nothing was written.
    Moved(Document),
}

/// Puts a text, piece by piece, in a file's place. After an error nothing was written.
pub fn replace<'t>(
    locked: Locked,
    text: impl IntoIterator<Item = &'t str>,
    begin: impl FnOnce() -> Writing,
) -> Result<Ended, Error> {
    let draft = locked.draft(text)?;
    let writing = begin();
    match draft.put() {
        // nobody else goes on before the history knows
        Ok(_hold) => Ok(Ended::done(writing)),
        Err(error) => {
            writing.never_done();
            Err(error)
        }
    }
}

/// Makes a file; `None` if somebody else was faster. After an error nothing was written.
pub fn create(
    path: &Path,
    text: &str,
    begin: impl FnOnce() -> Writing,
) -> Result<Option<Ended>, Error> {
    let draft = file::draft_new(path, text)?;
    let writing = begin();
    match draft.put() {
        Ok(Some(_hold)) => Ok(Some(Ended::done(writing))),
        Ok(None) => {
            writing.never_done();
            Ok(None)
        }
        Err(error) => {
            writing.never_done();
            Err(error)
        }
    }
}

/// Stores a text at a server; the history is told of the `changes` if the server makes another list of it.
/// After an error nothing was written.
pub fn store(
    live: &mut Live,
    text: &str,
    begin: impl FnOnce() -> Writing,
    changes: impl FnOnce(&Document) -> Result<Vec<Change>, Error>,
) -> Result<Stored, Error> {
    if let Some(document) = live.moved()? {
        return Ok(Stored::Moved(document));
    }
    let writing = begin();
    let (failure, told) = match live.replace(text) {
        Ok(Replaced::Done) => return Ok(Stored::Ended(Ended::done(writing))),
        Ok(Replaced::Unclear(error)) => (error, writing.perhaps_done()),
        Ok(Replaced::Otherwise(now, error)) => match changes(&now) {
            Ok(changes) => (error, writing.done_otherwise(changes)),
            Err(_) => (error, writing.perhaps_done()),
        },
        Err(error) => {
            writing.never_done();
            return Err(error);
        }
    };
    Ok(Stored::Ended(Ended {
        failure: Some(Box::new(failure)),
        unrecorded: told.err(),
    }))
}
