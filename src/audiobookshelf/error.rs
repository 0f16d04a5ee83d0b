//! What comes back instead of a list. Each sentence says what to do about it.

use reqwest::StatusCode;

use super::address::Address;
use crate::network::Failure;
use crate::secret::Secret;

/// What went wrong with a server. The token isn't in it, even if the server has repeated it.
#[derive(Debug, thiserror::Error)]
#[error("{address}: {}", String::from_utf8_lossy(&token.hidden_in(problem.to_string().as_bytes())))]
pub struct Error {
    pub(super) address: Address,
    pub(super) token: Secret,
    pub(super) problem: Box<Problem>,
}

impl Error {
    /// What kind of problem it is.
    pub fn kind(&self) -> Kind {
        self.problem.kind()
    }
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

/// What can go wrong. Text from outside is fit to be shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error(transparent)]
    Failure(#[from] Failure),
    #[error("what listens there wants https; perhaps {0}")]
    WantsHttps(Address),
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
    #[error("it has moved; use {0}, if that is yours (a token is never sent after a redirect)")]
    Relocated(Address),
    #[error("it redirects to itself; look at the proxy in front of it")]
    Loop,
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
    #[error(
        "what came back has a token of yours in it, in one spelling or another, so it isn't shown; if that is an entry \
         of the list, take it out in a browser (Settings → Allowed CORS Origins), and make a new API key: this one has \
         been seen"
    )]
    Echo,
    #[error(
        "the list would have a token of yours in it, for all to see; nothing was written: take out the entry that \
         holds it"
    )]
    Leak,
    #[error(
        "Audiobookshelf {}has no list of allowed origins; it came with 2.28.0: update the server", version.as_ref().map(|v| format!("{v} ")).unwrap_or_default()
    )]
    TooOld { version: Option<String> },
    #[error(
        "it answers with another list than was written: it didn't keep it, or somebody else wrote at the same \
         time; `corsctl list` shows what it has"
    )]
    NotKept,
    #[error("somebody else wrote the list at the same time; `corsctl list` shows what it is now")]
    Raced,
    #[error("{0}; the list is as it was")]
    Unwritten(Box<Self>),
    #[error("{0}; read again, the list was as before, `corsctl list` tells whether it stayed so")]
    Unseen(Box<Self>),
    #[error("{0}; whether the list was written isn't known, `corsctl list` will tell")]
    Unknown(Box<Self>),
}

impl Problem {
    /// Who has to do something about it.
    fn kind(&self) -> Kind {
        match self {
            Self::Unwritten(problem) | Self::Unseen(problem) | Self::Unknown(problem) => {
                problem.kind()
            }
            Self::Failure(Failure::InTheOpen(_) | Failure::TooLong | Failure::Internal(_))
            | Self::NotFound { .. }
            | Self::NoRoute { .. }
            | Self::Relocated(_)
            | Self::Loop
            | Self::Unexpected { .. }
            | Self::NoJson(_)
            | Self::OtherJson
            | Self::Echo
            | Self::Leak => Kind::Usage,
            Self::Failure(_) | Self::WantsHttps(_) | Self::Busy(_) | Self::ServerError { .. } => {
                Kind::Unreachable
            }
            Self::Unauthorized
            | Self::NotSetUp(_)
            | Self::ProxyUnauthorized(_)
            | Self::Forbidden
            | Self::ProxyForbidden(_)
            | Self::Redirected(_)
            | Self::WebPage => Kind::Denied,
            Self::TooLarge | Self::TooOld { .. } | Self::NotKept | Self::Raced => Kind::Conflict,
        }
    }

    /// Whether it may be gone in a moment, for a request that may be repeated.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Failure(failure) => failure.is_passing(),
            Self::ServerError { status } => matches!(status.as_u16(), 502..=504),
            _ => false,
        }
    }

    /// Whether the server is sure not to have done what it was asked.
    pub(super) fn is_certain(&self) -> bool {
        match self {
            Self::Failure(failure) => failure.is_unsent(),
            // Audiobookshelf's own words
            Self::Unauthorized | Self::NotSetUp(_) | Self::Forbidden => true,
            _ => false,
        }
    }

    /// The same, where nothing was written.
    pub(super) fn unwritten(self) -> Self {
        Self::Unwritten(Box::new(self))
    }

    /// The same, where nothing had been written a moment later. It may yet be: a proxy gives up on a
    /// server that is only slow.
    pub(super) fn unseen(self) -> Self {
        Self::Unseen(Box::new(self))
    }

    /// The same, where it can't be found out.
    pub(super) fn unknown(self) -> Self {
        Self::Unknown(Box::new(self))
    }
}

fn elsewhere_hint(elsewhere: Option<&Address>) -> String {
    match elsewhere {
        Some(address) => format!(" there; it is at {address}"),
        None => " there; is the address right, with its port and sub-path?".to_owned(),
    }
}

fn server_error_hint(status: StatusCode) -> &'static str {
    match status.as_u16() {
        408 | 502..=504 => {
            "something is there, a proxy as it seems, but the server behind it doesn't answer; is Audiobookshelf running?"
        }
        _ => "something failed on the server; its log (Settings → Logs) says what",
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_what_may_be_gone_in_a_moment_is_tried_again() {
        let failed = |status| Problem::ServerError {
            status: StatusCode::from_u16(status).unwrap(),
        };
        let proxied = Failure::Proxied(Box::new(Failure::Refused), "HTTPS_PROXY");
        for (problem, is_passing) in [
            (Failure::Refused.into(), true),
            (Failure::Unconnected("reset".to_owned()).into(), true),
            (Failure::Cut("reset".to_owned()).into(), true),
            (proxied.into(), true),
            (failed(502), true),
            (failed(504), true),
            (failed(500), false),
            (failed(501), false),
            (failed(505), false),
            (Failure::NoConnection(Duration::from_secs(1)).into(), false),
            (Failure::NoAnswer(Duration::from_secs(1)).into(), false),
            (Failure::UnknownIssuer.into(), false),
            (Problem::Busy(String::new()), false),
        ] {
            assert_eq!(problem.is_passing(), is_passing, "{problem}");
        }
    }
}
