//! What comes back instead of a list. Each sentence says what to do about it.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::StatusCode;

use super::address::Address;

/// What went wrong with a server.
#[derive(Debug, thiserror::Error)]
#[error("{address}: {problem}")]
pub struct Error {
    /// Which one.
    pub address: Address,
    /// What.
    pub problem: Box<Problem>,
}

/// What kind of problem it is, by who has to do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The address or an option is wrong, or what answers is no Audiobookshelf.
    Usage,
    /// The server can't be spoken to, at least not now.
    Unreachable,
    /// It wants another token.
    Denied,
    /// It did not keep what was written, or can't.
    Conflict,
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Problem {
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
        "the connection broke off before the answer was whole ({0}); try again, then look at the proxy in between"
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
    NoTls(Address),
    #[error("what listens there speaks no HTTP; perhaps {0}")]
    NoHttp(Address),
    #[error("no TLS connection: {0}")]
    Tls(String),
    #[error("can't set up TLS: {0}")]
    NoClient(String),
    #[error(
        "401: it doesn't take the token; make a new API key there, as an admin (Settings → API Keys): keys can \
         expire, be switched off or belong to another server"
    )]
    Unauthorized,
    #[error("401: it has no users yet; open {0} in a browser and make the first one")]
    NotSetUp(Address),
    #[error(
        "401 from a proxy in front of it, which wants a sign-in of its own ({0}); let it pass requests to /api/"
    )]
    ProxyUnauthorized(String),
    #[error(
        "403: the token's user is no admin; make the API key for an admin (Settings → API Keys)"
    )]
    Forbidden,
    #[error("403, not from Audiobookshelf but from something in front of it{0}")]
    ProxyForbidden(String),
    #[error("{status}: there is no Audiobookshelf{}", elsewhere_hint(elsewhere.as_ref()))]
    NotFound {
        status: StatusCode,
        elsewhere: Option<Address>,
    },
    #[error(
        "{status}: Audiobookshelf {version} is there, but its settings aren't; does something in front of it \
         stop PATCH requests to /api/settings?"
    )]
    NoRoute { status: StatusCode, version: String },
    #[error(
        "it has moved; use {address}, if that is yours (a token is never sent after a redirect)"
    )]
    Moved { address: Address },
    #[error(
        "it redirects to {0}, a sign-in page as it seems; let the proxy pass requests to /api/, or use an \
         address that goes around it"
    )]
    Redirected(String),
    #[error("413: the list is too long for the server or for a proxy in front of it")]
    TooLarge,
    #[error("429: it wants fewer requests; try again {0}")]
    Busy(String),
    #[error("{status}: {}", server_error_hint(*status))]
    ServerError { status: StatusCode },
    #[error("{status}: it can't make anything of the request{quote}")]
    Unexpected { status: StatusCode, quote: String },
    #[error(
        "a web page came back instead of the settings, a sign-in page as it seems; let the proxy pass requests \
         to /api/, or use an address that goes around it"
    )]
    WebPage,
    #[error("what came back is no JSON ({0}); is this an Audiobookshelf?")]
    NoJson(String),
    #[error("what came back is JSON, but not an Audiobookshelf's settings; is the address right?")]
    OtherJson,
    #[error("what came back can't be decompressed; look at the proxy in between")]
    Garbled,
    #[error("what came back is longer than any settings; is this an Audiobookshelf?")]
    TooLong,
    #[error(
        "Audiobookshelf {}has no list of allowed origins; it came with 2.28.0: update the server", version.as_ref().map(|v| format!("{v} ")).unwrap_or_default()
    )]
    TooOld { version: Option<String> },
    #[error(
        "it took the list, but didn't keep it as it was written; `corsctl list` shows what it has now"
    )]
    NotKept,
    #[error("somebody else wrote the list at the same time; `corsctl list` shows what it is now")]
    Overtaken,
    #[error("{0}; the list is still as it was")]
    Unwritten(Box<Self>),
    #[error("{0}; whether the list was written isn't known, `corsctl list` will tell")]
    Unknown(Box<Self>),
    #[error("{0}")]
    Internal(&'static str),
}

impl Problem {
    /// Who has to do something about it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Unwritten(problem) | Self::Unknown(problem) => problem.kind(),
            Self::NoName(_)
            | Self::Refused
            | Self::NoConnection(_)
            | Self::Unconnected(_)
            | Self::NoAnswer(_)
            | Self::Cut(_)
            | Self::NoHttp(_)
            | Self::UnknownIssuer
            | Self::WrongName(_)
            | Self::Expired(_)
            | Self::NotValidYet
            | Self::SelfSigned
            | Self::NoTls(_)
            | Self::Tls(_)
            | Self::NoClient(_)
            | Self::Busy(_)
            | Self::Garbled
            | Self::ServerError { .. } => Kind::Unreachable,
            Self::Unauthorized
            | Self::NotSetUp(_)
            | Self::ProxyUnauthorized(_)
            | Self::Forbidden
            | Self::ProxyForbidden(_)
            | Self::Redirected(_)
            | Self::WebPage => Kind::Denied,
            Self::TooLarge | Self::TooOld { .. } | Self::NotKept | Self::Overtaken => {
                Kind::Conflict
            }
            Self::InTheOpen(_)
            | Self::NotFound { .. }
            | Self::NoRoute { .. }
            | Self::Moved { .. }
            | Self::Unexpected { .. }
            | Self::NoJson(_)
            | Self::OtherJson
            | Self::TooLong
            | Self::Internal(_) => Kind::Usage,
        }
    }

    /// Whether it may be gone in a moment, for a request that may be repeated.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Refused | Self::Unconnected(_) => true,
            Self::ServerError { status } => matches!(status.as_u16(), 502..=504),
            _ => false,
        }
    }

    /// Whether a write may have landed all the same.
    pub(super) fn is_uncertain(&self) -> bool {
        matches!(
            self,
            Self::NoAnswer(_)
                | Self::Cut(_)
                | Self::NoHttp(_)
                | Self::Garbled
                | Self::TooLong
                | Self::NoJson(_)
                | Self::OtherJson
                | Self::WebPage
                | Self::ServerError { .. }
        )
    }

    /// The same, where it is sure that nothing was written.
    pub(super) fn unwritten(self) -> Self {
        Self::Unwritten(Box::new(self))
    }

    /// The same, where it can't be found out.
    pub(super) fn unknown(self) -> Self {
        Self::Unknown(Box::new(self))
    }
}

fn seconds(timeout: &Duration) -> String {
    format!("{} s", timeout.as_secs_f64())
}

fn elsewhere_hint(elsewhere: Option<&Address>) -> String {
    match elsewhere {
        Some(address) => format!(" there; it is at {address}"),
        None => " there; is the address right, with its port and sub-path?".to_owned(),
    }
}

fn server_error_hint(status: StatusCode) -> &'static str {
    match status.as_u16() {
        502..=504 => {
            "a proxy is there, but the server behind it doesn't answer; is Audiobookshelf running?"
        }
        _ => "something failed on the server; its log (Settings → Logs) says what",
    }
}
