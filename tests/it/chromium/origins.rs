//! What Chromium puts into `Origin` is what `normalize` prints.

use std::collections::HashMap;
use std::sync::mpsc::{Sender, channel};

use serde_json::json;

use super::Browser;
use crate::console::corsctl;
use crate::stand_in::{Authority, Reply, StandIn};

/// Addresses as people type them: scheme, host and port, to which the test adds a path.
const ADDRESSES: &[&str] = &[
    // ports
    "http://page.test",
    "http://page.test:",
    "http://page.test:80",
    "http://page.test:0080",
    "http://page.test:443",
    "http://page.test:8080",
    "http://page.test:008080",
    "http://page.test:65535",
    "http://page.test:1024",
    "https://tls.test",
    "https://tls.test:",
    "https://tls.test:443",
    "https://tls.test:00443",
    "https://tls.test:80",
    "https://tls.test:8443",
    // form
    "HTTP://page.test",
    "hTtPs://TLS.test",
    "http://PAGE.TEST",
    "http:page.test",
    "http:/page.test",
    "http:\\\\page.test",
    "http:////page.test",
    "http://@page.test",
    "http://pa\tge.test",
    // names
    "http://nas",
    "http://nas.local",
    "http://localhost",
    "http://LOCALHOST:3000",
    "http://tool.localhost",
    "http://page.test.",
    "http://nas.",
    "http://page.test.:8080",
    "http://a_b.test",
    "http://_a.test",
    "http://a-.test",
    "http://-a.test",
    "http://a--b.test",
    "http://ab--c.test",
    "http://1.2.3.test",
    "http://0x7f.test",
    "http://page.test.0a",
    "http://a..test",
    "http://!$&'()+,;=.test",
    "http://~a.test",
    "http://a\"b`{}.test",
    "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test",
    "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test",
    // percent-encoding
    "http://p%61ge.test",
    "http://%50AGE.test",
    "http://page%2Etest",
    "http://b%C3%BCcher.test",
    "http://page.test%2e",
    // IDN
    "http://bücher.test",
    "http://BÜCHER.test",
    "http://bu\u{308}cher.test",
    "http://straße.test",
    "http://STRAẞE.test",
    "http://ς.test",
    "http://xn--bcher-kva.test",
    "http://XN--BCHER-KVA.test",
    "http://xn--strae-oqa.test",
    "http://例え.test",
    "http://例え。test",
    "http://пример.test",
    "http://مثال.test",
    "http://דוגמה.test",
    "http://उदाहरण.test",
    "http://예시.test",
    "http://ตัวอย่าง.test",
    "http://ｐａｇｅ.test",
    "http://p\u{ad}age.test",
    "http://p\u{200b}age.test",
    "http://①.test",
    "http://☃.test",
    "http://💩.test",
    "http://раge.test",
    "http://ℌost.test",
    "http://İstanbul.test",
    "http://faß.test:8080",
    "http://نامه\u{200c}ای.test",
    "http://क्\u{200d}ष.test",
    "http://bücher.例え.test",
    "http://\u{ad}.test",
    "http://xn--Bcher-kva.test",
    "http://xn--1ch.test",
    "http://a|b.test",
    "http://a^b.test",
    "http://a%2Fb.test",
    "http://a<b.test",
    "http://≠.test",
    "http://a‚b.test",
    // IPv4
    "http://127.0.0.1",
    "http://127.0.0.1:8080",
    "http://127.1",
    "http://0x7f.1",
    "http://0x7f000001",
    "http://2130706433",
    "http://0177.0.0.1",
    "http://127.0.0.1.",
    "http://192.168.001.010",
    "http://192.168.1.10:13378",
    "http://１２７.0.0.1",
    "http://127.0.0.1%2e",
    // IPv6
    "http://[::1]",
    "http://[::1]:8080",
    "http://[0:0:0:0:0:0:0:1]",
    "http://[2001:DB8:0::1]",
    "http://[2001:db8:0:1:1:1:1:1]",
    "http://[2001:db8:0:0:1:0:0:1]",
    "http://[::ffff:1.2.3.4]",
    "http://[::1.2.3.4]",
    "http://[fd00::2]",
];

/// Where Chromium sends something and corsctl has no origin on purpose: the standard refuses hosts with
/// a space and `xn--` labels that stand for nothing (Chromium decodes none if all labels are ASCII), and
/// who writes a `*` means something else.
const REFUSED: &[(&str, &str)] = &[
    ("http://*.test", "http://%2A.test"),
    ("http://a*b.test", "http://a%2Ab.test"),
    ("http://a b.test", "http://a%20b.test"),
    ("http://a%20b.test", "http://a%20b.test"),
    ("http://xn--.test", "http://xn--.test"),
    ("http://xn--a.test", "http://xn--a.test"),
    ("http://xn--example-.test", "http://xn--example-.test"),
    (
        "http://xn--example-.xn--bcher-kva.test",
        "http://xn--example-.xn--bcher-kva.test",
    ),
];

const PAGE: &str = include_str!("origins.html");

/// `https://tls.test` is served over TLS, and every other name and port without.
fn serve(sender: &Sender<Origins>) -> [StandIn; 2] {
    let identity = Authority::new().identity(&["tls.test"]);
    let servers = [
        StandIn::start("2.36.0"),
        StandIn::start_tls("2.36.0", &identity),
    ];
    for server in &servers {
        let sender = sender.clone();
        server.intercept(move |request, _| {
            Some(match (request.method.as_str(), request.path.as_str()) {
                ("GET", "/addresses") => Reply::json(200, json!(addresses()).to_string()),
                ("GET", _) => Reply::html(200, PAGE),
                ("POST", "/origins") => {
                    // nobody may be waiting any more
                    _ = sender.send(serde_json::from_slice(&request.body).unwrap());
                    Reply::json(200, "{}")
                }
                // what a frame asks: as which origin am I seen?
                _ => Reply::json(200, json!(request.header("origin")).to_string()),
            })
        });
    }
    servers
}

fn addresses() -> Vec<&'static str> {
    let refused = REFUSED.iter().map(|(address, _)| *address);
    ADDRESSES.iter().copied().chain(refused).collect()
}

/// What a frame at each address has sent; none for what is no URL to Chromium.
type Origins = HashMap<String, Option<String>>;

#[test]
#[ignore = "wants Chromium: cargo test --test it -- --ignored chromium"]
fn chromium_sends_what_normalize_prints() {
    let (sender, sent) = channel();
    let servers = serve(&sender);
    let [plain, tls] = servers.each_ref().map(StandIn::address);
    let flags = [
        format!("--host-resolver-rules=MAP tls.test {tls},MAP * {plain}"),
        // one process for all sites: a hundred would take a while
        "--disable-site-isolation-trials".to_owned(),
        "--renderer-process-limit=1".to_owned(),
    ];
    let mut browser = Browser::open("http://start.test/", &flags);
    let origins = browser.wait(&sent);

    let sandbox = tempfile::tempdir().unwrap();
    let mut differences = Vec::new();
    for address in addresses() {
        let normalized = corsctl(sandbox.path())
            .args(["normalize", "--", address])
            .output()
            .unwrap();
        let normalized = String::from_utf8(normalized.stdout).unwrap();
        let normalized = normalized.strip_suffix('\n');
        let refused = REFUSED.iter().find(|(refused, _)| *refused == address);
        let (sends, prints) = match refused {
            Some((_, origin)) => (Some(*origin), None),
            None => (normalized, normalized),
        };
        let origin = origins[address].as_deref();
        if (origin, normalized) != (sends, prints) {
            differences.push(format!("{address}: {origin:?}, normalize: {normalized:?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
