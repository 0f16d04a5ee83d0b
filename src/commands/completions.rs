//! `completions`: what `completions/` holds, printed.

use std::io::Write;

use super::stdout;
use crate::cli::{Completions, Shell};
use crate::exit::Exit;

/// A shell's script.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// The shell.
    pub shell: Shell,
    /// The file's name in `completions/`.
    pub file: &'static str,
    /// What is in it.
    pub text: &'static str,
}

/// All shells that there are completions for.
pub const SCRIPTS: [Script; 5] = [
    Script {
        shell: Shell::Bash,
        file: "corsctl.bash",
        text: include_str!("../../completions/corsctl.bash"),
    },
    Script {
        shell: Shell::Zsh,
        file: "_corsctl",
        text: include_str!("../../completions/_corsctl"),
    },
    Script {
        shell: Shell::Fish,
        file: "corsctl.fish",
        text: include_str!("../../completions/corsctl.fish"),
    },
    Script {
        shell: Shell::PowerShell,
        file: "_corsctl.ps1",
        text: include_str!("../../completions/_corsctl.ps1"),
    },
    Script {
        shell: Shell::Elvish,
        file: "corsctl.elv",
        text: include_str!("../../completions/corsctl.elv"),
    },
];

pub(super) fn run(args: &Completions) -> anyhow::Result<Exit> {
    let mut out = stdout();
    for script in SCRIPTS.iter().filter(|script| script.shell == args.shell) {
        out.write_all(script.text.as_bytes())?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}
