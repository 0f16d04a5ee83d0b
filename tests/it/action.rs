//! The action for GitHub, as far as it can be run without GitHub: its steps, as the runner starts them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::console::clean;
use crate::plugs::{CLEAN, ROOT, checkout, parse};
use crate::readme::{block, readme};
use crate::servers::Run;

const TWICE: &str = "{\"allowedOrigins\": [\"https://a.example\", \"https://a.example\"]}\n";

/// What stands in `action.yml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    name: String,
    description: String,
    inputs: BTreeMap<String, Input>,
    runs: Runs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    description: String,
    #[serde(default)]
    default: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Runs {
    using: String,
    steps: [Step; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    #[serde(rename = "name")]
    _name: String,
    shell: String,
    #[serde(default)]
    env: BTreeMap<String, String>,
    run: String,
}

const ACTION: &str = ".github/actions/lint/action.yml";

impl Step {
    /// Runs it as the runner does, with inputs where the workflow gives some.
    fn run(&self, action: &Action, inputs: &[(&str, &str)], folder: &Path) -> Run {
        for (name, _) in inputs {
            assert!(
                action.inputs.contains_key(*name),
                "there is no input {name}"
            );
        }
        assert_eq!(self.shell, "bash");
        // an expression there becomes a part of the script, whatever it holds
        assert!(!self.run.contains("${{"), "{}", self.run);
        let script = tempfile::NamedTempFile::new().unwrap();
        fs::write(&script, &self.run).unwrap();
        let mut bash = clean(Command::new("bash"), folder);
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"])
            .arg(script.path())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_WORKSPACE", folder)
            .env(
                "GITHUB_ACTION_PATH",
                Path::new(ROOT).join(ACTION).parent().unwrap(),
            );
        for (name, expression) in &self.env {
            let input = expression.strip_prefix("${{ inputs.").unwrap();
            let input = input.strip_suffix(" }}").unwrap();
            let given = inputs.iter().find(|(name, _)| *name == input);
            bash.env(
                name,
                given.map_or(action.inputs[input].default.as_str(), |(_, value)| value),
            );
        }
        bash.output().unwrap().into()
    }
}

/// Inputs by their names.
type Inputs = &'static [(&'static str, &'static str)];

/// Inputs of the action, the exit code, and what is printed then on either stream.
const RUNS: &[(Inputs, i32, &str)] = &[
    (&[], 1, "::warning file=twice.json,line=1,"),
    (&[("paths", "my lists")], 0, ""),
    (
        &[("paths", "./twice.json")],
        1,
        "::warning file=twice.json,",
    ),
    (&[("paths", "my lists\n\n-dash.json\n")], 0, ""),
    (
        &[("paths", "my lists\ntwice.json\n")],
        1,
        "file=twice.json,",
    ),
    (&[("paths", " twice.json")], 2, " twice.json doesn't exist"),
    (&[("paths", "")], 2, "nothing to lint"),
    (&[("paths", "*")], 2, "* doesn't exist"),
    (&[("paths", "--fix\ntwice.json")], 2, "--fix doesn't exist"),
    (&[("paths", "--\n--fix")], 2, "--fix doesn't exist"),
    (
        &[("paths", "$(touch pwned)")],
        2,
        "$(touch pwned) doesn't exist",
    ),
    (
        &[("paths", "`touch pwned`")],
        2,
        "`touch pwned` doesn't exist",
    ),
    (
        &[("paths", "\"; touch pwned; \"")],
        2,
        "\"; touch pwned; \" doesn't exist",
    ),
    (
        &[("paths", "twice.json\ntouch pwned")],
        2,
        "touch pwned doesn't exist",
    ),
    (&[("fail-on", "error")], 0, "::warning file=twice.json,"),
    (&[("fail-on", "--fix")], 2, "invalid value '--fix'"),
    (&[("fail-on", "error\n--fix")], 2, "invalid value 'error"),
    (&[("fail-on", "error; touch pwned")], 2, "invalid value"),
    (&[("config", "my lists/lax.toml")], 0, ""),
    (&[("config", "\"; touch pwned; \"")], 2, "touch pwned"),
    (
        &[("baseline", "my lists/known.json")],
        0,
        "4 known from the baseline",
    ),
    (&[("baseline", "--fix")], 2, "--fix"),
    (&[("options", "--ignore=duplicate")], 0, ""),
    (
        &[("options", "--ignore=duplicate\n\n--fail-on=note\n")],
        1,
        "",
    ),
    (
        &[("options", "--ignore duplicate")],
        2,
        "unexpected argument",
    ),
    (
        &[("options", "--nope$(touch pwned)")],
        2,
        "--nope$(touch pwned)",
    ),
    (
        &[("sarif", "my lists/corsctl.sarif")],
        1,
        "::warning file=twice.json,",
    ),
    (
        &[("sarif", "nowhere/corsctl.sarif")],
        2,
        "there is no folder for it",
    ),
    (&[("sarif", "--fix")], 1, "::warning file=twice.json,"),
];

#[test]
fn the_action_ends_as_corsctl_does_and_no_input_is_run_or_taken_for_an_option() {
    let action: Action = parse(ACTION);
    for (inputs, code, words) in RUNS {
        let checkout = checkout(&[
            ("twice.json", TWICE),
            ("my lists/clean.json", CLEAN),
            ("my lists/lax.toml", "[rules]\nduplicate = \"ignore\"\n"),
            ("-dash.json", CLEAN),
        ]);
        let folder = fs::canonicalize(checkout.path()).unwrap();
        let baseline = [
            "lint",
            "--baseline",
            "my lists/known.json",
            "--write-baseline",
            ".",
        ];
        let baseline = clean(Command::new("corsctl"), &folder)
            .args(baseline)
            .output();
        assert!(baseline.unwrap().status.success());
        let run = action.runs.steps[1].run(&action, inputs, &folder);
        assert_eq!(run.code, *code, "{inputs:?}: {}{}", run.out, run.said);
        let printed = format!("{}{}", run.out, run.said);
        assert!(printed.contains(words), "{inputs:?}: {printed}");
        assert!(!folder.join("pwned").exists(), "{inputs:?}");
        let list = fs::read_to_string(folder.join("twice.json")).unwrap();
        assert_eq!(list, TWICE, "{inputs:?}");
        if let [("sarif", path)] = inputs
            && *code == 1
        {
            let report = fs::read_to_string(folder.join(path)).unwrap();
            let report: Value = serde_json::from_str(&report).unwrap();
            let results = report["runs"][0]["results"].as_array().unwrap();
            assert!(
                results.iter().any(|result| result["ruleId"] == "duplicate"),
                "{report}"
            );
        }
    }
}

#[test]
fn the_action_installs_corsctl_from_its_own_repository_unless_there_is_one() {
    use std::os::unix::fs::PermissionsExt;
    let mut action: Action = parse(ACTION);
    assert_eq!(action.runs.using, "composite");
    let programs = checkout(&[("cargo", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n")]);
    let cargo = programs.path().join("cargo");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let script = action.runs.steps[0].run.clone();
    for (path, is_installed) in [("$PWD:$PATH", false), ("$PWD", true)] {
        action.runs.steps[0].run = format!("PATH={path}\n{script}");
        let run = action.runs.steps[0].run(&action, &[], programs.path());
        assert_eq!(run.code, 0, "{}", run.said);
        let arguments = run
            .out
            .trim_end()
            .strip_prefix("install\n--locked\n--path\n");
        assert_eq!(arguments.is_some(), is_installed, "{}", run.out);
        if let Some(path) = arguments {
            let [found, own] = [path, ROOT].map(|path| fs::canonicalize(path).unwrap());
            assert_eq!(found, own);
        }
    }
}

#[test]
fn the_readme_has_the_inputs_of_the_action() {
    let action: Action = parse(ACTION);
    assert!(!action.name.is_empty() && !action.description.is_empty());
    let readme = readme();
    let inputs = readme.split("| input |").nth(1).unwrap();
    let rows = inputs.split("\n\n").next().unwrap();
    let rows: Vec<_> = rows.lines().skip(2).map(str::to_owned).collect();
    let mut sorted = rows.clone();
    sorted.sort();
    let wanted = action.inputs.iter().map(|(name, input)| {
        let default = match input.default.as_str() {
            "" => String::new(),
            default => format!("`{default}` "),
        };
        format!("| `{name}` | {} | {default}|", input.description)
    });
    assert_eq!(sorted, wanted.collect::<Vec<_>>());
}

#[test]
fn the_readmes_workflow_uses_the_action_with_inputs_that_it_has_and_uploads_its_report() {
    let action: Action = parse(ACTION);
    let steps: Vec<Value> = serde_saphyr::from_str(&block("GitHub", "yaml")).unwrap();
    let uses = |part: &str| {
        let step = steps
            .iter()
            .find(|step| step["uses"].as_str().unwrap().contains(part));
        step.unwrap()["with"].as_object().unwrap()
    };
    let inputs = uses(&format!("/{}@", ACTION.trim_end_matches("/action.yml")));
    for name in inputs.keys() {
        assert!(action.inputs.contains_key(name), "there is no input {name}");
    }
    assert_eq!(uses("/upload-sarif@")["sarif_file"], inputs["sarif"]);
}
