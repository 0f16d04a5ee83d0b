//! Gate 1, before any traffic: Mixed Content, sections 4.3 and 4.4.

use std::fmt;

use url::{Host, Url};

use super::Verdict::{Allowed, Blocked, Prompt};
use super::block::Reason;
use super::page::{self, Page};
use super::{AddressSpace, Block, Verdicts};
use crate::shown;

/// An unencrypted request of a page that has no business with such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixed {
    kind: Kind,
    page: String,
    target: String,
}

/// What decides who blocks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An https page asks this machine.
    ToLoopback,
    /// An https page asks for a private address, or a name under `.local`, so that it is known before
    /// any traffic that this is a request to the local network.
    ToLocal,
    /// An https page asks anything else.
    ToAnywhere,
    /// A page that came unencrypted, but from this machine, asks anything else.
    FromLoopback,
}

impl Kind {
    /// Spec, Chrome, Firefox, Safari.
    ///
    /// Safari has not made loopback trustworthy for fetches. Chrome lets requests to the local network
    /// through once the user has granted Local Network Access (the draft's section "Mixed Content").
    /// The standard means all trustworthy pages, browsers only those that came over https.
    const fn verdicts(self) -> Verdicts {
        match self {
            Self::ToLoopback => Verdicts::new(Allowed, Allowed, Allowed, Blocked),
            Self::ToLocal => Verdicts::new(Blocked, Prompt, Blocked, Blocked),
            Self::ToAnywhere => Verdicts::new(Blocked, Blocked, Blocked, Blocked),
            Self::FromLoopback => Verdicts::new(Blocked, Allowed, Allowed, Allowed),
        }
    }
}

/// Whether anybody minds that this page asks for that URL.
pub(super) fn check(page: &Page, url: &Url) -> Option<Block> {
    Mixed::between(page, url).map(Block::MixedContent)
}

impl Mixed {
    pub(super) fn between(page: &Page, url: &Url) -> Option<Self> {
        let kind = match (page::is_trustworthy(url), page.is_https()) {
            _ if url.scheme() == "https" => return None,
            (true, true) => Kind::ToLoopback,
            (false, true) if is_surely_local(url) => Kind::ToLocal,
            (false, true) => Kind::ToAnywhere,
            (false, false) if page.is_trustworthy_web() => Kind::FromLoopback,
            (_, false) => return None,
        };
        Some(Self {
            kind,
            page: page.origin().to_owned(),
            target: shown::without_user(url).into(),
        })
    }
}

/// Whether the URL alone says that it is in the local network: Local Network Access draft, section
/// "Fetching".
fn is_surely_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name.ends_with(".local")
        }
        Some(address) => AddressSpace::of_host(&address) == AddressSpace::Local,
        None => false,
    }
}

impl fmt::Display for Mixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { page, target, .. } = self;
        match self.kind {
            Kind::ToLoopback => write!(
                f,
                "Safari doesn't let a page that came over https ({page}) ask {target}, not even on this machine"
            ),
            Kind::ToLocal => write!(
                f,
                "the page came over https ({page}) and may not ask {target}, which is http; only Chrome lets it, if the user grants access to the local network"
            ),
            Kind::ToAnywhere => write!(
                f,
                "the page came over https ({page}) and may not ask {target}, which is http"
            ),
            Kind::FromLoopback => write!(
                f,
                "the standard forbids a page on this machine ({page}) to ask {target}, which is http; no browser minds"
            ),
        }
    }
}

impl Reason for Mixed {
    fn name(&self) -> &'static str {
        "mixed-content"
    }

    fn chrome(&self) -> Option<String> {
        let Self { page, target, .. } = self;
        match self.kind {
            Kind::ToLoopback | Kind::FromLoopback => None,
            Kind::ToLocal => Some(super::local_network::denied(AddressSpace::Local)),
            Kind::ToAnywhere => Some(format!(
                "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure resource '{target}'. This request has been blocked; the content must be served over HTTPS."
            )),
        }
    }

    fn firefox(&self) -> Option<&'static str> {
        let is_blocked = self.kind.verdicts().firefox == Blocked;
        is_blocked.then_some("Blocked loading mixed active content")
    }

    fn verdicts(&self) -> Verdicts {
        self.kind.verdicts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_blocks_depends_on_page_and_target() {
        use Kind::{FromLoopback, ToAnywhere, ToLocal, ToLoopback};
        let https = "https://tool.example";
        for (page, target, expected) in [
            (https, "https://abs.example", None),
            (https, "https://192.168.1.10", None),
            (https, "http://127.0.0.1:13378", Some(ToLoopback)),
            (https, "http://127.1.2.3", Some(ToLoopback)),
            (https, "http://[::1]", Some(ToLoopback)),
            (https, "http://localhost", Some(ToLoopback)),
            (https, "http://abs.localhost", Some(ToLoopback)),
            (https, "http://192.168.1.10:13378", Some(ToLocal)),
            (https, "http://10.0.0.1", Some(ToLocal)),
            (https, "http://100.64.0.1", Some(ToLocal)),
            (https, "http://169.254.0.1", Some(ToLocal)),
            (https, "http://[fd00::1]", Some(ToLocal)),
            (https, "http://[fe80::1]", Some(ToLocal)),
            (https, "http://[::ffff:192.168.1.10]", Some(ToLocal)),
            (https, "http://nas.local:13378", Some(ToLocal)),
            (https, "http://nas.local.", Some(ToLocal)),
            (https, "http://local", Some(ToAnywhere)),
            (https, "http://notlocal", Some(ToAnywhere)),
            (https, "http://nas.lan:13378", Some(ToAnywhere)),
            (https, "http://nas", Some(ToAnywhere)),
            (https, "http://abs.example", Some(ToAnywhere)),
            (https, "http://1.1.1.1", Some(ToAnywhere)),
            (https, "http://[::ffff:127.0.0.1]", Some(ToAnywhere)),
            (https, "http://0.0.0.0", Some(ToAnywhere)),
            ("https://localhost", "http://abs.example", Some(ToAnywhere)),
            ("https://nas.local", "http://nas.local", Some(ToLocal)),
            (
                "http://localhost:3000",
                "http://abs.example",
                Some(FromLoopback),
            ),
            (
                "http://127.0.0.1",
                "http://192.168.1.10",
                Some(FromLoopback),
            ),
            ("http://localhost:3000", "http://localhost:13378", None),
            ("http://localhost:3000", "https://abs.example", None),
            ("http://tool.example", "http://abs.example", None),
            ("http://192.168.1.5", "http://192.168.1.10", None),
            ("capacitor://localhost", "http://abs.example", None),
            ("null", "http://abs.example", None),
        ] {
            let page = Page::at(page, None).unwrap();
            let url = Url::parse(target).unwrap();
            let found = Mixed::between(&page, &url).map(|mixed| mixed.kind);
            assert_eq!(found, expected, "{page:?} → {target}");
        }
    }

    #[test]
    fn the_browsers_differ_as_observed() {
        for (kind, expected) in [
            (Kind::ToLoopback, [Allowed, Allowed, Allowed, Blocked]),
            (Kind::ToLocal, [Blocked, Prompt, Blocked, Blocked]),
            (Kind::ToAnywhere, [Blocked, Blocked, Blocked, Blocked]),
            (Kind::FromLoopback, [Blocked, Allowed, Allowed, Allowed]),
        ] {
            let Verdicts {
                spec,
                chrome,
                firefox,
                safari,
            } = kind.verdicts();
            assert_eq!([spec, chrome, firefox, safari], expected, "{kind:?}");
        }
    }
}
