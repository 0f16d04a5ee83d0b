//! Where a redirect leads: Fetch, section 4.5 "HTTP-redirect fetch".

use std::fmt;

use url::Url;

use super::Answer;
use super::block::Reason;
use crate::origin::scheme;

/// More hops than this nobody follows.
pub(super) const MOST_HOPS: u8 = 20;

/// Why a browser doesn't follow a redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFollowed {
    /// `Location` is no URL.
    NoUrl {
        /// What it is.
        location: String,
    },
    /// There are several, and they differ.
    Several,
    /// It leads to something other than http and https.
    Scheme {
        /// The scheme it leads to.
        scheme: String,
    },
    /// The hops before it were already as many as are followed.
    TooMany,
    /// It leads to another origin, with a user name or password.
    UserInfo {
        /// Where to, without them.
        to: String,
    },
}

/// The http(s) URL a redirect leads to: Fetch, section 2.2.6 "Responses", "location URL". `None` if the answer is none, or
/// doesn't say where to.
///
/// The standard fails for repeated lines; browsers don't if they are all the same, and nor does this.
/// To the standard an empty line leads to where one is; to Chromium it is none, and the page reads
/// the answer.
pub(super) fn location(answer: &Answer, current: &Url) -> Result<Option<Url>, NotFollowed> {
    let mut lines = answer.lines("Location");
    let Some(location) = lines.next().filter(|_| answer.is_redirect()) else {
        return Ok(None);
    };
    if lines.any(|line| line != location) {
        return Err(NotFollowed::Several);
    }
    if location.is_empty() {
        return Ok(None);
    }
    let location = escaped(location);
    let Ok(mut url) = current.join(&location) else {
        return Err(NotFollowed::NoUrl { location });
    };
    if !scheme::is_web(url.scheme()) {
        let scheme = url.scheme().to_owned();
        return Err(NotFollowed::Scheme { scheme });
    }
    if url.fragment().is_none() {
        url.set_fragment(current.fragment());
    }
    Ok(Some(url))
}

/// What isn't ASCII, byte by byte as a URL writes it, whatever its encoding was.
fn escaped(location: &[u8]) -> String {
    let escape = |byte: &u8| match byte.is_ascii() {
        true => char::from(*byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    location.iter().map(escape).collect()
}

impl fmt::Display for NotFollowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoUrl { location } => write!(
                f,
                "the answer redirects to “{location}”, which is no address"
            ),
            Self::Several => f.write_str("the answer redirects to several addresses at once"),
            Self::Scheme { scheme } => write!(
                f,
                "the answer redirects to a {scheme}: address, which no page can fetch this way"
            ),
            Self::TooMany => write!(
                f,
                "the answer is a redirect again, after {MOST_HOPS} of them"
            ),
            Self::UserInfo { to } => write!(
                f,
                "the answer redirects to {to} with a user name or password in the address, which isn't followed across origins"
            ),
        }
    }
}

impl Reason for NotFollowed {
    fn name(&self) -> &'static str {
        match self {
            Self::NoUrl { .. } => "redirect-invalid",
            Self::Several => "redirect-ambiguous",
            Self::Scheme { .. } => "redirect-scheme",
            Self::TooMany => "redirect-limit",
            Self::UserInfo { .. } => "redirect-user-info",
        }
    }

    fn chrome(&self) -> Option<String> {
        let sentence = match self {
            Self::NoUrl { .. } => "net::ERR_INVALID_REDIRECT",
            Self::Several => "net::ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION",
            Self::Scheme { .. } => "net::ERR_UNSAFE_REDIRECT",
            Self::TooMany => "net::ERR_TOO_MANY_REDIRECTS",
            Self::UserInfo { to } => {
                return Some(format!(
                    "Redirect location '{to}' contains a username and password, which is disallowed for cross-origin requests."
                ));
            }
        };
        Some(sentence.to_owned())
    }

    fn firefox(&self) -> Option<&'static str> {
        Some(match self {
            Self::Scheme { .. } => "CORSRequestNotHttp",
            _ => "CORSDidNotSucceed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::Header;

    #[test]
    fn locations_are_read_against_the_current_url() {
        let url = |text: &str| Ok(Some(Url::parse(text).unwrap()));
        let scheme = |scheme: &str| {
            Err(NotFollowed::Scheme {
                scheme: scheme.to_owned(),
            })
        };
        let no_url = |location: &str| {
            Err(NotFollowed::NoUrl {
                location: location.to_owned(),
            })
        };
        for (status, lines, expected) in [
            (
                302,
                &[&b"/login"[..]][..],
                url("https://a.example/login#here"),
            ),
            (301, &[b"next"], url("https://a.example/x/next#here")),
            (303, &[b"?q"], url("https://a.example/x/y?q#here")),
            (307, &[b"//b.example"], url("https://b.example/#here")),
            (
                308,
                &[b"http://b.example/#there"],
                url("http://b.example/#there"),
            ),
            (302, &[b" \t/a b "], url("https://a.example/a%20b#here")),
            (302, &[b"/\xc3\xa9"], url("https://a.example/%C3%A9#here")),
            (302, &[b"/\xe9"], url("https://a.example/%E9#here")),
            (
                302,
                &["https://b\u{fc}cher.example".as_bytes()],
                url("https://xn--bcher-kva.example/#here"),
            ),
            (302, &[b""], Ok(None)),
            (302, &[b"/a", b"/a"], url("https://a.example/a#here")),
            (302, &[b"/a", b"/b"], Err(NotFollowed::Several)),
            (302, &[b"/a", b""], Err(NotFollowed::Several)),
            (302, &[b"", b"/a"], Err(NotFollowed::Several)),
            (302, &[b"http://"], no_url("http://")),
            (302, &[b"https://a b"], no_url("https://a b")),
            (302, &[b"data:text/plain,x"], scheme("data")),
            (302, &[b"file:///etc/passwd"], scheme("file")),
            (302, &[b"capacitor://localhost"], scheme("capacitor")),
            (302, &[], Ok(None)),
            (200, &[b"/login"], Ok(None)),
            (201, &[b"/login"], Ok(None)),
            (300, &[b"/login"], Ok(None)),
            (304, &[b"/login"], Ok(None)),
        ] {
            let headers = lines.iter().map(|line| Header::new("location", *line));
            let answer = Answer::new(status, headers.collect());
            let current = Url::parse("https://a.example/x/y?z#here").unwrap();
            assert_eq!(location(&answer, &current), expected, "{status} {lines:?}");
        }
    }
}
