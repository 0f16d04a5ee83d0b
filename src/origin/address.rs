//! What a browser reads a candidate as: the scheme, host and port of its URL.
//!
//! The `url` crate decides. Where host and port are plain but for capital letters, zeros and a default
//! port, what it would say is known without building the URL: behind a special scheme and its slashes the
//! URL Standard's parser is in "authority state", lower-cases such a host ("domain to ASCII"), takes the
//! port as a number ("port state"), and can't fail on any path, query or fragment. It can't fail on a user
//! name either, so of other hosts it is enough to ask its host parser.

use std::borrow::Cow;

use url::{Host, Url};

use super::{Labels, Origin, Parts, Reach, Shape, canonical, head, scheme};

/// A URL, as far as an origin goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'t> {
    scheme: Cow<'t, str>,
    host: Option<Host<Cow<'t, str>>>,
    port: Option<u16>,
    labels: Labels,
}

/// The host that a text begins with, in lower case.
pub(super) type Found<'t> = canonical::Found<'t, Cow<'t, str>>;

impl<'t> Address<'t> {
    /// What the URL Standard's parser makes of `text`, whose scheme is right or can be supplied; `None` if no
    /// browser could read it.
    pub(super) fn read(text: &'t str, shape: &Shape, parts: &Parts) -> Option<Self> {
        let body = &text[parts.leading.end..parts.trailing.start];
        let after = &text[parts.separator.end..parts.trailing.start];
        let (host, port) = (&text[parts.host.clone()], &text[parts.port.clone()]);
        let plain =
            |scheme| Self::plain(scheme, host, port).or_else(|| Self::odd(scheme, host, port));
        let supplied =
            |scheme| plain(scheme).or_else(|| Self::parse(&format!("{scheme}://{after}")));
        match shape {
            Shape::Web => {
                let written = &text[parts.scheme.start..parts.separator.end];
                let name = written.strip_suffix("://").unwrap_or_default();
                let mut schemes = scheme::WEB.into_iter();
                let scheme = schemes.find(|scheme| name.eq_ignore_ascii_case(scheme));
                scheme.and_then(plain).or_else(|| Self::parse(body))
            }
            Shape::App(_) => Self::parse(body),
            Shape::WebSocket => {
                let name = head::drop_breaks(body).to_ascii_lowercase();
                supplied(match name.starts_with("wss:") {
                    true => "https",
                    false => "http",
                })
            }
            Shape::Misspelt(meant) => supplied(meant),
            // a URL parser would pass over any number of slashes and take what follows for the host
            Shape::Schemeless if after.starts_with(['/', '\\']) => None,
            Shape::Schemeless => {
                let secure = supplied("https")?;
                match secure.reach() {
                    Some(Reach::Loopback) => supplied("http"),
                    _ => Some(secure),
                }
            }
            Shape::Empty
            | Shape::Null
            | Shape::Several(_)
            | Shape::Prefixed(_)
            | Shape::Pattern
            | Shape::Opaque => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Url::parse(text).ok().map(|url| Self::of(&url))
    }

    fn of(url: &Url) -> Self {
        Self {
            scheme: Cow::Owned(url.scheme().to_owned()),
            host: url.host().map(|host| match host {
                Host::Domain(name) => Host::Domain(Cow::Owned(name.to_owned())),
                Host::Ipv4(address) => Host::Ipv4(address),
                Host::Ipv6(address) => Host::Ipv6(address),
            }),
            port: url.port(),
            labels: Labels::default(),
        }
    }

    /// The same for a plain host and port, or `None` for "don't know".
    pub(super) fn plain(scheme: &'static str, host: &'t str, port: &str) -> Option<Self> {
        let Found { host, labels, rest } = plain_host(host)?;
        match rest {
            "" => Self::on(host, labels, scheme, port),
            _ => None,
        }
    }

    /// The same for any host that the URL Standard's host parser takes.
    fn odd(scheme: &'static str, host: &str, port: &str) -> Option<Self> {
        // all that a URL parser does to a host before it parses it
        if host.contains(['\t', '\n', '\r']) {
            return None;
        }
        let host = match Host::parse(host).ok()? {
            Host::Domain(name) => Host::Domain(Cow::Owned(name)),
            Host::Ipv4(address) => Host::Ipv4(address),
            Host::Ipv6(address) => Host::Ipv6(address),
        };
        Self::on(host, Labels::default(), scheme, port)
    }

    /// The same for a host that was read.
    pub(super) fn on(
        host: Host<Cow<'t, str>>,
        labels: Labels,
        scheme: &'static str,
        port: &str,
    ) -> Option<Self> {
        let port = match port.strip_prefix(':').unwrap_or_default() {
            "" => None,
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                let port = digits.parse().ok()?;
                (scheme::default_port(scheme) != Some(port)).then_some(port)
            }
            _ => return None,
        };
        Some(Self {
            scheme: Cow::Borrowed(scheme),
            host: Some(host),
            port,
            labels,
        })
    }

    /// The scheme, if it is http or https.
    pub fn web_scheme(&self) -> Option<&str> {
        Some(&*self.scheme).filter(|scheme| scheme::is_web(scheme))
    }

    /// Whether the host was read without a URL: it stands in the text as browsers send it, but for capital
    /// letters, and keeps to the limits of the Domain Name System. `false` means "don't know".
    pub fn is_plain(&self) -> bool {
        self.labels.are_known()
    }

    /// The labels of such a host.
    pub(super) fn labels(&self) -> Labels {
        self.labels
    }

