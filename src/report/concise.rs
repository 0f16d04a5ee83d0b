//! `--format concise`: one finding a line, as compilers print them, so that editors can jump there.

use std::io::{self, Write};

use owo_colors::OwoColorize;

use super::{Look, Render, Summary, sentence};
use crate::entry::Source;
use crate::lint::Linted;

pub(super) struct Concise {
    look: Look,
}

impl Concise {
    pub(super) fn new(look: Look) -> Self {
        Self { look }
    }
}

impl Render for Concise {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        let place = &linted.entry.place;
        for found in &linted.diagnostics {
            if found.severity < self.look.least {
                continue;
            }
            match &place.source {
                Source::Arguments => write!(out, "{}: ", linted.entry.value)?,
                _ => {
                    let start = linted.entry.region(&found.span).start;
                    write!(out, "{}: ", place.spot(start))?;
                }
            }
            let severity = found.severity.style(self.look.severity(found.severity));
            let sentence = sentence(found, &linted.entry.value);
            writeln!(out, "{severity}[{}]: {sentence}", found.rule.name)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.look.summary {
            writeln!(out, "{}", summary.sentence(self.look))?;
        }
        Ok(())
    }
}
