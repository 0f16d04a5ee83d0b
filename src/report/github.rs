//! `--format github`: workflow commands, which GitHub Actions shows beside the lines they are about.
//!
//! The runner looks at every line of the output (`ActionCommand.cs` in actions/runner). Behind white
//! space it takes `::command key=value,…::data`; if that doesn't fit, the older `##[command]data`,
//! which may stand anywhere in the line. So a line that is a command of ours can't be another one,
//! as long as no property holds a colon and nothing a line break; and the only other line, the
//! summary, holds nothing that came from outside.

use std::fmt::Display;
use std::io::{self, Write};

use super::{Base, Look, Render, Summary, sentence};
use crate::diagnostic::Severity;
use crate::entry::{Region, Source};
use crate::lint::Linted;
use crate::shown;

pub(super) struct Github {
    look: Look,
    base: Base,
}

impl Github {
    pub(super) fn new(look: Look) -> Self {
        Self {
            look,
            base: Base::default(),
        }
    }

    /// The property that puts the annotation beside a file.
    fn file(&self, source: &Source) -> Vec<(&'static str, String)> {
        match source {
            Source::File(name) => {
                let path = self.base.relative(name);
                vec![("file", shown::escape(&path).into_owned())]
            }
            Source::Arguments | Source::Stdin | Source::Server(_) => Vec::new(),
        }
    }

    fn spot(&self, linted: &Linted<'_>, region: Region) -> String {
        let place = &linted.entry.place;
        match &place.source {
            Source::Arguments => linted.entry.value.to_string(),
            Source::Stdin | Source::File(_) | Source::Server(_) => place.spot(region.start),
        }
    }
}

/// The lines and columns of a region. The runner drops columns that aren't on one line.
fn lines(region: Region) -> Vec<(&'static str, String)> {
    let Region { start, end } = region;
    let mut numbers = vec![("line", start.line), ("endLine", end.line)];
    if start.line == end.line {
        numbers.extend([("col", start.column), ("endColumn", end.column)]);
    }
    let texts = numbers.into_iter();
    texts
        .map(|(name, number)| (name, number.to_string()))
        .collect()
}

fn command(
    severity: Severity,
    properties: &[(&str, String)],
    data: impl Display,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let properties = properties.iter();
    let properties = properties.map(|(key, value)| format!("{key}={}", escape_property(value)));
    let properties = properties.collect::<Vec<_>>().join(",");
    writeln!(out, "::{name} {properties}::{}", escape(&data.to_string()))
}

fn escape(data: &str) -> String {
    data.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escape_property(value: &str) -> String {
    escape(value).replace(':', "%3A").replace(',', "%2C")
}

impl Render for Github {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        for found in &linted.diagnostics {
            if found.severity < self.look.least.min(Severity::Warning) {
                continue;
            }
            let region = linted.entry.region(&found.span);
            let mut properties = self.file(&linted.entry.place.source);
            if !properties.is_empty() {
                properties.extend(lines(region));
            }
            properties.push(("title", format!("corsctl[{}]", found.rule.name)));
            let spot = self.spot(linted, region);
            let sentence = sentence(found, &linted.entry.value);
            // the log shows nothing but the message
            command(
                found.severity,
                &properties,
                format_args!("{spot}: {sentence}"),
                out,
            )?;
        }
        Ok(())
    }

    fn failure(&mut self, source: &Source, message: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut properties = self.file(source);
        properties.push(("title", "corsctl".to_owned()));
        command(Severity::Error, &properties, shown::escape(message), out)
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.look.summary {
            writeln!(out, "{}", summary.sentence(self.look))?;
        }
        Ok(())
    }
}
