//! What a candidate begins with: its scheme, or what was meant to be one, and so what it is.

use std::borrow::Cow;

use memchr::memchr;

use super::scheme;
use super::{Shape, Span};

/// What stands before the host: offsets into the candidate's body.
pub(super) struct Head {
    pub shape: Shape,
    pub scheme: Span,
    pub rest: usize,
}

impl Head {
    /// A body that isn't taken apart.
    pub fn whole(shape: Shape) -> Self {
        Self {
            shape,
            scheme: 0..0,
            rest: 0,
        }
    }

    fn new(shape: Shape, scheme_end: usize, rest: usize) -> Self {
        Self {
            shape,
            scheme: 0..scheme_end,
            rest,
        }
    }
}

/// Finds the scheme, and what kind of candidate it makes.
pub(super) fn head(body: &str) -> Head {
    if body.is_empty() {
        return Head::whole(Shape::Empty);
    }
    if body.eq_ignore_ascii_case("null") {
        return Head::whole(Shape::Null);
    }
    let head = match scheme_length(body) {
        Some(colon) => with_scheme(body, colon),
        None => without_scheme(body),
    };
    let is_plain = matches!(
        head.shape,
        Shape::Schemeless | Shape::Opaque | Shape::App(None)
    );
    match is_plain.then(|| address_behind_words(body)).flatten() {
        Some(at) => Head::whole(Shape::Prefixed(at)),
        None => head,
    }
}

