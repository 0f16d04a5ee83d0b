//! Where a server is.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

use crate::network;
use crate::origin::Reach;

/// The default sub-path: every Audiobookshelf answers there too.
const DEFAULT_PATH: &str = "/audiobookshelf/";

/// The port that its documentation has it listen on, without TLS.
const DEFAULT_PORT: u16 = 13378;

/// The address of a server: http or https, a host, maybe a port and a sub-path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Its path ends in a slash, so that routes can be joined to it.
    base: Url,
}

impl Address {
    /// The address of one of its routes, such as `api/settings`.
    pub fn route(&self, route: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{route}", self.base.path()));
        url
    }

    /// Whether what is sent there can be read on the way.
    pub fn is_plain(&self) -> bool {
        self.base.scheme() == "http"
    }

    /// Its host, without a port.
    pub fn host(&self) -> Host<&str> {
        // a URL of a special scheme always has one
        self.base.host().unwrap_or(Host::Domain(""))
    }

    /// Its port, the scheme's own if it names none.
    pub fn port(&self) -> u16 {
        self.base.port_or_known_default().unwrap_or_default()
    }

    /// Other places where the server may be, if it isn't here: further up the path, and under the
    /// default sub-path.
    pub fn elsewhere(&self) -> Vec<Self> {
        let path = self.base.path().trim_end_matches('/');
        let mut paths: Vec<&str> = path
            .match_indices('/')
            .map(|(slash, _)| &path[..=slash])
            .collect();
        paths.reverse();
        if !paths.contains(&DEFAULT_PATH) && self.base.path() != DEFAULT_PATH {
            paths.push(DEFAULT_PATH);
        }
        paths.into_iter().map(|path| self.at(path)).collect()
    }

    /// The same server spoken to in the other scheme, on the same port.
    pub fn with_other_scheme(&self) -> Self {
        Self {
            base: network::in_other_scheme(&self.base),
        }
    }

    /// What the address should have been, if one of its routes redirects to `to`: wherever that
    /// route is there, or, for a proxy that wants https and sends everybody to its front page, here
    /// in https.
    pub fn moved(&self, route: &str, to: &Url) -> Option<Self> {
        let mut base = to.clone();
        base.set_query(None);
        base.set_fragment(None);
        let is_route = to.path().trim_end_matches('/').strip_suffix(route);
        let wants_https =
            self.is_plain() && to.scheme() == "https" && to.host() == self.base.host();
        let path = is_route.or(wants_https.then_some(self.base.path()))?;
        base.set_path(path);
        Self::of(base).ok()
    }

    fn at(&self, path: &str) -> Self {
        let mut base = self.base.clone();
        base.set_path(path);
        Self { base }
    }

    fn of(mut url: Url) -> Result<Self, Error> {
        let problem = if !is_web(&url) {
            Problem::OtherScheme
        } else if !url.username().is_empty() || url.password().is_some() {
            Problem::UserInfo
        } else if url.query().is_some() || url.fragment().is_some() {
            Problem::Query
        } else {
            let path = format!("{}/", url.path().trim_end_matches('/'));
            url.set_path(&path);
            return Ok(Self { base: url });
        };
        Err(Error {
            problem,
            likely: likely(url),
        })
    }
}

/// Without the slash at its end.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base.as_str().trim_end_matches('/'))
    }
}

impl FromStr for Address {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        match Url::parse(text) {
            Ok(url) if url.has_host() => Self::of(url),
            // `localhost:13378` parses, with `localhost` as its scheme
            Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase) => Err(Error {
                problem: Problem::NoScheme,
                likely: guess(text.trim_start_matches('/')),
            }),
            Err(error) => Err(Error {
                problem: Problem::NotAUrl(error),
                likely: None,
            }),
        }
    }
}

/// The address that was probably meant: without what has no business in it.
fn likely(mut url: Url) -> Option<Address> {
    // none of this fails where there is a host, and without one there is no address anyway
    _ = url.set_username("");
    _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    if is_web(&url) {
        return Address::of(url).ok();
    }
    let (_, rest) = url.as_str().split_once("://")?;
    guess(rest)
}

