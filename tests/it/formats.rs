//! The formats of `check` and `lint`: what each makes of the same lists, whether SARIF keeps to its
//! schema, and where its fixes and reviewdog's lead.

mod applied;
mod sarif;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use corsctl::report::FORMATS;
use snapbox::Data;
use tempfile::TempDir;

use crate::console::corsctl;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats")
}

/// A repository with a copy of the lists in `lists/`.
fn repository() -> TempDir {
    let repository = tempfile::tempdir().unwrap();
    fs::create_dir_all(repository.path().join("lists")).unwrap();
    fs::create_dir(repository.path().join(".git")).unwrap();
    for file in fs::read_dir(data().join("lists")).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        // in this repository all names are plain, in that one they aren't
        let copy = repository
            .path()
            .join("lists")
            .join(name.replace("ol ", "øl "));
        fs::copy(file.path(), copy).unwrap();
    }
    repository
}

/// What `corsctl` prints in the folder of the lists.
fn printed(repository: &TempDir, arguments: &[&str]) -> String {
    let output = corsctl(&repository.path().join("lists"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let version = concat!("\"semanticVersion\":\"", env!("CARGO_PKG_VERSION"), "\"");
    text.replace(version, "\"semanticVersion\":\"1.2.3\"")
}

const LISTS: [&str; 6] = [
    "origins.txt",
    "config.json",
    "øl liste.jsonc",
    "broken.json",
    "null.json",
    "gone.json",
];

/// The same lists in every format. `SNAPSHOTS=overwrite` writes what is really printed.
#[test]
fn every_format_says_what_it_is_known_to_say() {
    let repository = repository();
    for format in FORMATS {
        let arguments = [&["lint", "--format", format.name][..], &LISTS].concat();
        let expected = data().join("expected").join(format.name);
        snapbox::Assert::new().action_env("SNAPSHOTS").eq(
            printed(&repository, &arguments),
            Data::read_from(&expected, None).raw(),
        );
    }
}

/// What comes from no file: arguments.
#[test]
fn every_format_knows_what_to_say_of_arguments() {
    let repository = repository();
    for format in FORMATS {
        let arguments = [
            "check",
            "--format",
            format.name,
            "https://Tool.example/app",
            "",
        ];
        let expected = data().join("expected/arguments").join(format.name);
        snapbox::Assert::new().action_env("SNAPSHOTS").eq(
            printed(&repository, &arguments),
            Data::read_from(&expected, None).raw(),
        );
    }
}

#[test]
fn paths_are_relative_to_the_folder_that_the_ci_names() {
    let repository = repository();
    let root = repository.path().canonicalize().unwrap();
    let lists = root.join("lists");
    let elsewhere = tempfile::tempdir().unwrap();
    for (variable, folder, path) in [
        (None, &root, "lists/origins.txt"),
        (Some("GITHUB_WORKSPACE"), &lists, "origins.txt"),
        (Some("CI_PROJECT_DIR"), &lists, "origins.txt"),
        (
            Some("CI_PROJECT_DIR"),
            &elsewhere.path().to_owned(),
            "lists/origins.txt",
        ),
    ] {
        let mut command = corsctl(&lists);
        command.envs(variable.map(|variable| (variable, folder)));
        let output = command
            .args(["lint", "--format", "gitlab", "origins.txt"])
            .output();
        let issues: serde_json::Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
        assert_eq!(
            issues[0]["location"]["path"], path,
            "{variable:?} {folder:?}"
        );
    }
}

#[test]
fn notes_are_notices_for_github_only_when_they_are_asked_for() {
    let repository = repository();
    let notices = |arguments: &[&str]| {
        let arguments = [
            &["lint", "--format", "github", "origins.txt"][..],
            arguments,
        ]
        .concat();
        printed(&repository, &arguments)
            .matches("::notice ")
            .count()
    };
    assert_eq!(notices(&[]), 0);
    assert!(notices(&["-v"]) > 0);
}

#[test]
fn a_diff_says_nothing_of_lists_that_were_not_read() {
    let repository = repository();
    let diff = printed(
        &repository,
        &["lint", "--diff", "--format", "github", "gone.json"],
    );
    assert_eq!(diff, "");
}
