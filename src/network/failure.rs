//! Why there is no answer. Each sentence says what to do about it.

use std::env;
use std::error::Error as StdError;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use rustls::CertificateError;
use url::Url;

use super::{InTheOpen, trust};
use crate::shown;

/// The variables that send https through a proxy.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// What hyper and reqwest say of an answer that never was one; their types say no more. It would come
/// the same way again.
const GARBLED: [&str; 2] = [
    "message head is too large",
    "there are extra bytes after body has been decompressed",
];

/// What went wrong on the way. Text from outside is fit to be shown.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Failure {
    #[error(
        "it is at the public address {0}, and over plain http anybody on the way can read the token; use https, \
         or `--allow-plaintext` if you accept that"
    )]
    InTheOpen(IpAddr),
    #[error(
        "no address is known for this name ({0}); is it spelt right, and known to this machine's network?"
    )]
    NoName(String),
    #[error(
        "nothing listens there (connection refused); is the server running, and is the port right?"
    )]
    Refused,
    #[error(
        "no connection within {}; is the server on, and does no firewall stand in between? `--timeout` waits \
         longer", seconds(.0)
    )]
    NoConnection(Duration),
    #[error("can't connect: {0}")]
    Unconnected(String),
    #[error("no answer within {}, though something is there; `--timeout` waits longer", seconds(.0))]
    NoAnswer(Duration),
    #[error(
        "the connection broke off before the answer was whole ({0}); is something in between, or is it another \
         scheme, http or https?"
    )]
    Cut(String),
    #[error(
        "its certificate is from an issuer that this machine doesn't know; if that is your own, give its \
         certificate with `--ca-cert FILE` (`--insecure` would trust anybody)"
    )]
    UnknownIssuer,
    #[error(
        "its certificate is for {0}, not for this name; use a name it is for (`--insecure` would trust anybody)"
    )]
    WrongName(String),
    #[error(
        "its certificate has expired{0}; renew it on the server (`--insecure` would trust anybody)"
    )]
    Expired(String),
    #[error("its certificate isn't valid yet; is this machine's clock right?")]
    NotValidYet,
    #[error(
        "it signed its certificate itself; if it is yours, give that certificate with `--ca-cert FILE` \
         (`--insecure` would trust anybody)"
    )]
    SelfSigned,
    #[error("what listens there speaks no TLS; perhaps {0}")]
    NoTls(String),
    #[error("what listens there speaks no HTTP; perhaps {0}")]
    NoHttp(String),
    #[error("no TLS connection: {0}")]
    Tls(String),
    #[error(
        "can't set up TLS ({0}); install the certificates that systems trust (Debian: ca-certificates), or give \
         the server's with `--ca-cert FILE`"
    )]
    NoClient(String),
    #[error("what came back can't be decoded ({0}); look at the proxy in between")]
    Garbled(String),
    #[error("what came back is longer than any settings; is this an Audiobookshelf?")]
    TooLong,
    #[error("{0} ({1} is set: this may be about that proxy)")]
    Proxied(Box<Self>, &'static str),
    #[error("it wanted fewer requests (429); try again {0}")]
    Held(String),
    #[error("{0}")]
    Internal(&'static str),
}

impl Failure {
    /// Whether nothing was sent.
    pub fn is_unsent(&self) -> bool {
        match self {
            Self::Proxied(failure, _) => failure.is_unsent(),
            Self::InTheOpen(_)
            | Self::NoName(_)
            | Self::Refused
            | Self::NoConnection(_)
            | Self::Unconnected(_)
            | Self::UnknownIssuer
            | Self::WrongName(_)
            | Self::Expired(_)
            | Self::NotValidYet
            | Self::SelfSigned
            | Self::NoTls(_)
            | Self::Tls(_)
            | Self::NoClient(_)
            | Self::Held(_)
            | Self::Internal(_) => true,
            Self::NoAnswer(_)
            | Self::Cut(_)
            | Self::NoHttp(_)
            | Self::Garbled(_)
            | Self::TooLong => false,
        }
    }

    /// Its name in machine output.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Proxied(failure, _) => failure.name(),
            Self::NoName(_) => "dns",
            Self::Refused => "refused",
            Self::NoConnection(_) | Self::NoAnswer(_) => "timeout",
            Self::UnknownIssuer
            | Self::WrongName(_)
            | Self::Expired(_)
            | Self::NotValidYet
            | Self::SelfSigned
            | Self::NoTls(_)
            | Self::Tls(_)
            | Self::NoClient(_) => "tls",
            Self::Held(_) => "rate-limit",
            Self::InTheOpen(_)
            | Self::Unconnected(_)
            | Self::Cut(_)
            | Self::NoHttp(_)
            | Self::Garbled(_)
            | Self::TooLong
            | Self::Internal(_) => "connection",
        }
    }

    /// Whether it may be gone in a moment, for a request that may be repeated.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Proxied(failure, _) => failure.is_passing(),
            Self::Refused | Self::Unconnected(_) | Self::Cut(_) => true,
            _ => false,
        }
    }

    pub(super) fn of_client(error: &(dyn StdError + 'static)) -> Self {
        Self::NoClient(last_words(error))
    }

    /// Why there is no answer.
    pub(super) fn of(error: &reqwest::Error, to: &Url, timeout: Duration) -> Self {
        if let Some(InTheOpen(ip)) = find(error) {
            return Self::InTheOpen(*ip);
        }
        if !error.is_connect() {
            return Self::of_exchange(error, to, timeout);
        }
        let problem = Self::of_connection(error, to, timeout);
        match proxy(to) {
            Some(name) => Self::Proxied(Box::new(problem), name),
            None => problem,
        }
    }

    /// Why there is no connection.
    fn of_connection(error: &reqwest::Error, to: &Url, timeout: Duration) -> Self {
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
    fn of_exchange(error: &reqwest::Error, to: &Url, timeout: Duration) -> Self {
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
            _ if GARBLED.contains(&last_words.as_str()) => Self::Garbled(last_words),
            // hyper's words; its type says no more
            _ if last_words == "invalid HTTP version parsed" => Self::NoHttp(in_other_scheme(to)),
            _ => Self::Cut(last_words),
        }
    }

    fn of_tls(error: &rustls::Error, to: &Url) -> Self {
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
            InvalidMessage(_) => Self::NoTls(in_other_scheme(to)),
            other => Self::Tls(shown::escape(&other.to_string()).into_owned()),
        }
    }
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

/// The variable that sends what goes there through a proxy, if there is one.
fn proxy(to: &Url) -> Option<&'static str> {
    let is_set = |name: &&&str| env::var_os(name).is_some();
    let name = PROXIES.iter().find(is_set).copied();
    name.filter(|_| to.scheme() == "https")
}

/// Whether what goes there may go through a proxy.
pub(super) fn is_proxied(to: &Url) -> bool {
    proxy(to).is_some()
}

/// The same host and port, spoken to in the other scheme.
fn in_other_scheme(url: &Url) -> String {
    super::in_other_scheme(url).origin().ascii_serialization()
}

fn seconds(timeout: &Duration) -> String {
    format!("{} s", timeout.as_secs_f64())
}

fn names(presented: &[String]) -> String {
    // each is written as `DnsName("home.example")`
    let plain = |name: &String| name.split('"').nth(1).unwrap_or(name).to_owned();
    match presented.iter().map(plain).collect::<Vec<_>>().as_slice() {
        [] => "no name at all (one has to stand in its subjectAltName)".to_owned(),
        names => shown::escape(&names.join(", ")).into_owned(),
    }
}
