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
//!   label may start so. None of the characters is a forbidden domain code point, and `%` isn't among
//!   them.
//! - *Address.* "Ends in a number" looks at the last label: one that starts with a letter or a `-` is
//!   neither decimal nor `0x…`. If it starts with a digit, the host must be four numbers from 0 to 255
//!   without leading zeros, which is what the IPv4 serializer writes.
//! - *Port.* From 1 to 65535, without leading zeros, and not the scheme's own (URL Standard, "port
//!   state"; sections "URL serializing" and, for origins, HTML's "ASCII serialization of an origin").
//!
//! Empty labels, labels over 63 and names over 253 bytes (RFC 1035, section 2.3.4), and port 0 would be
//! canonical too, but a rule has something against each; so here they are left to the full road, like
//! IPv6 addresses, IDNs and the schemes of apps. `None` means "don't know", never "no".

use std::net::Ipv4Addr;

use url::Host;

use super::{Origin, Reach, Span};

/// An origin that was proved to be one.
#[derive(Clone, Debug)]
pub struct Canonical<'t> {
    text: &'t str,
    host: Host<&'t str>,
    is_secure: bool,
    port: Option<u16>,
}

/// Whether a byte can be in a label.
const IS_PLAIN: [bool; 256] = {
    let mut is_plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        is_plain[byte] = matches!(byte as u8, b'a'..=b'z' | b'0'..=b'9' | b'-');
        byte += 1;
    }
    is_plain
};

impl<'t> Canonical<'t> {
    /// Proves it, or doesn't know.
    pub fn prove(text: &'t str) -> Option<Self> {
        let (is_secure, rest) = match text.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix("http://")?),
        };
        let (end, last) = host_end(rest.as_bytes())?;
        let name = &rest[..end];
        let host = match rest.as_bytes()[last].is_ascii_digit() {
            true => Host::Ipv4(name.parse::<Ipv4Addr>().ok()?),
            false => Host::Domain(name),
        };
        let port = match rest[end..].strip_prefix(':') {
            Some(digits) => Some(port(digits.as_bytes(), is_secure)?),
            None => None,
        };
        Some(Self {
            text,
            host,
            is_secure,
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

    /// Whether it is https.
    pub fn is_secure(&self) -> bool {
        self.is_secure
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
        let text = canonical.text;
        let start = if canonical.is_secure {
            "https://"
        } else {
            "http://"
        }
        .len();
        let end = text[start..].find(':').map_or(text.len(), |at| start + at);
        let host: Span = start..end;
        Self {
            text: text.to_owned(),
            host,
        }
    }
}

/// Where the host ends and where its last label starts, if all labels are plain.
fn host_end(rest: &[u8]) -> Option<(usize, usize)> {
    let mut label = 0;
    loop {
        let len = rest[label..]
            .iter()
            .position(|byte| !IS_PLAIN[usize::from(*byte)]);
        let end = len.map_or(rest.len(), |len| label + len);
        check_label(&rest[label..end])?;
        match rest.get(end) {
            Some(b'.') => label = end + 1,
            Some(b':') | None => return (end <= 253).then_some((end, label)),
            Some(_) => return None,
        }
    }
}

fn check_label(label: &[u8]) -> Option<()> {
    let is_plain = matches!(label.len(), 1..=63) && !label.starts_with(b"xn--");
    is_plain.then_some(())
}

fn port(digits: &[u8], is_secure: bool) -> Option<u16> {
    let is_plain = matches!(digits, [b'1'..=b'9', ..]) && digits.len() <= 5;
    let port = digits
        .iter()
        .filter(|_| is_plain)
        .try_fold(0, |port: u32, digit| {
            digit
                .is_ascii_digit()
                .then(|| port * 10 + u32::from(digit - b'0'))
        })?;
    let default = if is_secure { 443 } else { 80 };
    u16::try_from(port)
        .ok()
        .filter(|port| is_plain && *port != default)
}
