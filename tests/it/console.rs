//! Console sessions in Markdown that are run for real.
//!
//! In a block marked `console`, a line that starts with `$ ` is a command, `> ` goes on with it, and
//! what follows is what it prints, on both streams. A command that fails is followed by its exit
//! code in brackets. Unlike trycmd's, these commands go through a shell, so that they can have pipes.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::stand_in::API_KEY;

const BINARY: &str = env!("CARGO_BIN_EXE_corsctl");

/// corsctl, with nothing in its environment that would change what it prints.
pub fn corsctl(folder: &Path) -> Command {
    clean(Command::new(BINARY), folder)
}

/// What stands for a server in a session: an address that a reader could have, and where the server
/// really is.
pub struct Alias {
    pub told: &'static str,
    pub real: String,
}

/// The same text with what its commands really print when they are run in `folder`, in order. The
/// first of the servers is the one of the environment.
pub fn run(markdown: &str, folder: &Path, servers: &[Alias]) -> String {
    let mut text = String::new();
    let mut command = String::new();
    let mut is_console = false;
    for line in markdown.lines() {
        let goes_on = is_console && (line == ">" || line.starts_with("> "));
        if !goes_on && !command.is_empty() {
            text.push_str(&shell(&command, folder, servers));
            command.clear();
        }
        match line {
            "```console" => is_console = true,
            "```" => is_console = false,
            ">" if is_console => command.push('\n'),
            _ if is_console => match line.get(..2) {
                Some("$ " | "> ") => {
                    command.push_str(&line[2..]);
                    command.push('\n');
                }
                _ => continue,
            },
            _ => {}
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn shell(script: &str, folder: &Path, servers: &[Alias]) -> String {
    let mut script = format!("exec 2>&1\n{script}");
    let mut sh = clean(Command::new("sh"), folder);
    if let Some(server) = servers.first() {
        sh.env("CORSCTL_SERVER", &server.real);
        sh.env("CORSCTL_TOKEN", API_KEY);
    }
    for Alias { told, real } in servers {
        script = script.replace(told, real);
    }
    let output = sh
        .args(["-c", &script])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let mut printed = String::from_utf8(output.stdout).unwrap();
    for Alias { told, real } in servers {
        printed = printed.replace(real, told);
    }
    if !printed.is_empty() && !printed.ends_with('\n') {
        printed.push('\n');
    }
    if !output.status.success() {
        printed.push_str(&format!("[exit code {}]\n", output.status.code().unwrap()));
    }
    printed
}

/// A command that finds corsctl on its path, with nothing in its environment that would change what
/// corsctl prints.
pub fn clean(mut command: Command, folder: &Path) -> Command {
    let own = Path::new(BINARY).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    command
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", own.display()))
        .env("XDG_STATE_HOME", folder.join(".state"));
    for name in [
        "NO_COLOR",
        "GITHUB_ACTIONS",
        "GITHUB_WORKSPACE",
        "TF_BUILD",
        "CI_PROJECT_DIR",
        "CLICOLOR_FORCE",
        "CORSCTL_COMPLETE",
        "CORSCTL_SERVER",
        "CORSCTL_TOKEN",
        "ABS_TOKEN",
        "AUDIOBOOKSHELF_API_KEY",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        command.env_remove(name);
    }
    command
}
