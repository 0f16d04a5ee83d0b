//! The folder of the history: a file for each write, named so that they sort by time.

mod surplus;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::SystemTime;

use tempfile::TempPath;

use super::record::Unread;
use super::{Change, Error, Record, Subject};
use crate::audiobookshelf::Tokens;
use crate::shown;
use crate::state;

use surplus::superfluous;

/// How many writes to one file or server are kept.
pub const MOST_OF_ONE: usize = 20;

/// How many writes are kept in all.
pub const MOST_RECORDS: usize = 200;

/// How many bytes they may have in all.
pub const MOST_BYTES: u64 = 32 << 20;

/// Nanoseconds since 1970: the place of a write among all writes.
type Stamp = u64;

/// The history.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
}

/// What the name of a record says: `<stamp>-<number of the subject>-<random>`, and `-begun` until the write
/// is known to be done. An ending would have `lint` look for lists in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    stamp: Stamp,
    subject: u64,
    random: u32,
    is_done: bool,
}

const BEGUN: &str = "-begun";

impl Name {
    fn of(text: &str) -> Option<Self> {
        let begun = text.strip_suffix(BEGUN);
        let mut parts = begun.unwrap_or(text).split('-');
        let name = Self {
            stamp: parts.next()?.parse().ok()?,
            subject: u64::from_str_radix(parts.next()?, 16).ok()?,
            random: u32::from_str_radix(parts.next()?, 16).ok()?,
            is_done: begun.is_none(),
        };
        // nothing else, and nothing spelt otherwise
        (name.text() == text).then_some(name)
    }

    fn text(&self) -> String {
        let Self {
            stamp,
            subject,
            random,
            is_done,
        } = self;
        let begun = if *is_done { "" } else { BEGUN };
        format!("{stamp:020}-{subject:016x}-{random:08x}{begun}")
    }

    fn done(&self) -> Self {
        Self {
            is_done: true,
            ..self.clone()
        }
    }
}

/// A record of a write that isn't known to be done.
#[derive(Debug)]
pub(super) struct Begun {
    store: Store,
    name: Name,
    record: Record,
}

impl Begun {
    /// The write is done; then the oldest records go that are too many. One that somebody has removed
    /// meanwhile is made again.
    pub fn done(self) -> Result<(), Error> {
        let done = self.name.done();
        let renamed = fs::rename(self.store.path(&self.name), self.store.path(&done));
        // if it can't be renamed, the list still tells that the write was done
        if renamed.is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            self.store.put(&done, &self.record)?;
        }
        self.store.clean();
        Ok(())
    }

    /// The write is done, and did something else to the lists.
    pub fn done_otherwise(mut self, changes: Vec<Change>) -> Result<(), Error> {
        self.record.lists = changes;
        let put = self.store.put(&self.name.done(), &self.record);
        // what it says isn't so
        self.store.remove(&self.name);
        self.store.clean();
        put
    }

    /// The write may be done.
    pub fn leave(self) -> Result<(), Error> {
        if !self.store.path(&self.name).exists() {
            self.store.put(&self.name, &self.record)?;
        }
        self.store.clean();
        Ok(())
    }

    /// The write was not done.
    pub fn never_done(self) {
        self.store.remove(&self.name);
    }
}

/// What there is of the history.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The newest first.
    pub records: Vec<Record>,
    /// The versions of records of other releases.
    pub foreign: Vec<u32>,
    /// How many files tell nothing.
    pub garbled: usize,
}

impl Store {
    /// The history, to be read; it need not be there.
    pub fn open() -> Result<Self, Error> {
        let store = Self {
            folder: state::folder("history").ok_or(Error::NoFolder)?,
        };
        if store.folder.exists() && !state::is_ours(&store.folder) {
            let folder = shown::path(&store.folder);
            return Err(Error::Foreign { folder });
        }
        Ok(store)
    }

    /// The same, made if it isn't there.
    pub(super) fn for_writing() -> Result<Self, Error> {
        let store = Self::open()?;
        state::make_private(&store.folder).map_err(|error| store.problem("make", error))?;
        Ok(store)
    }

    /// A place behind all that are taken, even if the clock was put back.
    fn next(&self) -> Result<Stamp, Error> {
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let now = Stamp::try_from(now.as_nanos()).unwrap_or(Stamp::MAX);
        let newest = self.names()?.last().map_or(0, |name| name.stamp);
        Ok(now.max(newest.saturating_add(1)))
    }

    /// Records a write that is about to be done, behind all others.
    pub(super) fn begin(self, record: Record) -> Result<Begun, Error> {
        let name = Name {
            stamp: self.next()?,
            subject: record.subject.number(),
            random: fastrand::u32(..),
            is_done: false,
        };
        self.put(&name, &record)?;
        Ok(Begun {
            store: self,
            name,
            record,
        })
    }

    /// Writes a record whole: half a record is none.
    fn put(&self, name: &Name, record: &Record) -> Result<(), Error> {
        let problem = |error| self.problem("write to", error);
        let json = serde_json::to_string(record).map_err(|error| problem(error.into()))?;
        let tokens = Tokens::known();
        if tokens.are_in_json(&json) || record.lists.iter().any(|change| change.hides(&tokens)) {
            return Err(Error::Token);
        }
        let path = self.path(name);
        let put = || {
            let mut file = state::private_file().create_new(true).open(&path)?;
            // gone again if that is all there is of it
            let path = TempPath::try_from_path(path)?;
            file.write_all(format!("{json}\n").as_bytes())?;
            path.keep().map_err(|error| error.error)
        };
        put().map(drop).map_err(problem)
    }

