//! Where a list is, and what is opened there for an edit.

use std::fmt;
use std::mem;
use std::path::PathBuf;

use super::Plan;
use crate::audiobookshelf::Server;
use crate::history::{self, Subject};
use crate::list::file::{self, Locked};
use crate::list::server::{self, Live};
use crate::list::{Document, Error, List, Pointer, Step};
use crate::shown;

/// How often a document is looked at, to see it and what is known of it as they were at one moment.
const MOST_LOOKS: usize = 16;

/// Where a list is.
#[derive(Clone, Debug)]
pub enum Location {
    /// In a file.
    File {
        /// Which one.
        path: PathBuf,
        /// Where in its JSON.
        at: Option<Pointer>,
        /// Whether a file that doesn't exist or is empty counts as an empty list.
        create: bool,
    },
    /// On a server.
    Server(Server),
}

impl Location {
    /// The list as it stands.
    pub fn list(&self) -> Result<List, Error> {
        match self {
            Self::File { path, at, .. } => file::read(path)?.list(at.as_ref()),
            Self::Server(server) => server::read(server)?.without_null()?.list(None),
        }
    }

    /// What the history calls it.
    pub fn subject(&self) -> Result<Subject, history::Error> {
        match self {
            Self::File { path, .. } => Subject::file(path),
            Self::Server(server) => Ok(Subject::server(server.address())),
        }
    }
}

/// Without the secrets in it, and fit to be shown.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, .. } => f.write_str(&shown::path(path)),
            Self::Server(server) => server.address().fmt(f),
        }
    }
}

/// Which lists of a document an edit is about.
#[derive(Clone, Debug)]
pub(super) enum Meant {
    /// The only one there is, or is at that pointer.
    One(Option<Pointer>),
    /// All that these lead to, and whatever stands in their place.
    All(Vec<Pointer>),
}

impl Meant {
    fn of(location: &Location, lists: Option<&[Pointer]>) -> Self {
        match (lists, location) {
            (Some(pointers), _) => Self::All(pointers.to_vec()),
            (None, Location::File { at, .. }) => Self::One(at.clone()),
            (None, Location::Server(_)) => Self::One(None),
        }
    }

    pub fn lists(&self, document: &Document) -> Result<Vec<List>, Error> {
        match self {
            Self::One(at) => document.list(at.as_ref()).map(|list| vec![list]),
            Self::All(pointers) => {
                let lists = document.lists_at(pointers)?;
                document.refuse_nested(&lists).map(|()| lists)
            }
        }
    }
}

/// What was opened for an edit. `P` says what may be done with it: nothing, or writing.
#[derive(Debug)]
pub struct Opened<P> {
    pub(super) place: P,
    pub(super) location: Location,
    /// Whether there is a file at all.
    pub(super) exists: bool,
    pub(super) document: Document,
}

/// Lists that an edit is about: one, unless they were edited together before.
#[derive(Debug)]
pub struct Target<P> {
    pub(super) place: P,
    pub(super) location: Location,
    pub(super) meant: Meant,
    pub(super) exists: bool,
    /// What is on disk, if that is no list yet.
    pub(super) stored: Option<Document>,
    /// What is on disk; or, where there is nothing yet, an empty list.
    pub(super) document: Document,
    pub(super) lists: Vec<List>,
}

/// A place that can be written to.
#[derive(Debug)]
pub struct Writable(pub(super) Place);

#[derive(Debug)]
pub(super) enum Place {
    File(Locked),
    NewFile(PathBuf),
    Server(Live),
}

impl Opened<()> {
    /// Opens a document to say what an edit would do.
    pub fn look(location: &Location) -> Result<Self, Error> {
        let (exists, document) = match location {
            Location::File { path, create, .. } => match file::read(path) {
                Err(Error::Missing { .. }) if *create => (false, file::empty(path)?),
                document => (true, document.map_err(advise)?),
            },
            Location::Server(server) => (true, server::read(server)?.without_null()?),
        };
        Ok(Self {
            place: (),
            location: location.clone(),
            exists,
            document,
        })
    }

    /// The same with what is `known` of the document besides, neither of which has changed meanwhile: a look
    /// keeps nobody from writing. Where somebody writes all the time, the last look counts.
    pub fn look_knowing<K: PartialEq, E: From<Error>>(
        location: &Location,
        known: impl Fn() -> Result<K, E>,
    ) -> Result<(K, Self), E> {
        let mut before = known()?;
        let mut more_looks = 1..MOST_LOOKS;
        loop {
            let opened = Self::look(location)?;
            let after = known()?;
            if after == before || more_looks.next().is_none() {
                return Ok((after, opened));
            }
            before = after;
        }
    }
}

impl Opened<Writable> {
    /// Opens a document for an edit, and keeps other edits waiting until that is done.
    pub fn open(location: &Location) -> Result<Self, Error> {
        let (place, exists, document) = match location {
            Location::File { path, create, .. } => match Locked::open(path) {
                Ok((locked, document)) => (Place::File(locked), true, document),
                Err(Error::Missing { .. }) if *create => {
                    (Place::NewFile(path.clone()), false, file::empty(path)?)
                }
                Err(error) => return Err(advise(error)),
            },
            Location::Server(server) => {
                let (live, document) = Live::open(server)?;
                (Place::Server(live), true, document.without_null()?)
            }
        };
        Ok(Self {
            place: Writable(place),
            location: location.clone(),
            exists,
            document,
        })
    }
}

/// The way out of a missing file is an option.
fn advise(error: Error) -> Error {
    match error {
        Error::Missing { path } => Error::MissingTarget { path },
        other => other,
    }
}

impl<P> Opened<P> {
    /// What is there.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Settles on `lists`, or else on the location's own.
    pub fn target(self, lists: Option<&[Pointer]>) -> Result<Target<P>, Error> {
        let meant = Meant::of(&self.location, lists);
        self.about(meant)
    }

    pub(super) fn about(self, meant: Meant) -> Result<Target<P>, Error> {
        let Self {
            place,
            location,
            exists,
            mut document,
        } = self;
        let mut stored = None;
        if let Location::File { at, create, .. } = &location
            && *create
            && document.text().trim().is_empty()
        {
            let empty = document.with_empty_list(at.as_ref());
            stored = Some(mem::replace(&mut document, empty));
        }
        Ok(Target {
            lists: meant.lists(&document)?,
            place,
            location,
            meant,
            exists,
            stored,
            document,
        })
    }
}

impl<P> Target<P> {
    /// The lists.
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    /// Works out what the steps lead to, some for each list.
    pub fn plan(self, steps: Vec<Vec<Step>>) -> Result<Plan<P>, Error> {
        let edits = self.lists.iter().zip(steps.iter().map(Vec::as_slice));
        let new = self.document.splice_all(edits)?;
        if let Location::Server(server) = &self.location {
            server::check(server, new.document().text())?;
        }
        let stored = self.stored.as_ref().unwrap_or(&self.document);
        Ok(Plan {
            is_change: !new.is_like(stored),
            target: self,
            steps,
            new,
        })
    }
}
