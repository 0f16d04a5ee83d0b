//! Where git's repositories are.

use std::path::Path;

/// The nearest folder upwards that git keeps; the path is a [plain](crate::paths) one.
pub fn above(folder: &Path) -> Option<&Path> {
    let mut folders = folder.ancestors();
    // it is a file in a worktree or a submodule
    folders.find(|folder| folder.join(".git").exists())
}
