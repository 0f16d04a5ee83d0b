//! The client of Audiobookshelf's API, as far as its list of allowed origins goes.
//!
//! There is no way to read a server's settings but to change none of them: `PATCH /api/settings` with
//! `{}` answers with all. The same route with `{"allowedOrigins":[…]}` replaces the whole list, and
//! its answer is the only proof that it did, as servers before 2.28.0 ignore what they don't know.
//! There is no ETag, no partial change and no lock, so a list is read once more right before it is
//! written ([`crate::list::server`]).
//!
//! - [`address`] is where a server is, [`token`] what opens it.
//! - [`settings`] is what comes back, [`error`] what comes back instead: servers stand behind
//!   proxies, and anything can.

pub mod address;
mod diagnosis;
pub mod error;
pub mod retry;
pub mod settings;
pub mod token;

use std::borrow::Cow;
use std::sync::Arc;
use std::thread;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, StatusCode};
use url::Url;

pub use address::Address;
pub use error::{Error, Kind};
pub use settings::{AllowedOrigins, Status};
pub use token::Tokens;

use crate::network::{self, Failure, Network, Request};
use crate::secret::Secret;
use crate::shown;
use error::Problem;

const SETTINGS: &str = "api/settings";
const STATUS: &str = "status";

/// In how many other places a server is looked for.
const MOST_GUESSES: usize = 3;

/// A server, and the token that opens it.
#[derive(Clone, Debug)]
pub struct Server {
    address: Address,
    token: Secret,
    network: Arc<Network>,
}

/// Whether a server has kept a list.
#[derive(Debug)]
pub enum Kept {
    /// It says so.
    Yes,
    /// Its list is as it was.
    No(Error),
    /// Nobody knows, now or later.
    Perhaps(Error),
    /// It has made this list of it.
    Otherwise(AllowedOrigins, Error),
}

/// What came back, whole, with the token hidden in it.
#[derive(Debug)]
struct Answer {
    head: network::Answer,
    body: Vec<u8>,
    /// Whether the token was in the body.
    is_echo: bool,
}

