//! `probe`: which requests are sent, and how it ends. Whom it blames is in `blame`; whether the verdicts
//! are right, Chromium judges (`chromium`).

use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::console::corsctl;
use crate::servers::{Run, as_admin};
use crate::stand_in::{Reply, StandIn};

/// A page that no gate but CORS stands in the way of.
pub const PAGE: &str = "http://localhost:3000";

fn run(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = corsctl(folder);
    let output = command.args(arguments).stdin(Stdio::null()).output();
    output.unwrap().into()
}

/// Probes without a token.
pub fn probe(arguments: &[&str]) -> Run {
    let sandbox = tempfile::tempdir().unwrap();
    run(sandbox.path(), &[&["probe"], arguments].concat())
}

/// The only object of the document.
pub fn json(arguments: &[&str]) -> Value {
    let run = probe(&[arguments, &["--format", "json"]].concat());
    let mut document: Vec<Value> = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document.len(), 1);
    assert_eq!(
        run.code == 1,
        document[0]["blocked_by"].is_string(),
        "{}",
        run.out
    );
    document.remove(0)
}

/// What is sent: method, path, and the headers that matter.
fn sent(server: &StandIn) -> Vec<(String, String, Vec<String>)> {
    let names = [
        "origin",
        "access-control-request-method",
        "access-control-request-headers",
        "authorization",
        "x-a",
    ];
    let requests = server.requests().into_iter().map(|request| {
        let header = |name: &str| request.header(name).map(|value| format!("{name}: {value}"));
        let headers = names.iter().filter_map(|name| header(name)).collect();
        (request.method.clone(), request.path.clone(), headers)
    });
    requests.collect()
}

