//! Files that are written beside their place and take it when they are whole.
//!
//! A reader sees the old file or the new one, never half of one, and a draft that comes to nothing is
//! gone again.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// After so many symbolic links in a row it is a loop (Linux gives up at the same number).
const MOST_LINKS: usize = 40;

/// A file on its way to its place.
#[derive(Debug)]
pub struct Draft {
    file: NamedTempFile,
    target: PathBuf,
}

impl Draft {
    /// A file that will be as readable as any new one. `target` is no link.
    pub fn new(target: &Path) -> io::Result<Self> {
        Self::made(target, &mut as_any_new_file())
    }

    /// A file in the place of `old`, whose owner, group and mode it gets, as far as we may give them.
    pub fn replacing(target: &Path, old: &File) -> io::Result<Self> {
        let draft = Self::made(target, &mut Builder::new())?;
        keep_access(&old.metadata()?, draft.file.as_file())?;
        Ok(draft)
    }

    fn made(target: &Path, builder: &mut Builder<'_, '_>) -> io::Result<Self> {
        let made = builder.prefix(".corsctl-").tempfile_in(folder(target));
        Ok(Self {
            // without the temporary name, which nobody gave
            file: made.map_err(|error| io::Error::from(error.kind()))?,
            target: target.to_owned(),
        })
    }

    /// Writes a text, in pieces, to the disk; its place is still as it was.
    pub fn fill<'t>(&mut self, text: impl IntoIterator<Item = &'t str>) -> io::Result<()> {
        let mut out = BufWriter::new(&mut *self);
        for piece in text {
            out.write_all(piece.as_bytes())?;
        }
        out.flush()?;
        drop(out);
        self.sync()
    }

    /// Writes all that was given to the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.file.as_file().sync_all()
    }

    /// Takes its place, whatever is there.
    pub fn put(self) -> io::Result<()> {
        self.file
            .persist(&self.target)
            .map_err(|error| error.error)?;
        sync_folder(&self.target);
        Ok(())
    }

    /// Takes its place, unless there is something by now: then `false`.
    pub fn put_new(self) -> io::Result<bool> {
        match self.file.persist_noclobber(&self.target) {
            Ok(_) => {
                sync_folder(&self.target);
                Ok(true)
            }
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error.error),
        }
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // the file's own errors don't speak of the temporary name
        self.file.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

/// Where a path leads whose last link may lead to nothing yet.
pub fn past_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = folder(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// The folder that a path is in.
pub fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A rename is only safe on disk once its folder is. If that can't be had, the file is put there all
/// the same: nothing is left to undo.
#[cfg(unix)]
fn sync_folder(path: &Path) {
    _ = File::open(folder(path)).and_then(|folder| folder.sync_all());
}

/// Windows has no way to flush a folder.
#[cfg(not(unix))]
fn sync_folder(_: &Path) {}

/// Where the group has to become ours, ours gets no access that it didn't have.
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
fn as_any_new_file() -> Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = Builder::new();
    // less what the umask takes away
    builder.permissions(fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn as_any_new_file() -> Builder<'static, 'static> {
    Builder::new()
}
