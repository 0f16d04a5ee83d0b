//! Files that are written beside their place and take it when they are whole.
//!
//! A reader sees the old file or the new one, never half of one, and a draft that comes to nothing is
//! gone again. Only a run that is killed leaves its draft behind. Each run holds a lock on its own, which
//! the system takes away from whoever ends; so a draft that can be locked is nobody's, and the next run
//! that writes into the folder removes it. On a network file system whose locks count on one machine only,
//! another machine may take a draft for nobody's: then its run fails, and what it was to replace stays.

use std::fs::{self, DirEntry, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::{Builder, NamedTempFile};

/// What the name of a draft starts with, how many random letters and digits follow, and what it ends
/// with.
const NAME: (&str, usize, &str) = (".corsctl-", 6, ".draft");

/// How often another run may be faster and remove a draft before it is locked.
const MOST_TRIES: usize = 64;

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
        let folder = folder(target);
        sweep(folder);
        let (start, random, end) = NAME;
        builder.prefix(start).rand_bytes(random).suffix(end);
        for _ in 0..MOST_TRIES {
            let made = builder.tempfile_in(folder);
            let file = made.map_err(|error| {
                // without the temporary name, which nobody gave
                let text = format!("no new file can be made beside it: {}", error.kind());
                io::Error::new(error.kind(), text)
            })?;
            if claim(&file)? {
                let target = target.to_owned();
                return Ok(Self { file, target });
            }
        }
        Err(io::Error::other("each new file beside it goes away again"))
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

    /// Takes its place, whatever is there. The file is locked until it is dropped.
    pub fn put(self) -> io::Result<File> {
        let put = self.file.persist(&self.target);
        let file = put.map_err(|error| error.error)?;
        sync_folder(&self.target);
        Ok(file)
    }

    /// Takes its place, unless there is something by now: then `None`.
    pub fn put_new(self) -> io::Result<Option<File>> {
        match self.file.persist_noclobber(&self.target) {
            Ok(file) => {
                sync_folder(&self.target);
                Ok(Some(file))
            }
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
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

/// Locks a new draft; `false` if another run was faster, and removes it as nobody's.
///
/// Where files can't be locked, nobody else should be able to lock it either, and so it stays.
fn claim(draft: &NamedTempFile) -> io::Result<bool> {
    match draft.as_file().try_lock() {
        Ok(()) => is_at(draft.as_file(), draft.path()),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(_)) => Ok(true),
    }
}

/// Removes the drafts in a folder that are nobody's. What can't be looked at, locked or removed stays.
fn sweep(folder: &Path) {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    for draft in files.filter(is_draft) {
        _ = remove_if_nobodys(&draft.path());
    }
}

/// Whether it has the name of a draft, and is no link or pipe of that name.
fn is_draft(file: &DirEntry) -> bool {
    let name = file.file_name();
    let (start, length, end) = NAME;
    let random = name
        .to_str()
        .and_then(|name| name.strip_prefix(start)?.strip_suffix(end));
    random.is_some_and(|random| {
        random.len() == length && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }) && file.file_type().is_ok_and(|kind| kind.is_file())
}

/// The lock is held until the draft is gone, so that whoever has only just made it notices.
fn remove_if_nobodys(path: &Path) -> io::Result<()> {
    // over NFS, only a file that is open for writing can be locked
    let draft = File::options().read(true).write(true).open(path)?;
    draft.try_lock()?;
    // it may have taken its place in the meantime
    if is_at(&draft, path)? {
        fs::remove_file(path)?;
    }
    Ok(())
}

/// Whether the open file is the one that the path leads to.
pub fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    match Handle::from_path(path) {
        Ok(there) => Ok(Handle::from_file(file.try_clone()?)? == there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
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
    let text =
        "too many symbolic links on the way, or they go in a circle: have them lead to a file";
    Err(io::Error::other(text))
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
