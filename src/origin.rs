//! Candidate text, its parts, and the origin a browser would send for it.
//!
//! An origin is what stands in a request's `Origin` header: `scheme://host[:port]` in the one
//! serialization of the HTML Standard ("ASCII serialization of an origin") and Fetch (section
//! "`Origin` header"). Servers compare it byte for byte, so exactly one spelling works.
//!
//! What an http or https string *means* is the URL Standard's business and decided by the `url`
//! crate. This module adds what a URL parser throws away: where each part stands in the text, so
//! that a rule can point at it, and what a string that is no URL was probably meant to be.

mod address;
mod canonical;
mod head;
mod host;
mod parts;
mod paste;
mod plain;
pub mod ports;
pub mod scheme;
mod secret;
mod several;
#[cfg(test)]
mod tests;
mod traits;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use url::Host;

pub use address::Address;
pub use canonical::{Canonical, Labels};
use head::Head;
pub use host::Reach;
pub use parts::Parts;
pub use paste::{is_invisible, is_left_over, is_quote};
use plain::Plain;
use scheme::Scheme;
pub(crate) use secret::{AT_SIGNS, url_secrets};
#[cfg(test)]
pub(crate) use tests::{many_cases, pasted};
pub use traits::Traits;

/// Byte offsets into a candidate's text; always on character boundaries.
pub type Span = Range<usize>;

/// The string a browser sends in its `Origin` header: always canonical, never `null`.
///
/// The only way to get one is from a [`Candidate`] or from another origin.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    text: String,
    host: Span,
}

impl Origin {
    /// The origin of a page at the URL `text`, if such a page can have one.
    pub fn of(text: &str) -> Option<Self> {
        match Canonical::prove(text) {
            Some(canonical) => Some(canonical.into()),
            None => Candidate::parse(text).into_origin(),
        }
    }

    fn new(scheme: &str, host: &str, port: Option<u16>) -> Self {
        let mut text = String::with_capacity(scheme.len() + host.len() + "://:65535".len());
        text.push_str(scheme);
        text.push_str("://");
        let start = text.len();
        text.push_str(host);
        let host = start..text.len();
        if let Some(port) = port {
            text.push(':');
            text.push_str(itoa::Buffer::new().format(port));
        }
        Self { text, host }
    }

    /// The whole origin, as it stands in the header.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The scheme, without the colon.
    pub fn scheme(&self) -> &str {
        &self.text[..self.host.start - "://".len()]
    }

    /// The host; an IPv6 address with its brackets.
    pub fn host(&self) -> &str {
        &self.text[self.host.clone()]
    }

    /// The port, if it isn't the scheme's default.
    pub fn port(&self) -> Option<u16> {
        self.text.get(self.host.end + 1..)?.parse().ok()
    }

    /// The same scheme and port on another host.
    pub fn with_host(&self, host: &str) -> Self {
        Self::new(self.scheme(), host, self.port())
    }

    /// The counterpart under the other of http and https, if both are on their default ports.
    ///
    /// An origin that names its port has none: one port doesn't serve both.
    pub fn twin(&self) -> Option<Self> {
        let other = match (self.scheme(), self.port()) {
            ("http", None) => "https",
            ("https", None) => "http",
            _ => return None,
        };
        Some(Self::new(other, self.host(), None))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a text is an origin, byte for byte.
pub fn is_exact(text: &str) -> bool {
    is_plainly_exact(text) || Candidate::parse(text).is_exact()
}

/// The same as far as can be seen without taking the text apart; `false` means "don't know".
pub fn is_plainly_exact(text: &str) -> bool {
    Canonical::prove(text).is_some() || canonical::is_exact(text)
}

/// What kind of text a candidate is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing but padding.
    Empty,
    /// The word `null`.
    Null,
    /// More than one candidate, at these spans.
    Several(Vec<Span>),
    /// Words, and behind them, that far into the candidate, an address.
    Prefixed(usize),
    /// A host or port with a `*` in it, or a pattern without a scheme.
    Pattern,
    /// `http:` or `https:`.
    Web,
    /// `ws:` or `wss:`.
    WebSocket,
    /// Another scheme followed by `//host`: an app's web view, an extension, or unknown.
    App(Option<&'static Scheme>),
    /// A scheme whose URLs have no host to speak of: `file:`, `data:`, `mailto:`.
    Opaque,
    /// No scheme.
    Schemeless,
    /// Nearly http or https: the one that was meant.
    Misspelt(&'static str),
}

/// One string that somebody wants to allow, taken apart.
///
/// ```
/// use corsctl::origin::Candidate;
///
/// let candidate = Candidate::parse("https://Tool.example:443/app");
/// assert_eq!(candidate.origin().unwrap().as_str(), "https://tool.example");
/// assert_eq!(&candidate.text()[candidate.parts().path.clone()], "/app");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<'t> {
    text: &'t str,
    parts: Parts,
    shape: Shape,
    address: Option<Address<'t>>,
    origin: Option<Origin>,
    traits: Traits,
}

impl<'t> Candidate<'t> {
    /// Takes any text apart; there is no text that can't be.
    pub fn parse(text: &'t str) -> Self {
        let core = paste::trim(text);
        match Plain::read(text, &core) {
            Some(Plain { parts, address }) => {
                let origin = address.origin_on(&text[parts.host.clone()]);
                Self::new(text, parts, Shape::Web, Some(address), Some(origin))
            }
            None => Self::any(text, &core),
        }
    }

    /// The same without short cuts, for whoever wants to compare.
    pub fn parse_in_full(text: &'t str) -> Self {
        Self::any(text, &paste::trim(text))
    }

    fn any(text: &'t str, core: &Span) -> Self {
        let body = &text[core.clone()];
        let Head {
            mut shape,
            scheme,
            rest,
        } = match several::pieces(body) {
            Some(pieces) => Head::whole(Shape::Several(secret::shift(pieces, core.start))),
            None => head::head(body),
        };
        let parts = Parts::cut(text, core, &shape, scheme, rest);
        if head::is_pattern(body, &text[parts.host.start..parts.port.end], &shape) {
            shape = Shape::Pattern;
        }
        let address = Address::read(text, &shape, &parts);
        let read = address.as_ref();
        let origin = match &shape {
            Shape::Web => read.and_then(|address| address.origin(false)),
            Shape::App(_) => read.and_then(|address| address.origin(true)),
            Shape::Opaque => address::blob_origin(body),
            _ => None,
        };
        let origin = origin.filter(reads_back);
        Self::new(text, parts, shape, address, origin)
    }

    fn new(
        text: &'t str,
        parts: Parts,
        shape: Shape,
        address: Option<Address<'t>>,
        origin: Option<Origin>,
    ) -> Self {
        Self {
            traits: Traits::of(text, &parts, &shape, address.as_ref(), origin.as_ref()),
            text,
            parts,
            shape,
            address,
            origin,
        }
    }

    /// The text as it was given.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The text of one of its parts.
    pub fn part(&self, span: &Span) -> &'t str {
        &self.text[span.clone()]
    }

    /// Where its parts stand; together they cover the text.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// What kind of text it is.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// What a browser sends as `Origin` for a page at this address, or `None` if there is none.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// Gives up the rest.
    pub fn into_origin(self) -> Option<Origin> {
        self.origin
    }

    /// Whether the text already is the origin, byte for byte.
    pub fn is_exact(&self) -> bool {
        self.origin
            .as_ref()
            .is_some_and(|origin| origin.as_str() == self.text)
    }

    /// What can be seen of it at once.
    pub fn traits(&self) -> Traits {
        self.traits
    }

    /// What a browser reads it as; where the scheme is missing or wrong, as it would be read with the one
    /// that was meant. `None` if no browser could read it.
    pub fn address(&self) -> Option<&Address<'t>> {
        self.address.as_ref()
    }

