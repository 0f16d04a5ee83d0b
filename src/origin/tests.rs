use super::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use url::Url;

/// Always the same cases, so that a test fails when the code changes and not by chance; the
/// environment can ask for others (`PROPTEST_RNG_SEED`) and for more (`PROPTEST_CASES`). A
/// failing case is printed, not kept: it becomes a test with a name.
pub(crate) fn many_cases() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: default.cases.max(4096),
        failure_persistence: None,
        rng_seed: match default.rng_seed {
            RngSeed::Random => RngSeed::Fixed(1),
            fixed => fixed,
        },
        ..default
    }
}

/// Text made of what people paste, so that most of it nearly is an origin.
pub(crate) fn pasted() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "http",
        "https",
        "HTTPS",
        "ws",
        "file",
        "capacitor",
        "ftp",
        "blob:",
        "htps",
        ":",
        "/",
        "//",
        "://",
        "\\",
        "@",
        "user:pw@",
        "tool.example",
        "Tool.Example",
        "localhost",
        "127.1",
        "0x7f",
        "192.168.001.010",
        "[::1]",
        "[2001:DB8:0::1]",
        "bücher",
        "xn--bcher-kva",
        "%61",
        "*",
        ":443",
        ":0",
        ":0443",
        ":80",
        ":8080",
        ":65536",
        ":x",
        ".",
        "..",
        ",",
        ";",
        " ",
        "\t",
        "\n",
        "\u{feff}",
        "\u{200b}",
        "\"",
        "<",
        ">",
        "?x",
        "#x",
        "/app",
        "null",
        "github.io",
    ]);
    prop_oneof![
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()),
        any::<String>(),
        "https?:[/\\\\]{0,3}[a-zA-Z0-9.%:@ \t,'*\\[\\]-]{0,24}[/?#]?[a-z \t]{0,4}",
    ]
}

#[test]
fn origins_are_what_browsers_send() {
    for (text, origin) in [
        ("https://Tool.example/app", Some("https://tool.example")),
        ("https://tool.example:443", Some("https://tool.example")),
        ("http://tool.example:443", Some("http://tool.example:443")),
        ("https://tool.example:", Some("https://tool.example")),
        ("https://faß.example", Some("https://xn--fa-hia.example")),
        ("http://[::ffff:1.2.3.4]", Some("http://[::ffff:102:304]")),
        ("http://192.168.001.010", Some("http://192.168.1.8")),
        ("https://a_b.example.", Some("https://a_b.example.")),
        ("https:\\\\tool.example", Some("https://tool.example")),
        ("https:tool.example", Some("https://tool.example")),
        ("https:///tool.example", Some("https://tool.example")),
        ("ht\ttps://tool.example", Some("https://tool.example")),
        ("\"https://tool.example\",", Some("https://tool.example")),
        ("capacitor://localhost", Some("capacitor://localhost")),
        ("app://obsidian.md/index.html", Some("app://obsidian.md")),
        ("tauri://localhost:443", Some("tauri://localhost:443")),
        ("foo://bar", Some("foo://bar")),
        ("foohttp\t://tool.example", None),
        (
            "blob:https://tool.example/1-2-3",
            Some("https://tool.example"),
        ),
        ("blob:null/1-2-3", None),
        ("tool.example", None),
        ("wss://tool.example", None),
        ("file:///x", None),
        ("data:text/html,x", None),
        ("null", None),
        ("*", None),
        ("https://*.tool.example", None),
        ("https://%2A.tool.example", None),
        ("https://https://tool.example", None),
        ("https://a.example,https://b.example", None),
        ("https://256.1.1.1", None),
        ("", None),
    ] {
        let found = Origin::of(text);
        assert_eq!(found.as_ref().map(Origin::as_str), origin, "{text}");
    }
}

#[test]
fn an_origin_knows_its_parts() {
    let origin = Origin::of("https://[2001:db8::1]:8443").unwrap();
    assert_eq!(origin.scheme(), "https");
    assert_eq!(origin.host(), "[2001:db8::1]");
    assert_eq!(origin.port(), Some(8443));
    assert_eq!(origin.twin(), None);
    let plain = Origin::of("http://tool.example").unwrap();
    assert_eq!(plain.port(), None);
    assert_eq!(plain.twin(), Origin::of("https://tool.example"));
}

