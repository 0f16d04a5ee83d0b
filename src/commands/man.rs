//! `man`: the manual pages that `completions/man/` holds, printed.

use std::io::Write;

use super::stdout;
use crate::cli::Man;
use crate::exit::Exit;

/// A manual page.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The command it is about; `None` for corsctl itself.
    pub command: Option<&'static str>,
    /// What is in it, in roff.
    pub text: &'static str,
}

macro_rules! pages {
    ($($command:literal),+ $(,)?) => {
        &[
            Page { command: None, text: include_str!("../../completions/man/corsctl.1") },
            $(Page {
                command: Some($command),
                text: include_str!(concat!("../../completions/man/corsctl-", $command, ".1")),
            }),+
        ]
    };
}

/// All manual pages.
pub const PAGES: &[Page] = pages![
    "check",
    "normalize",
    "lint",
    "list",
    "add",
    "remove",
    "set",
    "undo",
    "history",
    "probe",
    "rule",
    "completions",
    "man",
];

pub(super) fn run(args: &Man) -> anyhow::Result<Exit> {
    let mut out = stdout();
    for page in PAGES
        .iter()
        .filter(|page| page.command == args.command.as_deref())
    {
        out.write_all(page.text.as_bytes())?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}
