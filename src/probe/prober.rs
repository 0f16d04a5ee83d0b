//! The walk through the gates, request by request.

use std::collections::HashMap;
use std::net::IpAddr;
use std::thread;
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use url::{Origin, Url};

use super::advice::{self, Scene};
use super::gates::{blocked_by, gate_one, gate_two, judged, literal, shown_header};
use super::{Hello, Log, Probe, Status, TOKEN, Target};
use crate::audiobookshelf::{Address, Status as Greeting};
use crate::browser::{Block, Fetch, Header, NoCors, Page, Request, Verdict, Verdicts};
use crate::list::server;
use crate::network::{self, Failure, Network};
use crate::secret::Secret;
use crate::shown;

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
    /// Who has asked for fewer requests, and when to come back.
    held: HashMap<Origin, String>,
    hellos: HashMap<Url, Hello>,
    /// What the servers list, as far as it was looked into.
    lists: HashMap<Url, Option<Vec<String>>>,
    /// Whether an origin that nobody lists gets in, by URL.
    controls: HashMap<Url, bool>,
    /// What opens the server that is probed: it may know it from elsewhere, and repeat it.
    token: Option<Secret>,
}

impl Prober {
    /// One that waits `delay` between two requests.
    pub fn new(network: Network, delay: Duration, may_send: bool) -> Self {
        Self {
            network,
            delay,
            may_send,
            has_sent: false,
            held: HashMap::new(),
            lists: HashMap::new(),
            hellos: HashMap::new(),
            controls: HashMap::new(),
            token: None,
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
        self.token = None;
        if let Target::Audiobookshelf { address, server } = target {
            self.token = server.as_ref().map(|server| server.token().clone());
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
        let mut verdicts: Verdicts = log.blocks.iter().map(Block::verdicts).collect();
        if log.failure.is_some() {
            verdicts = Verdicts::all(Verdict::Blocked);
        }
        Ok(Probe {
            url: shown::without_user(fetch.url()).into(),
            origin: page.origin().to_owned(),
            method: fetch.method().to_owned(),
            headers: fetch
                .headers()
                .iter()
                .map(|header| shown_header(header, &fetch))
                .collect(),
            with_credentials: fetch.is_with_credentials(),
            verdicts,
            blocked_by: blocked_by(&log),
            advice: advice::of(&Scene {
                target,
                page,
                log: &log,
                list: self.list(target, &log),
            }),
            steps: log.steps,
        })
    }

    /// What a server lists, if it matters and there is a token to ask with.
    fn list(&mut self, target: &Target, log: &Log) -> Option<&[String]> {
        let Target::Audiobookshelf { address, server } = target else {
            return None;
        };
        let url = address.route("api/settings");
        let is_kept_out = |block: &Block| {
            matches!(
                block,
                Block::PreflightCors(NoCors::Missing) | Block::Cors(NoCors::Missing)
            )
        };
        if !log.blocks.iter().any(is_kept_out) || self.held.contains_key(&url.origin()) {
            return None;
        }
        let server = server.as_ref()?;
        let list = self.lists.entry(url).or_insert_with(|| {
            let list = server::read(server).ok()?.without_null().ok()?.list(None);
            let list = list.ok()?;
            let texts = list.texts().flatten();
            Some(texts.map(|text| text.into_owned()).collect())
        });
        list.as_deref()
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
        let hidden = self.token.as_ref().map(|token| token.hidden_in(&body));
        match (
            Greeting::of(hidden.as_deref().unwrap_or(&body)),
            answer.status,
        ) {
            (Some(greeting), _) => Hello::Audiobookshelf(greeting.version),
            (None, status) if status.is_success() || status == StatusCode::NOT_FOUND => {
                Hello::SomethingElse(status)
            }
            (None, status) => Hello::Nothing(format!(
                "/status is answered with {status}, by something in front of the server as it seems"
            )),
        }
    }

    /// Goes through the gates, hop by hop.
    fn walk(&mut self, first: Request, page: &Page, log: &mut Log) {
        let may_go = gate_one(&first, log);
        let gate_two_at = log.steps.len();
        let mut reached: Vec<(Request, IpAddr)> = literal(first.url())
            .map(|ip| (first.clone(), ip))
            .into_iter()
            .collect();
        let mut next = Some(first).filter(|_| may_go);
        while let Some(request) = next {
            next = self.hop(&request, &mut reached, log);
            next = next.filter(|next| gate_one(next, log));
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
            let text = format!("{method} isn't sent without --send");
            match request.needs_preflight() {
                true => {
                    let text = format!("{text}: only what comes before it is proven");
                    log.step("request", Status::Unknown, text);
                    log.is_open = true;
                }
                false => {
                    let text = format!("{text}, and nothing comes before it: nothing is known");
                    log.step("request", Status::Failed, text);
                    log.failure = Some("not-sent");
                }
            }
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
                let text = format!("{sent} to {}", shown::without_user(&to));
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
        let Some(request) = nobody.filter(|_| log.is_open) else {
            return;
        };
        let known = self.controls.get(fetch.url()).copied();
        let Some(gets_in) = known.or_else(|| self.ask_as_nobody(&request)) else {
            return;
        };
        self.controls.insert(fetch.url().clone(), gets_in);
        let (status, text) = match (gets_in, target) {
            (false, _) => (Status::Passed, "is kept out"),
            (true, Target::Audiobookshelf { .. }) => {
                (Status::Failed, "gets in as well: the list is not in force")
            }
            (true, Target::Endpoint(_)) => {
                (Status::Unknown, "gets in as well: this lets in everybody")
            }
        };
        log.step(
            "control",
            status,
            format!("an origin that nobody lists {text}"),
        );
    }

    /// `None` if that can't be found out: by no answer, by one that is about something else, or
    /// without sending what does more than read.
    fn ask_as_nobody(&mut self, request: &Request) -> Option<bool> {
        let asks_first = request.needs_preflight();
        let answer = match request.method() {
            _ if asks_first => {
                self.send(Method::OPTIONS, request.url(), &request.preflight_headers())
            }
            "GET" | "HEAD" => self.send_as_page(request),
            _ => return None,
        };
        let answer = judged(&answer.ok()?);
        let checked = match asks_first {
            true => request.check_preflight(&answer),
            false => request.follow(&answer).map(drop),
        };
        let is_end = |block: Block| block.verdicts().is_dead_end();
        let gets_in = !checked.err().is_some_and(is_end);
        (gets_in || answer.status < 500).then_some(gets_in)
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
        if let Some(when) = self.held.get(&url.origin()) {
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
        let mut answer = self.network.send(network::Request {
            method,
            url: url.clone(),
            headers: headers.iter().filter_map(line).collect(),
            token: None,
            body: String::new(),
        })?;
        if let Some(token) = &self.token {
            answer.hide(token);
        }
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            let when = answer.retry_after();
            self.held.insert(url.origin(), when.clone());
            return Err(Failure::Held(when));
        }
        Ok(answer)
    }
}
