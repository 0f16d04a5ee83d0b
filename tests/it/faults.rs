//! All that can come back instead of a list: each with its exit code and with words that say what to
//! do, and never with the token.

use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use socket2::{Domain, Socket, Type};

use crate::servers::{Run, as_admin};
use crate::stand_in::{API_KEY, Authority, Reply, StandIn};

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
        "502 Bad Gateway: a proxy is there, but the server behind it",
    ),
    (
        "503",
        || Reply::html(503, "<h1>Away</h1>"),
        3,
        "503 Service Unavailable: a proxy is there",
    ),
    (
        "504",
        || Reply::html(504, "<h1>Late</h1>"),
        3,
        "504 Gateway Timeout: a proxy is there",
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
                "https://sso.example/login?rd=https%3A%2F%2Fhome&state=s3cr3t",
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
        || Reply::html(302, "").with("location", "https://sso.example/api-key"),
        4,
        "https://sso.example/***",
    ),
    (
        "an error that repeats the token",
        || Reply::text(400, "bad header: Bearer api-key"),
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
        "can't be decompressed",
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
];

fn run(arguments: &[&str]) -> Run {
    let sandbox = tempfile::tempdir().unwrap();
    as_admin(sandbox.path(), arguments).output().unwrap().into()
}

/// Runs a command against an address and looks at how it ends.
fn assert_fails(name: &str, arguments: &[&str], code: i32, words: &str) {
    let arguments = [arguments, &["--timeout", "0.5", "-v"]].concat();
    let run = run(&arguments);
    assert_eq!(run.code, code, "{name}: {}", run.said);
    assert!(run.said.contains(words), "{name}: {}", run.said);
    for text in [&run.out, &run.said] {
        assert!(
            !text.contains(API_KEY) && !text.contains("s3cr3t"),
            "{name}: {text}"
        );
    }
}

