//! Paths as they read: nothing is looked up, no link is followed.

use std::io;
use std::path::{self, Component, Path, PathBuf};

/// The absolute path without `.` and `..`.
///
/// # Errors
///
/// If there is no current folder, or no path.
pub fn plain(path: &Path) -> io::Result<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path::absolute(path)?.components() {
        match part {
            Component::CurDir => {}
            // above the root there is only the root
            Component::ParentDir => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    Ok(plain)
}

/// The way from a folder to a path, both plain, by way of `..` if it must be.
pub fn from(folder: &Path, path: &Path) -> PathBuf {
    let shared = folder
        .components()
        .zip(path.components())
        .take_while(|(one, other)| one == other)
        .count();
    let up = folder
        .components()
        .skip(shared)
        .map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

/// A path as seen from the current folder, if it is in there; otherwise as it is.
pub fn from_here(path: &Path) -> PathBuf {
    let inside = || {
        let here = plain(Path::new(".")).ok()?;
        let path = plain(path).ok()?;
        path.strip_prefix(here).ok().map(Path::to_owned)
    };
    inside().unwrap_or_else(|| path.to_owned())
}

/// A path with `/` between its parts.
pub fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    match path::MAIN_SEPARATOR {
        '/' => text.into_owned(),
        separator => text.replace(separator, "/"),
    }
}

#[cfg(test)]
mod tests {
    use super::{from, plain, slashes};
    use std::path::Path;

    #[test]
    #[cfg(unix)]
    fn ways_go_up_as_far_as_they_must() {
        for (folder, path, way) in [
            ("/a", "/a/b", "b"),
            ("/a/b", "/a/c/d", "../c/d"),
            ("/a/b", "/a/bc", "../bc"),
            ("/", "/a", "a"),
            ("/a", "/", ".."),
        ] {
            assert_eq!(slashes(&from(Path::new(folder), Path::new(path))), way);
        }
        assert_eq!(
            plain(Path::new("/a/./../../b/c/..")).unwrap(),
            Path::new("/b")
        );
    }
}
