//! `corsctl probe`, asked what Chromium is asked.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;

use serde_json::Value;

use super::Fetch;
use crate::console::corsctl;

/// How many run at once: most of their time they wait.
const WORKERS: usize = 4;

/// What to probe.
pub struct Question {
    pub url: String,
    pub fetch: Fetch,
    /// Where the page is served from: `public`, `local` or `loopback`.
    pub page_space: &'static str,
    pub origin: String,
    /// Whom to trust besides the system's authorities.
    pub ca_cert: Option<PathBuf>,
}

/// Chrome's verdict on each question, in their order, or what went wrong instead.
pub fn ask(questions: &[Question]) -> Vec<String> {
    let sandbox = tempfile::tempdir().unwrap();
    let queue = Mutex::new(questions.iter().enumerate());
    let verdicts = Mutex::new(vec![String::new(); questions.len()]);
    let work = || {
        loop {
            // a statement of its own, so that the lock is held no longer
            let next = queue.lock().unwrap().next();
            let Some((number, question)) = next else {
                return;
            };
            let verdict = question.ask(sandbox.path());
            verdicts.lock().unwrap()[number] = verdict;
        }
    };
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(work);
        }
    });
    verdicts.into_inner().unwrap()
}

impl Question {
    fn ask(&self, folder: &Path) -> String {
        let mut probe = corsctl(folder);
        probe.args(["probe", "--url", &self.url, "--method", self.fetch.method]);
        for (name, value) in self.fetch.spelt() {
            probe.args(["--header", &format!("{name}: {value}")]);
        }
        if self.fetch.is_credentialed {
            probe.args(["--credentials", "include"]);
        }
        if let Some(file) = &self.ca_cert {
            probe.arg("--ca-cert").arg(file);
        }
        probe.args(["--send", "--page-space", self.page_space]);
        probe.args(["--format", "json", &self.origin]);
        let output = probe.stdin(Stdio::null()).output().unwrap();
        let answers: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        match answers[0]["verdict"]["chrome"].as_str() {
            Some(verdict) => verdict.to_owned(),
            None => {
                let said = String::from_utf8_lossy(&output.stderr);
                let said = said.lines().next().unwrap_or_default();
                format!("none, {}: {said}", output.status)
            }
        }
    }
}
