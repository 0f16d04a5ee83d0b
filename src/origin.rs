//! Candidate text, its parts, and the origin a browser would send for it.
//!
//! An origin is what stands in a request's `Origin` header: `scheme://host[:port]` in the one
//! serialization of the HTML Standard ("ASCII serialization of an origin") and Fetch (section
//! "`Origin` header"). Servers compare it byte for byte, so exactly one spelling works.
//!
//! What an http or https string *means* is the URL Standard's business and decided by the `url`
//! crate. This module adds what a URL parser throws away: where each part stands in the text, so
//! that a rule can point at it, and what a string that is no URL was probably meant to be.

mod canonical;
mod head;
mod host;
mod parts;
mod paste;
pub mod ports;
pub mod scheme;
mod secret;
mod several;

use std::fmt;
use std::ops::Range;

use url::{Host, Url};

pub use canonical::Canonical;
use head::Head;
pub use host::Reach;
pub use parts::Parts;
pub use paste::{is_invisible, is_left_over, is_quote};
use scheme::Scheme;
pub(crate) use secret::{AT_SIGNS, url_secrets};

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
            None => Candidate::parse(text).origin,
        }
    }

    fn new(scheme: &str, host: &str, port: Option<u16>) -> Self {
        let mut text = format!("{scheme}://{host}");
        let host = scheme.len() + "://".len()..text.len();
        if let Some(port) = port {
            text.push_str(&format!(":{port}"));
        }
        Self { text, host }
    }

    /// The http(s) origin of a URL that `url` has parsed.
    fn of_url(url: &Url) -> Option<Self> {
        let host = url.host_str()?;
        Some(Self::new(url.scheme(), host, url.port()))
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
#[derive(Clone, Debug)]
pub struct Candidate<'t> {
    text: &'t str,
    parts: Parts,
    shape: Shape,
    url: Option<Url>,
    origin: Option<Origin>,
}

