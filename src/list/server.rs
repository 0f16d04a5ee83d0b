//! Servers: read, and written only if the list is still the one that was read.
//!
//! The document of a server is the request that would store its list, so the place of an entry in it
//! says nothing to anybody, but all that can be done to a list in a file can be done to it. The API
//! has no lock. Two edits on this machine wait for each other all the same: each locks a file in the
//! user's state folder that has the server's host and port in its name. An edit from elsewhere, or in
//! a browser, is noticed by reading once more right before the write.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use super::{Document, Error, file};
use crate::audiobookshelf::{Address, AllowedOrigins, Server};
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
    /// Held until it is dropped.
    lock: Option<File>,
    /// Whether the list was just read for the second time.
    is_fresh: bool,
}

/// What came of writing to a server.
#[derive(Debug)]
pub enum Replaced {
    /// It is stored there.
    Done,
    /// Somebody else has changed the list since it was read: plan anew from what it is now.
    Moved(Box<(Live, Document)>),
}

impl Live {
    /// Waits until no other corsctl on this machine edits the server's list, and reads it.
    pub fn open(server: &Server) -> Result<(Self, Document), Error> {
        let lock = lock(server.address()).ok();
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

    /// Stores `text`, the document with its list changed, unless the list is another one by now.
    pub fn replace(mut self, text: &str) -> Result<Replaced, Error> {
        if !self.is_fresh {
            let now = self.server.read()?;
            if now != self.before {
                let document = document(&self.server, &now)?;
                self.before = now;
                self.is_fresh = true;
                return Ok(Replaced::Moved(Box::new((self, document))));
            }
        }
        let wanted = AllowedOrigins::from_request(text);
        self.server.write(&self.before, &wanted)?;
        Ok(Replaced::Done)
    }

    /// Whether other edits on this machine are kept waiting.
    pub fn is_locked(&self) -> bool {
        self.lock.is_some()
    }
}

fn document(server: &Server, list: &AllowedOrigins) -> Result<Document, Error> {
    let source = Source::Server(server.address().to_string().into());
    Document::new(source, list.request().as_bytes().to_vec())
}

/// Locks a file that stands for the server. It stays when we go, empty; the lock doesn't.
fn lock(address: &Address) -> io::Result<File> {
    let folder = state_folder().ok_or(io::ErrorKind::NotFound)?;
    fs::create_dir_all(&folder)?;
    let host = address.host().to_string().replace([':', '[', ']'], "_");
    let path = folder.join(format!("{host}-{}.lock", address.port()));
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    file::lock(&file)?;
    Ok(file)
}

/// `$XDG_STATE_HOME/corsctl`, or what the platform has for it.
fn state_folder() -> Option<PathBuf> {
    let folder = dirs::state_dir().or_else(dirs::data_local_dir)?;
    Some(folder.join("corsctl"))
}
