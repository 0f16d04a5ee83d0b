//! Long work says that it goes on, on a terminal only; `script` (util-linux) provides one.

use std::process::{Command, Stdio};

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