impl<'t> Candidate<'t> {
    /// Takes any text apart; there is no text that can't be.
    pub fn parse(text: &'t str) -> Self {
        let core = paste::trim(text);
        let body = &text[core.clone()];
        let Head {
            mut shape,
            scheme,
            rest,
        } = match several::pieces(body) {
            Some(pieces) => Head::whole(Shape::Several(secret::shift(pieces, core.start))),
            None => head::head(body),
        };
        let parts = Parts::cut(text, &core, &shape, scheme, rest);
        if head::is_pattern(body, &text[parts.host.start..parts.port.end], &shape) {
            shape = Shape::Pattern;
        }
        let url = read(&shape, body, &text[parts.separator.end..core.end]);
        let origin = match &shape {
            Shape::Web => url.as_ref().and_then(Origin::of_url),
            Shape::App(_) => url.as_ref().and_then(app_origin),
            Shape::Opaque => blob_origin(body),
            _ => None,
        };
        let origin = origin.filter(reads_back);
        Self {
            text,
            parts,
            shape,
            url,
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

    /// The URL as a browser reads it; where the scheme is missing or wrong, as it would be read
    /// with the one that was meant. `None` if no browser could read it.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// The scheme of [`url`](Self::url) if that is http or https.
    pub fn web_scheme(&self) -> Option<&str> {
        self.url
            .as_ref()
            .map(Url::scheme)
            .filter(|scheme| scheme::is_web(scheme))
    }

    /// The host of [`url`](Self::url).
    pub fn host(&self) -> Option<Host<&str>> {
        self.url.as_ref()?.host()
    }

    /// Who can reach the host; `None` where there is no http(s) host.
    pub fn reach(&self) -> Option<Reach> {
        self.web_scheme()?;
        self.host().map(|host| Reach::of(&host))
    }

    /// The port's digits, without the colon, tabs and line ends that URL parsers drop.
    pub fn port_digits(&self) -> Option<String> {
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
        // no recursion: a piece of many may be many again, thousands of times
        let mut waiting = vec![(Candidate::parse(self.text), 0)];
        while let Some((candidate, start)) = waiting.pop() {
            let mut found = secret::url_secrets(candidate.text);
            match &candidate.shape {
                Shape::Several(pieces) => {
                    for piece in pieces {
                        let inner = Candidate::parse(candidate.part(piece));
                        // a password with a comma in it: its `@` is in a later piece
                        if inner.has_odd_port() && candidate.text[piece.end..].contains('@') {
                            found.push(piece.start + inner.parts.host.start..piece.end);
                        }
                        waiting.push((inner, start + piece.start));
                    }
                }
                _ => found.extend(secret::secret(candidate.text, &candidate.parts)),
            }
            secrets.append(&mut secret::shift(found, start));
        }
        secret::merge(secrets)
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

/// What the URL Standard's parser makes of a body whose scheme is right or can be supplied.
///
/// `after` is what follows the scheme and its slashes.
fn read(shape: &Shape, body: &str, after: &str) -> Option<Url> {
    match shape {
        Shape::Web | Shape::App(_) => Url::parse(body).ok(),
        Shape::WebSocket => {
            let secure = head::drop_breaks(body)
                .to_ascii_lowercase()
                .starts_with("wss:");
            supplied(if secure { "https" } else { "http" }, after)
        }
        Shape::Misspelt(meant) => supplied(meant, after),
        // a URL parser would pass over any number of slashes and take what follows for the host
        Shape::Schemeless if after.starts_with(['/', '\\']) => None,
        Shape::Schemeless => {
            let secure = supplied("https", after)?;
            match secure.host().map(|host| Reach::of(&host)) {
                Some(Reach::Loopback) => supplied("http", after),
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

fn supplied(scheme: &str, after: &str) -> Option<Url> {
    Url::parse(&format!("{scheme}://{after}")).ok()
}

/// Whether an origin is a candidate for itself.
///
/// The URL Standard lets commas, quotation marks and `*` into a host. Where they would make the
/// origin read as a list, as something from a paste, or as a pattern, that is what they are.
fn reads_back(origin: &Origin) -> bool {
    let text = origin.as_str();
    if Canonical::prove(text).is_some() {
        return true;
    }
    paste::trim(text).len() == text.len()
        && !text.contains('*')
        && several::pieces(text).is_none()
        && head::address_behind_words(text).is_none()
}

/// The origin that a web view sends for a scheme it has registered.
///
/// The URL Standard gives these schemes an opaque origin, so `url` can't say it. Web views treat
/// the host like that of a standard scheme: lower case, ASCII.
fn app_origin(url: &Url) -> Option<Origin> {
    let host = url
        .host_str()
        .filter(|host| !host.is_empty() && !host.contains('%'))?;
    let scheme = url.scheme();
    Some(Origin::new(scheme, &host.to_ascii_lowercase(), url.port()))
}

/// A `blob:` URL has the origin of the page that made it (URL Standard, section "Origin").
fn blob_origin(body: &str) -> Option<Origin> {
    let url = Url::parse(body).ok().filter(|url| url.scheme() == "blob")?;
    let inner = Url::parse(url.path()).ok()?;
    scheme::is_web(inner.scheme()).then(|| Origin::of_url(&inner))?
}

#[cfg(test)]
pub(crate) use tests::{many_cases, pasted};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    /// Always the same cases, so that a test fails when the code changes and not by chance; the
    /// environment can ask for others (`PROPTEST_RNG_SEED`) and for more (`PROPTEST_CASES`). A
    /// failing case is printed, not kept: it becomes a test with a name.
    pub(crate) fn many_cases() -> ProptestConfig {
        let default = ProptestConfig::default();
        ProptestConfig {
            cases: default.cases.max(4096),
            failure_persistence: None,
            rng_seed: match default.rng_seed {
                RngSeed::Random => RngSeed::Fixed(1),
                fixed => fixed,
            },
            ..default
        }
    }

    /// Text made of what people paste, so that most of it nearly is an origin.
    pub(crate) fn pasted() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "http",
            "https",
            "HTTPS",
            "ws",
            "file",
            "capacitor",
            "ftp",
            "blob:",
            "htps",
            ":",
            "/",
            "//",
            "://",
            "\\",
            "@",
            "user:pw@",
            "tool.example",
            "Tool.Example",
            "localhost",
            "127.1",
            "0x7f",
            "192.168.001.010",
            "[::1]",
            "[2001:DB8:0::1]",
            "bücher",
            "xn--bcher-kva",
            "%61",
            "*",
            ":443",
            ":0",
            ":0443",
            ":80",
            ":8080",
            ":65536",
            ":x",
            ".",
            "..",
            ",",
            ";",
            " ",
            "\t",
            "\n",
            "\u{feff}",
            "\u{200b}",
            "\"",
            "<",
            ">",
            "?x",
            "#x",
            "/app",
            "null",
            "github.io",
        ]);
        prop_oneof![
            prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()),
            any::<String>(),
            "https?:[/\\\\]{0,3}[a-zA-Z0-9.%:@ \t,'*\\[\\]-]{0,24}[/?#]?[a-z \t]{0,4}",
        ]
    }

    #[test]
    fn origins_are_what_browsers_send() {
        for (text, origin) in [
            ("https://Tool.example/app", Some("https://tool.example")),
            ("https://tool.example:443", Some("https://tool.example")),
            ("http://tool.example:443", Some("http://tool.example:443")),
            ("https://tool.example:", Some("https://tool.example")),
            ("https://faß.example", Some("https://xn--fa-hia.example")),
            ("http://[::ffff:1.2.3.4]", Some("http://[::ffff:102:304]")),
            ("http://192.168.001.010", Some("http://192.168.1.8")),
            ("https://a_b.example.", Some("https://a_b.example.")),
            ("https:\\\\tool.example", Some("https://tool.example")),
            ("https:tool.example", Some("https://tool.example")),
            ("https:///tool.example", Some("https://tool.example")),
            ("ht\ttps://tool.example", Some("https://tool.example")),
            ("\"https://tool.example\",", Some("https://tool.example")),
            ("capacitor://localhost", Some("capacitor://localhost")),
            ("app://obsidian.md/index.html", Some("app://obsidian.md")),
            ("tauri://localhost:443", Some("tauri://localhost:443")),
            ("foo://bar", Some("foo://bar")),
            ("foohttp\t://tool.example", None),
            (
                "blob:https://tool.example/1-2-3",
                Some("https://tool.example"),
            ),
            ("blob:null/1-2-3", None),
            ("tool.example", None),
            ("wss://tool.example", None),
            ("file:///x", None),
            ("data:text/html,x", None),
            ("null", None),
            ("*", None),
            ("https://*.tool.example", None),
            ("https://%2A.tool.example", None),
            ("https://https://tool.example", None),
            ("https://a.example,https://b.example", None),
            ("https://256.1.1.1", None),
            ("", None),
        ] {
            let found = Origin::of(text);
            assert_eq!(found.as_ref().map(Origin::as_str), origin, "{text}");
        }
    }

    #[test]
    fn an_origin_knows_its_parts() {
        let origin = Origin::of("https://[2001:db8::1]:8443").unwrap();
        assert_eq!(origin.scheme(), "https");
        assert_eq!(origin.host(), "[2001:db8::1]");
        assert_eq!(origin.port(), Some(8443));
        assert_eq!(origin.twin(), None);
        let plain = Origin::of("http://tool.example").unwrap();
        assert_eq!(plain.port(), None);
        assert_eq!(plain.twin(), Origin::of("https://tool.example"));
    }

    #[test]
    fn secrets_are_found_wherever_they_hide() {
        for (text, secret) in [
            ("https://user:pw@tool.example", "user:pw"),
            ("https:/user:pw@tool.example", "user:pw"),
            ("https:user:pw@tool.example", "user:pw"),
            ("user:pw@tool.example", "user:pw"),
            ("//user:pw@tool.example/x", "user:pw"),
            ("htps://user:p@w@tool.example", "user:p@w"),
            ("https//user:pw@tool.example", "user:pw"),
            ("https://https://user:pw@tool.example", "user:pw"),
            ("app://user:pw@tool.example", "user:pw"),
            ("wss://user:pw@tool.example", "user:pw"),
            ("https://user:pw@*.example", "user:pw"),
            ("https://user:pw@256.1.1.1", "user:pw"),
            ("/user:pw@tool.example", "user:pw"),
            ("(https://user:pw@tool.example)", "user:pw"),
            ("://user:pw@tool.example", "user:pw"),
            (
                "https://tool.example/?next=https://user:pw@b.example",
                "user:pw",
            ),
            ("https://user:pw%40tool.example", "user:pw"),
            ("data:user:pw@tool.example", "user:pw"),
            ("https://user:2024/w@tool.example", "user:2024/w"),
            ("user:7?w@tool.example", "user:7?w"),
            ("https://user:p#w@tool.example", "user:p#w"),
            ("https://user:p/w@tool.example", "user:p/w"),
            ("user:p/w@tool.example", "p/w"),
            ("file://user:pw@tool.example", "user:pw"),
            ("blob:https://user:pw@tool.example/1", "user:pw"),
            ("foo:user:pw@tool.example", "foo:user:pw"),
        ] {
            let candidate = Candidate::parse(text);
            let found: Vec<&str> = candidate
                .secrets()
                .iter()
                .map(|s| candidate.part(s))
                .collect();
            assert_eq!(found, [secret], "{text}");
        }
        let comma = Candidate::parse("https://user:p,https://w@tool.example");
        let found: Vec<&str> = comma.secrets().iter().map(|s| comma.part(s)).collect();
        assert_eq!(found, ["user:p", "w"]);
        let two = Candidate::parse("https://a:b@a.example, https://c:d@b.example");
        let found: Vec<&str> = two.secrets().iter().map(|s| two.part(s)).collect();
        assert_eq!(found, ["a:b", "c:d"]);
        assert!(
            Candidate::parse("http://nas:8080/@user")
                .secrets()
                .is_empty()
        );
        assert!(
            Candidate::parse("https://tool.example/@user")
                .secrets()
                .is_empty()
        );
    }

    /// Whether there is nothing in a text that corsctl looks past, and that a URL parser would read.
    fn is_plain(text: &str) -> bool {
        paste::trim(text).len() == text.len()
            && !text.contains('*')
            && several::pieces(text).is_none()
    }

    proptest! {
        #![proptest_config(many_cases())]

        #[test]
        fn parts_cover_the_text(text in pasted()) {
            let candidate = Candidate::parse(&text);
            let mut end = 0;
            for span in candidate.parts().spans() {
                prop_assert_eq!(span.start, end);
                prop_assert!(text.is_char_boundary(span.end));
                end = span.end;
            }
            prop_assert_eq!(end, text.len());
        }

        #[test]
        fn an_origin_is_its_own_origin(text in pasted()) {
            if let Some(origin) = Origin::of(&text) {
                let again = Candidate::parse(origin.as_str());
                prop_assert!(again.is_exact(), "{} became {:?}", origin, again.origin());
            }
        }

        /// What a browser would send is what `url` says, for every text that is one address.
        #[test]
        fn web_origins_are_those_of_the_url_crate(
            text in "(http|https|HTTP)(:|:/|://|:///|:\\\\)([a-z]{1,3}(:[a-z]{0,3})?@)?\
                     ([a-zA-Z0-9._%\\[\\]:ü。ß\t!~'-]{1,20}|0x[0-9a-f.]{1,8}|[0-9.]{1,12}|\\[[0-9a-f:.]{2,12}\\])\
                     (:[0-9]{0,6})?([/\\\\][a-z/@ ]{0,6})?(\\?[a-z:/]{0,5})?(#[a-z]?)?"
        ) {
            let expected = Url::parse(&text).ok().map(|url| url.origin().ascii_serialization());
            let candidate = Candidate::parse(&text);
            // a host that is a scheme again, a colon too many, a quotation mark at the very end
            let is_one_address = *candidate.shape() == Shape::Web && paste::trim(&text).len() == text.len();
            if is_one_address && expected.as_ref().is_none_or(|origin| is_plain(origin)) {
                prop_assert_eq!(candidate.into_origin().map(|origin| origin.to_string()), expected);
            }
        }

        #[test]
        fn plain_web_addresses_are_those_of_the_url_crate(
            text in "(http|https|HTTP)://([a-z]{1,3}(:[a-z]{0,3})?@)?[a-zA-Z0-9._ü%-]{1,20}(:[0-9]{0,6})?(/[a-z,;/@ ]{0,6})?(\\?[a-z:/]{0,5})?"
        ) {
            let expected = Url::parse(&text).ok().map(|url| url.origin().ascii_serialization());
            // `%2a` is a wildcard too, `%27` a quotation mark
            if [Some(&text), expected.as_ref()].into_iter().flatten().all(|text| is_plain(text)) {
                prop_assert_eq!(Origin::of(&text).map(|origin| origin.to_string()), expected);
            }
        }
    }
}