#[test]
fn secrets_are_found_wherever_they_hide() {
    for (text, secret) in [
        ("https://user:pw@tool.example", "user:pw"),
        ("https:/user:pw@tool.example", "user:pw"),
        ("https:user:pw@tool.example", "user:pw"),
        ("user:pw@tool.example", "user:pw"),
        ("//user:pw@tool.example/x", "user:pw"),
        ("htps://user:p@w@tool.example", "user:p@w"),
        ("https//user:pw@tool.example", "user:pw"),
        ("https://https://user:pw@tool.example", "user:pw"),
        ("app://user:pw@tool.example", "user:pw"),
        ("wss://user:pw@tool.example", "user:pw"),
        ("https://user:pw@*.example", "user:pw"),
        ("https://user:pw@256.1.1.1", "user:pw"),
        ("/user:pw@tool.example", "user:pw"),
        ("(https://user:pw@tool.example)", "user:pw"),
        ("://user:pw@tool.example", "user:pw"),
        (
            "https://tool.example/?next=https://user:pw@b.example",
            "user:pw",
        ),
        ("https://user:pw%40tool.example", "user:pw"),
        ("data:user:pw@tool.example", "user:pw"),
        ("https://user:2024/w@tool.example", "user:2024/w"),
        ("user:7?w@tool.example", "user:7?w"),
        ("https://user:p#w@tool.example", "user:p#w"),
        ("https://user:p/w@tool.example", "user:p/w"),
        ("user:p/w@tool.example", "p/w"),
        ("file://user:pw@tool.example", "user:pw"),
        ("blob:https://user:pw@tool.example/1", "user:pw"),
        ("foo:user:pw@tool.example", "foo:user:pw"),
    ] {
        let candidate = Candidate::parse(text);
        let found: Vec<&str> = candidate
            .secrets()
            .iter()
            .map(|s| candidate.part(s))
            .collect();
        assert_eq!(found, [secret], "{text}");
    }
    let comma = Candidate::parse("https://user:p,https://w@tool.example");
    let found: Vec<&str> = comma.secrets().iter().map(|s| comma.part(s)).collect();
    assert_eq!(found, ["user:p", "w"]);
    let two = Candidate::parse("https://a:b@a.example, https://c:d@b.example");
    let found: Vec<&str> = two.secrets().iter().map(|s| two.part(s)).collect();
    assert_eq!(found, ["a:b", "c:d"]);
    assert!(
        Candidate::parse("http://nas:8080/@user")
            .secrets()
            .is_empty()
    );
    assert!(
        Candidate::parse("https://tool.example/@user")
            .secrets()
            .is_empty()
    );
}

/// Whether there is nothing in a text that corsctl looks past, and that a URL parser would read.
fn is_plain(text: &str) -> bool {
    paste::trim(text).len() == text.len() && !text.contains('*') && several::pieces(text).is_none()
}

proptest! {
    #![proptest_config(many_cases())]

    #[test]
    fn parts_cover_the_text(text in pasted()) {
        let candidate = Candidate::parse(&text);
        let mut end = 0;
        for span in candidate.parts().spans() {
            prop_assert_eq!(span.start, end);
            prop_assert!(text.is_char_boundary(span.end));
            end = span.end;
        }
        prop_assert_eq!(end, text.len());
    }

    #[test]
    fn the_short_road_leads_where_the_full_one_does(
        text in "[ \"(]?(https?|HTTPS?|Http)://(http|https|[a-z0-9]{1,3}|[a-zA-Z0-9.-]{1,9})(:[0-9]{0,5})?[/?#](//)?[a-zA-Z0-9/?#@:%40,~'. \\\\-]{0,12}",
        pasted in pasted(),
    ) {
        for text in [text, pasted] {
            prop_assert_eq!(Candidate::parse(&text), Candidate::parse_in_full(&text));
        }
    }

    #[test]
    fn an_origin_is_its_own_origin(text in pasted()) {
        if let Some(origin) = Origin::of(&text) {
            let again = Candidate::parse(origin.as_str());
            prop_assert!(again.is_exact(), "{} became {:?}", origin, again.origin());
        }
    }

    /// What a browser would send is what `url` says, for every text that is one address.
    #[test]
    fn web_origins_are_those_of_the_url_crate(
        text in "(http|https|HTTP)(:|:/|://|:///|:\\\\)([a-z]{1,3}(:[a-z]{0,3})?@)?\
                 ([a-zA-Z0-9._%\\[\\]:ü。ß\t!~'-]{1,20}|0x[0-9a-f.]{1,8}|[0-9.]{1,12}|\\[[0-9a-f:.]{2,12}\\])\
                 (:[0-9]{0,6})?([/\\\\][a-z/@ ]{0,6})?(\\?[a-z:/]{0,5})?(#[a-z]?)?"
    ) {
        let expected = Url::parse(&text).ok().map(|url| url.origin().ascii_serialization());
        let candidate = Candidate::parse(&text);
        // a host that is a scheme again, a colon too many, a quotation mark at the very end
        let is_one_address = *candidate.shape() == Shape::Web && paste::trim(&text).len() == text.len();
        if is_one_address && expected.as_ref().is_none_or(|origin| is_plain(origin)) {
            prop_assert_eq!(candidate.into_origin().map(|origin| origin.to_string()), expected);
        }
    }

    #[test]
    fn plain_web_addresses_are_those_of_the_url_crate(
        text in "(http|https|HTTP)://([a-z]{1,3}(:[a-z]{0,3})?@)?[a-zA-Z0-9._ü%-]{1,20}(:[0-9]{0,6})?(/[a-z,;/@ ]{0,6})?(\\?[a-z:/]{0,5})?"
    ) {
        let expected = Url::parse(&text).ok().map(|url| url.origin().ascii_serialization());
        // `%2a` is a wildcard too, `%27` a quotation mark
        if [Some(&text), expected.as_ref()].into_iter().flatten().all(|text| is_plain(text)) {
            prop_assert_eq!(Origin::of(&text).map(|origin| origin.to_string()), expected);
        }
    }
}
