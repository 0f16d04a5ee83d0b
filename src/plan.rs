//! What an edit will do, before it is done.
//!
//! A [`Target`] is a list that has been opened for an edit; [`Target::plan`] turns the wanted list
//! into a [`Plan`], which owns its target, so that it can be written nowhere else. The text that
//! will be written is made here: what `--dry-run` shows is what would be stored.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::entry::{Entry, Value};
use crate::list::file::{self, Locked};
use crate::list::{Document, Error, List, Pointer, Step};
use crate::origin::Origin;

/// A list, opened for an edit.
#[derive(Debug)]
pub struct Target {
    place: Place,
    at: Option<Pointer>,
    /// What is on disk.
    stored: String,
    /// The same; or, where there is nothing yet, an empty list.
    document: Document,
    list: List,
}

#[derive(Debug)]
enum Place {
    File(Locked),
    NewFile(PathBuf),
}

impl Target {
    /// Opens the list in a file. With `create`, a file that doesn't exist or is empty counts as an
    /// empty list.
    pub fn file(path: &Path, at: Option<&Pointer>, create: bool) -> Result<Self, Error> {
        let (place, mut document) = match Locked::open(path) {
            Ok((locked, document)) => (Place::File(locked), document),
            Err(Error::Missing { .. }) if create => {
                (Place::NewFile(path.to_owned()), file::empty(path)?)
            }
            Err(Error::Missing { path }) => return Err(Error::MissingTarget { path }),
            Err(error) => return Err(error),
        };
        let stored = document.text().to_owned();
        if create && stored.trim().is_empty() {
            document = document.with_empty_list(at);
        }
        let list = document.list(at)?;
        Ok(Self {
            place,
            at: at.cloned(),
            stored,
            document,
            list,
        })
    }

    /// What is in the list.
    pub fn entries(&self) -> &[Entry] {
        &self.list.entries
    }

    /// Whether the list is Audiobookshelf's.
    pub fn is_audiobookshelf(&self) -> bool {
        self.list.audiobookshelf
    }

    /// Works out what the steps lead to.
    pub fn plan(self, steps: &[Step]) -> Result<Plan, Error> {
        let text = self.document.splice(&self.list, steps)?;
        let new_document = self.document.with_text(text);
        let new_list = new_document.list(self.at.as_ref())?;
        Ok(Plan {
            name: self.document.name(),
            before: values(&self.list),
            after: values(&new_list),
            is_change: new_document.text() != self.stored,
            target: self,
            new_document,
            new_list,
        })
    }
}

fn values(list: &List) -> Vec<Value> {
    list.entries
        .iter()
        .map(|entry| entry.value.clone())
        .collect()
}

/// An edit that is ready to be written.
#[derive(Debug)]
pub struct Plan {
    target: Target,
    new_document: Document,
    new_list: List,
    /// What the target is called.
    pub name: String,
    /// The list as it is.
    pub before: Vec<Value>,
    /// The list as it will be.
    pub after: Vec<Value>,
    /// Whether there is anything to write.
    pub is_change: bool,
}

/// What came of writing a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is on disk.
    Done,
    /// Somebody else made the file first: open it and plan anew.
    Overtaken,
}

impl Plan {
    /// Whether the file will be made.
    pub fn is_new_file(&self) -> bool {
        matches!(self.target.place, Place::NewFile(_))
    }

    /// What comes into the list.
    pub fn added(&self) -> Vec<Value> {
        difference(&self.after, &self.before)
    }

    /// What goes from it.
    pub fn removed(&self) -> Vec<Value> {
        difference(&self.before, &self.after)
    }

    /// The change as a unified diff, with secrets masked.
    pub fn diff(&self) -> String {
        let Target {
            stored,
            document,
            list,
            ..
        } = &self.target;
        let old = if document.text() == stored {
            document.masked(std::slice::from_ref(list))
        } else {
            stored.clone()
        };
        let new = self
            .new_document
            .masked(std::slice::from_ref(&self.new_list));
        diff(&self.name, &old, &new)
    }

    /// Writes it, unless there is nothing to write.
    pub fn write(self) -> Result<Written, Error> {
        let text = self.new_document.text();
        match self.target.place {
            _ if !self.is_change => Ok(Written::Done),
            Place::File(locked) => locked.replace(text).map(|()| Written::Done),
            Place::NewFile(path) => Ok(match file::create(&path, text)? {
                true => Written::Done,
                false => Written::Overtaken,
            }),
        }
    }
}

/// A unified diff of a file, as `git apply` takes it; empty if nothing differs.
pub fn diff(name: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

/// What is in `left` and not in `right`, or there more often.
fn difference(left: &[Value], right: &[Value]) -> Vec<Value> {
    let mut counts: HashMap<&Value, usize> = HashMap::new();
    for value in right {
        *counts.entry(value).or_default() += 1;
    }
    let is_new = |value: &&Value| match counts.get_mut(*value) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    };
    left.iter().filter(is_new).cloned().collect()
}

