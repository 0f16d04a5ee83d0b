//! Which files something is said about.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// A pattern as in a `.gitignore` that stands beside `corsctl.toml`.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    matcher: Gitignore,
}

/// Text that is no such pattern.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It begins with a `!`.
    #[error("a `!` has no place in `path`: name the files that are meant, not the others")]
    Negated,
    /// It begins with a `#`.
    #[error("a `path` that begins with `#` is a comment and matches nothing; write `\\#`")]
    Comment,
    /// It has `.` or `..` for a folder.
    #[error("`path` is seen from this file's folder and has neither `./` nor `../` in it")]
    Dots,
    /// It isn't well-formed.
    #[error("`path` is no pattern as in .gitignore: {0}")]
    Glob(String),
}

impl Pattern {
    /// Takes a pattern that is relative to `folder`, an absolute path in its plainest form.
    pub(super) fn new(folder: &Path, text: &str) -> Result<Self, Error> {
        if text.starts_with('!') {
            return Err(Error::Negated);
        }
        if text.starts_with('#') {
            return Err(Error::Comment);
        }
        // no path that is matched has such a part, so this would silently do nothing
        if text.split('/').any(|part| matches!(part, "." | "..")) {
            return Err(Error::Dots);
        }
        let mut builder = GitignoreBuilder::new(folder);
        let built = builder
            .allow_unclosed_class(false)
            .add_line(None, text)
            .and_then(|builder| builder.build());
        match built {
            Ok(matcher) => Ok(Self {
                text: text.to_owned(),
                matcher,
            }),
            Err(ignore::Error::Glob { err, .. }) => Err(Error::Glob(err)),
            Err(error) => Err(Error::Glob(error.to_string())),
        }
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it matches a file, or a folder that the file is in. The path is a [plain](crate::paths)
    /// one; symbolic links are not followed.
    pub(super) fn matches(&self, path: &Path) -> bool {
        // the matcher panics at a path that is outside of its folder
        path.strip_prefix(self.matcher.path()).is_ok_and(|path| {
            let is_folder = false;
            let found = self.matcher.matched_path_or_any_parents(path, is_folder);
            found.is_ignore()
        })
    }
}

/// Two are the same if they are written the same, as those of one file are.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Pattern};
    use crate::paths::plain;
    use std::path::Path;

    fn pattern(text: &str) -> Pattern {
        Pattern::new(&plain(Path::new("project")).unwrap(), text).unwrap()
    }

    #[test]
    fn patterns_match_as_in_gitignore() {
        let cases: [(&str, &[&str], &[&str]); 9] = [
            (
                "legacy/**/*.json",
                &["project/legacy/a.json", "project/legacy/x/y/a.json"],
                &["project/legacy/a.txt", "project/x/legacy/a.json"],
            ),
            (
                "legacy/",
                &["project/legacy/a", "project/x/legacy/y/a"],
                &["project/legacy", "project/a"],
            ),
            (
                "/legacy",
                &["project/legacy", "project/legacy/a"],
                &["project/x/legacy"],
            ),
            (
                "*.json",
                &["project/a.json", "project/x/a.json"],
                &["project/a.jsonc"],
            ),
            (
                "x/*",
                &["project/x/a", "project/x/y/a"],
                &["project/a", "project/y/x/a"],
            ),
            (
                "[a-c]?.txt",
                &["project/b1.txt"],
                &["project/d1.txt", "project/b.txt"],
            ),
            ("\\#a", &["project/#a"], &["project/a"]),
            ("\\!a", &["project/!a"], &["project/a"]),
            ("a b ", &["project/a b"], &["project/a"]),
        ];
        for (text, inside, outside) in cases {
            let pattern = pattern(text);
            for path in inside {
                assert!(
                    pattern.matches(&plain(Path::new(path)).unwrap()),
                    "{text} {path}"
                );
            }
            for path in outside {
                assert!(
                    !pattern.matches(&plain(Path::new(path)).unwrap()),
                    "{text} {path}"
                );
            }
        }
    }

    #[test]
    fn a_path_is_the_same_however_it_is_written() {
        let pattern = pattern("legacy/");
        let full = plain(Path::new("project/legacy/a")).unwrap();
        assert!(pattern.matches(&full));
        for path in [
            "./project/legacy/a",
            "project/./legacy//a",
            "project/x/../legacy/a",
            "other/../project/legacy/a",
        ] {
            assert!(pattern.matches(&plain(Path::new(path)).unwrap()), "{path}");
        }
        if cfg!(windows) {
            assert!(pattern.matches(&plain(Path::new("project\\legacy\\a")).unwrap()));
        }
    }

    #[test]
    fn nothing_matches_outside_of_the_folder() {
        for text in ["*", "**", "legacy/", "/", "project"] {
            let pattern = pattern(text);
            for path in [
                "/",
                ".",
                "legacy/a",
                "project/../legacy/a",
                "project2/legacy/a",
            ] {
                assert!(
                    !pattern.matches(&plain(Path::new(path)).unwrap()),
                    "{text} {path}"
                );
            }
        }
    }

    #[test]
    fn what_would_match_nothing_is_refused() {
        for (text, error) in [
            ("!a", Error::Negated),
            ("#a", Error::Comment),
            ("./a", Error::Dots),
            ("a/../b", Error::Dots),
            (
                "[a",
                Error::Glob("unclosed character class; missing ']'".into()),
            ),
            (
                "{a",
                Error::Glob(
                    "unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)".into(),
                ),
            ),
            ("[z-a]", Error::Glob("invalid range; 'z' > 'a'".into())),
            ("a\\", Error::Glob("dangling '\\'".into())),
        ] {
            let found = Pattern::new(&plain(Path::new(".")).unwrap(), text);
            assert_eq!(found.err(), Some(error), "{text}");
        }
    }
}