    /// Removes a record; if another corsctl was faster, all the better.
    fn remove(&self, name: &Name) {
        _ = fs::remove_file(self.path(name));
    }

    fn path(&self, name: &Name) -> PathBuf {
        self.folder.join(name.text())
    }

    /// Removes the records that are too many. One that can't be removed now goes the next time.
    fn clean(&self) {
        let names = self.names().unwrap_or_default();
        for name in superfluous(&names, |name| self.size(name)) {
            self.remove(name);
        }
    }

    /// Whether there is a record of a write to that file or server, be it one that can't be read.
    pub fn knows(&self, subject: &Subject) -> Result<bool, Error> {
        let number = subject.number();
        Ok(self.names()?.iter().any(|name| name.subject == number))
    }

    /// All writes, or those to one file or server.
    pub fn read(&self, subject: Option<&Subject>) -> Result<Past, Error> {
        let number = subject.map(Subject::number);
        let mut past = Past::default();
        let mut names = self.names()?;
        names.reverse();
        // one that was listed before and after it was renamed
        names.dedup_by_key(|name| name.done());
        let names = names.iter();
        for name in names.filter(|name| number.is_none_or(|number| number == name.subject)) {
            let Some((bytes, is_done)) = self.look(name) else {
                continue;
            };
            match Record::of(&bytes) {
                Ok(mut record) if subject.is_none_or(|it| *it == record.subject) => {
                    record.is_done = is_done;
                    past.records.push(record);
                }
                Ok(_) => {}
                Err(Unread::Version(version)) => past.foreign.push(version),
                Err(Unread::Garbled) => past.garbled += 1,
            }
        }
        Ok(past)
    }

    /// What is in a record, and whether its write is known to be done by now; `None` if it is gone.
    fn look(&self, name: &Name) -> Option<(Vec<u8>, bool)> {
        match fs::read(self.path(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => match name.is_done {
                true => None,
                false => self.look(&name.done()),
            },
            bytes => Some((bytes.unwrap_or_default(), name.is_done)),
        }
    }

    /// The names of all records, the oldest first.
    fn names(&self) -> Result<Vec<Name>, Error> {
        let files = match fs::read_dir(&self.folder) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.problem("read", error)),
        };
        let names = files.filter_map(|file| {
            let file = file.ok()?;
            // a pipe of that name would keep us waiting
            let is_file = file.file_type().is_ok_and(|kind| kind.is_file());
            Name::of(file.file_name().to_str()?).filter(|_| is_file)
        });
        let mut names: Vec<Name> = names.collect();
        names.sort();
        Ok(names)
    }

    fn size(&self, name: &Name) -> u64 {
        fs::metadata(self.path(name)).map_or(0, |file| file.len())
    }

    fn problem(&self, verb: &'static str, source: io::Error) -> Error {
        Error::Io {
            verb,
            path: shown::path(&self.folder),
            source,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A record of a write that is done.
    const DONE: Name = Name {
        stamp: 1,
        subject: 0xab,
        random: 0,
        is_done: true,
    };

    #[test]
    fn a_record_whose_write_is_done_between_two_looks_is_still_found() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store {
            folder: folder.path().to_owned(),
        };
        let done = DONE;
        let begun = Name {
            is_done: false,
            ..DONE
        };
        assert_eq!(store.look(&begun), None);
        fs::write(store.path(&done), "x").unwrap();
        assert_eq!(store.look(&begun), Some((b"x".to_vec(), true)));
    }

    fn begun(folder: &Path) -> Begun {
        let store = Store {
            folder: folder.to_owned(),
        };
        let subject = Subject::file(folder).unwrap();
        let begun = store.begin(Record::new("add", subject, false, Vec::new()));
        begun.unwrap()
    }

    #[test]
    fn a_record_of_what_was_not_done_goes_even_if_there_is_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let begun = begun(folder.path());
        let path = begun.store.path(&begun.name);
        assert!(path.exists());
        fs::create_dir(begun.store.path(&begun.name.done())).unwrap();
        assert!(begun.done_otherwise(Vec::new()).is_err());
        assert!(!path.exists());
    }

    #[test]
    fn only_names_that_we_would_give_are_ours() {
        let name = DONE;
        let begun = Name {
            is_done: false,
            ..DONE
        };
        for name in [&name, &begun] {
            assert_eq!(Name::of(&name.text()).as_ref(), Some(name));
        }
        assert_eq!(begun.done(), name);
        for text in [
            &format!("{}-done", name.text()),
            &format!("{}-begun", begun.text()),
            "",
            "x",
            "1-ab-0",
            &format!("{}~", name.text()),
            &format!("+{}", &name.text()[1..]),
            &name.text().replace("ab", "AB"),
            "99999999999999999999-00000000000000ab-00000000",
        ] {
            assert_eq!(Name::of(text), None, "{text}");
        }
    }
}
