//! The servers of the cases: the page's own, the target, and a third that redirects can lead to.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use serde_json::{Value, json};

use super::{Answer, Case, Page};
use crate::stand_in::{Reply, Request, StandIn};

const PAGE: &str = include_str!("page.html");

/// The servers, and what the page has reported.
pub struct Site {
    cases: Arc<Vec<Case>>,
    places: Places,
    servers: [StandIn; 3],
    /// What became of each case's fetch, by the case's number.
    pub outcomes: Receiver<BTreeMap<usize, String>>,
}

/// The origins of the three servers.
#[derive(Clone)]
pub struct Places {
    pub page: String,
    pub target: String,
    third: String,
}

/// A request as a server saw it, as far as CORS goes.
pub struct Exchange {
    hop: usize,
    method: String,
    at: &'static str,
    headers: Vec<(String, String)>,
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {} {}", self.method, self.at, self.hop)?;
        for (name, value) in &self.headers {
            write!(f, " | {name}: {value}")?;
        }
        Ok(())
    }
}

impl Site {
    pub fn start(cases: Vec<Case>) -> Self {
        let cases = Arc::new(cases);
        let servers = [(); 3].map(|()| StandIn::start("2.36.0"));
        let places = Places {
            page: format!("http://localhost:{}", servers[0].address().port()),
            target: servers[1].url(),
            third: servers[2].url(),
        };
        let (sender, outcomes) = channel();
        for server in &servers {
            let (cases, places, sender) = (Arc::clone(&cases), places.clone(), sender.clone());
            server.intercept(move |request, _| Some(reply(request, &cases, &places, &sender)));
        }
        Self {
            cases,
            places,
            servers,
            outcomes,
        }
    }

    /// Where the page is.
    pub fn page(&self) -> &str {
        &self.places.page
    }

    /// What the page's Origin is in this case.
    pub fn origin(&self, case: &Case) -> String {
        self.places.origin(case)
    }

    /// What `who` fetches in the case of that number.
    pub fn url(&self, who: &str, case: usize) -> String {
        self.places.url(who, case)
    }

    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// What `who` has sent, by case, in order of hops.
    ///
    /// Left out are requests whose Origin is neither the page's nor `null`: a prober may well ask
    /// what comes of an origin that nobody has listed.
    pub fn exchanges(&self, who: &str) -> Vec<Vec<Exchange>> {
        let mut exchanges: Vec<Vec<Exchange>> = self.cases.iter().map(|_| Vec::new()).collect();
        for (server, at) in self.servers.iter().zip(["page", "target", "third"]) {
            for request in server.requests() {
                let Some((by, case, hop)) = segments(&request.path) else {
                    continue;
                };
                let origin = request.header("origin").unwrap_or("null");
                if by == who && [self.page(), "null"].contains(&origin) {
                    let headers = request.headers.into_iter();
                    exchanges[case].push(Exchange {
                        hop,
                        method: request.method,
                        at,
                        headers: headers
                            .filter(|(name, _)| {
                                name == "origin" || name.starts_with("access-control-")
                            })
                            .collect(),
                    });
                }
            }
        }
        for exchanges in &mut exchanges {
            exchanges.sort_by_key(|exchange| exchange.hop);
            exchanges
                .iter_mut()
                .for_each(|exchange| exchange.headers.sort());
        }
        exchanges
    }
}

impl Places {
    fn origin(&self, case: &Case) -> String {
        match case.fetch.page {
            Page::Plain => self.page.clone(),
            Page::Sandboxed => "null".to_owned(),
        }
    }

    fn url(&self, who: &str, case: usize) -> String {
        format!("{}/{who}/{case}/0", self.target)
    }

    /// The bytes of an answer.
    fn write(&self, answer: &Answer, case: &Case, who: &str, number: usize, hop: usize) -> Vec<u8> {
        let origin = self.origin(case);
        let next = hop + 1;
        let text = format!("HTTP/1.1 {} Whatever\nConnection: close\n", answer.status);
        let text = text.replace('\n', "\r\n") + &answer.lines.join("\r\n");
        let text = [
            ("{origin}", origin.as_str()),
            ("{ORIGIN}", &origin.to_ascii_uppercase()),
            ("{page}", &self.page),
            ("{target}", &self.target),
            ("{third}", &self.third),
            ("{at target}", &self.target["http://".len()..]),
            ("{at third}", &self.third["http://".len()..]),
            ("{next}", &format!("/{who}/{number}/{next}")),
            ("{hop}", &next.to_string()),
        ]
        .into_iter()
        .fold(text, |text, (placeholder, value)| {
            text.replace(placeholder, value)
        });
        let end = if answer.lines.is_empty() { "" } else { "\r\n" };
        let text = format!("{text}{end}Content-Length: 0\r\n\r\n");
        // beyond Latin-1 there is no such byte
        text.chars()
            .map(|char| u8::try_from(char).unwrap())
            .collect()
    }
}

/// Who asks, in which case, at which hop: `/chromium/12/0` is Chromium at the first address of case 12.
fn segments(path: &str) -> Option<(&str, usize, usize)> {
    let path = path.split('?').next()?;
    let mut segments = path.strip_prefix('/')?.split('/');
    let who = segments.next()?;
    let case = segments.next()?.parse().ok()?;
    let hop = segments.next()?.parse().ok()?;
    Some((who, case, hop))
}

fn reply(
    request: &Request,
    cases: &[Case],
    places: &Places,
    outcomes: &Sender<BTreeMap<usize, String>>,
) -> Reply {
    if let Some((who, number, hop)) = segments(&request.path) {
        let found = cases
            .get(number)
            .and_then(|case| Some((case, case.hops.get(hop)?)));
        let Some((case, answers)) = found else {
            return Reply::new(404, "");
        };
        // what is asked for with OPTIONS itself is answered as its preflight is
        let answer = match request.method.as_str() {
            "OPTIONS" => &answers.preflight,
            _ => &answers.request,
        };
        return Reply::Raw(places.write(answer, case, who, number, hop));
    }
    match request.path.as_str() {
        "/" => Reply::html(200, PAGE),
        "/cases" => {
            let listed = cases.iter().enumerate();
            let listed: Vec<Value> = listed
                .map(|(number, case)| listing(number, case, places))
                .collect();
            Reply::json(200, json!(listed).to_string())
        }
        "/outcomes" => {
            // nobody may be waiting any more
            _ = outcomes.send(serde_json::from_slice(&request.body).unwrap());
            Reply::json(200, "{}")
        }
        _ => Reply::new(404, ""),
    }
}

/// A case as the page wants to know it.
fn listing(number: usize, case: &Case, places: &Places) -> Value {
    json!({
        "number": number,
        "url": places.url("chromium", number),
        "method": case.fetch.method,
        "headers": case.fetch.spelt(),
        "credentials": if case.fetch.is_credentialed { "include" } else { "omit" },
        "sandboxed": case.fetch.page == Page::Sandboxed,
    })
}
