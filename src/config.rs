//! What a person has settled for good: `corsctl.toml`.
//!
//! ```toml
//! fail-on = "error"
//!
//! [rules]
//! built-in = "ignore"
//!
//! [[paths]]
//! path = "legacy/**/*.json"
//! pointers = ["/cors/origins", "/clients/*/webOrigins"]
//! rules = { path = "warning" }
//!
//! [[allow]]
//! origin = "http://old.example"
//! rule = "insecure-origin"
//! reason = "the reader in the kitchen has no https"
//! path = "legacy/"
//!
//! [servers.home]
//! url = "https://home.example/audiobookshelf"
//! token-file = "abs.key"
//! ```
//!
//! The [`keys`] are a table. Paths are relative to the file's folder. A mistake is an error, never
//! passed over: a rule that is silenced by accident, or isn't, is what this program is there against.
//! A token has no place in the file, as it is made to be shared.

mod error;
pub mod keys;
mod pattern;
mod reader;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::audiobookshelf::Address;
use crate::list::{Pointer, position};
use crate::paths;
use crate::rules::Rule;
use crate::severity::{FailOn, Severity};
use crate::shown;
use crate::whole;

pub use error::{Error, Mistake, Problem};
pub use pattern::Pattern;

/// What the file is called.
pub const NAME: &str = "corsctl.toml";

/// A rule and what its findings are; `None` silences it.
pub type Level = (&'static Rule, Option<Severity>);

/// What stands in the file; the default is what holds without one.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Which findings make the exit code 1.
    pub fail_on: Option<FailOn>,
    /// What each rule's findings are, where that isn't as the rule says.
    pub levels: Vec<Level>,
    /// What is different in some files; later ones win.
    pub paths: Vec<Override>,
    /// Where a rule says nothing.
    pub exceptions: Vec<Exception>,
    /// Servers by their name.
    pub servers: BTreeMap<String, Server>,
}

/// What is different in some files.
#[derive(Clone, Debug)]
pub struct Override {
    /// In which.
    pub pattern: Pattern,
    /// Where their lists are; empty if nothing is said about it.
    pub pointers: Vec<Pointer>,
    /// What each rule's findings are in them.
    pub levels: Vec<Level>,
}

/// A rule says nothing about an entry.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The entry's text.
    pub origin: String,
    /// Which rule.
    pub rule: &'static Rule,
    /// Why that is fine.
    pub reason: String,
    /// In which files only; `None` for all, and for what is in no file.
    pub pattern: Option<Pattern>,
    /// Where `origin`'s value stands; 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// The same in bytes of the file, quotes included.
    pub span: Range<usize>,
}

impl Exception {
    /// Whether it says the same as another one.
    fn is_like(&self, other: &Self) -> bool {
        let same_rule = self.rule.name == other.rule.name;
        same_rule && self.origin == other.origin && self.pattern == other.pattern
    }
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Where it is.
    pub address: Address,
    /// Where its token is; `None` if nothing is said about it.
    pub token: Option<Token>,
}

/// Where a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// In the file with that absolute path.
    File(PathBuf),
    /// In the environment variable with that name.
    Variable(String),
}

/// What holds for one file.
#[derive(Clone, Debug)]
pub struct ForPath<'c> {
    /// Where its lists are; empty if nothing is said about it.
    pub pointers: &'c [Pointer],
    /// What each rule's findings are; later ones win.
    pub levels: Vec<Level>,
    /// The exceptions that could be about its entries.
    pub exceptions: Vec<&'c Exception>,
}

impl Config {
    /// The nearest file of the [`NAME`], in the folder `from` or above it. Its path is relative to
    /// the current folder if it is in there.
    ///
    /// # Errors
    ///
    /// If it can't be known whether there is one.
    pub fn find(from: &Path) -> Result<Option<PathBuf>, Error> {
        let from = paths::plain(from).map_err(|source| unreadable(from, source))?;
        for folder in from.ancestors() {
            let path = folder.join(NAME);
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_file() => return Ok(Some(paths::from_here(&path))),
                Ok(_) => {}
                // a link that leads nowhere was meant to lead somewhere
                Err(error) if is_absent(&error) && fs::symlink_metadata(&path).is_err() => {}
                Err(error) => return Err(unreadable(&paths::from_here(&path), error)),
            }
        }
        Ok(None)
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// If it can't be read, or with all the mistakes in it.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let bytes = whole::file(path).map_err(|source| unreadable(path, source))?;
        match position::utf8(bytes) {
            Ok(text) => Self::parse(&text, path),
            Err((line, column)) => {
                let problem = Problem::NotUtf8;
                let mistake = Mistake {
                    line,
                    column,
                    problem,
                };
                Err(mistakes(path, vec![mistake]))
            }
        }
    }

    /// Reads the text of the file with that path.
    ///
    /// # Errors
    ///
    /// With all the mistakes in it.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let full = paths::plain(path).map_err(|source| unreadable(path, source))?;
        let folder = full.parent().unwrap_or(&full);
        reader::read(text, folder).map_err(|all| mistakes(path, all))
    }

    /// What holds for a file, or for what is in none. The path may be absolute or
    /// relative to the current folder.
    pub fn settings_for(&self, path: Option<&Path>) -> ForPath<'_> {
        let path = path.and_then(|path| paths::plain(path).ok());
        let is_about = |pattern: &Pattern| {
            let path = path.as_deref();
            path.is_some_and(|path| pattern.matches(path))
        };
        let mut settings = ForPath {
            pointers: &[],
            levels: self.levels.clone(),
            exceptions: Vec::new(),
        };
        for paths in self.paths.iter().filter(|paths| is_about(&paths.pattern)) {
            if !paths.pointers.is_empty() {
                settings.pointers = &paths.pointers;
            }
            settings.levels.extend(&paths.levels);
        }
        let exceptions = self.exceptions.iter();
        settings.exceptions = exceptions
            .filter(|exception| exception.pattern.as_ref().is_none_or(is_about))
            .collect();
        settings
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn unreadable(path: &Path, source: io::Error) -> Error {
    let path = show(path);
    Error::Unreadable { path, source }
}

fn mistakes(path: &Path, mistakes: Vec<Mistake>) -> Error {
    let path = show(path);
    Error::Mistakes { path, mistakes }
}

fn show(path: &Path) -> String {
    shown::path(path)
}

#[cfg(test)]
mod tests;
