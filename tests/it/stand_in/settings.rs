//! What a server knows: its version, its one setting that matters here, and whether it has users.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::json::stringify;

/// The bodies that one version gave, byte for byte.
#[derive(Deserialize)]
pub struct Bodies {
    /// `/status`
    pub status: Box<RawValue>,
    /// `/status` before the first user exists
    pub status_without_users: Box<RawValue>,
    /// the object in the answer to `PATCH /api/settings`, with an empty list where there is one
    pub settings: Box<RawValue>,
}

const EMPTY_LIST: &str = "\"allowedOrigins\":[]";

impl Bodies {
    /// Those in `recorded.json`.
    pub fn read(version: &str) -> Self {
        #[derive(Deserialize)]
        struct Recorded {
            versions: BTreeMap<String, Bodies>,
        }
        let mut recorded: Recorded = serde_json::from_str(&recorded()).unwrap();
        recorded.versions.remove(version).unwrap()
    }

    /// The answer to `PATCH /api/settings` while `list` is stored.
    pub fn settings(&self, list: Option<&str>) -> String {
        let settings = self.settings.get();
        let settings = match list {
            Some(list) => settings.replacen(EMPTY_LIST, &format!("\"allowedOrigins\":{list}"), 1),
            None => settings.to_owned(),
        };
        format!("{{\"serverSettings\":{settings}}}")
    }
}

/// The recordings: per version the bodies that come often, then the exchanges in their order.
pub fn recorded() -> String {
    let path = "tests/data/audiobookshelf/recorded.json";
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The state of a server.
pub struct Settings {
    bodies: Bodies,
    /// Since 2.31.0 only an array is taken.
    pub wants_array: bool,
    list: Mutex<Option<String>>,
    is_initialised: AtomicBool,
}

impl Settings {
    /// Those of a server with users and an empty list.
    pub fn new(version: &str) -> Self {
        let bodies = Bodies::read(version);
        let minor = version.split('.').nth(1).unwrap();
        let has_list = bodies.settings.get().contains(EMPTY_LIST);
        Self {
            wants_array: minor.parse::<u32>().unwrap() >= 31,
            list: Mutex::new(has_list.then(|| "[]".to_owned())),
            is_initialised: AtomicBool::new(true),
            bodies,
        }
    }

    /// The stored `allowedOrigins` as compact JSON; none in versions that don't have the setting.
    pub fn list(&self) -> Option<String> {
        self.list.lock().unwrap().clone()
    }

    /// Stores any JSON as `allowedOrigins`. Versions that don't have the setting drop it.
    pub fn store(&self, json: &str) {
        if let Some(list) = &mut *self.list.lock().unwrap() {
            *list = stringify(json).unwrap();
        }
    }

    /// Whether there are users.
    pub fn is_initialised(&self) -> bool {
        self.is_initialised.load(Ordering::SeqCst)
    }

    /// Takes the users away, or gives them back.
    pub fn set_initialised(&self, is_initialised: bool) {
        self.is_initialised.store(is_initialised, Ordering::SeqCst);
    }

    /// The body of `/status`.
    pub fn status(&self) -> &str {
        if self.is_initialised() {
            self.bodies.status.get()
        } else {
            self.bodies.status_without_users.get()
        }
    }

    /// The answer to `PATCH /api/settings`.
    pub fn answer(&self) -> String {
        self.bodies.settings(self.list().as_deref())
    }
}
