//! All that can come back instead of a list: each with its exit code and with words that say what to
//! do, and never with the token.

use std::io::Write;
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::echoes::all_files;
use crate::harm::watch;
use crate::servers::{Run, as_admin};
use crate::stand_in::{API_KEY, Reply, StandIn};

type Fault = fn() -> Reply;

/// What is sent instead of any answer, the exit code it leads to, and words that it is explained with.
const FAULTS: &[(&str, Fault, i32, &str)] = &[
    (
        "401",
        || Reply::text(401, "Unauthorized"),
        4,
        "make a new API key there, as an admin",
    ),
    (
        "a proxy's 401",
        || Reply::html(401, "<h1>Sign in</h1>").with("www-authenticate", "Basic realm=\"home\""),
        4,
        "a proxy in front of it, which wants a sign-in of its own (Basic realm=\"home\")",
    ),
    (
        "403",
        || Reply::text(403, "Forbidden"),
        4,
        "the token's user is no admin",
    ),
    (
        "a proxy's 403",
        || Reply::html(403, "<h1>Blocked</h1>"),
        4,
        "from something in front of it",
    ),
    (
        "404",
        || Reply::html(404, "<h1>Not Found</h1>"),
        2,
        "404 Not Found: there is no Audiobookshelf there; is the address right",
    ),
    (
        "405",
        || Reply::html(405, ""),
        2,
        "405 Method Not Allowed: there is no Audiobookshelf",
    ),
    (
        "413",
        || Reply::html(413, "<h1>Too Large</h1>"),
        5,
        "413: the list is too long",
    ),
    (
        "418",
        || Reply::text(418, "I'm a teapot\u{1b}[31m"),
        2,
        "418 I'm a teapot: it can't make anything of the request: \"I'm a teapot<U+001B>[31m\"",
    ),
    (
        "429",
        || Reply::text(429, "Too many").with("retry-after", "120"),
        3,
        "try again in 120 s",
    ),
    (
        "429 with a date",
        || Reply::text(429, "").with("retry-after", "Tue, 24 Nov 2026 10:00:00 GMT"),
        3,
        "try again after Tue, 24 Nov 2026",
    ),
    (
        "429 without a hint",
        || Reply::text(429, ""),
        3,
        "try again in some minutes",
    ),
    (
        "500",
        || Reply::html(500, "<h1>Oh no</h1>"),
        3,
        "500 Internal Server Error: something failed on the server; its log",
    ),
    (
        "502",
        || Reply::html(502, "<h1>Bad Gateway</h1>"),
        3,
        "502 Bad Gateway: something is there, a proxy as it seems, but the server behind it",
    ),
    (
        "503",
        || Reply::html(503, "<h1>Away</h1>"),
        3,
        "503 Service Unavailable: something is there",
    ),
    (
        "504",
        || Reply::html(504, "<h1>Late</h1>"),
        3,
        "504 Gateway Timeout: something is there",
    ),
    (
        "a login page",
        || Reply::html(200, "<form><input type=password></form>"),
        4,
        "a web page came back instead of the settings, a sign-in page",
    ),
    (
        "301 to https",
        || Reply::html(301, "").with("location", "https://home.example/api/settings"),
        2,
        "it has moved; use https://home.example, if that is yours",
    ),
    (
        "308 to a sub-path",
        || Reply::html(308, "").with("location", "/abs/api/settings"),
        2,
        "/abs, if that is yours",
    ),
    (
        "302 to another host",
        || Reply::html(302, "").with("location", "//other.example/api/settings"),
        2,
        "use http://other.example, if that",
    ),
    (
        "302 to a sign-in",
        || {
            Reply::html(302, "").with(
                "location",
                "https://s3cr3t:s3cr3t@sso.example/login?rd=https%3A%2F%2Fhome&state=s3cr3t#s3cr3t",
            )
        },
        4,
        "it redirects to https://sso.example/login, a sign-in page as it seems",
    ),
    (
        "302 to nowhere",
        || Reply::html(302, ""),
        2,
        "302 Found: it can't make anything of the request",
    ),
    (
        "302 that repeats the token",
        || Reply::html(302, "").with("location", "https://sso.example/api-key-0123456789"),
        4,
        "https://sso.example/***",
    ),
    (
        "an error that repeats the token",
        || Reply::text(400, "bad header: Bearer api-key-0123456789"),
        2,
        "bad header: Bearer ***",
    ),
    (
        "a truncated body",
        || Reply::json(200, "{\"serverSettings\":{").with("content-length", "4000"),
        3,
        "the connection broke off",
    ),
    (
        "a body that goes on behind its length",
        || Reply::json(200, "{\"serverSettings\":{}}").with("content-length", "5"),
        2,
        "what came back is no JSON (EOF",
    ),
    (
        "malformed JSON",
        || Reply::json(200, "{\"serverSettings\":oops}"),
        2,
        "what came back is no JSON (expected value",
    ),
    (
        "JSON of another shape",
        || Reply::json(200, "{\"settings\":[]}"),
        2,
        "JSON, but not an Audiobookshelf's settings",
    ),
    (
        "invalid UTF-8",
        || {
            Reply::json(
                200,
                b"{\"serverSettings\":{\"allowedOrigins\":[\"\xff\"]}}".to_vec(),
            )
        },
        2,
        "what came back is no JSON (invalid unicode",
    ),
    (
        "an empty body",
        || Reply::json(200, ""),
        2,
        "what came back is no JSON (it is empty)",
    ),
    (
        "no body at all",
        || Reply::new(204, ""),
        2,
        "204 No Content: it can't make anything",
    ),
    (
        "a body without end",
        || Reply::Flood(100 << 20),
        2,
        "longer than any settings",
    ),
    (
        "gzip that is none",
        || Reply::json(200, "not gzip").with("content-encoding", "gzip"),
        3,
        "can't be decoded",
    ),
    (
        "a connection that is closed",
        || Reply::Raw(Vec::new()),
        3,
        "the connection broke off",
    ),
    (
        "what is no HTTP",
        || Reply::Raw(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()),
        3,
        "speaks no HTTP; perhaps https://127.0.0.1",
    ),
    (
        "no answer",
        || Reply::Hang,
        3,
        "no answer within 0.5 s, though something is there; `--timeout`",
    ),
    (
        "a body that stops",
        || Reply::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{".to_vec()),
        3,
        "no answer within 0.5 s, though something is there",
    ),
    (
        "a body that drips",
        || Reply::Drip(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n".to_vec()),
        3,
        "no answer within 0.5 s, though something is there",
    ),
    (
        "a head that drips",
        || Reply::Drip(b"HTTP/1.1 200 OK\r\nx: ".to_vec()),
        3,
        "no answer within 0.5 s, though something is there",
    ),
    (
        "a 401 that repeats the token",
        || Reply::text(401, "").with("www-authenticate", "Bearer error=\"api-key-0123456789\""),
        4,
        "a sign-in of its own (Bearer error=\"***\")",
    ),
    (
        "a 429 that repeats the token",
        || Reply::text(429, "").with("retry-after", "api-key-0123456789"),
        3,
        "try again after ***",
    ),
    (
        "a version that repeats the token",
        || {
            Reply::json(
                200,
                r#"{"serverSettings":{"version":"api-key-0123456789\u001b[31m"}}"#,
            )
        },
        5,
        "Audiobookshelf ***<U+001B>[31m has no list",
    ),
    (
        "a redirect to itself",
        || Reply::html(308, "").with("location", "/api/settings"),
        2,
        "it redirects to itself",
    ),
    (
        "a redirect to no address",
        || Reply::html(302, "").with("location", "javascript:alert(1)"),
        2,
        "302 Found: it can't make anything",
    ),
    (
        "408",
        || Reply::html(408, ""),
        3,
        "408 Request Timeout: something is there",
    ),
    (
        "an HTTPS port",
        || {
            Reply::html(
                400,
                "<h1>The plain HTTP request was sent to HTTPS port</h1>",
            )
        },
        3,
        "wants https; perhaps https://127.0.0.1",
    ),
    (
        "chunks that are none",
        || {
            let reply = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n";
            Reply::Raw(reply.to_vec())
        },
        3,
        "what came back can't be decoded (Invalid chunk size",
    ),
];

/// Audiobookshelf's own words: it has not done what it was asked.
const REFUSALS: [&str; 2] = ["401", "403"];

/// What is tried again when it comes in answer to a read.
const PASSING: [&str; 5] = [
    "502",
    "503",
    "504",
    "a truncated body",
    "a connection that is closed",
];

fn run(arguments: &[&str]) -> Run {
    let sandbox = tempfile::tempdir().unwrap();
    let run = watch(as_admin(sandbox.path(), arguments), sandbox.path());
    let kept = String::from_utf8(all_files(sandbox.path())).unwrap();
    assert!(!kept.contains(API_KEY), "{kept}");
    run
}

/// As much time as there is, unless the fault is to take too much of it.
fn timeout(words: &str) -> &'static str {
    match words.contains("within 0.5 s") {
        true => "0.5",
        false => "60",
    }
}

/// Runs a command against an address and looks at how it ends.
pub fn assert_fails(name: &str, arguments: &[&str], code: i32, words: &str) {
    let run = run(&[arguments, &["--timeout", timeout(words), "-v"]].concat());
    assert_eq!(run.code, code, "{name}: {}", run.said);
    assert!(run.said.contains(words), "{name}: {}", run.said);
    for text in [&run.out, &run.said] {
        assert!(
            !text.contains(API_KEY) && !text.contains("s3cr3t"),
            "{name}: {text}"
        );
    }
}

/// All faults at the same time: most of them are waiting.
fn with_each_fault(test: impl Fn(&'static str, Fault, i32, &'static str) + Sync) {
    thread::scope(|scope| {
        for (name, fault, code, words) in FAULTS {
            scope.spawn(|| test(name, *fault, *code, words));
        }
    });
}

#[test]
fn each_answer_that_is_no_list_is_explained() {
    with_each_fault(|name, fault, code, words| {
        let server = StandIn::start("2.36.0");
        server.store(r#"["https://a.example"]"#);
        server.intercept(move |_, _| Some(fault()));
        let url = server.url();
        assert_fails(name, &["list", "--server", &url], code, words);
        let asked = server.requests();
        let reads = asked.iter().filter(|request| request.method == "PATCH");
        let expected = if PASSING.contains(&name) { 4 } else { 1 };
        assert_eq!(reads.count(), expected, "{name}");
        let add = ["add", "--server", &url, "https://b.example"];
        assert_fails(name, &add, code, words);
        assert_fails(name, &["lint", "--server", &url, "--fix"], code, words);
        assert_eq!(server.list().unwrap(), r#"["https://a.example"]"#, "{name}");
        let asked = server.requests();
        assert!(
            asked.iter().all(|request| request.body.len() < 3),
            "{name}: something was written"
        );
    });
}

/// The same faults, but only in answer to the write, which is done all the same or not at all.
#[test]
fn a_write_is_never_repeated_but_looked_after() {
    with_each_fault(|name, fault, code, words| {
        let is_refusal = REFUSALS.contains(&name);
        for lands in [true, false] {
            if lands && is_refusal {
                continue;
            }
            let server = StandIn::start("2.36.0");
            server.intercept(move |request, _| {
                let is_write = request.method == "PATCH" && request.body != b"{}";
                is_write.then(|| if lands { fault().after() } else { fault() })
            });
            let url = server.url();
            let add = ["add", "--server", &url, "https://b.example"];
            let run = run(&[&add[..], &["--timeout", timeout(words)]].concat());
            let sent = server.requests();
            let writes = sent.iter().filter(|request| request.body.len() > 2);
            assert_eq!(writes.count(), 1, "{name}");
            if lands {
                assert_eq!(run.code, 0, "{name}: {}", run.said);
                continue;
            }
            // with a 404 the address has shown itself to be right by then
            let words = match words.contains("there is no Audiobookshelf") {
                true => "its settings aren't",
                false => words,
            };
            let of_the_list = match is_refusal {
                true => "; the list is as it was",
                false => "; read again, the list was as before",
            };
            assert_eq!(run.code, code, "{name}: {}", run.said);
            for words in [words, of_the_list] {
                assert!(run.said.contains(words), "{name}: {}", run.said);
            }
        }
    });
}

#[test]
fn an_answer_may_be_compressed() {
    let server = StandIn::start("2.36.0");
    server.intercept(|_, settings| {
        settings.store(r#"["https://a.example"]"#);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(settings.answer().as_bytes()).unwrap();
        let reply = Reply::json(200, gzip.finish().unwrap());
        Some(reply.with("content-encoding", "gzip"))
    });
    let run = run(&["list", "--server", &server.url()]);
    assert_eq!(run.code, 0, "{}", run.said);
    assert_eq!(run.out, "https://a.example\n");
}

#[test]
fn what_can_not_be_found_out_is_not_claimed() {
    let server = StandIn::start("2.36.0");
    let mut is_written = false;
    server.intercept(move |request, _| {
        is_written |= request.body != b"{}";
        is_written.then(|| Reply::Raw(Vec::new()))
    });
    let run = run(&["add", "--server", &server.url(), "https://b.example"]);
    assert_eq!(run.code, 3, "{}", run.said);
    assert!(
        run.said
            .contains("whether the list was written isn't known"),
        "{}",
        run.said
    );
}

#[test]
fn somebody_else_s_write_at_the_same_time_is_a_conflict() {
    let server = StandIn::start("2.36.0");
    server.intercept(|request, settings| {
        (request.body != b"{}").then(|| {
            settings.store(r#"["https://theirs.example"]"#);
            Reply::Raw(Vec::new())
        })
    });
    let run = run(&["add", "--server", &server.url(), "https://b.example"]);
    assert_eq!(run.code, 5, "{}", run.said);
    assert!(run.said.contains("somebody else wrote"), "{}", run.said);
}

#[test]
fn a_read_is_tried_again_and_again_but_not_for_ever() {
    for (failures, code, requests) in [(1, 0, 2), (3, 0, 4), (4, 3, 4)] {
        let server = StandIn::start("2.36.0");
        let mut left = failures;
        server.intercept(move |_, _| {
            left -= 1;
            (left >= 0).then(|| Reply::html(503, "<h1>Away</h1>"))
        });
        let run = run(&["list", "--server", &server.url()]);
        assert_eq!(run.code, code, "{}", run.said);
        assert_eq!(server.requests().len(), requests);
    }
}

#[test]
fn a_server_without_users_says_what_to_do() {
    let server = StandIn::start("2.36.0");
    server.set_initialised(false);
    let url = server.url();
    let words = format!("{url}: 401: it has no users yet; open {url} in a browser");
    assert_fails("no users", &["list", "--server", &url], 4, &words);
}
