//! `--format gitlab`: GitLab's code quality report, a JSON array.
//!
//! GitLab reads `description`, `check_name`, `fingerprint`, `severity`, `location.path` and
//! `location.lines.begin`, and nothing else. Of several findings with one fingerprint it shows one.

use std::io::{self, Write};

use serde::Serialize;

use super::sequence::Sequence;
use super::{Base, Render, Summary, sentence};
use crate::diagnostic::Severity;
use crate::entry::Source;
use crate::fingerprint::{Fingerprint, Fingerprints};
use crate::lint::Linted;
use crate::shown;

#[derive(Default)]
pub(super) struct Gitlab {
    base: Base,
    fingerprints: Fingerprints,
    issues: Sequence,
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: Fingerprint,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// GitLab has two degrees above `major`. They are for what harms everybody; a wrong entry keeps one
/// tool out.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
}

impl Render for Gitlab {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        let entry = linted.entry;
        for found in &linted.diagnostics {
            let path = self.base.name(&entry.place.source);
            let issue = Issue {
                description: sentence(found, &entry.value),
                check_name: found.rule.name,
                fingerprint: self.fingerprints.next(&path, entry, found.rule.name),
                severity: severity(found.severity),
                location: Location {
                    path,
                    lines: Lines {
                        begin: entry.region(&found.span).start.line,
                    },
                },
            };
            self.issues.push("[", &issue, out)?;
        }
        Ok(())
    }

    /// A list that nobody has looked at is worse than one with errors: `critical`.
    fn failure(&mut self, source: &Source, message: &str, out: &mut dyn Write) -> io::Result<()> {
        let path = self.base.name(source);
        let issue = Issue {
            description: shown::escape(message).into_owned(),
            check_name: "unread",
            fingerprint: self.fingerprints.of_source(&path, "unread"),
            severity: "critical",
            location: Location {
                path,
                lines: Lines { begin: 1 },
            },
        };
        self.issues.push("[", &issue, out)
    }

    fn known(&mut self, linted: &Linted<'_>) {
        let name = self.base.name(&linted.entry.place.source);
        for found in &linted.diagnostics {
            self.fingerprints.next(&name, linted.entry, found.rule.name);
        }
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.issues.close("[", "]", out)
    }
}
