use super::*;
use crate::browser::fetch::tests::fetch;

const PAGE: &str = "https://page.example";

fn request(page: &str, url: &str, method: &str, headers: &[&str]) -> Request {
    let page = Page::at(page, None).unwrap();
    Request::first(page, fetch(url, method, headers, false).unwrap())
}

/// An answer that lets everybody in.
fn redirect(status: u16, location: &str) -> Answer {
    let headers = vec![
        Header::new("Access-Control-Allow-Origin", "*"),
        Header::new("Location", location),
    ];
    Answer::new(status, headers)
}

fn shown(headers: &[Header]) -> Vec<String> {
    let line = |header: &Header| format!("{}: {}", header.name, header.value.escape_ascii());
    headers.iter().map(line).collect()
}

#[test]
fn origin_is_sent_across_origins_and_with_all_but_get_and_head() {
    for (page, url, method, expected) in [
        (PAGE, "https://a.example", "GET", Some(PAGE)),
        (PAGE, "https://a.example", "HEAD", Some(PAGE)),
        (PAGE, "https://page.example/x", "GET", None),
        (PAGE, "https://page.example/x", "HEAD", None),
        (PAGE, "https://page.example/x", "POST", Some(PAGE)),
        (PAGE, "https://page.example/x", "patch", Some(PAGE)),
        ("null", "https://a.example", "GET", Some("null")),
    ] {
        let headers = request(page, url, method, &[]).headers();
        let mut expected: Vec<String> = expected
            .map(|o| format!("Origin: {o}"))
            .into_iter()
            .collect();
        expected.insert(0, "Accept: */*".to_owned());
        assert_eq!(shown(&headers), expected, "{page} {method} {url}");
    }
}

#[test]
fn the_scripts_own_headers_come_first_and_its_accept_stays() {
    let headers = ["X-A:1", "accept: text/html", "Cookie: dropped"];
    let request = request(PAGE, "https://a.example", "GET", &headers);
    let expected = [
        "X-A: 1",
        "accept: text/html",
        "Origin: https://page.example",
    ];
    assert_eq!(shown(&request.headers()), expected);
}

#[test]
fn a_pages_own_origin_needs_no_cors() {
    let request = request(PAGE, "https://page.example/x", "PUT", &["X-A: 1"]);
    assert!(!request.is_cors && !request.needs_preflight());
    assert_eq!(request.follow(&Answer::new(500, vec![])), Ok(None));
}

#[test]
fn an_answer_is_readable_if_it_lets_the_origin_in_whatever_its_status() {
    let request = request(PAGE, "https://a.example", "GET", &[]);
    for (status, origin, expected) in [
        (200, "*", Ok(None)),
        (401, PAGE, Ok(None)),
        (500, "*", Ok(None)),
        (304, "*", Ok(None)),
        (302, "*", Ok(None)),
    ] {
        let headers = vec![Header::new("access-control-allow-origin", origin)];
        assert_eq!(request.follow(&Answer::new(status, headers)), expected);
    }
    let closed = Answer::new(302, vec![Header::new("Location", "https://page.example")]);
    let expected = Err(Block::Cors(cors::NoCors::Missing));
    assert_eq!(request.follow(&closed), expected, "hops are checked too");
}

#[test]
fn redirects_rewrite_the_method_as_browsers_do() {
    for (status, method, expected, keeps_body_headers) in [
        (301, "POST", "GET", false),
        (302, "POST", "GET", false),
        (303, "POST", "GET", false),
        (303, "PUT", "GET", false),
        (303, "patch", "GET", false),
        (303, "GET", "GET", true),
        (303, "HEAD", "HEAD", true),
        (301, "PUT", "PUT", true),
        (302, "DELETE", "DELETE", true),
        (301, "HEAD", "HEAD", true),
        (307, "POST", "POST", true),
        (308, "POST", "POST", true),
        (308, "PUT", "PUT", true),
    ] {
        let body_headers = [
            "Content-Type: text/plain",
            "content-language: de",
            "Content-Encoding: gzip",
            "Content-Location: /",
        ];
        let first = request(PAGE, "https://a.example", method, &body_headers);
        let next = first.follow(&redirect(status, "/next")).unwrap().unwrap();
        assert_eq!(next.method(), expected, "{status} {method}");
        let kept = next.fetch.headers().len();
        assert_eq!(
            kept,
            if keeps_body_headers { 4 } else { 0 },
            "{status} {method}"
        );
        assert_eq!((next.hops, next.url().path()), (1, "/next"));
    }
}

#[test]
fn origin_becomes_null_between_foreign_origins_only() {
    for (page, hops, expected) in [
        (
            PAGE,
            &["https://a.example", "https://a.example/x"][..],
            Some(PAGE),
        ),
        (
            PAGE,
            &["https://page.example", "https://a.example"],
            Some(PAGE),
        ),
        (
            PAGE,
            &["https://a.example", "https://b.example"],
            Some("null"),
        ),
        (
            PAGE,
            &["https://a.example", "http://a.example"],
            Some("null"),
        ),
        (
            PAGE,
            &["https://a.example", "https://a.example:8443"],
            Some("null"),
        ),
        (
            PAGE,
            &["https://a.example", "https://page.example"],
            Some("null"),
        ),
        (
            PAGE,
            &[
                "https://a.example",
                "https://b.example",
                "https://b.example/x",
            ],
            Some("null"),
        ),
        (
            PAGE,
            &["https://page.example", "https://page.example/x"],
            None,
        ),
        (
            PAGE,
            &[
                "https://page.example",
                "https://a.example",
                "https://a.example/x",
            ],
            Some(PAGE),
        ),
        (
            "null",
            &["https://a.example", "https://b.example"],
            Some("null"),
        ),
    ] {
        let mut request = request(page, hops[0], "GET", &[]);
        for hop in &hops[1..] {
            request = request.follow(&redirect(302, hop)).unwrap().unwrap();
        }
        let origin = request
            .headers()
            .into_iter()
            .find(|header| header.is("Origin"));
        let expected = expected.map(|origin| Header::new("Origin", origin));
        assert_eq!(origin, expected, "{page} {hops:?}");
    }
}

