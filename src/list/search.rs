//! Lists that nobody named: what is in a folder and may hold one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::pointer::Token;
use super::{Document, Error, Pointer, json};
use crate::paths;
use crate::repository;
use crate::shown;

/// The endings of files that may hold a list. Text files are named: most are about something else.
const ENDINGS: [&str; 2] = ["json", "jsonc"];

/// The JSON and JSONC files in a folder and below, in the order of their names, but for those that git
/// ignores. What can't be looked into is an error in its place.
pub fn json_files(folder: &Path) -> impl Iterator<Item = Result<PathBuf, Error>> {
    let is_in_git = paths::plain(folder).is_ok_and(|folder| repository::above(&folder).is_some());
    let walk = WalkBuilder::new(folder)
        .hidden(false)
        .ignore(false)
        // an unpacked archive has its .gitignore too, but what is above it is somebody else's
        .require_git(is_in_git)
        .parents(is_in_git)
        .filter_entry(|entry| entry.file_name() != ".git")
        .sort_by_file_name(Ord::cmp)
        .build();
    let folder = folder.to_owned();
    walk.filter_map(move |entry| match entry {
        // what a .gitignore keeps out isn't known if it can't be read
        Ok(entry) if entry.error().is_some_and(ignore::Error::is_io) => {
            entry.error().map(|error| Err(unwalked(&folder, error)))
        }
        Ok(entry) => is_json(entry.path()).then(|| Ok(tidy(entry.path()))),
        Err(error) => Some(Err(unwalked(&folder, &error))),
    })
}

/// Where a walk stopped, and why; the system's words without those of the layers in between.
fn unwalked(place: &Path, error: &ignore::Error) -> Error {
    match error {
        ignore::Error::WithPath { path, err } => unwalked(path, err),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            unwalked(place, err)
        }
        ignore::Error::Partial(errors) if !errors.is_empty() => unwalked(place, &errors[0]),
        other => {
            let code = other.io_error().and_then(io::Error::raw_os_error);
            let problem = match code.map(io::Error::from_raw_os_error) {
                Some(error) => error.to_string(),
                None => shown::escape(&other.to_string()).into_owned(),
            };
            let place = shown::path(place);
            Error::Unwalked { place, problem }
        }
    }
}

/// Whether a path leads to a file, past all links, that is JSON by its name.
pub fn is_json(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let has_ending = ending.is_some_and(|ending| {
        ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    });
    has_ending && path.is_file()
}

/// `./a.json` is `a.json`: that is how people and reports name it.
fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// Whether a file that isn't UTF-8 has the name of the usual list in it, in one byte a letter or in
/// two (UTF-16).
pub fn speaks_of_a_list(path: &Path) -> bool {
    let mut bytes = fs::read(path).unwrap_or_default();
    bytes.retain(|byte| *byte != 0);
    let name = json::NAME.as_bytes();
    bytes.windows(name.len()).any(|window| window == name)
}

impl Document {
    /// Those of the pointers that lead to a list in a document that was only come across, or `None` if
    /// it holds none.
    ///
    /// Without pointers, it has to be where lists usually are, under their names: most arrays in the
    /// world are about something else. Malformed JSON holds a list if it speaks of one.
    pub fn held(&self, pointers: &[Pointer]) -> Result<Option<Vec<Pointer>>, Error> {
        if pointers.is_empty() {
            return Ok(self.holds(None)?.then(Vec::new));
        }
        let mut held = Vec::new();
        for pointer in pointers {
            if self.holds(Some(pointer))? {
                held.push(pointer.clone());
            }
        }
        Ok((!held.is_empty()).then_some(held))
    }

    fn holds(&self, at: Option<&Pointer>) -> Result<bool, Error> {
        match self.lists(at) {
            Ok(lists) => {
                Ok(at.is_some() || lists.iter().all(|list| !list.pointer().as_str().is_empty()))
            }
            Err(Error::Empty { .. }) => Ok(false),
            Err(Error::Json { problem, .. }) if problem.is_absence() => Ok(false),
            Err(Error::Json { .. }) if !self.speaks_of(at) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether the last key on the way to a list occurs anywhere.
    fn speaks_of(&self, at: Option<&Pointer>) -> bool {
        let keys = at.map(|at| {
            let tokens = at.tokens();
            tokens.filter_map(|token| match token {
                Token::Named(key) => Some(key.into_owned()),
                Token::Any => None,
            })
        });
        let key = match keys {
            Some(keys) => keys.last(),
            None => Some(json::NAME.to_owned()),
        };
        key.is_none_or(|key| self.text.contains(&key))
    }
}
