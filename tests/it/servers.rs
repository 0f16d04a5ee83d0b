//! Edits of lists on servers: what is asked, what is stored, and what happens when somebody else is
//! there too.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::console::corsctl;
use crate::stand_in::{API_KEY, Reply, StandIn};

/// The versions that have the setting.
const VERSIONS: [&str; 3] = ["2.28.0", "2.30.0", "2.36.0"];

/// What servers have been seen to hold.
const JUNK: &str = r#"["https://Tool.example/","*","null",1,null,{"a":1},"https://tool.example","https://tool.example"]"#;

/// A run of corsctl.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub said: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            said: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// corsctl with an admin's token.
pub fn as_admin(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = corsctl(folder);
    command
        .args(arguments)
        .env("CORSCTL_TOKEN", API_KEY)
        .stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    as_admin(folder, arguments).output().unwrap().into()
}

/// Runs it against one server.
fn on(server: &StandIn, arguments: &[&str]) -> Run {
    let sandbox = tempfile::tempdir().unwrap();
    as_admin(sandbox.path(), arguments)
        .env("CORSCTL_SERVER", server.url())
        .output()
        .unwrap()
        .into()
}

/// The bodies of all requests so far.
fn bodies(server: &StandIn) -> Vec<String> {
    let requests = server.requests();
    let bodies = requests.into_iter().map(|request| request.body);
    bodies
        .map(|body| String::from_utf8(body).unwrap())
        .collect()
}

