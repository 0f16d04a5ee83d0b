//! The user's state folder: what corsctl remembers from one run to the next, and nobody has to keep.

use std::env;
use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// A folder of that name in `$XDG_STATE_HOME/corsctl`, or in what the platform has for it; it need not
/// be there. `None` if there is no home folder.
pub fn folder(name: &str) -> Option<PathBuf> {
    let named = env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let state = named
        .filter(|path| path.is_absolute())
        .or_else(dirs::state_dir)
        .or_else(dirs::data_local_dir)?;
    Some(state.join("corsctl").join(name))
}

/// Whether a file belongs to us, or to root, who could do anything anyway.
#[cfg(unix)]
pub fn is_ours(file: &Path) -> bool {
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    let us = rustix::process::geteuid().as_raw();
    fs::metadata(file).is_ok_and(|metadata| [0, us].contains(&metadata.uid()))
}

/// Elsewhere a folder that others can write to is rare.
#[cfg(not(unix))]
pub fn is_ours(_: &Path) -> bool {
    true
}

/// Makes a folder, and those above it that aren't there, for us alone.
pub fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// How a file is opened for writing that, if it is made, is for us alone. Elsewhere a file in the folder of
/// a user is, by default.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true);
    options
}
