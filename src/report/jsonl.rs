//! `--format jsonl`: one object per entry, in input order, written as it goes.

use std::io::{self, Write};

use super::json::{EntryObject, FindingObject};
use super::{Render, Summary};
use crate::lint::Linted;

/// Holds nothing: each entry is written and forgotten.
pub(super) struct Jsonl;

#[derive(serde::Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    entry: EntryObject<'a>,
    findings: Vec<FindingObject<'a>>,
}

impl Render for Jsonl {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        let line = Line {
            entry: EntryObject::of(linted),
            findings: linted.diagnostics.iter().map(FindingObject::of).collect(),
        };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)
    }

    fn finish(&mut self, _: &Summary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
