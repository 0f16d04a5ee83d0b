//! Findings that are known already, so that only new ones are reported.
//!
//! The file is made to be committed: one finding a line, in a fixed order, so that a diff of it can be
//! read. A finding is known by its [`Fingerprint`](crate::fingerprint); the rest of the line is for
//! people.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::fingerprint::Fingerprint;
use crate::shown;
use crate::whole;

/// The version of the file.
const VERSION: u32 = 1;

/// Why a baseline can't be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("{path} doesn't exist; `--write-baseline` makes it")]
    Missing {
        /// As it was given; fit to be shown.
        path: String,
    },
    /// The operating system refused.
    #[error("can't read {path}")]
    Unreadable {
        /// As it was given; fit to be shown.
        path: String,
        /// What it said.
        source: io::Error,
    },
    /// There is something else in it.
    #[error("{path} is no baseline")]
    Malformed {
        /// As it was given; fit to be shown.
        path: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Another corsctl has written it.
    #[error("{path} has version {version}; this corsctl knows {VERSION}")]
    OtherVersion {
        /// As it was given; fit to be shown.
        path: String,
        /// What it says.
        version: u32,
    },
}

/// What was known when it was read, and what has been met since.
#[derive(Debug, Default)]
pub struct Baseline {
    /// By fingerprint, the path of each.
    known: BTreeMap<String, String>,
    met: BTreeSet<String>,
}

/// A finding, as it stands in the file.
#[derive(Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    path: String,
    rule: String,
    input: String,
    fingerprint: String,
}

#[derive(Deserialize)]
struct Document {
    version: u32,
    findings: Vec<Line>,
}

impl Baseline {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let name = shown::path(path);
        let bytes = whole::file(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => Error::Missing { path: name.clone() },
            _ => Error::Unreadable {
                path: name.clone(),
                source,
            },
        })?;
        let document: Document =
            serde_json::from_slice(&bytes).map_err(|source| Error::Malformed {
                path: name.clone(),
                source,
            })?;
        if document.version != VERSION {
            return Err(Error::OtherVersion {
                path: name,
                version: document.version,
            });
        }
        let lines = document.findings.into_iter();
        Ok(Self {
            known: lines.map(|line| (line.fingerprint, line.path)).collect(),
            met: BTreeSet::new(),
        })
    }

    /// Whether a finding is known.
    pub fn knows(&mut self, fingerprint: Fingerprint) -> bool {
        let fingerprint = fingerprint.to_string();
        let is_known = self.known.contains_key(&fingerprint);
        if is_known {
            self.met.insert(fingerprint);
        }
        is_known
    }

    /// How many of those in files of these names weren't met again.
    pub fn gone(&self, names: &BTreeSet<String>) -> usize {
        let in_names = self.known.iter().filter(|(_, path)| names.contains(*path));
        in_names
            .filter(|(fingerprint, _)| !self.met.contains(*fingerprint))
            .count()
    }
}

/// A baseline in the making.
#[derive(Debug, Default)]
pub struct Record(BTreeSet<Line>);

impl Record {
    /// Takes in a finding about an entry of the source of that name.
    pub fn add(&mut self, name: &str, entry: &Entry, rule: &str, fingerprint: Fingerprint) {
        self.0.insert(Line {
            path: name.to_owned(),
            rule: rule.to_owned(),
            input: entry.value.masked().into_owned(),
            fingerprint: fingerprint.to_string(),
        });
    }

    /// How many findings it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text of the file.
    pub fn text(&self) -> serde_json::Result<String> {
        let lines = self.0.iter().map(serde_json::to_string);
        let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
        let findings = match lines.as_slice() {
            [] => String::new(),
            lines => format!("\n{}\n", lines.join(",\n")),
        };
        Ok(format!(
            "{{\"version\":{VERSION},\"findings\":[{findings}]}}\n"
        ))
    }
}
