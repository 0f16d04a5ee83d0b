//! A write as it stands in its file.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{Change, Subject};

/// The version of the records that are written and read here.
pub const VERSION: u32 = 1;

/// One write.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    version: u32,
    /// When it was about to be done: UTC, as RFC 3339 has it.
    pub time: String,
    /// The command that did it.
    pub command: String,
    /// What it wrote to.
    pub subject: Subject,
    /// Whether it made the file.
    #[serde(default)]
    pub made: bool,
    /// What it did to each list.
    pub lists: Vec<Change>,
    /// Whether it is known to be done. If it isn't, its run was killed, or isn't over yet, or the server
    /// gave no answer.
    #[serde(skip)]
    pub is_done: bool,
}

/// Why a file of the history tells nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Unread {
    /// It was written by another release.
    Version(u32),
    /// It is cut off, or was never ours.
    Garbled,
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

impl Record {
    pub(super) fn new(command: &str, subject: Subject, made: bool, lists: Vec<Change>) -> Self {
        Self {
            version: VERSION,
            time: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
            command: command.to_owned(),
            subject,
            made,
            lists,
            is_done: false,
        }
    }

    /// Reads a record.
    pub fn of(bytes: &[u8]) -> Result<Self, Unread> {
        let garbled = |_| Unread::Garbled;
        let Versioned { version } = serde_json::from_slice(bytes).map_err(garbled)?;
        if version != VERSION {
            return Err(Unread::Version(version));
        }
        let record: Self = serde_json::from_slice(bytes).map_err(garbled)?;
        let is_sound = humantime::parse_rfc3339(&record.time).is_ok()
            && record.lists.iter().all(Change::is_sound);
        is_sound.then_some(record).ok_or(Unread::Garbled)
    }

    /// Whether a list that it is about is one that the other is about.
    pub fn shares_list(&self, other: &Self) -> bool {
        let is_of_other = |change: &Change| {
            let mut others = other.lists.iter();
            others.any(|other| other.pointer == change.pointer)
        };
        self.lists.iter().any(is_of_other)
    }

    /// How many entries came, and how many went.
    pub fn counts(&self) -> (usize, usize) {
        let counts = self.lists.iter().map(|change| {
            let (removed, added) = change.values();
            (added.len(), removed.len())
        });
        counts.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: &str = r#"{"version":1,"time":"2026-07-31T12:00:00Z","command":"add","subject":"file:///l.json","lists":[{"pointer":"","hunks":[{"at":0,"added":["\"a\""]}],"left":{"count":1,"digest":""}}]}"#;

    #[test]
    fn a_record_of_version_1_is_read_in_every_release() {
        let record = Record::of(KNOWN.as_bytes()).unwrap();
        assert_eq!(record.command, "add");
        assert_eq!(record.counts(), (1, 0));
    }

    #[test]
    fn what_was_never_ours_is_told_from_what_is_newer() {
        let unread = |text: &str| Record::of(text.as_bytes()).unwrap_err();
        assert_eq!(unread(r#"{"version":2,"all":"new"}"#), Unread::Version(2));
        for text in [
            "",
            "{}",
            "null",
            "[1]",
            "{\"version\":-1}",
            "{\"version\":1}",
            &KNOWN.replace("2026-07-31", "2026-13-31"),
            &KNOWN.replace("file:///l.json", "l.json"),
            &KNOWN.replace("\\\"a\\\"", "], [\\u001b"),
        ] {
            assert_eq!(unread(text), Unread::Garbled, "{text}");
        }
        for end in 0..KNOWN.len() {
            assert_eq!(unread(&KNOWN[..end]), Unread::Garbled);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64), at in 0..KNOWN.len()) {
            let mut garbled = KNOWN.as_bytes().to_vec();
            garbled.splice(at..at, bytes);
            _ = Record::of(&garbled);
        }
    }
}
