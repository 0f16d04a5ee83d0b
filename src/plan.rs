//! What an edit will do, before it is done.
//!
//! [`Opened`] is a document that has been opened, to look or to write, and a [`Target`] what an edit is
//! about in it; [`Target::plan`] turns the wanted list into a [`Plan`], which owns its target, so that it
//! can be written nowhere else. The text that will be written is made here: what `--dry-run` shows is
//! what would be stored.

mod changes;
mod diff;
mod steps;
mod store;
mod target;

use std::io;

use crate::entry::Value;
use crate::history::{Change, Writing};
use crate::list::{Document, Error, List, Spliced, Step};

pub use changes::difference;
pub use diff::diff;
pub use steps::{add, broken_forms, empties, remove, set};
pub use store::{Ended, Stored, replace, store};

pub use target::{Location, Opened, Target, Writable};

use store::create;
use target::Place;

/// An edit that is ready to be shown, or to be written.
#[derive(Debug)]
pub struct Plan<P> {
    target: Target<P>,
    steps: Vec<Vec<Step>>,
    new: Spliced,
    /// Whether there is anything to write.
    pub is_change: bool,
}

/// What came of writing a plan.
#[derive(Debug)]
pub enum Written {
    /// It is where it belongs, or its server has failed.
    Ended(Ended),
    /// Somebody else made the file first: open it and plan anew.
    Overtaken,
    /// Somebody else has changed the list on the server: plan anew for what it is now.
    Moved(Box<Target<Writable>>),
}

impl<P> Plan<P> {
    /// What the target is called; fit to be shown.
    pub fn name(&self) -> String {
        self.target.document.name()
    }

    /// The target's path or address.
    pub fn target(&self) -> &str {
        self.target.document.target()
    }

    /// Whether there is no such file yet.
    pub fn is_new_file(&self) -> bool {
        !self.target.exists
    }

    /// Whether it takes the last origin out of the list.
    pub fn empties(&self) -> bool {
        self.edits().any(|(list, steps)| {
            let holds = |indices| list.texts_in(indices).any(|text| text.is_some());
            let leaves = |step: &Step| {
                let new = step.value(list);
                holds(step.kept()) || new.is_some_and(|value| value.text().is_some())
            };
            holds(0..list.len()) && !steps.iter().any(leaves)
        })
    }

    /// What goes from the lists, and what comes into them.
    pub fn changes(&self) -> (Vec<Value>, Vec<Value>) {
        let changes = self
            .edits()
            .map(|(list, steps)| changes::changes(list, steps));
        let (gone, come): (Vec<_>, Vec<_>) = changes.unzip();
        (gone.concat(), come.concat())
    }

    fn edits(&self) -> impl Iterator<Item = (&List, &[Step])> {
        let steps = self.steps.iter().map(Vec::as_slice);
        self.target.lists.iter().zip(steps)
    }

    /// The lists as they are.
    pub fn before(&self) -> &[List] {
        &self.target.lists
    }

    /// The lists as they will be.
    pub fn after(&self) -> Result<Vec<List>, Error> {
        self.target.meant.lists(&self.new.document())
    }

    /// The change as a unified diff, with secrets masked.
    pub fn diff(&self) -> Result<String, Error> {
        let Target {
            stored,
            document,
            lists,
            ..
        } = &self.target;
        let old = match stored {
            Some(stored) => stored.text().to_owned(),
            None => document.masked(lists),
        };
        let new = self.new.document().masked(&self.after()?);
        Ok(diff(&self.target.document.name_in_diff(), &old, &new))
    }
}

impl Plan<Writable> {
    /// Nothing is written that couldn't be read back as the lists that were planned.
    ///
    /// What stays as it was isn't read again: it may be long.
    fn check(&self) -> Result<(), Error> {
        let (excerpt, indices) = self.new.excerpt(self.before());
        let found = self.target.meant.lists(&excerpt)?;
        let mut pairs = self.edits().zip(&indices).zip(&found);
        let is_planned = pairs.all(|(((list, steps), indices), found)| {
            let after = changes::after(list, steps, indices);
            list.pointer() == found.pointer() && after.eq(found.values())
        });
        match is_planned && found.len() == indices.len() {
            true => Ok(()),
            false => Err(Error::Unplanned { name: self.name() }),
        }
    }

    /// Why other edits on this machine don't wait until it is written, if they don't.
    pub fn lock_problem(&self) -> Option<&io::Error> {
        match &self.target.place.0 {
            Place::File(_) | Place::NewFile(_) => None,
            Place::Server(live) => live.lock_problem(),
        }
    }

    /// Writes it, unless there is nothing to write, and has the history remember what `command` did. After
    /// an error nothing was written.
    pub fn write(self, command: &'static str) -> Result<Written, Error> {
        self.check()?;
        if !self.is_change {
            return Ok(Written::Ended(Ended::default()));
        }
        let is_new_file = self.is_new_file();
        let Self {
            target, steps, new, ..
        } = self;
        let begin = || {
            let edits = target.lists.iter().zip(&steps);
            let changes = edits.map(|(list, steps)| Change::of(list, steps));
            let subject = target.location.subject();
            Writing::begin(command, subject, is_new_file, changes.collect())
        };
        match target.place.0 {
            Place::File(locked) => replace(locked, new.pieces(), begin).map(Written::Ended),
            Place::NewFile(path) => {
                let ended = create(&path, new.document().text(), begin)?;
                Ok(ended.map_or(Written::Overtaken, Written::Ended))
            }
            Place::Server(mut live) => {
                let changes = |now: &Document| {
                    let lists = target.meant.lists(&now.clone().without_null()?)?;
                    Ok(Change::between_all(&target.lists, &lists))
                };
                match store(&mut live, new.document().text(), begin, changes)? {
                    Stored::Ended(ended) => Ok(Written::Ended(ended)),
                    Stored::Moved(document) => {
                        let opened = Opened {
                            place: Writable(Place::Server(live)),
                            location: target.location,
                            exists: true,
                            document: document.without_null()?,
                        };
                        let moved = opened.about(target.meant)?;
                        Ok(Written::Moved(Box::new(moved)))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn an_edit_that_went_wrong_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.json");
        let text = "[\"a\", \"b\", \"c\", \"d\"]\n";
        fs::write(&path, text).unwrap();
        let location = Location::File {
            path: path.clone(),
            at: None,
            create: false,
        };
        let steps = |new: &str| vec![vec![Step::Keep(0..4), Step::Insert(new.to_owned())]];
        for wrong in [steps("y"), vec![vec![Step::Keep(0..4)]], vec![vec![]]] {
            let target = Opened::open(&location).unwrap().target(None).unwrap();
            let mut plan = target.plan(steps("x")).unwrap();
            plan.check().unwrap();
            plan.steps = wrong;
            let problem = plan.write("add").unwrap_err();
            assert!(matches!(problem, Error::Unplanned { .. }), "{problem}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
