//! Gate 2, once it is known what address a connection goes to: Local Network Access draft, section
//! "Fetching", the Local Network Access check.

use std::fmt;
use std::net::IpAddr;

use url::Url;

use super::Verdict::{Allowed, Blocked, Prompt};
use super::block::Reason;
use super::{AddressSpace, Block, Page, Verdicts};

/// A request into a network more private than the page's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MorePrivate {
    /// What the connection goes to.
    pub address: IpAddr,
    /// The space that is in.
    pub space: AddressSpace,
    /// Whether the page may ask for permissions at all.
    pub page_is_secure: bool,
}

/// Whether a page needs the user's permission for a connection to that address.
///
/// What has the page's own origin needs none, if that is trustworthy. The draft asks also where a page
/// of the local network goes to this machine; Chromium doesn't.
pub(super) fn check(page: &Page, url: &Url, address: IpAddr) -> Option<Block> {
    let space = AddressSpace::of(address);
    let is_own = page.is_same_origin(url) && page.is_trustworthy_web();
    if is_own || space == AddressSpace::Public || page.space() != AddressSpace::Public {
        return None;
    }
    Some(Block::LocalNetwork(MorePrivate {
        address,
        space,
        page_is_secure: page.is_secure(),
    }))
}

/// What Chrome says when the user has said no.
pub(super) fn denied(space: AddressSpace) -> String {
    let space = space.name();
    format!("Permission was denied for this request to access the `{space}` address space.")
}

impl fmt::Display for MorePrivate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, space, .. } = self;
        let place = match space {
            AddressSpace::Loopback => "on this machine",
            AddressSpace::Local => "in the local network",
            AddressSpace::Public => "in the internet",
        };
        match self.page_is_secure {
            true => write!(
                f,
                "{address} is {place}: Chrome and Firefox ask the user whether the page may go there"
            ),
            false => write!(
                f,
                "{address} is {place}: Chrome never lets a page go there that isn't secure (https), Firefox asks the user"
            ),
        }
    }
}

impl Reason for MorePrivate {
    fn name(&self) -> &'static str {
        "local-network-access"
    }

    fn chrome(&self) -> Option<String> {
        let space = self.space.name();
        Some(match self.page_is_secure {
            true => denied(self.space),
            false => format!(
                "The request client is not a secure context and the resource is in more-private address space `{space}`."
            ),
        })
    }

    fn firefox(&self) -> Option<&'static str> {
        Some("CORSDidNotSucceed")
    }

    /// Fetch doesn't know of it, and Safari has not shipped it.
    fn verdicts(&self) -> Verdicts {
        let chrome = if self.page_is_secure { Prompt } else { Blocked };
        Verdicts::new(Allowed, chrome, Prompt, Allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_more_private_than_the_page_needs_permission() {
        use AddressSpace::{Local, Loopback, Public};
        let (url, tool) = ("https://abs.example", "https://tool.example");
        for (page, stated, url, address, expected) in [
            (tool, None, url, "192.168.1.10", Some((Local, true))),
            (tool, None, url, "fd00::1", Some((Local, true))),
            (tool, None, url, "127.0.0.1", Some((Loopback, true))),
            (tool, None, url, "1.1.1.1", None),
            (tool, Some(Local), url, "192.168.1.10", None),
            (tool, Some(Local), url, "127.0.0.1", None),
            (tool, Some(Loopback), url, "127.0.0.1", None),
            (
                "http://tool.example",
                None,
                url,
                "192.168.1.10",
                Some((Local, false)),
            ),
            ("http://192.168.1.5", None, url, "192.168.1.10", None),
            ("http://192.168.1.5", None, url, "127.0.0.1", None),
            (
                "http://192.168.1.5",
                Some(Public),
                url,
                "192.168.1.10",
                Some((Local, false)),
            ),
            ("http://localhost", None, url, "192.168.1.10", None),
            ("capacitor://localhost", None, url, "192.168.1.10", None),
            ("null", None, url, "192.168.1.10", Some((Local, false))),
            (tool, None, "https://tool.example/api", "192.168.1.10", None),
            (
                "http://tool.example",
                None,
                "http://tool.example/api",
                "192.168.1.10",
                Some((Local, false)),
            ),
        ] {
            let page = Page::at(page, stated).unwrap();
            let block = check(&page, &Url::parse(url).unwrap(), address.parse().unwrap());
            let found = block.map(|block| match block {
                Block::LocalNetwork(near) => (near.space, near.page_is_secure),
                other => panic!("{other:?}"),
            });
            assert_eq!(found, expected, "{page:?} → {url} at {address}");
        }
    }

    /// The table of Chromium 156: mixed content and Local Network Access together.
    #[test]
    fn the_table_seen_in_chromium_holds() {
        let targets = [
            (
                "http://192.168.1.10:13378",
                "192.168.1.10",
                [Blocked, Prompt, Blocked, Blocked],
            ),
            (
                "http://nas.local:13378",
                "192.168.1.10",
                [Blocked, Prompt, Blocked, Blocked],
            ),
            (
                "http://nas.lan:13378",
                "192.168.1.10",
                [Blocked, Blocked, Blocked, Blocked],
            ),
            (
                "https://abs.example",
                "192.168.1.10",
                [Allowed, Prompt, Prompt, Allowed],
            ),
            (
                "http://localhost:13378",
                "127.0.0.1",
                [Allowed, Prompt, Prompt, Blocked],
            ),
        ];
        for (target, address, expected) in targets {
            let http = [Allowed, Blocked, Prompt, Allowed];
            for (page, expected) in [
                ("https://tool.example", expected),
                ("http://tool.example", http),
            ] {
                let page = Page::at(page, None).unwrap();
                let url = Url::parse(target).unwrap();
                let mut blocks = super::super::request::before_traffic(&page, &url);
                blocks.extend(check(&page, &url, address.parse().unwrap()));
                let Verdicts {
                    spec,
                    chrome,
                    firefox,
                    safari,
                } = blocks.iter().map(Block::verdicts).collect();
                assert_eq!(
                    [spec, chrome, firefox, safari],
                    expected,
                    "{page:?} → {target}"
                );
            }
        }
    }
}
