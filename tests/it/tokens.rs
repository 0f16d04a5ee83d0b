//! Where tokens come from, and where they don't go.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::console::corsctl;
use crate::servers::{Run, as_admin};
use crate::stand_in::{ADMIN_TOKEN, API_KEY, StandIn};

#[test]
fn a_token_comes_from_a_file_or_the_first_variable_that_holds_one() {
    let server = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("token");
    fs::write(&file, format!("{ADMIN_TOKEN}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(sandbox.path().join("empty"), "\n").unwrap();
    fs::write(sandbox.path().join("long"), "x".repeat(9000)).unwrap();
    for name in ["empty", "long"] {
        let private = fs::Permissions::from_mode(0o600);
        fs::set_permissions(sandbox.path().join(name), private).unwrap();
    }
    let bad = "no-token";
    for (arguments, variables, code) in [
        (vec![], vec![], 4),
        (vec![], vec![("CORSCTL_TOKEN", API_KEY)], 0),
        (vec![], vec![("ABS_TOKEN", API_KEY)], 0),
        (vec![], vec![("AUDIOBOOKSHELF_API_KEY", API_KEY)], 0),
        (
            vec![],
            vec![("CORSCTL_TOKEN", ""), ("ABS_TOKEN", API_KEY)],
            0,
        ),
        (
            vec![],
            vec![("CORSCTL_TOKEN", API_KEY), ("ABS_TOKEN", bad)],
            0,
        ),
        (
            vec![],
            vec![("CORSCTL_TOKEN", bad), ("ABS_TOKEN", API_KEY)],
            4,
        ),
        (vec![], vec![("CORSCTL_TOKEN", "two words")], 2),
        (
            vec!["--token-file", "token"],
            vec![("CORSCTL_TOKEN", bad)],
            0,
        ),
        (vec!["--token-file", "empty"], vec![], 4),
        (vec!["--token-file", "long"], vec![], 2),
        (vec!["--token-file", "."], vec![], 2),
        (
            vec!["--token-file", "nowhere"],
            vec![("CORSCTL_TOKEN", API_KEY)],
            2,
        ),
    ] {
        let run: Run = corsctl(sandbox.path())
            .args(["list", "--server", &server.url()])
            .args(&arguments)
            .envs(variables.iter().copied())
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, code, "{arguments:?} {variables:?}: {}", run.said);
        assert!(!run.said.contains("two words") && !run.said.contains(bad));
        let is_told = run.said.contains("API Key") || run.said.contains("API key");
        assert!(is_told || code != 4, "{}", run.said);
        assert!(!run.said.contains("chmod"), "{}", run.said);
    }
}

#[test]
fn a_token_file_that_others_can_read_gets_a_warning() {
    let server = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    let file = sandbox.path().join("my token");
    fs::write(&file, API_KEY).unwrap();
    for (mode, is_open) in [(0o600, false), (0o640, true), (0o644, true), (0o604, true)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let run: Run = corsctl(sandbox.path())
            .args([
                "list",
                "--server",
                &server.url(),
                "--token-file",
                "my token",
            ])
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, 0);
        let warning = "warning: my token can be read by others; `chmod 600 'my token'` keeps it to yourself\n";
        assert_eq!(run.said == warning, is_open, "{mode:o}: {}", run.said);
    }
}

#[test]
fn a_token_does_not_travel_in_the_open() {
    let sandbox = tempfile::tempdir().unwrap();
    // addresses for documentation (RFC 5737, RFC 3849): nothing is ever sent there
    for host in ["203.0.113.1", "[2001:db8::1]", "203.0.113.1:13378"] {
        let url = format!("http://{host}");
        let run: Run = as_admin(sandbox.path(), &["list", "--server", &url])
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, 2, "{}", run.said);
        assert!(run.said.contains("--allow-plaintext"), "{}", run.said);
    }
}
