//! Sends what a browser would send for a page, and asks [`crate::browser`] what it would make of it.
//!
//! Few requests, one after another, and none with an effect: what a server is (`/status`), the
//! question that a browser asks beforehand, then the request itself if its method only reads (or the
//! user says so), hop by hop, and, if the page gets in, the same once more for an origin that nobody
//! lists. All gates are judged, even if the first one blocks, so that a person can mend everything at
//! once. No token is ever sent by this; `probe/advice.rs` may look into a server's list through its API.

mod advice;
mod gates;
mod prober;

use reqwest::StatusCode;

use crate::audiobookshelf::{Address, Server};
use crate::browser::{Answer, Block, Browser, Fetch, Verdict, Verdicts};
use crate::network::Failure;
use crate::shown;

pub use prober::Prober;

/// What a web tool asks of an Audiobookshelf: with a token, and without cookies.
const ROUTE: &str = "api/libraries";

/// What stands for a token where it is told what a page would send.
const TOKEN: &str = "Bearer <token>";

/// How much of a step is shown, in characters.
const LONGEST: usize = 600;

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
            detail: fit(&detail.into()),
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
            detail: fit(&detail),
            console: (!console.is_empty()).then(|| fit(&console.join("; "))),
        });
        self.blocks.push(block);
    }

    fn fail(&mut self, name: &'static str, failure: &Failure) {
        self.failure = Some(failure.name());
        self.step(name, Status::Failed, failure.to_string());
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

/// Text with something from outside in it, fit to be shown, and no longer than anybody reads.
fn fit(text: &str) -> String {
    let start: String = text.chars().take(LONGEST).collect();
    let dots = if start.len() < text.len() { "…" } else { "" };
    format!("{}{dots}", shown::escape(&shown::mask_urls(&start)))
}
