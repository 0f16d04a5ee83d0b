//! `completions/` holds what clap makes of the command line, and shells get the right answers by it.
//! `SNAPSHOTS=overwrite` writes it anew.

use std::fs;
use std::path::Path;
use std::process::Command;

use clap::{CommandFactory, ValueEnum};
use clap_complete::env::Shells;
use corsctl::cli::{COMMANDS, Cli, Shell};
use corsctl::commands::completions::{SCRIPTS, VARIABLE};
use corsctl::commands::man::PAGES;
use snapbox::Data;
use tempfile::TempDir;

use crate::console;

fn compare(file: &str, made: Vec<u8>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("completions")
        .join(file);
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(
        String::from_utf8(made).unwrap(),
        Data::read_from(&path, None).raw(),
    );
}

/// The file is run the first time that something is to be completed: it has to do that then, too.
const ZSH_REGISTERS: &str = "\ncompdef _clap_dynamic_completer_corsctl corsctl\n";
const ZSH_COMPLETES: &str = "
if [[ $funcstack[1] == _corsctl ]]; then
    _clap_dynamic_completer_corsctl \"$@\"
else
    compdef _clap_dynamic_completer_corsctl corsctl
fi
";

fn script(shell: &str) -> String {
    let mut made = Vec::new();
    let shells = Shells::builtins();
    shells
        .completer(shell)
        .unwrap()
        .write_registration(VARIABLE, "corsctl", "corsctl", "corsctl", &mut made)
        .unwrap();
    String::from_utf8(made).unwrap()
}

#[test]
fn completions_are_up_to_date() {
    // bash's is written by hand
    for script_of in SCRIPTS.iter().filter(|script| script.shell != Shell::Bash) {
        let name = script_of.shell.to_possible_value().unwrap();
        let mut made = script(name.get_name());
        if script_of.shell == Shell::Zsh {
            assert!(made.contains(ZSH_REGISTERS));
            made = made.replace(ZSH_REGISTERS, ZSH_COMPLETES);
        }
        compare(script_of.file, made.into_bytes());
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
        // clap_mangen leaves out what the short help does
        let command = command.clone().mut_args(|arg| arg.hide_short_help(false));
        clap_mangen::Man::new(command)
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

/// What the scripts get for an answer: the last word is to be completed, the folder is that of
/// [`files`].
fn candidates(words: &[&str]) -> Vec<String> {
    let sandbox = files();
    let output = console::corsctl(sandbox.path())
        .env(VARIABLE, "bash")
        .env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string())
        .arg("--")
        .args(words)
        .output()
        .unwrap();
    assert!(output.status.success(), "{words:?}: {output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.lines().map(str::to_owned).collect()
}

fn files() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("more lists")).unwrap();
    for file in ["list.json", "my list.txt", "more lists/old.txt"] {
        fs::write(folder.path().join(file), "").unwrap();
    }
    let settings = "servers = { home.url = 'https://home.example', attic.url = 'http://attic' }";
    fs::write(folder.path().join("corsctl.toml"), settings).unwrap();
    folder
}

#[test]
fn corsctl_knows_how_a_command_line_goes_on() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["pro"], &["probe"]),
        (&["lnt"], &[]),
        (
            &["check", "--ignore", "trail"],
            &["trailing-slash", "trailing-dot-host"],
        ),
        (&["check", "--error", "path,que"], &["path,query"]),
        (
            &["lint", "--warn=path,unicode-host,que"],
            &["--warn=path,unicode-host,query"],
        ),
        (&["add", "--note", "frag"], &["fragment"]),
        (&["rule", "null"], &["null-origin"]),
        (&["rule", "path", "null"], &["null-origin"]),
        (&["check", "--format", "j"], &["json", "jsonl", "junit"]),
        (&["list", "--format", ""], &["text", "json"]),
        (&["check", "--fail-on=w"], &["--fail-on=warning"]),
        (&["list", "--color", "a"], &["auto", "always"]),
        (&["probe", "--browser", "chrome,f"], &["chrome,firefox"]),
        (&["completions", "p"], &["powershell"]),
        (&["man", "com"], &["completions"]),
        (&["help", "com"], &["completions"]),
        (&["lint", "m"], &["more lists/", "my list.txt"]),
        (&["lint", "list.json", "my"], &["my list.txt"]),
        (&["add", "--file", "more lists/"], &["more lists/old.txt"]),
        (&["set", "--from", "li"], &["list.json"]),
        (&["list", "--ca-cert", "li"], &["list.json"]),
        (&["list", "--token-file", "li"], &["list.json"]),
        (&["lint", "--pointer", ""], &[]),
        (&["lint", "--pointer", "/"], &[]),
        (&["add", "--timeout", ""], &[]),
        (&["add", "--server", ""], &["attic", "home"]),
        (&["lint", "--server", "h"], &["home"]),
        (&["check", "https://"], &[]),
        (&["lint", "--unsa"], &["--unsafe-fixes"]),
    ];
    for (words, expected) in cases {
        let words = [&["corsctl"], *words].concat();
        assert_eq!(candidates(&words), *expected, "{words:?}");
    }
}

