//! Mixed content and Local Network Access: which pages may reach which addresses.

use std::collections::HashMap;
use std::fs;
use std::sync::mpsc::{Receiver, Sender, channel};

use serde_json::json;

use super::probe::{self, Question};
use super::{Browser, Fetch};
use crate::stand_in::{Authority, Identity, Reply, StandIn};

/// Where pages are served from: scheme, and address space. Each goes on to the next.
const PAGES: &[(&str, &str)] = &[
    ("http", "loopback"),
    ("https", "loopback"),
    ("http", "local"),
    ("https", "local"),
    ("http", "public"),
    ("https", "public"),
];

use Verdict::{Allowed as YES, Blocked as NO, Prompt as ASK};

/// What the pages fetch: an address, the space that Chromium is told it is in, and what comes of it on
/// each page, in the order of `PAGES`.
const TARGETS: &[(&str, &str, [Verdict; 6])] = &[
    (
        "http://127.0.0.1",
        "loopback",
        [YES, YES, YES, YES, NO, ASK],
    ),
    (
        "https://127.0.0.1",
        "loopback",
        [YES, YES, YES, YES, NO, ASK],
    ),
    (
        "http://localhost",
        "loopback",
        [YES, YES, YES, YES, NO, ASK],
    ),
    (
        "https://localhost",
        "loopback",
        [YES, YES, YES, YES, NO, ASK],
    ),
    (
        "http://192.168.1.10",
        "local",
        [YES, YES, YES, YES, NO, ASK],
    ),
    (
        "https://192.168.1.10",
        "local",
        [YES, YES, YES, YES, NO, ASK],
    ),
    ("http://nas.local", "local", [YES, YES, YES, YES, NO, ASK]),
    ("https://abs.test", "local", [YES, YES, YES, YES, NO, ASK]),
    ("https://abs.test", "public", [YES, YES, YES, YES, YES, YES]),
    // mixed content, if the page is https
    ("http://nas.lan", "local", [YES, NO, YES, NO, NO, NO]),
    ("http://abs.test", "public", [YES, NO, YES, NO, YES, NO]),
    // a private address is let off by what it looks like, and asked about by where it is
    (
        "http://192.168.1.10",
        "public",
        [YES, YES, YES, YES, YES, YES],
    ),
];

/// Whether corsctl can be asked too: it can't be told where an address is, but loopback is really
/// there, and mixed content is told from the URL's text alone.
fn is_probed(address: &str, page: &str, verdict: Verdict) -> bool {
    let is_mixed = page == "https" && address == "http://abs.test" && verdict == NO;
    is_mixed || address.ends_with("://127.0.0.1") || address.ends_with("://localhost")
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Allowed,
    Blocked,
    Prompt,
}

impl Verdict {
    /// As `probe` writes it.
    fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
            Self::Prompt => "prompt",
        }
    }

    /// What became of a fetch without the permission, and with it.
    fn of(outcomes: [&str; 2]) -> Option<Self> {
        match outcomes {
            ["answered", "answered"] => Some(Self::Allowed),
            ["rejected", "rejected"] => Some(Self::Blocked),
            ["rejected", "answered"] => Some(Self::Prompt),
            _ => None,
        }
    }
}

/// A stand-in, and its address as it is called here.
struct Place {
    server: StandIn,
    url: String,
    space: &'static str,
}

impl Place {
    fn start(address: &str, space: &'static str, identity: &Identity) -> Self {
        let server = match address.split_once(':') {
            Some(("https", _)) => StandIn::start_tls("2.36.0", identity),
            _ => StandIn::start("2.36.0"),
        };
        let url = format!("{address}:{}", server.address().port());
        Self { server, url, space }
    }
}

/// What became of the fetch of each target, on the page of that number.
type Report = (usize, HashMap<String, String>);

const PAGE: &str = include_str!("spaces.html");

