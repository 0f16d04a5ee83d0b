//! What an edit did, or would do: a few lines for people, one document for scripts.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::json::VERSION;
use super::probe::Probed;
use super::{Finding, findings, spelling};
use crate::entry::Value;
use crate::lint::Linted;
use crate::probe::Probe;
use crate::shown;

/// An edit's outcome, in JSON. The lists hold the values as they stand, junk included.
#[derive(Serialize)]
struct Edit<'a> {
    version: u32,
    /// What was edited.
    target: &'a str,
    /// Whether the list is, or would be, another one than before.
    changed: bool,
    /// Whether it was only tried.
    dry_run: bool,
    before: Vec<Box<RawValue>>,
    after: Vec<Box<RawValue>>,
    added: Vec<Box<RawValue>>,
    removed: Vec<Box<RawValue>>,
    kept_invalid: Vec<Box<RawValue>>,
    findings: Vec<Finding<'a>>,
    /// What a browser would make of it now, if that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    probe: Vec<Probed<'a>>,
}

/// The lists of an edit.
#[derive(Debug, Default)]
pub struct Lists {
    /// The list as it was.
    pub before: Vec<Value>,
    /// The list as it is now.
    pub after: Vec<Value>,
    /// What came into it.
    pub added: Vec<Value>,
    /// What went from it.
    pub removed: Vec<Value>,
    /// What stayed though it never matches.
    pub kept_invalid: Vec<Value>,
}

/// Writes an edit's outcome as JSON.
pub fn json<'a>(
    target: &str,
    is_change: bool,
    is_dry_run: bool,
    lists: &Lists,
    linted: impl Iterator<Item = &'a Linted<'a>>,
    probes: &'a [Probe],
    out: &mut dyn Write,
) -> io::Result<()> {
    let edit = Edit {
        version: VERSION,
        target,
        changed: is_change,
        dry_run: is_dry_run,
        before: raw(&lists.before)?,
        after: raw(&lists.after)?,
        added: raw(&lists.added)?,
        removed: raw(&lists.removed)?,
        kept_invalid: raw(&lists.kept_invalid)?,
        findings: linted.flat_map(findings).collect(),
        probe: probes.iter().map(Probed::of).collect(),
    };
    spelling::write(&mut *out, &edit)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Failure<'a> {
    version: u32,
    target: &'a str,
    error: &'a str,
    exit_code: u8,
}

/// Writes why a list can't be had as JSON.
pub fn failure_json(
    target: &str,
    error: &str,
    exit_code: u8,
    out: &mut dyn Write,
) -> io::Result<()> {
    let failure = Failure {
        version: VERSION,
        target,
        error,
        exit_code,
    };
    spelling::write(&mut *out, &failure)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Listed<'a> {
    version: u32,
    target: &'a str,
    origins: Vec<Box<RawValue>>,
}

/// Writes a list as JSON, its entries as they stand.
pub fn list_json(target: &str, origins: &[Value], out: &mut dyn Write) -> io::Result<()> {
    let listed = Listed {
        version: VERSION,
        target,
        origins: raw(origins)?,
    };
    spelling::write(&mut *out, &listed)?;
    writeln!(out)
}

/// Values as they stand, numbers to the last digit, with secrets masked.
pub fn raw(values: &[Value]) -> serde_json::Result<Vec<Box<RawValue>>> {
    let raw = |value: &Value| match value {
        Value::Text(text) => to_raw_value(&shown::mask(text)),
        Value::NotAString(_) | Value::NotAList(_) => {
            RawValue::from_string(value.masked().into_owned())
        }
    };
    values.iter().map(raw).collect()
}
