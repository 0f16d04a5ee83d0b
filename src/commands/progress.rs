//! A line that says that long work goes on, on standard error if that is a terminal.
//!
//! It comes after a second, which most runs don't last, and makes room for whoever has something
//! better to write there.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::report::plural;

/// How long work goes on without a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line is drawn anew.
const PACE: Duration = Duration::from_millis(200);

/// Back to the beginning of the line, and clear it (ECMA-48, EL).
const CLEAR: &str = "\r\x1b[2K";

/// Whether the line stands on the screen.
static SCREEN: Mutex<bool> = Mutex::new(false);

/// How many entries have been looked at.
static DONE: AtomicUsize = AtomicUsize::new(0);

/// Whether somebody is typing.
static IS_SILENT: AtomicBool = AtomicBool::new(false);

/// Shows nothing while a person is typing.
pub(super) fn silence(is_silent: bool) {
    // first, so that the line isn't drawn again once it is gone
    IS_SILENT.store(is_silent, Ordering::Relaxed);
    drop(hide());
}

/// Whether what stands on the screen ends with a line's end, so that the line has a place.
static IS_AT_LINE_START: AtomicBool = AtomicBool::new(true);

/// Takes note of what was written to a terminal.
pub(super) fn note(written: &[u8]) {
    if let Some(last) = written.last() {
        IS_AT_LINE_START.store(*last == b'\n', Ordering::Relaxed);
    }
}

/// Counts entries that have been looked at.
pub(super) fn count(entries: usize) {
    DONE.fetch_add(entries, Ordering::Relaxed);
}

/// Takes the line off the screen for as long as the guard lives.
pub(super) fn hide() -> MutexGuard<'static, bool> {
    let mut is_shown = SCREEN.lock().unwrap_or_else(PoisonError::into_inner);
    if *is_shown {
        // whoever can't clear a line can't show one either
        _ = write!(io::stderr(), "{CLEAR}");
        *is_shown = false;
    }
    is_shown
}

/// Shows the line until it is dropped.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Nothing is shown where nobody would see it, or want to.
    pub fn start(is_quiet: bool) -> Self {
        if is_quiet || !io::stderr().is_terminal() {
            return Self(None);
        }
        let (stop, stopped) = mpsc::channel();
        let start = Instant::now();
        let draw = move || {
            let mut pause = PATIENCE;
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                let mut is_shown = hide();
                *is_shown = !IS_SILENT.load(Ordering::Relaxed)
                    && IS_AT_LINE_START.load(Ordering::Relaxed)
                    && write!(io::stderr(), "{}", line(start.elapsed())).is_ok();
                pause = PACE;
            }
        };
        // where the system has no thread left, work goes on without a word
        let thread = thread::Builder::new().spawn(draw);
        Self(thread.ok().map(|thread| (stop, thread)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.0.take() {
            drop(stop);
            // it draws and nothing else: there is no result to look at
            _ = thread.join();
            drop(hide());
        }
    }
}

fn line(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    match DONE.load(Ordering::Relaxed) {
        0 => format!("working for {seconds} s …"),
        done => format!("{} in {seconds} s …", plural(done, "entry")),
    }
}
