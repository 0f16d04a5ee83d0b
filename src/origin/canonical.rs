//! A proof, from its bytes alone, that a text is a canonical origin with a plain host.
//!
//! Most entries of most lists are what they should be. To see that, no URL need be built: a text of
//! the shape below goes through the URL Standard's parser and serializer unchanged.
//!
//! ```text
//! http:// or https://   name or IPv4 address   nothing, or : and a port
//! ```
//!
//! - *Scheme.* Both are special; behind `://` the parser is in "authority state" and takes all up to
//!   the `:` of the port for the host, as there is no `@`, `/`, `\`, `?`, `#` and nothing that is
//!   dropped on the way (tabs, line ends, spaces at the ends).
//! - *Name.* Labels of `a`–`z`, `0`–`9` and `-`. The host parser's "domain to ASCII" is UTS 46 with
//!   CheckHyphens, UseSTD3ASCIIRules and VerifyDnsLength off: its mapping (section 4, step 1) and NFC
//!   leave these characters alone, and only a label that starts with `xn--` is looked into (step 4). No
//!   label may have two hyphens there (RFC 5891, section 4.2.3.1). None of the characters is a forbidden
//!   domain code point, and `%` isn't among them.
//! - *Address.* "Ends in a number" looks at the last label: one that starts with a letter or a `-` is
//!   neither decimal nor `0x…`. If it starts with a digit, the host must be four numbers from 0 to 255
//!   without leading zeros, which is what the IPv4 serializer writes.
//! - *Port.* From 1 to 65535, without leading zeros, and not the scheme's own (URL Standard, "port
//!   state"; sections "URL serializing" and, for origins, HTML's "ASCII serialization of an origin").
//!
//! Empty labels, labels over 63 bytes (RFC 1035, section 2.3.4), and port 0 would be canonical too, but a
//! rule has something against each; so here they are left to the full road, like hosts over 63 bytes,
//! IPv6 addresses, IDNs and the schemes of apps. `None` means "don't know", never "no".

mod marks;

use std::iter;
use std::net::Ipv4Addr;

use url::Host;

use marks::Marks;

use super::{Origin, Reach, Span, scheme};

/// An origin that was proved to be one.
#[derive(Clone, Debug)]
pub struct Canonical<'t> {
    text: &'t str,
    scheme: &'static str,
    host: Host<&'t str>,
    labels: Labels,
    port: Option<u16>,
}

/// The host that a text begins with.
pub(super) struct Found<'t, S = &'t str> {
    pub host: Host<S>,
    /// Its labels, if it is plain.
    pub labels: Labels,
    /// What stands behind it.
    pub rest: &'t str,
}

/// Where the labels of a plain host begin: its first byte is the lowest bit. There is none in another host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Labels(u64);

impl Labels {
    /// Whether there are any.
    pub fn are_known(self) -> bool {
        self.0 != 0
    }

    /// What begins at each label of the host that they are of.
    pub fn each(self, host: &str) -> impl Iterator<Item = &str> {
        let mut starts = self.0;
        iter::from_fn(move || {
            let start = (starts != 0).then(|| starts.trailing_zeros() as usize)?;
            starts &= starts - 1;
            host.get(start..)
        })
    }
}

impl<'t> Canonical<'t> {
    /// Proves it, or doesn't know.
    pub fn prove(text: &'t str) -> Option<Self> {
        Self::with_host(text, host)
    }

    fn with_host(text: &'t str, host: FindHost<'t>) -> Option<Self> {
        if text.ends_with('/') {
            // the commonest slip need not be looked for at the end of the road
            return None;
        }
        let (scheme, rest) = match text.strip_prefix("https://") {
            Some(rest) => ("https", rest),
            None => ("http", text.strip_prefix("http://")?),
        };
        let Found { host, labels, rest } = host(rest)?;
        let (port, rest) = match rest.strip_prefix(':') {
            Some(rest) => port(rest, scheme).map(|(port, rest)| (Some(port), rest))?,
            None => (None, rest),
        };
        rest.is_empty().then_some(Self {
            text,
            scheme,
            host,
            labels,
            port,
        })
    }

    /// The whole origin.
    pub fn as_str(&self) -> &'t str {
        self.text
    }

    /// Its host.
    pub fn host(&self) -> &Host<&'t str> {
        &self.host
    }

    /// The labels of its host.
    pub fn labels(&self) -> Labels {
        self.labels
    }

    /// Where its host stands in it.
    fn host_span(&self) -> Span {
        let start = self.scheme.len() + "://".len();
        let end = self.text[start..]
            .find(':')
            .map_or(self.text.len(), |at| start + at);
        start..end
    }

    /// Its scheme.
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Whether it is https.
    pub fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    /// Its port, if it isn't the scheme's own.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Who can reach the host.
    pub fn reach(&self) -> Reach {
        Reach::of(&self.host)
    }
}

impl From<Canonical<'_>> for Origin {
    fn from(canonical: Canonical<'_>) -> Self {
        Self {
            text: canonical.text.to_owned(),
            host: canonical.host_span(),
        }
    }
}

/// Whether a text is an origin whose host is canonical to the `url` crate, which knows all hosts, but takes
/// its time. Rules can have something against such a host, so it makes no [`Canonical`]. `false` means
/// "don't know".
pub(super) fn is_exact(text: &str) -> bool {
    Canonical::with_host(text, any_host).is_some()
}

/// Finds the host that a text begins with, and the rest.
type FindHost<'t> = fn(&'t str) -> Option<Found<'t>>;

/// Any host that the `url` crate writes as it is written: an IPv6 address, a name with IDNs.
pub(super) fn any_host(text: &str) -> Option<Found<'_>> {
    let is_of_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    let end = match text.starts_with('[') {
        true => text.find(']')? + 1,
        false => text
            .bytes()
            .position(|byte| !is_of_host(byte))
            .unwrap_or(text.len()),
    };
    let (written, rest) = text.split_at(end);
    let host = match Host::parse(written).ok()? {
        Host::Domain(name) if name == written => Host::Domain(written),
        Host::Ipv6(address) if Host::<&str>::Ipv6(address).to_string() == written => {
            Host::Ipv6(address)
        }
        _ => return None,
    };
    let labels = Labels::default();
    Some(Found { host, labels, rest })
}

/// The host that a text begins with, if all its labels are plain, and the rest.
pub(super) fn host(text: &str) -> Option<Found<'_>> {
    let marks = Marks::of(text.as_bytes());
    let end = marks.plain.trailing_ones();
    let behind = 1_u64.checked_shl(end)?;
    let inside = behind - 1;
    let (dots, hyphens) = (marks.dots & inside, marks.hyphens & inside);
    let starts = dots << 1 | 1;
    let empty = starts & (dots | behind);
    let reserved = starts << 2 & hyphens & hyphens >> 1;
    if empty | reserved != 0 {
        return None;
    }
    let (name, rest) = text.split_at_checked(end as usize)?;
    let last = starts.ilog2() as usize;
    let host = match name.as_bytes()[last].is_ascii_digit() {
        true => Host::Ipv4(name.parse::<Ipv4Addr>().ok()?),
        false => Host::Domain(name),
    };
    let labels = Labels(starts);
    Some(Found { host, labels, rest })
}

/// The port that a text begins with, and the rest.
fn port<'t>(text: &'t str, scheme: &str) -> Option<(u16, &'t str)> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit());
    let (digits, rest) = text.split_at_checked(end.unwrap_or(text.len()))?;
    let port = digits.parse().ok().filter(|_| !digits.starts_with('0'))?;
    (scheme::default_port(scheme) != Some(port)).then_some((port, rest))
}
