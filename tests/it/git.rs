//! What git makes of corsctl, and of the README's hook. Git is not everywhere, so the tests that need
//! it are asked for:
//!
//! ```sh
//! cargo test --test it -- --ignored git_
//! ```

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::console::{clean, corsctl};
use crate::readme::block;
use crate::servers::Run;

/// Git, with nobody's settings.
fn git(folder: &Path, arguments: &[&str]) -> Run {
    let mut git = clean(Command::new("git"), folder);
    for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"] {
        git.env(name, "/dev/null");
    }
    for who in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{who}_NAME"), "A")
            .env(format!("GIT_{who}_EMAIL"), "a@a.example");
    }
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        git.env_remove(name);
    }
    git.args(arguments).output().unwrap().into()
}

fn repository() -> tempfile::TempDir {
    let sandbox = tempfile::tempdir().unwrap();
    let run = git(sandbox.path(), &["init", "--quiet"]);
    assert_eq!(run.code, 0, "{}", run.said);
    sandbox
}

/// Lists that have something to fix, by all that makes a diff hard.
const LISTS: &[(&str, &str)] = &[
    (
        "plain.json",
        "{\n  \"allowedOrigins\": [\n    \"https://a.example/\"\n  ]\n}\n",
    ),
    (
        "no end.json",
        "{\"allowedOrigins\": [\"https://a.example/\"]}",
    ),
    (
        "crlf.json",
        "{\r\n  \"allowedOrigins\": [\r\n    \"https://A.example\"\r\n  ]\r\n}\r\n",
    ),
    (
        "crlf, no end.json",
        "{\r\n\"allowedOrigins\": [\r\n\"https://A.example\"]}",
    ),
    (
        "lone cr.jsonc",
        "// a\r\n// b\r{\"allowedOrigins\": [\"https://a.example/\"],\r\r\n}\r",
    ),
    (
        "only cr.jsonc",
        "{\r\"allowedOrigins\":\r[\"https://a.example/\"]\r}\r",
    ),
    (
        "byte order.json",
        "\u{feff}{\"allowedOrigins\":\n[\"https://a.example/\"]}\n",
    ),
    (
        "my lists/two words.json",
        "{\"allowedOrigins\": [\"https://a.example:443\"]}\n",
    ),
    (
        "my lists/ünïcödé/列表.json",
        "{\"allowedOrigins\": [\"https://ä.example\"]}\n",
    ),
    (
        "my lists/quote\"'back\\slash.json",
        "{\"allowedOrigins\": [\"https://a.example/\"]}\n",
    ),
    (
        "my lists/tab\tbell\u{7}.json",
        "{\"allowedOrigins\": [\"https://a.example/\"]}\n",
    ),
    (
        "my lists/- dash.json",
        "{\"allowedOrigins\": [\"https://a.example/\", \"\"]}\n",
    ),
    (
        "crlf.txt",
        "# a\r\nhttps://a.example/\r\n\r\nhttps://b.example",
    ),
    (
        "my lists/no end.txt",
        "https://a.example\nhttps://a.example",
    ),
    (
        "nested/deep.json",
        "{\n\"a\": 1,\n\"b\": 2,\n\"c\": 3,\n\"d\": 4,\n\"serverSettings\": {\n\"e\": 5,\n\"allowedOrigins\": [\n\
         \"https://a.example/\",\n\"https://b.example\",\n\"https://b.example\",\n\"https://c.example\",\n\
         \"https://d.example\",\n\"https://e.example\",\n\"https://f.example\",\n\"https://g.example\",\n\
         \"https://h.example\",\n\"https://i.example\",\n\"https://J.example\"\n]\n},\n\"f\": [[], {}]\n}\n",
    ),
];

