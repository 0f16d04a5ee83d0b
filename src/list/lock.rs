//! Locks for servers, which have none of their own.
//!
//! Two files in the user's state folder stand for a server: one is named after its host and port,
//! the other after a hash of the token, as one server goes by many names (`localhost`, `nas`,
//! `https://home.example`) and an API key opens just one. The system takes a lock away from whoever
//! ends, however that comes about; the files stay, empty. Threads of one process share a lock: they do
//! the same to all their servers, so it does not matter if two of those are one.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crate::audiobookshelf::Server;
use crate::state;

/// An edit takes a few requests, each with its timeout. Who waits longer waits for a process that was
/// stopped.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

const POLL: Duration = Duration::from_millis(5);

/// What this process has locked.
static HELD: Mutex<BTreeMap<PathBuf, Weak<File>>> = Mutex::new(BTreeMap::new());

/// Keeps other edits of a server's list on this machine waiting until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _files: [Arc<File>; 2],
}

impl Lock {
    /// Waits for it. The name comes first and the token last, so that no two wait for each other.
    pub fn of(server: &Server) -> io::Result<Self> {
        let folder =
            state::folder("locks").ok_or_else(|| io::Error::other("there is no home folder"))?;
        // whoever can read a lock can hold it
        state::make_private(&folder)?;
        let address = server.address();
        let host = address.host().to_string().replace([':', '[', ']'], "_");
        let name = folder.join(format!("{host}-{}", address.port()));
        let token = folder.join(format!("token-{:016x}", server.token().fingerprint()));
        let deadline = Instant::now() + LONGEST_WAIT;
        Ok(Self {
            _files: [hold(&name, deadline)?, hold(&token, deadline)?],
        })
    }
}

fn hold(path: &Path, deadline: Instant) -> io::Result<Arc<File>> {
    loop {
        if let Some(file) = try_hold(path)? {
            return Ok(file);
        }
        if Instant::now() > deadline {
            return Err(io::Error::other("another corsctl has it and doesn't go on"));
        }
        thread::sleep(POLL);
    }
}

/// `None` if another process has it.
fn try_hold(path: &Path) -> io::Result<Option<Arc<File>>> {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(file) = held.get(path).and_then(Weak::upgrade) {
        return Ok(Some(file));
    }
    let file = state::private_file().create(true).open(path)?;
    match file.try_lock() {
        Ok(()) => {
            let file = Arc::new(file);
            held.insert(path.to_owned(), Arc::downgrade(&file));
            Ok(Some(file))
        }
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
