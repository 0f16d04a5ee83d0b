//! `Access-Control-Allow-Methods`.

use super::case::Values;
use super::{Answer, Case, Fetch};

/// Name, method, and what the preflight's answer lists.
const METHODS: &[(&str, &str, Values)] = &[
    ("exact", "PUT", &["PUT"]),
    ("absent", "PUT", &[]),
    ("empty", "PUT", &[""]),
    ("another", "PUT", &["POST"]),
    ("in a list", "PUT", &["GET, PUT, DELETE"]),
    ("in a list without spaces", "PUT", &["GET,PUT,DELETE"]),
    ("in small letters", "PUT", &["put"]),
    ("given in small letters", "put", &["PUT"]),
    ("star", "PUT", &["*"]),
    ("star in a list", "PUT", &["GET, *"]),
    ("two lines", "PUT", &["GET", "PUT"]),
    ("two lines, one empty", "PUT", &["", "PUT"]),
    // form
    ("semicolons", "PUT", &["GET;PUT"]),
    ("spaces", "PUT", &["GET PUT"]),
    ("space inside another", "PUT", &["PUT, GET POST"]),
    ("comma twice", "PUT", &["PUT,,DELETE"]),
    ("comma at the end", "PUT", &["PUT,"]),
    ("comma at the start", "PUT", &[",PUT"]),
    ("commas alone", "PUT", &[",,"]),
    ("quoted", "PUT", &["\"PUT\""]),
    ("padded", "PUT", &[" \t PUT \t , DELETE"]),
    ("padded by form feeds", "PUT", &["\u{c}PUT\u{c}"]),
    ("padded by no-break spaces", "PUT", &["\u{a0}PUT"]),
    ("behind what is no token", "PUT", &["G@T, PUT"]),
    ("before what is no token", "PUT", &["PUT, G(T"]),
    ("beside a byte no token has", "PUT", &["PUT, \u{e9}"]),
    ("two lines, one malformed", "PUT", &["PUT", "GET;DELETE"]),
    // others
    ("DELETE", "DELETE", &["DELETE"]),
    ("DELETE, absent", "DELETE", &[]),
    ("given as delete", "delete", &["DELETE"]),
    ("PATCH", "PATCH", &["PATCH"]),
    ("PATCH, listed as patch", "PATCH", &["patch"]),
    ("patch, listed as PATCH", "patch", &["PATCH"]),
    ("patch, listed as patch", "patch", &["patch"]),
    ("Patch, star", "Patch", &["*"]),
    ("OPTIONS", "OPTIONS", &["OPTIONS"]),
    ("OPTIONS, absent", "OPTIONS", &[]),
    ("QUERY", "QUERY", &["QUERY"]),
    ("QUERY, absent", "QUERY", &[]),
    ("of one's own", "x-Own!", &["X-OWN!, x-Own!"]),
    ("of one's own, other case", "x-Own!", &["X-OWN!"]),
    ("PROPFIND", "PROPFIND", &["PUT, PROPFIND"]),
];

/// Methods that need not be listed, with a header that makes for a preflight all the same.
const SAFE: &[(&str, &str, Values)] = &[
    ("GET, absent", "GET", &[]),
    ("GET, another", "GET", &["PUT"]),
    ("get, absent", "get", &[]),
    ("HEAD, absent", "HEAD", &[]),
    ("POST, absent", "POST", &[]),
    ("POST, another", "POST", &["PUT"]),
    ("GET, malformed", "GET", &["GET;POST"]),
    ("GET, malformed elsewhere", "GET", &["GET, P T"]),
    ("GET, comma twice", "GET", &["GET,,"]),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for is_credentialed in [false, true] {
        let group = |safe: bool| match (safe, is_credentialed) {
            (false, false) => "allow-methods",
            (false, true) => "allow-methods, credentials",
            (true, false) => "allow-methods, safe",
            (true, true) => "allow-methods, safe, credentials",
        };
        let rows = METHODS.iter().map(|row| (false, row));
        for (is_safe, (name, method, values)) in rows.chain(SAFE.iter().map(|row| (true, row))) {
            let headers: &[_] = if is_safe { &[("X-A", "a")] } else { &[] };
            let fetch = Fetch::method(method)
                .headers(headers)
                .credentialed(is_credentialed);
            let open = || Answer::new(200).allows(&["{origin}"]).allows_credentials();
            let preflight = open()
                .with("Access-Control-Allow-Methods", values)
                .with("Access-Control-Allow-Headers", &["x-a"]);
            cases.push(Case::new((group(is_safe), name), fetch, preflight, open()));
        }
    }
    cases
}
