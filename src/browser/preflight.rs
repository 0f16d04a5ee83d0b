//! Asking beforehand: Fetch, section 4.8 "CORS-preflight fetch".

use std::fmt;

use super::Verdict::{Allowed, Blocked};
use super::answer::Malformed;
use super::block::Reason;
use super::fetch::{Fetch, SAFELISTED_METHODS};
use super::{Answer, Block, Header, Verdicts, cors};

/// Why a preflight's answer doesn't let a request in, though it may let the origin in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAllowed {
    /// It is a redirect, which a preflight never follows.
    Redirect,
    /// Its status isn't in the range 200 to 299.
    Status(u16),
    /// `Access-Control-Allow-Methods` is no list of methods.
    MalformedMethods,
    /// `Access-Control-Allow-Headers` is no list of header names.
    MalformedHeaders,
    /// The method isn't allowed.
    Method(String),
    /// A header isn't allowed; its name in lower case.
    Header(String),
    /// `Authorization` is allowed only by a `*`, which the standard doesn't let count. Browsers do.
    AuthorizationByWildcard,
}

impl NotAllowed {
    /// Whether Chrome counts it to the access control check.
    pub(super) fn is_access_check(&self) -> bool {
        matches!(self, Self::Redirect | Self::Status(_))
    }
}

/// The header lines of a preflight, in the standard's order; its method is OPTIONS, and it never
/// carries credentials.
pub(super) fn headers(fetch: &Fetch, origin: &str) -> Vec<Header> {
    let mut headers = vec![
        Header::new("Accept", "*/*"),
        Header::new("Access-Control-Request-Method", fetch.method()),
    ];
    let names = fetch.unsafe_headers();
    if !names.is_empty() {
        let names = names.join(",");
        headers.push(Header::new("Access-Control-Request-Headers", names));
    }
    headers.push(Header::new("Origin", origin));
    headers
}

/// Whether a preflight's answer lets a request in.
///
/// Of what blocks, the one that blocks every browser comes first.
pub(super) fn check(fetch: &Fetch, origin: &str, answer: &Answer) -> Result<(), Block> {
    if answer.is_redirect() && answer.lines("Location").next().is_some() {
        return Err(Block::Preflight(NotAllowed::Redirect));
    }
    cors::check(answer, origin, fetch.is_with_credentials()).map_err(Block::PreflightCors)?;
    if !answer.is_ok() {
        return Err(Block::Preflight(NotAllowed::Status(answer.status)));
    }
    check_lists(fetch, answer).map_err(Block::Preflight)
}

fn check_lists(fetch: &Fetch, answer: &Answer) -> Result<(), NotAllowed> {
    let methods = answer
        .tokens("Access-Control-Allow-Methods")
        .map_err(|Malformed| NotAllowed::MalformedMethods)?;
    let names = answer
        .tokens("Access-Control-Allow-Headers")
        .map_err(|Malformed| NotAllowed::MalformedHeaders)?;
    let has_star = |list: &[&[u8]]| !fetch.is_with_credentials() && list.contains(&&b"*"[..]);
    let method = fetch.method();
    let is_listed = methods.contains(&method.as_bytes());
    if !is_listed && !SAFELISTED_METHODS.contains(&method) && !has_star(&methods) {
        return Err(NotAllowed::Method(method.to_owned()));
    }
    let is_named = |name: &str| {
        names
            .iter()
            .any(|listed| listed.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut unnamed = fetch.unsafe_headers();
    unnamed.retain(|name| !is_named(name));
    match unnamed.into_iter().next() {
        Some(name) if !has_star(&names) => Err(NotAllowed::Header(name)),
        _ if needs_naming(fetch) && !is_named("authorization") => {
            Err(NotAllowed::AuthorizationByWildcard)
        }
        _ => Ok(()),
    }
}

/// Fetch, section 2.2.2, "CORS non-wildcard request-header name".
fn needs_naming(fetch: &Fetch) -> bool {
    fetch
        .headers()
        .iter()
        .any(|header| header.is("Authorization"))
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redirect => f.write_str("the server answers the preflight (OPTIONS) with a redirect, which browsers don't follow"),
            Self::Status(status) => write!(f, "the server answers the preflight (OPTIONS) with {status}; it must be 200 to 299"),
            Self::MalformedMethods => f.write_str("Access-Control-Allow-Methods is no list of methods, so none of it counts"),
            Self::MalformedHeaders => f.write_str("Access-Control-Allow-Headers is no list of header names, so none of it counts"),
            Self::Method(method) => write!(f, "the server lets the origin in, but not with the method {method}"),
            Self::Header(name) => write!(f, "the server lets the origin in, but not with the header {name}"),
            Self::AuthorizationByWildcard => f.write_str("Access-Control-Allow-Headers allows the header Authorization only by *, which the standard doesn't let count; browsers do"),
        }
    }
}

impl Reason for NotAllowed {
    fn name(&self) -> &'static str {
        match self {
            Self::Redirect => "preflight-redirect",
            Self::Status(_) => "preflight-status",
            Self::MalformedMethods => "allow-methods-malformed",
            Self::MalformedHeaders => "allow-headers-malformed",
            Self::Method(_) => "method-not-allowed",
            Self::Header(_) => "header-not-allowed",
            Self::AuthorizationByWildcard => "authorization-by-wildcard",
        }
    }

    fn chrome(&self) -> Option<String> {
        let sentence = match self {
            Self::Redirect => "Redirect is not allowed for a preflight request.",
            Self::Status(_) => "It does not have HTTP ok status.",
            Self::MalformedMethods => {
                "Cannot parse Access-Control-Allow-Methods response header field in preflight response."
            }
            Self::MalformedHeaders => {
                "Cannot parse Access-Control-Allow-Headers response header field in preflight response."
            }
            Self::Method(method) => {
                return Some(format!(
                    "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response."
                ));
            }
            Self::Header(name) => {
                return Some(format!(
                    "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response."
                ));
            }
            Self::AuthorizationByWildcard => return None,
        };
        Some(sentence.to_owned())
    }

    fn firefox(&self) -> Option<&'static str> {
        match self {
            Self::Redirect => Some("CORSExternalRedirectNotAllowed"),
            Self::Status(_) => Some("CORSPreflightDidNotSucceed"),
            Self::MalformedMethods => Some("CORSInvalidAllowMethod"),
            Self::MalformedHeaders => Some("CORSInvalidAllowHeader"),
            Self::Method(_) => Some("CORSMethodNotFound"),
            Self::Header(_) => Some("CORSMissingAllowHeaderFromPreflight"),
            Self::AuthorizationByWildcard => None,
        }
    }

    fn verdicts(&self) -> Verdicts {
        match self {
            Self::AuthorizationByWildcard => Verdicts::new(Blocked, Allowed, Allowed, Allowed),
            _ => Verdicts::all(Blocked),
        }
    }
}

#[cfg(test)]
mod tests;
