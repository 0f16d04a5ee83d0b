use super::{Check, Problem};
use crate::origin::scheme::Kind;
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// The id behind this scheme differs on each install.
    ///
    /// Firefox and Safari give an extension a new random id in every profile, so the entry works for
    /// one person on one machine, until the extension is installed anew.
    ///
    /// Example: `moz-extension://5d1c2b3a-…`.
    ///
    /// Ignore it for a server that only you use.
    name: "per-install-extension",
    severity: Warning,
    fix: none,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        stays("moz-extension://5d1c2b3a-0000-4000-8000-000000000000", 16..52),
        stays("safari-web-extension://5d1c2b3a-0000-4000-8000-000000000000", 23..59),
        quiet("chrome-extension://abcdefghijklmnopabcdefghijklmnop"),
        quiet("tauri://localhost"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let Shape::App(Some(scheme)) = candidate.shape() else {
        return None;
    };
    if scheme.kind != Kind::PerInstallExtension {
        return None;
    }
    let message = format!("{} get a new id on each install", scheme.sender);
    Some(Problem::new(&candidate.parts().host, message))
}
