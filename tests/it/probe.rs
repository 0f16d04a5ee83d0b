//! `probe`: which requests are sent, and who is blamed. Whether the verdicts are right, Chromium
//! judges (`chromium`).

use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::console::corsctl;
use crate::servers::{Run, as_admin};
use crate::stand_in::{Reply, StandIn};

/// A page that no gate but CORS stands in the way of.
const PAGE: &str = "http://localhost:3000";

fn run(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = corsctl(folder);
    let output = command.args(arguments).stdin(Stdio::null()).output();
    output.unwrap().into()
}

/// Probes without a token.
fn probe(arguments: &[&str]) -> Run {
    let sandbox = tempfile::tempdir().unwrap();
    run(sandbox.path(), &[&["probe"], arguments].concat())
}

/// The only object of the document.
fn json(arguments: &[&str]) -> Value {
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
fn who_is_not_listed_is_told_how_to_get_in() {
    let server = StandIn::start("2.36.0");
    let url = server.url();
    for (list, words) in [
        (
            "[]",
            format!("Not listed: `corsctl add --server {url} {PAGE}` adds it"),
        ),
        (
            "null",
            format!("Not listed: `corsctl add --server {url} {PAGE}` adds it"),
        ),
        (
            r#"["http://localhost:3000/app"]"#,
            format!(
                "Listed as \"http://localhost:3000/app\", which never matches: `corsctl lint --unsafe-fixes --server {url}` mends it"
            ),
        ),
        (
            r#"["http://Localhost:3000/"]"#,
            format!(
                "Listed as \"http://Localhost:3000/\", which never matches: `corsctl lint --fix --server {url}` mends it"
            ),
        ),
    ] {
        server.store(list);
        let sandbox = tempfile::tempdir().unwrap();
        let arguments = ["probe", "--format", "json", "--server", &url, PAGE];
        let run: Run = as_admin(sandbox.path(), &arguments)
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, 1);
        let document: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(document[0]["blocked_by"], "allow-origin-missing");
        assert_eq!(document[0]["advice"][0], words);
    }
}

#[test]
fn a_listed_origin_that_is_kept_out_is_the_proxys_fault() {
    let server = StandIn::start("2.36.0");
    server.store(&format!("[\"{PAGE}\"]"));
    server.intercept(|request, _| {
        (request.method == "OPTIONS").then(|| Reply::text(401, "Unauthorized"))
    });
    let sandbox = tempfile::tempdir().unwrap();
    let arguments = ["probe", "--server", &server.url(), PAGE];
    let run: Run = as_admin(sandbox.path(), &arguments)
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("is listed, so something in front of"),
        "{}",
        run.out
    );
}

type Answer = fn(Reply) -> Reply;

/// What a server answers, what the page asks, what blocks it, and what to do about it.
type Layer = (
    &'static str,
    u16,
    Answer,
    &'static [&'static str],
    Option<&'static str>,
    &'static str,
);

const LAYERS: &[Layer] = &[
    (
        "two headers",
        200,
        |r| {
            r.with("access-control-allow-origin", PAGE)
                .with("access-control-allow-origin", "*")
        },
        &[],
        Some("allow-origin-repeated"),
        "take it out of the proxy",
    ),
    (
        "a list",
        200,
        |r| {
            r.with(
                "access-control-allow-origin",
                "http://localhost:3000, https://b.example",
            )
        },
        &[],
        Some("allow-origin-repeated"),
        "hold one origin",
    ),
    (
        "another one",
        200,
        |r| r.with("access-control-allow-origin", "https://b.example"),
        &[],
        Some("allow-origin-mismatch"),
        "set up to let in https://b.example alone",
    ),
    (
        "from a cache",
        200,
        |r| {
            r.with("access-control-allow-origin", "https://b.example")
                .with("age", "60")
        },
        &[],
        Some("allow-origin-mismatch"),
        "A cache handed out the answer for https://b.example",
    ),
    (
        "from a CDN",
        200,
        |r| {
            r.with("access-control-allow-origin", "https://b.example")
                .with("cf-cache-status", "HIT")
        },
        &[],
        Some("allow-origin-mismatch"),
        "A cache handed out",
    ),
    (
        "a star and cookies",
        200,
        |r| r.with("access-control-allow-origin", "*"),
        &["--credentials", "include"],
        Some("wildcard-with-credentials"),
        "Fetch without credentials",
    ),
    (
        "no credentials",
        200,
        |r| r.with("access-control-allow-origin", PAGE),
        &["--credentials", "include"],
        Some("allow-credentials-missing"),
        "Access-Control-Allow-Credentials: true",
    ),
    (
        "a method",
        200,
        |r| r.with("access-control-allow-origin", "*"),
        &["--method", "PUT"],
        Some("method-not-allowed"),
        "Add PUT",
    ),
    (
        "a header",
        200,
        |r| r.with("access-control-allow-origin", "*"),
        &["--header", "X-A: 1"],
        Some("header-not-allowed"),
        "Add x-a by name",
    ),
    (
        "a malformed list",
        200,
        |r| {
            r.with("access-control-allow-origin", "*")
                .with("access-control-allow-methods", "PUT;GET")
        },
        &["--method", "PUT"],
        Some("allow-methods-malformed"),
        "commas in between",
    ),
    (
        "a status",
        500,
        |r| r.with("access-control-allow-origin", "*"),
        &["--method", "PUT"],
        Some("preflight-status"),
        "answer it with 200 or 204",
    ),
    (
        "a redirect to a sign-in",
        302,
        |r| r.with("location", "https://sso.example/"),
        &["--method", "PUT"],
        Some("preflight-redirect"),
        "A proxy's sign-in",
    ),
    (
        "a page",
        200,
        |r| r.with("content-type", "text/html"),
        &[],
        Some("allow-origin-missing"),
        "A proxy's sign-in",
    ),
    (
        "nothing",
        200,
        |r| r,
        &[],
        Some("allow-origin-missing"),
        "Have the server answer http://localhost:3000 with",
    ),
    (
        "a resource policy",
        200,
        |r| {
            r.with("access-control-allow-origin", PAGE)
                .with("cross-origin-resource-policy", "same-site")
        },
        &[],
        None,
        "does not touch fetch()",
    ),
];

