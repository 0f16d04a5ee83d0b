//! Files: read whole, written whole or not at all.
//!
//! An edit locks the file, reads it, and puts a new file in its place with one `rename`, so that a
//! reader sees the old list or the new one, never half of one. The lock is on the file itself and
//! goes with the process that holds it; no lock file is left lying around. After the rename the
//! lock is on a file that has no name any more, so whoever waited for it looks again whether what
//! it has locked is still what the name leads to.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::NamedTempFile;

use super::{Document, Error};
use crate::entry::Source;
use crate::shown;

/// After so many symbolic links in a row it is a loop (Linux gives up at the same number).
const MOST_LINKS: usize = 40;

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
    ///
    /// Other names of the same file (hard links) keep the old text.
    pub fn replace(mut self, text: &str) -> Result<(), Error> {
        let path = self.path.clone();
        let problem = |error| io_error("write", &path, error);
        let new = self.write_beside(text).map_err(problem)?;
        if !self.is_unchanged().map_err(problem)? {
            let path = shown::escape(&path.to_string_lossy()).into_owned();
            return Err(Error::Changed { path });
        }
        let target = self.target.clone();
        // Windows replaces no file that is open; elsewhere the lock is held past the rename
        #[cfg(windows)]
        drop(self);
        new.persist(&target).map_err(|error| problem(error.error))?;
        sync_folder(&target);
        Ok(())
    }

    fn write_beside(&self, text: &str) -> io::Result<NamedTempFile> {
        let metadata = self.file.metadata()?;
        let mut new = beside(&self.target, &mut tempfile::Builder::new())?;
        keep_access(&metadata, new.as_file())?;
        new.write_all(text.as_bytes())?;
        new.as_file().sync_all()?;
        Ok(new)
    }

    /// Reads through the locked handle: on Windows no other one may.
    fn is_unchanged(&mut self) -> io::Result<bool> {
        if !is_at(&self.file, &self.target)? {
            return Ok(false);
        }
        let mut bytes = Vec::with_capacity(self.bytes.len());
        self.file.rewind()?;
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes == self.bytes)
    }
}

/// Makes a file that doesn't exist yet, past all symbolic links; `false` if it does by now.
pub fn create(path: &Path, text: &str) -> Result<bool, Error> {
    let problem = |error| io_error("write", path, error);
    let target = past_links(path).map_err(problem)?;
    let parent = folder(&target);
    fs::metadata(parent).map_err(|error| io_error("read", parent, error))?;
    let mut new = beside(&target, &mut as_any_new_file()).map_err(problem)?;
    new.write_all(text.as_bytes()).map_err(problem)?;
    new.as_file().sync_all().map_err(problem)?;
    match new.persist_noclobber(&target) {
        Ok(_) => {
            sync_folder(&target);
            Ok(true)
        }
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(problem(error.error)),
    }
}

/// Where a path leads whose last link may lead to nothing yet.
fn past_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = folder(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// An empty document of the format that the path's name calls for.
pub fn empty(path: &Path) -> Result<Document, Error> {
    Document::new(source(path), Vec::new())
}

/// A temporary file in the folder of `target`; it is gone again unless it is persisted.
fn beside(target: &Path, builder: &mut tempfile::Builder<'_, '_>) -> io::Result<NamedTempFile> {
    let made = builder.prefix(".corsctl-").tempfile_in(folder(target));
    // without the temporary name, which nobody gave
    made.map_err(|error| io::Error::from(error.kind()))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A rename is only safe on disk once its folder is. If that can't be had, the list is written all
/// the same: nothing is left to undo.
#[cfg(unix)]
fn sync_folder(path: &Path) {
    _ = File::open(folder(path)).and_then(|folder| folder.sync_all());
}

/// Windows has no way to flush a folder.
#[cfg(not(unix))]
fn sync_folder(_: &Path) {}

/// The new file gets the old one's owner, group and mode, as far as we may give them. Where the group
/// has to become ours, ours gets no access that it didn't have.
#[cfg(unix)]
fn keep_access(old: &fs::Metadata, new: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let has_owner = fchown(new, Some(old.uid()), Some(old.gid())).is_ok();
    let has_group = has_owner || fchown(new, None, Some(old.gid())).is_ok();
    let mode = old.permissions().mode();
    let mode = if has_group { mode } else { mode & !0o070 };
    new.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_access(old: &fs::Metadata, new: &File) -> io::Result<()> {
    new.set_permissions(old.permissions())
}

/// Temporary files are for their owner alone; a new list is as readable as any new file.
#[cfg(unix)]
fn as_any_new_file() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    // less what the umask takes away
    builder.permissions(fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn as_any_new_file() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}

/// Waits for the lock. File systems that can't lock do without: a change by somebody else is still
/// noticed before the file is replaced.
fn lock(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
        Err(TryLockError::WouldBlock) => file.lock(),
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
