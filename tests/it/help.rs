//! The help: short where it is asked for by `-h`, with examples that work, and readable everywhere.

use std::process::Output;

use clap::Parser;
use corsctl::cli::{COMMANDS, Cli};

use crate::console;

fn run(arguments: &[&str]) -> Output {
    let nowhere = tempfile::tempdir().unwrap();
    let mut corsctl = console::corsctl(nowhere.path());
    // as wide as a terminal can be
    let output = corsctl.env("COLUMNS", "300").args(arguments).output();
    output.unwrap()
}

fn help(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The help of corsctl and of each of its commands, with what asks for it.
fn helps(option: &'static str) -> Vec<(String, String)> {
    let commands = COMMANDS.iter().map(|command| vec![*command, option]);
    let all = [vec![option]].into_iter().chain(commands);
    all.map(|arguments| (arguments.join(" "), help(&arguments)))
        .collect()
}

/// The lines of the section `Examples:`, without their indentation.
fn examples(help: &str) -> Vec<&str> {
    let (_, section) = help.split_once("\nExamples:\n").unwrap_or_default();
    let lines = section.lines().map_while(|line| line.strip_prefix("  "));
    lines.collect()
}

#[test]
fn help_fits_80_columns_however_wide_the_terminal_is() {
    for option in ["-h", "--help"] {
        for (asked, help) in helps(option) {
            for line in help.lines() {
                assert!(line.chars().count() <= 80, "{asked}: {line}");
            }
        }
    }
}

#[test]
fn short_help_fits_a_screen_and_says_where_the_rest_is() {
    for (asked, help) in helps("-h") {
        let lines = help.lines().count();
        assert!(lines <= 30, "{asked}: {lines} lines");
        assert!(
            help.ends_with("--help shows all options, and examples.\n"),
            "{asked}"
        );
    }
}

#[test]
fn every_help_has_two_or_three_examples_that_clap_takes() {
    for (asked, help) in helps("--help") {
        let examples = examples(&help);
        assert!((2..=3).contains(&examples.len()), "{asked}: {examples:?}");
        for example in examples {
            // what the shell makes of it, up to where corsctl's part ends
            let spaced = example.replace("<(", "| ").replace(')', " ");
            let words = shlex::split(&spaced).unwrap();
            let own = words.iter().skip_while(|word| *word != "corsctl");
            let own: Vec<_> = own
                .take_while(|word| !["|", "<", ">"].contains(&word.as_str()))
                .collect();
            assert!(own.len() > 1, "{asked}: {example}");
            if let Err(error) = Cli::try_parse_from(own) {
                panic!("{asked}: {example}: {error}");
            }
            let command = asked.split(' ').next().unwrap();
            if COMMANDS.contains(&command) {
                assert!(
                    spaced.contains(&format!("corsctl {command}")),
                    "{asked}: {example}"
                );
            }
        }
    }
}

#[test]
fn own_options_come_before_those_of_all_commands() {
    for (asked, help) in helps("--help") {
        let headings = help
            .lines()
            .filter(|line| line.ends_with(':') && !line.starts_with(' '));
        let headings: Vec<_> = headings.collect();
        let own = headings.iter().position(|heading| *heading == "Options:");
        let groups = headings.iter().position(|heading| *heading == "Server:");
        assert!(
            groups.is_none_or(|groups| own.unwrap() < groups),
            "{asked}: {headings:?}"
        );
        assert!(
            headings.ends_with(&["Global options:", "Examples:"]),
            "{asked}: {headings:?}"
        );
    }
}

#[test]
fn what_nobody_knows_gets_a_suggestion() {
    let cases: &[(&[&str], &str)] = &[
        (&["lnt"], "'lint'"),
        (&["completion"], "'completions'"),
        (&["lint", "--fxi"], "a similar argument exists: '--fix'"),
        (
            &["-q", "lint", "--fi"],
            "a similar argument exists: '--fix'",
        ),
        (&["lint", "--unsafe-fixs"], "'--unsafe-fixes'"),
        (&["add", "--fil", "list.json"], "'--file'"),
        (&["--colour", "never", "rule"], "'--color'"),
        (&["check", "--ignore", "pahts"], "did you mean `path`?"),
    ];
    for (arguments, suggestion) in cases {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(suggestion), "{arguments:?}: {said}");
    }
}

#[test]
fn what_is_far_from_all_options_gets_none() {
    let output = run(&["lint", "--zzz"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("similar"), "{said}");
}
