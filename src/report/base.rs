//! Which folder the paths in a CI report are relative to.

use std::cell::OnceCell;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::entry::Source;
use crate::paths;
use crate::repository;

/// Where CI systems say that they have put the repository: GitHub's and GitLab's.
const VARIABLES: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The folder that paths are relative to, looked for when the first path is to be shown: a run
/// without findings asks nobody.
#[derive(Debug, Default)]
pub struct Base {
    folder: OnceCell<PathBuf>,
    /// Whether a file beside it is named by way of `..`.
    climbs: bool,
}

impl Base {
    /// A folder that everything is seen from, what is beside it too.
    pub fn at(folder: &Path) -> Self {
        let base = paths::plain(folder).unwrap_or_default();
        Self {
            folder: base.into(),
            climbs: true,
        }
    }

    /// What a source is called in a report: a file by its path from the base.
    pub fn name(&self, source: &Source) -> String {
        match source {
            Source::File(name) => self.relative(name),
            Source::Server(address) => address.to_string(),
            Source::Arguments | Source::Stdin => source.to_string(),
        }
    }

    /// The path of a file, named from the current folder, from the base; `/` separates. A file that
    /// isn't inside keeps its absolute path.
    pub fn relative(&self, name: &str) -> String {
        let base = self.folder.get_or_init(find);
        // without a current folder, names stay as they are
        let Ok(path) = paths::plain(Path::new(name)) else {
            return name.to_owned();
        };
        paths::slashes(&match path.strip_prefix(base) {
            Err(_) if self.climbs => paths::from(base, &path),
            Err(_) => path,
            Ok(inside) => inside.to_owned(),
        })
    }
}

fn find() -> PathBuf {
    let current = env::current_dir().unwrap_or_default();
    workspace(&current)
        .or_else(|| repository::above(&current).map(Path::to_owned))
        .unwrap_or(current)
}

/// The folder that the CI names, if this is in it; it may name it by way of a link.
fn workspace(current: &Path) -> Option<PathBuf> {
    let named = VARIABLES.iter().filter_map(env::var_os).map(PathBuf::from);
    named
        .flat_map(|folder| [fs::canonicalize(&folder).ok(), Some(folder)])
        .flatten()
        .find(|folder| folder.is_absolute() && current.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::Base;
    use std::path::Path;

    #[test]
    #[cfg(unix)]
    fn paths_are_relative_to_the_base_or_absolute() {
        let at = |climbs| Base {
            folder: Path::new("/home/me/repo").to_owned().into(),
            climbs,
        };
        for (name, want, climbing) in [
            ("/home/me/repo/l.json", "l.json", "l.json"),
            ("/home/me/repo/sub/./../é b.json", "é b.json", "é b.json"),
            ("/home/me/repo/a\\b.json", "a\\b.json", "a\\b.json"),
            (
                "/home/me/repository/l.json",
                "/home/me/repository/l.json",
                "../repository/l.json",
            ),
            ("/../../l.json", "/l.json", "../../../l.json"),
        ] {
            assert_eq!(at(false).relative(name), want);
            assert_eq!(at(true).relative(name), climbing);
        }
    }
}
