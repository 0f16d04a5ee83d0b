//! Ports that no browser loads anything from: Fetch, section 2.9 "Port blocking".

use std::fmt;

use url::Url;

use super::Block;
use super::block::Reason;
use crate::origin::ports;

/// A port that belongs to another protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadPort(pub u16);

/// Whether a URL's port is blocked.
pub(super) fn check(url: &Url) -> Option<Block> {
    let port = url.port().filter(|port| ports::is_bad(*port))?;
    Some(Block::BadPort(BadPort(port)))
}

impl fmt::Display for BadPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no browser loads anything from port {}", self.0)
    }
}

impl Reason for BadPort {
    fn name(&self) -> &'static str {
        "bad-port"
    }

    fn chrome(&self) -> Option<String> {
        Some("net::ERR_UNSAFE_PORT".to_owned())
    }

    fn firefox(&self) -> Option<&'static str> {
        Some("CORSDidNotSucceed")
    }
}

#[cfg(test)]
#[test]
fn the_ports_of_other_protocols_are_blocked() {
    for (url, expected) in [
        ("http://nas.local:6000", Some(6000)),
        ("https://nas.local:22", Some(22)),
        ("http://nas.local:0", Some(0)),
        ("http://nas.local:13378", None),
        ("http://nas.local", None),
        ("https://nas.local:443", None),
    ] {
        let expected = expected.map(|port| Block::BadPort(BadPort(port)));
        assert_eq!(check(&Url::parse(url).unwrap()), expected, "{url}");
    }
}
