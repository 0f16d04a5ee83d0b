use super::{Check, Problem};
use crate::origin::scheme::Kind;
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// The origin of apps made with a toolkit, not of one app.
    ///
    /// Every app that a toolkit wraps has the same origin, so you can't let in one without the others.
    /// That is how such apps work; they run on the user's own device.
    ///
    /// Example: `capacitor://localhost`, `tauri://localhost`.
    ///
    /// Ignore it: it is only worth knowing.
    name: "app-scheme",
    severity: Note,
    fix: none,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        stays("capacitor://localhost", 0..9),
        stays("tauri://localhost", 0..5),
        quiet("https://localhost"),
        quiet("moz-extension://5d1c2b3a-0000-4000-8000-000000000000"),
        quiet("foo://bar"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let Shape::App(Some(scheme)) = candidate.shape() else {
        return None;
    };
    if scheme.kind != Kind::App {
        return None;
    }
    let message = format!("this lets in all {}, not one of them", scheme.sender);
    Some(Problem::new(&candidate.parts().scheme, message))
}
