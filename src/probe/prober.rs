//! The walk through the gates, request by request.

use std::collections::HashMap;
use std::net::IpAddr;
use std::thread;
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use url::{Host, Url};

use super::{Hello, Log, Probe, Status, TOKEN, Target, advice, shown_url};
use crate::audiobookshelf::{Address, Status as Greeting};
use crate::browser::{Answer, Block, Browser, Fetch, Header, Page, Request, Verdict, Verdicts};
use crate::network::{self, Failure, Network};

/// An origin that nobody lists: RFC 6761 keeps `.invalid` out of the DNS.
const NOBODY: &str = "https://nobody-lists-this.invalid";

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
        if !fetch.dropped().is_empty() {
            let text = format!(
                "browsers drop {}: pages may not set it",
                fetch.dropped().join(", ")
            );
            log.step("headers", Status::Unknown, text);
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
    fn walk(&mut self, first: Request, page: &Page, log: &mut Log) {
        gate_one(&first, log);
        let gate_two_at = log.steps.len();
        let mut reached: Vec<(Request, IpAddr)> = literal(first.url())
            .map(|ip| (first.clone(), ip))
            .into_iter()
            .collect();
        let mut next = Some(first);
        while let Some(request) = next {
            next = self.hop(&request, &mut reached, log);
            if let Some(next) = &next {
                gate_one(next, log);
            }
        }
        // the second gate stands before what was needed to see it
        let later = log.steps.split_off(gate_two_at);
        gate_two(page, &reached, log);
        log.steps.extend(later);
    }

    /// One request, and the question before it; what it redirects to, if a browser goes there.
    fn hop(
        &mut self,
        request: &Request,
        reached: &mut Vec<(Request, IpAddr)>,
        log: &mut Log,
    ) -> Option<Request> {
        if request.needs_preflight() && !self.ask_first(request, reached, log) {
            return None;
        }
        let method = request.method();
        if !self.may_send && !matches!(method, "GET" | "HEAD") {
            let text = format!("{method} isn't sent without --send, so its answer isn't known");
            log.step("request", Status::Unknown, text);
            log.is_open = true;
            return None;
        }
        let answer = match self.send_as_page(request) {
            Ok(answer) => answer,
            Err(failure) => {
                log.fail("request", &failure);
                return None;
            }
        };
        reached.extend(answer.address.map(|at| (request.clone(), at.ip())));
        let answer = judged(&answer);
        let followed = request.follow(&answer);
        let sent = format!("{method} → {}", answer.status);
        log.last = Some(answer);
        match followed {
            Ok(None) => {
                let text = format!("{sent}, which the page can read");
                log.step("request", Status::Passed, text);
                log.is_open = true;
                None
            }
            Ok(Some(next)) => {
                let mut to = next.url().clone();
                // what a redirect carries there may be nobody's business
                to.set_query(None);
                let text = format!("{sent} to {}", shown_url(&to));
                log.step("redirect", Status::Passed, text);
                Some(next)
            }
            Err(block) => {
                let detail = format!("{sent}: {block}");
                log.block("request", block, detail);
                None
            }
        }
    }

    /// Whether the request itself may be sent, as far as the answer to OPTIONS tells.
    fn ask_first(
        &mut self,
        request: &Request,
        reached: &mut Vec<(Request, IpAddr)>,
        log: &mut Log,
    ) -> bool {
        let headers = request.preflight_headers();
        let answer = match self.send(Method::OPTIONS, request.url(), &headers) {
            Ok(answer) => answer,
            Err(failure) => {
                log.fail("preflight", &failure);
                return false;
            }
        };
        reached.extend(answer.address.map(|at| (request.clone(), at.ip())));
        let answer = judged(&answer);
        let checked = request.check_preflight(&answer);
        let sent = format!("OPTIONS → {}", answer.status);
        log.last = Some(answer);
        match checked {
            Ok(()) => {
                log.step("preflight", Status::Passed, sent);
                true
            }
            Err(block) => {
                let goes_on = !block.verdicts().is_dead_end();
                let detail = format!("{sent}: {block}");
                log.block("preflight", block, detail);
                goes_on
            }
        }
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

/// Judged by what was connected to, or would have been.
fn gate_two(page: &Page, reached: &[(Request, IpAddr)], log: &mut Log) {
    const NAME: &str = "local-network";
    let space = page.space().name();
    let assumed = match page.is_space_assumed() {
        true => format!(" (the page is taken to be {space}; --page-space says otherwise)"),
        false => String::new(),
    };
    let mut blocks = reached
        .iter()
        .filter_map(|(request, ip)| request.at_address(*ip));
    match (blocks.next(), reached.first()) {
        (Some(block), _) => {
            let detail = format!("{block}{assumed}");
            log.block(NAME, block, detail);
        }
        (None, Some((_, ip))) => {
            let text = format!("{ip} is not more private than the page{assumed}");
            log.step(NAME, Status::Passed, text);
        }
        (None, None) => {
            let text = "no connection, so the address isn't known";
            log.step(NAME, Status::Unknown, text);
        }
    }
}

/// The address that a URL names itself.
fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(ip) => Some(ip.into()),
        Host::Ipv6(ip) => Some(ip.into()),
        Host::Domain(_) => None,
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
