//! Questions on a terminal, which `script` (util-linux) provides.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::stand_in::{API_KEY, StandIn};

/// Runs corsctl on a terminal where somebody types `answer`; its exit code and what the screen shows.
fn ask(folder: &Path, arguments: &str, answer: &str) -> (i32, String) {
    let command = format!("'{}' {arguments}", env!("CARGO_BIN_EXE_corsctl"));
    let mut child = Command::new("script")
        .args(["-q", "-e", "-c", &command, "/dev/null"])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("XDG_STATE_HOME", folder.join(".state"))
        .env("CORSCTL_TOKEN", API_KEY)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(answer.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
    )
}

#[test]
fn an_unsafe_fix_is_asked_about_and_an_empty_list_too() {
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("l.json");
    let end_of_input = "\u{4}";
    for (arguments, answer, code, after) in [
        (
            "add --file l.json b.example",
            "y\n",
            0,
            "[\"https://a.example\",\"https://b.example\"]",
        ),
        (
            "add --file l.json b.example",
            "Yes\n",
            0,
            "[\"https://a.example\",\"https://b.example\"]",
        ),
        (
            "add --file l.json b.example",
            "n\n",
            1,
            "[\"https://a.example\"]",
        ),
        (
            "add --file l.json b.example",
            "\n",
            1,
            "[\"https://a.example\"]",
        ),
        (
            "add --file l.json b.example",
            end_of_input,
            1,
            "[\"https://a.example\"]",
        ),
        ("remove --file l.json https://a.example", "y\n", 0, "[]"),
        (
            "remove --file l.json https://a.example",
            "n\n",
            1,
            "[\"https://a.example\"]",
        ),
    ] {
        fs::write(&file, "[\"https://a.example\"]").unwrap();
        let (found, screen) = ask(sandbox.path(), arguments, answer);
        assert!(screen.contains("[y/N]"), "{screen}");
        assert_eq!(found, code, "{arguments} {answer:?}: {screen}");
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            after,
            "{arguments} {answer:?}: {screen}"
        );
    }
}

#[test]
fn there_are_no_questions_about_a_file_that_is_not_there() {
    let sandbox = tempfile::tempdir().unwrap();
    let (code, screen) = ask(sandbox.path(), "add --file l.json b.example", "y\n");
    assert_eq!(code, 2, "{screen}");
    assert!(
        !screen.contains("[y/N]") && screen.contains("--create"),
        "{screen}"
    );
}

#[test]
fn each_server_asks_before_its_list_is_left_empty() {
    for (answers, code, lists) in [
        ("y\ny\n", 0, ["[]", "[]"]),
        (
            "n\nn\n",
            1,
            [r#"["https://a.example"]"#, r#"["https://a.example"]"#],
        ),
    ] {
        let servers = [StandIn::start("2.36.0"), StandIn::start("2.36.0")];
        for server in &servers {
            server.store(r#"["https://a.example"]"#);
        }
        let sandbox = tempfile::tempdir().unwrap();
        let [one, two] = [servers[0].url(), servers[1].url()];
        let arguments = format!("remove --server {one} --server {two} https://a.example");
        let (found, screen) = ask(sandbox.path(), &arguments, answers);
        assert_eq!(found, code, "{screen}");
        for url in [one, two] {
            assert!(
                screen.contains(&format!("This leaves {url} empty")),
                "{screen}"
            );
        }
        assert_eq!(
            servers.map(|server| server.list().unwrap()),
            lists,
            "{screen}"
        );
    }
}
