use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// The port is 0.
    ///
    /// No page is served from port 0: programs use it to ask for any free port. The number that was
    /// really given to the tool is the one to list.
    ///
    /// Example: `http://localhost:0`.
    ///
    /// Ignore it if the entry only holds a place.
    name: "port-zero",
    severity: Warning,
    fix: none,
    checks: [Check::Candidate(Traits::ODD_PORT, check)],
    cases: [
        stays("http://localhost:0", 16..18),
        stays("tool.example:0", 12..14),
        quiet("http://localhost:80"),
        quiet("http://localhost"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    if candidate.port() != Some(0) {
        return None;
    }
    Some(Problem::new(
        &candidate.parts().port,
        "no page is ever served from port 0",
    ))
}