    /// The host.
    pub fn host(&self) -> Option<Host<&str>> {
        Some(match self.host.as_ref()? {
            Host::Domain(name) => Host::Domain(&**name),
            Host::Ipv4(address) => Host::Ipv4(*address),
            Host::Ipv6(address) => Host::Ipv6(*address),
        })
    }

    /// The port, if it isn't the scheme's own.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Who can reach the host; `None` where there is no http(s) host.
    pub fn reach(&self) -> Option<Reach> {
        self.web_scheme()?;
        self.host().map(|host| Reach::of(&host))
    }

    /// The origin of a page there, if the host is written as browsers send it, but for capital letters.
    pub(super) fn origin_on(&self, written: &str) -> Origin {
        let host = match &self.host {
            Some(Host::Domain(name)) => name,
            _ => written,
        };
        Origin::new(&self.scheme, host, self.port)
    }

    /// The origin of a page there.
    ///
    /// That of an app is what a web view sends for a scheme it has registered. The URL Standard gives these
    /// schemes an opaque origin, so `url` can't say it. Web views treat the host like that of a standard
    /// scheme: lower case, ASCII.
    pub(super) fn origin(&self, is_app: bool) -> Option<Origin> {
        let host = self.host.as_ref()?;
        match host {
            Host::Domain(name) if is_app => {
                let is_plain = !name.is_empty() && !name.contains('%');
                is_plain.then(|| Origin::new(&self.scheme, &name.to_ascii_lowercase(), self.port))
            }
            Host::Domain(name) => Some(Origin::new(&self.scheme, name, self.port)),
            _ => Some(Origin::new(&self.scheme, &host.to_string(), self.port)),
        }
    }
}

/// The host that a text begins with, if it is plain but for capital letters, and the rest.
pub(super) fn plain_host(text: &str) -> Option<Found<'_>> {
    let is_over = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_uppercase());
    match canonical::host(text).filter(|found| is_over(found.rest)) {
        Some(found) => Some(as_written(found)),
        None => capital_host(text),
    }
}

/// The same for any other host that browsers send as it is written.
pub(super) fn exact_host(text: &str) -> Option<Found<'_>> {
    canonical::any_host(text).map(as_written)
}

fn as_written(found: canonical::Found<'_>) -> Found<'_> {
    let canonical::Found { host, labels, rest } = found;
    let host = match host {
        Host::Domain(name) => Host::Domain(Cow::Borrowed(name)),
        Host::Ipv4(address) => Host::Ipv4(address),
        Host::Ipv6(address) => Host::Ipv6(address),
    };
    Found { host, labels, rest }
}

/// The same where there are capital letters in it.
fn capital_host(text: &str) -> Option<Found<'_>> {
    let is_of_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let end = text.bytes().position(|byte| !is_of_host(byte));
    let (written, rest) = text.split_at(end.unwrap_or(text.len()));
    if !written.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let name = written.to_ascii_lowercase();
    let canonical::Found {
        host,
        labels,
        rest: "",
    } = canonical::host(&name)?
    else {
        return None;
    };
    let host = match host {
        Host::Domain(_) => Host::Domain(Cow::Owned(name)),
        Host::Ipv4(address) => Host::Ipv4(address),
        Host::Ipv6(address) => Host::Ipv6(address),
    };
    Some(Found { host, labels, rest })
}

/// A `blob:` URL has the origin of the page that made it (URL Standard, section "Origin").
pub(super) fn blob_origin(body: &str) -> Option<Origin> {
    let url = Url::parse(body).ok().filter(|url| url.scheme() == "blob")?;
    let inner = Address::parse(url.path())?;
    inner.web_scheme()?;
    inner.origin(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::origin::many_cases;

    proptest! {
        #![proptest_config(many_cases())]

        /// Which ones are plain is this module's choice; what they are isn't.
        #[test]
        fn what_is_plain_is_read_as_the_url_crate_reads_it(
            host in "([a-zA-Z0-9]{1,4}[.-]){0,3}([a-zA-Z0-9-]{1,4}|xn--a|[0-9.]{1,15}|0[xX][0-9a-f]{1,3})|[^:/?#@\\\\\t\n\r]{0,8}|\\[[0-9a-f:.]{0,9}\\]",
            user in "([a-z:%ü]{0,4}@)?",
            port in "(:(0{0,3}(80|443)|[0-9]{0,6}|[+a-f0-9]{1,3}))?",
            tail in "([/?#][a-zA-Z/?#@: %]{0,5})?",
        ) {
            for scheme in ["http", "https"] {
                let read = Address::parse(&format!("{scheme}://{user}{host}{port}{tail}"));
                let short = [Address::plain(scheme, &host, &port), Address::odd(scheme, &host, &port)];
                for short in short.into_iter().flatten() {
                    let short = Address { labels: Labels::default(), ..short };
                    prop_assert_eq!(Some(&short), read.as_ref());
                }
            }
        }
    }

    #[test]
    fn capital_letters_zeros_and_default_ports_are_plain() {
        for (host, port) in [("Tool.Example", ":0443"), ("192.168.1.5", ":"), ("nas", "")] {
            assert!(
                Address::plain("https", host, port).is_some(),
                "{host}{port}"
            );
        }
        for (host, port) in [
            ("bücher.example", ""),
            ("127.1", ""),
            ("a..b", ""),
            ("a", ":65536"),
            ("", ""),
        ] {
            assert_eq!(Address::plain("https", host, port), None, "{host}{port}");
        }
    }
}
