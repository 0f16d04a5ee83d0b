//! Which request headers need no preflight: the preflight is refused here, so a fetch gets through
//! if there is none.

use super::case::Headers;
use super::{Answer, Case, Fetch};

/// Name, method and request headers.
const SAFELIST: &[(&str, &str, Headers)] = &[
    ("nothing", "GET", &[]),
    ("HEAD", "HEAD", &[]),
    ("POST", "POST", &[]),
    ("post in small letters", "post", &[]),
    ("PUT", "PUT", &[]),
    ("custom", "GET", &[("X-A", "a")]),
    // content-type
    ("text/plain", "POST", &[("Content-Type", "text/plain")]),
    (
        "text/plain, charset",
        "POST",
        &[("Content-Type", "text/plain;charset=UTF-8")],
    ),
    ("TEXT/Plain", "POST", &[("Content-Type", "TEXT/Plain")]),
    (
        "text/plain, padded",
        "POST",
        &[("Content-Type", " text/plain ")],
    ),
    (
        "text/plain, space before the parameter",
        "POST",
        &[("Content-Type", "text/plain ; a=b")],
    ),
    (
        "text/plain, bad parameter",
        "POST",
        &[("Content-Type", "text/plain; a")],
    ),
    (
        "text/plain, quoted parameter",
        "POST",
        &[("Content-Type", "text/plain; a=\"b\"")],
    ),
    (
        "text/plain, comma",
        "POST",
        &[("Content-Type", "text/plain, a")],
    ),
    (
        "text/plain, bracket",
        "POST",
        &[("Content-Type", "text/plain; a=[")],
    ),
    (
        "text/plain with GET",
        "GET",
        &[("Content-Type", "text/plain")],
    ),
    (
        "form",
        "POST",
        &[("Content-Type", "application/x-www-form-urlencoded")],
    ),
    (
        "multipart",
        "POST",
        &[("Content-Type", "multipart/form-data; boundary=x")],
    ),
    (
        "multipart, other",
        "POST",
        &[("Content-Type", "multipart/mixed; boundary=x")],
    ),
    ("json", "POST", &[("Content-Type", "application/json")]),
    (
        "json in a parameter",
        "POST",
        &[("Content-Type", "text/plain; a=application/json")],
    ),
    ("text/html", "POST", &[("Content-Type", "text/html")]),
    ("text", "POST", &[("Content-Type", "text")]),
    ("empty content-type", "POST", &[("Content-Type", "")]),
    (
        "content-type, 128 bytes",
        "POST",
        &[("Content-Type", "text/plain; a={114}")],
    ),
    (
        "content-type, 129 bytes",
        "POST",
        &[("Content-Type", "text/plain; a={115}")],
    ),
    // accept
    (
        "accept",
        "GET",
        &[("Accept", "application/json, text/*;q=0.5")],
    ),
    ("accept, empty", "GET", &[("Accept", "")]),
    ("accept, 128 bytes", "GET", &[("Accept", "{128}")]),
    ("accept, 129 bytes", "GET", &[("Accept", "{129}")]),
    ("accept, quote", "GET", &[("Accept", "a\"b")]),
    ("accept, parenthesis", "GET", &[("Accept", "a(b")]),
    ("accept, other parenthesis", "GET", &[("Accept", "a)b")]),
    ("accept, colon", "GET", &[("Accept", "a:b")]),
    ("accept, less than", "GET", &[("Accept", "a<b")]),
    ("accept, greater than", "GET", &[("Accept", "a>b")]),
    ("accept, question mark", "GET", &[("Accept", "a?b")]),
    ("accept, at", "GET", &[("Accept", "a@b")]),
    ("accept, bracket", "GET", &[("Accept", "a[b")]),
    ("accept, backslash", "GET", &[("Accept", "a\\b")]),
    ("accept, other bracket", "GET", &[("Accept", "a]b")]),
    ("accept, brace", "GET", &[("Accept", "a{b")]),
    ("accept, other brace", "GET", &[("Accept", "a}b")]),
    ("accept, delete", "GET", &[("Accept", "a\u{7f}b")]),
    ("accept, tab", "GET", &[("Accept", "a\tb")]),
    ("accept, unit separator", "GET", &[("Accept", "a\u{1f}b")]),
    (
        "accept, others",
        "GET",
        &[("Accept", "a!#$%&'*+-.^_`|~/=;,b")],
    ),
    (
        "accept twice",
        "GET",
        &[("Accept", "{64}"), ("accept", "{62}")],
    ),
    (
        "accept twice, too long",
        "GET",
        &[("Accept", "{64}"), ("accept", "{63}")],
    ),
    // languages
    (
        "accept-language",
        "GET",
        &[("Accept-Language", "de-CH, *;q=0.5")],
    ),
    (
        "accept-language, underscore",
        "GET",
        &[("Accept-Language", "de_CH")],
    ),
    (
        "accept-language, slash",
        "GET",
        &[("Accept-Language", "de/CH")],
    ),
    (
        "accept-language, tab",
        "GET",
        &[("Accept-Language", "de,\ten")],
    ),
    (
        "accept-language, 128 bytes",
        "GET",
        &[("Accept-Language", "{128}")],
    ),
    (
        "accept-language, 129 bytes",
        "GET",
        &[("Accept-Language", "{129}")],
    ),
    ("content-language", "POST", &[("Content-Language", "de")]),
    (
        "content-language, quote",
        "POST",
        &[("Content-Language", "\"de\"")],
    ),
    // range
    ("range, open", "GET", &[("Range", "bytes=0-")]),
    ("range", "GET", &[("Range", "bytes=0-99")]),
    ("range, one byte", "GET", &[("Range", "bytes=5-5")]),
    ("range, suffix", "GET", &[("Range", "bytes=-5")]),
    ("range, backwards", "GET", &[("Range", "bytes=9-5")]),
    ("range, two", "GET", &[("Range", "bytes=0-1,3-4")]),
    ("range, spaces", "GET", &[("Range", "bytes= 0-1")]),
    (
        "range, space before the equals sign",
        "GET",
        &[("Range", "bytes =0-1")],
    ),
    ("range, space at the end", "GET", &[("Range", "bytes=0-1 ")]),
    ("range, capitals", "GET", &[("Range", "BYTES=0-1")]),
    ("range, other unit", "GET", &[("Range", "items=0-1")]),
    ("range, nothing", "GET", &[("Range", "bytes=-")]),
    ("range, empty", "GET", &[("Range", "")]),
    ("range, leading zeros", "GET", &[("Range", "bytes=00-01")]),
    (
        "range, beyond 64 bits",
        "GET",
        &[("Range", "bytes=0-99999999999999999999")],
    ),
    // what Chromium has or had on a list of its own
    ("save-data", "GET", &[("Save-Data", "on")]),
    ("save-data, off", "GET", &[("Save-Data", "off")]),
    ("dpr", "GET", &[("DPR", "2")]),
    ("device-memory", "GET", &[("Device-Memory", "4")]),
    ("downlink", "GET", &[("Downlink", "1.5")]),
    ("rtt", "GET", &[("RTT", "100")]),
    ("ect", "GET", &[("ECT", "4g")]),
    ("width", "GET", &[("Width", "100")]),
    ("viewport-width", "GET", &[("Viewport-Width", "100")]),
    ("last-event-id", "GET", &[("Last-Event-ID", "1")]),
    (
        "upgrade-insecure-requests",
        "GET",
        &[("Upgrade-Insecure-Requests", "1")],
    ),
    // together
    (
        "safe ones together",
        "POST",
        &[
            ("Accept", "{128}"),
            ("Accept-Language", "{128}"),
            ("Content-Language", "{128}"),
            ("Content-Type", "text/plain; a={114}"),
        ],
    ),
    ("1024 bytes together", "POST", LONG),
    (
        "1025 bytes together",
        "POST",
        &[
            LONG[0],
            LONG[1],
            LONG[2],
            LONG[3],
            LONG[4],
            LONG[5],
            LONG[6],
            LONG[7],
            ("RTT", "1"),
        ],
    ),
];

/// Eight values of 128 bytes each, of which the standard knows four names.
const LONG: Headers = &[
    ("Accept", "{128}"),
    ("Accept-Language", "{128}"),
    ("Content-Language", "{128}"),
    ("Content-Type", "text/plain; a={114}"),
    ("Device-Memory", "{128}"),
    ("Downlink", "{128}"),
    ("DPR", "{128}"),
    ("Width", "{128}"),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, method, headers) in SAFELIST {
        let fetch = Fetch::method(method).headers(headers);
        let answer = Answer::new(200).allows(&["{origin}"]);
        cases.push(Case::new(
            ("safelist", name),
            fetch,
            Answer::new(403),
            answer,
        ));
    }
    cases
}
