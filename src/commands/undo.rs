//! `undo`: what the last write to a list replaced, put back.

use super::edit::{Outcome, Request, Story, Task};
use super::history::mention;
use super::settings::Settings;
use super::{signed, target};
use crate::cli::{Talk, Undo};
use crate::diagnostic::Severity;
use crate::entry::Value;
use crate::exit::Exit;
use crate::history::{Change, Error, Record, Store};
use crate::lint::Linter;
use crate::list::{List, Pointer, Step};
use crate::plan::{self, Location};
use crate::report::plural;

pub(super) fn run(args: &Undo, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    let request = Request {
        command: "undo",
        locations: target::locations(&args.target, false, settings, talk)?,
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
    let outcomes = request.carry_out_each(|location| {
        let record = last(&store, location, talk)?;
        let name = location.to_string();
        Ok(Task {
            lists: Some(pointers(&record, location)?),
            remark: record.made.then(|| {
                let text = format!("{name} was made by that write; it stays, without entries");
                (Severity::Note, text)
            }),
            steps: move |list: &List| Ok(steps_back(&record, &name, list)?),
        })
    });
    request.report(outcomes, &[], story)
}

/// The last write to a list.
fn last(store: &Store, location: &Location, talk: &Talk) -> Result<Record, Error> {
    let past = store.read(Some(&location.subject()?))?;
    mention(&past, talk);
    let is_meant = |record: &Record| match wanted(location) {
        Some(at) => record.lists.iter().any(|change| is_at(change, at)),
        None => true,
    };
    let record = past.records.into_iter().find(is_meant);
    let name = location.to_string();
    record.ok_or(Error::Nothing { name })
}

/// The list that was asked for, if it wasn't just that of a whole file or server.
fn wanted(location: &Location) -> Option<&Pointer> {
    match location {
        Location::File { at, .. } => at.as_ref(),
        Location::Server(_) => None,
    }
}

fn is_at(change: &Change, at: &Pointer) -> bool {
    change.pointer.as_deref() == Some(at.as_str())
}

/// The lists to put back.
fn pointers(record: &Record, location: &Location) -> Result<Vec<Pointer>, Error> {
    if let Some(at) = wanted(location) {
        return Ok(vec![at.clone()]);
    }
    let pointers = record.lists.iter().filter_map(|it| it.pointer.as_deref());
    let parsed: Result<_, _> = pointers.map(str::parse).collect();
    let name = location.to_string();
    parsed.map_err(|_| Error::Garbled { name })
}

/// The steps that put one of the lists back.
fn steps_back(record: &Record, name: &str, list: &List) -> Result<Vec<Step>, Error> {
    let garbled = || Error::Garbled {
        name: name.to_owned(),
    };
    let at = list.pointer_in_json().map(Pointer::as_str);
    let mut changes = record.lists.iter();
    let change = changes.find(|change| change.pointer.as_deref() == at);
    let change = change.ok_or_else(garbled)?;
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
