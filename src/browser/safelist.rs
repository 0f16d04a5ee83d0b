//! Which headers a page may send without asking: Fetch, section 2.2.2, "CORS-safelisted
//! request-header".

use super::header::{self, Header};

/// A value longer than this isn't safelisted, and that many bytes of them all together are too much.
const LONGEST_VALUE: usize = 128;
const LONGEST_SUM: usize = 1024;

/// What a form can send.
const FORM_TYPES: &[&str] = &[
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
];

/// The names that need a server's permission, lower case, sorted, each once: "CORS-unsafe
/// request-header names".
pub(super) fn unsafe_names(headers: &[Header]) -> Vec<String> {
    let (safe, unsafe_ones): (Vec<&Header>, Vec<&Header>) =
        headers.iter().partition(|header| is_safelisted(header));
    let sum: usize = safe.iter().map(|header| header.value.len()).sum();
    let too_much = if sum > LONGEST_SUM { safe } else { Vec::new() };
    let names = unsafe_ones.into_iter().chain(too_much);
    let mut names: Vec<String> = names
        .map(|header| header.name.to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn is_safelisted(header: &Header) -> bool {
    let value = &header.value;
    value.len() <= LONGEST_VALUE
        && match header.name.to_ascii_lowercase().as_str() {
            "accept" => !value.iter().any(is_unsafe),
            "accept-language" | "content-language" => value.iter().all(is_of_language),
            "content-type" => !value.iter().any(is_unsafe) && is_form_type(value),
            "range" => is_open_or_closed_range(value),
            _ => false,
        }
}

/// "CORS-unsafe request-header byte": control characters and delimiters.
fn is_unsafe(byte: &u8) -> bool {
    matches!(byte, 0..=8 | 10..=0x1f | 0x7f) || b"\"():<>?@[\\]{}".contains(byte)
}

fn is_of_language(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b" *,-.;=".contains(byte)
}

/// MIME Sniffing, section 4.4 "Parsing a MIME type", as far as its essence.
fn is_form_type(value: &[u8]) -> bool {
    let value = header::normalize(value);
    let essence = value.split(|byte| *byte == b';').next().unwrap_or(value);
    let essence = header::normalize(essence).to_ascii_lowercase();
    FORM_TYPES.iter().any(|form| form.as_bytes() == essence)
}

/// "Parse a single range header value": `bytes=N-` or `bytes=N-M`, without white space; a suffix
/// (`bytes=-N`) isn't safelisted. The standard has no largest number, but browsers do.
fn is_open_or_closed_range(value: &[u8]) -> bool {
    let range = std::str::from_utf8(value).ok();
    let range = range.and_then(|value| value.strip_prefix("bytes=")?.split_once('-'));
    let number = |digits: &str| {
        let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u64>().ok().filter(|_| are_digits)
    };
    match range {
        Some((start, "")) => number(start).is_some(),
        Some((start, end)) => number(start)
            .zip(number(end))
            .is_some_and(|(start, end)| start <= end),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_safelisted_by_name_and_value() {
        let long = |start: &str, length: usize| format!("{start:a<length$}");
        for (name, value, expected) in [
            ("Accept", "application/json", true),
            ("ACCEPT", "*/*", true),
            ("accept", "", true),
            ("accept", "a\tb", true),
            ("accept", "a\u{1}b", false),
            ("accept", "a\u{8}b", false),
            ("accept", "a\nb", false),
            ("accept", "a\u{1f}b", false),
            ("accept", "a\u{7f}b", false),
            ("accept", "a\"b", false),
            ("accept", "a(b", false),
            ("accept", "a)b", false),
            ("accept", "a:b", false),
            ("accept", "a<b", false),
            ("accept", "a>b", false),
            ("accept", "a?b", false),
            ("accept", "a@b", false),
            ("accept", "a[b", false),
            ("accept", "a\\b", false),
            ("accept", "a]b", false),
            ("accept", "a{b", false),
            ("accept", "a}b", false),
            ("accept", "a;b=c,d/e", true),
            ("accept", "é", true),
            ("accept", &long("", 128), true),
            ("accept", &long("", 129), false),
            ("Accept-Language", "de-DE, en;q=0.5, *", true),
            ("accept-language", "de_DE", false),
            ("accept-language", "de\t", false),
            ("accept-language", "dé", false),
            ("content-language", "en", true),
            ("content-language", "en/us", false),
            ("content-language", &long("", 129), false),
            ("Content-Type", "text/plain", true),
            ("content-type", "TEXT/Plain;charset=utf-8", true),
            ("content-type", "text/plain ;x", true),
            ("content-type", " text/plain", true),
            ("content-type", "multipart/form-data; boundary=x", true),
            ("content-type", "application/x-www-form-urlencoded", true),
            ("content-type", "text/plain; charset=\"utf-8\"", false),
            ("content-type", "application/json", false),
            ("content-type", "text/plainer", false),
            ("content-type", "text /plain", false),
            ("content-type", "text/plain, text/plain", false),
            ("content-type", "text", false),
            ("content-type", "", false),
            ("Range", "bytes=0-", true),
            ("range", "bytes=0-499", true),
            ("range", "bytes=5-5", true),
            ("range", "bytes=009-10", true),
            ("range", "bytes=10-9", false),
            ("range", "bytes=99999999999999999999999-", false),
            (
                "range",
                "bytes=99999999999999999999999-99999999999999999999998",
                false,
            ),
            ("range", "bytes=-500", false),
            ("range", "bytes=-", false),
            ("range", "bytes=0-1,3-4", false),
            ("range", "bytes= 0-", false),
            ("range", "Bytes=0-", false),
            ("range", "bytes=+1-2", false),
            ("range", "lines=0-", false),
            ("X-Anything", "1", false),
            ("Authorization", "Bearer x", false),
        ] {
            assert_eq!(
                is_safelisted(&Header::new(name, value)),
                expected,
                "{name}: {value}"
            );
        }
    }

    #[test]
    fn unsafe_names_are_lower_case_sorted_and_once() {
        let headers = ["X-B", "x-a", "Accept", "Authorization", "x-b"];
        let headers = headers.map(|name| Header::new(name, "x"));
        assert_eq!(unsafe_names(&headers), ["authorization", "x-a", "x-b"]);
    }

    #[test]
    fn too_many_safelisted_bytes_are_unsafe_all_together() {
        let of = |name: &str, length: usize| Header::new(name, "a".repeat(length));
        let mut headers: Vec<Header> = (0..8).map(|_| of("Accept", 128)).collect();
        assert!(unsafe_names(&headers).is_empty(), "1024 are not too many");
        headers.push(of("Accept-Language", 1));
        assert_eq!(unsafe_names(&headers), ["accept", "accept-language"]);
        headers.pop();
        headers.push(of("X-Other", 1));
        assert_eq!(unsafe_names(&headers), ["x-other"], "others don't count");
    }
}
