//! Lists are edited as their authors would have, and nothing else is touched.

use super::{splice, wrap};
use crate::json_string::decode;
use crate::list::edit::Step::{self, Insert, Replace};
use crate::list::json::Dialect::{Json, Jsonc};
use crate::list::json::{Found, locate};
use crate::list::jsonc::{Kind, lexemes};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::{Index, select};

fn list(text: &str) -> Found {
    locate(text, Jsonc, None)
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
        .remove(0)
}

fn edited(text: &str, steps: &[Step]) -> String {
    splice(text, &list(text), steps).apply(text)
}

fn count(text: &str) -> usize {
    list(text).elements.unwrap().len()
}

/// The list with `new` before its element `at`.
fn with(text: &str, at: usize, new: &[&str]) -> String {
    let mut steps: Vec<_> = (0..count(text)).map(Step::keep).collect();
    steps.splice(at..at, new.iter().map(|new| Insert((*new).to_owned())));
    edited(text, &steps)
}

/// The list without the elements `gone`.
fn without(text: &str, gone: &[usize]) -> String {
    let steps: Vec<_> = (0..count(text))
        .filter(|index| !gone.contains(index))
        .map(Step::keep)
        .collect();
    edited(text, &steps)
}

#[test]
fn a_new_last_element_follows_the_style_of_its_neighbours() {
    for (given, produces) in [
        // one line
        (r#"["a", "b"]"#, r#"["a", "b", "x"]"#),
        (r#"["a","b"]"#, r#"["a","b","x"]"#),
        (r#"[ "a" , "b" ]"#, r#"[ "a" , "b" , "x" ]"#),
        (r#"["a"]"#, r#"["a","x"]"#),
        ("[\"a\"]\n", "[\"a\",\"x\"]\n"),
        (
            r#"{"v":1,"allowedOrigins":["a b"]}"#,
            r#"{"v":1,"allowedOrigins":["a b","x"]}"#,
        ),
        (
            r#"{"allowedOrigins": ["a"]}"#,
            r#"{"allowedOrigins": ["a", "x"]}"#,
        ),
        (
            r#"{"n": 12345678901234567890, "n": 1.0, "allowedOrigins": [1e2, null]}"#,
            r#"{"n": 12345678901234567890, "n": 1.0, "allowedOrigins": [1e2, null, "x"]}"#,
        ),
        // one per line
        (
            "[\n  \"a\",\n  \"b\"\n]\n",
            "[\n  \"a\",\n  \"b\",\n  \"x\"\n]\n",
        ),
        (
            "\u{feff}[\r\n\t\"a\"\r\n]",
            "\u{feff}[\r\n\t\"a\",\r\n\t\"x\"\r\n]",
        ),
        (
            "{\n\t\"allowedOrigins\": [\n\t\t\"a\"\n\t]\n}",
            "{\n\t\"allowedOrigins\": [\n\t\t\"a\",\n\t\t\"x\"\n\t]\n}",
        ),
        (
            "[\n  \"a\", \"b\",\n  \"c\"]",
            "[\n  \"a\", \"b\",\n  \"c\",\n  \"x\"]",
        ),
        ("[ \"a\"\n, \"b\"\n]", "[ \"a\"\n, \"b\"\n, \"x\"\n]"),
        (
            "[\n  \"a\",\n\n  \"b\"\n]",
            "[\n  \"a\",\n\n  \"b\",\n\n  \"x\"\n]",
        ),
        (
            "[\n  {\"o\": [\"a\"]},\n  []\n]",
            "[\n  {\"o\": [\"a\"]},\n  [],\n  \"x\"\n]",
        ),
        // trailing commas
        ("[\"a\",]", "[\"a\",\"x\",]"),
        ("[\n  \"a\",\n]", "[\n  \"a\",\n  \"x\",\n]"),
        ("[\n  \"a\"\n  , ]", "[\n  \"a\"\n  ,\n  \"x\", ]"),
        // comments
        ("[\n  \"a\" // a\n]", "[\n  \"a\", // a\n  \"x\"\n]"),
        ("[\n  \"a\", // a\n]", "[\n  \"a\", // a\n  \"x\",\n]"),
        (
            "[\n  \"a\", // a\n  \"b\" /* b */ // bb\r\n]",
            "[\n  \"a\", // a\n  \"b\", /* b */ // bb\r\n  \"x\"\r\n]",
        ),
        (
            "[\n  \"a\"\n  // end\n]",
            "[\n  \"a\",\n  \"x\"\n  // end\n]",
        ),
        (
            "[\n  \"a\" /* a\n  */ // b\n]",
            "[\n  \"a\", /* a\n  */ // b\n  \"x\"\n]",
        ),
        ("[\"a\", \"b\" /* b */]", "[\"a\", \"b\", /* b */ \"x\"]"),
        ("[\"a\", \"b\" // b\n]", "[\"a\", \"b\", // b\n\"x\"\n]"),
        ("[\"a\" /* a */, \"b\"]", "[\"a\" /* a */, \"b\", \"x\"]"),
        ("[\"a\" /* a */ , ]", "[\"a\" /* a */ , \"x\", ]"),
    ] {
        let produced = with(given, count(given), &["x"]);
        assert_eq!(produced, produces, "given\n{given}");
        assert_eq!(
            without(&produced, &[count(given)]),
            given,
            "back from\n{produced}"
        );
    }
}

#[test]
fn a_new_element_goes_before_or_between() {
    for (given, at, produces) in [
        (r#"["a", "b"]"#, 0, r#"["x", "a", "b"]"#),
        (r#"["a", "b"]"#, 1, r#"["a", "x", "b"]"#),
        (r#"[ "a" ]"#, 0, r#"[ "x", "a" ]"#),
        ("[ \"a\"\n, \"b\"\n]", 0, "[ \"x\"\n, \"a\"\n, \"b\"\n]"),
        ("[ \"a\"\n, \"b\"\n]", 1, "[ \"a\"\n, \"x\"\n, \"b\"\n]"),
        (
            "[\n  \"a\", // a\n  \"b\"\n]",
            1,
            "[\n  \"a\", // a\n  \"x\",\n  \"b\"\n]",
        ),
        (
            "[\n  \"a\" // a\n  , \"b\"\n]",
            1,
            "[\n  \"a\" // a\n  ,\n  \"x\", \"b\"\n]",
        ),
        (
            "[\n  // a\n  \"a\"\n]",
            0,
            "[\n  // a\n  \"x\",\n  \"a\"\n]",
        ),
        ("[\"a\", /* b */ \"b\"]", 1, "[\"a\", \"x\", /* b */ \"b\"]"),
        ("[\"a\" /* a */, \"b\"]", 1, "[\"a\" /* a */, \"x\", \"b\"]"),
        (
            "[\n  \"a\", // a\n  // b\n  \"b\"\n]",
            1,
            "[\n  \"a\", // a\n  \"x\",\n  // b\n  \"b\"\n]",
        ),
    ] {
        let produced = with(given, at, &["x"]);
        assert_eq!(produced, produces, "given\n{given}");
        assert_eq!(without(&produced, &[at]), given, "back from\n{produced}");
    }
}

#[test]
fn an_empty_list_is_filled_in_the_style_of_its_document() {
    for (given, produces) in [
        ("[]", r#"["x","y"]"#),
        ("[] \n", "[\"x\",\"y\"] \n"),
        ("[ ]", r#"[ "x", "y" ]"#),
        (
            r#"{"allowedOrigins": []}"#,
            r#"{"allowedOrigins": ["x", "y"]}"#,
        ),
        ("[\n]", "[\n  \"x\",\n  \"y\"\n]"),
        ("[\r\n]", "[\r\n  \"x\",\r\n  \"y\"\r\n]"),
        ("[\n  ]", "[\n    \"x\",\n    \"y\"\n  ]"),
        (
            "{\n\t\"allowedOrigins\": [\n\t]\n}",
            "{\n\t\"allowedOrigins\": [\n\t\t\"x\",\n\t\t\"y\"\n\t]\n}",
        ),
        (
            "/*\n * c */ {\n    \"allowedOrigins\": [\n    ], \"a\": {\n        \"b\": 1}}",
            "/*\n * c */ {\n    \"allowedOrigins\": [\n        \"x\",\n        \"y\"\n    ], \"a\": {\n        \"b\": 1}}",
        ),
        ("[ // none\n]", "[ // none\n  \"x\",\n  \"y\"\n]"),
        (
            "[\n  // a\n  /* b */ ]",
            "[\n  // a\n  /* b */\n    \"x\",\n    \"y\" ]",
        ),
        ("[ /* none */ ]", r#"[ /* none */ "x", "y" ]"#),
    ] {
        let produced = with(given, 0, &["x", "y"]);
        assert_eq!(produced, produces, "given\n{given}");
        assert_eq!(without(&produced, &[0, 1]), given);
    }
}

#[test]
fn an_element_goes_with_its_comma_and_comments_stay() {
    for (given, gone, produces) in [
        (r#"["a", "b", "c"]"#, &[0][..], r#"["b", "c"]"#),
        (r#"["a", "b", "c"]"#, &[1], r#"["a", "c"]"#),
        (r#"["a", "b", "c"]"#, &[1, 2], r#"["a"]"#),
        (r#"["a", "b", "c"]"#, &[0, 1, 2], "[]"),
        (r#"[ "a" , "b" ]"#, &[0, 1], "[ ]"),
        ("[\n  \"a\",\n  \"b\",\n]", &[1], "[\n  \"a\",\n]"),
        ("[\n  \"a\",\n  \"b\",\n]", &[0, 1], "[\n]"),
        ("[\"a\" , ]", &[0], "[ ]"),
        ("[ \"a\"\n, \"b\"\n, \"c\"\n]", &[0], "[ \"b\"\n, \"c\"\n]"),
        (
            "[\n  \"a\", \"b\",\n  \"c\"\n]",
            &[1],
            "[\n  \"a\",\n  \"c\"\n]",
        ),
        // comments
        (
            "[\n  \"a\", // a\n  \"b\"\n]",
            &[0],
            "[\n  // a\n  \"b\"\n]",
        ),
        ("[\n  \"a\", // a\n  \"b\"\n]", &[1], "[\n  \"a\" // a\n]"),
        (
            "[\n  \"a\", // a\n  \"b\", // b\n  \"c\" // c\n]",
            &[1],
            "[\n  \"a\", // a\n  // b\n  \"c\" // c\n]",
        ),
        (
            "[\n  \"a\", // a\n  \"b\", // b\n  \"c\" // c\n]",
            &[1, 2],
            "[\n  \"a\" // a\n  // b\n  // c\n]",
        ),
        (
            "[\n  \"a\",\n  \"b\" // b\n]",
            &[1],
            "[\n  \"a\"\n  // b\n]",
        ),
        (
            "[\n  \"a\",\n  \"b\" /* b */\n]",
            &[1],
            "[\n  \"a\"\n  /* b */\n]",
        ),
        (
            "[\n  // a\n  \"a\", // aa\n  // b\n  \"b\"\n]",
            &[0],
            "[\n  // a\n  // aa\n  // b\n  \"b\"\n]",
        ),
        (
            "[\"a\", /* b */ \"b\", \"c\"]",
            &[1],
            "[\"a\", /* b */ \"c\"]",
        ),
        ("[\"a\" /* a */, \"b\"]", &[0], "[/* a */ \"b\"]"),
        ("[\"a\", \"b\" /* b */]", &[1], "[\"a\" /* b */]"),
        // a line comment must not swallow what follows
        ("[\"a\", // a\n \"b\"]", &[1], "[\"a\" // a\n ]"),
        ("[ // a\n \"a\"]", &[0], "[ // a\n ]"),
        ("[\"a\" // a\n , \"b\"]", &[1], "[\"a\" // a\n ]"),
        (
            "[\"a\", \"b\" // b\n , \"c\"]",
            &[1],
            "[\"a\", // b\n \"c\"]",
        ),
        (
            "[\"a\", // a\n \"b\" /* b */]",
            &[1],
            "[\"a\" // a\n /* b */]",
        ),
        (
            "[\"a\" // a\r\n, \"b\" // b\r\n, ]",
            &[0, 1],
            "[ // a\r\n// b\r\n]",
        ),
    ] {
        let produced = without(given, gone);
        assert_eq!(produced, produces, "given\n{given}\nwithout {gone:?}");
        list(&produced);
    }
}

#[test]
fn new_elements_take_the_places_of_those_that_go() {
    let insert = |text: &str| Insert(text.into());
    for (given, steps, produces) in [
        (
            r#"["a", 1, null]"#,
            vec![
                Replace(0, "x".into()),
                Step::keep(1),
                Replace(2, "\"\\\n".into()),
            ],
            r#"["x", 1, "\"\\\n"]"#,
        ),
        (
            "[ 1 ,2, 3 ]",
            vec![insert("x"), insert("y")],
            r#"[ "x" ,"y" ]"#,
        ),
        ("[ 1 ]", vec![insert("x"), insert("y")], r#"[ "x", "y" ]"#),
        (
            "[\n  1, // one\n  2 // two\n]",
            vec![insert("x"), Step::keep(1)],
            "[\n  \"x\", // one\n  2 // two\n]",
        ),
        ("[1, 2]", vec![Step::keep(1), insert("x")], r#"[2, "x"]"#),
        ("[1, 2]", vec![Step::keep(0), insert("x")], r#"[1, "x"]"#),
    ] {
        assert_eq!(edited(given, &steps), produces, "{given} {steps:?}");
    }
}

#[test]
fn a_string_or_null_is_wrapped_and_nothing_else() {
    for (given, produces) in [
        (
            r#"{"allowedOrigins": "\u0061" } "#,
            Some(r#"{"allowedOrigins": ["\u0061"] } "#),
        ),
        (
            r#"{"allowedOrigins":null}"#,
            Some(r#"{"allowedOrigins":[]}"#),
        ),
        (r#"{"allowedOrigins":1.0}"#, None),
        (r#"{"allowedOrigins":{}}"#, None),
        ("[]", None),
    ] {
        assert_eq!(wrap(given, &list(given)).as_deref(), produces);
    }
}

#[test]
fn a_list_and_what_is_none_take_each_others_place() {
    let (null, full) = (
        r#"{"allowedOrigins": null }"#,
        r#"{"allowedOrigins": ["x", 1.0] }"#,
    );
    let steps = [Insert("x".into()), Step::Restore("1.0".into())];
    assert_eq!(edited(null, &steps), full);
    assert_eq!(edited(full, &[Step::Instead("null".into())]), null);
    assert_eq!(edited(null, &[]), r#"{"allowedOrigins": [] }"#);
}

/// White space, and in JSONC comments.
fn space(comments: bool) -> impl Strategy<Value = String> {
    let spaces = select(vec![
        "",
        "",
        "",
        " ",
        " ",
        "\t",
        "\n",
        "\n  ",
        "\n  ",
        "\r\n\t",
        " \n\n    ",
    ]);
    let comment = select(vec![
        "/* é */",
        "/**/",
        "/* ,\n \"*/",
        "// ] 😀\n",
        "//\r\n",
        "// x\r",
    ]);
    let some = if comments { 0..3usize } else { 0..1 };
    (
        spaces.clone(),
        proptest::collection::vec((comment, spaces), some),
    )
        .prop_map(|(first, rest)| {
            rest.into_iter()
                .fold(first.to_owned(), |text, (comment, space)| {
                    text + comment + space
                })
        })
}

const ELEMENTS: [&str; 11] = [
    r#""https://a.example""#,
    r#""https://a.example""#,
    r#""//""#,
    r#""/* ] ,""#,
    r#""\ud83d\ude00\/\"é""#,
    "12345678901234567890",
    "1.0",
    "null",
    "[]",
    "[1, [\"]\"] ]",
    r#"{"k": 1, "k" :1e2}"#,
];

const AROUND: [(&str, &str); 5] = [
    ("", ""),
    ("\u{feff}", "\n"),
    ("{\"allowedOrigins\":", "}"),
    (
        "{\r\n    \"x\": 1.0,\r\n    \"x\": [2 ],\r\n    \"allowedOrigins\": ",
        ", \"serverSettings\": {\"a\":\"]\"}\r\n}",
    ),
    (
        "{\n\t\"serverSettings\": {\n\t\t\"allowedOrigins\": ",
        "\n\t}\n}\n",
    ),
];

/// A document with a list in it, in JSON or JSONC.
fn document() -> impl Strategy<Value = String> {
    any::<bool>().prop_flat_map(|comments| {
        let element = (space(comments), select(&ELEMENTS), space(comments));
        let trailing = (any::<bool>(), space(comments))
            .prop_map(move |(comma, space)| (comma && comments, space));
        (
            select(&AROUND),
            proptest::collection::vec(element, 0..6),
            trailing,
        )
            .prop_map(|((head, foot), elements, (comma, last))| {
                let body: Vec<_> = elements
                    .into_iter()
                    .map(|(before, element, after)| before + element + &after)
                    .collect();
                let comma = if comma && !body.is_empty() { "," } else { "" };
                format!("{head}[{}{comma}{last}]{foot}", body.join(","))
            })
    })
}

/// The comments of a document.
fn comments(text: &str) -> Vec<&str> {
    let comment = |kind| matches!(kind, Kind::LineComment | Kind::BlockComment);
    lexemes(text)
        .filter(|(kind, _)| comment(*kind))
        .map(|(_, span)| &text[span])
        .collect()
}

proptest! {
    #![proptest_config(crate::origin::many_cases())]

    #[test]
    fn only_the_list_changes_and_it_becomes_the_wanted_one(text in document(), choices in proptest::collection::vec(0..6, 0..16)) {
        let found = list(&text);
        let old = found.elements.clone().unwrap();
        let (mut steps, mut want, mut index) = (Vec::new(), Vec::new(), 0);
        for (nth, choice) in choices.into_iter().enumerate() {
            let new = format!("new \" {nth}");
            let quoted = format!("\"new \\\" {nth}\"");
            match choice {
                0 => { steps.push(Insert(new)); want.push(quoted) }
                _ if index == old.len() => {}
                1 => { steps.push(Replace(index, new)); want.push(quoted); index += 1 }
                2 | 3 => index += 1,
                _ => { steps.push(Step::keep(index)); want.push(text[old.at(index)].to_owned()); index += 1 }
            }
        }
        let new = splice(&text, &found, &steps).apply(&text);
        let now = list(&new);
        let elements: Vec<_> = now.elements.unwrap().iter().map(|span| &new[span]).collect();
        prop_assert_eq!(elements, want, "{}\n{}", text, new);
        prop_assert_eq!(&text[..found.span.start], &new[..now.span.start]);
        prop_assert_eq!(&text[found.span.end..], &new[now.span.end..]);
        prop_assert_eq!(comments(&text), comments(&new), "{}\n{}", text, new);
        if locate(&text, Json, None).is_ok() {
            prop_assert!(locate(&new, Json, None).is_ok(), "{}", new);
        }
    }

    #[test]
    fn adding_and_removing_gives_the_same_bytes(text in document(), at in any::<Index>(), count in 1usize..4) {
        let at = at.index(self::count(&text) + 1);
        let added = with(&text, at, &["x", "y", "z"][..count]);
        let gone: Vec<_> = (at..at + count).collect();
        prop_assert_eq!(without(&added, &gone), &*text, "by way of\n{}", added);
    }

    #[test]
    fn keeping_everything_changes_nothing(text in document()) {
        prop_assert_eq!(without(&text, &[]), text);
    }

    #[test]
    fn any_text_reads_back(text in document(), new in any::<String>()) {
        let added = with(&text, 0, &[&new]);
        let first = list(&added).elements.unwrap().at(0);
        prop_assert_eq!(decode(&added[first]).unwrap(), new);
    }
}
