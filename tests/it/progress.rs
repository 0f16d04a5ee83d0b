//! Long work says that it goes on, on a terminal only; `script` (util-linux) provides one.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::console::corsctl;

/// Input that comes after the patience is over.
const SLOW: &str = "(sleep 1.5; echo https://tool.example)";

#[test]
fn a_terminal_is_told_that_work_goes_on_and_the_line_goes_again() {
    let command = format!(
        "{SLOW} | '{}' check --isolated -",
        env!("CARGO_BIN_EXE_corsctl")
    );
    let run = |command: &str| {
        let output = Command::new("script")
            .args(["-q", "-e", "-c", command, "/dev/null"])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let screen = run(&command);
    assert!(screen.contains("working for 1 s …"), "{screen:?}");
    let after = screen.rsplit("…").next().unwrap();
    assert!(after.starts_with("\r\x1b[2K"), "{screen:?}");
    assert!(after.contains("exactly what a browser sends"), "{screen:?}");
    let quiet = run(&format!("{command} --quiet"));
    assert!(!quiet.contains("working"), "{quiet:?}");
}

#[test]
fn who_types_is_left_alone() {
    let mut script = Command::new("script");
    let command = format!("'{}' lint --isolated -", env!("CARGO_BIN_EXE_corsctl"));
    script.args(["-q", "-e", "-c", &command, "/dev/null"]);
    let mut script = script
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut typing = script.stdin.take().unwrap();
    thread::sleep(Duration::from_millis(1500));
    typing.write_all(b"https://tool.example/\n\x04").unwrap();
    let output = script.wait_with_output().unwrap();
    let screen = String::from_utf8(output.stdout).unwrap();
    assert!(screen.contains("trailing-slash"), "{screen:?}");
    assert!(!screen.contains("working"), "{screen:?}");
}

#[test]
fn a_terminal_in_a_workflow_gets_what_people_read() {
    let command = format!(
        "'{}' check --isolated https://a.example/",
        env!("CARGO_BIN_EXE_corsctl")
    );
    let output = Command::new("script")
        .args(["-q", "-e", "-c", &command, "/dev/null"])
        .env("GITHUB_ACTIONS", "true")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let screen = String::from_utf8(output.stdout).unwrap();
    assert!(screen.starts_with("error[trailing-slash]: "), "{screen:?}");
}

#[test]
fn a_pipe_is_told_nothing_but_results() {
    let sandbox = tempfile::tempdir().unwrap();
    let corsctl = corsctl(sandbox.path());
    let mut shell = Command::new("sh");
    shell.args([
        "-c",
        &format!("{SLOW} | '{}' check -", corsctl.get_program().display()),
    ]);
    let output = shell.output().unwrap();
    assert!(output.stderr.is_empty());
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.lines().count(), 2, "{printed}");
}
