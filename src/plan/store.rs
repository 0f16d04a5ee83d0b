//! A write to a server, of which the history knows whatever comes of it.

use crate::history::{self, Change, Writing};
use crate::list::server::{Live, Replaced};
use crate::list::{Document, Error};

/// What came of storing a list.
#[derive(Debug)]
pub enum Stored {
    /// It is stored.
    Done {
        /// Why the history couldn't be told.
        unrecorded: Option<history::Error>,
    },
    /// The server has another list now, or it can't be told which.
    Failed {
        /// What the server did.
        error: Error,
        /// Why the history couldn't be told.
        unrecorded: Option<history::Error>,
    },
    /// Somebody else has changed the list; nothing was written.
    Moved(Document),
}

/// Stores a text at a server and tells the history, which is told of the `changes` if the server makes
/// another list of it. After an error nothing was written.
pub fn store(
    live: &mut Live,
    text: &str,
    writing: Writing,
    changes: impl FnOnce(&Document) -> Result<Vec<Change>, Error>,
) -> Result<Stored, Error> {
    let (error, told) = match live.replace(text)? {
        Replaced::Moved(document) => return Ok(Stored::Moved(document)),
        Replaced::Done => {
            let unrecorded = writing.done().err();
            return Ok(Stored::Done { unrecorded });
        }
        Replaced::Unclear(error) => (error, writing.perhaps_done()),
        Replaced::Otherwise(now, error) => match changes(&now) {
            Ok(changes) => (error, writing.done_otherwise(changes)),
            Err(_) => (error, writing.perhaps_done()),
        },
    };
    let unrecorded = told.err();
    Ok(Stored::Failed { error, unrecorded })
}
