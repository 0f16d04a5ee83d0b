//! `Access-Control-Allow-Headers`.

use super::case::{Headers, Values};
use super::{Answer, Case, Fetch};

const ONE: Headers = &[("X-A", "a")];
const TWO: Headers = &[("X-B", "b"), ("X-A", "a")];
const BEARER: Headers = &[("Authorization", "Bearer nothing")];
const JSON: Headers = &[("Content-Type", "application/json")];

/// Name, request headers, and what the preflight's answer lists.
const HEADERS: &[(&str, Headers, Values)] = &[
    ("exact", ONE, &["X-A"]),
    ("absent", ONE, &[]),
    ("empty", ONE, &[""]),
    ("another", ONE, &["X-B"]),
    ("small letters", ONE, &["x-a"]),
    ("odd case", &[("x-LONG-name", "a")], &["X-long-NAME"]),
    ("star", ONE, &["*"]),
    ("star in a list", ONE, &["X-B, *"]),
    ("star padded", ONE, &[" * "]),
    ("a prefix", ONE, &["X-"]),
    ("both", TWO, &["X-A, X-B"]),
    ("both, no space", TWO, &["x-b,x-a"]),
    ("both, two lines", TWO, &["X-A", "X-B"]),
    ("both, two lines, one empty", TWO, &["X-A, X-B", ""]),
    ("one of two", TWO, &["X-A"]),
    ("the other of two", TWO, &["X-B"]),
    ("neither, star", TWO, &["*"]),
    ("one twice", &[("X-A", "a"), ("x-a", "b")], &["x-a"]),
    ("empty value", &[("X-A", "")], &["x-a"]),
    (
        "many, sorted",
        &[
            ("X-C", "1"),
            ("x-10", "1"),
            ("X-9", "1"),
            ("A", "1"),
            ("x-c-d", "1"),
            ("x_c", "1"),
        ],
        &["a, x-10, x-9, x-c, x-c-d, x_c"],
    ),
    // form
    ("semicolons", ONE, &["X-A;X-B"]),
    ("spaces", ONE, &["X-A X-B"]),
    ("space inside another", ONE, &["X-A, X B"]),
    ("comma twice", ONE, &["X-A,,X-B"]),
    ("comma at the end", ONE, &["X-A,"]),
    ("comma at the start", ONE, &[",X-A"]),
    ("commas and spaces", ONE, &[" , , X-A , "]),
    ("quoted", ONE, &["\"X-A\""]),
    ("colon", ONE, &["X-A: a"]),
    ("padded", ONE, &["\t X-A \t,X-B"]),
    ("padded by form feeds", ONE, &["\u{c}X-A"]),
    ("behind what is no token", ONE, &["X(B), X-A"]),
    ("beside a byte no token has", ONE, &["X-A, \u{e9}"]),
    ("two lines, one malformed", ONE, &["X-A", "X B"]),
    ("malformed, nothing asked", &[], &["X B"]),
    // names that are special elsewhere
    ("authorization", BEARER, &["Authorization"]),
    ("authorization, small letters", BEARER, &["authorization"]),
    ("authorization under star", BEARER, &["*"]),
    ("authorization beside star", BEARER, &["*, Authorization"]),
    ("authorization, absent", BEARER, &[]),
    (
        "authorization and another under star",
        &[("Authorization", "x"), ("X-A", "a")],
        &["*"],
    ),
    ("content-type json", JSON, &["Content-Type"]),
    ("content-type json, absent", JSON, &[]),
    ("content-type json, star", JSON, &["*"]),
    (
        "safe ones need not be listed",
        &[("Accept", "a/b"), ("X-A", "a")],
        &["x-a"],
    ),
    (
        "asked for among safe ones",
        &[("Accept", "a/b"), ("Content-Type", "a/b"), ("X-A", "a")],
        &["x-a"],
    ),
    ("cache-control", &[("Cache-Control", "no-cache")], &[]),
    (
        "if-none-match",
        &[("If-None-Match", "\"a\"")],
        &["If-None-Match"],
    ),
    (
        "x-requested-with",
        &[("X-Requested-With", "XMLHttpRequest")],
        &[],
    ),
    ("user-agent", &[("User-Agent", "corsctl")], &["User-Agent"]),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (is_credentialed, group) in [
        (false, "allow-headers"),
        (true, "allow-headers, credentials"),
    ] {
        for (name, headers, values) in HEADERS {
            let method = if headers.is_empty() { "PUT" } else { "GET" };
            let fetch = Fetch::method(method)
                .headers(headers)
                .credentialed(is_credentialed);
            let open = || Answer::new(200).allows(&["{origin}"]).allows_credentials();
            let preflight = open()
                .with("Access-Control-Allow-Methods", &["PUT"])
                .with("Access-Control-Allow-Headers", values);
            cases.push(Case::new((group, name), fetch, preflight, open()));
        }
    }
    cases
}
