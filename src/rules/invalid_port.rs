use super::{Check, Problem};
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// The port isn't a number from 0 to 65535.
    ///
    /// Browsers refuse such an address altogether.
    ///
    /// Example: `https://tool.example:80800`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "invalid-port",
    severity: Error,
    fix: none,
    checks: [Check::Candidate(Traits::ODD_PORT, check)],
    cases: [
        stays("https://tool.example:65536", 20..26),
        stays("https://tool.example:8o8o", 20..25),
        stays("tool.example:x", 12..14),
        stays("capacitor://localhost:x", 21..23),
        stays("app://[::1]:2\\2", 11..15),
        quiet("https://tool.example:65535"),
        quiet("https://tool.example:"),
        quiet("https://tool.example:*"),
        quiet("https://tool.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    if !is_invalid(candidate) {
        return None;
    }
    let port = &candidate.parts().port;
    Some(Problem::new(port, "a port is a number from 0 to 65535"))
}

/// Whether there is a port and it can't be one.
pub(super) fn is_invalid(candidate: &Candidate<'_>) -> bool {
    *candidate.shape() != Shape::Pattern
        && candidate.port().is_none()
        && candidate
            .port_digits()
            .is_some_and(|digits| !digits.is_empty())
}