impl Server {
    /// A server that is spoken to through `network`.
    pub fn new(address: Address, token: Secret, network: Arc<Network>) -> Self {
        Self {
            address,
            token,
            network,
        }
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// What opens it.
    pub fn token(&self) -> &Secret {
        &self.token
    }

    /// The list as it is.
    pub fn read(&self) -> Result<AllowedOrigins, Error> {
        self.read_patiently().map_err(|problem| self.error(problem))
    }

    /// Refuses a list that has a token in it, this server's or another's, before anybody sees it.
    pub fn check(&self, wanted: &AllowedOrigins) -> Result<(), Error> {
        match Tokens::known().are_in_json(wanted.request()) {
            true => Err(self.error(Problem::Leak)),
            false => Ok(()),
        }
    }

    /// Why nothing is said of a list that has a token in it.
    pub fn echo(&self) -> Error {
        self.error(Problem::Echo)
    }

    /// Stores a list in place of `before`, and makes sure that it is stored.
    pub fn write(&self, before: &AllowedOrigins, wanted: &AllowedOrigins) -> Kept {
        match self.patch(wanted.request()) {
            Ok(stored) if stored == *wanted => Kept::Yes,
            Ok(stored) if stored == *before => Kept::No(self.error(Problem::NotKept)),
            Ok(stored) => Kept::Otherwise(stored, self.error(Problem::NotKept)),
            Err(problem) if problem.is_certain() => Kept::No(self.error(problem.unwritten())),
            // never sent a second time: it may have landed
            Err(problem) => match self.read_patiently() {
                Ok(stored) if stored == *wanted => Kept::Yes,
                Ok(stored) if stored == *before => Kept::Perhaps(self.error(problem.unseen())),
                Ok(_) => Kept::Perhaps(self.error(Problem::Raced)),
                Err(_) => Kept::Perhaps(self.error(problem.unknown())),
            },
        }
    }

    /// Reading changes nothing, so it may be tried again.
    fn read_patiently(&self) -> Result<AllowedOrigins, Problem> {
        let mut waits = retry::waits();
        loop {
            match self.patch("{}") {
                Err(problem) if problem.is_passing() => match waits.next() {
                    Some(wait) => thread::sleep(wait),
                    None => return Err(problem),
                },
                answer => return answer,
            }
        }
    }

    fn patch(&self, body: &str) -> Result<AllowedOrigins, Problem> {
        let answer = self.ask(Request {
            method: Method::PATCH,
            url: self.address.route(SETTINGS),
            headers: vec![(CONTENT_TYPE, HeaderValue::from_static("application/json"))],
            token: Some(&self.token),
            body: body.to_owned(),
        })?;
        match answer.head.status {
            StatusCode::OK => match AllowedOrigins::of(&answer.body) {
                // it would be printed, kept by the history, or written back as stars
                Ok(list) if answer.is_echo || Tokens::known().are_in_json(list.request()) => {
                    Err(Problem::Echo)
                }
                Ok(list) => Ok(list),
                Err(malformed) => Err(Problem::of_content(&answer, malformed)),
            },
            StatusCode::UNAUTHORIZED if self.is_not_set_up() => {
                Err(Problem::NotSetUp(self.address.clone()))
            }
            StatusCode::NOT_FOUND
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::NOT_IMPLEMENTED => Err(self.not_found(&answer)),
            status if status.is_redirection() => Err(self.redirected(&answer)),
            _ => Err(Problem::of_status(&answer, &self.address)),
        }
    }

    fn is_not_set_up(&self) -> bool {
        self.status(&self.address)
            .is_some_and(|status| !status.is_init)
    }

    /// What a server says of itself to anybody; `None` if that is no Audiobookshelf.
    fn status(&self, address: &Address) -> Option<Status> {
        let answer = self.ask(Request {
            method: Method::GET,
            url: address.route(STATUS),
            headers: Vec::new(),
            token: None,
            body: String::new(),
        });
        Status::of(&answer.ok()?.body)
    }

    fn ask(&self, request: Request<'_>) -> Result<Answer, Failure> {
        let mut head = self.network.send(request)?;
        head.hide(&self.token);
        let body = head.body()?;
        let hidden = match self.token.hidden_in(&body) {
            Cow::Owned(hidden) => Some(hidden),
            Cow::Borrowed(_) => None,
        };
        Ok(Answer {
            head,
            is_echo: hidden.is_some(),
            body: hidden.unwrap_or(body),
        })
    }

    fn not_found(&self, answer: &Answer) -> Problem {
        if let Some(status) = self.status(&self.address) {
            return Problem::NoRoute {
                status: answer.head.status,
                version: status.version,
            };
        }
        let mut elsewhere = self.address.elsewhere().into_iter().take(MOST_GUESSES);
        Problem::NotFound {
            status: answer.head.status,
            elsewhere: elsewhere.find(|address| self.status(address).is_some()),
        }
    }

    fn redirected(&self, answer: &Answer) -> Problem {
        let from = self.address.route(SETTINGS);
        let to = answer
            .head
            .header("location")
            .and_then(|location| from.join(location).ok())
            .filter(Url::has_host);
        match to {
            None => Problem::of_status(answer, &self.address),
            Some(to) if to == from => Problem::Loop,
            Some(to) => match self.address.moved(SETTINGS, &to) {
                Some(address) => Problem::Relocated(address),
                None => Problem::Redirected(without_secrets(&to)),
            },
        }
    }

    fn error(&self, problem: Problem) -> Error {
        Error {
            address: self.address.clone(),
            token: self.token.clone(),
            problem: Box::new(problem),
        }
    }
}

/// Where a redirect leads; what else is in it may be nobody's business.
fn without_secrets(url: &Url) -> String {
    let mut url = shown::without_user(url);
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}
