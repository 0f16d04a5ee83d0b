//! `lint` in a checkout, as CI runs it: five lists, two of them broken, among much that is no list.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::console::corsctl;
use crate::servers::Run;

/// What is checked out. The lists that are broken have their findings behind them.
const FILES: &[(&str, &str, &[Finding])] = &[
    (
        "allowed-origins.json",
        "{\n  \"allowedOrigins\": [\n    \"https://a.example\",\n    \"https://b.example\"\n  ]\n}\n",
        &[],
    ),
    (
        "deploy/home/config.jsonc",
        "// who may ask\n{\n  \"serverSettings\": {\n    \"allowedOrigins\": [\n      \
         \"https://a.example/\", // one slash too many\n      \"https://b.example\",\n      \
         \"https://b.example\",\n    ],\n  },\n}\n",
        &[("trailing-slash", 5, 25), ("duplicate", 7, 8)],
    ),
    (
        "deploy/home/clean.jsonc",
        "{\n  // none yet\n  \"allowedOrigins\": [],\n}\n",
        &[],
    ),
    (
        "deploy/away/nested/.lists/hidden.json",
        "{\"serverSettings\": {\"allowedOrigins\": [\"https://a.example:8443\"]}}\n",
        &[],
    ),
    (
        "auth/realm.json",
        "{\n  \"allowedOrigins\": \"not this one\",\n  \"clients\": [\n    \
         {\"webOrigins\": [\"https://a.example\", \"*\"]},\n    \
         {\"webOrigins\": [\"https://B.example\"]}\n  ]\n}\n",
        &[("wildcard", 4, 43), ("uppercase", 5, 30)],
    ),
    (
        "corsctl.toml",
        "[[paths]]\npath = \"auth/*.json\"\npointers = [\"/clients/*/webOrigins\"]\n",
        &[],
    ),
    (".gitignore", "/build/\n*.local.json\n", &[]),
    (".git/HEAD", "ref: refs/heads/main\n", &[]),
    (".git/allowed.json", BROKEN, &[]),
    ("build/allowed.json", BROKEN, &[]),
    ("deploy/allowed.local.json", BROKEN, &[]),
    ("deploy/away/.gitignore", "/old.json\n", &[]),
    ("deploy/away/old.json", BROKEN, &[]),
    ("array.json", "[\"https://a.example/\"]\n", &[]),
    (
        "other/auth.json",
        "{\"clients\": [{\"webOrigins\": [\"*\"]}]}\n",
        &[],
    ),
    (
        "package.json",
        "{\"name\": \"web\", \"files\": [\"*\"]}\n",
        &[],
    ),
    (
        "tsconfig.json",
        "{\n  // no list\n  \"include\": [\"src\"],\n}\n",
        &[],
    ),
    ("origins.txt", "https://a.example/\n", &[]),
    ("allowed-origins.json.bak", BROKEN, &[]),
    ("README.md", "{\"allowedOrigins\": [\"*\"]}\n", &[]),
];