#[test]
fn what_a_web_tool_would_ask_is_asked_without_a_token() {
    let server = StandIn::start("2.36.0");
    server.store(&format!("[\"{PAGE}\"]"));
    let run = probe(&["--server", &server.url(), PAGE]);
    assert_eq!(run.code, 0, "{}", run.out);
    for words in [
        "✓ server: Audiobookshelf 2.36.0",
        "✓ mixed-content",
        "✓ local-network",
        "✓ preflight: OPTIONS → 200",
        "✓ request: GET → 401, which the page can read",
        "✓ control: an origin that nobody lists is kept out",
        "Chrome gets through, Firefox gets through, Safari gets through",
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    let question = |origin: &str| {
        let headers = [
            format!("origin: {origin}"),
            "access-control-request-method: GET".to_owned(),
            "access-control-request-headers: authorization".to_owned(),
        ];
        (
            "OPTIONS".to_owned(),
            "/api/libraries".to_owned(),
            headers.to_vec(),
        )
    };
    assert_eq!(
        sent(&server),
        [
            ("GET".to_owned(), "/status".to_owned(), vec![]),
            question(PAGE),
            (
                "GET".to_owned(),
                "/api/libraries".to_owned(),
                vec![format!("origin: {PAGE}")]
            ),
            question("https://nobody-lists-this.invalid"),
        ]
    );
}

#[test]
fn what_does_more_than_read_is_only_sent_on_demand() {
    for (options, methods) in [
        (vec![], vec!["OPTIONS", "OPTIONS"]),
        (vec!["--send"], vec!["OPTIONS", "PUT", "OPTIONS"]),
    ] {
        let server = StandIn::start("2.36.0");
        server.intercept(|_, _| {
            let reply = Reply::new(200, "").with("access-control-allow-origin", PAGE);
            Some(reply.with("access-control-allow-methods", "PUT"))
        });
        let url = server.url();
        let arguments = [&["--url", &url, "--method", "put", PAGE][..], &options].concat();
        let run = probe(&arguments);
        assert_eq!(run.code, 0, "{}", run.out);
        let sent: Vec<String> = sent(&server)
            .into_iter()
            .map(|(method, ..)| method)
            .collect();
        assert_eq!(sent, methods);
        assert_eq!(
            run.out.contains("isn't sent without --send"),
            options.is_empty()
        );
    }
}

#[test]
fn redirects_are_followed_as_a_browser_follows_them() {
    let (first, second) = (StandIn::start("2.36.0"), StandIn::start("2.36.0"));
    let to = format!("{}/there", second.url());
    first.intercept(move |_, _| {
        let reply = Reply::new(302, "").with("location", &to);
        Some(reply.with("access-control-allow-origin", PAGE))
    });
    second.intercept(|request, _| {
        let origin = request.header("origin")?.to_owned();
        Some(Reply::new(200, "").with("access-control-allow-origin", &origin))
    });
    let url = format!("{}/here", first.url());
    let run = probe(&["--url", &url, PAGE]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("✓ redirect: GET → 302 to"), "{}", run.out);
    // from one foreign origin to another
    assert_eq!(sent(&second)[0].2, ["origin: null"]);
}

#[test]
fn a_server_that_wants_fewer_requests_gets_no_more() {
    let server = StandIn::start("2.36.0");
    server.intercept(|_, _| Some(Reply::text(429, "").with("retry-after", "60")));
    let url = server.url();
    let run = probe(&["--server", &url, PAGE, "https://b.example"]);
    assert_eq!(run.code, 1);
    assert_eq!(server.requests().len(), 1);
    assert!(run.out.contains("429"), "{}", run.out);
    assert!(run.out.contains("try again in 60 s"), "{}", run.out);
}

#[test]
fn the_exit_code_is_about_the_browsers_that_count() {
    let server = StandIn::start("2.36.0");
    server.store(r#"["https://tool.example"]"#);
    let url = server.url();
    // Safari lets no https page ask http, not even on this machine
    for (options, code) in [
        (vec![], 1),
        (vec!["--browser", "safari"], 1),
        (vec!["--browser", "chrome,firefox"], 0),
        (vec!["--browser", "chrome"], 0),
    ] {
        let arguments = [&["--server", &url, "https://tool.example"][..], &options].concat();
        assert_eq!(probe(&arguments).code, code, "{options:?}");
    }
}

#[test]
fn null_is_an_origin_here_and_nonsense_is_not() {
    let server = StandIn::start("2.36.0");
    server.store(r#"["null"]"#);
    let url = server.url();
    let document = json(&["--server", &url, "--page-space", "loopback", "null"]);
    assert_eq!(document["origin"], "null");
    assert_eq!(document["verdict"]["chrome"], "allowed");
    for (arguments, words) in [
        (
            vec!["--server", url.as_str(), "not an origin"],
            "is no page's address",
        ),
        (
            vec!["--url", "ftp://x", PAGE],
            "a page fetches http or https",
        ),
        (
            vec!["--url", "http://u:s3cr3t@127.0.0.1", PAGE],
            "user name or password",
        ),
        (vec!["--url", &url, "--method", "TRACE", PAGE], "TRACE"),
        (
            vec!["--url", &url, "--header", "X", PAGE],
            "Content-Type: application/json",
        ),
        (vec![PAGE], "probe what?"),
    ] {
        let run = probe(&arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.said.contains(words), "{arguments:?}: {}", run.said);
        assert!(!run.said.contains("s3cr3t"), "{}", run.said);
    }
}

#[test]
fn an_add_proves_itself() {
    let server = StandIn::start("2.36.0");
    let url = server.url();
    let sandbox = tempfile::tempdir().unwrap();
    let arguments = ["add", "--probe", "--server", &url, "http://Localhost:3000/"];
    let run: Run = as_admin(sandbox.path(), &arguments)
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 0, "{}", run.said);
    for words in [
        "added http://localhost:3000, from",
        "✓ preflight",
        "Chrome gets through",
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    let arguments = [&arguments[..], &["--format", "json"]].concat();
    let run: Run = as_admin(sandbox.path(), &arguments)
        .output()
        .unwrap()
        .into();
    let document: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["probe"][0]["verdict"]["chrome"], "allowed");
}

#[test]
fn nothing_is_known_of_what_is_not_sent_and_not_asked_about() {
    let server = StandIn::start("2.36.0");
    let url = server.url();
    let document = json(&["--url", &url, "--method", "POST", PAGE]);
    assert_eq!(document["blocked_by"], "not-sent");
    assert_eq!(server.requests().len(), 0);
    server.intercept(|_, _| Some(Reply::new(200, "").with("access-control-allow-origin", "*")));
    let document = json(&["--url", &url, "--method", "POST", "--send", PAGE]);
    assert_eq!(document["verdict"]["chrome"], "allowed");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn each_server_is_held_by_its_own_wish_at_any_step() {
    let (busy, other) = (StandIn::start("2.36.0"), StandIn::start("2.36.0"));
    other.store(&format!("[\"{PAGE}\"]"));
    busy.intercept(|request, _| {
        (request.method == "OPTIONS").then(|| Reply::text(429, "").with("retry-after", "60"))
    });
    let sandbox = tempfile::tempdir().unwrap();
    let (first, second) = (busy.url(), other.url());
    let arguments = [
        "probe",
        "--format",
        "json",
        "--server",
        &first,
        "--server",
        &second,
        PAGE,
        "https://b.example",
    ];
    let run: Run = as_admin(sandbox.path(), &arguments)
        .output()
        .unwrap()
        .into();
    let document: Vec<Value> = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document[0]["blocked_by"], "rate-limit");
    assert_eq!(document[2]["verdict"]["chrome"], "allowed");
    // what it is, and the question that was too much
    assert_eq!(busy.requests().len(), 2);
}

#[test]
fn no_secret_and_nothing_invisible_is_repeated() {
    let server = StandIn::start("2.36.0");
    server.intercept(|_, _| {
        let origin = "https://user:s3cr3t@b.example/\u{9b}31m\u{202e}";
        Some(Reply::new(200, "").with("access-control-allow-origin", origin))
    });
    let url = server.url();
    for format in ["text", "json"] {
        let header = [
            "--header",
            "X-Api-Key: s3cr3t",
            "--header",
            "Authorization: s3cr3t",
        ];
        let arguments = [&["--url", &url, "--format", format, PAGE][..], &header].concat();
        let run = probe(&arguments);
        assert_eq!(run.code, 1);
        for hidden in ["s3cr3t", "\u{9b}", "\u{202e}"] {
            assert!(!run.out.contains(hidden), "{}", run.out);
        }
    }
    let run = probe(&["--url", &url, "--header", "Authorization s3cr3t", PAGE]);
    assert_eq!(run.code, 2);
    assert!(!run.said.contains("s3cr3t"), "{}", run.said);
}

#[test]
fn what_a_web_tool_asks_can_not_be_changed() {
    for options in [
        ["--method", "PUT"],
        ["--header", "X: 1"],
        ["--credentials", "include"],
    ] {
        let arguments = [&["--server", "http://127.0.0.1:1", PAGE][..], &options].concat();
        assert_eq!(probe(&arguments).code, 2, "{options:?}");
    }
}
