//! Questions to a person.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use super::progress;

/// Two servers that are edited side by side ask one after the other.
static TURN: Mutex<()> = Mutex::new(());

/// Whether there is a person who could answer.
pub(super) fn is_somebody_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a person; where there is none, the answer is no.
pub(super) fn ask(question: &str) -> bool {
    if !is_somebody_there() {
        return false;
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    progress::silence(true);
    let mut stderr = io::stderr();
    let is_asked = write!(stderr, "{question} [y/N] ").and_then(|()| stderr.flush());
    let mut answer = String::new();
    let has_answer = is_asked.and_then(|()| io::stdin().lock().read_line(&mut answer));
    progress::silence(false);
    if !answer.ends_with('\n') {
        // the person ended the input instead; the next message starts on a line of its own
        _ = writeln!(stderr);
    }
    has_answer.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

/// Whether a list may be left without any origin.
pub(super) fn ask_to_empty(name: &str) -> bool {
    ask(&format!(
        "This leaves {name} empty: no tool will get in. Go on?"
    ))
}

/// What to say if it may not.
pub(super) fn refusal_to_empty(name: &str) -> String {
    format!("refused to leave {name} empty; --yes does it")
}
