//! Sends what a browser would send for a page, and asks [`crate::browser`] what it would make of it.
//!
//! Few requests, one after another, and none with an effect: what a server is (`/status`), the
//! question that a browser asks beforehand, then the request itself if its method only reads (or the
//! user says so), hop by hop, and, if the page gets in, the same once more for an origin that nobody
//! lists. All gates are judged, even if the first one blocks, so that a person can mend everything at
//! once. No token is ever sent by this; `probe/advice.rs` may look into a server's list through its API.

mod advice;

use std::collections::HashMap;
use std::thread;
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use url::Url;

use crate::audiobookshelf::{Address, Server, Status as Greeting};
use crate::browser::{Answer, Block, Browser, Fetch, Header, Page, Request, Verdict, Verdicts};
use crate::network::{self, Failure, Network};

/// An origin that nobody lists: RFC 6761 keeps `.invalid` out of the DNS.
const NOBODY: &str = "https://nobody-lists-this.invalid";

/// What a web tool asks of an Audiobookshelf: with a token, and without cookies.
const ROUTE: &str = "api/libraries";

/// What stands for a token where it is told what a page would send.
const TOKEN: &str = "Bearer <token>";

/// What is probed.
#[derive(Clone, Debug)]
pub enum Target {
    /// A request to any endpoint.
    Endpoint(Fetch),
    /// What a web tool asks of a server.
    Audiobookshelf {
        /// Where it is.
        address: Address,
        /// The same with a token, if there is one, to look into its list.
        server: Option<Server>,
    },
}

/// What was found out about a page at one origin.
#[derive(Clone, Debug)]
pub struct Probe {
    /// What it fetches.
    pub url: String,
    /// What it sends as `Origin`.
    pub origin: String,
    /// The method as it is sent.
    pub method: String,
    /// The headers that its script sets; secrets are hidden.
    pub headers: Vec<(String, String)>,
    /// Whether the credentials mode is `include`.
    pub with_credentials: bool,
    /// What each browser makes of it.
    pub verdicts: Verdicts,
    /// What blocks the most browsers.
    pub blocked_by: Option<&'static str>,
    /// What was looked at, in order.
    pub steps: Vec<Step>,
    /// What to do.
    pub advice: Vec<String>,
}

/// One thing that was looked at.
#[derive(Clone, Debug)]
pub struct Step {
    /// In kebab case.
    pub name: &'static str,
    /// How it went.
    pub status: Status,
    /// What was seen.
    pub detail: String,
    /// What the browsers' consoles say of it.
    pub console: Option<String>,
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Well.
    Passed,
    /// Not well, at least for one browser.
    Failed,
    /// It depends, or it was not looked at.
    Unknown,
}

impl Status {
    /// Its name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// Its sign for people.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Passed => "✓",
            Self::Failed => "✗",
            Self::Unknown => "?",
        }
    }
}

/// What a server says of itself.
#[derive(Clone, Debug)]
enum Hello {
    Audiobookshelf(String),
    SomethingElse(StatusCode),
    Nothing(String),
}

/// Probes, one after another.
#[derive(Debug)]
pub struct Prober {
    network: Network,
    delay: Duration,
    /// Whether methods may be sent that do more than read.
    may_send: bool,
    has_sent: bool,
    /// Set once a server has asked for fewer requests.
    held: Option<String>,
    hellos: HashMap<Url, Hello>,
    /// Whether an origin that nobody lists gets in, by URL.
    controls: HashMap<Url, bool>,
}

/// What has been seen so far.
struct Log {
    steps: Vec<Step>,
    blocks: Vec<Block>,
    failure: Option<&'static str>,
    hello: Option<Hello>,
    /// The answer that let the page in or kept it out.
    last: Option<Answer>,
    is_open: bool,
}

impl Log {
    fn step(&mut self, name: &'static str, status: Status, detail: impl Into<String>) {
        self.steps.push(Step {
            name,
            status,
            detail: detail.into(),
            console: None,
        });
    }

