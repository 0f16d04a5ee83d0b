//! Finds a list in a JSON or JSONC document, and where each of its elements is written.
//!
//! serde_json's raw values are slices of the text they were parsed from, so they say where they
//! stand, and skipping over one does not recurse: a document may be as deep as it likes. Only what
//! lies on the path is taken apart, one level at a time. Nothing is decoded that need not be: RFC
//! 8259, section 4, leaves open what a key means that occurs twice, and such members, like numbers
//! of any size, are none of our business until they are on the path.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::jsonc;
use super::pointer::{Pointer, Token};
use super::position::{BOM, position};
use crate::json_string;
use crate::shown;

/// What Audiobookshelf calls its list.
pub const NAME: &str = "allowedOrigins";

/// Where a list is looked for when no pointer says so: as Audiobookshelf's API sends it, and as its
/// database holds it.
const PLACES: &[&[&str]] = &[&[NAME], &["serverSettings", NAME]];

/// Which language a document is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// RFC 8259.
    Json,
    /// With comments and trailing commas.
    Jsonc,
}

/// A value that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The way to it, without wildcards.
    pub pointer: Pointer,
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// The bytes of each element in the text, in order; `None` if the value is no array.
    pub elements: Option<Vec<Range<usize>>>,
}

/// Why a list was not found. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The text is not in its dialect.
    #[error("{message}")]
    Syntax {
        /// The line of the first byte that does not fit.
        line: usize,
        /// Its column.
        column: usize,
        /// What was expected there.
        message: String,
    },
    /// The document is an object with no list in the usual places.
    #[error("no list: the document is an object without {looked}; name its list with `--pointer`")]
    NoList {
        /// The pointers that were tried, in words.
        looked: String,
    },
    /// The pointer leads nowhere.
    #[error("nothing at `{pointer}`: {} {reason}", name(parent))]
    Missing {
        /// The pointer that was followed.
        pointer: Pointer,
        /// The deepest value on the way that does exist.
        parent: Pointer,
        /// Why there is no way on from `parent`; a verb and its object.
        reason: String,
    },
    /// An object on the way has two members of this name, and readers disagree about which one
    /// counts.
    #[error(
        "{} has a key `{}` already; remove one of them",
        name(parent),
        shown::escape(&shown::mask_urls(key))
    )]
    DuplicateKey {
        /// The key, decoded.
        key: String,
        /// The object that has it.
        parent: Pointer,
        /// The line of the second one.
        line: usize,
        /// Its column.
        column: usize,
    },
}

impl Error {
    /// Whether nothing is wrong with the document, but for what it doesn't have.
    pub fn is_absence(&self) -> bool {
        matches!(self, Self::NoList { .. } | Self::Missing { .. })
    }

    /// The line and column, where there is one.
    pub fn position(&self) -> Option<(usize, usize)> {
        match self {
            Self::Syntax { line, column, .. } | Self::DuplicateKey { line, column, .. } => {
                Some((*line, *column))
            }
            Self::NoList { .. } | Self::Missing { .. } => None,
        }
    }
}

/// Finds the values that `at` points at, or, without it, the document's list of origins.
///
/// Without a pointer that is the document itself, unless it is an object: then each of
/// `/allowedOrigins` and `/serverSettings/allowedOrigins` that is there. A pointer with a wildcard
/// finds all that it leads to, in the order of the document. A value that is found may be anything:
/// see [`Found::elements`].
///
/// `text` may start with a byte order mark.
///
/// # Errors
///
/// If the text is malformed, if nothing is found, or if a key on the way occurs twice in its
/// object.
pub fn locate(text: &str, dialect: Dialect, at: Option<&Pointer>) -> Result<Vec<Found>, Error> {
    let blanked = match dialect {
        Dialect::Json => Cow::Borrowed(text),
        Dialect::Jsonc => Cow::Owned(
            jsonc::blank(text).map_err(|error| syntax(text, error.offset, error.to_string()))?,
        ),
    };
    let document = Document(&blanked);
    let root = blanked.strip_prefix(BOM).unwrap_or(&blanked);
    let root = document.place(Pointer::root(), root.trim_matches(jsonc::SPACES))?;
    let places = match (at, &root.node) {
        (Some(pointer), _) => document.descend(root, pointer)?,
        (None, Node::Object(_)) => document.usual_places(&root)?,
        (None, _) => vec![root],
    };
    let found = places.into_iter().map(|place| document.found(place));
    Ok(found.collect())
}

