//! Where a server is, and why it can't be reached.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use crate::faults::assert_fails;
use crate::servers::{Run, as_admin};
use crate::stand_in::{Authority, Reply, StandIn};

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

#[test]
fn plain_http_takes_no_proxy_and_https_says_which() {
    let plain = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    let dead = "http://127.0.0.1:1";
    let run = |url: &str| -> Run {
        let mut command = as_admin(sandbox.path(), &["list", "--server", url]);
        for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "HTTPS_PROXY"] {
            command.env(name, dead);
        }
        command.output().unwrap().into()
    };
    assert_eq!(run(&plain.url()).code, 0);
    let proxied = run("https://home.example");
    assert_eq!(proxied.code, 3);
    let words = "(HTTPS_PROXY is set: this may be about that proxy)";
    assert!(proxied.said.contains(words), "{}", proxied.said);
}