#[test]
fn an_add_reads_twice_writes_one_key_and_needs_one_connection() {
    for version in VERSIONS {
        let server = StandIn::start(version);
        let run = on(&server, &["add", "https://Tool.example/"]);
        assert_eq!(run.code, 0, "{version}: {}", run.said);
        assert_eq!(
            run.out,
            "added https://tool.example, from \"https://Tool.example/\"\n"
        );
        assert_eq!(server.list().unwrap(), r#"["https://tool.example"]"#);
        let requests = server.requests();
        assert_eq!(requests.len(), 3);
        for request in &requests {
            assert_eq!(request.method, "PATCH");
            assert_eq!(request.path, "/api/settings");
            assert_eq!(request.header("content-type"), Some("application/json"));
            assert_eq!(
                request.header("authorization"),
                Some("Bearer api-key-0123456789")
            );
            assert_eq!(request.connection, 0);
        }
        let bodies = bodies(&server);
        assert_eq!(bodies[..2], ["{}", "{}"]);
        let written: serde_json::Value = serde_json::from_str(&bodies[2]).unwrap();
        assert_eq!(
            written,
            serde_json::json!({"allowedOrigins": ["https://tool.example"]})
        );
    }
}

#[test]
fn what_changes_nothing_writes_nothing() {
    let server = StandIn::start("2.36.0");
    server.store(r#"["https://a.example"]"#);
    for (arguments, code) in [
        (vec!["add", "https://a.example"], 0),
        (vec!["add", "--check", "https://a.example"], 0),
        (vec!["add", "--check", "https://b.example"], 1),
        (vec!["add", "--dry-run", "https://b.example"], 0),
        (vec!["remove", "https://b.example"], 0),
        (vec!["set", "https://a.example"], 0),
        (vec!["list"], 0),
        (vec!["lint"], 0),
        (vec!["lint", "--fix"], 0),
        (vec!["lint", "--diff"], 0),
    ] {
        let before = server.requests().len();
        let run = on(&server, &arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.said);
        assert_eq!(bodies(&server)[before..], ["{}"], "{arguments:?}");
    }
}

#[test]
fn edits_keep_what_they_do_not_touch() {
    for version in VERSIONS {
        let server = StandIn::start(version);
        server.store(JUNK);
        assert_eq!(on(&server, &["add", "https://new.example"]).code, 0);
        let with_new = JUNK.replace("]", ",\"https://new.example\"]");
        assert_eq!(server.list().unwrap(), with_new);
        assert_eq!(on(&server, &["remove", "https://new.example"]).code, 0);
        assert_eq!(server.list().unwrap(), JUNK);
        assert_eq!(on(&server, &["set", "https://only.example"]).code, 0);
        assert_eq!(
            server.list().unwrap(),
            r#"["https://only.example",1,null,{"a":1}]"#
        );
    }
}

#[test]
fn a_list_is_shown_as_it_stands() {
    let server = StandIn::start("2.36.0");
    server.store(JUNK);
    let run = on(&server, &["list"]);
    assert_eq!(
        run.out,
        "https://Tool.example/\n*\nnull\n1\nnull\n{\"a\":1}\nhttps://tool.example\nhttps://tool.example\n"
    );
    let run = on(&server, &["list", "--format", "json"]);
    assert_eq!(
        run.out,
        format!(
            "{{\"version\":1,\"target\":\"{}\",\"origins\":{JUNK}}}\n",
            server.url()
        )
    );
}

#[test]
fn a_string_is_reported_and_only_made_a_list_on_demand() {
    let stored = "\"https://a.example\"";
    let server = StandIn::start("2.30.0");
    server.store(stored);
    for command in [
        vec!["list"],
        vec!["add", "https://b.example"],
        vec!["set", "https://b.example"],
    ] {
        let run = on(&server, &command);
        assert_eq!(run.code, 2, "{command:?}");
        let words = format!("{}: a string stands where the list should be", server.url());
        assert!(run.said.contains(&words), "{}", run.said);
        assert_eq!(server.list().unwrap(), stored);
    }
    let run = on(&server, &["lint", "--format", "concise"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[not-a-list]"), "{}", run.out);
    let run = on(&server, &["lint", "--unsafe-fixes"]);
    assert_eq!(run.code, 0, "{}", run.said);
    assert_eq!(server.list().unwrap(), r#"["https://a.example"]"#);
}

#[test]
fn a_server_that_is_too_old_says_so() {
    let server = StandIn::start("2.27.0");
    for command in [vec!["list"], vec!["add", "https://a.example"], vec!["lint"]] {
        let run = on(&server, &command);
        assert_eq!(run.code, 5, "{command:?}");
        assert!(
            run.said
                .contains("Audiobookshelf 2.27.0 has no list of allowed origins"),
            "{}",
            run.said
        );
    }
    assert!(bodies(&server).iter().all(|body| body == "{}"));
}

#[test]
fn a_write_that_was_not_kept_is_a_conflict() {
    let server = StandIn::start("2.36.0");
    server.intercept(|request, settings| {
        let is_write = request.body != b"{}";
        is_write.then(|| {
            settings.store(r#"["https://tool.example/"]"#);
            Reply::json(200, settings.answer())
        })
    });
    let run = on(&server, &["add", "https://tool.example"]);
    assert_eq!(run.code, 5);
    assert!(
        run.said.contains("another list than was written"),
        "{}",
        run.said
    );
}

#[test]
fn a_list_that_moves_between_reading_and_writing_is_planned_anew() {
    let server = StandIn::start("2.36.0");
    server.store(r#"["https://a.example"]"#);
    let mut count = 0;
    server.intercept(move |_, settings| {
        count += 1;
        if count == 2 {
            settings.store(r#"["https://a.example","https://theirs.example"]"#);
        }
        None
    });
    let run = on(&server, &["add", "https://ours.example"]);
    assert_eq!(run.code, 0, "{}", run.said);
    assert_eq!(
        server.list().unwrap(),
        r#"["https://a.example","https://theirs.example","https://ours.example"]"#
    );
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn many_adds_on_one_machine_all_get_in() {
    let server = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    let origins: Vec<String> = (0..16).map(|n| format!("https://t{n}.example")).collect();
    let running: Vec<_> = origins
        .iter()
        .map(|origin| {
            // the address may be written in more than one way
            let url = server.url();
            let url = match origin.as_bytes()[9] % 3 {
                0 => url,
                1 => format!("{url}/audiobookshelf/"),
                _ => url.replace("127.0.0.1", "localhost"),
            };
            as_admin(sandbox.path(), &["add", "-q", "--server", &url, origin])
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in running {
        assert!(child.wait().unwrap().success());
    }
    let list: Vec<String> = serde_json::from_str(&server.list().unwrap()).unwrap();
    assert_eq!(list.len(), 16);
    assert!(origins.iter().all(|origin| list.contains(origin)));
}

#[test]
fn without_a_folder_for_locks_an_edit_goes_on_and_warns() {
    let server = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    fs::write(sandbox.path().join("file"), "").unwrap();
    let run: Run = as_admin(
        sandbox.path(),
        &["add", "--server", &server.url(), "https://a.example"],
    )
    .env("XDG_STATE_HOME", sandbox.path().join("file"))
    .output()
    .unwrap()
    .into();
    assert_eq!(run.code, 0, "{}", run.said);
    assert!(run.said.contains(": no lock ("), "{}", run.said);
    assert_eq!(server.list().unwrap(), r#"["https://a.example"]"#);
}

#[test]
fn the_last_origin_only_goes_with_consent() {
    for arguments in [vec!["remove", "https://a.example"], vec!["set", "-"]] {
        let server = StandIn::start("2.36.0");
        server.store(r#"["https://a.example"]"#);
        let run = on(&server, &arguments);
        assert_eq!(run.code, 1);
        assert!(run.said.contains("--yes does it"), "{}", run.said);
        assert_eq!(server.list().unwrap(), r#"["https://a.example"]"#);
        let with_consent = [&arguments[..], &["--yes"]].concat();
        assert_eq!(on(&server, &with_consent).code, 0);
        assert_eq!(server.list().unwrap(), "[]");
    }
}

#[test]
fn a_fix_only_switches_cors_off_with_consent() {
    let server = StandIn::start("2.36.0");
    server.store(r#"[""]"#);
    let run = on(&server, &["lint", "--fix"]);
    assert_eq!(run.code, 1);
    assert!(run.said.contains("--yes does it"), "{}", run.said);
    assert_eq!(server.list().unwrap(), r#"[""]"#);
    assert_eq!(on(&server, &["lint", "--fix", "--yes"]).code, 0);
    assert_eq!(server.list().unwrap(), "[]");
}

#[test]
fn a_fix_is_worked_out_anew_if_the_list_has_moved() {
    let server = StandIn::start("2.36.0");
    server.store(r#"["https://a.example/"]"#);
    let mut count = 0;
    server.intercept(move |_, settings| {
        count += 1;
        if count == 2 {
            settings.store(r#"["https://a.example/","https://b.example/"]"#);
        }
        None
    });
    let run = on(&server, &["lint", "--fix"]);
    assert_eq!(run.code, 0, "{}", run.said);
    assert_eq!(
        server.list().unwrap(),
        r#"["https://a.example","https://b.example"]"#
    );
}

#[test]
fn null_is_an_empty_list() {
    let server = StandIn::start("2.36.0");
    for (arguments, stored) in [
        (vec!["list"], "null"),
        (vec!["remove", "https://a.example"], "null"),
        (vec!["set", "-"], "null"),
        (vec!["add", "https://a.example"], r#"["https://a.example"]"#),
    ] {
        server.store("null");
        let run = on(&server, &arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.said);
        assert_eq!(server.list().unwrap(), stored);
    }
    server.store("null");
    let run = on(&server, &["lint", "--format", "concise"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[not-a-list]: null"), "{}", run.out);
    let run = on(&server, &["list", "--format", "json"]);
    assert!(run.out.ends_with("\"origins\":[]}\n"), "{}", run.out);
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let sandbox = tempfile::tempdir().unwrap();
    fs::write(sandbox.path().join("l.txt"), "").unwrap();
    for arguments in [
        vec!["list", "--file", "l.txt", "--insecure"],
        vec!["list", "--file", "l.txt", "--token-file", "x"],
        vec!["lint", "l.txt", "--ca-cert", "x"],
        vec!["list", "--server", "http://nas", "--pointer", "/x"],
        vec![
            "add",
            "--server",
            "http://nas",
            "--create",
            "https://a.example",
        ],
        vec!["list", "--server", "http://nas", "--file", "l.txt"],
        vec!["list", "--pointer", "/x"],
        vec!["lint", "--server", "http://nas", "--pointer", "/x"],
    ] {
        assert_eq!(run(sandbox.path(), &arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn the_server_of_the_environment_is_for_those_who_name_no_other_list() {
    let server = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    fs::write(sandbox.path().join("l.txt"), "https://a.example\n").unwrap();
    for arguments in [
        vec!["lint", "l.txt"],
        vec!["list", "--file", "l.txt"],
        vec!["add", "--file", "l.txt", "https://a.example"],
    ] {
        let status = as_admin(sandbox.path(), &arguments)
            .env("CORSCTL_SERVER", server.url())
            .status()
            .unwrap();
        assert!(status.success(), "{arguments:?}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn lint_knows_the_server_and_mends_its_list() {
    let server = StandIn::start("2.36.0");
    let own = server.url();
    server.store(&format!(r#"["https://tool.example/","{own}"]"#));
    let run = on(&server, &["lint", "-v", "--format", "concise"]);
    assert_eq!(run.code, 1);
    for words in [
        format!("{own} entry 1:21: error[trailing-slash]"),
        format!("{own} entry 2:1: note[own-origin]"),
    ] {
        assert!(run.out.contains(&words), "{}", run.out);
    }
    let run = on(&server, &["lint", "--format", "jsonl"]);
    assert!(
        run.out.contains(&format!(
            r#""source":{{"path":null,"server":"{own}","pointer":"/allowedOrigins/0","line":1,"column":1}}"#
        )),
        "{}",
        run.out
    );
    let run = on(&server, &["lint", "--diff"]);
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("-    \"https://tool.example/\",\n"),
        "{}",
        run.out
    );
    let run = on(&server, &["lint", "--fix"]);
    assert_eq!(run.code, 0, "{}", run.said);
    assert_eq!(server.list().unwrap(), r#"["https://tool.example"]"#);
}

#[test]
fn the_address_may_have_the_default_sub_path() {
    for ending in ["", "/", "/audiobookshelf", "/audiobookshelf/"] {
        let server = StandIn::start("2.36.0");
        let sandbox = tempfile::tempdir().unwrap();
        let url = format!("{}{ending}", server.url());
        let run = run(
            sandbox.path(),
            &["add", "--server", &url, "https://a.example"],
        );
        assert_eq!(run.code, 0, "{}", run.said);
        assert_eq!(server.list().unwrap(), r#"["https://a.example"]"#);
    }
}
