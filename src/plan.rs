//! What an edit will do, before it is done.
//!
//! A [`Target`] is a list that has been opened, to look or to write; [`Target::plan`] turns the wanted
//! list into a [`Plan`], which owns its target, so that it can be written nowhere else. The text that
//! will be written is made here: what `--dry-run` shows is what would be stored.

mod changes;
mod steps;

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::mem;
use std::path::PathBuf;
use std::slice;

use similar::TextDiff;

use crate::audiobookshelf::Server;
use crate::entry::Value;
use crate::list::file::{self, Locked};
use crate::list::server::{self, Live, Replaced};
use crate::list::{Document, Error, List, Pointer, Spliced, Step};
use crate::shown;

pub use changes::difference;
pub use steps::{add, broken_forms, empties, remove, set};

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

/// A list that an edit is about. `P` says what may be done with its place: nothing, or writing.
#[derive(Debug)]
pub struct Target<P> {
    place: P,
    at: Option<Pointer>,
    /// Whether there is a file at all.
    exists: bool,
    /// What is on disk, if that is no list yet.
    stored: Option<Document>,
    /// What is on disk; or, where there is nothing yet, an empty list.
    document: Document,
    list: List,
}

/// A place that can be written to.
#[derive(Debug)]
pub struct Writable(Place);

#[derive(Debug)]
enum Place {
    File(Locked),
    NewFile(PathBuf),
    Server(Live),
}

impl Target<()> {
    /// Looks at a list, to say what an edit would do.
    pub fn look(location: &Location) -> Result<Self, Error> {
        match location {
            Location::File { path, at, create } => match file::read(path) {
                Err(Error::Missing { .. }) if *create => {
                    Self::of((), false, file::empty(path)?, at.clone(), true)
                }
                document => {
                    let document = document.map_err(name_create)?;
                    Self::of((), true, document, at.clone(), *create)
                }
            },
            Location::Server(server) => {
                let document = server::read(server)?.without_null()?;
                Self::of((), true, document, None, false)
            }
        }
    }
}

impl Target<Writable> {
    /// Opens a list for an edit, and keeps other edits waiting until that is done.
    pub fn open(location: &Location) -> Result<Self, Error> {
        match location {
            Location::File { path, at, create } => {
                let (place, exists, document) = match Locked::open(path) {
                    Ok((locked, document)) => (Place::File(locked), true, document),
                    Err(Error::Missing { .. }) if *create => {
                        (Place::NewFile(path.clone()), false, file::empty(path)?)
                    }
                    Err(error) => return Err(name_create(error)),
                };
                Self::of(Writable(place), exists, document, at.clone(), *create)
            }
            Location::Server(server) => {
                let (live, document) = Live::open(server)?;
                Self::on_server(live, document)
            }
        }
    }

    fn on_server(live: Live, document: Document) -> Result<Self, Error> {
        let document = document.without_null()?;
        Self::of(Writable(Place::Server(live)), true, document, None, false)
    }
}

/// In an edit, the way out of a missing file is an option.
fn name_create(error: Error) -> Error {
    match error {
        Error::Missing { path } => Error::MissingTarget { path },
        other => other,
    }
}

impl<P> Target<P> {
    fn of(
        place: P,
        exists: bool,
        mut document: Document,
        at: Option<Pointer>,
        create: bool,
    ) -> Result<Self, Error> {
        let mut stored = None;
        if create && document.text().trim().is_empty() {
            let empty = document.with_empty_list(at.as_ref());
            stored = Some(mem::replace(&mut document, empty));
        }
        let list = document.list(at.as_ref())?;
        Ok(Self {
            place,
            at,
            exists,
            stored,
            document,
            list,
        })
    }

    /// The list.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// Works out what the steps lead to.
    pub fn plan(self, steps: Vec<Step>) -> Result<Plan<P>, Error> {
        let new = self.document.splice(&self.list, &steps)?;
        let stored = self.stored.as_ref().unwrap_or(&self.document);
        Ok(Plan {
            is_change: !new.is_like(stored),
            target: self,
            steps,
            new,
        })
    }
}

/// An edit that is ready to be shown, or to be written.
#[derive(Debug)]
pub struct Plan<P> {
    target: Target<P>,
    steps: Vec<Step>,
    new: Spliced,
    /// Whether there is anything to write.
    pub is_change: bool,
}

/// What came of writing a plan.
#[derive(Debug)]
pub enum Written {
    /// It is where it belongs.
    Done,
    /// Somebody else made the file first: open it and plan anew.
    Overtaken,
    /// Somebody else has changed the list on the server: plan anew for what it is now.
    Moved(Box<Target<Writable>>),
}

