use super::{Check, Problem};
use crate::origin::{Candidate, Shape, Traits};
use crate::shown;

declare_rule! {
    /// No browser or web view is known to send this scheme.
    ///
    /// An app can register a scheme of its own, and then it is right. More often it is a slip, or a
    /// protocol that no page comes over.
    ///
    /// Example: `ssh://tool.example`.
    ///
    /// Ignore it if you know the app that sends it.
    name: "unknown-scheme",
    severity: Warning,
    fix: none,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        stays("ssh://tool.example", 0..3),
        stays("foo://bar", 0..3),
        quiet("https://tool.example"),
        quiet("tauri://localhost"),
        quiet("foo:bar"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let Shape::App(None) = candidate.shape() else {
        return None;
    };
    let scheme = &candidate.parts().scheme;
    let name = shown::escape(candidate.part(scheme));
    let message = format!("no browser or web view is known to send {name}://");
    Some(Problem::new(scheme, message))
}
