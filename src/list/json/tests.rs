//! What is found where, and what is refused.

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
                .map(|elements| elements.iter().map(slice).collect());
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
