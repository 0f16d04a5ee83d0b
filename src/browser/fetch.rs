//! What a page's script asks for, as `fetch()` understands it.

use url::Url;

use super::header::{self, Header};
use super::safelist;
use crate::origin::scheme;

/// The arguments of a call of `fetch()` that doesn't throw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    url: Url,
    method: String,
    headers: Vec<Header>,
    dropped: Vec<String>,
    with_credentials: bool,
}

/// Why `fetch()` throws before it sends anything: Fetch, section 5.4 "Request class".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The URL isn't http or https.
    #[error("pages fetch http and https addresses, not {0}:")]
    Scheme(String),
    /// The URL has a user name or password in it.
    #[error(
        "fetch() takes no address with a user name or password in it; send an Authorization header instead"
    )]
    UserInfo,
    /// The method is no token.
    #[error("{0:?} is no method")]
    InvalidMethod(String),
    /// The method is one that browsers never send for a page.
    #[error("browsers don't let pages use the method {0}")]
    ForbiddenMethod(String),
    /// The header's name is no token.
    #[error("{0:?} is no header name")]
    InvalidName(String),
    /// The header's value has line ends, NUL, or characters outside Latin-1 in it.
    #[error("the value of the header {0} has characters that no header can carry")]
    InvalidValue(String),
}

/// Fetch, section 2.2.1, "forbidden method".
const FORBIDDEN_METHODS: &[&str] = &["CONNECT", "TRACE", "TRACK"];