    fn block(&mut self, name: &'static str, block: Block, detail: String) {
        let chrome = block.chrome().map(|text| format!("Chrome: \"{text}\""));
        let firefox = block.firefox().map(|key| format!("Firefox: {key}"));
        let console: Vec<String> = chrome.into_iter().chain(firefox).collect();
        let worst = Browser::ALL.map(|browser| block.verdicts().of(browser));
        self.steps.push(Step {
            name,
            status: match worst.into_iter().max() {
                Some(Verdict::Blocked) => Status::Failed,
                Some(Verdict::Prompt) => Status::Unknown,
                _ => Status::Passed,
            },
            detail,
            console: (!console.is_empty()).then(|| console.join("; ")),
        });
        self.blocks.push(block);
    }

    fn fail(&mut self, name: &'static str, failure: &Failure) {
        self.failure = Some(failure.name());
        self.step(name, Status::Failed, failure.to_string());
    }
}

impl Prober {
    /// One that waits `delay` between two requests.
    pub fn new(network: Network, delay: Duration, may_send: bool) -> Self {
        Self {
            network,
            delay,
            may_send,
            has_sent: false,
            held: None,
            hellos: HashMap::new(),
            controls: HashMap::new(),
        }
    }

    /// Finds out whether a page gets through.
    pub fn probe(&mut self, target: &Target, page: &Page) -> Result<Probe, Failure> {
        let fetch = target.fetch()?;
        let mut log = Log {
            steps: Vec::new(),
            blocks: Vec::new(),
            failure: None,
            hello: None,
            last: None,
            is_open: false,
        };
        if let Target::Audiobookshelf { address, .. } = target {
            self.greet(address, &mut log);
        }
        self.walk(Request::first(page.clone(), fetch.clone()), page, &mut log);
        self.control(target, &fetch, &mut log);
        let blocked = culprit(&log.blocks);
        let mut verdicts: Verdicts = log.blocks.iter().map(Block::verdicts).collect();
        if log.failure.is_some() {
            verdicts = Verdicts::all(Verdict::Blocked);
        }
        Ok(Probe {
            url: shown_url(fetch.url()),
            origin: page.origin().to_owned(),
            method: fetch.method().to_owned(),
            headers: fetch.headers().iter().map(shown_header).collect(),
            with_credentials: fetch.is_with_credentials(),
            verdicts,
            blocked_by: log.failure.or(blocked.map(Block::name)),
            advice: advice::of(target, page, &log),
            steps: log.steps,
        })
    }

    /// Asks a server what it is.
    fn greet(&mut self, address: &Address, log: &mut Log) {
        let url = address.route("status");
        let hello = match self.hellos.get(&url) {
            Some(hello) => hello.clone(),
            None => {
                let hello = self.hello(&url);
                self.hellos.insert(url, hello.clone());
                hello
            }
        };
        match &hello {
            Hello::Audiobookshelf(version) => {
                log.step(
                    "server",
                    Status::Passed,
                    format!("Audiobookshelf {version}"),
                );
            }
            Hello::SomethingElse(status) => {
                let text = format!("what answers /status ({status}) is no Audiobookshelf");
                log.step("server", Status::Failed, text);
            }
            Hello::Nothing(why) => log.step("server", Status::Unknown, why.as_str()),
        }
        log.hello = Some(hello);
    }

    fn hello(&mut self, url: &Url) -> Hello {
        let mut answer = match self.send(Method::GET, url, &[]) {
            Ok(answer) => answer,
            Err(failure) => return Hello::Nothing(failure.to_string()),
        };
        let body = answer.body().unwrap_or_default();
        match Greeting::of(&body) {
            Some(greeting) => Hello::Audiobookshelf(greeting.version),
            None => Hello::SomethingElse(answer.status),
        }
    }

