//! Edits of files: what is written, and what happens when somebody else is there too.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use corsctl::list::Error;
use corsctl::list::file::{Locked, Replacement};

use crate::console::{clean, corsctl};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    corsctl(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).status.code().unwrap()
}

pub const DOCUMENTS: &[(&str, &str)] = &[
    ("l.json", "[]"),
    ("l.json", "[ ]"),
    ("l.json", "[\n]"),
    ("l.json", "\u{feff}[\r\n\t\"https://a.example\"\r\n]"),
    (
        "l.json",
        "[\"https://a.example\",42,null,{\"a\":[1.0,1e2]}]",
    ),
    (
        "l.json",
        "{\"n\":12345678901234567890,\"n\":1.0,\"allowedOrigins\":[\"https://a.example/\"],\"x\":1e2}\n",
    ),
    (
        "l.json",
        "{\n  \"serverSettings\": {\n    \"allowedOrigins\": [\n      \"*\",\n      \"https://a.example\"\n    ]\n  }\n}\n",
    ),
    (
        "l.jsonc",
        "{ // settings\n  \"allowedOrigins\": [\n    \"https://a.example\", // mine\n    /* theirs */ \"https://b.example\", // b\n  ],\n}\n",
    ),
    ("l.jsonc", "[ // none yet\n]\n"),
    ("l.txt", ""),
    ("l.txt", "# mine\nhttps://a.example\r\n\r\n# end"),
    ("l.txt", "https://a.example"),
];

#[test]
fn adding_and_removing_gives_back_the_same_bytes() {
    for (name, text) in DOCUMENTS {
        let sandbox = tempfile::tempdir().unwrap();
        let file = sandbox.path().join(name);
        fs::write(&file, text).unwrap();
        assert_eq!(
            code(
                sandbox.path(),
                &["add", "--file", name, "https://New.example/"]
            ),
            0,
            "{text}"
        );
        let added = fs::read_to_string(&file).unwrap();
        assert!(added.contains("https://new.example"), "{added}");
        assert_eq!(
            code(
                sandbox.path(),
                &["add", "--file", name, "https://new.example"]
            ),
            0
        );
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            added,
            "a second run changed something"
        );
        assert_eq!(
            code(
                sandbox.path(),
                &["remove", "--yes", "--file", name, "https://new.example"]
            ),
            0
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), *text);
    }
}

#[test]
fn what_cannot_be_edited_is_left_alone() {
    for (name, text, words) in [
        (
            "l.json",
            "[\"a\",",
            "l.json:1:6: the text ends inside a value",
        ),
        (
            "l.json",
            "{\"allowedOrigins\":\"https://a.example\"}",
            "l.json:1:19: a string stands where the list should be",
        ),
        (
            "l.json",
            "{\"allowedOrigins\":null}",
            "l.json:1:19: null stands where the list should be",
        ),
        (
            "l.json",
            "{\"allowedOrigins\":[],\n\"allowedOrigins\":[]}",
            "l.json:2:1: the document has a key `allowedOrigins` already",
        ),
        ("l.json", "{\"other\":[]}", "`/allowedOrigins`"),
        ("l.json", "[] // mine", ".jsonc"),
        (
            "l.json",
            "{\"allowedOrigins\":[],\"serverSettings\":{\"allowedOrigins\":[]}}",
            "choose one with `--pointer`",
        ),
        (
            "l.json",
            "",
            "l.json is empty; `add --create` puts a list into it",
        ),
    ] {
        let sandbox = tempfile::tempdir().unwrap();
        let file = sandbox.path().join(name);
        fs::write(&file, text).unwrap();
        let output = run(
            sandbox.path(),
            &["add", "--file", name, "https://a.example"],
        );
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}: {said}");
        assert!(said.contains(words), "{text}: {said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        assert_eq!(
            fs::read_dir(sandbox.path()).unwrap().count(),
            1,
            "something was left behind"
        );
    }
}

