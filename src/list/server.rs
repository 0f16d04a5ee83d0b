//! Servers: read, and written only if the list is still the one that was read.
//!
//! The document of a server is the request that would store its list, so the place of an entry in it
//! says nothing to anybody, but all that can be done to a list in a file can be done to it. The API
//! has no lock. Two edits on this machine wait for each other all the same (`lock.rs`); one from
//! elsewhere, or in a browser, is noticed by reading once more right before the write.

use std::io;

use super::lock::Lock;
use super::{Document, Error};
use crate::audiobookshelf::{AllowedOrigins, Kept, Server};
use crate::entry::Source;

/// Reads the list to look at it.
pub fn read(server: &Server) -> Result<Document, Error> {
    document(server, &server.read()?)
}

/// A server whose list is being edited.
#[derive(Debug)]
pub struct Live {
    server: Server,
    before: AllowedOrigins,
    lock: Result<Lock, io::Error>,
    /// Whether the list was just read for the second time.
    is_fresh: bool,
}

/// What came of writing to a server.
#[derive(Debug)]
pub enum Replaced {
    /// It is stored there.
    Done,
    /// The server has taken something, and says that its list is this one now.
    Otherwise(Document, Error),
    /// It may be stored there, now or in a moment.
    Unclear(Error),
}

impl Live {
    /// Waits until no other corsctl on this machine edits the server's list, and reads it.
    pub fn open(server: &Server) -> Result<(Self, Document), Error> {
        let lock = Lock::of(server);
        let before = server.read()?;
        let document = document(server, &before)?;
        let live = Self {
            server: server.clone(),
            before,
            lock,
            is_fresh: false,
        };
        Ok((live, document))
    }

    /// What is there, if somebody else has changed the list since it was read: plan anew from that.
    pub fn moved(&mut self) -> Result<Option<Document>, Error> {
        if self.is_fresh {
            return Ok(None);
        }
        let now = self.server.read()?;
        if now == self.before {
            return Ok(None);
        }
        let document = document(&self.server, &now)?;
        self.before = now;
        self.is_fresh = true;
        Ok(Some(document))
    }

    /// Stores `text`, the document with its list changed, which has not [moved](Self::moved) a moment ago.
    /// After an error it is surely not stored.
    pub fn replace(&self, text: &str) -> Result<Replaced, Error> {
        let wanted = AllowedOrigins::from_request(text);
        match self.server.write(&self.before, &wanted) {
            Kept::Yes => Ok(Replaced::Done),
            Kept::No(error) => Err(error.into()),
            Kept::Perhaps(error) => Ok(Replaced::Unclear(error.into())),
            Kept::Otherwise(now, error) => {
                let error = error.into();
                Ok(match document(&self.server, &now) {
                    Ok(now) => Replaced::Otherwise(now, error),
                    Err(_) => Replaced::Unclear(error),
                })
            }
        }
    }

    /// Why other edits on this machine are not kept waiting, if they aren't.
    pub fn lock_problem(&self) -> Option<&io::Error> {
        self.lock.as_ref().err()
    }
}

/// Refuses a text to be stored that has a token in it: the history would keep it, and the server
/// show it.
pub fn check(server: &Server, text: &str) -> Result<(), Error> {
    Ok(server.check(&AllowedOrigins::from_request(text))?)
}

/// What a server is called where its entries say where they stand.
pub fn source(server: &Server) -> Source {
    Source::Server(server.address().to_string().into())
}

fn document(server: &Server, list: &AllowedOrigins) -> Result<Document, Error> {
    Document::new(source(server), list.request().as_bytes().to_vec())
}
