//! `--format rdjson`: reviewdog's `DiagnosticResult`. Columns count bytes, and ends are exclusive.

use std::io::{self, Write};

use serde::Serialize;

use super::replacement::Replacement;
use super::sequence::Sequence;
use super::{Base, Render, Summary, rule_url, sentence};
use crate::diagnostic::Severity;
use crate::entry::{self, Region, Source};
use crate::lint::Linted;
use crate::shown;

/// What stands before the first diagnostic.
const HEAD: &str = "{\"source\":{\"name\":\"corsctl\"},\"diagnostics\":[";

#[derive(Default)]
pub(super) struct Rdjson {
    base: Base,
    diagnostics: Sequence,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

impl Range {
    fn of(region: Region) -> Self {
        let position = |entry::Position { line, byte, .. }| Position { line, column: byte };
        Self {
            start: position(region.start),
            end: position(region.end),
        }
    }
}

impl Suggestion {
    fn of(replacement: Replacement) -> Self {
        Self {
            range: Range::of(replacement.region),
            text: replacement.text,
        }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    }
}

impl Render for Rdjson {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        let entry = linted.entry;
        for found in &linted.diagnostics {
            let replacement = found
                .fix
                .as_ref()
                .and_then(|fix| Replacement::of(entry, fix));
            let diagnostic = Diagnostic {
                message: sentence(found, &entry.value),
                location: Location {
                    path: self.base.name(&entry.place.source),
                    range: Some(Range::of(entry.region(&found.span))),
                },
                severity: severity(found.severity),
                code: Some(Code {
                    value: found.rule.name,
                    url: rule_url(found.rule),
                }),
                suggestions: replacement.map(Suggestion::of).into_iter().collect(),
            };
            self.diagnostics.push(HEAD, &diagnostic, out)?;
        }
        Ok(())
    }

    fn failure(&mut self, source: &Source, message: &str, out: &mut dyn Write) -> io::Result<()> {
        let diagnostic = Diagnostic {
            message: shown::escape(message).into_owned(),
            location: Location {
                path: self.base.name(source),
                range: None,
            },
            severity: severity(Severity::Error),
            code: None,
            suggestions: Vec::new(),
        };
        self.diagnostics.push(HEAD, &diagnostic, out)
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.diagnostics.close(HEAD, "]}", out)
    }
}
