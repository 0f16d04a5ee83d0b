//! Whom `probe` blames, and what it tells people to do.

use std::net::TcpListener;

use serde_json::Value;

use crate::probe::{PAGE, json, probe};
use crate::servers::{Run, as_admin};
use crate::stand_in::{Authority, Reply, StandIn};

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
fn what_can_not_be_reached_is_blocked_by_that() {
    let encrypted = {
        let authority = Authority::new();
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
        let steps = document["steps"].as_array().unwrap();
        let is_sent = steps.iter().any(|step| step["name"] == "request");
        assert_eq!(is_sent, blocked_by != "bad-port", "{document}");
        for browser in ["spec", "chrome", "firefox", "safari"] {
            assert_eq!(document["verdict"][browser], "blocked");
        }
    }
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
fn a_sandboxed_frame_is_told_to_leave_it() {
    let server = StandIn::start("2.36.0");
    server.intercept(|_, _| Some(Reply::new(200, "").with("access-control-allow-origin", "*")));
    let url = server.url();
    let document = json(&["--url", &url, "null"]);
    assert_eq!(document["blocked_by"], "local-network-access");
    assert!(
        document["advice"].to_string().contains("sandboxed frame"),
        "{document}"
    );
    let document = json(&["--url", &url, "--page-space", "loopback", "null"]);
    assert_eq!(document["verdict"]["chrome"], "allowed");
}