/// JSON text as serde_json takes it, but for a byte order mark: what offsets count from.
struct Document<'a>(&'a str);

/// A value and the way to it.
#[derive(Clone)]
struct Place<'a> {
    pointer: Pointer,
    value: &'a str,
    node: Node<'a>,
}

/// A value, taken apart one level deep.
#[derive(Clone)]
enum Node<'a> {
    Array(Vec<&'a RawValue>),
    Object(Members<'a>),
    /// Anything else, by its name.
    Scalar(&'static str),
}

impl<'a> Document<'a> {
    fn place(&self, pointer: Pointer, value: &'a str) -> Result<Place<'a>, Error> {
        let node = Node::parse(value).map_err(|error| self.refused(value, &error))?;
        Ok(Place {
            pointer,
            value,
            node,
        })
    }

    fn usual_places(&self, root: &Place<'a>) -> Result<Vec<Place<'a>>, Error> {
        let pointers = PLACES.iter().map(|keys| {
            keys.iter()
                .fold(Pointer::root(), |pointer, key| pointer.child(key))
        });
        let mut places = Vec::new();
        for pointer in pointers.clone() {
            match self.descend(root.clone(), &pointer) {
                Ok(found) => places.extend(found),
                Err(Error::Missing { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        if places.is_empty() {
            let looked: Vec<_> = pointers.map(|pointer| format!("`{pointer}`")).collect();
            return Err(Error::NoList {
                looked: looked.join(" or "),
            });
        }
        Ok(places)
    }

    fn descend(&self, root: Place<'a>, pointer: &Pointer) -> Result<Vec<Place<'a>>, Error> {
        let mut reached = vec![root];
        for token in pointer.tokens() {
            let mut next = Vec::new();
            for place in &reached {
                self.follow(place, &token, &mut next)?;
            }
            if let (Some(place), true) = (reached.first(), next.is_empty()) {
                return Err(Error::Missing {
                    pointer: pointer.clone(),
                    parent: place.pointer.clone(),
                    reason: place.node.dead_end(&token),
                });
            }
            reached = next;
        }
        Ok(reached)
    }

    fn follow(
        &self,
        from: &Place<'a>,
        token: &Token<'_>,
        next: &mut Vec<Place<'a>>,
    ) -> Result<(), Error> {
        match &from.node {
            Node::Array(elements) => {
                let is_wanted = |at| match token {
                    Token::Any => true,
                    Token::Named(name) => index(name) == Some(at),
                };
                for (index, element) in elements.iter().enumerate() {
                    if is_wanted(index) {
                        next.push(self.place(from.pointer.child(index), element.get())?);
                    }
                }
            }
            Node::Object(Members(members)) => {
                let mut seen = HashSet::new();
                for (raw, value) in members {
                    let key = json_string::decode(raw.get()).unwrap_or_default();
                    if matches!(token, Token::Named(name) if *name != key) {
                        continue;
                    }
                    if seen.contains(&key) {
                        let (line, column) = position(self.0, self.span(raw.get()).start);
                        return Err(Error::DuplicateKey {
                            key: key.into_owned(),
                            parent: from.pointer.clone(),
                            line,
                            column,
                        });
                    }
                    next.push(self.place(from.pointer.child(&key), value.get())?);
                    seen.insert(key);
                }
            }
            Node::Scalar(_) => {}
        }
        Ok(())
    }

    fn found(&self, place: Place<'a>) -> Found {
        let elements = match place.node {
            Node::Array(elements) => {
                // in the memory of the elements
                let elements = elements.into_iter();
                Some(elements.map(|element| self.span(element.get())).collect())
            }
            Node::Object(_) | Node::Scalar(_) => None,
        };
        Found {
            pointer: place.pointer,
            span: self.span(place.value),
            elements,
        }
    }

    /// Where a slice of the document stands in it.
    fn span(&self, slice: &str) -> Range<usize> {
        let start = slice.as_ptr().addr() - self.0.as_ptr().addr();
        start..start + slice.len()
    }

    /// serde_json's error about `value`, placed in the document.
    fn refused(&self, value: &str, error: &serde_json::Error) -> Error {
        let message = error.to_string();
        let message = message
            .rsplit_once(" at line ")
            .map_or(&*message, |(message, _)| message)
            .replace("EOF while parsing", "the text ends inside");
        let offset = if error.is_eof() {
            value.len()
        } else {
            let lines = value
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1));
            // the column counts bytes read, the refused one among them but for a control character
            let read = error.column() + usize::from(message.starts_with("control character"));
            lines.map(str::len).sum::<usize>() + read.saturating_sub(1)
        };
        let offset = self.span(value).start + offset;
        let (before, rest) = self.0.split_at_checked(offset).unwrap_or((self.0, ""));
        let comment = rest.starts_with("//") || rest.starts_with("/*");
        let trailing_comma = rest.starts_with([']', '}']) && before.trim_end().ends_with(',');
        let hint = if comment || trailing_comma {
            "; a file with comments or trailing commas must be named `.jsonc`"
        } else {
            ""
        };
        syntax(self.0, offset, format!("{message}{hint}"))
    }
}

impl<'a> Node<'a> {
    fn parse(value: &'a str) -> serde_json::Result<Self> {
        Ok(match value.as_bytes().first() {
            Some(b'[') => Self::Array(serde_json::from_str(value)?),
            Some(b'{') => Self::Object(serde_json::from_str(value)?),
            first => {
                serde_json::from_str::<&RawValue>(value)?;
                Self::Scalar(match first {
                    Some(b'"') => "a string",
                    Some(b'n') => "null",
                    Some(b't' | b'f') => "a boolean",
                    _ => "a number",
                })
            }
        })
    }

    /// Why `token` leads nowhere from here.
    fn dead_end(&self, token: &Token<'_>) -> String {
        let name = token.name();
        match self {
            Self::Object(_) if *token == Token::Any => "is an empty object".to_owned(),
            Self::Object(_) => format!(
                "is an object without the key `{}`",
                shown::escape(&shown::mask_urls(name))
            ),
            Self::Array(elements) if elements.is_empty() => "is an empty array".to_owned(),
            Self::Array(elements) if index(name).is_some() => {
                format!("ends at index {}", elements.len() - 1)
            }
            Self::Array(_) => format!(
                "is an array, and `{}` is no index: write 0, or a number without leading zeros",
                shown::escape(&shown::mask_urls(name))
            ),
            Self::Scalar(kind) => format!("is {kind}"),
        }
    }
}

/// The members of an object in order, each key as it is written; the same key may occur again.
#[derive(Clone)]
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

/// An array index as RFC 6901, section 4, allows it: no sign, no leading zeros, and not `-`, the
/// place after the last.
fn index(token: &str) -> Option<usize> {
    let plain = token.bytes().all(|byte| byte.is_ascii_digit())
        && (token == "0" || !token.starts_with('0'));
    plain.then(|| token.parse().ok()).flatten()
}

fn syntax(text: &str, offset: usize, message: String) -> Error {
    let (line, column) = position(text, offset);
    Error::Syntax {
        line,
        column,
        message,
    }
}

fn name(pointer: &Pointer) -> String {
    if *pointer == Pointer::root() {
        "the document".to_owned()
    } else {
        format!("`{pointer}`")
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect::{Json, Jsonc};
    use super::{Dialect, Error, Pointer, locate};
    use proptest::prelude::{any, prop_assert, prop_assert_eq, prop_oneof, proptest};
    use std::ops::Range;

    /// A pointer, the text of its value, and that of each element.
    type Shown = (String, String, Option<Vec<String>>);

    fn at(text: &str, dialect: Dialect, pointer: &str) -> Result<Vec<Shown>, Error> {
        shown(text, dialect, Some(&Pointer::pattern(pointer).unwrap()))
    }

    fn shown(text: &str, dialect: Dialect, pointer: Option<&Pointer>) -> Result<Vec<Shown>, Error> {
        let slice = |span: Range<usize>| text[span].to_owned();
        Ok(locate(text, dialect, pointer)?
            .into_iter()
            .map(|found| {
                let elements = found
                    .elements
                    .map(|elements| elements.into_iter().map(slice).collect());
                (found.pointer.to_string(), slice(found.span), elements)
            })
            .collect())
    }

    fn found(pointer: &str, value: &str, elements: Option<&[&str]>) -> Shown {
        let elements =
            elements.map(|elements| elements.iter().map(|&element| element.to_owned()).collect());
        (pointer.to_owned(), value.to_owned(), elements)
    }

    #[test]
    fn without_a_pointer_the_root_or_the_usual_places_are_the_list() {
        for (text, want) in [
            ("[]", found("", "[]", Some(&[]))),
            (
                " \r\n[ \"a\" ,1.0]\n",
                found("", "[ \"a\" ,1.0]", Some(&["\"a\"", "1.0"])),
            ),
            ("\u{feff}[\"é\"]", found("", "[\"é\"]", Some(&["\"é\""]))),
            (
                r#"{"x":[1],"allowedOrigins":["a"]}"#,
                found("/allowedOrigins", r#"["a"]"#, Some(&[r#""a""#])),
            ),
            (
                r#"{"allowedOrigins" : null}"#,
                found("/allowedOrigins", "null", None),
            ),
            (
                r#"{"allowed\u004frigins":"a"}"#,
                found("/allowedOrigins", r#""a""#, None),
            ),
            (
                r#"{"serverSettings":{"n":12345678901234567890,"n":1e2,"allowedOrigins":[[],{"a":[]}]}}"#,
                found(
                    "/serverSettings/allowedOrigins",
                    r#"[[],{"a":[]}]"#,
                    Some(&["[]", r#"{"a":[]}"#]),
                ),
            ),
            (r#""a""#, found("", r#""a""#, None)),
            ("null", found("", "null", None)),
            ("-1e999", found("", "-1e999", None)),
            (
                r#"["\ud800"]"#,
                found("", r#"["\ud800"]"#, Some(&[r#""\ud800""#])),
            ),
        ] {
            assert_eq!(shown(text, Json, None), Ok(vec![want.clone()]), "{text}");
            assert_eq!(shown(text, Jsonc, None), Ok(vec![want]), "{text}");
        }
        let both = r#"{"serverSettings":{"allowedOrigins":[1]},"allowedOrigins":[2]}"#;
        let want = [
            found("/allowedOrigins", "[2]", Some(&["2"])),
            found("/serverSettings/allowedOrigins", "[1]", Some(&["1"])),
        ];
        assert_eq!(shown(both, Json, None), Ok(want.to_vec()));
    }

    #[test]
    fn spans_in_jsonc_are_those_of_the_text_with_its_comments() {
        let text = "\u{feff}// ö\r\n{ /* , */ \"allowedOrigins\": [ // \"x\"\n \"a//b\", /* é */ 2, // ]\n], }";
        let want = found(
            "/allowedOrigins",
            "[ // \"x\"\n \"a//b\", /* é */ 2, // ]\n]",
            Some(&["\"a//b\"", "2"]),
        );
        assert_eq!(shown(text, Jsonc, None), Ok(vec![want]));
    }

    #[test]
    fn a_pointer_leads_to_any_value() {
        let text = r#"{"a/b": {"m~n": [10, {"": "x"}]}, "01": true, "a": 1}"#;
        for (pointer, want) in [
            ("", found("", text, None)),
            (
                "/a~1b/m~0n",
                found(
                    "/a~1b/m~0n",
                    r#"[10, {"": "x"}]"#,
                    Some(&["10", r#"{"": "x"}"#]),
                ),
            ),
            ("/a~1b/m~0n/0", found("/a~1b/m~0n/0", "10", None)),
            ("/a~1b/m~0n/1/", found("/a~1b/m~0n/1/", r#""x""#, None)),
            ("/01", found("/01", "true", None)),
        ] {
            assert_eq!(at(text, Json, pointer), Ok(vec![want]), "{pointer}");
        }
    }

    #[test]
    fn a_wildcard_finds_every_branch_that_has_the_rest() {
        let text = r#"{"c": [{"w": ["a"]}, {"x": 1}, 3, {"w": "b"}], "d/e": {"w": {"w": []}}}"#;
        let want = [
            found("/c/0/w", r#"["a"]"#, Some(&[r#""a""#])),
            found("/c/3/w", r#""b""#, None),
        ];
        assert_eq!(at(text, Json, "/c/*/w"), Ok(want.to_vec()));
        assert_eq!(
            at(text, Json, "/*/w/w"),
            Ok(vec![found("/d~1e/w/w", "[]", Some(&[]))])
        );
        assert_eq!(at(text, Json, "/*/*").unwrap().len(), 5);
        let error = at(text, Json, "/c/*/z").unwrap_err();
        assert_eq!(
            error.to_string(),
            "nothing at `/c/*/z`: `/c/0` is an object without the key `z`"
        );
    }

    #[test]
    fn a_pointer_to_nothing_says_how_far_it_got() {
        let text = r#"{"a": {"b": [1, 2]}, "s": "x", "o": {}, "e": []}"#;
        for (pointer, want) in [
            (
                "/x/y",
                "nothing at `/x/y`: the document is an object without the key `x`",
            ),
            (
                "/a/c/d",
                "nothing at `/a/c/d`: `/a` is an object without the key `c`",
            ),
            ("/a/b/2", "nothing at `/a/b/2`: `/a/b` ends at index 1"),
            ("/e/0", "nothing at `/e/0`: `/e` is an empty array"),
            ("/o/*", "nothing at `/o/*`: `/o` is an empty object"),
            ("/s/0", "nothing at `/s/0`: `/s` is a string"),
        ] {
            assert_eq!(at(text, Json, pointer).unwrap_err().to_string(), want);
        }
        for token in ["-", "01", "+1", "x", "", "99999999999999999999"] {
            let error = at(text, Json, &format!("/a/b/{token}")).unwrap_err();
            assert!(
                matches!(error, Error::Missing { parent, .. } if parent.to_string() == "/a/b"),
                "{token}"
            );
        }
        let error = shown(
            "{\"a\": {\"allowedOrigins\": []}, \"serverSettings\": []}",
            Json,
            None,
        )
        .unwrap_err();
        assert!(
            matches!(&error, Error::NoList { looked } if looked == "`/allowedOrigins` or `/serverSettings/allowedOrigins`")
        );
    }

    #[test]
    fn a_key_on_the_way_that_occurs_twice_is_an_error_with_its_place() {
        for (text, pointer, key, position) in [
            (
                "{\"allowedOrigins\": [],\n \"é\": 1, \"allowedOrigins\": []}",
                None,
                "allowedOrigins",
                (2, 10),
            ),
            (
                "\u{feff}{\"serverSettings\":1,\"server\\u0053ettings\":1}",
                None,
                "serverSettings",
                (1, 21),
            ),
            ("{\"a\": 1, /* x */ \"a\": 2}", Some("/a"), "a", (1, 18)),
            ("[{\"a\": 1,\n\"a\": 2}]", Some("/*/a"), "a", (2, 1)),
            ("{\"a\": 1,\n\"a\": 2}", Some("/*"), "a", (2, 1)),
        ] {
            let pointer = pointer.map(|pointer| Pointer::pattern(pointer).unwrap());
            match locate(text, Jsonc, pointer.as_ref()) {
                Err(Error::DuplicateKey {
                    key: found,
                    line,
                    column,
                    ..
                }) => {
                    assert_eq!((&*found, (line, column)), (key, position), "{text}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        assert!(at(r#"{"x": 1, "x": 2, "a": {"x": 1, "x": 1}}"#, Json, "/a").is_ok());
    }

    #[test]
    fn syntax_errors_stand_at_the_first_character_that_does_not_fit() {
        const HINT: &str = "; a file with comments or trailing commas must be named `.jsonc`";
        for (text, dialect, position, message) in [
            ("", Json, (1, 1), "the text ends inside a value".to_owned()),
            (
                "\n \n",
                Json,
                (1, 1),
                "the text ends inside a value".to_owned(),
            ),
            ("[\"é\" é]", Json, (1, 6), "expected `,` or `]`".to_owned()),
            (
                "\u{feff}[1 2]",
                Json,
                (1, 4),
                "expected `,` or `]`".to_owned(),
            ),
            (
                "\n\n{\"é\": [tru]}",
                Json,
                (3, 11),
                "expected ident".to_owned(),
            ),
            (
                "[\"é\n\"]",
                Json,
                (1, 4),
                "control character (\\u0000-\\u001F) found while parsing a string".to_owned(),
            ),
            (
                "[1,\n  2\n",
                Json,
                (2, 4),
                "the text ends inside a list".to_owned(),
            ),
            ("[] []", Json, (1, 4), "trailing characters".to_owned()),
            (
                "[\"a\", // x\n]",
                Json,
                (1, 7),
                format!("expected value{HINT}"),
            ),
            ("/* x */ []", Json, (1, 1), format!("expected value{HINT}")),
            (
                "[] // x",
                Json,
                (1, 4),
                format!("trailing characters{HINT}"),
            ),
            (
                "{\"a\": [1, ]}",
                Json,
                (1, 11),
                format!("expected value{HINT}"),
            ),
            (
                "[1, /* x */ é]",
                Jsonc,
                (1, 13),
                "expected value".to_owned(),
            ),
            ("[,]", Jsonc, (1, 2), "expected value".to_owned()),
            (
                "[\n/* é",
                Jsonc,
                (2, 1),
                "the comment that starts here is never closed with `*/`".to_owned(),
            ),
        ] {
            let want = Error::Syntax {
                line: position.0,
                column: position.1,
                message,
            };
            assert_eq!(locate(text, dialect, None), Err(want), "{text:?}");
        }
    }

    #[test]
    fn depth_is_no_problem() {
        let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
        for dialect in [Json, Jsonc] {
            assert!(locate(&open, dialect, None).is_err());
            assert_eq!(
                locate(&format!("{open}{close}"), dialect, None).unwrap()[0].span,
                0..200_000
            );
            let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
            assert_eq!(at(&objects, dialect, &"/a".repeat(50)).unwrap().len(), 1);
        }
    }

    proptest! {
        #![proptest_config(crate::origin::many_cases())]

        #[test]
        fn nothing_panics_on_any_text(
            text in prop_oneof![any::<String>(), "(\u{feff})?[]\\[{},:/*\"\\\\ \r\né1a]{0,30}"],
            pointer in proptest::option::of("(/[a1*]?){0,3}"),
        ) {
            let pointer = pointer.map(|pointer| Pointer::pattern(&pointer).unwrap());
            let json = locate(&text, Json, pointer.as_ref());
            if let Ok(found) = &json {
                prop_assert_eq!(&locate(&text, Jsonc, pointer.as_ref()), &json);
                for found in found {
                    prop_assert!(text.get(found.span.clone()).is_some());
                }
            }
        }
    }
}