    /// The scheme of its [`address`](Self::address) if that is http or https.
    pub fn web_scheme(&self) -> Option<&str> {
        self.address.as_ref()?.web_scheme()
    }

    /// The host of its [`address`](Self::address).
    pub fn host(&self) -> Option<Host<&str>> {
        self.address.as_ref()?.host()
    }

    /// The labels of that host, where it stands in the text.
    pub fn labels(&self) -> Labels {
        let address = self.address.as_ref();
        address.map(Address::labels).unwrap_or_default()
    }

    /// Who can reach the host; `None` where there is no http(s) host.
    pub fn reach(&self) -> Option<Reach> {
        self.address.as_ref()?.reach()
    }

    /// The port's digits, without the colon, tabs and line ends that URL parsers drop.
    pub fn port_digits(&self) -> Option<Cow<'t, str>> {
        let port = self.part(&self.parts.port).strip_prefix(':')?;
        Some(head::drop_breaks(port))
    }

    /// The port that is written, if it is a number that a port can be.
    pub fn port(&self) -> Option<u16> {
        let digits = self.port_digits()?;
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok())?
    }

    /// What must never be shown: user names and passwords, without their `@`.
    ///
    /// Where a text is no URL, or holds another one, whatever could be a password counts as one.
    pub fn secrets(&self) -> Vec<Span> {
        let mut secrets = Vec::new();
        let mut waiting = Vec::new();
        self.own_secrets(0, &mut secrets, &mut waiting);
        // no recursion: a piece of many may be many again, thousands of times
        while let Some((piece, start)) = waiting.pop() {
            piece.own_secrets(start, &mut secrets, &mut waiting);
        }
        secret::merge(secrets)
    }

    /// The secrets of a candidate that stands at `start`; its pieces, if it is many, are to be looked at next.
    fn own_secrets(
        &self,
        start: usize,
        secrets: &mut Vec<Span>,
        waiting: &mut Vec<(Candidate<'t>, usize)>,
    ) {
        let mut found = secret::url_secrets(self.text);
        match &self.shape {
            Shape::Several(pieces) => {
                for piece in pieces {
                    let inner = Candidate::parse(self.part(piece));
                    // a password with a comma in it: its `@` is in a later piece
                    if inner.has_odd_port() && self.text[piece.end..].contains('@') {
                        found.push(piece.start + inner.parts.host.start..piece.end);
                    }
                    waiting.push((inner, start + piece.start));
                }
            }
            _ => found.extend(secret::secret(self.text, &self.parts)),
        }
        secrets.append(&mut secret::shift(found, start));
    }

    /// Whether what looks like host, port and path is rather a user name and password with a slash,
    /// a `?` or a `#` in it.
    pub fn is_torn(&self) -> bool {
        secret::torn(self.text, &self.parts).is_some()
    }

    /// Whether what stands in the port's place is no number.
    fn has_odd_port(&self) -> bool {
        secret::is_odd_port(self.part(&self.parts.port))
    }
}

/// Whether an origin is a candidate for itself.
///
/// The URL Standard lets commas, quotation marks and `*` into a host. Where they would make the
/// origin read as a list, as something from a paste, or as a pattern, that is what they are.
fn reads_back(origin: &Origin) -> bool {
    let text = origin.as_str();
    // nothing in it could be taken for anything else
    let is_plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':' | b'/' | b'[' | b']')
    };
    if text.bytes().all(is_plain) && scheme::is_web(origin.scheme()) {
        return true;
    }
    paste::trim(text).len() == text.len()
        && !text.contains('*')
        && several::pieces(text).is_none()
        && head::address_behind_words(text).is_none()
}