#[test]
fn each_answer_that_is_no_list_is_explained() {
    for (name, fault, code, words) in FAULTS {
        let server = StandIn::start("2.36.0");
        server.store(r#"["https://a.example"]"#);
        let fault = *fault;
        server.intercept(move |_, _| Some(fault()));
        let url = server.url();
        assert_fails(name, &["list", "--server", &url], *code, words);
        assert_fails(
            name,
            &["add", "--server", &url, "https://b.example"],
            *code,
            words,
        );
        assert_fails(name, &["lint", "--server", &url, "--fix"], *code, words);
        assert_eq!(server.list().unwrap(), r#"["https://a.example"]"#, "{name}");
        assert!(
            server
                .requests()
                .iter()
                .all(|request| request.body.len() < 3),
            "{name}: something was written"
        );
    }
}

/// The same faults, but only in answer to the write, which is done all the same or not at all.
#[test]
fn a_write_is_never_repeated_but_looked_after() {
    for (name, fault, code, words) in FAULTS {
        for lands in [true, false] {
            let server = StandIn::start("2.36.0");
            let fault = *fault;
            server.intercept(move |request, _| {
                let is_write = request.method == "PATCH" && request.body != b"{}";
                is_write.then(|| if lands { fault().after() } else { fault() })
            });
            let url = server.url();
            let arguments = [
                "add",
                "--server",
                &url,
                "https://b.example",
                "--timeout",
                "0.5",
            ];
            let run = run(&arguments);
            let sent = server.requests();
            let writes = sent.iter().filter(|request| request.body.len() > 2);
            assert_eq!(writes.count(), 1, "{name}");
            let is_looked_after = sent.last().unwrap().body == b"{}";
            match (lands, is_looked_after) {
                (true, true) => assert_eq!(run.code, 0, "{name}: {}", run.said),
                _ => {
                    // at 404 the address has shown itself to be right
                    let words = if name.starts_with("40") && words.contains("no Audiobookshelf") {
                        "its settings aren't"
                    } else {
                        words
                    };
                    assert_eq!(run.code, *code, "{name}: {}", run.said);
                    assert!(run.said.contains(words), "{name}: {}", run.said);
                    assert!(
                        run.said.contains("; the list is still as it was"),
                        "{name}: {}",
                        run.said
                    );
                }
            }
        }
    }
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

#[test]
fn a_server_is_found_where_it_really_is() {
    for (address, path, code, words) in [
        (
            "/abs",
            "",
            2,
            "there is no Audiobookshelf there; it is at http://{}",
        ),
        (
            "/audiobookshelf/config/settings",
            "",
            2,
            "it is at http://{}/audiobookshelf",
        ),
        (
            "",
            "/audiobookshelf",
            2,
            "it is at http://{}/audiobookshelf",
        ),
    ] {
        let server = StandIn::start("2.36.0");
        server.intercept(move |request, _| {
            let is_there = request.path.starts_with(path);
            (!is_there).then(|| Reply::html(404, "<h1>Not Found</h1>"))
        });
        let url = format!("{}{address}", server.url());
        let words = words.replace("{}", &server.address().to_string());
        assert_fails(address, &["list", "--server", &url], code, &words);
        let asked = server.requests();
        let with_token = asked
            .iter()
            .filter(|request| request.header("authorization").is_some());
        assert_eq!(
            with_token.count(),
            1,
            "only the address that was given gets the token"
        );
    }
}

#[test]
fn a_server_that_is_not_there_is_explained() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    for (url, words) in [
        (
            refused.as_str(),
            "nothing listens there (connection refused)",
        ),
        // RFC 6761: never in the DNS
        ("http://nas.invalid", "no address is known for this name"),
        ("https://nas.invalid", "no address is known for this name"),
    ] {
        assert_fails(url, &["list", "--server", url], 3, words);
    }
}

#[test]
fn a_connection_that_is_not_made_is_explained() {
    // nobody accepts, and once the queue is full the system answers no more
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    let any_port: SocketAddr = "127.0.0.1:0".parse().unwrap();
    listener.bind(&any_port.into()).unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap().as_socket().unwrap();
    let _waiting: Vec<_> = (0..8)
        .map(|_| TcpStream::connect_timeout(&address, Duration::from_millis(50)))
        .collect();
    let url = format!("http://{address}");
    assert_fails(
        &url,
        &["list", "--server", &url],
        3,
        "no connection within 0.5 s",
    );
}

#[test]
fn tls_problems_are_told_apart() {
    let authority = Authority::new();
    let sandbox = tempfile::tempdir().unwrap();
    let pem = sandbox.path().join("ca.pem");
    std::fs::write(&pem, authority.pem()).unwrap();
    let pem = pem.to_str().unwrap();
    let good = |names| authority.identity(names);
    for (name, identity, options, code, words) in [
        ("good", good(&["127.0.0.1"]), vec!["--ca-cert", pem], 0, ""),
        (
            "insecure",
            good(&["other.example"]),
            vec!["--insecure"],
            0,
            "warning: --insecure",
        ),
        (
            "unknown issuer",
            good(&["127.0.0.1"]),
            vec![],
            3,
            "from an issuer that this machine doesn't know; if that is your own, give its certificate with `--ca-cert FILE`",
        ),
        (
            "wrong name",
            good(&["other.example", "more.example"]),
            vec!["--ca-cert", pem],
            3,
            "its certificate is for other.example, more.example, not for this name",
        ),
        (
            "expired",
            authority.expired_identity(&["127.0.0.1"]),
            vec!["--ca-cert", pem],
            3,
            "its certificate has expired 9",
        ),
        (
            "self-signed",
            authority.own_identity(),
            vec!["--ca-cert", pem],
            0,
            "",
        ),
        (
            "self-signed, unknown",
            Authority::new().own_identity(),
            vec!["--ca-cert", pem],
            3,
            "it signed its certificate itself; if it is yours, give that certificate with `--ca-cert FILE`",
        ),
        (
            "without a name",
            authority.identity(&[]),
            vec!["--ca-cert", pem],
            3,
            "its certificate is for no name at all (one has to stand in its subjectAltName)",
        ),
    ] {
        let server = StandIn::start_tls("2.36.0", &identity);
        let url = server.url();
        let arguments = [
            &["add", "--server", &url, "https://a.example"],
            &options[..],
        ]
        .concat();
        assert_fails(name, &arguments, code, words);
        let stored = server.list().unwrap();
        assert_eq!(stored == "[]", code != 0, "{name}");
        assert!(
            server
                .requests()
                .iter()
                .all(|request| request.connection == 0),
            "{name}"
        );
    }
}

#[test]
fn the_wrong_scheme_is_explained() {
    let encrypted = StandIn::start_tls("2.36.0", &Authority::new().identity(&["127.0.0.1"]));
    let url = format!("http://{}", encrypted.address());
    let words = format!("perhaps https://{}", encrypted.address());
    assert_fails("http to https", &["list", "--server", &url], 3, &words);
    let plain = StandIn::start("2.36.0");
    let url = format!("https://{}", plain.address());
    let words = format!("speaks no TLS; perhaps http://{}", plain.address());
    assert_fails("https to http", &["list", "--server", &url], 3, &words);
}

#[test]
fn a_file_that_is_no_certificate_is_named() {
    let sandbox = tempfile::tempdir().unwrap();
    std::fs::write(sandbox.path().join("ca.pem"), "hello").unwrap();
    for (file, words) in [
        ("ca.pem", "ca.pem holds no certificate in PEM form"),
        ("nowhere.pem", "can't read nowhere.pem"),
    ] {
        let arguments = ["list", "--server", "https://127.0.0.1:1", "--ca-cert", file];
        let run: Run = as_admin(sandbox.path(), &arguments)
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, 2);
        assert!(run.said.contains(words), "{}", run.said);
    }
}
