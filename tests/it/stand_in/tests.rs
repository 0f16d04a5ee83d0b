//! What the recordings can't show of the stand-in itself.

use std::io::{BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::{API_KEY, Authority, Identity, Message, Reply, StandIn};

fn connect(stand_in: &StandIn) -> TcpStream {
    let stream = TcpStream::connect(stand_in.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream
}

fn ask(stream: &mut (impl Read + Write), method: &str, path: &str, body: &str) -> Option<Message> {
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nAuthorization: Bearer {API_KEY}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    Message::read(&mut BufReader::new(stream)).unwrap()
}

#[test]
fn connections_are_kept_and_counted() {
    let stand_in = StandIn::start("2.36.0");
    let mut first = connect(&stand_in);
    let mut second = connect(&stand_in);
    ask(&mut first, "GET", "/ping", "").unwrap();
    ask(&mut second, "GET", "/status?a", "").unwrap();
    ask(&mut first, "GET", "/healthcheck", "").unwrap();
    let requests = stand_in.requests();
    let seen: Vec<(usize, &str)> = requests
        .iter()
        .map(|request| (request.connection, request.path.as_str()))
        .collect();
    assert_eq!(seen, [(0, "/ping"), (1, "/status?a"), (0, "/healthcheck")]);
}

#[test]
fn without_users_nobody_is_let_in() {
    let stand_in = StandIn::start("2.36.0");
    stand_in.set_initialised(false);
    let answer = ask(&mut connect(&stand_in), "PATCH", "/api/settings", "{}").unwrap();
    assert_eq!(answer.first_line, "HTTP/1.1 401 Unauthorized");
}

#[test]
fn who_intercepts_can_write_too() {
    let stand_in = StandIn::start("2.36.0");
    stand_in.intercept(|request, settings| {
        assert_eq!(settings.list().as_deref(), Some("[]"));
        (request.method == "PATCH").then(|| {
            settings.store("[ \"https://theirs.example\" ]");
            Reply::html(502, "<h1>Bad Gateway</h1>")
        })
    });
    let answer = ask(&mut connect(&stand_in), "PATCH", "/api/settings", "{}").unwrap();
    assert_eq!(answer.first_line, "HTTP/1.1 502 Bad Gateway");
    assert_eq!(answer.body, b"<h1>Bad Gateway</h1>");
    assert_eq!(
        stand_in.list().as_deref(),
        Some("[\"https://theirs.example\"]")
    );
}

#[test]
fn a_write_can_land_without_an_answer() {
    let stand_in = StandIn::start("2.28.0");
    stand_in.intercept(|_, _| Some(Reply::Raw(Vec::new()).after()));
    let body = "{\"allowedOrigins\":[1.0]}";
    let answer = ask(&mut connect(&stand_in), "PATCH", "/api/settings", body);
    assert!(answer.is_none());
    assert_eq!(stand_in.list().as_deref(), Some("[1]"));
}

#[test]
fn a_length_that_is_not_true_ends_the_connection() {
    let stand_in = StandIn::start("2.36.0");
    stand_in.intercept(|_, _| Some(Reply::json(200, "[1").with("Content-Length", "1000")));
    let mut stream = connect(&stand_in);
    stream.write_all(b"GET /ping HTTP/1.1\r\n\r\n").unwrap();
    let cut = Message::read(&mut BufReader::new(stream)).err().unwrap();
    assert_eq!(cut.kind(), ErrorKind::UnexpectedEof);
}

#[test]
fn a_flood_has_no_announced_length() {
    let stand_in = StandIn::start("2.36.0");
    stand_in.intercept(|_, _| Some(Reply::Flood(1 << 20)));
    let mut stream = connect(&stand_in);
    stream.write_all(b"GET /ping HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(!head.contains("length"), "{head}");
    assert_eq!(body.len(), 1 << 20);
}

#[test]
fn what_hangs_is_freed_when_the_stand_in_goes() {
    let stand_in = StandIn::start("2.36.0");
    stand_in.intercept(|_, _| Some(Reply::Hang));
    let mut stream = connect(&stand_in);
    stream.write_all(b"GET /ping HTTP/1.1\r\n\r\n").unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(50)))
        .unwrap();
    let waited = stream.read(&mut [0]).unwrap_err();
    assert!(matches!(
        waited.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut
    ));
    drop(stand_in);
    // whether somebody listens there can't be asked: another test may have the port by now
    assert_eq!(stream.read(&mut [0]).unwrap(), 0);
}

/// Status line of `/ping` for a client that trusts `authority` alone, or why there is none.
fn ping_over_tls(authority: &Authority, identity: &Identity) -> Result<String, String> {
    let stand_in = StandIn::start_tls("2.36.0", identity);
    assert!(stand_in.url().starts_with("https://127.0.0.1:"));
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap();
    roots.add(root).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let mut connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut socket = connect(&stand_in);
    connection
        .complete_io(&mut socket)
        .map_err(|error| error.to_string())?;
    let mut stream = StreamOwned::new(connection, socket);
    Ok(ask(&mut stream, "GET", "/ping", "").unwrap().first_line)
}

#[test]
fn a_client_trusts_what_its_authority_signed() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let here = ["localhost", "127.0.0.1"];
    for (identity, outcome) in [
        (ours.identity(&here), Ok("HTTP/1.1 200 OK")),
        (ours.identity(&["other.example"]), Err("not valid for name")),
        (ours.expired_identity(&here), Err("expired")),
        (theirs.identity(&here), Err("invalid peer certificate")),
    ] {
        match (ping_over_tls(&ours, &identity), outcome) {
            (Ok(line), Ok(wanted)) => assert_eq!(line, wanted),
            (Err(error), Err(words)) => assert!(error.contains(words), "{error}"),
            (found, wanted) => panic!("{found:?}, not {wanted:?}"),
        }
    }
}
