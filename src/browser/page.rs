//! The page that asks.

use url::{Host, Url};

use super::AddressSpace;
use crate::origin::{Origin, scheme};

/// A page whose script calls `fetch()`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// `None` for an opaque origin, which is sent as `null`.
    origin: Option<Origin>,
    stated_space: Option<AddressSpace>,
}

impl Page {
    /// A page at that address, or one that sends `null`; `None` where no page can be.
    ///
    /// `space` is where the page itself is served from, if that is known: its origin doesn't tell.
    pub fn at(text: &str, space: Option<AddressSpace>) -> Option<Self> {
        let origin = match text {
            "null" => None,
            _ => Some(Origin::of(text)?),
        };
        Some(Self {
            origin,
            stated_space: space,
        })
    }

    /// What it sends as `Origin`.
    pub fn origin(&self) -> &str {
        self.origin.as_ref().map_or("null", Origin::as_str)
    }

    /// Where it is served from; where nothing was stated, public unless its host is a private or
    /// loopback address or name, or it comes with an app, and so from this machine.
    pub fn space(&self) -> AddressSpace {
        self.stated_space.unwrap_or_else(|| {
            let of_host = |url: Url| url.host().map(|host| AddressSpace::of_host(&host));
            match self.web_url().and_then(of_host) {
                Some(space) => space,
                None if self.is_app() => AddressSpace::Loopback,
                None => AddressSpace::Public,
            }
        })
    }

    /// Whether [`space`](Self::space) is only a guess.
    pub fn is_space_assumed(&self) -> bool {
        self.stated_space.is_none()
    }

    /// Whether it is a secure context (Secure Contexts, section 3.1), so that it may ask for
    /// permissions.
    ///
    /// The standard leaves app schemes to the browser; those that are known count. A page that sends
    /// `null` doesn't: neither does its origin, and what embeds it isn't known.
    pub fn is_secure(&self) -> bool {
        self.is_app() || self.is_trustworthy_web()
    }

    /// Whether its origin is http or https, and potentially trustworthy.
    pub(super) fn is_trustworthy_web(&self) -> bool {
        self.web_url().is_some_and(|url| is_trustworthy(&url))
    }

    /// Whether it came over https.
    pub(super) fn is_https(&self) -> bool {
        self.origin
            .as_ref()
            .is_some_and(|origin| origin.scheme() == "https")
    }

    /// Whether a URL has the page's own origin; with an opaque origin, none has.
    pub fn is_same_origin(&self, url: &Url) -> bool {
        let own = self.origin.as_ref().map(Origin::as_str);
        own == Some(&url.origin().ascii_serialization())
    }

    fn is_app(&self) -> bool {
        self.origin
            .as_ref()
            .is_some_and(|origin| scheme::find(origin.scheme()).is_some())
    }

    fn web_url(&self) -> Option<Url> {
        let origin = self.origin.as_ref()?;
        scheme::is_web(origin.scheme()).then(|| Url::parse(origin.as_str()).ok())?
    }
}

/// Whether an http(s) URL is potentially trustworthy: Secure Contexts, section 3.1.
///
/// Encrypted, or on this machine for certain. An IPv4-mapped `::ffff:127.0.0.1` isn't in the list,
/// and of names only `localhost` and those below it are.
pub(super) fn is_trustworthy(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    };
    match url.scheme() {
        "https" => true,
        "http" => is_loopback,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::AddressSpace::{Local, Loopback, Public};
    use super::*;

    #[test]
    fn pages_are_as_secure_and_as_public_as_their_origin_says() {
        for (text, origin, secure, space) in [
            ("https://tool.example", "https://tool.example", true, Public),
            (
                "https://Tool.example/app",
                "https://tool.example",
                true,
                Public,
            ),
            ("http://tool.example", "http://tool.example", false, Public),
            (
                "http://localhost:3000",
                "http://localhost:3000",
                true,
                Loopback,
            ),
            ("http://a.localhost", "http://a.localhost", true, Loopback),
            ("http://localhost.", "http://localhost.", true, Loopback),
            (
                "http://notlocalhost.example",
                "http://notlocalhost.example",
                false,
                Public,
            ),
            ("http://127.9.9.9", "http://127.9.9.9", true, Loopback),
            ("http://[::1]:8080", "http://[::1]:8080", true, Loopback),
            (
                "http://[::ffff:127.0.0.1]",
                "http://[::ffff:7f00:1]",
                false,
                Loopback,
            ),
            ("http://192.168.1.10", "http://192.168.1.10", false, Local),
            ("https://nas.local", "https://nas.local", true, Local),
            (
                "capacitor://localhost",
                "capacitor://localhost",
                true,
                Loopback,
            ),
            (
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                true,
                Loopback,
            ),
            ("zzz://localhost", "zzz://localhost", false, Public),
            ("null", "null", false, Public),
        ] {
            let page = Page::at(text, None).unwrap();
            let found = (page.origin(), page.is_secure(), page.space());
            assert_eq!(found, (origin, secure, space), "{text}");
            assert!(page.is_space_assumed());
        }
    }

    #[test]
    fn what_is_stated_is_not_assumed() {
        let page = Page::at("https://tool.example", Some(Local)).unwrap();
        assert_eq!((page.space(), page.is_space_assumed()), (Local, false));
    }

    #[test]
    fn no_page_is_where_none_can_be() {
        for text in ["", "*", "mailto:a@b.example", "tool example"] {
            assert_eq!(Page::at(text, None), None, "{text}");
        }
    }

    #[test]
    fn only_the_same_scheme_host_and_port_are_the_pages_own() {
        for (page, url, expected) in [
            ("https://a.example", "https://a.example/x", true),
            ("https://a.example", "https://a.example:443/", true),
            ("https://a.example", "http://a.example/", false),
            ("https://a.example", "https://a.example:8443/", false),
            ("https://a.example", "https://b.a.example/", false),
            ("null", "https://a.example/", false),
            ("capacitor://localhost", "http://localhost/", false),
        ] {
            let page = Page::at(page, None).unwrap();
            let url = Url::parse(url).unwrap();
            assert_eq!(page.is_same_origin(&url), expected, "{page:?} {url}");
        }
    }
}