    /// Goes through the gates, hop by hop.
    fn walk(&mut self, mut request: Request, page: &Page, log: &mut Log) {
        let mut address = None;
        gate_one(&request, log);
        let gate_two_at = log.steps.len();
        loop {
            if request.needs_preflight() {
                let headers = request.preflight_headers();
                let answer = match self.send(Method::OPTIONS, request.url(), &headers) {
                    Ok(answer) => answer,
                    Err(failure) => {
                        log.fail("preflight", &failure);
                        break;
                    }
                };
                address = address.or(answer.address);
                let answer = judged(&answer);
                let checked = request.check_preflight(&answer);
                log.last = Some(answer.clone());
                let sent = format!("OPTIONS → {}", answer.status);
                match checked {
                    Ok(()) => log.step("preflight", Status::Passed, sent),
                    Err(block) => {
                        let is_end = block.verdicts().is_dead_end();
                        let detail = format!("{sent}: {block}");
                        log.block("preflight", block, detail);
                        if is_end {
                            break;
                        }
                    }
                }
            }
            let method = request.method().to_owned();
            if !self.may_send && !matches!(method.as_str(), "GET" | "HEAD") {
                let text = format!("{method} isn't sent without --send, so its answer isn't known");
                log.step("request", Status::Unknown, text);
                log.is_open = true;
                break;
            }
            let answer = match self.send_as_page(&request) {
                Ok(answer) => answer,
                Err(failure) => {
                    log.fail("request", &failure);
                    break;
                }
            };
            address = address.or(answer.address);
            let answer = judged(&answer);
            let followed = request.follow(&answer);
            let sent = format!("{method} → {}", answer.status);
            log.last = Some(answer);
            match followed {
                Ok(None) => {
                    log.step(
                        "request",
                        Status::Passed,
                        format!("{sent}, which the page can read"),
                    );
                    log.is_open = true;
                    break;
                }
                Ok(Some(next)) => {
                    let to = shown_url(next.url());
                    log.step("redirect", Status::Passed, format!("{sent} to {to}"));
                    request = next;
                    gate_one(&request, log);
                }
                Err(block) => {
                    let detail = format!("{sent}: {block}");
                    log.block("request", block, detail);
                    break;
                }
            }
        }
        // the second gate stands before what was needed to see it
        let later = log.steps.split_off(gate_two_at);
        gate_two(&request, page, address, log);
        log.steps.extend(later);
    }

    /// Whether an origin gets in that nobody would list.
    fn control(&mut self, target: &Target, fetch: &Fetch, log: &mut Log) {
        let nobody = Page::at(NOBODY, None).map(|page| Request::first(page, fetch.clone()));
        let Some(request) = nobody.filter(|_| log.is_open && self.held.is_none()) else {
            return;
        };
        let gets_in = match self.controls.get(fetch.url()) {
            Some(gets_in) => *gets_in,
            None => {
                let asked = match request.needs_preflight() {
                    true => self
                        .send(Method::OPTIONS, request.url(), &request.preflight_headers())
                        .map(|answer| request.check_preflight(&judged(&answer))),
                    false => self
                        .send_as_page(&request)
                        .map(|answer| request.follow(&judged(&answer)).map(drop)),
                };
                let Ok(checked) = asked else {
                    return;
                };
                let is_end = |block: Block| block.verdicts().is_dead_end();
                let gets_in = !checked.err().is_some_and(is_end);
                self.controls.insert(fetch.url().clone(), gets_in);
                gets_in
            }
        };
        match (gets_in, target) {
            (false, _) => log.step(
                "control",
                Status::Passed,
                "an origin that nobody lists is kept out",
            ),
            (true, Target::Audiobookshelf { .. }) => log.step(
                "control",
                Status::Failed,
                "an origin that nobody lists gets in as well: the list is not in force",
            ),
            (true, Target::Endpoint(_)) => log.step(
                "control",
                Status::Unknown,
                "an origin that nobody lists gets in as well: this lets in everybody",
            ),
        }
    }

    /// A page of the user's would send its token; this doesn't.
    fn send_as_page(&mut self, request: &Request) -> Result<network::Answer, Failure> {
        let mut headers = request.headers();
        headers.retain(|header| header.value != TOKEN.as_bytes());
        let method = Method::from_bytes(request.method().as_bytes());
        let method = method.map_err(|_| Failure::Internal("that is no method"))?;
        self.send(method, request.url(), &headers)
    }

