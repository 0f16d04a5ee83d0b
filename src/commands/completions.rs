//! `completions`: what `completions/` holds, printed.

use std::io::Write;

use super::stdout;
use crate::cli::Completions;
use crate::exit::Exit;

/// A shell and its script.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// The shell's name.
    pub name: &'static str,
    /// The file's name in `completions/`.
    pub file: &'static str,
    /// What is in it.
    pub text: &'static str,
}

/// All shells that there are completions for.
pub const SHELLS: [Script; 5] = [
    Script {
        name: "bash",
        file: "corsctl.bash",
        text: include_str!("../../completions/corsctl.bash"),
    },
    Script {
        name: "zsh",
        file: "_corsctl",
        text: include_str!("../../completions/_corsctl"),
    },
    Script {
        name: "fish",
        file: "corsctl.fish",
        text: include_str!("../../completions/corsctl.fish"),
    },
    Script {
        name: "powershell",
        file: "_corsctl.ps1",
        text: include_str!("../../completions/_corsctl.ps1"),
    },
    Script {
        name: "elvish",
        file: "corsctl.elv",
        text: include_str!("../../completions/corsctl.elv"),
    },
];

pub(super) fn run(args: &Completions) -> anyhow::Result<Exit> {
    let mut out = stdout();
    for shell in SHELLS.iter().filter(|shell| shell.name == args.shell) {
        out.write_all(shell.text.as_bytes())?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}
