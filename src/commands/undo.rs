//! `undo`: what the last write to a list replaced, put back.

use super::edit::{Outcome, Request, Story, Task};
use super::history::mention;
use super::settings::Settings;
use super::{signed, target};
use crate::cli::{Talk, Undo};
use crate::diagnostic::Severity;
use crate::entry::Value;
use crate::exit::Exit;
use crate::history::{Change, Error, Past, Record, Store};
use crate::lint::Linter;
use crate::list::{self, Document, List, Pointer, Step};
use crate::plan::{self, Location};
use crate::report::plural;
use crate::shown;

pub(super) fn run(args: &Undo, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    let request = Request {
        command: "undo",
        // the record says which lists, not the configuration
        locations: target::places(&args.target, false, settings, talk)?,
        // it was empty before, and that was somebody's choice
        may_empty: true,
        is_trial: args.dry_run,
        check: false,
        format: args.format,
        talk,
        linter: &Linter::default(),
        browsers: &[],
    };
    let store = Store::open()?;
    let ready = |location: &Location| {
        let past = past(&store, location)?;
        mention(&past, talk);
        if past.records.is_empty() {
            return Err(nothing(location).into());
        }
        match location {
            // an edit would say how to make it, but there is nothing to put back into
            Location::File { path, .. } if !path.exists() => {
                let path = shown::path(path);
                Err(list::Error::Missing { path }.into())
            }
            _ => Ok(()),
        }
    };
    // read again, now that nobody else writes
    let task = |location: &Location, document: &Document| {
        let record = last(past(&store, location)?, location, document)?;
        let name = location.to_string();
        Ok(Task {
            lists: Some(pointers(&record, location)),
            remark: record.made.then(|| {
                let text = format!("{name} was made by that write; it stays, without entries");
                (Severity::Note, text)
            }),
            steps: move |list: &List| Ok(steps_back(&record, &name, list)?),
        })
    };
    let outcomes = request.carry_out_each(ready, task);
    request.report(outcomes, &[], story)
}

/// The writes to a list.
fn past(store: &Store, location: &Location) -> Result<Past, Error> {
    let mut past = store.read(Some(&location.subject()?))?;
    if let Some(at) = wanted(location) {
        let is_at = |change: &Change| place(change).as_ref() == Some(at);
        let is_meant = |record: &Record| record.lists.iter().any(is_at);
        past.records.retain(is_meant);
    }
    Ok(past)
}

fn nothing(location: &Location) -> Error {
    let name = location.to_string();
    Error::Nothing { name }
}

/// The last write: one that isn't known to be done wasn't if the lists are as they were before.
fn last(past: Past, location: &Location, document: &Document) -> anyhow::Result<Record> {
    for record in past.records {
        if record.is_done || !never_came(&record, location, document)? {
            return Ok(record);
        }
    }
    Err(nothing(location).into())
}

/// Whether a write that may not have been done wasn't: all lists are as they were before, and not all as it
/// would have left them.
fn never_came(record: &Record, location: &Location, document: &Document) -> anyhow::Result<bool> {
    let lists = document.lists_at(&pointers(record, location))?;
    let all = |is: fn(&Change, &List) -> bool| {
        let mut pairs = lists.iter().map(|list| (change(record, list), list));
        pairs.all(|(change, list)| change.is_some_and(|change| is(change, list)))
    };
    Ok(all(Change::is_as_before) && !all(Change::is_as_left))
}

/// The list that was asked for, if it wasn't just that of a whole file or server.
fn wanted(location: &Location) -> Option<&Pointer> {
    match location {
        Location::File { at, .. } => at.as_ref(),
        Location::Server(_) => None,
    }
}

/// Where a list is that was changed; `None` for one of lines.
fn place(change: &Change) -> Option<Pointer> {
    change.pointer.as_deref()?.parse().ok()
}

/// The lists to put back.
fn pointers(record: &Record, location: &Location) -> Vec<Pointer> {
    let is_wanted = |at: &Pointer| wanted(location).is_none_or(|wanted| wanted == at);
    let places = record.lists.iter().filter_map(place);
    places.filter(is_wanted).collect()
}

/// What a write did to one of the lists.
fn change<'r>(record: &'r Record, list: &List) -> Option<&'r Change> {
    let at = list.pointer_in_json().map(Pointer::as_str);
    let mut changes = record.lists.iter();
    changes.find(|change| change.pointer.as_deref() == at)
}

/// The steps that put one of the lists back.
fn steps_back(record: &Record, name: &str, list: &List) -> Result<Vec<Step>, Error> {
    let garbled = || Error::Garbled {
        name: name.to_owned(),
    };
    let change = change(record, list).ok_or_else(garbled)?;
    if !change.is_as_left(list) {
        return Err(Error::Changed {
            name: name.to_owned(),
            command: record.command.clone(),
            time: record.time.clone(),
            difference: difference(change, list),
        });
    }
    change.steps_back(list).ok_or_else(garbled)
}

/// What has become of a list since it was left.
fn difference(change: &Change, list: &List) -> String {
    let Some(left) = change.left() else {
        let [now, then] = [list.len(), change.count()].map(|count| plural(count, "entry"));
        return format!("  it was left with {then} and has {now} now");
    };
    let now: Vec<Value> = list.values().collect();
    let gone = plan::difference(&left, &now);
    let come = plan::difference(&now, &left);
    match gone.is_empty() && come.is_empty() {
        true => "  its entries are in another order now".to_owned(),
        false => signed(&gone, &come),
    }
}

fn story(outcome: &Outcome) -> Story {
    let lists = &outcome.lists;
    let removed = lists.removed.iter().map(|value| format!("removed {value}"));
    let added = lists.added.iter().map(|value| format!("added {value}"));
    let mut lines: Vec<String> = removed.chain(added).collect();
    if lines.is_empty() {
        let line = match outcome.is_change {
            true => "changed the order",
            false => "nothing to change",
        };
        lines.push(line.to_owned());
    }
    Story {
        lines,
        notes: Vec::new(),
    }
}
