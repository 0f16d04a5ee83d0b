//! Redirects, of the request and of its preflight.

use super::case::{Headers, Hop};
use super::{Answer, Case, Fetch};

/// A status, where it leads to, and which origin is let in there: an empty one says none.
type Step = (u16, &'static str, &'static str);

const SAME: &str = "{target}{next}";
const THIRD: &str = "{third}{next}";

/// The way that a GET is sent on, and which origin the last answer lets in.
const GET: &[(&str, &[Step], &str)] = &[
    ("same origin", &[(302, SAME, "{origin}")], "{origin}"),
    (
        "same origin, not let in by the first",
        &[(302, SAME, "")],
        "{origin}",
    ),
    (
        "same origin, not let in by the last",
        &[(302, SAME, "{origin}")],
        "",
    ),
    ("same origin, star", &[(302, SAME, "*")], "*"),
    // crossing origins
    ("third, null", &[(302, THIRD, "{origin}")], "null"),
    ("third, star", &[(302, THIRD, "{origin}")], "*"),
    ("third, the page", &[(302, THIRD, "{origin}")], "{origin}"),
    ("third, the target", &[(302, THIRD, "{origin}")], "{target}"),
    ("third, not let in by the first", &[(302, THIRD, "")], "*"),
    ("third, first says null", &[(302, THIRD, "null")], "*"),
    (
        "third and back, null",
        &[(302, THIRD, "{origin}"), (302, SAME, "null")],
        "null",
    ),
    (
        "third and back, the page",
        &[(302, THIRD, "{origin}"), (302, SAME, "null")],
        "{origin}",
    ),
    (
        "third and back, star",
        &[(302, THIRD, "*"), (302, SAME, "*")],
        "*",
    ),
    (
        "third, which says the page, and back",
        &[(302, THIRD, "{origin}"), (302, SAME, "{origin}")],
        "*",
    ),
    (
        "same, then third",
        &[(302, SAME, "{origin}"), (302, THIRD, "{origin}")],
        "null",
    ),
    (
        "third, then the same there",
        &[(302, THIRD, "{origin}"), (302, "{next}", "null")],
        "null",
    ),
    (
        "the page's own, the page",
        &[(302, "{page}{next}", "{origin}")],
        "{origin}",
    ),
    (
        "the page's own, null",
        &[(302, "{page}{next}", "{origin}")],
        "null",
    ),
    (
        "the page's own, nothing",
        &[(302, "{page}{next}", "{origin}")],
        "",
    ),
    // forms of Location
    ("path", &[(302, "{next}", "{origin}")], "{origin}"),
    ("relative", &[(302, "1", "{origin}")], "{origin}"),
    (
        "relative, dots",
        &[(302, "./x/../{hop}", "{origin}")],
        "{origin}",
    ),
    ("no scheme", &[(302, "//{at third}{next}", "{origin}")], "*"),
    (
        "scheme alone",
        &[(302, "http:{next}", "{origin}")],
        "{origin}",
    ),
    (
        "capitals",
        &[(302, "HTTP://{at target}{next}", "{origin}")],
        "{origin}",
    ),
    (
        "fragment",
        &[(302, "{target}{next}#there", "{origin}")],
        "{origin}",
    ),
    (
        "query",
        &[(302, "{target}{next}?a=b", "{origin}")],
        "{origin}",
    ),
    (
        "spaces around",
        &[(302, "  {target}{next}  ", "{origin}")],
        "{origin}",
    ),
    (
        "backslashes",
        &[(302, "http:\\\\{at target}{next}", "{origin}")],
        "{origin}",
    ),
    ("empty", &[(302, "", "{origin}")], "{origin}"),
    ("data", &[(302, "data:text/plain,there", "{origin}")], "*"),
    ("ftp", &[(302, "ftp://{at target}{next}", "{origin}")], "*"),
    ("file", &[(302, "file:///etc/hostname", "{origin}")], "*"),
    ("about", &[(302, "about:blank", "{origin}")], "*"),
    ("javascript", &[(302, "javascript:1", "{origin}")], "*"),
    ("blob", &[(302, "blob:{page}/0", "{origin}")], "*"),
    (
        "websocket",
        &[(302, "ws://{at target}{next}", "{origin}")],
        "*",
    ),
    ("no URL", &[(302, "http://", "{origin}")], "*"),
    (
        "no port that there is",
        &[(302, "http://127.0.0.1:99999/", "{origin}")],
        "*",
    ),
    (
        "a blocked port",
        &[(302, "http://127.0.0.1:6000{next}", "{origin}")],
        "*",
    ),
    // user info
    (
        "user and password",
        &[(302, "http://user:pw@{at target}{next}", "{origin}")],
        "{origin}",
    ),
    (
        "user",
        &[(302, "http://user@{at target}{next}", "{origin}")],
        "{origin}",
    ),
    (
        "password",
        &[(302, "http://:pw@{at target}{next}", "{origin}")],
        "{origin}",
    ),
    (
        "neither before the at",
        &[(302, "http://@{at target}{next}", "{origin}")],
        "{origin}",
    ),
    (
        "third, user and password",
        &[(302, "http://user:pw@{at third}{next}", "{origin}")],
        "*",
    ),
    // statuses
    ("300", &[(300, SAME, "{origin}")], "{origin}"),
    ("301", &[(301, SAME, "{origin}")], "{origin}"),
    ("303", &[(303, SAME, "{origin}")], "{origin}"),
    ("304", &[(304, SAME, "{origin}")], "{origin}"),
    ("305", &[(305, SAME, "{origin}")], "{origin}"),
    ("307", &[(307, SAME, "{origin}")], "{origin}"),
    ("308", &[(308, SAME, "{origin}")], "{origin}"),
    ("200 with a Location", &[(200, SAME, "{origin}")], ""),
    ("201 with a Location", &[(201, SAME, "{origin}")], ""),
];

