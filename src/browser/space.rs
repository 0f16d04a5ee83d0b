//! How private an address is: Local Network Access draft, section "IP Address Space".

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Host;

use crate::origin::Reach;

/// Where an address means anything; the earlier, the more private.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressSpace {
    /// This machine only.
    Loopback,
    /// The network one is in.
    Local,
    /// Everywhere.
    Public,
}

use AddressSpace::{Local, Loopback};

/// The draft's table "Non-public IP address blocks", IPv4; the first match counts.
const IPV4_BLOCKS: &[(Ipv4Addr, u8, AddressSpace)] = &[
    (Ipv4Addr::new(127, 0, 0, 0), 8, Loopback),
    (Ipv4Addr::new(10, 0, 0, 0), 8, Local),
    (Ipv4Addr::new(100, 64, 0, 0), 10, Local), // carrier-grade NAT, and Tailscale
    (Ipv4Addr::new(172, 16, 0, 0), 12, Local),
    (Ipv4Addr::new(192, 168, 0, 0), 16, Local),
    (Ipv4Addr::new(198, 18, 0, 0), 15, Loopback), // benchmarks
    (Ipv4Addr::new(169, 254, 0, 0), 16, Local),
    (Ipv4Addr::new(0, 0, 0, 0), 32, Loopback),
    (Ipv4Addr::new(0, 0, 0, 0), 8, Local),
];

/// The draft's table "Non-public IP address blocks", IPv6.
const IPV6_BLOCKS: &[(Ipv6Addr, u8, AddressSpace)] = &[
    (Ipv6Addr::LOCALHOST, 128, Loopback),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, Local),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, Local),
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10, Local),
    (Ipv6Addr::UNSPECIFIED, 128, Loopback),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, Local),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, Local),
];

impl AddressSpace {
    /// The space of an address ("determine the IP address space").
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => IPV4_BLOCKS
                .iter()
                .find(|(block, length, _)| {
                    (address.to_bits() ^ block.to_bits()).leading_zeros() >= u32::from(*length)
                })
                .map_or(Self::Public, |(.., space)| *space),
            IpAddr::V6(address) => IPV6_BLOCKS
                .iter()
                .find(|(block, length, _)| {
                    (address.to_bits() ^ block.to_bits()).leading_zeros() >= u32::from(*length)
                })
                .map_or(Self::Public, |(.., space)| *space),
        }
    }

    /// The space that a host is most likely in: an address's own, or the one its name speaks of.
    pub fn of_host(host: &Host<&str>) -> Self {
        match host {
            Host::Ipv4(address) => Self::of((*address).into()),
            Host::Ipv6(address) => Self::of((*address).into()),
            Host::Domain(_) => match Reach::of(host) {
                Reach::Loopback => Self::Loopback,
                Reach::Private => Self::Local,
                Reach::Public => Self::Public,
            },
        }
    }

    /// Its name, as in the draft, in Chrome's messages and in `--page-space`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loopback => "loopback",
            Self::Local => "local",
            Self::Public => "public",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AddressSpace::Public;
    use super::*;

    #[test]
    fn addresses_are_where_the_draft_puts_them() {
        for (address, space) in [
            ("127.0.0.1", Loopback),
            ("127.255.255.255", Loopback),
            ("128.0.0.0", Public),
            ("10.0.0.0", Local),
            ("10.255.255.255", Local),
            ("11.0.0.0", Public),
            ("100.63.255.255", Public),
            ("100.64.0.0", Local),
            ("100.127.255.255", Local),
            ("100.128.0.0", Public),
            ("172.15.255.255", Public),
            ("172.16.0.0", Local),
            ("172.31.255.255", Local),
            ("172.32.0.0", Public),
            ("192.167.255.255", Public),
            ("192.168.0.0", Local),
            ("192.169.0.0", Public),
            ("198.18.0.0", Loopback),
            ("198.19.255.255", Loopback),
            ("198.20.0.0", Public),
            ("169.254.0.1", Local),
            ("0.0.0.0", Loopback),
            ("0.0.0.1", Local),
            ("1.1.1.1", Public),
            ("::", Loopback),
            ("::1", Loopback),
            ("::2", Public),
            ("fbff::1", Public),
            ("fc00::1", Local),
            ("fdff::1", Local),
            ("fe7f::1", Public),
            ("fe80::1", Local),
            ("febf::1", Local),
            ("fec0::1", Local),
            ("ff02::1", Public),
            ("2001:db8::1", Local),
            ("2001:db9::1", Public),
            ("3fff:fff::1", Local),
            ("3fff:1000::1", Public),
            ("2606:4700::1", Public),
            ("::ffff:192.168.1.10", Local),
            ("::ffff:127.0.0.1", Loopback),
            ("::ffff:1.1.1.1", Public),
        ] {
            assert_eq!(
                AddressSpace::of(address.parse().unwrap()),
                space,
                "{address}"
            );
        }
    }

    #[test]
    fn hosts_are_where_their_address_or_name_says() {
        for (host, space) in [
            ("localhost", Loopback),
            ("tool.localhost", Loopback),
            ("127.0.0.1", Loopback),
            ("[::1]", Loopback),
            ("192.168.1.10", Local),
            ("[fd00::1]", Local),
            ("nas", Local),
            ("nas.local", Local),
            ("nas.lan", Local),
            ("tool.example", Public),
            ("1.1.1.1", Public),
        ] {
            let host = Host::parse(host).unwrap();
            let host = match &host {
                Host::Domain(name) => Host::Domain(name.as_str()),
                Host::Ipv4(address) => Host::Ipv4(*address),
                Host::Ipv6(address) => Host::Ipv6(*address),
            };
            assert_eq!(AddressSpace::of_host(&host), space, "{host}");
        }
    }

    #[test]
    fn spaces_are_ordered_by_how_private_they_are() {
        assert!(Loopback < Local && Local < Public);
        let names = [Loopback, Local, Public].map(AddressSpace::name);
        assert_eq!(names, ["loopback", "local", "public"]);
    }
}
