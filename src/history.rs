//! What corsctl has written, so that it can be put back.
//!
//! Each write is a file of its own in the user's state folder: writers need no lock between them, one
//! that is killed leaves a record that says no more than that it has begun, or half of one, and old ones
//! go by being deleted.
//! A record holds what went from the lists and what came, and a digest of what was left, not the
//! lists: they can be long, and as long as the digest is right the rest follows.
//!
//! Entries stand in it as they were written, a password in one too, which the list held just the same:
//! so the files are their owner's alone. A token is no part of a list: a write that would bring one here
//! which the run knows isn't recorded, and one to a server isn't even done.
//!
//! - [`change`] is what a write did to one list, and the way back.
//! - [`record`] is a write as it stands in its file.
//! - [`store`] is the folder.

pub mod change;
pub mod record;
pub mod store;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use crate::audiobookshelf::Address;
use crate::draft::{folder, past_links};
use crate::paths;
use crate::shown;

pub use change::Change;
pub use record::Record;
pub use store::{MOST_BYTES, MOST_OF_ONE, MOST_RECORDS, Past, Store};

use store::Begun;

/// What was written to: a file, by its path past all links, or a server, by its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Subject(Url);

impl Subject {
    /// A file, which need not be there any more.
    pub fn file(path: &Path) -> Result<Self, Error> {
        let problem = |source| Error::Io {
            verb: "find",
            path: shown::path(path),
            source,
        };
        let full = match fs::canonicalize(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let path = past_links(path).map_err(problem)?;
                let parent = fs::canonicalize(folder(&path)).map_err(problem)?;
                parent.join(path.file_name().unwrap_or_default())
            }
            full => full.map_err(problem)?,
        };
        // a URL can spell every path, whatever bytes are in it
        let url = Url::from_file_path(&full).map_err(|()| problem(io::Error::other("no path")))?;
        Ok(Self(url))
    }

    /// A server.
    pub fn server(address: &Address) -> Self {
        Self(address.route(""))
    }

    /// Its path, if it is a file.
    pub fn path(&self) -> Option<PathBuf> {
        let is_file = self.0.scheme() == "file";
        is_file.then(|| self.0.to_file_path().ok()).flatten()
    }

    /// The whole path or address, without secrets.
    pub fn full(&self) -> String {
        match self.path() {
            Some(path) => shown::mask_urls(&path.to_string_lossy()).into_owned(),
            None => self.to_string(),
        }
    }

    /// A number that stands for it in names of files.
    fn number(&self) -> u64 {
        let digest = Sha256::digest(self.0.as_str());
        digest
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// Fit to be shown; a file in or below the current folder by its path from there.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            Some(path) => f.write_str(&shown::path(&paths::from_here(&path))),
            None => {
                let url = shown::without_user(&self.0);
                f.write_str(&shown::escape(url.as_str().trim_end_matches('/')))
            }
        }
    }
}

/// A write that is about to be done.
///
/// It is recorded before it is done, under the lock of what is written to: so there is a record of each
/// write, whenever its run is killed, and the records stand in the order of the writes. It says that
/// the write has begun, and goes on saying so until somebody knows what came of it. A list that stays as it
/// is has no place in it, and a write that changes none has no record: there is nothing to put back.
#[derive(Debug)]
#[must_use = "the record has to say what came of the write"]
pub struct Writing(Result<Option<Begun>, Error>);

impl Writing {
    /// What `command` is about to do to each list; `made` if there is no such file yet.
    pub fn begin(
        command: &'static str,
        subject: Result<Subject, Error>,
        made: bool,
        changes: Vec<Change>,
    ) -> Self {
        let changes = real(changes);
        if changes.is_empty() {
            return Self(Ok(None));
        }
        let begin = || {
            let record = Record::new(command, subject?, made, changes);
            Store::for_writing()?.begin(record).map(Some)
        };
        Self(begin())
    }

    /// It is done.
    pub fn done(self) -> Result<(), Error> {
        self.0?.map_or(Ok(()), Begun::done)
    }

    /// It did something else.
    pub fn done_otherwise(self, changes: Vec<Change>) -> Result<(), Error> {
        let changes = real(changes);
        self.0?
            .map_or(Ok(()), |begun| begun.done_otherwise(changes))
    }

    /// Whether it is done can't be told.
    pub fn perhaps_done(self) -> Result<(), Error> {
        self.0?.map_or(Ok(()), Begun::leave)
    }

    /// It is not done, and won't be.
    pub fn never_done(self) {
        if let Ok(Some(begun)) = self.0 {
            begun.never_done();
        }
    }
}

/// Those that change something.
fn real(mut changes: Vec<Change>) -> Vec<Change> {
    changes.retain(|change| !change.is_none());
    changes
}

/// Why a write can't be recorded or put back. Paths and names are fit to be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No folder is known to keep it in.
    #[error("there is no home folder; XDG_STATE_HOME can name a folder for the history")]
    NoFolder,
    /// The folder belongs to somebody else, who could have us write anything.
    #[error("{folder} belongs to another user")]
    Foreign {
        /// Which one.
        folder: String,
    },
    /// The operating system refused.
    #[error("can't {verb} {path}")]
    Io {
        /// `read`, `write`, `find`.
        verb: &'static str,
        /// Which file or folder.
        path: String,
        /// What it said.
        source: io::Error,
    },
    /// It is nothing to keep.
    #[error("a token stands in it, and none gets into the history")]
    Token,
    /// No write to it is on record.
    #[error(
        "no write to {name} is on record, so there is nothing to put back; `corsctl history` lists what is"
    )]
    Nothing {
        /// What it is called.
        name: String,
    },
    /// The writes to it that are on record weren't done.
    #[error("no write to {name} that is on record was ever done, so there is nothing to put back")]
    NeverDone {
        /// What it is called.
        name: String,
    },
    /// The list isn't what the last write left.
    #[error(
        "{name} has changed since `{command}` at {time}{}; nothing was written\n{difference}",
        if *.is_done { "" } else { ", which perhaps was never done" }
    )]
    Changed {
        /// What it is called.
        name: String,
        /// Which command wrote last.
        command: String,
        /// When that was.
        time: String,
        /// Whether it is known to be done.
        is_done: bool,
        /// What has changed, line by line.
        difference: String,
    },
    /// The record contradicts itself.
    #[error("the record of the last write to {name} makes no sense; nothing was written")]
    Garbled {
        /// What it is called.
        name: String,
    },
}