#[test]
fn each_layer_is_blamed_for_what_it_does() {
    for (name, status, answer, options, blocked_by, words) in LAYERS {
        let server = StandIn::start("2.36.0");
        let (status, answer) = (*status, *answer);
        server.intercept(move |_, _| Some(answer(Reply::new(status, ""))));
        let url = format!("{}/x", server.url());
        let arguments = [&["--url", &url, PAGE], *options].concat();
        let document = json(&arguments);
        assert_eq!(
            document["blocked_by"].as_str(),
            *blocked_by,
            "{name}: {document}"
        );
        let advice = document["advice"].to_string();
        assert!(advice.contains(words), "{name}: {advice}");
        for step in document["steps"].as_array().unwrap() {
            let is_told = step["console"].is_string();
            assert_eq!(is_told, step["status"] == "failed", "{name}: {step}");
        }
    }
}

#[test]
fn a_list_that_is_not_in_force_is_noticed() {
    let server = StandIn::start("2.36.0");
    server.intercept(|request, _| {
        let origin = request.header("origin")?.to_owned();
        let reply = Reply::text(200, "OK").with("access-control-allow-origin", &origin);
        Some(reply.with("access-control-allow-headers", "*"))
    });
    let url = server.url();
    let run = probe(&["--server", &url, PAGE]);
    assert_eq!(run.code, 0);
    for words in [
        "✗ control: an origin that nobody lists gets in as well",
        "ALLOW_CORS=1",
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
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
fn what_can_not_be_reached_is_blocked_by_that() {
    let encrypted = {
        let authority = crate::stand_in::Authority::new();
        StandIn::start_tls("2.36.0", &authority.identity(&["127.0.0.1"]))
    };
    let tls = encrypted.url();
    let free = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for (url, blocked_by) in [
        ("http://127.0.0.1:1", "bad-port"),
        (free.as_str(), "refused"),
        ("https://nas.invalid", "dns"),
        (tls.as_str(), "tls"),
    ] {
        let document = json(&["--url", url, PAGE]);
        assert_eq!(document["blocked_by"], blocked_by);
        for browser in ["spec", "chrome", "firefox", "safari"] {
            assert_eq!(document["verdict"][browser], "blocked");
        }
    }
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
fn a_twin_that_is_listed_is_mentioned() {
    let server = StandIn::start("2.36.0");
    server.store(r#"["http://tool.example"]"#);
    let sandbox = tempfile::tempdir().unwrap();
    let arguments = ["probe", "--server", &server.url(), "https://tool.example"];
    let run: Run = as_admin(sandbox.path(), &arguments)
        .output()
        .unwrap()
        .into();
    let words = "Not listed (http://tool.example is, which is another origin)";
    assert!(
        run.out.replace("\n    ", " ").contains(words),
        "{}",
        run.out
    );
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
fn a_failure_proves_nothing_about_a_list() {
    let server = StandIn::start("2.36.0");
    server.intercept(|request, _| {
        let is_page = request.header("origin") == Some(PAGE);
        let reply = Reply::new(if is_page { 200 } else { 503 }, "");
        Some(match is_page {
            true => reply.with("access-control-allow-origin", PAGE),
            false => reply,
        })
    });
    let url = server.url();
    let run = probe(&["--url", &url, PAGE]);
    assert_eq!(run.code, 0);
    assert!(!run.out.contains("control"), "{}", run.out);
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
