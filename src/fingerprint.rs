//! How a finding is told again in the next run, when lines have moved.

use std::collections::HashMap;
use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::entry::Entry;

/// A number that one finding has and no other of the same run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u128);

/// 32 hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Gives fingerprints, and remembers those it gave.
#[derive(Debug, Default)]
pub struct Fingerprints {
    given: HashMap<Fingerprint, u64>,
}

impl Fingerprints {
    /// The fingerprint of what a rule says about an entry. `path` names the source the same way on
    /// every machine: relative to the repository, or the server's address.
    ///
    /// Neither the line nor the index counts, so that it stays the same when other entries come or
    /// go; equal findings are numbered. Of a secret only the length counts, so that nobody can find
    /// it out by trying.
    pub fn next(&mut self, path: &str, entry: &Entry, rule: &str) -> Fingerprint {
        let list = entry.place.list.as_deref().unwrap_or_default();
        self.number(&[path, list, rule, &entry.value.masked()])
    }

    /// The fingerprint of what is said about a source as a whole.
    pub fn of_source(&mut self, path: &str, what: &str) -> Fingerprint {
        self.number(&[path, what])
    }

    fn number(&mut self, parts: &[&str]) -> Fingerprint {
        let mut hasher = Sha256::new();
        for part in parts {
            // with its length, so that nothing can pass from one part to the next
            hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part);
        }
        let equal = self.given.entry(head(&hasher.clone())).or_default();
        hasher.update(equal.to_be_bytes());
        *equal += 1;
        head(&hasher)
    }
}

fn head(hasher: &Sha256) -> Fingerprint {
    let digest = hasher.clone().finalize();
    let number = digest
        .iter()
        .take(16)
        .fold(0, |number, byte| number << 8 | u128::from(*byte));
    Fingerprint(number)
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, Fingerprints};
    use crate::entry::{Entry, Place, Source, Value};

    fn entry(list: Option<&str>, line: usize, text: &str) -> Entry {
        let place = Place::line(Source::File("ignored".into()), line);
        Entry {
            value: Value::Text(text.to_owned()),
            place: Place {
                list: list.map(Into::into),
                ..place
            },
        }
    }

    /// The first fingerprint of a run.
    fn first(path: &str, entry: &Entry, rule: &str) -> Fingerprint {
        Fingerprints::default().next(path, entry, rule)
    }

    #[test]
    fn it_is_the_same_in_every_release() {
        // the first half of the SHA-256 of the parts, each behind its length as eight bytes,
        // big-endian, and of eight zero bytes
        let known = first("a", &entry(Some("/l"), 1, "x"), "path");
        assert_eq!(known.to_string(), "f88cb8cd1160d3b10d715f28564bb8f1");
    }

    #[test]
    fn lines_and_the_spelling_of_a_secret_do_not_count() {
        let one = first("a", &entry(None, 1, "https://u:one@x.example"), "path");
        let other = first("a", &entry(None, 9, "https://u:two@x.example"), "path");
        assert_eq!(one, other);
    }

    #[test]
    fn everything_else_counts() {
        let base = first("a", &entry(Some("/l"), 1, "x"), "path");
        for other in [
            first("b", &entry(Some("/l"), 1, "x"), "path"),
            first("a", &entry(Some("/m"), 1, "x"), "path"),
            first("a", &entry(Some("/l"), 1, "y"), "path"),
            first("a", &entry(Some("/l"), 1, "x"), "query"),
            first("a/", &entry(Some("l"), 1, "x"), "path"),
        ] {
            assert_ne!(other, base);
        }
    }

    #[test]
    fn equal_findings_are_numbered() {
        let mut run = Fingerprints::default();
        let equal = entry(None, 1, "x");
        let one = run.next("a", &equal, "path");
        let two = run.next("a", &equal, "path");
        assert_ne!(one, two);
        let mut next_run = Fingerprints::default();
        next_run.next("a", &entry(None, 1, "new"), "path");
        assert_eq!(next_run.next("a", &equal, "path"), one);
        assert_eq!(next_run.next("a", &equal, "path"), two);
    }
}
