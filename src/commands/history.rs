//! `history`: what corsctl has written, and where.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::settings::Settings;
use super::{say, stdout, target};
use crate::cli::{self, Shape, Talk};
use crate::diagnostic::Severity;
use crate::entry::Value;
use crate::exit::Exit;
use crate::history::{Change, Past, Record, Store, Subject};
use crate::plan::Location;
use crate::report::edit::raw;
use crate::report::{plural, spelling};
use crate::shown;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    writes: Vec<Object<'a>>,
}

#[derive(Serialize)]
struct Object<'a> {
    time: &'a str,
    command: &'a str,
    target: String,
    /// Whether it made the file.
    made: bool,
    /// Whether it is known to be done.
    done: bool,
    lists: Vec<Changed>,
}

/// A list, and what was done to it.
#[derive(Serialize)]
struct Changed {
    /// Where in the JSON it is; null for one of lines.
    pointer: Option<String>,
    added: Vec<Box<RawValue>>,
    removed: Vec<Box<RawValue>>,
}

/// What is said of a write that isn't known to be done.
const PERHAPS: &str = " (perhaps never done)";

pub(super) fn run(args: &cli::History, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    let subject = match (&args.file, &args.server) {
        (Some(path), _) => Some(Subject::file(path)?),
        (_, Some(server)) => Some(Subject::server(&target::address(server, settings, talk)?)),
        (None, None) => None,
    };
    let past = Store::open()?.read(subject.as_ref())?;
    mention(&past, None, talk);
    if talk.verbose {
        mention_garbled(&past, None, talk);
    }
    let mut out = stdout();
    match args.format {
        Shape::Json => {
            let writes = past.records.iter().map(object);
            let writes = writes.collect::<Result<_, _>>()?;
            spelling::write(&mut out, &Document { version: 1, writes })?;
            writeln!(out)?;
        }
        Shape::Text if past.records.is_empty() => {
            let text = match &subject {
                Some(subject) => format!("no write to {subject} is on record"),
                None => "no write is on record yet".to_owned(),
            };
            say(talk, Severity::Note, &text);
        }
        Shape::Text => tell(&past.records, talk.verbose, &mut out)?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// Says what was left out that somebody may miss; `of` which place, if it is about one.
pub(super) fn mention(past: &Past, of: Option<&Location>, talk: &Talk) {
    if let Some(version) = past.foreign.iter().max() {
        let text = format!(
            "{}left out {} of another release of corsctl (version {version} of the history); that one reads all",
            prefix(of),
            plural(past.foreign.len(), "record")
        );
        say(talk, Severity::Warning, &text);
    }
}

/// Says that something was left out which tells nothing to anybody.
pub(super) fn mention_garbled(past: &Past, of: Option<&Location>, talk: &Talk) {
    if past.garbled > 0 {
        let count = plural(past.garbled, "record");
        let text = format!("{}left out {count} that can't be read", prefix(of));
        say(talk, Severity::Note, &text);
    }
}

fn prefix(of: Option<&Location>) -> String {
    of.map(|place| format!("{place}: ")).unwrap_or_default()
}

fn object(record: &Record) -> io::Result<Object<'_>> {
    let changed = |change: &Change| {
        let (removed, added) = change.values();
        Ok(Changed {
            pointer: change
                .pointer
                .as_deref()
                .map(|at| shown::mask_pointer(at).into_owned()),
            added: raw(&added)?,
            removed: raw(&removed)?,
        })
    };
    let lists: io::Result<_> = record.lists.iter().map(changed).collect();
    Ok(Object {
        time: &record.time,
        command: &record.command,
        target: record.subject.full(),
        made: record.made,
        done: record.is_done,
        lists: lists?,
    })
}

fn tell(records: &[Record], is_verbose: bool, out: &mut dyn Write) -> io::Result<()> {
    let counts: Vec<[String; 2]> = records.iter().map(counts).collect();
    let width = |column: fn(&[String; 2]) -> &String| {
        counts
            .iter()
            .map(|counts| column(counts).len())
            .max()
            .unwrap_or(0)
    };
    let (added, removed) = (width(|counts| &counts[0]), width(|counts| &counts[1]));
    let commands = records.iter().map(|record| record.command.len());
    let command = commands.max().unwrap_or(0);
    for (record, [come, gone]) in records.iter().zip(&counts) {
        writeln!(
            out,
            "{}  {:command$}  {come:>added$} {gone:>removed$}  {}{}{}",
            record.time,
            shown::escape(&record.command),
            record.subject,
            whereabouts(record),
            if record.is_done { "" } else { PERHAPS }
        )?;
        if is_verbose {
            record
                .lists
                .iter()
                .try_for_each(|change| entries(change, record, out))?;
        }
    }
    Ok(())
}

/// `+2` and `-1`.
fn counts(record: &Record) -> [String; 2] {
    let (added, removed) = record.counts();
    [format!("+{added}"), format!("-{removed}")]
}

/// Which list of the file; the only one at the root needs no mention.
fn whereabouts(record: &Record) -> String {
    match record.lists.as_slice() {
        [change] if record.subject.path().is_some() => match change.pointer.as_deref() {
            None | Some("") => String::new(),
            Some(pointer) => format!(" {}", at(pointer)),
        },
        [] | [_] => String::new(),
        several => format!(" ({})", plural(several.len(), "list")),
    }
}

/// A place, fit to be shown.
pub(super) fn at(pointer: &str) -> String {
    shown::escape(&shown::mask_pointer(pointer)).into_owned()
}

fn entries(change: &Change, record: &Record, out: &mut dyn Write) -> io::Result<()> {
    if let (Some(pointer), 2..) = (&change.pointer, record.lists.len()) {
        writeln!(out, "  {}", at(pointer))?;
    }
    let (removed, added) = change.values();
    let mut tell = |sign: char, values: &[Value]| {
        values
            .iter()
            .try_for_each(|value| writeln!(out, "  {sign} {value}"))
    };
    tell('-', &removed)?;
    tell('+', &added)
}
