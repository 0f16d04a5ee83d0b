//! `Access-Control-Allow-Origin` in every form that has been met.

use super::case::Values;
use super::{Answer, Case, Fetch};

/// Each is sent with the answer itself, with and without credentials, and with a preflight's.
const ALLOW_ORIGIN: &[(&str, Values)] = &[
    ("absent", &[]),
    ("exact", &["{origin}"]),
    ("star", &["*"]),
    ("null", &["null"]),
    ("empty", &[""]),
    // almost
    ("slash at the end", &["{origin}/"]),
    ("path", &["{origin}/app"]),
    ("capitals", &["{ORIGIN}"]),
    ("no port", &["http://localhost"]),
    ("default port", &["http://localhost:80"]),
    ("other port", &["http://localhost:1"]),
    ("no scheme", &["localhost"]),
    ("other host", &["http://other.test"]),
    ("wildcard host", &["http://*.test"]),
    ("one byte less", &["http://page.tes"]),
    ("one byte more", &["{origin}0"]),
    ("semicolon at the end", &["{origin};"]),
    // lists
    ("comma and space", &["{origin}, http://other.test"]),
    ("comma", &["{origin},http://other.test"]),
    ("space", &["{origin} http://other.test"]),
    ("twice in one", &["{origin}, {origin}"]),
    ("comma at the end", &["{origin},"]),
    ("comma at the start", &[",{origin}"]),
    ("star in a list", &["*, {origin}"]),
    ("two lines, equal", &["{origin}", "{origin}"]),
    ("two lines, different", &["{origin}", "http://other.test"]),
    ("two lines, star", &["*", "*"]),
    ("two lines, star and exact", &["*", "{origin}"]),
    ("two lines, exact and empty", &["{origin}", ""]),
    ("two lines, empty and exact", &["", "{origin}"]),
    ("two lines, empty", &["", ""]),
    // padding
    ("spaces before", &["  {origin}"]),
    ("spaces behind", &["{origin}  "]),
    ("tab before", &["\t{origin}"]),
    ("tab behind", &["{origin}\t"]),
    ("tabs and spaces around", &[" \t {origin} \t "]),
    ("vertical tab behind", &["{origin}\u{b}"]),
    ("form feed behind", &["{origin}\u{c}"]),
    ("form feed before", &["\u{c}{origin}"]),
    ("no-break space behind", &["{origin}\u{a0}"]),
    ("next line (0x85) behind", &["{origin}\u{85}"]),
    ("0xFF before", &["\u{ff}{origin}"]),
    ("delete (0x7F) behind", &["{origin}\u{7f}"]),
    ("UTF-8 mark before", &["\u{ef}\u{bb}\u{bf}{origin}"]),
    ("quoted", &["\"{origin}\""]),
    ("in single quotes", &["'{origin}'"]),
    ("star, spaces around", &["  * "]),
    ("star, tab behind", &["*\t"]),
    ("star, form feed behind", &["*\u{c}"]),
    ("star, no-break space behind", &["*\u{a0}"]),
    ("star, quoted", &["\"*\""]),
    ("star, twice", &["**"]),
];

/// How the line is written.
const LINES: &[(&str, Values)] = &[
    ("small letters", &["access-control-allow-origin: {origin}"]),
    ("capitals", &["ACCESS-CONTROL-ALLOW-ORIGIN: {origin}"]),
    ("odd case", &["aCCess-Control-ALLOW-oRiGiN: {origin}"]),
    ("no space", &["Access-Control-Allow-Origin:{origin}"]),
    (
        "space before the colon",
        &["Access-Control-Allow-Origin : {origin}"],
    ),
    (
        "folded before",
        &["Access-Control-Allow-Origin:\r\n {origin}"],
    ),
    (
        "folded behind",
        &["Access-Control-Allow-Origin: {origin}\r\n "],
    ),
    (
        "folded list",
        &["Access-Control-Allow-Origin: {origin},\r\n {origin}"],
    ),
    ("underscores", &["Access_Control_Allow_Origin: {origin}"]),
    (
        "two lines, different case",
        &[
            "Access-Control-Allow-Origin: {origin}",
            "access-control-allow-origin: {origin}",
        ],
    ),
    (
        "behind a line without a colon",
        &["nonsense", "Access-Control-Allow-Origin: {origin}"],
    ),
    (
        "behind a line without a name",
        &[": nonsense", "Access-Control-Allow-Origin: {origin}"],
    ),
    (
        "behind a line with 0x80 to 0xFF",
        &[
            "X-\u{80}: \u{ff}\u{e9}",
            "Access-Control-Allow-Origin: {origin}",
        ],
    ),
    (
        "ended by a line feed alone",
        &["X-A: a\nAccess-Control-Allow-Origin: {origin}"],
    ),
    (
        "behind a carriage return alone",
        &["X-A: a\rAccess-Control-Allow-Origin: {origin}"],
    ),
];

/// To pages whose origin is `null`.
const SANDBOXED: &[(&str, Values)] = &[
    ("absent", &[]),
    ("null", &["null"]),
    ("star", &["*"]),
    ("the frame's own address", &["{page}"]),
    ("capital", &["Null"]),
    ("quoted", &["\"null\""]),
    ("two lines", &["null", "null"]),
    ("list", &["null, {page}"]),
    ("padded", &[" null\t"]),
];

pub fn cases() -> Vec<Case> {
    let none = || Answer::new(404);
    let mut cases = Vec::new();
    for (name, values) in ALLOW_ORIGIN {
        let answer = Answer::new(200).allows(values);
        let credentialed = answer.clone().allows_credentials();
        let preflight = Answer::willing(204).allows(values);
        let fine = Answer::new(200).allows(&["{origin}"]);
        let with_cookies = Fetch::GET.credentialed(true);
        cases.extend([
            Case::new(("allow-origin", name), Fetch::GET, none(), answer),
            Case::new(
                ("allow-origin, credentials", name),
                with_cookies,
                none(),
                credentialed,
            ),
            Case::new(
                ("allow-origin, preflight", name),
                Fetch::PUT,
                preflight,
                fine,
            ),
        ]);
    }
    for (name, lines) in LINES {
        let answer = Answer::new(200).with_lines(lines.iter().copied());
        cases.push(Case::new(
            ("allow-origin, line", name),
            Fetch::GET,
            none(),
            answer,
        ));
    }
    for (name, values) in SANDBOXED {
        let get = Fetch::GET.sandboxed();
        let put = Fetch::PUT.sandboxed();
        let answer = Answer::new(200).allows(values);
        let credentialed = answer.clone().allows_credentials();
        let preflight = Answer::willing(204).allows(values);
        let fine = Answer::new(200).allows(&["null"]);
        cases.extend([
            Case::new(("sandboxed", name), get, none(), answer),
            Case::new(
                ("sandboxed, credentials", name),
                get.credentialed(true),
                none(),
                credentialed,
            ),
            Case::new(("sandboxed, preflight", name), put, preflight, fine),
        ]);
    }
    cases
}
