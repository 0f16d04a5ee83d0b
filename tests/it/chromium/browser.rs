//! Chromium, found, started headless and ended again.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// What a start, the pages and their scripts may take together.
const DEADLINE: Duration = Duration::from_secs(60);

/// As root there is no sandbox; and no traffic of the browser's own.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--ignore-certificate-errors",
    // pages are opened by the scheme that the test names
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
];

/// What a site has to be granted before it may reach less public addresses. Chromium asked for all
/// of them as one up to 144, and keeps that name too.
const NETWORK_PERMISSIONS: [&str; 3] =
    ["local_network_access", "local_network", "loopback_network"];

/// A running Chromium, with a profile of its own. Dropped, it is gone.
pub struct Browser {
    process: Child,
    said: Arc<Mutex<Vec<u8>>>,
    /// Disconnected once nobody is left who could say something.
    silence: Receiver<()>,
    deadline: Instant,
    /// Removed when it is dropped.
    _profile: TempDir,
}

impl Browser {
    /// Opens `url` with these flags besides the usual ones.
    pub fn open(url: &str, flags: &[String]) -> Self {
        Self::open_granting(&[], url, flags)
    }

    /// The same where a person has let pages of these origins reach the local network.
    pub fn open_granting(origins: &[&str], url: &str, flags: &[String]) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let folder = profile.path().join("Default");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("Preferences"), preferences(origins)).unwrap();
        let file = find();
        let mut process = Command::new(&file)
            .args(FLAGS)
            .args(flags)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let said = Arc::default();
        let silence = listen(process.stderr.take().unwrap(), Arc::clone(&said));
        Self {
            process,
            said,
            silence,
            deadline: Instant::now() + DEADLINE,
            _profile: profile,
        }
    }

    /// The next of what the pages report to the server at the other end of `reports`.
    pub fn wait<T>(&mut self, reports: &Receiver<T>) -> T {
        loop {
            // looked at in between: nothing is to be waited for once the browser has ended
            match reports.recv_timeout(Duration::from_millis(500)) {
                Ok(report) => return report,
                Err(RecvTimeoutError::Disconnected) => panic!("the server has ended"),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let ended = self.process.try_wait().unwrap();
            if ended.is_some() || Instant::now() > self.deadline {
                panic!(
                    "no report from Chromium in {DEADLINE:?}, ended: {ended:?}; it said:\n{}",
                    String::from_utf8_lossy(&self.said.lock().unwrap())
                );
            }
        }
    }
}

impl Drop for Browser {
    /// Its helpers end soon after it, and have its standard error until then. As long as there is one,
    /// it may write to the profile, and the folder could not be removed.
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
        _ = self.silence.recv_timeout(Duration::from_secs(10));
    }
}

/// Keeps what is said until all who could say more have ended.
fn listen(mut stderr: ChildStderr, said: Arc<Mutex<Vec<u8>>>) -> Receiver<()> {
    let (sender, silence) = channel();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(length @ 1..) = stderr.read(&mut bytes) {
            said.lock().unwrap().extend(&bytes[..length]);
        }
        drop::<Sender<()>>(sender);
    });
    silence
}

/// A profile's settings, where a person has clicked *Allow* for these origins and nothing else.
fn preferences(origins: &[&str]) -> String {
    let allow = |origin: &&str| (format!("{origin},*"), json!({ "setting": 1 }));
    let granted: HashMap<String, Value> = origins.iter().map(allow).collect();
    let exceptions: HashMap<&str, Value> = NETWORK_PERMISSIONS
        .iter()
        .map(|name| (*name, json!(granted)))
        .collect();
    json!({ "profile": { "content_settings": { "exceptions": exceptions } } }).to_string()
}

/// The browser; without one these tests fail.
fn find() -> PathBuf {
    if let Some(named) = env::var_os("CORSCTL_CHROMIUM") {
        return named.into();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .map(|folder| folder.join("chromium"))
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("install chromium, or name it in CORSCTL_CHROMIUM"))
}
