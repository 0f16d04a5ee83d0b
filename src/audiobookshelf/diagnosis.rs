//! From what came back to what is wrong.

use std::env;
use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use reqwest::StatusCode;
use rustls::CertificateError;

use super::address::Address;
use super::error::Problem;
use super::network::{Answer, InTheOpen};
use super::settings::Malformed;
use super::trust;
use crate::shown;

/// How much of what a server says is repeated.
const LONGEST_QUOTE: usize = 120;

/// The variables that send https through a proxy.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

impl Problem {
    pub(super) fn of_client(error: &(dyn StdError + 'static)) -> Self {
        Self::NoClient(last_words(error))
    }

    /// Why there is no answer.
    pub(super) fn of_request(error: &reqwest::Error, to: &Address, timeout: Duration) -> Self {
        if let Some(InTheOpen(ip)) = find(error) {
            return Self::InTheOpen(*ip);
        }
        if !error.is_connect() {
            return Self::of_exchange(error, to, timeout);
        }
        let problem = Self::of_connection(error, to, timeout);
        match PROXIES.iter().find(|name| env::var_os(name).is_some()) {
            Some(name) if !to.is_plain() => Self::Proxied(Box::new(problem), name),
            _ => problem,
        }
    }

    /// Why there is no connection.
    fn of_connection(error: &reqwest::Error, to: &Address, timeout: Duration) -> Self {
        if let Some(tls) = find::<rustls::Error>(error) {
            return Self::of_tls(tls, to);
        }
        let kind = find::<io::Error>(error).map(io::Error::kind);
        match error {
            _ if error.is_dns() => Self::NoName(last_words(error)),
            _ if error.is_timeout() => Self::NoConnection(timeout),
            _ if kind == Some(io::ErrorKind::ConnectionRefused) => Self::Refused,
            _ => Self::Unconnected(last_words(error)),
        }
    }

    /// Why there is no answer although there is a connection.
    fn of_exchange(error: &reqwest::Error, to: &Address, timeout: Duration) -> Self {
        let kind = find::<io::Error>(error).map(io::Error::kind);
        let last_words = last_words(error);
        match error {
            _ if error.is_timeout() => Self::NoAnswer(timeout),
            // no longer what the handshake could tell
            _ if find::<rustls::Error>(error).is_some() => Self::Cut(last_words),
            // what a decoder says, where a broken connection would say something else
            _ if matches!(
                kind,
                Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
            ) =>
            {
                Self::Garbled(last_words)
            }
            // hyper's words; its type says no more
            _ if last_words == "invalid HTTP version parsed" => {
                Self::NoHttp(to.with_other_scheme())
            }
            _ => Self::Cut(last_words),
        }
    }

    fn of_tls(error: &rustls::Error, to: &Address) -> Self {
        use rustls::Error::{InvalidCertificate, InvalidMessage};
        match error {
            InvalidCertificate(CertificateError::UnknownIssuer) => Self::UnknownIssuer,
            InvalidCertificate(CertificateError::NotValidForNameContext { presented, .. }) => {
                Self::WrongName(names(presented))
            }
            InvalidCertificate(CertificateError::NotValidForName) => Self::WrongName(names(&[])),
            InvalidCertificate(CertificateError::ExpiredContext { time, not_after }) => {
                let days = time.as_secs().saturating_sub(not_after.as_secs()) / (24 * 60 * 60);
                Self::Expired(match days {
                    0 => " today".to_owned(),
                    1 => " yesterday".to_owned(),
                    days => format!(" {days} days ago"),
                })
            }
            InvalidCertificate(CertificateError::Expired) => Self::Expired(String::new()),
            InvalidCertificate(
                CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. },
            ) => Self::NotValidYet,
            InvalidCertificate(reason) if trust::is_authority(reason) => Self::SelfSigned,
            InvalidMessage(_) => Self::NoTls(to.with_other_scheme()),
            other => Self::Tls(shown::escape(&other.to_string()).into_owned()),
        }
    }

    /// What a status means by itself.
    pub(super) fn of_status(answer: &Answer, to: &Address) -> Self {
        let said = quote(&answer.body);
        match answer.status {
            // "The plain HTTP request was sent to HTTPS port", and the like
            StatusCode::BAD_REQUEST if to.is_plain() && says(answer, b"HTTPS") => {
                Self::NoHttp(to.with_other_scheme())
            }
            StatusCode::UNAUTHORIZED => match answer.header("www-authenticate") {
                Some(wanted) => Self::ProxyUnauthorized(shown::escape(wanted).into_owned()),
                None => Self::Unauthorized,
            },
            StatusCode::FORBIDDEN if answer.body == b"Forbidden" => Self::Forbidden,
            StatusCode::FORBIDDEN => Self::ProxyForbidden(said),
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Self::Busy(match answer.header("retry-after") {
                Some(seconds) if seconds.bytes().all(|byte| byte.is_ascii_digit()) => {
                    format!("in {seconds} s")
                }
                Some(date) => format!("after {}", shown::escape(date)),
                None => "in some minutes".to_owned(),
            }),
            status if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT => {
                Self::ServerError { status }
            }
            status => Self::Unexpected {
                status,
                quote: said,
            },
        }
    }

    /// Why a good answer is of no use.
    pub(super) fn of_content(answer: &Answer, malformed: Malformed) -> Self {
        let is_page = |kind: &str| kind.to_ascii_lowercase().starts_with("text/html");
        match malformed {
            Malformed::Absent { version } => Self::TooOld { version },
            _ if answer.header("content-type").is_some_and(is_page) => Self::WebPage,
            Malformed::Shape => Self::OtherJson,
            Malformed::Syntax(_) if answer.body.is_empty() => {
                Self::NoJson("it is empty".to_owned())
            }
            Malformed::Syntax(error) => Self::NoJson(error.to_string()),
        }
    }
}

fn says(answer: &Answer, word: &[u8]) -> bool {
    let mut windows = answer.body.windows(word.len());
    windows.any(|window| window == word)
}

/// What an answer says, for a person, in one line; nothing where that is a web page.
fn quote(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    if text.is_empty() || text.starts_with('<') {
        return String::new();
    }
    let start: String = text.chars().take(LONGEST_QUOTE).collect();
    let dots = if start.len() < text.len() { "…" } else { "" };
    format!(": \"{}{dots}\"", shown::fit(&start))
}

/// An error that caused another one, however deep inside it.
fn find<'e, E: StdError + 'static>(error: &'e (dyn StdError + 'static)) -> Option<&'e E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = cause(error);
    }
    None
}

/// What the first of all causes says.
fn last_words(error: &(dyn StdError + 'static)) -> String {
    let mut last = error;
    while let Some(next) = cause(last) {
        last = next;
    }
    shown::escape(&last.to_string()).into_owned()
}

/// An `io::Error` hands over the cause of its cause: this doesn't skip one.
fn cause<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e (dyn StdError + 'static)> {
    match error.downcast_ref::<io::Error>().map(io::Error::get_ref) {
        Some(inner) => inner.map(|inner| inner as &(dyn StdError + 'static)),
        None => error.source(),
    }
}

fn names(presented: &[String]) -> String {
    // each is written as `DnsName("home.example")`
    let plain = |name: &String| name.split('"').nth(1).unwrap_or(name).to_owned();
    match presented.iter().map(plain).collect::<Vec<_>>().as_slice() {
        [] => "no name at all (one has to stand in its subjectAltName)".to_owned(),
        names => shown::escape(&names.join(", ")).into_owned(),
    }
}
