//! The README tells the truth: its sessions are run, and its table of rules is that of the rules.
//! `SNAPSHOTS=overwrite` writes both anew.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use corsctl::diagnostic::Applicability;
use corsctl::rules::RULES;
use snapbox::Data;

use crate::console::{self, Alias};
use crate::stand_in::{API_KEY, StandIn};

const BEGIN: &str = "<!-- rules: generated -->\n";
const END: &str = "<!-- end of rules -->\n";

fn readme() -> String {
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
            "| `{}` | {} | {fix} | {summary} |\n",
            rule.name, rule.severity
        ));
    }
    table
}

#[test]
fn the_readme_is_up_to_date() {
    let text = readme();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let with_table = format!("{before}{BEGIN}{}{END}{after}", table());
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
        console::run(&with_table, sandbox.path(), &servers),
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