impl<P> Plan<P> {
    /// What the target is called; fit to be shown.
    pub fn name(&self) -> String {
        self.target.document.name()
    }

    /// The target's path or address.
    pub fn target(&self) -> &str {
        self.target.document.target()
    }

    /// Whether there is no such file yet.
    pub fn is_new_file(&self) -> bool {
        !self.target.exists
    }

    /// Whether it takes the last origin out of the list.
    pub fn empties(&self) -> bool {
        let list = &self.target.list;
        let holds = |indices| list.texts_in(indices).any(|text| text.is_some());
        let leaves = |step: &Step| match step {
            Step::Keep(kept) => holds(kept.clone()),
            Step::Replace(..) | Step::Insert(_) => true,
        };
        holds(0..list.len()) && !self.steps.iter().any(leaves)
    }

    /// What goes from the list, and what comes into it.
    pub fn changes(&self) -> (Vec<Value>, Vec<Value>) {
        changes::changes(&self.target.list, &self.steps)
    }

    /// The list as it is.
    pub fn before(&self) -> &List {
        &self.target.list
    }

    /// The list as it will be.
    pub fn after(&self) -> Result<List, Error> {
        self.new.document().list(self.target.at.as_ref())
    }

    /// The change as a unified diff, with secrets masked.
    pub fn diff(&self) -> Result<String, Error> {
        let Target {
            stored,
            document,
            list,
            ..
        } = &self.target;
        let old = match stored {
            Some(stored) => stored.text().to_owned(),
            None => document.masked(slice::from_ref(list)),
        };
        let new = self.new.document().masked(&[self.after()?]);
        Ok(diff(&self.target.document.name_in_diff(), &old, &new))
    }
}

impl Plan<Writable> {
    /// Why other edits on this machine don't wait until it is written, if they don't.
    pub fn lock_problem(&self) -> Option<&io::Error> {
        match &self.target.place.0 {
            Place::File(_) | Place::NewFile(_) => None,
            Place::Server(live) => live.lock_problem(),
        }
    }

    /// Writes it, unless there is nothing to write.
    pub fn write(self) -> Result<Written, Error> {
        // nothing is written that couldn't be read back
        self.after()?;
        let new = &self.new;
        match self.target.place.0 {
            _ if !self.is_change => Ok(Written::Done),
            Place::File(locked) => locked.replace(new.pieces()).map(|()| Written::Done),
            Place::NewFile(path) => Ok(match file::create(&path, new.document().text())? {
                true => Written::Done,
                false => Written::Overtaken,
            }),
            Place::Server(live) => match live.replace(new.document().text())? {
                Replaced::Done => Ok(Written::Done),
                Replaced::Moved(now) => {
                    let (live, document) = *now;
                    Ok(Written::Moved(Box::new(Target::on_server(live, document)?)))
                }
            },
        }
    }
}

/// A unified diff of two states of a file; empty if nothing differs. `git apply` and `patch` take it
/// in the folder that the name is relative to, unless it shows secrets: they are masked wherever in the
/// text they stand.
pub fn diff(name: &str, old: &str, new: &str) -> String {
    let [old, new] = [old, new].map(lines);
    let [old, new] = [&old, &new].map(|lines| lines.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    let diff = TextDiff::configure()
        .diff_slices::<str>(&old, &new)
        .unified_diff()
        .header(&header("a", name), &header("b", name))
        .to_string();
    shown::mask_urls(&diff).into_owned()
}

/// A name as git writes it: in quotes if it has characters that can't be shown.
fn header(side: &str, name: &str) -> String {
    let name = format!("{side}/{name}");
    if shown::escape(&name) == name {
        // without a tab behind it, `patch` takes the first space of a name for its end
        let end = if name.contains(' ') { "\t" } else { "" };
        return format!("{name}{end}");
    }
    let byte = |byte: u8| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        other => format!("\\{other:03o}"),
    };
    format!("\"{}\"", name.bytes().map(byte).collect::<String>())
}

/// The lines of a text as a diff shows them. `similar`'s own end at a carriage return too, which ends
/// no line for who applies the diff.
fn lines(text: &str) -> Vec<Cow<'_, str>> {
    let lines = text.split_inclusive('\n');
    let lines = lines.map(|line| match line.strip_suffix('\n') {
        Some(line) => line.into(),
        None => format!("{line}\n\\ No newline at end of file").into(),
    });
    lines.collect()
}