fn write_lists(folder: &Path) {
    for (name, text) in LISTS {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

fn lint(folder: &Path, arguments: &[&str]) -> Run {
    let arguments = [&["lint", "--quiet"], arguments].concat();
    corsctl(folder).args(arguments).output().unwrap().into()
}

#[test]
#[ignore = "wants git: cargo test --test it -- --ignored git_"]
fn git_applies_what_diff_shows_and_that_is_what_fix_writes() {
    for subfolder in ["", "below/the top"] {
        let [by_diff, by_fix] = [repository(), repository()];
        let [by_diff, by_fix] = [&by_diff, &by_fix].map(|sandbox| {
            let folder = sandbox.path().join(subfolder);
            fs::create_dir_all(&folder).unwrap();
            write_lists(&folder);
            folder
        });
        let names = LISTS.iter().map(|(name, _)| *name);
        let lint =
            |folder, option| lint(folder, &names.clone().chain([option]).collect::<Vec<_>>());
        let shown = lint(&by_diff, "--diff");
        assert_eq!(shown.code, 1, "{}", shown.said);
        let patch = by_diff.join("corsctl.patch");
        fs::write(&patch, &shown.out).unwrap();
        let applied = git(&by_diff, &["apply", "-p1", "corsctl.patch"]);
        assert_eq!(applied.code, 0, "{}\n{}", applied.said, shown.out);
        assert_eq!(lint(&by_fix, "--fix").code, 0);
        for (name, text) in LISTS {
            let [diffed, fixed] =
                [&by_diff, &by_fix].map(|folder| fs::read_to_string(folder.join(name)).unwrap());
            assert_eq!(diffed, fixed, "{name}");
            assert_ne!(diffed, *text, "{name}: nothing was fixed");
        }
    }
}

#[test]
fn a_diff_ends_names_with_spaces_by_a_tab_and_its_lines_as_patch_does() {
    assert_eq!(
        corsctl::plan::diff("my list.txt", "a\rb\nc\r", "a\rb\nC\r"),
        "--- a/my list.txt\t\n+++ b/my list.txt\t\n@@ -1,2 +1,2 @@\n a\rb\n\
         -c\r\n\\ No newline at end of file\n+C\r\n\\ No newline at end of file\n"
    );
    assert_eq!(corsctl::plan::diff("list.txt", "a\r", "a\r"), "");
    let odd = corsctl::plan::diff("t\tab \"ü\".txt", "a", "b");
    assert!(
        odd.starts_with("--- \"a/t\\011ab \\\"\\303\\274\\\".txt\"\n"),
        "{odd}"
    );
}

#[test]
#[ignore = "wants git: cargo test --test it -- --ignored git_"]
fn git_applies_a_diff_however_the_file_was_named() {
    let sandbox = repository();
    let folder = sandbox.path().canonicalize().unwrap();
    fs::create_dir(folder.join("sub")).unwrap();
    let list = folder.join("sub/l.txt");
    for name in [
        "sub/l.txt",
        "./sub/l.txt",
        "sub/../sub/l.txt",
        list.to_str().unwrap(),
    ] {
        fs::write(&list, "https://a.example/\n").unwrap();
        let shown = lint(&folder, &["--diff", name]);
        fs::write(folder.join("corsctl.patch"), &shown.out).unwrap();
        let applied = git(&folder, &["apply", "corsctl.patch"]);
        assert_eq!(applied.code, 0, "{name}: {}\n{}", applied.said, shown.out);
        assert_eq!(fs::read_to_string(&list).unwrap(), "https://a.example\n");
    }
}

const CLEAN: &str = r#"{"allowedOrigins": ["https://a.example"]}"#;
const BROKEN: &str = r#"{"allowedOrigins": ["https://a.example/"]}"#;

/// What stands in the index, what lies around, and whether that can be committed.
const COMMITS: &[(&str, Option<&str>, &str, bool)] = &[
    ("allowed-origins.json", Some(CLEAN), CLEAN, true),
    ("allowed-origins.json", Some(BROKEN), BROKEN, false),
    ("allowed-origins.json", Some(CLEAN), BROKEN, true),
    ("allowed-origins.json", Some(BROKEN), CLEAN, false),
    (
        "my lists/origins.txt",
        Some("https://b.example\n"),
        "*\n",
        true,
    ),
    (
        "my lists/origins.txt",
        Some("*\n"),
        "https://b.example\n",
        false,
    ),
    ("allowed-origins.json", Some("{"), CLEAN, false),
    ("allowed-origins.json", None, BROKEN, true),
    ("other.json", Some(BROKEN), BROKEN, true),
];

#[test]
#[ignore = "wants git: cargo test --test it -- --ignored git_"]
fn git_commits_no_broken_list_past_the_hook() {
    for (name, staged, around, passes) in COMMITS {
        let sandbox = repository();
        let run = |arguments: &[&str]| git(sandbox.path(), arguments);
        let file = sandbox.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "[\"*\"]").unwrap();
        run(&["add", "."]);
        assert_eq!(run(&["commit", "-qm", "before"]).code, 0);
        install_hook(sandbox.path());
        match staged {
            Some(text) => fs::write(&file, text).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        run(&["add", "--all"]);
        fs::write(&file, around).unwrap();
        let commit = run(&["commit", "--allow-empty", "-qm", "after"]);
        assert_eq!(
            commit.code == 0,
            *passes,
            "{name} {staged:?}: {}",
            commit.said
        );
        assert_eq!(commit.said.contains(name), !passes, "{}", commit.said);
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            *around,
            "the hook changed a file"
        );
    }
}

#[test]
#[ignore = "wants git: cargo test --test it -- --ignored git_"]
fn git_hook_leaves_commits_alone_that_touch_no_list_and_names_all_that_are_broken() {
    let sandbox = repository();
    let run = |arguments: &[&str]| git(sandbox.path(), arguments);
    install_hook(sandbox.path());
    fs::create_dir(sandbox.path().join("my lists")).unwrap();
    fs::write(sandbox.path().join("allowed-origins.json"), BROKEN).unwrap();
    fs::write(sandbox.path().join("my lists/origins.txt"), "*\n").unwrap();
    run(&["add", "."]);
    let commit = run(&["commit", "-qm", "first"]);
    assert_eq!(commit.code, 1);
    for name in ["allowed-origins.json:1:39", "my lists/origins.txt:1:1"] {
        assert!(commit.said.contains(name), "{}", commit.said);
    }
    assert_eq!(run(&["commit", "--no-verify", "-qm", "first"]).code, 0);
    fs::write(sandbox.path().join("README.md"), "# mine\n").unwrap();
    run(&["add", "."]);
    let commit = run(&["commit", "-qm", "second"]);
    assert_eq!((commit.code, commit.said.as_str()), (0, ""));
}

fn install_hook(repository: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let hook = repository.join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, block("A Git hook", "sh")).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
}
