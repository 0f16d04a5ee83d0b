//! The user's state folder: what corsctl remembers from one run to the next, and nobody has to keep.

use std::env;
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
