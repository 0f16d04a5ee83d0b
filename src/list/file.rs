//! Files: read whole, written whole or not at all.
//!
//! An edit locks the file, reads it, and puts a new file in its place with one `rename`, so that a
//! reader sees the old list or the new one, never half of one. The lock is on the file itself and
//! goes with the process that holds it; no lock file is left lying around. After the rename the
//! lock is on a file that has no name any more, so whoever waited for it looks again whether what
//! it has locked is still what the name leads to.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::NamedTempFile;

use super::{Document, Error};
use crate::entry::Source;
use crate::shown;

/// Reads a document to look at it.
pub fn read(path: &Path) -> Result<Document, Error> {
    let problem = |error| io_error("read", path, error);
    let mut file = File::open(path).map_err(problem)?;
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
    bytes: Vec<u8>,
}

impl Locked {
    /// Waits until no other corsctl edits the file, and reads it.
    pub fn open(path: &Path) -> Result<(Self, Document), Error> {
        loop {
            let target = fs::canonicalize(path).map_err(|error| io_error("read", path, error))?;
            if let Some(locked) = Self::try_open(path, target)? {
                let document = Document::new(source(path), locked.bytes.clone())?;
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
            bytes,
        }))
    }

    /// Puts `text` in the file's place, if the file is still as it was read.
    pub fn replace(self, text: &str) -> Result<(), Error> {
        let problem = |error| io_error("write", &self.path, error);
        let new = self.write_beside(text).map_err(problem)?;
        if !self.is_unchanged().map_err(problem)? {
            let path = shown::escape(&self.path.to_string_lossy()).into_owned();
            return Err(Error::Changed { path });
        }
        new.persist(&self.target)
            .map_err(|error| problem(error.error))?;
        sync_folder(&self.target).map_err(problem)
    }

    fn write_beside(&self, text: &str) -> io::Result<NamedTempFile> {
        let new = write_new(&self.target, text)?;
        let metadata = self.file.metadata()?;
        keep_owner(&metadata, new.as_file());
        new.as_file().set_permissions(metadata.permissions())?;
        Ok(new)
    }

    fn is_unchanged(&self) -> io::Result<bool> {
        Ok(is_at(&self.file, &self.target)? && fs::read(&self.target)? == self.bytes)
    }
}

/// Makes a file that doesn't exist yet; `false` if it does by now.
pub fn create(path: &Path, text: &str) -> Result<bool, Error> {
    let problem = |error| io_error("write", path, error);
    fs::metadata(folder(path)).map_err(|error| io_error("read", folder(path), error))?;
    let new = write_new(path, text).map_err(problem)?;
    share(new.as_file()).map_err(problem)?;
    match new.persist_noclobber(path) {
        Ok(_) => sync_folder(path).map_err(problem).map(|()| true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(problem(error.error)),
    }
}

/// An empty document of the format that the path's name calls for.
pub fn empty(path: &Path) -> Result<Document, Error> {
    Document::new(source(path), Vec::new())
}

/// Writes a temporary file into the folder of `target`; it is gone again unless it is persisted.
fn write_new(target: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut new = tempfile::Builder::new()
        .prefix(".corsctl-")
        .tempfile_in(folder(target))
        // without the temporary name, which nobody gave
        .map_err(|error| io::Error::from(error.kind()))?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    Ok(new)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A rename is only safe on disk once its folder is.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

/// Windows has no way to flush a folder.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The new file gets the old one's owner, where we may give it away: root does.
#[cfg(unix)]
fn keep_owner(old: &fs::Metadata, new: &File) {
    use std::os::unix::fs::{MetadataExt, fchown};
    if fchown(new, Some(old.uid()), Some(old.gid())).is_err() {
        // not root: the group may still be one of ours
        _ = fchown(new, None, Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::Metadata, _: &File) {}

/// Temporary files are for their owner alone; a new list is as readable as any new file.
#[cfg(unix)]
fn share(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_: &File) -> io::Result<()> {
    Ok(())
}

/// Waits for the lock. File systems that have no locks do without.
fn lock(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => file.lock(),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether the open file is the one that the path leads to.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    match Handle::from_path(path) {
        Ok(there) => Ok(Handle::from_file(file.try_clone()?)? == there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn read_all(path: &Path, file: &mut File) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| io_error("read", path, error))?;
    Ok(bytes)
}

/// Opening a pipe or a device could hang or do something: only plain files are edited.
fn check_kind(path: &Path, target: &Path) -> Result<(), Error> {
    let metadata = fs::metadata(target).map_err(|error| io_error("read", path, error))?;
    let kind = match metadata.file_type() {
        kind if kind.is_file() => return Ok(()),
        kind if kind.is_dir() => "a folder",
        _ => "a pipe or device",
    };
    let path = shown::escape(&path.to_string_lossy()).into_owned();
    Err(Error::NotAFile { path, kind })
}

fn source(path: &Path) -> Source {
    Source::File(path.to_string_lossy().into())
}

fn io_error(verb: &'static str, path: &Path, source: io::Error) -> Error {
    let path = shown::escape(&path.to_string_lossy()).into_owned();
    match source.kind() {
        io::ErrorKind::NotFound if verb == "read" => Error::Missing { path },
        io::ErrorKind::IsADirectory => Error::NotAFile {
            path,
            kind: "a folder",
        },
        _ => Error::Io { verb, path, source },
    }
}