/// Fetch, section 2.2.1, "normalize": these are upper-cased, and no others.
const NORMALIZED_METHODS: &[&str] = &["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];

/// Fetch, section 2.2.1, "CORS-safelisted method".
pub(super) const SAFELISTED_METHODS: &[&str] = &["GET", "HEAD", "POST"];

/// Fetch, section 2.2.2, "forbidden request-header": browsers set these themselves.
const FORBIDDEN_HEADERS: &[&str] = &[
    "Accept-Charset",
    "Accept-Encoding",
    "Access-Control-Request-Headers",
    "Access-Control-Request-Method",
    "Connection",
    "Content-Length",
    "Cookie",
    "Cookie2",
    "Date",
    "DNT",
    "Expect",
    "Host",
    "Keep-Alive",
    "Origin",
    "Referer",
    "Set-Cookie",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "Via",
];

/// Forbidden whatever follows.
const FORBIDDEN_PREFIXES: &[&str] = &["proxy-", "sec-"];

/// Forbidden if a forbidden method is among their values.
const METHOD_OVERRIDES: &[&str] = &[
    "X-HTTP-Method",
    "X-HTTP-Method-Override",
    "X-Method-Override",
];

impl Fetch {
    /// Takes the arguments as `fetch()` does: normalizes method and values, drops forbidden headers,
    /// and refuses what it would throw for.
    pub fn new(
        url: Url,
        method: &str,
        headers: &[(String, String)],
        with_credentials: bool,
    ) -> Result<Self, Refused> {
        if !scheme::is_web(url.scheme()) {
            return Err(Refused::Scheme(url.scheme().to_owned()));
        }
        if has_user_info(&url) {
            return Err(Refused::UserInfo);
        }
        if !header::is_token(method.as_bytes()) {
            return Err(Refused::InvalidMethod(method.to_owned()));
        }
        if is_one_of(FORBIDDEN_METHODS, method) {
            return Err(Refused::ForbiddenMethod(method.to_ascii_uppercase()));
        }
        let mut kept = Vec::new();
        let mut dropped = Vec::new();
        for (name, value) in headers {
            let header = read_header(name, value)?;
            if is_forbidden(&header) {
                dropped.push(header.name);
            } else {
                add(&mut kept, header);
            }
        }
        let mut method = method.to_owned();
        if is_one_of(NORMALIZED_METHODS, &method) {
            method.make_ascii_uppercase();
        }
        Ok(Self {
            url,
            method,
            headers: kept,
            dropped,
            with_credentials,
        })
    }

    /// Where it goes first.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The method as it is sent.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The headers that the script sets and the browser lets through.
    pub fn headers(&self) -> &[Header] {
        &self.headers
    }

    /// The names of the headers that the script sets and the browser drops without a word.
    pub fn dropped(&self) -> &[String] {
        &self.dropped
    }

    /// Whether the credentials mode is `include`.
    pub fn is_with_credentials(&self) -> bool {
        self.with_credentials
    }

    /// The names of the headers that need the server's permission, lower case, sorted, each once.
    pub fn unsafe_headers(&self) -> Vec<String> {
        safelist::unsafe_names(&self.headers)
    }

    /// Whether a browser asks the server first, if it is another origin's: Fetch, section 4.1 "Main
    /// fetch".
    pub fn needs_preflight(&self) -> bool {
        !SAFELISTED_METHODS.contains(&self.method()) || !self.unsafe_headers().is_empty()
    }

    pub(super) fn set_url(&mut self, url: Url) {
        self.url = url;
    }

    /// Turns it into a GET without a body.
    pub(super) fn become_get(&mut self) {
        self.method = "GET".to_owned();
        self.drop_headers(&[
            "Content-Encoding",
            "Content-Language",
            "Content-Location",
            "Content-Type",
        ]);
    }

    pub(super) fn drop_headers(&mut self, names: &[&str]) {
        self.headers
            .retain(|header| !is_one_of(names, &header.name));
    }
}

/// Sent lines of one name are joined, and so they are measured.
fn add(headers: &mut Vec<Header>, header: Header) {
    match headers.iter_mut().find(|known| known.is(&header.name)) {
        Some(known) => {
            known.value.extend_from_slice(b", ");
            known.value.extend(header.value);
        }
        None => headers.push(header),
    }
}

pub(super) fn has_user_info(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// Scripts give values as strings whose characters are bytes (Web IDL, `ByteString`).
fn read_header(name: &str, value: &str) -> Result<Header, Refused> {
    if !header::is_token(name.as_bytes()) {
        return Err(Refused::InvalidName(name.to_owned()));
    }
    let invalid = || Refused::InvalidValue(name.to_owned());
    let bytes: Result<Vec<u8>, _> = value.chars().map(u8::try_from).collect();
    let bytes = bytes.map_err(|_| invalid())?;
    let bytes = header::normalize(&bytes);
    if bytes.iter().any(|byte| matches!(byte, 0 | b'\n' | b'\r')) {
        return Err(invalid());
    }
    Ok(Header::new(name, bytes))
}

fn is_forbidden(header: &Header) -> bool {
    let name = header.name.to_ascii_lowercase();
    let mut methods = header.value.split(|byte| *byte == b',').map(header::trim);
    is_one_of(FORBIDDEN_HEADERS, &name)
        || FORBIDDEN_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
        || is_one_of(METHOD_OVERRIDES, &name)
            && methods.any(|method| {
                FORBIDDEN_METHODS
                    .iter()
                    .any(|forbidden| method.eq_ignore_ascii_case(forbidden.as_bytes()))
            })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// What a test fetches; headers as `name: value`.
    pub(in super::super) fn fetch(
        url: &str,
        method: &str,
        headers: &[&str],
        with_credentials: bool,
    ) -> Result<Fetch, Refused> {
        let split = |line: &&str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_owned(), value.to_owned())
        };
        let headers: Vec<_> = headers.iter().map(split).collect();
        Fetch::new(Url::parse(url).unwrap(), method, &headers, with_credentials)
    }

    #[test]
    fn methods_are_normalized_as_fetch_does() {
        for (method, expected) in [
            ("get", "GET"),
            ("Post", "POST"),
            ("head", "HEAD"),
            ("options", "OPTIONS"),
            ("put", "PUT"),
            ("dElEtE", "DELETE"),
            ("patch", "patch"),
            ("PATCH", "PATCH"),
            ("propfind", "propfind"),
        ] {
            let fetch = fetch("https://a.example", method, &[], false).unwrap();
            assert_eq!(fetch.method(), expected);
        }
    }

    #[test]
    fn what_fetch_throws_for_is_refused() {
        let url = "https://a.example";
        for (url, method, header, expected) in [
            (
                "ftp://a.example",
                "GET",
                "A:1",
                Refused::Scheme("ftp".into()),
            ),
            ("https://user@a.example", "GET", "A:1", Refused::UserInfo),
            ("https://:pw@a.example", "GET", "A:1", Refused::UserInfo),
            (url, "", "A:1", Refused::InvalidMethod("".into())),
            (url, "GE T", "A:1", Refused::InvalidMethod("GE T".into())),
            (
                url,
                "trace",
                "A:1",
                Refused::ForbiddenMethod("TRACE".into()),
            ),
            (
                url,
                "Track",
                "A:1",
                Refused::ForbiddenMethod("TRACK".into()),
            ),
            (
                url,
                "CONNECT",
                "A:1",
                Refused::ForbiddenMethod("CONNECT".into()),
            ),
            (url, "GET", "A B:1", Refused::InvalidName("A B".into())),
            (url, "GET", ":1", Refused::InvalidName("".into())),
            (url, "GET", "A:1\r\nB", Refused::InvalidValue("A".into())),
            (url, "GET", "A:1\0", Refused::InvalidValue("A".into())),
            (url, "GET", "A:日", Refused::InvalidValue("A".into())),
        ] {
            assert_eq!(
                fetch(url, method, &[header], false),
                Err(expected),
                "{method} {header}"
            );
        }
    }

    #[test]
    fn values_are_bytes_without_white_space_around_them() {
        let fetch = fetch("https://a.example", "GET", &["A: \t\r\né \n", "B:"], false).unwrap();
        let expected = [Header::new("A", b"\xe9"), Header::new("B", b"")];
        assert_eq!(fetch.headers(), expected);
    }

    #[test]
    fn forbidden_headers_are_dropped_and_named() {
        for (header, is_dropped) in [
            ("Cookie: a", true),
            ("hOST: a", true),
            ("DNT: 1", true),
            ("Origin: https://a.example", true),
            ("Proxy-Anything: 1", true),
            ("sec-fetch-mode: cors", true),
            ("Security: 1", false),
            ("User-Agent: x", false),
            ("Cookies: x", false),
            ("X-HTTP-Method-Override: PUT", false),
            ("X-HTTP-Method-Override: PUT, trace", true),
            ("x-http-method: Connect", true),
            ("X-Method-Override: TRACK", true),
            ("X-Method-Override: TRACKS", false),
            ("X-Other: TRACE", false),
        ] {
            let fetch = fetch("https://a.example", "GET", &[header], false).unwrap();
            let (name, _) = header.split_once(':').unwrap();
            let found = (fetch.dropped(), fetch.headers().len());
            let dropped = [name.to_owned()];
            let expected = if is_dropped {
                (&dropped[..], 0)
            } else {
                (&[][..], 1)
            };
            assert_eq!(found, expected, "{header}");
        }
    }

    #[test]
    fn a_preflight_is_needed_for_methods_and_headers_that_no_form_sends() {
        for (method, headers, expected) in [
            ("GET", &[][..], false),
            ("HEAD", &[], false),
            ("POST", &[], false),
            ("post", &[], false),
            ("PUT", &[], true),
            ("OPTIONS", &[], true),
            ("patch", &[], true),
            ("GET", &["Accept: */*"], false),
            ("GET", &["Authorization: Bearer x"], true),
            ("GET", &["Cookie: dropped"], false),
            ("POST", &["Content-Type: application/json"], true),
            ("POST", &["Content-Type: text/plain"], false),
        ] {
            let fetch = fetch("https://a.example", method, headers, true).unwrap();
            assert_eq!(fetch.needs_preflight(), expected, "{method} {headers:?}");
            assert!(fetch.is_with_credentials());
        }
    }
}
