use super::*;
use crate::browser::fetch::tests::fetch;

const URL: &str = "https://abs.example/api";
const ORIGIN: &str = "https://tool.example";

fn answer(status: u16, lines: &[(&str, &str)]) -> Answer {
    let mut headers = vec![
        Header::new("Access-Control-Allow-Origin", ORIGIN),
        Header::new("Access-Control-Allow-Credentials", "true"),
    ];
    headers.extend(lines.iter().map(|(name, value)| {
        let name = match *name {
            "methods" => "Access-Control-Allow-Methods",
            "headers" => "access-control-allow-headers",
            name => name,
        };
        Header::new(name, *value)
    }));
    Answer::new(status, headers)
}

#[test]
fn the_question_is_the_same_byte_for_byte() {
    for (method, headers, expected) in [
        (
            "GET",
            &["X-B: 1", "Authorization: Bearer x", "accept: */*", "x-a: 2"][..],
            &[
                ("Accept", "*/*"),
                ("Access-Control-Request-Method", "GET"),
                ("Access-Control-Request-Headers", "authorization,x-a,x-b"),
                ("Origin", ORIGIN),
            ][..],
        ),
        (
            "delete",
            &[],
            &[
                ("Accept", "*/*"),
                ("Access-Control-Request-Method", "DELETE"),
                ("Origin", ORIGIN),
            ],
        ),
    ] {
        let fetch = fetch(URL, method, headers, true).unwrap();
        let expected: Vec<Header> = expected
            .iter()
            .map(|(name, value)| Header::new(*name, *value))
            .collect();
        assert_eq!(super::headers(&fetch, ORIGIN), expected);
    }
}

#[test]
fn status_redirect_and_origin_are_judged_in_the_browsers_order() {
    let fetch = fetch(URL, "GET", &["X-A: 1"], false).unwrap();
    let allowed = ("headers", "x-a");
    let closed = |status, lines: &[(&str, &str)]| {
        let mut answer = answer(status, lines);
        answer.headers.drain(..2);
        answer
    };
    let to = ("Location", "/login");
    for (answer, expected) in [
        (answer(200, &[allowed]), Ok(())),
        (answer(204, &[allowed]), Ok(())),
        (answer(299, &[allowed]), Ok(())),
        (
            answer(300, &[allowed]),
            Err(Block::Preflight(NotAllowed::Status(300))),
        ),
        (
            answer(199, &[allowed]),
            Err(Block::Preflight(NotAllowed::Status(199))),
        ),
        (
            answer(401, &[allowed]),
            Err(Block::Preflight(NotAllowed::Status(401))),
        ),
        (
            answer(304, &[allowed, to]),
            Err(Block::Preflight(NotAllowed::Status(304))),
        ),
        (
            answer(302, &[allowed]),
            Err(Block::Preflight(NotAllowed::Status(302))),
        ),
        (
            answer(302, &[allowed, to]),
            Err(Block::Preflight(NotAllowed::Redirect)),
        ),
        (
            closed(308, &[allowed, to]),
            Err(Block::Preflight(NotAllowed::Redirect)),
        ),
        (
            closed(200, &[allowed]),
            Err(Block::PreflightCors(cors::NoCors::Missing)),
        ),
        (
            closed(401, &[]),
            Err(Block::PreflightCors(cors::NoCors::Missing)),
        ),
    ] {
        assert_eq!(check(&fetch, ORIGIN, &answer), expected, "{answer:?}");
    }
}

#[test]
fn the_real_requests_credentials_count() {
    let mut answer = answer(200, &[("methods", "PUT")]);
    answer.headers.remove(1);
    for (with_credentials, expected) in [
        (false, Ok(())),
        (
            true,
            Err(Block::PreflightCors(cors::NoCors::Credentials {
                value: None,
            })),
        ),
    ] {
        let fetch = fetch(URL, "PUT", &[], with_credentials).unwrap();
        assert_eq!(check(&fetch, ORIGIN, &answer), expected);
    }
}

