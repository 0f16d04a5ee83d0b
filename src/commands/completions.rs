//! `completions`: what `completions/` holds, printed; and what those scripts ask corsctl itself.
//!
//! A script only hands the command line over, with [`VARIABLE`] naming the shell. So what is completed
//! can depend on what is there: files, rules, servers.

use std::env;
use std::io::Write;

use clap::builder::StyledStr;
use clap::{Arg, Command, CommandFactory, ValueHint};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::CompleteEnv;

use super::settings::Settings;
use super::{explain_usage, stdout};
use crate::cli::{Cli, Completions, Shell};
use crate::config::Server;
use crate::exit::Exit;
use crate::rules::RULES;

/// The environment variable by which a shell asks how a command line goes on.
pub const VARIABLE: &str = "CORSCTL_COMPLETE";

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

/// Answers a shell that asks how a command line goes on; `None` if none does, which costs a look at
/// the environment.
pub fn complete() -> Option<Exit> {
    env::var_os(VARIABLE)?;
    let folder = env::current_dir().ok();
    let answered = CompleteEnv::with_factory(command)
        .var(VARIABLE)
        .try_complete(env::args_os(), folder.as_deref());
    match answered {
        Ok(false) => None,
        Ok(true) => Some(Exit::Clean),
        Err(error) => Some(explain_usage(error)),
    }
}

/// The command line, with what clap can't know of its values.
fn command() -> Command {
    Cli::command()
        .mut_args(with_candidates)
        .mut_subcommands(|command| command.mut_args(with_candidates))
}

fn with_candidates(arg: Arg) -> Arg {
    let stands_for = arg.get_value_names().and_then(<[_]>::first);
    match (arg.get_id().as_str(), stands_for.map(|name| name.as_str())) {
        ("server", _) => arg.add(ArgValueCandidates::new(servers)),
        (_, Some("RULE")) => arg.add(ArgValueCandidates::new(rules)),
        (_, Some("FILE" | "PATH")) => arg.value_hint(ValueHint::FilePath),
        _ => arg,
    }
}

fn rules() -> Vec<CompletionCandidate> {
    let candidate = |name, help| CompletionCandidate::new(name).help(Some(StyledStr::from(help)));
    RULES
        .iter()
        .map(|rule| candidate(rule.name, rule.summary()))
        .collect()
}

/// The names that the nearest configuration gives to servers; if it is wrong, other commands say so.
fn servers() -> Vec<CompletionCandidate> {
    let settings = Settings::nearest().ok();
    let servers = settings.iter().flat_map(Settings::servers);
    let candidate = |(name, server): (&String, &Server)| {
        let address = server.address.to_string();
        CompletionCandidate::new(name).help(Some(address.into()))
    };
    servers.map(candidate).collect()
}
