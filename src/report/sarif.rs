//! `--format sarif`: SARIF 2.1.0, for code scanning and editors.
//!
//! Results are written as they come. The rules stand behind them, since only then it is known which
//! have fired. A message has no arguments, so the braces in it stand for themselves; but text
//! in brackets, followed by text in parentheses, would be a link (section 3.11.6).

mod model;

use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use self::model::{
    ArtifactChange, ArtifactLocation, Configuration, Driver, Fix, Help, Invocation, Location,
    Message, Notification, PartialFingerprints, PhysicalLocation, Properties, Region, Replaced,
    ReportedRule, SarifResult, Tail, Tool,
};
use super::replacement::Replacement;
use super::sequence::Sequence;
use super::{Base, Render, Summary, home, rule_url, sentence, spelling};
use crate::diagnostic::{self, Applicability, Diagnostic, Severity};
use crate::entry::{Entry, Source};
use crate::fingerprint::Fingerprints;
use crate::lint::Linted;
use crate::rules::Rule;
use crate::shown;

/// What stands before the first result. The root of the repository is whatever the reader takes for it.
const HEAD: &str = concat!(
    "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\"version\":\"2.1.0\",",
    "\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":{\"%SRCROOT%\":",
    "{\"description\":{\"text\":\"The root of the repository.\"}}},\"results\":[",
);

/// What stands for itself in the path of a URI (RFC 3986, section 3.3). A colon would too, but not
/// in the first segment of a relative one.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

#[derive(Default)]
pub(super) struct Sarif {
    base: Base,
    fingerprints: Fingerprints,
    results: Sequence,
    /// Those that have fired.
    rules: Vec<&'static Rule>,
    notifications: Vec<Notification>,
}

impl Sarif {
    fn index(&mut self, rule: &'static Rule) -> usize {
        let known = self.rules.iter().position(|known| known.name == rule.name);
        known.unwrap_or_else(|| {
            self.rules.push(rule);
            self.rules.len() - 1
        })
    }

    /// Files by their path from the root. What comes from no file gets a name that is a URI as well:
    /// GitHub shows no result without one.
    fn artifact(&self, source: &Source) -> ArtifactLocation {
        let (uri, base) = match source {
            Source::Server(address) => (address.to_string(), None),
            Source::Arguments => ("arguments".to_owned(), Some("%SRCROOT%")),
            Source::Stdin => ("stdin".to_owned(), Some("%SRCROOT%")),
            Source::File(name) => uri(&self.base.relative(name)),
        };
        ArtifactLocation {
            uri,
            uri_base_id: base,
        }
    }

    fn location(&self, source: &Source, region: Option<Region>) -> [Location; 1] {
        [Location {
            physical_location: PhysicalLocation {
                artifact_location: self.artifact(source),
                region,
            },
        }]
    }

    fn fix(&self, entry: &Entry, fix: &diagnostic::Fix) -> Option<Fix> {
        let Replacement { region, text } = Replacement::of(entry, fix)?;
        let description = match fix.applicability {
            Applicability::Safe => "Safe: the origin stays the same",
            Applicability::Unsafe => "Unsafe: it changes which origin is listed",
        };
        Some(Fix {
            description: message(description),
            artifact_changes: [ArtifactChange {
                artifact_location: self.artifact(&entry.place.source),
                replacements: [Replaced {
                    deleted_region: Region::of(region),
                    inserted_content: Message { text },
                }],
            }],
        })
    }

    fn result(&mut self, entry: &Entry, found: &Diagnostic) -> SarifResult {
        let source = &entry.place.source;
        let name = self.base.name(source);
        let fix = found.fix.as_ref().and_then(|fix| self.fix(entry, fix));
        SarifResult {
            rule_id: found.rule.name,
            rule_index: self.index(found.rule),
            level: level(found.severity),
            message: message(&sentence(found, &entry.value)),
            locations: self.location(source, Some(Region::of(entry.region(&found.span)))),
            partial_fingerprints: PartialFingerprints {
                corsctl: self.fingerprints.next(&name, entry, found.rule.name),
            },
            fixes: fix.into_iter().collect(),
        }
    }
}

/// The URI of a path, and what it is relative to.
fn uri(path: &str) -> (String, Option<&'static str>) {
    let encoded = utf8_percent_encode(path, PATH).to_string();
    match path.starts_with('/') {
        true => (format!("file://{encoded}"), None),
        false => (encoded, Some("%SRCROOT%")),
    }
}

fn message(text: &str) -> Message {
    Message {
        text: text.replace("](", "\\]("),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The word that GitHub sorts alerts by.
fn priority(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    }
}

impl ReportedRule {
    fn of(rule: &'static Rule) -> Self {
        let docs = rule.docs();
        let why = docs.split("\n\n").nth(1).unwrap_or(&docs);
        Self {
            id: rule.name,
            short_description: message(rule.summary()),
            full_description: message(&why.replace('\n', " ")),
            help: Help {
                text: docs.clone(),
                markdown: docs,
            },
            help_uri: rule_url(rule),
            default_configuration: Configuration {
                level: level(rule.severity),
            },
            properties: Properties {
                tags: ["cors"],
                precision: "high",
                priority: priority(rule.severity),
            },
        }
    }
}

impl Render for Sarif {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        for found in &linted.diagnostics {
            let result = self.result(linted.entry, found);
            self.results.push(HEAD, &result, out)?;
        }
        Ok(())
    }

    fn failure(&mut self, source: &Source, text: &str, _: &mut dyn Write) -> io::Result<()> {
        self.notifications.push(Notification {
            level: level(Severity::Error),
            message: message(&shown::escape(text)),
            locations: self.location(source, None),
        });
        Ok(())
    }

    fn known(&mut self, linted: &Linted<'_>) {
        let name = self.base.name(&linted.entry.place.source);
        for found in &linted.diagnostics {
            self.fingerprints.next(&name, linted.entry, found.rule.name);
        }
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let notifications = std::mem::take(&mut self.notifications);
        let tail = Tail {
            tool: Tool {
                driver: Driver {
                    name: "corsctl",
                    information_uri: home(),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: self
                        .rules
                        .iter()
                        .map(|rule| ReportedRule::of(rule))
                        .collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: notifications.is_empty(),
                tool_execution_notifications: notifications,
            }],
        };
        let tail = spelling::text(&tail)?;
        let fields = tail.strip_prefix('{').unwrap_or(&tail);
        self.results.close(HEAD, &format!("],{fields}]}}"), out)
    }
}
