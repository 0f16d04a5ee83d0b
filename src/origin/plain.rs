//! A short road for most of what people paste: an http(s) URL whose parts can't be mistaken.
//!
//! ```text
//! padding   http:// or https://   host   nothing, or : and digits   plain path, query, fragment   padding
//! ```
//!
//! In whatever case. There is one colon behind the scheme at most, with digits behind it, so it isn't two
//! addresses, a scheme written twice or a password; no separator, so it isn't a list; no `*`, so it isn't a
//! pattern; and no backslash or `@`, so host, port and path end at the first `:`, `/`, `?`, `#`.
//! The host is plain, so that [`Address`] knows what a browser reads it as, or one that browsers send as it
//! is written. `None` means "don't know": the full road leads everywhere.

use super::{Address, Candidate, Parts, Span, Traits, address, paste, scheme};

/// Such a text, taken apart.
pub(super) struct Plain<'t> {
    pub parts: Parts,
    pub address: Address<'t>,
}

impl<'t> Plain<'t> {
    /// Takes apart what stands at `core` in a text.
    pub fn read(text: &'t str, core: &Span) -> Option<Self> {
        let body = &text[core.clone()];
        let mut schemes = scheme::WEB.into_iter();
        let scheme = schemes.find(|scheme| is_behind(body, scheme))?;
        let authority = &body[scheme.len() + "://".len()..];
        let found = address::plain_host(authority).or_else(|| address::exact_host(authority));
        let address::Found { host, labels, rest } = found?;
        let (port, tail) = match rest.strip_prefix(':') {
            Some(behind) => {
                let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
                rest.split_at(":".len() + digits)
            }
            None => ("", rest),
        };
        let is_over = matches!(tail.as_bytes().first(), None | Some(b'/' | b'?' | b'#'));
        if port == ":" || !is_over || !paste::is_plain(tail) {
            return None;
        }
        let address = Address::on(host, labels, scheme, port)?;
        let host = authority.len() - rest.len();
        let parts = Parts::plain(text, core, scheme.len(), host, port.len());
        Some(Self { parts, address })
    }
}

impl Candidate<'_> {
    /// Whether it is such a text, whichever road it came by, with a plain host, and nothing in its tail
    /// could be an `@`.
    pub fn is_plain(&self) -> bool {
        let tail = self.parts.path.start..self.parts.fragment.end;
        !self.traits.meet(Traits::NOT_PLAIN) && paste::is_plain(&self.text[tail])
    }
}

/// Whether a text begins with a scheme and the slashes.
fn is_behind(body: &str, scheme: &str) -> bool {
    let Some((name, rest)) = body.split_at_checked(scheme.len()) else {
        return false;
    };
    rest.starts_with("://") && name.eq_ignore_ascii_case(scheme)
}
