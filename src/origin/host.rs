//! Who can reach a host, judged from its name or address alone.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::Host;

/// How far away the pages of a host can come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// This machine: `localhost`, `127.0.0.0/8`, `::1`.
    Loopback,
    /// A private network: RFC 1918 and RFC 4193 addresses, link-local, shared address space, and
    /// names that the public DNS doesn't hold.
    Private,
    /// Everywhere else.
    Public,
}

/// Top labels that stand for a local network.
///
/// RFC 6762 (`local`), RFC 8375 (`home.arpa`), ICANN's reservation of 2024 (`internal`), and the
/// ones that routers hand out and ICANN has declined to delegate.
const PRIVATE_SUFFIXES: &[&str] = &[
    "local",
    "home.arpa",
    "internal",
    "lan",
    "home",
    "corp",
    "intranet",
    "private",
    "localdomain",
];

impl Reach {
    /// Judges a host as the URL parser gives it.
    pub fn of(host: &Host<&str>) -> Self {
        match host {
            Host::Ipv4(address) => Self::of_ipv4(*address),
            Host::Ipv6(address) => Self::of_ipv6(*address),
            Host::Domain(name) => Self::of_name(name),
        }
    }

    fn of_ipv4(address: Ipv4Addr) -> Self {
        let [first, second, ..] = address.octets();
        let shared = first == 100 && (64..128).contains(&second); // RFC 6598
        if address.is_loopback() {
            Self::Loopback
        } else if address.is_private() || address.is_link_local() || shared {
            Self::Private
        } else {
            Self::Public
        }
    }

    fn of_ipv6(address: Ipv6Addr) -> Self {
        if let Some(mapped) = address.to_ipv4_mapped() {
            Self::of_ipv4(mapped)
        } else if address.is_loopback() {
            Self::Loopback
        } else if address.is_unique_local() || address.is_unicast_link_local() {
            Self::Private
        } else {
            Self::Public
        }
    }

    fn of_name(name: &str) -> Self {
        let name = name.strip_suffix('.').unwrap_or(name);
        let under = |suffix: &str| {
            name.strip_suffix(suffix)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if under("localhost") {
            Self::Loopback
        } else if !name.contains('.') || PRIVATE_SUFFIXES.iter().any(|suffix| under(suffix)) {
            Self::Private
        } else {
            Self::Public
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    #[test]
    fn hosts_are_as_near_as_their_names_say() {
        for (host, reach) in [
            ("localhost", Reach::Loopback),
            ("tool.localhost", Reach::Loopback),
            ("localhost.", Reach::Loopback),
            ("127.8.8.8", Reach::Loopback),
            ("[::1]", Reach::Loopback),
            ("[::ffff:127.0.0.1]", Reach::Loopback),
            ("10.0.0.1", Reach::Private),
            ("100.64.0.1", Reach::Private),
            ("169.254.1.1", Reach::Private),
            ("[fd00::1]", Reach::Private),
            ("[fe80::1]", Reach::Private),
            ("nas", Reach::Private),
            ("nas.local", Reach::Private),
            ("nas.home.arpa", Reach::Private),
            ("100.128.0.1", Reach::Public),
            ("1.1.1.1", Reach::Public),
            ("[2001:db8::1]", Reach::Public),
            ("mylocalhost.example", Reach::Public),
            ("notlocal.example", Reach::Public),
        ] {
            let url = Url::parse(&format!("http://{host}")).unwrap();
            assert_eq!(Reach::of(&url.host().unwrap()), reach, "{host}");
        }
    }
}
