//! The same against a real server, which is named by the environment:
//!
//! ```sh
//! CORSCTL_LIVE_SERVER=http://127.0.0.1:13378 CORSCTL_LIVE_TOKEN="$(cat abs.key)" \
//!     cargo test --test it -- --ignored live
//! ```
//!
//! Its list is put back as it was, unless the test fails halfway.

use std::env;
use std::path::Path;

use crate::console::corsctl;
use crate::servers::Run;

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} names the server, or opens it"))
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    let output = corsctl(folder)
        .args(arguments)
        .env("CORSCTL_SERVER", variable("CORSCTL_LIVE_SERVER"))
        .env("CORSCTL_TOKEN", variable("CORSCTL_LIVE_TOKEN"))
        .output();
    output.unwrap().into()
}

#[test]
#[ignore = "wants a real Audiobookshelf: CORSCTL_LIVE_SERVER and CORSCTL_LIVE_TOKEN"]
fn a_live_server_keeps_what_is_written_and_gives_it_back() {
    let sandbox = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(sandbox.path(), arguments);
    let before = run(&["list", "--format", "json"]);
    if before.code == 5 {
        // all that can be done with a server older than 2.28.0
        assert!(
            before.said.contains("has no list of allowed origins"),
            "{}",
            before.said
        );
        return;
    }
    assert_eq!(before.code, 0, "{}", before.said);

    let origin = "https://corsctl-live-test.example";
    let added = run(&["add", "https://Corsctl-Live-Test.example:443/"]);
    assert_eq!(added.code, 0, "{}", added.said);
    assert!(
        added.out.starts_with(&format!("added {origin}")),
        "{}",
        added.out
    );
    assert!(run(&["list"]).out.lines().any(|line| line == origin));
    let again = run(&["add", origin]);
    assert_eq!(
        (again.code, again.out),
        (0, format!("already there: {origin}\n"))
    );
    assert_eq!(run(&["add", "--check", origin]).code, 0);
    let removed = run(&["remove", "--yes", origin]);
    assert_eq!(
        removed.out,
        format!("removed {origin}\n"),
        "{}",
        removed.said
    );

    assert_eq!(run(&["list", "--format", "json"]).out, before.out);
}
