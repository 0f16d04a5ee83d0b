//! Parses the command line, runs the command, prints what went wrong once, and exits.

use std::process::ExitCode;

use clap::Parser;
use corsctl::cli::Cli;
use corsctl::commands;
use corsctl::exit::Exit;

fn main() -> ExitCode {
    if let Some(exit) = commands::completions::complete() {
        return exit.into();
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return commands::explain_usage(error).into(),
    };
    let exit = commands::run(&cli).unwrap_or_else(|error| {
        let exit = Exit::of(&error);
        if exit != Exit::Clean {
            commands::complain(&cli, &error);
        }
        exit
    });
    exit.into()
}