/// A rule, and the line and column where it has something to say.
type Finding = (&'static str, u64, u64);

const BROKEN: &str = "{\"allowedOrigins\": [\"*\", \"https://a.example/\"]}\n";

/// The files that hold no list and are looked into.
const SKIPPED: usize = 4;

fn checkout() -> tempfile::TempDir {
    let sandbox = tempfile::tempdir().unwrap();
    for (name, text, _) in FILES {
        let file = sandbox.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    sandbox
}

fn lint(folder: &Path, arguments: &[&str]) -> Run {
    let arguments = [&["lint"], arguments, &["."]].concat();
    corsctl(folder).args(arguments).output().unwrap().into()
}

/// What should be found: file, rule, line, column.
fn expected() -> BTreeSet<(String, String, u64, u64)> {
    let findings = FILES.iter().flat_map(|(name, _, findings)| {
        findings
            .iter()
            .map(|(rule, line, column)| (name.to_string(), rule.to_string(), *line, *column))
    });
    findings.collect()
}

#[test]
fn people_see_the_two_broken_lists_of_five_and_the_counts() {
    let checkout = checkout();
    let run = lint(checkout.path(), &[]);
    assert_eq!(run.code, 1, "{}", run.said);
    let headings = run
        .out
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("--> "));
    let places: BTreeSet<_> = headings
        .map(|heading| heading.split(' ').next().unwrap().to_owned())
        .collect();
    let wanted = expected();
    let wanted = wanted
        .iter()
        .map(|(file, _, line, column)| format!("{file}:{line}:{column}"));
    assert_eq!(places, wanted.collect(), "{}", run.out);
    let end = format!(
        "9 entries: 3 errors, 1 warning, 6 notes (-v shows them); --fix mends 3; {SKIPPED} files without a list skipped"
    );
    assert_eq!(run.out.lines().last(), Some(end.as_str()));
    assert_eq!(run.said, "");
}

#[test]
fn sarif_has_the_two_broken_lists_of_five() {
    let checkout = checkout();
    let run = lint(checkout.path(), &["--format", "sarif"]);
    assert_eq!(run.code, 1, "{}", run.said);
    let log: Value = serde_json::from_str(&run.out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let grave = results.iter().filter(|result| result["level"] != "note");
    let found = grave.map(|result| {
        let place = &result["locations"][0]["physicalLocation"];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (
            text(&place["artifactLocation"]["uri"]),
            text(&result["ruleId"]),
            place["region"]["startLine"].as_u64().unwrap(),
            place["region"]["startColumn"].as_u64().unwrap(),
        )
    });
    assert_eq!(found.collect::<BTreeSet<_>>(), expected());
}

#[test]
fn github_has_the_two_broken_lists_of_five() {
    let checkout = checkout();
    let run = lint(checkout.path(), &["--format", "github"]);
    assert_eq!(run.code, 1, "{}", run.said);
    let found: BTreeSet<_> = run.out.lines().filter_map(annotation).collect();
    assert_eq!(found, expected(), "{}", run.out);
}

/// What an annotation is about.
fn annotation(line: &str) -> Option<(String, String, u64, u64)> {
    let (properties, _) = line
        .strip_prefix("::error ")
        .or(line.strip_prefix("::warning "))?
        .split_once("::")?;
    let property = |name: &str| {
        let mut pairs = properties
            .split(',')
            .filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    Some((
        property("file")?.to_owned(),
        property("title")?
            .strip_prefix("corsctl[")?
            .strip_suffix(']')?
            .to_owned(),
        property("line")?.parse().ok()?,
        property("col")?.parse().ok()?,
    ))
}

#[test]
fn fix_mends_what_is_safe_and_a_second_run_says_so() {
    let checkout = checkout();
    let first = lint(checkout.path(), &["--fix", "--format", "concise"]);
    assert_eq!(first.code, 1);
    let named: Vec<_> = first
        .said
        .lines()
        .filter_map(|line| line.strip_prefix("note: fixed "))
        .collect();
    assert_eq!(named, ["auth/realm.json", "deploy/home/config.jsonc"]);
    let second = lint(checkout.path(), &["--format", "concise"]);
    assert_eq!(second.code, 1);
    let (findings, counts) = second.out.trim_end().rsplit_once('\n').unwrap();
    assert!(
        findings.starts_with("auth/realm.json:4:43: error[wildcard]"),
        "{findings}"
    );
    assert_eq!(findings.lines().count(), 1, "{findings}");
    assert_eq!(
        counts,
        format!(
            "8 entries: 1 error, 6 notes (-v shows them); {SKIPPED} files without a list skipped"
        )
    );
    for (name, text, findings) in FILES {
        let now = fs::read_to_string(checkout.path().join(name)).unwrap();
        assert_eq!(now == *text, findings.is_empty(), "{name}: {now}");
    }
}
