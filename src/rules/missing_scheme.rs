use super::{Check, Edit, Problem};
use crate::origin::{Candidate, Reach, Shape, Traits};

declare_rule! {
    /// The scheme is missing.
    ///
    /// An origin starts with `https://` or `http://`, and the two are different origins. URL parsers
    /// read `localhost:3000` as a URL with the scheme `localhost`. The fix supplies `https://`, or
    /// `http://` for this machine itself; only you know which one the tool is served over.
    ///
    /// Example: `tool.example` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "missing-scheme",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        fires("tool.example", 0..12, &["https://tool.example"]),
        fires("tool.example:8080", 0..12, &["https://tool.example:8080"]),
        fires("localhost:3000", 0..9, &["http://localhost:3000"]),
        fires("127.0.0.1", 0..9, &["http://127.0.0.1"]),
        fires("[::1]:3000", 0..5, &["http://[::1]:3000"]),
        fires("192.168.1.5", 0..11, &["https://192.168.1.5"]),
        fires("//tool.example", 0..14, &["https://tool.example"]),
        fires("user:pw@tool.example", 8..20, &["https://tool.example"]),
        fires("://tool.example", 0..15, &["https://tool.example"]),
        stays("tool.example:x", 0..12),
        quiet("ключ://tool.example"),
        stays("/app", 0..0),
        quiet("https://tool.example"),
        quiet("htps://tool.example"),
        quiet("*.tool.example"),
        quiet("foo:bar"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    if *candidate.shape() != Shape::Schemeless {
        return None;
    }
    let parts = candidate.parts();
    let scheme = match candidate.reach() {
        Some(Reach::Loopback) => "http://",
        _ => "https://",
    };
    // the caret goes under the host; the user info has a rule of its own
    let start = if parts.userinfo.is_empty() {
        parts.separator.start
    } else {
        parts.host.start
    };
    let message = ["an origin starts with its scheme: ", scheme].concat();
    let insert = Edit::Replace(parts.separator.clone(), scheme.to_owned());
    Some(Problem::new(&(start..parts.host.end), message).edit(insert))
}
