use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// A slash stands after the host.
    ///
    /// An origin ends with its host or port. Browsers never send the slash that the address bar
    /// shows, and the server compares byte for byte, so an entry with it never matches.
    ///
    /// Example: `https://tool.example/` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "trailing-slash",
    severity: Error,
    fix: Safe,
    checks: [Check::Candidate(Traits::PATH, check)],
    cases: [
        fires("https://tool.example/", 20..21, &["https://tool.example"]),
        fires("https://tool.example\\", 20..21, &["https://tool.example"]),
        fires("http://[::1]:3000/", 17..18, &["http://[::1]:3000"]),
        fires("capacitor://localhost/", 21..22, &["capacitor://localhost"]),
        fires("https://tool.example/?x", 20..21, &["https://tool.example?x"]),
        quiet("https://tool.example"),
        quiet("https://tool.example/app/"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let path = &candidate.parts().path;
    if !is_slash(candidate.part(path)) {
        return None;
    }
    Some(
        Problem::new(
            path,
            "an origin ends before the slash; browsers never send it",
        )
        .replace(""),
    )
}

/// Whether a path is the one slash that every URL has.
pub(crate) fn is_slash(path: &str) -> bool {
    matches!(path, "/" | "\\")
}
