//! What must not be printed.

use std::borrow::Cow;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use memchr::memmem;

/// A token is far longer; a shorter text may stand in an answer for reasons of its own.
const LEAST: usize = 16;

/// What stands wherever a secret would.
const HIDDEN: &str = "***";

/// A token that can't be printed by mistake.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The token itself, for the one header that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A number that tells this token from others and doesn't tell what it is.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher.finish()
    }

    /// Text from outside, in which somebody may have repeated the token; borrowed if nobody has.
    pub fn hidden_in<'a>(&self, text: &'a [u8]) -> Cow<'a, [u8]> {
        if self.0.len() < LEAST {
            return Cow::Borrowed(text);
        }
        // hosts are written in lower case
        let (lower, token) = (text.to_ascii_lowercase(), self.0.to_ascii_lowercase());
        let mut hidden = Vec::new();
        let mut end = 0;
        for start in memmem::find_iter(&lower, token.as_bytes()) {
            hidden.extend_from_slice(&text[end..start]);
            hidden.extend_from_slice(HIDDEN.as_bytes());
            end = start + token.len();
        }
        if end == 0 {
            return Cow::Borrowed(text);
        }
        hidden.extend_from_slice(&text[end..]);
        Cow::Owned(hidden)
    }

    /// Whether somebody has repeated the token there.
    pub fn is_in(&self, text: &[u8]) -> bool {
        matches!(self.hidden_in(text), Cow::Owned(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_itself_to_nobody() {
        let secret = Secret::new("s3cr3t.0123456789");
        assert_eq!(format!("{secret} {secret:?}"), "*** ***");
        for (text, shown) in [
            ("token s3cr3t.0123456789!", "token ***!"),
            ("s3cr3t.0123456789s3cr3t.0123456789", "******"),
            ("https://S3CR3T.0123456789.example", "https://***.example"),
            ("s3cr3t", "s3cr3t"),
            ("", ""),
        ] {
            assert_eq!(*secret.hidden_in(text.as_bytes()), *shown.as_bytes());
            assert_eq!(secret.is_in(text.as_bytes()), text != shown);
        }
    }

    #[test]
    fn a_word_that_is_no_token_may_stand_in_an_answer() {
        let header = b"access-control-allow-credentials: true";
        assert_eq!(*Secret::new("true").hidden_in(header), *header);
    }
}
