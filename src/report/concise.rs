//! `--format concise`: one finding a line, as compilers print them, so that editors can jump there.

use std::io::{self, Write};

use owo_colors::OwoColorize;

use super::{Look, Render, Summary, sentence};
use crate::diagnostic::Severity;
use crate::entry::Source;
use crate::lint::Linted;
use crate::shown;

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
            let spot = match &place.source {
                Source::Arguments => linted.entry.value.to_string(),
                _ => place.spot(linted.entry.region(&found.span).start),
            };
            let spot = shown::opening(spot);
            let severity = found.severity.style(self.look.severity(found.severity));
            let sentence = sentence(found, &linted.entry.value);
            writeln!(out, "{spot}: {severity}[{}]: {sentence}", found.rule.name)?;
        }
        Ok(())
    }

    fn least(&self) -> Option<Severity> {
        Some(self.look.least)
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.look.summary {
            writeln!(out, "{}", summary.sentence(self.look))?;
        }
        Ok(())
    }
}