/// An address whose scheme is missing or misspelt: http for what is near, as Audiobookshelf itself has
/// no TLS.
fn guess(text: &str) -> Option<Address> {
    let rest = match text.split_once("//") {
        Some((scheme, rest)) if !scheme.contains(['.', '/']) => rest,
        _ => text,
    };
    // of a path, the parser would make a host
    let rest = Some(rest).filter(|rest| !rest.starts_with('/'))?;
    let url = Url::parse(&format!("https://{rest}")).ok()?;
    let is_near = Reach::of(&url.host()?) != Reach::Public || url.port() == Some(DEFAULT_PORT);
    let address = likely(url)?;
    Some(match is_near {
        true => address.with_other_scheme(),
        false => address,
    })
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// Text that is no address of a server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}; {}", perhaps(likely.as_ref()))]
pub struct Error {
    problem: Problem,
    likely: Option<Address>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Problem {
    #[error("the scheme is missing")]
    NoScheme,
    #[error("a server is spoken to in http or https")]
    OtherScheme,
    #[error("a user name or password has no place in it: the token is all that is sent")]
    UserInfo,
    #[error("a query or fragment has no place in it")]
    Query,
    #[error("{0}")]
    NotAUrl(url::ParseError),
}

fn perhaps(likely: Option<&Address>) -> String {
    match likely {
        Some(address) => format!("perhaps {address}"),
        None => "it looks like https://home.example".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        text.parse().unwrap()
    }

    #[test]
    fn routes_stand_under_the_sub_path() {
        for (text, base) in [
            ("https://home.example", "https://home.example"),
            (" https://Home.example:443/ ", "https://home.example"),
            (
                "https://home.example/audiobookshelf",
                "https://home.example/audiobookshelf",
            ),
            ("https://home.example/a/b/", "https://home.example/a/b"),
            ("https://home.example//", "https://home.example"),
            ("http://[2001:DB8::1]:13378", "http://[2001:db8::1]:13378"),
            ("http://nas:13378", "http://nas:13378"),
            ("http://192.168.1.5", "http://192.168.1.5"),
            (
                "https://b\u{fc}cher.example",
                "https://xn--bcher-kva.example",
            ),
        ] {
            let address = address(text);
            assert_eq!(address.to_string(), base);
            assert_eq!(
                address.route("api/settings").as_str(),
                format!("{base}/api/settings")
            );
            assert_eq!(base.parse(), Ok(address));
        }
    }

    #[test]
    fn what_is_no_address_is_told_what_it_could_be() {
        for (text, words) in [
            (
                "home.example",
                "the scheme is missing; perhaps https://home.example",
            ),
            (
                "//home.example/abs",
                "the scheme is missing; perhaps https://home.example/abs",
            ),
            ("home.example:13378", "perhaps http://home.example:13378"),
            ("nas:8080/", "perhaps http://nas:8080"),
            ("localhost:13378", "perhaps http://localhost:13378"),
            ("192.168.1.5:13378", "perhaps http://192.168.1.5:13378"),
            ("[::1]:13378", "perhaps http://[::1]:13378"),
            (
                "htps://home.example/abs",
                "http or https; perhaps https://home.example/abs",
            ),
            ("wss://nas.local:13378", "perhaps http://nas.local:13378"),
            (
                "https://me:secret@home.example",
                "all that is sent; perhaps https://home.example",
            ),
            (
                "https://home.example/?x=1#y",
                "perhaps https://home.example",
            ),
            (
                "https://home.example:99999",
                "invalid port number; it looks like",
            ),
            ("https://", "empty host"),
            (
                "",
                "the scheme is missing; it looks like https://home.example",
            ),
            ("not a url", "the scheme is missing; it looks like"),
            ("mailto:me@home.example", "the scheme is missing"),
            ("https//nas", "perhaps http://nas"),
            (
                "http;//home.example/abs",
                "perhaps https://home.example/abs",
            ),
            ("file:///etc/passwd", "it looks like https://home.example"),
        ] {
            let error = text.parse::<Address>().unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_server_is_looked_for_further_up_and_under_the_default_path() {
        for (text, expected) in [
            (
                "https://home.example",
                vec!["https://home.example/audiobookshelf"],
            ),
            (
                "https://home.example/audiobookshelf",
                vec!["https://home.example"],
            ),
            (
                "https://home.example/audiobookshelf/config",
                vec![
                    "https://home.example/audiobookshelf",
                    "https://home.example",
                ],
            ),
            (
                "https://home.example/abs",
                vec![
                    "https://home.example",
                    "https://home.example/audiobookshelf",
                ],
            ),
        ] {
            let elsewhere: Vec<String> = address(text)
                .elsewhere()
                .iter()
                .map(Address::to_string)
                .collect();
            assert_eq!(elsewhere, expected, "{text}");
        }
    }

    #[test]
    fn an_address_that_has_moved_is_known_by_its_route() {
        let given = address("http://home.example:13378/abs");
        for (to, expected) in [
            (
                "https://home.example/api/settings",
                Some("https://home.example"),
            ),
            (
                "https://home.example/api/settings/?x#y",
                Some("https://home.example"),
            ),
            (
                "https://new.example/abs/api/settings",
                Some("https://new.example/abs"),
            ),
            ("https://home.example/", Some("https://home.example/abs")),
            (
                "https://home.example:8443/login",
                Some("https://home.example:8443/abs"),
            ),
            ("https://sso.example/login?to=/api/settings", None),
            ("http://home.example:13378/login", None),
        ] {
            let moved = given.moved("api/settings", &Url::parse(to).unwrap());
            let moved = moved.map(|address| address.to_string());
            assert_eq!(moved.as_deref(), expected, "{to}");
        }
    }
}