#[test]
fn invalid_utf8_is_left_alone() {
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("l.json");
    fs::write(&file, b"[\n\"\xff\"]").unwrap();
    let output = run(
        sandbox.path(),
        &["add", "--file", "l.json", "https://a.example"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("l.json:2:2: this isn't UTF-8")
    );
    assert_eq!(fs::read(&file).unwrap(), b"[\n\"\xff\"]");
}

#[test]
fn links_are_followed_and_the_mode_stays() {
    let sandbox = tempfile::tempdir().unwrap();
    let real = sandbox.path().join("real.json");
    fs::write(&real, "[]").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.json", sandbox.path().join("link.json")).unwrap();
    assert_eq!(
        code(
            sandbox.path(),
            &["add", "--file", "link.json", "https://a.example"]
        ),
        0
    );
    assert!(
        fs::symlink_metadata(sandbox.path().join("link.json"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(
        fs::read_to_string(&real).unwrap(),
        "[\"https://a.example\"]"
    );
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

#[test]
fn a_link_to_nothing_makes_what_it_leads_to() {
    let sandbox = tempfile::tempdir().unwrap();
    symlink("real.json", sandbox.path().join("link.json")).unwrap();
    let add = [
        "add",
        "--create",
        "--file",
        "link.json",
        "https://a.example",
    ];
    assert_eq!(code(sandbox.path(), &add), 0);
    assert!(sandbox.path().join("real.json").is_file());
    symlink("loop.json", sandbox.path().join("loop.json")).unwrap();
    assert_eq!(
        code(
            sandbox.path(),
            &[
                "add",
                "--create",
                "--file",
                "loop.json",
                "https://a.example"
            ]
        ),
        2
    );
}

#[test]
fn a_new_file_is_for_whom_the_umask_says() {
    let sandbox = tempfile::tempdir().unwrap();
    let script = "umask 027; \"$0\" add -q --create --file l.json https://a.example";
    let status = clean(Command::new("sh"), sandbox.path())
        .args(["-c", script, env!("CARGO_BIN_EXE_corsctl")])
        .status()
        .unwrap();
    assert!(status.success());
    let mode = fs::metadata(sandbox.path().join("l.json"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_refusal_writes_nothing_in_no_format() {
    let sandbox = tempfile::tempdir().unwrap();
    for format in ["text", "json"] {
        let add = [
            "add", "--create", "--file", "l.json", "--format", format, "*",
        ];
        let output = run(sandbox.path(), &add);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(fs::read_dir(sandbox.path()).unwrap().count(), 0);
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            printed.contains("\"changed\":false"),
            format == "json",
            "{printed}"
        );
    }
}

#[test]
fn a_refusal_is_one_even_if_nobody_hears_it() {
    let sandbox = tempfile::tempdir().unwrap();
    fs::write(sandbox.path().join("l.json"), "[]").unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = corsctl(sandbox.path())
        .args(["add", "--file", "l.json", "*"])
        .stdin(Stdio::null())
        .stderr(writer)
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn set_keeps_what_is_no_string() {
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("l.json");
    fs::write(&file, "[42, \"*\", {\"a\": 1.0}, \"https://a.example\"]").unwrap();
    assert_eq!(
        code(
            sandbox.path(),
            &["set", "--file", "l.json", "https://b.example"]
        ),
        0
    );
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("42") && text.contains("{\"a\": 1.0}") && !text.contains('*'),
        "{text}"
    );
}

#[test]
fn several_lists_are_fixed_but_none_inside_another() {
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("l.json");
    let before = "{\"a\":[\"https://A.example\"],\"b\":\"https://B.example/\",\"c\":[\"\",[\"https://C.example\"]]}";
    fs::write(&file, before).unwrap();
    let nested = [
        "lint",
        "--fix",
        "--pointer",
        "/c",
        "--pointer",
        "/c/1",
        "l.json",
    ];
    let output = run(sandbox.path(), &nested);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("`/c/1` is inside the one at `/c`")
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    let beside = [
        "lint",
        "--unsafe-fixes",
        "--pointer",
        "/c/1",
        "--pointer",
        "/b",
        "--pointer",
        "/a",
        "l.json",
    ];
    assert_eq!(code(sandbox.path(), &beside), 0);
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(
        text,
        "{\"a\":[\"https://a.example\"],\"b\":[\"https://b.example\"],\"c\":[\"\",[\"https://c.example\"]]}"
    );
}

#[test]
fn a_line_that_cannot_be_mended_keeps_no_other_from_it() {
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("l.txt");
    fs::write(&file, "\"# mine\"\nhttps://A.example\n").unwrap();
    assert_eq!(
        code(sandbox.path(), &["lint", "--unsafe-fixes", "l.txt"]),
        1
    );
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        "\"# mine\"\nhttps://a.example\n"
    );
}

#[test]
fn a_star_is_a_key_where_one_list_is_meant() {
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("l.json");
    fs::write(&file, "{\"a\":[],\"*\":[]}").unwrap();
    assert_eq!(
        code(
            sandbox.path(),
            &[
                "add",
                "--file",
                "l.json",
                "--pointer",
                "/*",
                "https://a.example"
            ]
        ),
        0
    );
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        "{\"a\":[],\"*\":[\"https://a.example\"]}"
    );
}

#[test]
fn a_file_that_somebody_else_changed_is_not_overwritten() {
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("l.json");
    fs::write(&file, "[]").unwrap();
    let (locked, _) = Locked::open(&file).unwrap();
    fs::write(&file, "[1]").unwrap();
    assert!(matches!(
        locked.draft(["[2]"]).and_then(Replacement::put),
        Err(Error::Changed { .. })
    ));
    assert_eq!(fs::read_to_string(&file).unwrap(), "[1]");

    let (locked, _) = Locked::open(&file).unwrap();
    fs::rename(&file, sandbox.path().join("moved.json")).unwrap();
    fs::write(&file, "[1]").unwrap();
    assert!(
        matches!(
            locked.draft(["[2]"]).and_then(Replacement::put),
            Err(Error::Changed { .. })
        ),
        "another file of the same content"
    );
    assert_eq!(
        fs::read_dir(sandbox.path()).unwrap().count(),
        2,
        "something was left behind"
    );
}

#[test]
fn edits_at_the_same_time_all_get_through() {
    for name in ["there.json", "made.json"] {
        let sandbox = tempfile::tempdir().unwrap();
        fs::write(sandbox.path().join("there.json"), "[]").unwrap();
        let children: Vec<_> = (0..16)
            .map(|number| {
                let origin = format!("https://tool{number}.example");
                corsctl(sandbox.path())
                    .args(["add", "--create", "-q", "--file", name, &origin])
                    .stdin(Stdio::null())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        let text = fs::read_to_string(sandbox.path().join(name)).unwrap();
        let list: Vec<String> = serde_json::from_str(&text).unwrap();
        assert_eq!(list.len(), 16, "{text}");
    }
}

#[test]
fn unsafe_fixes_and_an_empty_list_need_a_yes_in_a_script() {
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("l.json");
    let before = "[\"https://a.example\"]";
    for (arguments, flag) in [
        (vec!["add", "https://b.example/app"], "--unsafe-fixes"),
        (
            vec!["add", "https://b.example", "tool.example"],
            "--unsafe-fixes",
        ),
        (vec!["add", "https://github.io"], "--ignore public-suffix"),
        (vec!["remove", "https://a.example"], "--yes"),
        (vec!["set", "--from", "empty.json"], "--yes"),
    ] {
        fs::write(&file, before).unwrap();
        fs::write(sandbox.path().join("empty.json"), "[]").unwrap();
        let output = run(
            sandbox.path(),
            &[&arguments[..], &["--file", "l.json"]].concat(),
        );
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains(flag), "{arguments:?}: {said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), before);
        let flags: Vec<&str> = flag.split(' ').collect();
        assert_eq!(
            code(
                sandbox.path(),
                &[&arguments[..], &flags, &["--file", "l.json"]].concat()
            ),
            0
        );
        assert_ne!(fs::read_to_string(&file).unwrap(), before, "{arguments:?}");
    }
}

#[test]
fn trials_write_nothing() {
    let sandbox = tempfile::tempdir().unwrap();
    for (flag, exit) in [("--dry-run", 0), ("--check", 1)] {
        let output = run(
            sandbox.path(),
            &[
                "add",
                "--create",
                flag,
                "--file",
                "l.json",
                "https://a.example",
            ],
        );
        assert_eq!(output.status.code(), Some(exit));
        assert!(
            String::from_utf8(output.stdout)
                .unwrap()
                .contains("+  \"https://a.example\"")
        );
        assert_eq!(fs::read_dir(sandbox.path()).unwrap().count(), 0);
    }
    fs::write(sandbox.path().join("l.json"), "[\"https://a.example\"]").unwrap();
    assert_eq!(
        code(
            sandbox.path(),
            &["add", "--check", "--file", "l.json", "https://a.example"]
        ),
        0
    );
}
