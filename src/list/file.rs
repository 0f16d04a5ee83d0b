//! Files: read whole, written whole or not at all.
//!
//! An edit locks the file, reads it, and puts a new file in its place with one `rename`, so that a
//! reader sees the old list or the new one, never half of one. The lock is on the file itself and
//! goes with the process that holds it; no lock file is left lying around. After the rename the
//! lock is on a file that has no name any more, so whoever waited for it looks again whether what
//! it has locked is still what the name leads to. The new file is locked before it gets its name, and
//! [`Hold`] keeps it so until the edit is over.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use super::{Document, Error};
use crate::draft::{Draft, folder, is_at, past_links};
use crate::entry::Source;
use crate::refusal::with_way_out;
use crate::shown;
use crate::whole::{self, MOST_BYTES};

/// How much of a file is compared at once.
const BLOCK: usize = 1 << 16;

/// Where what was opened for us is: a shell's `<(…)` is a pipe in there.
const OPENED: [&str; 3] = ["/dev/fd", "/dev/stdin", "/proc/self/fd"];

/// Reads a document to look at it.
pub fn read(path: &Path) -> Result<Document, Error> {
    if !OPENED.iter().any(|opened| path.starts_with(opened)) {
        check_kind(path, path)?;
    }
    let mut file = File::open(path).map_err(|error| io_error("read", path, error))?;
    let bytes = read_all(path, &mut file)?;
    Document::new(source(path), bytes)
}

/// A file that is locked for an edit, and what was in it.
#[derive(Debug)]
pub struct Locked {
    /// As it was given.
    path: PathBuf,
    /// Where the path leads, past all symbolic links.
    target: PathBuf,
    /// Holds the lock; closing it lets go.
    file: File,
    /// What was in it.
    document: Document,
}

/// Keeps other edits of a file that was written waiting until it is dropped. On Windows it doesn't: there
/// nobody could read the file meanwhile.
#[derive(Debug)]
#[must_use]
pub struct Hold {
    _file: Option<File>,
}

impl Hold {
    fn of(file: File) -> Self {
        let file = (!cfg!(windows)).then_some(file);
        Self { _file: file }
    }
}

impl Locked {
    /// Waits until no other corsctl edits the file, and reads it.
    pub fn open(path: &Path) -> Result<(Self, Document), Error> {
        loop {
            let target = fs::canonicalize(path).map_err(|error| io_error("read", path, error))?;
            if let Some(locked) = Self::try_open(path, target)? {
                let document = locked.document.clone();
                return Ok((locked, document));
            }
        }
    }

