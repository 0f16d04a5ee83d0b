//! Which folder the paths in a CI report are relative to.

use std::cell::OnceCell;
use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::entry::Source;

/// Where CI systems say that they have put the repository: GitHub's and GitLab's.
const VARIABLES: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The folder that paths are relative to, looked for when the first path is to be shown: a run
/// without findings asks nobody.
#[derive(Debug, Default)]
pub struct Base {
    folders: OnceCell<Folders>,
}

#[derive(Debug)]
struct Folders {
    current: PathBuf,
    base: PathBuf,
}

impl Base {
    /// The same, but what is in no repository is seen from `folder`.
    pub fn or(folder: &Path) -> Self {
        Self {
            folders: Folders::find(Some(folder)).into(),
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
        let Folders { current, base } = self.folders.get_or_init(|| Folders::find(None));
        let path = resolve(&current.join(name));
        slashes(path.strip_prefix(base).unwrap_or(&path))
    }
}

impl Folders {
    fn find(otherwise: Option<&Path>) -> Self {
        // without a current folder, names stay as they are
        let current = env::current_dir().unwrap_or_default();
        let base = workspace(&current)
            .or_else(|| repository(&current))
            .unwrap_or_else(|| match otherwise {
                Some(folder) => resolve(&current.join(folder)),
                None => current.clone(),
            });
        Self { current, base }
    }
}

/// The folder that the CI names, if this is in it; it may name it by way of a link.
fn workspace(current: &Path) -> Option<PathBuf> {
    let named = VARIABLES.iter().filter_map(env::var_os).map(PathBuf::from);
    named
        .flat_map(|folder| [fs::canonicalize(&folder).ok(), Some(folder)])
        .flatten()
        .find(|folder| folder.is_absolute() && current.starts_with(folder))
}

fn repository(current: &Path) -> Option<PathBuf> {
    let mut folders = current.ancestors();
    folders
        .find(|folder| folder.join(".git").exists())
        .map(Path::to_owned)
}

/// The path without `.` and `..`, as they read: nothing is looked up.
fn resolve(path: &Path) -> PathBuf {
    let mut resolved = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if resolved.file_name().is_some() => _ = resolved.pop(),
            // above the root there is only the root
            Component::ParentDir if resolved.has_root() => {}
            _ => resolved.push(component),
        }
    }
    resolved
}

fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => text.into_owned(),
        separator => text.replace(separator, "/"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Base, Folders};

    #[test]
    #[cfg(unix)]
    fn paths_are_relative_to_the_base_or_absolute() {
        let base = Base {
            folders: Folders {
                current: "/work/repo/sub".into(),
                base: "/work/repo".into(),
            }
            .into(),
        };
        for (name, want) in [
            ("l.json", "sub/l.json"),
            ("./l.json", "sub/l.json"),
            ("../l.json", "l.json"),
            ("a/../../b c/./é.json", "b c/é.json"),
            ("/work/repo/l.json", "l.json"),
            ("/work/repository/l.json", "/work/repository/l.json"),
            ("../../l.json", "/work/l.json"),
            ("../../../../../l.json", "/l.json"),
            ("a\\b.json", "sub/a\\b.json"),
        ] {
            assert_eq!(base.relative(name), want, "{name}");
        }
    }
}
