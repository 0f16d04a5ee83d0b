//! JSON pointers: the path from a document's root to one of its values.
//!
//! RFC 6901, with one addition: a whole token `*` stands for every member or element, as in
//! `/clients/*/webOrigins`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::shown;

/// A JSON pointer (RFC 6901), kept as it is written; `""` is the whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pointer {
    text: String,
    is_pattern: bool,
}

/// One step of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'p> {
    /// Every member or element: a `*` in a pattern.
    Any,
    /// The member of that key, or the element of that index, unescaped.
    Named(Cow<'p, str>),
}

impl Token<'_> {
    /// The key or index.
    pub fn name(&self) -> &str {
        match self {
            Self::Any => "*",
            Self::Named(name) => name,
        }
    }
}

/// Text that is no JSON pointer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is neither empty nor starts with `/`.
    #[error(
        "`{0}` is no JSON pointer: it starts with `/`, as in `/{0}`, or is empty for the whole document"
    )]
    NoSlash(String),
    /// A `~` that is followed by neither `0` nor `1`.
    #[error("`{0}` is no JSON pointer: in a key, write `~0` for `~` and `~1` for `/`")]
    BadEscape(String),
}

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer in which a whole segment `*` stands for any; without the pattern it is just a key.
    pub fn pattern(text: &str) -> Result<Self, Error> {
        let is_pattern = true;
        text.parse().map(|pointer| Self {
            is_pattern,
            ..pointer
        })
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The path from the root down.
    pub fn tokens(&self) -> impl Iterator<Item = Token<'_>> {
        self.text.split('/').skip(1).map(|segment| match segment {
            "*" if self.is_pattern => Token::Any,
            // `~1` first, so that `~01` becomes `~1` and not `/` (RFC 6901, section 4)
            _ if segment.contains('~') => {
                Token::Named(segment.replace("~1", "/").replace("~0", "~").into())
            }
            _ => Token::Named(segment.into()),
        })
    }

    /// The pointer to a member, by its key, or to an element, by its index, of the value that this
    /// one points at.
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string().replace('~', "~0").replace('/', "~1");
        Self {
            text: format!("{}/{token}", self.text),
            is_pattern: self.is_pattern,
        }
    }
}

impl FromStr for Pointer {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if !text.is_empty() && !text.starts_with('/') {
            return Err(Error::NoSlash(text.to_owned()));
        }
        if text
            .split('~')
            .skip(1)
            .any(|rest| !rest.starts_with(['0', '1']))
        {
            return Err(Error::BadEscape(text.to_owned()));
        }
        Ok(Self {
            text: text.to_owned(),
            is_pattern: false,
        })
    }
}

/// Fit to be shown: a key can hold anything, a URL with a secret too.
impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown::escape(&shown::mask_pointer(&self.text)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Pointer, Token};
    use proptest::prelude::{any, prop_assert_eq, proptest};

    fn tokens(pointer: &Pointer) -> Vec<String> {
        pointer
            .tokens()
            .map(|token| token.name().to_owned())
            .collect()
    }

    #[test]
    fn the_examples_of_rfc_6901_parse_and_print_themselves() {
        let cases: [(&str, &[&str]); 14] = [
            ("", &[]),
            ("/foo", &["foo"]),
            ("/foo/0", &["foo", "0"]),
            ("/", &[""]),
            ("//", &["", ""]),
            ("/a~1b", &["a/b"]),
            ("/c%d", &["c%d"]),
            ("/k\"l", &["k\"l"]),
            ("/ ", &[" "]),
            ("/m~0n", &["m~n"]),
            ("/~01", &["~1"]),
            ("/~10", &["/0"]),
            ("/é/\u{1f600}", &["é", "\u{1f600}"]),
            ("/a/*/b", &["a", "*", "b"]),
        ];
        for (text, want) in cases {
            let pointer: Pointer = text.parse().unwrap();
            assert_eq!(tokens(&pointer), want, "{text}");
            assert_eq!(pointer.as_str(), text);
        }
    }

    #[test]
    fn only_a_whole_token_of_a_pattern_is_a_wildcard() {
        for (text, want) in [
            ("/*", 1),
            ("/a/*/b", 1),
            ("/*/*", 2),
            ("/a*", 0),
            ("/**", 0),
            ("", 0),
        ] {
            let wildcards = |pointer: Pointer| {
                pointer
                    .tokens()
                    .filter(|token| *token == Token::Any)
                    .count()
            };
            assert_eq!(wildcards(Pointer::pattern(text).unwrap()), want, "{text}");
            assert_eq!(wildcards(text.parse().unwrap()), 0, "{text}");
        }
    }

    #[test]
    fn errors_say_what_to_write_instead() {
        let error = "allowedOrigins".parse::<Pointer>().unwrap_err();
        assert_eq!(error, Error::NoSlash("allowedOrigins".into()));
        assert!(error.to_string().contains("`/allowedOrigins`"));
        for text in ["/~", "/a~", "/a~2", "/~0~", "/~~0", "/a~/b"] {
            assert_eq!(
                text.parse::<Pointer>(),
                Err(Error::BadEscape(text.into())),
                "{text}"
            );
        }
    }

    #[test]
    fn a_child_is_named_by_key_or_index() {
        let pointer = Pointer::root().child("a/b~c").child(7);
        assert_eq!(pointer.as_str(), "/a~1b~0c/7");
        assert_eq!(tokens(&pointer), ["a/b~c", "7"]);
    }

    proptest! {
        #![proptest_config(crate::origin::many_cases())]

        #[test]
        fn children_read_back(keys in proptest::collection::vec(any::<String>(), 0..5)) {
            let pointer = keys.iter().fold(Pointer::root(), |pointer, key| pointer.child(key));
            prop_assert_eq!(tokens(&pointer), keys);
            prop_assert_eq!(pointer.as_str().parse::<Pointer>(), Ok(pointer));
        }

        #[test]
        fn parsing_never_panics_and_display_gives_the_text_back(text in "[/~01*a-]{0,12}|\\PC*") {
            if let Ok(pointer) = text.parse::<Pointer>() {
                prop_assert_eq!(pointer.as_str(), text);
            }
        }
    }
}
