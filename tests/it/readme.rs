//! The README tells the truth: its sessions are run, and its table of rules is that of the rules.
//! `SNAPSHOTS=overwrite` writes both anew.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use corsctl::diagnostic::Applicability;
use corsctl::rules::{RULES, Rule};
use snapbox::Data;

use crate::console::{self, Alias};
use crate::stand_in::{API_KEY, StandIn};

/// How the parts begin that are made from the rules.
const TABLE: &str = "<!-- rules: generated -->\n";
const SECTIONS: &str = "<!-- each rule: generated -->\n";
const END: &str = "<!-- end of rules -->\n";

/// What the README has in its first block of that language below that heading.
pub fn block(heading: &str, language: &str) -> String {
    let text = readme();
    let (_, section) = text.split_once(&format!("# {heading}\n")).unwrap();
    let (_, block) = section.split_once(&format!("```{language}\n")).unwrap();
    block.split_once("```\n").unwrap().0.to_owned()
}

pub fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

fn table() -> String {
    let mut table = String::from("| rule | severity | fix | what it says |\n|---|---|---|---|\n");
    for rule in RULES {
        let fix = match rule.fix {
            Some(Applicability::Safe) => "safe",
            Some(Applicability::Unsafe) => "unsafe",
            None => "—",
        };
        let summary = rule.summary().replace('|', "\\|");
        table.push_str(&format!(
            "| [`{0}`](#{0}) | {1} | {fix} | {summary} |\n",
            rule.name, rule.severity
        ));
    }
    table
}

fn sections() -> String {
    let section = |rule: &&Rule| {
        let Rule { name, severity, .. } = rule;
        let (docs, remedy) = (rule.docs(), rule.remedy());
        format!("### {name}\n\n*{severity}.* {docs}\n\n{remedy}\n")
    };
    RULES.iter().map(section).collect::<Vec<_>>().join("\n")
}

/// The README with its generated parts made anew.
fn made_anew() -> String {
    let parts = [(TABLE, table()), (SECTIONS, sections())];
    parts.into_iter().fold(readme(), |text, (begin, part)| {
        let (before, rest) = text.split_once(begin).unwrap();
        let (_, after) = rest.split_once(END).unwrap();
        format!("{before}{begin}{part}{END}{after}")
    })
}

#[test]
fn the_readme_is_up_to_date() {
    let sandbox = tempfile::tempdir().unwrap();
    let key = sandbox.path().join("abs.key");
    fs::write(&key, API_KEY).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let [nas, attic, here] = ["2.36.0", "2.27.0", "2.36.0"].map(StandIn::start);
    let servers = [
        ("http://nas:13378", nas.url()),
        ("http://attic:13378", attic.url()),
        (
            "http://localhost:13378",
            here.url().replace("127.0.0.1", "localhost"),
        ),
    ];
    let servers = servers.map(|(told, real)| Alias { told, real });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(
        console::run(&made_anew(), sandbox.path(), &servers),
        Data::read_from(&path, None).raw(),
    );
}

#[test]
fn the_first_command_makes_a_list() {
    let text = readme();
    let command = text
        .lines()
        .find_map(|line| line.strip_prefix("cargo run -- "))
        .unwrap();
    let sandbox = tempfile::tempdir().unwrap();
    let status = console::corsctl(sandbox.path())
        .args(command.split(' '))
        .status()
        .unwrap();
    assert!(status.success());
    let list = fs::read_to_string(sandbox.path().join("allowed-origins.json")).unwrap();
    assert_eq!(list, "[\n  \"https://mytool.example\"\n]\n");
}