/// Where the first `http://` or `https://` stands, in whatever case.
pub(super) fn find_web_scheme(text: &str) -> Option<usize> {
    // nearly always
    if memchr(b':', text.as_bytes()).is_none() || !text.contains("://") {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let schemes = ["http://", "https://"];
    schemes.iter().filter_map(|scheme| text.find(scheme)).min()
}

/// Where the address begins in `Origin: https://tool.example`, `- https://…` or `url=https://…`.
pub(super) fn address_behind_words(body: &str) -> Option<usize> {
    let at = find_web_scheme(body)?;
    let words = &body[..at];
    let name = words.trim_end_matches(':').to_ascii_lowercase();
    let is_known = scheme::OPAQUE.contains(&name.as_str());
    (at > 0 && !is_known && !words.contains(['/', '\\', '?', '#', '@'])).then_some(at)
}

fn with_scheme(body: &str, colon: usize) -> Head {
    let name = drop_breaks(&body[..colon]).to_ascii_lowercase();
    let after = &body[colon + 1..];
    let slashes = after.len() - after.trim_start_matches(is_slash_or_break).len();
    let slashed = drop_breaks(&after[..slashes]).len();
    let authority = colon + 1 + slashes;
    let new = |shape| Head::new(shape, colon, authority);
    let opaque = Head::new(Shape::Opaque, colon, colon + 1);
    if scheme::is_web(&name) {
        return repeated_colon(body, colon)
            .or_else(|| repeated_scheme(body, authority))
            .unwrap_or_else(|| new(Shape::Web));
    }
    let meant = scheme::meant(&name).filter(|_| slashed > 0 && scheme::find(&name).is_none());
    match (name.as_str(), meant) {
        ("ws" | "wss", _) => {
            repeated_scheme(body, authority).unwrap_or_else(|| new(Shape::WebSocket))
        }
        (name, _) if scheme::OPAQUE.contains(&name) => opaque,
        (_, Some(meant)) => new(Shape::Misspelt(meant)),
        (name, _) if after.starts_with("//") => {
            let shape = Shape::App(scheme::find(name));
            Head::new(shape, colon, colon + "://".len())
        }
        (name, _) if is_host_and_port(name, after) => Head::new(Shape::Schemeless, 0, 0),
        _ => opaque,
    }
}

fn without_scheme(body: &str) -> Head {
    let slashes = |from: usize| {
        from + (body[from..].len() - body[from..].trim_start_matches(is_slash_or_break).len())
    };
    if body.starts_with("//") || body.starts_with("\\\\") {
        return Head::new(Shape::Schemeless, 0, slashes(0));
    }
    if body.starts_with("://") {
        return Head::new(Shape::Schemeless, 0, slashes(1));
    }
    // `https//`, `https;//`, `https ://`, and the wide letters of an East Asian keyboard
    if let Some(double) = double(body, "//").or_else(|| double(body, "\\\\")) {
        let name = body[..double].trim_end_matches([':', ';', '.', ',', '=', ' ', '：', '；']);
        let narrow: String = name.chars().map(narrow).collect();
        if narrow.bytes().all(|byte| byte.is_ascii_alphabetic())
            && let Some(meant) = scheme::meant(&narrow)
        {
            return Head::new(Shape::Misspelt(meant), name.len(), slashes(double));
        }
    }
    match double(body, "//").and_then(|_| body.find("://")) {
        Some(colon) if !body.contains('*') => Head::new(Shape::Opaque, colon, colon + 1),
        _ => Head::new(Shape::Schemeless, 0, 0),
    }
}

/// Where two slashes stand; in most texts that get here, none does.
fn double(body: &str, slashes: &str) -> Option<usize> {
    let first = memchr(slashes.as_bytes()[0], body.as_bytes())?;
    body[first..].find(slashes).map(|at| first + at)
}

/// The ASCII character that a full-width one stands for.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// `https:://tool.example`: a URL parser finds no host before the second colon.
fn repeated_colon(body: &str, colon: usize) -> Option<Head> {
    let slashes = body[colon..].trim_start_matches([':', ';']);
    let host = slashes.trim_start_matches(is_slash_or_break);
    let is_repeated = slashes.len() + 1 < body.len() - colon;
    if !is_repeated || host.is_empty() {
        return None;
    }
    let meant = scheme::meant(&drop_breaks(&body[..colon]))?;
    let rest = body.len() - host.len();
    Some(Head::new(Shape::Misspelt(meant), colon, rest))
}

/// `https://https://tool.example`: a URL parser takes the second `https` for the host.
fn repeated_scheme(body: &str, authority: usize) -> Option<Head> {
    let inner = &body[authority..];
    let length = inner.find(|c: char| !c.is_ascii_alphabetic())?;
    let meant = match inner[..length].to_ascii_lowercase().as_str() {
        "http" => "http",
        "https" => "https",
        _ => return None,
    };
    let rest = inner[length..]
        .strip_prefix(':')
        .unwrap_or(&inner[length..]);
    let host = rest.trim_start_matches(['/', '\\']);
    let has_slashes =
        host.len() + 1 < rest.len() || host.len() < rest.len() && inner[length..].starts_with(':');
    (has_slashes && !host.is_empty()).then(|| {
        Head::new(
            Shape::Misspelt(meant),
            authority + length,
            body.len() - host.len(),
        )
    })
}

/// Whether `name:after`, which parsers read as a scheme, was meant as `host:port` or `user:pw@host`.
fn is_host_and_port(name: &str, after: &str) -> bool {
    let port = after
        .split(['/', '\\', '?', '#'])
        .next()
        .unwrap_or_default();
    scheme::find(name).is_none()
        && (port.bytes().all(|byte| byte.is_ascii_digit())
            || name.contains('.')
            || name == "localhost"
            || port.contains('@'))
}

/// The length of a scheme before its colon, by the URL Standard's "scheme state".
fn scheme_length(body: &str) -> Option<usize> {
    let colon = body.find(':')?;
    let mut chars = body[..colon].chars().filter(|c| !is_break(*c));
    let starts = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    let goes_on = chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (starts && goes_on).then_some(colon)
}

/// Whether a `*` stands where a host, a port or a scheme should.
pub(super) fn is_pattern(body: &str, host_and_port: &str, shape: &Shape) -> bool {
    match shape {
        Shape::Schemeless => body.contains('*'),
        Shape::Web | Shape::WebSocket | Shape::App(_) | Shape::Misspelt(_) => {
            host_and_port.contains('*')
        }
        _ => false,
    }
}

/// The text without what URL parsers drop wherever it stands: tabs and line ends.
pub(super) fn drop_breaks(text: &str) -> Cow<'_, str> {
    match text.contains(is_break) {
        true => Cow::Owned(text.chars().filter(|c| !is_break(*c)).collect()),
        false => Cow::Borrowed(text),
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}

pub(super) fn is_slash_or_break(c: char) -> bool {
    matches!(c, '/' | '\\') || is_break(c)
}
