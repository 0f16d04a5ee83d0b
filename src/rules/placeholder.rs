use std::borrow::Cow;
use std::iter;

use url::Host;

use super::{Check, Concern, Problem};
use crate::origin::{Candidate, Canonical, Traits};

declare_rule! {
    /// The host was copied from documentation.
    ///
    /// `example.com` and its kin are reserved for examples (RFC 2606), `.tld` doesn't exist, and
    /// `your-tool` or `${HOST}` wait for somebody to fill them in.
    ///
    /// Example: `https://myawesometool.tld`.
    ///
    /// Ignore it in documentation and tests.
    name: "placeholder",
    severity: Warning,
    fix: none,
    checks: [Check::Candidate(Traits::ANY, check), Check::Canonical(concern)],
    cases: [
        stays("https://example.com", 8..19),
        stays("https://tool.Example.org:8443", 8..24),
        stays("https://myawesometool.tld", 8..25),
        stays("https://your-tool.web.app", 8..25),
        stays("https://YOURDOMAIN.dev", 8..22),
        stays("https://${HOST}", 8..15),
        stays("https://{{ host }}", 8..18),
        stays("https://<host>", 8..13),
        quiet("https://tool.example"),
        quiet("https://myexample.com"),
        quiet("https://yourtube.dev"),
        quiet("https://tool.dev/your-tool"),
    ],
}

/// Names that documentation uses and nobody owns; with what stands under them.
const RESERVED: &[&str] = &[
    "example.com",
    "example.net",
    "example.org",
    "tld",
    "yourdomain.com",
    "mydomain.com",
    "domain.com",
    "yoursite.com",
    "mysite.com",
    "changeme",
];

/// How a label begins that somebody should have replaced.
const FILL_IN: [(&str, &[&str]); 2] = [
    ("your", &["-", "_", "domain", "server", "tool", "app"]),
    ("my", &["-awesome", "awesome"]),
];

fn concern(canonical: &Canonical<'_>) -> Concern {
    let is_one = |name| is_placeholder(canonical.labels().each(name));
    Concern::perhaps(matches!(canonical.host(), Host::Domain(name) if is_one(name)))
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let span = &candidate.parts().host;
    let host = candidate.part(span);
    let traits = candidate.traits();
    let name = match traits.meet(Traits::CAPITAL) {
        true => Cow::Owned(host.to_ascii_lowercase()),
        false => Cow::Borrowed(host),
    };
    let is_found = match traits.meet(Traits::ODD_HOST) {
        true => host.contains(['{', '}', '<', '$']) || is_placeholder(labels(&name)),
        false => is_placeholder(candidate.labels().each(&name)),
    };
    if !is_found {
        return None;
    }
    Some(Problem::new(
        span,
        "this looks copied from documentation; put in the tool's real host",
    ))
}

/// What begins at each label of a host.
fn labels(host: &str) -> impl Iterator<Item = &str> {
    iter::successors(Some(host), |rest| Some(rest.split_once('.')?.1))
}

/// Whether a host is one that nobody has, or begins like one; of what begins at each of its labels, in lower
/// case.
fn is_placeholder<'h>(mut labels: impl Iterator<Item = &'h str>) -> bool {
    let waits = |label: &str| {
        FILL_IN.iter().any(|(start, ends)| {
            let rest = label.strip_prefix(start);
            rest.is_some_and(|rest| ends.iter().any(|end| rest.starts_with(end)))
        })
    };
    labels.any(|label| begins_like_one(label) && (RESERVED.contains(&label) || waits(label)))
}

/// Whether one of them begins with the same letter. That rules out most labels of a list.
fn begins_like_one(label: &str) -> bool {
    const INITIALS: u32 = {
        let mut initials = 0;
        let mut number = 0;
        while number < RESERVED.len() {
            initials |= bit(RESERVED[number].as_bytes()[0]);
            number += 1;
        }
        number = 0;
        while number < FILL_IN.len() {
            initials |= bit(FILL_IN[number].0.as_bytes()[0]);
            number += 1;
        }
        initials
    };
    const fn bit(letter: u8) -> u32 {
        1 << (letter & 31)
    }
    label
        .bytes()
        .next()
        .is_some_and(|first| INITIALS & bit(first) != 0)
}
