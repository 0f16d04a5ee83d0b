//! Exit codes: the part of the output that scripts read first.

use std::io;
use std::process::ExitCode;

use crate::audiobookshelf::{Kind, token};
use crate::diagnostic::Severity;
use crate::history;
use crate::list;
use crate::report::Summary;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Clean, or done.
    Clean = 0,
    /// Findings, a change that `--check` would make, or a refusal.
    Findings = 1,
    /// Usage, input that can't be read, or a fault of our own.
    Usage = 2,
    /// A server can't be spoken to.
    Unreachable = 3,
    /// A server, or what is in front of it, wants another token.
    Denied = 4,
    /// The target changed under the edit, or didn't keep what was written.
    Conflict = 5,
}

impl Exit {
    /// The code for what was found, if findings from `fail_on` up count.
    pub fn for_findings(summary: &Summary, fail_on: Option<Severity>) -> Self {
        match fail_on {
            Some(severity) if summary.at_least(severity) > 0 => Self::Findings,
            _ => Self::Clean,
        }
    }

    /// The code for an error; none is due when the reader of our output has simply gone.
    pub fn of(error: &anyhow::Error) -> Self {
        let is_closed_pipe = error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe);
        if is_closed_pipe {
            return Self::Clean;
        }
        if let Some(
            token::Error::Missing { .. } | token::Error::Unset { .. } | token::Error::Empty { .. },
        ) = error.downcast_ref()
        {
            return Self::Denied;
        }
        match error.downcast_ref::<history::Error>() {
            Some(history::Error::Changed { .. }) => return Self::Conflict,
            Some(history::Error::Nothing { .. } | history::Error::NeverDone { .. }) => {
                return Self::Findings;
            }
            _ => {}
        }
        match error.downcast_ref::<list::Error>() {
            Some(list::Error::Changed { .. }) => Self::Conflict,
            Some(list::Error::Server(error)) => error.kind().into(),
            _ => Self::Usage,
        }
    }
}

impl From<Kind> for Exit {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Usage => Self::Usage,
            Kind::Unreachable => Self::Unreachable,
            Kind::Denied => Self::Denied,
            Kind::Conflict => Self::Conflict,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