#[test]
fn a_rule_s_name_is_completed_wherever_one_is_taken() {
    for command in Cli::command().get_subcommands() {
        let takes_rule = |arg: &&clap::Arg| {
            let stands_for = arg.get_value_names().unwrap_or_default();
            stands_for.iter().any(|name| name == "RULE")
        };
        for arg in command.get_arguments().filter(takes_rule) {
            let option = arg.get_long().map(|long| format!("--{long}"));
            let mut words = vec!["corsctl", command.get_name()];
            words.extend(option.as_deref());
            words.push("userin");
            assert_eq!(candidates(&words), ["userinfo"], "{words:?}");
        }
    }
}

/// The script in a real bash, which cuts words at `=` and hands over the last piece on its own.
#[test]
fn bash_completes_behind_an_equals_sign_and_escapes_names_of_files() {
    const ASK: &str = r#"
        . "$SCRIPT"
        compopt() { echo compopt "$@"; }
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        word=${COMP_WORDS[COMP_CWORD]}
        [[ $word == = ]] && word=
        _corsctl corsctl "$word" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let cases: &[(&[&str], &[&str])] = &[
        (
            &["corsctl", "lint", "--format", "=", "js"],
            &["json", "jsonl"],
        ),
        (&["corsctl", "list", "--format", "="], &["text", "json"]),
        (
            &["corsctl", "rule", "--format=text", "null"],
            &["null-origin"],
        ),
        (
            &["corsctl", "rule", "--format", "=", "text", "null"],
            &["null-origin"],
        ),
        (
            &["corsctl", "lint", "--ignore", "=", "path,que"],
            &["path,query"],
        ),
        (
            &[
                "corsctl",
                "add",
                "https",
                ":",
                "//a.example",
                "--ignore",
                "que",
            ],
            &["query"],
        ),
        (
            &["corsctl", "lint", "my"],
            &["compopt -o filenames", "my list.txt"],
        ),
        (
            &["corsctl", "lint", "mo"],
            &["compopt -o filenames", "more lists"],
        ),
        (&["corsctl", "lint", "my\\ li"], &["compopt -o default", ""]),
        (&["corsctl", "lint", "--pointer", ""], &[""]),
    ];
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/corsctl.bash");
    for (words, expected) in cases {
        let sandbox = files();
        let output = console::clean(Command::new("bash"), sandbox.path())
            .env("SCRIPT", &script)
            .args(["--norc", "-c", ASK, "bash"])
            .args(*words)
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed.lines().collect::<Vec<_>>(), *expected, "{words:?}");
    }
}

#[test]
fn nothing_but_its_own_variable_makes_corsctl_complete() {
    for (name, value) in [("COMPLETE", "bash"), (VARIABLE, ""), (VARIABLE, "0")] {
        let sandbox = files();
        let output = console::corsctl(sandbox.path())
            .env(name, value)
            .args(["normalize", "https://A.example"])
            .output()
            .unwrap();
        assert_eq!(output.stdout, b"https://a.example\n", "{name}={value}");
    }
}

#[test]
fn an_unknown_shell_is_a_usage_error() {
    let sandbox = files();
    let output = console::corsctl(sandbox.path())
        .env(VARIABLE, "tcsh")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("unknown shell `tcsh`"), "{said}");
}