/// All entries, and behind them the wanted ones that aren't there byte for byte.
pub fn add(entries: &[Entry], wanted: &[String]) -> Vec<Step> {
    let mut there: HashSet<&str> = texts(entries).collect();
    let keep = (0..entries.len()).map(Step::Keep);
    let new = wanted.iter().filter(|origin| there.insert(origin));
    keep.chain(new.map(|origin| Step::Insert(origin.clone())))
        .collect()
}

/// All entries but those that are one of the unwanted, byte for byte.
pub fn remove(entries: &[Entry], unwanted: &[String]) -> Vec<Step> {
    let unwanted: HashSet<&str> = unwanted.iter().map(String::as_str).collect();
    entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| {
            entry
                .value
                .text()
                .is_none_or(|text| !unwanted.contains(text))
        })
        .map(|(index, _)| Step::Keep(index))
        .collect()
}

/// Exactly the wanted entries, each once; those that are there in that order stay where they are.
pub fn set(entries: &[Entry], wanted: &[String]) -> Vec<Step> {
    let mut seen = HashSet::new();
    let mut next = 0;
    wanted
        .iter()
        .filter(|origin| seen.insert(origin.as_str()))
        .map(|origin| {
            let rest = entries[next..].iter();
            match rest
                .clone()
                .position(|entry| entry.value.text() == Some(origin))
            {
                Some(at) => {
                    next += at + 1;
                    Step::Keep(next - 1)
                }
                None => Step::Insert(origin.clone()),
            }
        })
        .collect()
}

/// The entries that mean `origin` but are spelt so that they never match.
pub fn broken_forms<'e>(entries: &'e [Entry], origin: &str) -> Vec<&'e Entry> {
    entries
        .iter()
        .filter(|entry| {
            let text = entry.value.text().filter(|text| *text != origin);
            let found = text.and_then(Origin::of);
            found.is_some_and(|found| found.as_str() == origin)
        })
        .collect()
}

fn texts(entries: &[Entry]) -> impl Iterator<Item = &str> {
    entries.iter().filter_map(|entry| entry.value.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(texts: &[&str]) -> Vec<Entry> {
        let numbered = texts.iter().enumerate();
        numbered
            .map(|(index, text)| Entry::argument(index + 1, *text))
            .collect()
    }

    fn apply(entries: &[Entry], steps: &[Step]) -> Vec<String> {
        let text = |step: &Step| match step {
            Step::Keep(index) => entries[*index].value.to_string(),
            Step::Replace(_, text) | Step::Insert(text) => text.clone(),
        };
        steps.iter().map(text).collect()
    }

    #[test]
    fn edits_lead_to_the_wanted_list() {
        type Edit = fn(&[Entry], &[String]) -> Vec<Step>;
        for (edit, given, wanted, expected) in [
            (add as Edit, vec!["a"], vec!["b", "a", "b"], vec!["a", "b"]),
            (add, vec![], vec!["a"], vec!["a"]),
            (remove, vec!["a", "b", "a"], vec!["a", "c"], vec!["b"]),
            (set, vec!["a", "b", "c"], vec!["c", "a"], vec!["c", "a"]),
            (
                set,
                vec!["a", "b"],
                vec!["a", "x", "b", "a"],
                vec!["a", "x", "b"],
            ),
            (set, vec!["a"], vec![], vec![]),
        ] {
            let entries = entries(&given);
            let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
            assert_eq!(
                apply(&entries, &edit(&entries, &wanted)),
                expected,
                "{given:?} {wanted:?}"
            );
        }
    }

    #[test]
    fn set_moves_as_little_as_it_can() {
        let entries = entries(&["a", "b", "c"]);
        let wanted = ["a", "c", "d"].map(str::to_owned);
        let steps = set(&entries, &wanted);
        assert_eq!(
            steps,
            [Step::Keep(0), Step::Keep(2), Step::Insert("d".to_owned())]
        );
    }

    #[test]
    fn differences_count_repeats() {
        let values = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| Value::Text((*text).to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            difference(&values(&["a", "a", "b"]), &values(&["a"])),
            values(&["a", "b"])
        );
        assert_eq!(
            difference(&values(&["a"]), &values(&["a", "a"])),
            values(&[])
        );
    }

    #[test]
    fn broken_forms_are_found() {
        let entries = entries(&[
            "https://a.example",
            "https://A.example/",
            "https://b.example/",
        ]);
        let found: Vec<String> = broken_forms(&entries, "https://a.example")
            .iter()
            .map(|entry| entry.value.to_string())
            .collect();
        assert_eq!(found, ["https://A.example/"]);
    }
}