    /// `None` if another file took its place while we waited for the lock.
    fn try_open(path: &Path, target: PathBuf) -> Result<Option<Self>, Error> {
        check_kind(path, &target)?;
        // opened for writing too, so that a write-protected file is refused and not replaced
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&target)
            .map_err(|error| io_error("write", path, error))?;
        lock(&file).map_err(|error| io_error("lock", path, error))?;
        if !is_at(&file, &target).map_err(|error| io_error("read", path, error))? {
            return Ok(None);
        }
        let bytes = read_all(path, &mut file)?;
        Ok(Some(Self {
            path: path.to_owned(),
            target,
            file,
            document: Document::new(source(path), bytes)?,
        }))
    }

    /// Writes a text, piece by piece, to the disk beside the file.
    pub fn draft<'t>(self, text: impl IntoIterator<Item = &'t str>) -> Result<Replacement, Error> {
        let problem = |error| io_error("write", &self.path, error);
        let mut draft = Draft::replacing(&self.target, &self.file).map_err(problem)?;
        draft.fill(text).map_err(problem)?;
        Ok(Replacement {
            locked: self,
            draft,
        })
    }

    /// Reads through the locked handle: on Windows no other one may.
    fn is_unchanged(&mut self) -> io::Result<bool> {
        if !is_at(&self.file, &self.target)? {
            return Ok(false);
        }
        self.file.rewind()?;
        let mut block = vec![0; BLOCK];
        let mut rest = self.document.text().as_bytes();
        loop {
            match self.file.read(&mut block) {
                Ok(0) => return Ok(rest.is_empty()),
                Ok(count) => match rest.strip_prefix(&block[..count]) {
                    Some(others) => rest = others,
                    None => return Ok(false),
                },
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// A file's new text, which only has to take its place.
#[derive(Debug)]
pub struct Replacement {
    locked: Locked,
    draft: Draft,
}

impl Replacement {
    /// Puts it in the file's place, if the file is still as it was read.
    ///
    /// Other names of the same file (hard links) keep the old text.
    pub fn put(self) -> Result<Hold, Error> {
        let Self { mut locked, draft } = self;
        let path = locked.path.clone();
        let problem = |error| io_error("write", &path, error);
        if !locked.is_unchanged().map_err(problem)? {
            let path = shown::path(&path);
            return Err(Error::Changed { path });
        }
        // Windows replaces no file that is open; elsewhere the lock is held past the rename
        #[cfg(windows)]
        drop(locked);
        draft.put().map(Hold::of).map_err(problem)
    }
}

/// The text of a file that doesn't exist yet, which only has to get its name.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    draft: Draft,
}

impl NewFile {
    /// Gives it its name; `None` if there is a file of that name by now.
    pub fn put(self) -> Result<Option<Hold>, Error> {
        let Self { path, draft } = self;
        let file = draft.put_new();
        let file = file.map_err(|error| io_error("write", &path, error))?;
        Ok(file.map(Hold::of))
    }
}

/// Writes the text of a file that doesn't exist yet to the disk, past all symbolic links.
pub fn draft_new(path: &Path, text: &str) -> Result<NewFile, Error> {
    let problem = |error| io_error("write", path, error);
    let target = past_links(path).map_err(problem)?;
    let parent = folder(&target);
    fs::metadata(parent).map_err(|error| io_error("read", parent, error))?;
    let mut draft = Draft::new(&target).map_err(problem)?;
    draft.fill([text]).map_err(problem)?;
    Ok(NewFile {
        path: path.to_owned(),
        draft,
    })
}

/// An empty document of the format that the path's name calls for.
pub fn empty(path: &Path) -> Result<Document, Error> {
    Document::new(source(path), Vec::new())
}

/// Waits for the lock. File systems that can't lock do without: a change by somebody else is still
/// noticed before the file is replaced.
fn lock(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
        Err(TryLockError::WouldBlock) => file.lock(),
    }
}

fn read_all(path: &Path, file: &mut File) -> Result<Vec<u8>, Error> {
    let problem = |error| io_error("read", path, error);
    refuse_long(&shown::path(path), file.metadata().map_err(problem)?.len())?;
    // it may have no length, and no end either
    let bytes = whole::bytes(file).map_err(problem)?;
    refuse_long(&shown::path(path), bytes.len() as u64)?;
    Ok(bytes)
}

/// Refuses what is too long to be a list.
pub fn refuse_long(name: &str, length: u64) -> Result<(), Error> {
    if length <= MOST_BYTES {
        return Ok(());
    }
    Err(Error::TooLong {
        name: name.to_owned(),
        mebibytes: length >> 20,
    })
}

/// Opening a pipe or a device could hang or do something: only plain files hold lists.
fn check_kind(path: &Path, target: &Path) -> Result<(), Error> {
    let metadata = fs::metadata(target).map_err(|error| io_error("read", path, error))?;
    let kind = match metadata.file_type() {
        kind if kind.is_file() => return Ok(()),
        kind if kind.is_dir() => "a folder",
        _ => "a pipe or device",
    };
    let path = shown::path(path);
    Err(Error::NotAFile { path, kind })
}

/// What a file is called where its entries say where they stand.
pub fn source(path: &Path) -> Source {
    Source::File(shown::mask_urls(&path.to_string_lossy()).into())
}

fn io_error(verb: &'static str, path: &Path, source: io::Error) -> Error {
    // a circle of links has no kind of its own
    let source = past_links(path).err().unwrap_or(source);
    let path = shown::path(path);
    match source.kind() {
        io::ErrorKind::NotFound if verb == "read" => Error::Missing { path },
        io::ErrorKind::IsADirectory => Error::NotAFile {
            path,
            kind: "a folder",
        },
        _ => Error::Io {
            verb,
            path,
            source: with_way_out(source),
        },
    }
}