fn serve_targets(identity: &Identity) -> Vec<Place> {
    let places = TARGETS.iter().map(|(address, space, _)| {
        let place = Place::start(address, space, identity);
        place.server.intercept(|_, _| {
            Some(Reply::text(200, "here").with("Access-Control-Allow-Origin", "*"))
        });
        place
    });
    places.collect()
}

fn serve_pages(identity: &Identity, targets: &[Place], reports: &Sender<Report>) -> Vec<Place> {
    let pages: Vec<Place> = PAGES
        .iter()
        .map(|(scheme, space)| Place::start(&format!("{scheme}://page.test"), space, identity))
        .collect();
    let targets: Vec<&str> = targets.iter().map(|target| target.url.as_str()).collect();
    let targets = json!(targets).to_string();
    for (number, page) in pages.iter().enumerate() {
        let next = json!(pages.get(number + 1).map(|page| &page.url)).to_string();
        let (targets, reports) = (targets.clone(), reports.clone());
        page.server.intercept(move |request, _| {
            Some(match request.path.as_str() {
                "/targets" => Reply::json(200, targets.as_str()),
                "/outcomes" => {
                    let outcomes = serde_json::from_slice(&request.body).unwrap();
                    // nobody may be waiting any more
                    _ = reports.send((number, outcomes));
                    Reply::json(200, next.as_str())
                }
                _ => Reply::html(200, PAGE),
            })
        });
    }
    pages
}

/// Each page's outcomes, without a permission and then with it.
fn judge(pages: &[Place], targets: &[Place], reports: &Receiver<Report>) -> [Vec<Report>; 2] {
    let spaces = pages.iter().chain(targets);
    let spaces: Vec<String> = spaces
        .map(|place| format!("{}={}", place.server.address(), place.space))
        .collect();
    let flags = [
        "--host-resolver-rules=MAP * 127.0.0.1".to_owned(),
        format!("--ip-address-space-overrides={}", spaces.join(",")),
    ];
    let granted: Vec<&str> = pages.iter().map(|page| page.url.as_str()).collect();
    [&[], granted.as_slice()].map(|granted| {
        let mut browser = Browser::open_granting(granted, &pages[0].url, &flags);
        pages.iter().map(|_| browser.wait(reports)).collect()
    })
}

#[test]
#[ignore = "wants Chromium: cargo test --test it -- --ignored chromium"]
fn chromium_and_probe_agree_on_who_reaches_whom() {
    let authority = Authority::new();
    let identity = authority.identity(&["localhost", "127.0.0.1"]);
    let sandbox = tempfile::tempdir().unwrap();
    let ca_cert = sandbox.path().join("ca.pem");
    fs::write(&ca_cert, authority.pem()).unwrap();
    let (sender, reports) = channel();
    let targets = serve_targets(&identity);
    let pages = serve_pages(&identity, &targets, &sender);
    let [denied, granted] = judge(&pages, &targets, &reports);

    let mut differences = Vec::new();
    let mut questions = Vec::new();
    let mut wanted = Vec::new();
    for (target, (address, space, verdicts)) in targets.iter().zip(TARGETS) {
        for (number, (page, verdict)) in pages.iter().zip(verdicts).enumerate() {
            let (scheme, page_space) = PAGES[number];
            let title = format!("{page_space} {scheme} page to {space} {address}");
            let outcomes =
                [&denied, &granted].map(|reports| reports[number].1[&target.url].as_str());
            if Verdict::of(outcomes) != Some(*verdict) {
                differences.push(format!("{title}: {verdict:?}, but Chromium: {outcomes:?}"));
            }
            if is_probed(address, scheme, *verdict) {
                questions.push(Question {
                    url: format!("{}/", target.url),
                    fetch: Fetch::GET,
                    page_space,
                    origin: page.url.clone(),
                    ca_cert: Some(ca_cert.clone()),
                });
                wanted.push((title, verdict.name()));
            }
        }
    }
    for ((title, wanted), verdict) in wanted.into_iter().zip(probe::ask(&questions)) {
        if verdict != wanted {
            differences.push(format!("{title}: {wanted}, but probe: {verdict}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
