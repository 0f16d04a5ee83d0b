//! What is said to a person about an edit, besides what it did.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::Talk;
use crate::commands::say;
use crate::diagnostic::Severity;
use crate::history;
use crate::list::Error;
use crate::plan::{Ended, Location};
use crate::shown;

/// A command that lints the list.
pub(in crate::commands) fn lint_command(location: &Location, option: &str) -> String {
    let place = match location {
        Location::Server(server) => {
            format!("--server {}", shown::shell(&server.address().to_string()))
        }
        Location::File { path, at, .. } => {
            let pointer = at
                .as_ref()
                .map(|at| format!("--pointer {} ", shown::shell(at.as_str())));
            let path = shown::shell(&path.to_string_lossy());
            format!("{}{path}", pointer.unwrap_or_default())
        }
    };
    format!("corsctl lint{option} {place}")
}

/// What to say if nothing keeps other edits waiting.
pub(in crate::commands) fn unlocked(
    name: impl fmt::Display,
    problem: &io::Error,
) -> (Severity, String) {
    let text =
        format!("{name}: no lock ({problem}): another corsctl at the same time may get in between");
    (Severity::Warning, text)
}

/// A warning that a write isn't in the history. All writes of a run have the same folder, so what is wrong
/// with that is said once.
fn forgotten(name: impl fmt::Display, problem: history::Error) -> Option<(Severity, String)> {
    static IS_SAID: AtomicBool = AtomicBool::new(false);
    let who = match problem {
        history::Error::Token => format!("{name}: "),
        _ if IS_SAID.swap(true, Ordering::Relaxed) => return None,
        _ => String::new(),
    };
    let problem = anyhow::Error::from(problem);
    let text = format!("{who}`undo` won't know of this write: {problem:#}");
    Some((Severity::Warning, text))
}

/// What is to be said of a write besides; of one that failed it is said at once.
pub(in crate::commands) fn remarks(
    name: impl fmt::Display,
    ended: Ended,
    unlocked: Option<(Severity, String)>,
    talk: &Talk,
) -> Result<Vec<(Severity, String)>, Error> {
    let unrecorded = ended
        .unrecorded
        .and_then(|problem| forgotten(name, problem));
    let remarks: Vec<_> = unlocked.into_iter().chain(unrecorded).collect();
    let Some(error) = ended.failure else {
        return Ok(remarks);
    };
    for (severity, text) in &remarks {
        say(talk, *severity, text);
    }
    Err(*error)
}
