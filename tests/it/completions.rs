//! `completions/` holds what clap makes of the command line. `SNAPSHOTS=overwrite` writes it anew.

use std::path::Path;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;
use corsctl::cli::{COMMANDS, Cli};
use corsctl::commands::completions::SCRIPTS;
use corsctl::commands::man::PAGES;
use snapbox::Data;

fn compare(file: &str, made: Vec<u8>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("completions")
        .join(file);
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(
        String::from_utf8(made).unwrap(),
        Data::read_from(&path, None).raw(),
    );
}

#[test]
fn completions_are_up_to_date() {
    for script in SCRIPTS {
        let name = script.shell.to_possible_value().unwrap();
        let shell: Shell = name.get_name().parse().unwrap();
        let mut made = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "corsctl", &mut made);
        compare(script.file, made);
    }
}

#[test]
fn manual_pages_are_up_to_date() {
    let mut corsctl = Cli::command();
    corsctl.build();
    for page in PAGES {
        let (command, file) = match page.command {
            None => (&corsctl, "man/corsctl.1".to_owned()),
            Some(name) => (
                corsctl.find_subcommand(name).unwrap(),
                format!("man/corsctl-{name}.1"),
            ),
        };
        let name = command.get_display_name().unwrap_or("corsctl").to_owned();
        let mut made = Vec::new();
        clap_mangen::Man::new(command.clone())
            .title(name)
            .render(&mut made)
            .unwrap();
        compare(&file, made);
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let commands: Vec<String> = Cli::command()
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    let pages: Vec<&str> = PAGES.iter().filter_map(|page| page.command).collect();
    assert_eq!(commands, pages);
    assert_eq!(commands, COMMANDS);
}