#[test]
fn methods_and_headers_must_be_listed() {
    let method = |name: &str| Err(NotAllowed::Method(name.to_owned()));
    let header = |name: &str| Err(NotAllowed::Header(name.to_owned()));
    let by_star = || Err(NotAllowed::AuthorizationByWildcard);
    let with = true;
    for (request, sent, credentials, lines, expected) in [
        ("PUT", &[][..], with, &[("methods", "PUT")][..], Ok(())),
        ("put", &[], with, &[("methods", "GET, PUT")], Ok(())),
        (
            "PUT",
            &[],
            with,
            &[("methods", "GET"), ("methods", "PUT")],
            Ok(()),
        ),
        ("PUT", &[], with, &[("methods", "put")], method("PUT")),
        ("PUT", &[], with, &[], method("PUT")),
        ("PUT", &[], with, &[("methods", "")], method("PUT")),
        ("PUT", &[], with, &[("methods", "*")], method("PUT")),
        ("PUT", &[], false, &[("methods", "*")], Ok(())),
        ("PUT", &[], false, &[("methods", "GET,*")], Ok(())),
        ("patch", &[], with, &[("methods", "PATCH")], method("patch")),
        ("patch", &[], with, &[("methods", "patch")], Ok(())),
        ("*", &[], with, &[("methods", "*")], Ok(())),
        (
            "PUT",
            &[],
            with,
            &[("methods", "PUT;GET")],
            Err(NotAllowed::MalformedMethods),
        ),
        (
            "PUT",
            &[],
            false,
            &[("methods", "PUT, a b")],
            Err(NotAllowed::MalformedMethods),
        ),
        (
            "PUT",
            &[],
            false,
            &[("methods", "PUT"), ("headers", "(")],
            Err(NotAllowed::MalformedHeaders),
        ),
        (
            "GET",
            &["X-A: 1"],
            with,
            &[("methods", "a b"), ("headers", "x-a")],
            Err(NotAllowed::MalformedMethods),
        ),
        (
            "GET",
            &["X-A: 1"],
            with,
            &[("methods", "PUT"), ("headers", "x-a")],
            Ok(()),
        ),
        ("HEAD", &["X-A: 1"], with, &[("headers", "X-a")], Ok(())),
        (
            "POST",
            &["X-A: 1"],
            with,
            &[("headers", "x-b")],
            header("x-a"),
        ),
        (
            "GET",
            &["X-A: 1", "X-B: 1"],
            with,
            &[("headers", "x-a")],
            header("x-b"),
        ),
        ("GET", &["X-A: 1"], with, &[], header("x-a")),
        ("GET", &["X-A: 1"], with, &[("headers", "*")], header("x-a")),
        ("GET", &["X-A: 1"], false, &[("headers", "*")], Ok(())),
        ("GET", &["*: 1"], with, &[("headers", "*")], Ok(())),
        ("PUT", &["X-A: 1"], with, &[], method("PUT")),
        (
            "GET",
            &["Authorization: x"],
            false,
            &[("headers", "authorization")],
            Ok(()),
        ),
        (
            "GET",
            &["Authorization: x"],
            false,
            &[("headers", "*, AUTHORIZATION")],
            Ok(()),
        ),
        (
            "GET",
            &["Authorization: x"],
            false,
            &[("headers", "*")],
            by_star(),
        ),
        (
            "GET",
            &["authorization: x", "X-A: 1"],
            false,
            &[("headers", "*")],
            by_star(),
        ),
        (
            "GET",
            &["Authorization: x"],
            false,
            &[],
            header("authorization"),
        ),
        (
            "GET",
            &["Authorization: x"],
            with,
            &[("headers", "*")],
            header("authorization"),
        ),
        (
            "GET",
            &["Authorization: x", "X-A: 1"],
            false,
            &[("headers", "x-a")],
            header("authorization"),
        ),
        (
            "GET",
            &["Authorization: x", "X-A: 1"],
            with,
            &[("headers", "authorization")],
            header("x-a"),
        ),
    ] {
        let fetch = fetch(URL, request, sent, credentials).unwrap();
        let found = check(&fetch, ORIGIN, &answer(204, lines));
        assert_eq!(
            found,
            expected.map_err(Block::Preflight),
            "{request} {sent:?} {lines:?}"
        );
    }
}