/// The same with credentials, which every answer allows.
const CREDENTIALED: &[(&str, &[Step], &str)] = &[
    ("same origin", &[(302, SAME, "{origin}")], "{origin}"),
    ("third, null", &[(302, THIRD, "{origin}")], "null"),
    ("third, star", &[(302, THIRD, "{origin}")], "*"),
    ("third, the page", &[(302, THIRD, "{origin}")], "{origin}"),
    ("first says star", &[(302, SAME, "*")], "{origin}"),
];

/// Pages whose origin is `null` from the start.
const SANDBOXED: &[(&str, &[Step], &str)] = &[
    ("same origin", &[(302, SAME, "null")], "null"),
    ("third", &[(302, THIRD, "null")], "null"),
    ("third, star", &[(302, THIRD, "null")], "*"),
    ("the page's own", &[(302, "{page}{next}", "null")], ""),
];

/// What a redirect does to a method, and to what needs a preflight.
const UNSAFE: &[(&str, &str, Headers)] = &[
    ("POST", "POST", &[]),
    ("POST text/plain", "POST", &[("Content-Type", "text/plain")]),
    ("POST json", "POST", &[("Content-Type", "application/json")]),
    ("PUT", "PUT", &[]),
    ("DELETE", "DELETE", &[]),
    ("HEAD", "HEAD", &[]),
    ("GET with a header", "GET", &[("X-A", "a")]),
    (
        "GET with authorization",
        "GET",
        &[("Authorization", "Bearer nothing")],
    ),
];

const LEADS: &[(&str, &str, &str)] = &[
    ("same origin", SAME, "{origin}"),
    ("third, null", THIRD, "null"),
    ("third, refused", THIRD, "{origin}"),
];

/// What answers at each address: the same to the request and to its preflight, but for the redirect.
fn hops(steps: &[Step], last: &'static str) -> Vec<Hop> {
    let open = |status, origin: &'static str| {
        let answer =
            Answer::willing(status).with("Access-Control-Allow-Headers", &["Content-Type"]);
        match origin {
            "" => answer,
            _ => answer.with_lines([format!("Access-Control-Allow-Origin: {origin}")]),
        }
    };
    let steps = steps.iter().map(|(status, location, origin)| Hop {
        preflight: open(204, origin),
        request: open(*status, origin).with_lines([format!("Location: {location}")]),
    });
    let last = Hop {
        preflight: open(204, last),
        request: open(200, last),
    };
    steps.chain([last]).collect()
}

fn case(group: &'static str, name: &str, fetch: Fetch, hops: Vec<Hop>) -> Case {
    Case {
        group,
        name: name.to_owned(),
        fetch,
        hops,
    }
}

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (group, fetch, rows) in [
        ("redirect", Fetch::GET, GET),
        (
            "redirect, credentials",
            Fetch::GET.credentialed(true),
            CREDENTIALED,
        ),
        ("redirect, sandboxed", Fetch::GET.sandboxed(), SANDBOXED),
        (
            "redirect, sandboxed, preflight",
            Fetch::PUT.sandboxed(),
            SANDBOXED,
        ),
    ] {
        for (name, steps, last) in rows {
            cases.push(case(group, name, fetch, hops(steps, last)));
        }
    }
    for (what, method, headers) in UNSAFE {
        for status in [301, 302, 303, 307, 308] {
            for (lead, location, last) in LEADS {
                let name = format!("{what}, {status}, {lead}");
                let fetch = Fetch::method(method).headers(headers);
                let hops = hops(&[(status, location, "{origin}")], last);
                cases.push(case("redirect of a method", &name, fetch, hops));
            }
        }
    }
    for status in [300, 301, 302, 303, 304, 307, 308] {
        let mut hops = hops(&[(200, SAME, "{origin}")], "{origin}");
        hops[0].preflight = hops[0].request.clone();
        hops[0].preflight.status = status;
        let name = status.to_string();
        cases.push(case("redirect of a preflight", &name, Fetch::PUT, hops));
    }
    for (name, count, location, last) in [
        ("20", 20, SAME, "{origin}"),
        ("21", 21, SAME, "{origin}"),
        ("20, crossing at the end", 20, THIRD, "*"),
    ] {
        let mut steps = vec![(302, SAME, "{origin}"); count];
        steps[count - 1].1 = location;
        cases.push(case(
            "redirects in a row",
            name,
            Fetch::GET,
            hops(&steps, last),
        ));
    }
    for (name, lines) in [
        ("no Location", &[] as &[_]),
        (
            "twice, equal",
            &["Location: {target}{next}", "Location: {target}{next}"],
        ),
        (
            "twice, different",
            &["Location: {target}{next}", "Location: {third}{next}"],
        ),
    ] {
        let mut hops = hops(&[(302, SAME, "{origin}")], "{origin}");
        let answer = &mut hops[0].request;
        answer.lines.retain(|line| !line.starts_with("Location"));
        answer
            .lines
            .extend(lines.iter().map(|line| (*line).to_owned()));
        cases.push(case("redirect, lines", name, Fetch::GET, hops));
    }
    cases
}