    fn send(
        &mut self,
        method: Method,
        url: &Url,
        headers: &[Header],
    ) -> Result<network::Answer, Failure> {
        if let Some(when) = &self.held {
            return Err(Failure::Held(when.clone()));
        }
        if self.has_sent {
            thread::sleep(self.delay);
        }
        self.has_sent = true;
        let line = |header: &Header| {
            let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_bytes(&header.value).ok()?))
        };
        let answer = self.network.send(network::Request {
            method,
            url: url.clone(),
            headers: headers.iter().filter_map(line).collect(),
            token: None,
            body: String::new(),
        })?;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            self.held = Some(answer.retry_after());
        }
        Ok(answer)
    }
}

impl Target {
    fn fetch(&self) -> Result<Fetch, Failure> {
        match self {
            Self::Endpoint(fetch) => Ok(fetch.clone()),
            Self::Audiobookshelf { address, .. } => {
                let headers = [("Authorization".to_owned(), TOKEN.to_owned())];
                let fetch = Fetch::new(address.route(ROUTE), "GET", &headers, false);
                fetch.map_err(|_| Failure::Internal("no page can fetch that"))
            }
        }
    }
}

/// Of what blocks, that which blocks the most browsers; of several, the first.
fn culprit(blocks: &[Block]) -> Option<&Block> {
    let count = |block: &&Block| {
        let verdicts = Browser::ALL.map(|browser| block.verdicts().of(browser));
        verdicts
            .iter()
            .filter(|verdict| **verdict == Verdict::Blocked)
            .count()
    };
    // of equals, `max_by_key` takes the last
    blocks
        .iter()
        .rev()
        .filter(|block| count(block) > 0)
        .max_by_key(count)
}

fn gate_one(request: &Request, log: &mut Log) {
    let blocks = request.before_traffic();
    if blocks.is_empty() {
        let text = format!("the page may ask {}", shown_url(request.url()));
        log.step("mixed-content", Status::Passed, text);
    }
    for block in blocks {
        let detail = block.to_string();
        log.block(
            if matches!(block, Block::BadPort(_)) {
                "port"
            } else {
                "mixed-content"
            },
            block,
            detail,
        );
    }
}

fn gate_two(request: &Request, page: &Page, address: Option<std::net::SocketAddr>, log: &mut Log) {
    const NAME: &str = "local-network";
    let space = page.space().name();
    let assumed = match page.is_space_assumed() {
        true => format!(" (the page is taken to be {space}; --page-space says otherwise)"),
        false => String::new(),
    };
    match address.map(|address| (address.ip(), request.at_address(address.ip()))) {
        None => log.step(
            NAME,
            Status::Unknown,
            "no connection, so the address isn't known",
        ),
        Some((ip, None)) => {
            log.step(
                NAME,
                Status::Passed,
                format!("{ip} is not more private than the page{assumed}"),
            );
        }
        Some((_, Some(block))) => {
            let detail = format!("{block}{assumed}");
            log.block(NAME, block, detail);
        }
    }
}

/// An answer as the browsers' checks look at it.
fn judged(answer: &network::Answer) -> Answer {
    let header =
        |(name, value): (&HeaderName, &HeaderValue)| Header::new(name.as_str(), value.as_bytes());
    Answer::new(
        answer.status.as_u16(),
        answer.headers.iter().map(header).collect(),
    )
}

/// A header that a page sets; of secrets, only that they are there.
fn shown_header(header: &Header) -> (String, String) {
    let value = match header.value == TOKEN.as_bytes() {
        false if header.is("Authorization") => "***".into(),
        _ => String::from_utf8_lossy(&header.value),
    };
    (header.name.to_ascii_lowercase(), value.into_owned())
}

/// Without user name and password, and without what a redirect carries in its query.
fn shown_url(url: &Url) -> String {
    let mut url = url.clone();
    _ = url.set_username("");
    _ = url.set_password(None);
    url.to_string()
}
