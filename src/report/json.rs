//! `--format json`: one versioned document, and the objects that all JSON output is made of.
//!
//! Within a version fields are added, never changed. User names and passwords are stars of the same
//! length, so that offsets fit the text that is shown.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::{Render, Summary, spelling};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::entry::Place;
use crate::lint::{Linted, Verdict};
use crate::shown;

/// The version of every JSON document.
pub(super) const VERSION: u32 = 1;

/// An entry, but for its findings.
#[derive(Serialize)]
pub(super) struct EntryObject<'a> {
    input: Cow<'a, str>,
    origin: Option<&'a str>,
    verdict: Verdict,
    source: SourceObject<'a>,
}

#[derive(Serialize)]
pub(super) struct SourceObject<'a> {
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<&'a str>,
    pointer: Option<String>,
    line: usize,
    column: usize,
}

/// A finding; `start` and `end` are byte offsets into the entry's text.
#[derive(Serialize)]
pub(super) struct FindingObject<'a> {
    rule: &'static str,
    severity: Severity,
    message: &'a str,
    start: usize,
    end: usize,
    fix: Option<FixObject<'a>>,
}

/// `replacement` is what should stand there instead; where that isn't exactly one text, it is null
/// and `replacements` has them all.
#[derive(Serialize)]
struct FixObject<'a> {
    applicability: Applicability,
    replacement: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacements: Option<Vec<Cow<'a, str>>>,
}

/// A finding that stands by itself, with the entry it is about.
#[derive(Serialize)]
pub struct Finding<'a> {
    #[serde(flatten)]
    finding: FindingObject<'a>,
    source: SourceObject<'a>,
    input: Cow<'a, str>,
}

impl<'a> EntryObject<'a> {
    pub(super) fn of(linted: &'a Linted<'_>) -> Self {
        Self {
            input: linted.entry.value.masked(),
            origin: linted.origin.as_ref().map(|origin| origin.as_str()),
            verdict: linted.verdict,
            source: SourceObject::of(&linted.entry.place),
        }
    }
}

impl<'a> SourceObject<'a> {
    pub(super) fn of(place: &'a Place) -> Self {
        Self {
            path: place.path(),
            server: place.server(),
            pointer: place.pointer(),
            line: place.line,
            column: place.column,
        }
    }
}

impl<'a> FindingObject<'a> {
    pub(super) fn of(found: &'a Diagnostic) -> Self {
        Self {
            rule: found.rule.name,
            severity: found.severity,
            message: &found.message,
            start: found.span.start,
            end: found.span.end,
            fix: found.fix.as_ref().map(FixObject::of),
        }
    }
}

impl<'a> FixObject<'a> {
    fn of(fix: &'a Fix) -> Self {
        let (replacement, replacements) = match fix.becomes.as_slice() {
            [text] => (Some(shown::mask(text)), None),
            texts => (
                None,
                Some(texts.iter().map(|text| shown::mask(text)).collect()),
            ),
        };
        Self {
            applicability: fix.applicability,
            replacement,
            replacements,
        }
    }
}

/// The findings of an entry, each able to stand by itself.
pub fn findings<'a>(linted: &'a Linted<'_>) -> impl Iterator<Item = Finding<'a>> {
    linted.diagnostics.iter().map(|found| Finding {
        finding: FindingObject::of(found),
        source: SourceObject::of(&linted.entry.place),
        input: linted.entry.value.masked(),
    })
}

/// Writes entries as they come and keeps the findings for the end.
#[derive(Default)]
pub(super) struct Json {
    is_open: bool,
    findings: Vec<String>,
}

impl Json {
    /// The document's beginning, and what separates an entry from the one before it.
    fn open(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.is_open {
            return write!(out, ",");
        }
        self.is_open = true;
        write!(out, "{{\"version\":{VERSION},\"entries\":[")
    }
}

impl Render for Json {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.open(out)?;
        spelling::write(&mut *out, &EntryObject::of(linted))?;
        self.aside(linted, out)
    }

    fn aside(&mut self, linted: &Linted<'_>, _: &mut dyn Write) -> io::Result<()> {
        for finding in findings(linted) {
            self.findings.push(spelling::text(&finding)?);
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if !self.is_open {
            self.open(out)?;
        }
        let findings = self.findings.join(",");
        let summary = spelling::text(summary)?;
        writeln!(out, "],\"findings\":[{findings}],\"summary\":{summary}}}")
    }
}
