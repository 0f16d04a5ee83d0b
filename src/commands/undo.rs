//! `undo`: what the last write to a list replaced, put back.

use super::edit::{Outcome, Request, Story, Task};
use super::history::{at, mention, mention_garbled};
use super::settings::Settings;
use super::{say, signed, target};
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
    let ready = |location: &Location| match location {
        _ if !store.knows(&location.subject()?)? => Err(nothing(location).into()),
        // an edit would say how to make it, but there is nothing to put back into
        Location::File { path, .. } if !path.exists() => {
            let path = shown::path(path);
            Err(list::Error::Missing { path }.into())
        }
        _ => Ok(()),
    };
    let known = |location: &Location| Ok(past(&store, location)?);
    let task = |location: &Location, past: Past, document: &Document| {
        mention(&past, Some(location), talk);
        mention_garbled(&past, Some(location), talk);
        let name = location.to_string();
        let record = last(past, location, document, talk)?;
        ensure_there(&record, location, document)?;
        Ok(Task {
            lists: Some(pointers(&record, location)),
            remark: record.made.then(|| {
                let text = format!("{name} was made by that write; it stays, without entries");
                (Severity::Note, text)
            }),
            steps: move |list: &List| Ok(steps_back(&record, &name, list)?),
        })
    };
    let outcomes = request.carry_out_each(ready, known, task);
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

/// What became of a write, as its record and the lists tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done,
    Never,
    /// The lists are neither as before nor as it would have left them.
    Unclear,
}

/// The write to take back: the last that was done. If nobody knows of any, one that perhaps was.
fn last(
    past: Past,
    location: &Location,
    document: &Document,
    talk: &Talk,
) -> Result<Record, Error> {
    if past.records.is_empty() {
        return Err(nothing(location));
    }
    let mut passed_over = Vec::new();
    let mut done = None;
    for record in past.records {
        match fate(&record, location, document) {
            Fate::Done => {
                done = Some(record);
                break;
            }
            fate => passed_over.push((record, fate)),
        }
    }
    // that a list is as an older write left it says that none came in between, but nothing of other lists
    let is_told = |unclear: &Record| done.as_ref().is_some_and(|done| unclear.shares_list(done));
    let unclear = passed_over
        .iter()
        .position(|(record, fate)| *fate == Fate::Unclear && !is_told(record));
    match (unclear, done) {
        (Some(index), _) => Ok(passed_over.swap_remove(index).0),
        (None, Some(done)) => {
            tell(&passed_over, location, talk);
            Ok(done)
        }
        (None, None) => {
            let name = location.to_string();
            Err(Error::NeverDone { name })
        }
    }
}

/// Whether a write was done: all lists as they were before says it wasn't, if that isn't how it would have
/// left them too.
fn fate(record: &Record, location: &Location, document: &Document) -> Fate {
    if record.is_done {
        return Fate::Done;
    }
    let Ok(lists) = lists(&pointers(record, location), document) else {
        return Fate::Unclear;
    };
    let all = |is: fn(&Change, &List) -> bool| {
        let mut pairs = lists.iter().map(|list| (change(record, list), list));
        pairs.all(|(change, list)| change.is_some_and(|change| is(change, list)))
    };
    match (all(Change::is_as_left), all(Change::is_as_before)) {
        (true, _) => Fate::Done,
        (false, true) => Fate::Never,
        (false, false) => Fate::Unclear,
    }
}

/// The lists at these places; where there is nothing at all, as there was before `--create`, an empty one.
fn lists(at: &[Pointer], document: &Document) -> Result<Vec<List>, list::Error> {
    match document.is_blank() {
        true => document.with_empty_list(at.first()).lists_at(at),
        false => document.lists_at(at),
    }
}

/// Says which writes are left as they are, that perhaps were to be taken back.
fn tell(passed_over: &[(Record, Fate)], location: &Location, talk: &Talk) {
    for (Record { command, time, .. }, fate) in passed_over {
        let perhaps = match fate {
            Fate::Unclear => "perhaps ",
            Fate::Done | Fate::Never => "",
        };
        let command = shown::escape(command);
        let text =
            format!("{location}: passed over `{command}` at {time}, which {perhaps}was never done");
        say(talk, Severity::Note, &text);
    }
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

/// Fails if the lists aren't there any more.
fn ensure_there(record: &Record, location: &Location, document: &Document) -> Result<(), Error> {
    let name = location.to_string();
    let was_text = record.lists.iter().any(|change| change.pointer.is_none());
    if was_text != document.is_text() {
        let kind = if was_text { "JSON" } else { "a list of lines" };
        return Err(changed(record, name, format!("  it is {kind} now")));
    }
    match lists(&pointers(record, location), document) {
        Ok(lists) if document.is_blank() => {
            // there is nothing at all, which no edit begins with
            let mut steps = lists.iter().map(|list| steps_back(record, &name, list));
            steps.try_for_each(|steps| steps.map(drop))
        }
        Ok(_) => Ok(()),
        Err(list::Error::Json { problem, .. }) => {
            Err(changed(record, name, format!("  {problem}")))
        }
        Err(error) => Err(changed(record, name, format!("  {error}"))),
    }
}

/// The steps that put one of the lists back, which has to be as it was left.
fn steps_back(record: &Record, name: &str, list: &List) -> Result<Vec<Step>, Error> {
    let garbled = || Error::Garbled {
        name: name.to_owned(),
    };
    let change = change(record, list).ok_or_else(garbled)?;
    if !change.is_as_left(list) {
        let name = match change.pointer.as_deref() {
            // the only one at the root, and that of a server, need no mention
            Some(place) if !place.is_empty() && record.subject.path().is_some() => {
                format!("{name} {}", at(place))
            }
            _ => name.to_owned(),
        };
        return Err(changed(record, name, difference(change, list)));
    }
    change.steps_back(list).ok_or_else(garbled)
}

fn changed(record: &Record, name: String, difference: String) -> Error {
    Error::Changed {
        name,
        command: shown::escape(&record.command).into_owned(),
        time: record.time.clone(),
        is_done: record.is_done,
        difference,
    }
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
