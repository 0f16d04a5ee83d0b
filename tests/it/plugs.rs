//! Where corsctl plugs in besides GitHub: the hooks of pre-commit and the README's job for GitLab, as
//! far as they can be run without the service.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::console::clean;
use crate::readme::block;
use crate::servers::Run;

pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");
pub const CLEAN: &str = "{\"allowedOrigins\": [\"https://a.example\"]}\n";
const BROKEN: &str = "{\"allowedOrigins\": [\"https://a.example/\"]}\n";

/// What stands in a YAML file of the repository.
pub fn parse<T: DeserializeOwned>(file: &str) -> T {
    let text = fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
    serde_saphyr::from_str(&text).unwrap()
}

/// A folder with these files.
pub fn checkout(files: &[(&str, &str)]) -> tempfile::TempDir {
    let sandbox = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = sandbox.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    sandbox
}

/// What stands in `.pre-commit-hooks.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hook {
    id: String,
    name: String,
    description: String,
    entry: String,
    args: Vec<String>,
    language: String,
    files: String,
    pass_filenames: bool,
}

/// What stands in a `.pre-commit-config.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PreCommit {
    repos: Vec<Repository>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repository {
    repo: String,
    #[serde(rename = "rev")]
    _rev: String,
    hooks: Vec<Chosen>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    id: String,
    args: Option<Vec<String>>,
}

/// The hook of that name.
fn hook(id: &str) -> Hook {
    let hooks: Vec<Hook> = parse(".pre-commit-hooks.yaml");
    hooks.into_iter().find(|hook| hook.id == id).unwrap()
}

/// Runs a hook as pre-commit does: what it splits the entry into, then the arguments.
fn run_hook(hook: &Hook, args: Option<&Vec<String>>, folder: &Path) -> Run {
    let words = shlex::split(&hook.entry).unwrap();
    let mut command = clean(Command::new(&words[0]), folder);
    command.args(&words[1..]).args(args.unwrap_or(&hook.args));
    command.output().unwrap().into()
}

#[test]
fn pre_commit_hooks_lint_or_fix_the_lists_of_a_checkout() {
    for (id, list, code, after) in [
        ("corsctl", CLEAN, 0, CLEAN),
        ("corsctl", BROKEN, 1, BROKEN),
        ("corsctl-fix", CLEAN, 0, CLEAN),
        ("corsctl-fix", BROKEN, 0, CLEAN),
    ] {
        let files = [("deploy/list.json", list), ("package.json", "{}\n")];
        let checkout = checkout(&files);
        let hook = hook(id);
        let run = run_hook(&hook, None, checkout.path());
        assert_eq!(run.code, code, "{id} {list}: {}", run.said);
        let now = fs::read_to_string(checkout.path().join("deploy/list.json")).unwrap();
        assert_eq!(now, after, "{id}");
    }
}

#[test]
fn pre_commit_builds_hooks_and_runs_them_without_names_when_a_list_may_have_changed() {
    let hooks: Vec<Hook> = parse(".pre-commit-hooks.yaml");
    for hook in hooks {
        assert_eq!(hook.language, "rust");
        assert!(!hook.pass_filenames && !hook.name.is_empty() && !hook.description.is_empty());
        // Python's `re.search`
        let files = Regex::new(&hook.files).unwrap();
        for (name, runs) in [
            ("allowed-origins.json", true),
            ("deploy/config.jsonc", true),
            ("my lists/Origins.TXT", true),
            ("a.list", true),
            ("corsctl.toml", true),
            ("deploy/corsctl.toml", true),
            ("Cargo.toml", false),
            ("not-corsctl.toml", false),
            ("json", false),
            ("a.json.md", false),
            ("src/main.rs", false),
        ] {
            assert_eq!(files.is_match(name), runs, "{}: {name}", hook.id);
        }
    }
}

#[test]
fn the_readme_configures_a_pre_commit_hook_that_there_is() {
    let config: PreCommit = serde_saphyr::from_str(&block("pre-commit", "yaml")).unwrap();
    let repository = &config.repos[0];
    assert_eq!(repository.repo, "URL_OF_THIS_REPOSITORY");
    for (list, code) in [(CLEAN, 0), (BROKEN, 1)] {
        let lists = [("deploy/a.json", list), ("my lists/origins.txt", "")];
        let checkout = checkout(&lists);
        let chosen = &repository.hooks[0];
        let run = run_hook(&hook(&chosen.id), chosen.args.as_ref(), checkout.path());
        assert_eq!(run.code, code, "{list}: {}", run.said);
    }
}

/// What stands in the README's `.gitlab-ci.yml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pipeline {
    corsctl: Job,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Job {
    #[serde(rename = "image")]
    _image: String,
    script: Vec<String>,
    artifacts: Artifacts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Artifacts {
    when: String,
    reports: BTreeMap<String, String>,
}

#[test]
fn the_readmes_job_for_gitlab_leaves_a_report_even_when_it_fails() {
    let Pipeline { corsctl: job } = serde_saphyr::from_str(&block("GitLab", "yaml")).unwrap();
    assert_eq!(job.artifacts.when, "always");
    let (install, script): (Vec<_>, Vec<_>) = job
        .script
        .iter()
        .partition(|line| line.starts_with("cargo install "));
    assert_eq!(
        install,
        ["cargo install --locked --git URL_OF_THIS_REPOSITORY"]
    );
    for (list, code, findings) in [(CLEAN, 0, 0), (BROKEN, 1, 1)] {
        let checkout = checkout(&[("deploy/list.json", list)]);
        let lines: Vec<_> = script.iter().map(|line| line.as_str()).collect();
        let mut sh = clean(Command::new("sh"), checkout.path());
        sh.args(["-ec", &lines.join("\n")]);
        let run: Run = sh.env("GITLAB_CI", "true").output().unwrap().into();
        assert_eq!(run.code, code, "{}", run.said);
        let report = &job.artifacts.reports["codequality"];
        let report = fs::read_to_string(checkout.path().join(report)).unwrap();
        let issues: Vec<Issue> = serde_json::from_str(&report).unwrap();
        let grave: Vec<_> = issues
            .iter()
            .filter(|issue| issue.severity != "info")
            .collect();
        assert_eq!(grave.len(), findings, "{report}");
        for issue in grave {
            assert_eq!(issue.location["path"], "deploy/list.json");
            assert_eq!(issue.location["lines"]["begin"], 1);
            assert_eq!(issue.check_name, "trailing-slash");
            assert!(!issue.description.is_empty() && !issue.fingerprint.is_empty());
        }
    }
}

/// What GitLab needs to know of a finding.
#[derive(Deserialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: String,
    location: Value,
}
