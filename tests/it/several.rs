//! Several servers in one run.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Barrier};

use crate::console::corsctl;
use crate::servers::{Run, as_admin};
use crate::stand_in::{ADMIN_TOKEN, API_KEY, StandIn};

fn run(folder: &Path, arguments: &[&str]) -> Run {
    as_admin(folder, arguments).output().unwrap().into()
}

#[test]
fn several_servers_are_done_side_by_side_and_one_failure_stops_no_other() {
    let (one, old, two) = (
        StandIn::start("2.36.0"),
        StandIn::start("2.27.0"),
        StandIn::start("2.30.0"),
    );
    two.store(r#"["https://a.example"]"#);
    let urls = [one.url(), old.url(), two.url()];
    let sandbox = tempfile::tempdir().unwrap();
    let servers: Vec<&str> = urls.iter().flat_map(|url| ["--server", url]).collect();
    let arguments = [&["add", "https://a.example"], &servers[..]].concat();
    let told = run(sandbox.path(), &arguments);
    assert_eq!(told.code, 5);
    assert_eq!(
        told.out,
        format!(
            "{}: added https://a.example\n{}: already there: https://a.example\n",
            urls[0], urls[2]
        )
    );
    assert!(
        told.said
            .contains(&format!("error: {}: Audiobookshelf 2.27.0", urls[1])),
        "{}",
        told.said
    );
    assert_eq!(one.list(), two.list());

    let arguments = [&arguments[..], &["--format", "json"]].concat();
    let run = run(sandbox.path(), &arguments);
    assert_eq!(run.code, 5);
    let objects: Vec<serde_json::Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(objects.len(), urls.len());
    for (object, url) in objects.iter().zip(&urls) {
        assert_eq!(object["target"], url.as_str());
    }
    assert_eq!(objects[0]["changed"], false);
    assert_eq!(objects[1]["exit_code"], 5);
    assert_eq!(
        objects[2]["after"],
        serde_json::json!(["https://a.example"])
    );
}

#[test]
fn each_server_can_have_its_own_token() {
    let (one, two) = (StandIn::start("2.36.0"), StandIn::start("2.36.0"));
    let sandbox = tempfile::tempdir().unwrap();
    for (name, token) in [("one", API_KEY), ("two", ADMIN_TOKEN)] {
        fs::write(sandbox.path().join(name), token).unwrap();
    }
    let (first, second) = (one.url(), two.url());
    let both = ["list", "--server", &first, "--server", &second];
    let with_files = |files: &[&str]| {
        let files = files.iter().flat_map(|file| ["--token-file", file]);
        let run: Run = corsctl(sandbox.path())
            .args(both)
            .args(files)
            .output()
            .unwrap()
            .into();
        run
    };
    let run = with_files(&["one", "two"]);
    assert_eq!(run.code, 0, "{}", run.said);
    assert_eq!(run.out, format!("# {first}\n# {second}\n"));
    let sent = |server: &StandIn| {
        server.requests()[0]
            .header("authorization")
            .map(str::to_owned)
    };
    assert_eq!(sent(&one).unwrap(), format!("Bearer {API_KEY}"));
    assert_eq!(sent(&two).unwrap(), format!("Bearer {ADMIN_TOKEN}"));
    let run = with_files(&["one", "two", "one"]);
    assert_eq!(run.code, 2);
    assert!(
        run.said.contains("3 token files for 2 servers"),
        "{}",
        run.said
    );
}

#[test]
fn servers_are_asked_side_by_side() {
    let servers = [StandIn::start("2.36.0"), StandIn::start("2.36.0")];
    let both_are_asked = Arc::new(Barrier::new(2));
    for server in &servers {
        let both_are_asked = Arc::clone(&both_are_asked);
        server.intercept(move |_, _| {
            both_are_asked.wait();
            None
        });
    }
    let urls = servers.each_ref().map(StandIn::url);
    let sandbox = tempfile::tempdir().unwrap();
    for command in [vec!["list"], vec!["lint"], vec!["add", "https://a.example"]] {
        let addresses = [
            "--server",
            &urls[0],
            "--server",
            &urls[1],
            "--timeout",
            "30",
        ];
        let run = run(sandbox.path(), &[&command[..], &addresses].concat());
        assert_eq!(run.code, 0, "{command:?}: {}", run.said);
    }
}

#[test]
fn each_server_has_its_json_object_whatever_becomes_of_it() {
    let (old, new) = (StandIn::start("2.27.0"), StandIn::start("2.36.0"));
    let urls = [old.url(), new.url()];
    let sandbox = tempfile::tempdir().unwrap();
    for (command, servers, code) in [
        (vec!["list"], &urls[..], 5),
        (vec!["list"], &urls[..1], 5),
        (vec!["add", "https://a.example"], &urls[..], 5),
        (vec!["add", "https://a.example"], &urls[..1], 5),
        (vec!["add", "https://a.example/path"], &urls[..], 1),
        (vec!["add", "https://a.example/path"], &urls[..1], 1),
    ] {
        let addresses: Vec<&str> = servers.iter().flat_map(|url| ["--server", url]).collect();
        let arguments = [&command[..], &["--format", "json"], &addresses].concat();
        let run = run(sandbox.path(), &arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.said);
        let objects: Vec<serde_json::Value> = run
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(objects.len(), servers.len(), "{arguments:?}");
        assert_eq!(objects[0]["target"], urls[0].as_str());
        assert_eq!(objects[0]["exit_code"], 5);
        assert!(
            objects[0]["error"].as_str().unwrap().contains("2.27.0"),
            "{arguments:?}"
        );
    }
}

#[test]
fn each_line_says_which_server_it_is_about() {
    let servers = [StandIn::start("2.36.0"), StandIn::start("2.36.0")];
    let urls = servers.each_ref().map(StandIn::url);
    servers[1].store(r#"["*"]"#);
    let sandbox = tempfile::tempdir().unwrap();
    let addresses = ["--server", &urls[0], "--server", &urls[1]];
    let arguments = [&["remove", "https://a.example"], &addresses[..]].concat();
    let run = run(sandbox.path(), &arguments);
    assert_eq!(
        run.said,
        format!(
            "note: {0}: https://a.example isn't listed\n\
             note: {1}: https://a.example isn't listed\n\
             note: {1}: \"*\" never matches and stayed; `corsctl lint --server {1}` explains it\n",
            urls[0], urls[1]
        )
    );
}

#[test]
fn a_server_that_is_named_twice_is_edited_once() {
    let server = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    let (url, with_slash) = (server.url(), format!("{}/", server.url()));
    let output = as_admin(sandbox.path(), &["add", "https://a.example"])
        .env("CORSCTL_SERVER", format!("{url} {with_slash}"))
        .output();
    let run: Run = output.unwrap().into();
    assert_eq!(run.code, 0, "{}", run.said);
    assert_eq!(run.out, "added https://a.example\n");
    assert_eq!(server.requests().len(), 3);
}