#[test]
fn back_home_from_a_foreign_origin_cors_still_holds() {
    let first = request(PAGE, "https://a.example", "GET", &["X-A: 1"]);
    let home = first
        .follow(&redirect(302, "https://page.example"))
        .unwrap()
        .unwrap();
    assert!(home.is_cors && home.needs_preflight());
    let closed = Answer::new(200, vec![]);
    assert_eq!(
        home.follow(&closed),
        Err(Block::Cors(cors::NoCors::Missing))
    );
}

#[test]
fn authorization_stays_with_the_origin_it_was_meant_for() {
    for (from, to, is_kept) in [
        ("https://a.example", "https://a.example/x", true),
        ("https://a.example", "https://b.example", false),
        ("https://a.example", "http://a.example", false),
        ("https://page.example", "https://a.example", false),
        ("https://a.example", "https://page.example", false),
    ] {
        let first = request(PAGE, from, "GET", &["authorization: x", "X-A: 1"]);
        let next = first.follow(&redirect(307, to)).unwrap().unwrap();
        let names: Vec<&str> = next
            .fetch
            .headers()
            .iter()
            .map(|h| h.name.as_str())
            .collect();
        let expected = if is_kept {
            vec!["authorization", "X-A"]
        } else {
            vec!["X-A"]
        };
        assert_eq!(names, expected, "{from} → {to}");
    }
}

#[test]
fn each_hop_asks_beforehand_if_what_is_left_needs_it() {
    for (method, headers, status, to, expected) in [
        (
            "GET",
            &["Authorization: x"][..],
            302,
            "https://b.example",
            false,
        ),
        ("GET", &["Authorization: x"], 302, "/same", true),
        ("GET", &["X-A: 1"], 302, "https://b.example", true),
        ("PUT", &[], 307, "https://b.example", true),
        ("PUT", &[], 303, "https://b.example", false),
        (
            "POST",
            &["Content-Type: application/json"],
            302,
            "https://b.example",
            false,
        ),
        (
            "POST",
            &["Content-Type: application/json"],
            308,
            "https://b.example",
            true,
        ),
    ] {
        let first = request(PAGE, "https://a.example", method, headers);
        assert!(first.needs_preflight());
        let next = first.follow(&redirect(status, to)).unwrap().unwrap();
        assert_eq!(
            next.needs_preflight(),
            expected,
            "{method} {headers:?} {status} {to}"
        );
    }
}

#[test]
fn user_info_is_followed_only_at_home_and_never_shown() {
    for (from, to, expected) in [
        (
            "https://a.example",
            "https://u:pw@b.example/x",
            Some("https://b.example/x"),
        ),
        (
            "https://a.example",
            "https://u@a.example/",
            Some("https://a.example/"),
        ),
        (
            "https://a.example",
            "https://:pw@page.example/",
            Some("https://page.example/"),
        ),
        (
            "https://page.example",
            "https://u:pw@a.example/",
            Some("https://a.example/"),
        ),
        ("https://page.example", "https://u:pw@page.example/", None),
    ] {
        let found = request(PAGE, from, "GET", &[]).follow(&redirect(302, to));
        let Some(to) = expected else {
            assert!(matches!(found, Ok(Some(_))), "{from} → {to}");
            continue;
        };
        let to = to.to_owned();
        assert_eq!(found, Err(Block::Redirect(NotFollowed::UserInfo { to })));
    }
}

#[test]
fn twenty_hops_are_followed_and_no_more() {
    let mut request = request(PAGE, "https://a.example", "GET", &[]);
    for _ in 0..20 {
        request = request.follow(&redirect(302, "/again")).unwrap().unwrap();
    }
    assert_eq!(request.hops, 20);
    let found = request.follow(&redirect(302, "/again"));
    assert_eq!(found, Err(Block::Redirect(NotFollowed::TooMany)));
    let end = Answer::new(200, redirect(302, "/again").headers);
    assert_eq!(request.follow(&end), Ok(None));
}

#[test]
fn gates_are_judged_for_the_hop_and_all_of_them() {
    let first = request(PAGE, "https://a.example", "GET", &[]);
    assert_eq!(first.before_traffic(), []);
    let next = first
        .follow(&redirect(302, "http://nas.lan:6000/"))
        .unwrap()
        .unwrap();
    let names: Vec<&str> = next.before_traffic().iter().map(Block::name).collect();
    assert_eq!(names, ["bad-port", "mixed-content"]);
    let near = next.at_address("192.168.1.10".parse().unwrap());
    assert_eq!(near.map(|block| block.name()), Some("local-network-access"));
}
