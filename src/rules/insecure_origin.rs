use super::{Check, Concern, Problem};
use crate::origin::{Candidate, Canonical, Reach, Span, Traits};

declare_rule! {
    /// An http origin on a public host.
    ///
    /// Whoever can touch the network between the browser and that host can change the page, and with
    /// it act as the tool: with the user's session, on your server.
    ///
    /// Example: `http://tool.example`. Prefer `https://tool.example`.
    ///
    /// Ignore it for a tool that has no https, if you trust the networks it is used from.
    name: "insecure-origin",
    severity: Note,
    fix: none,
    checks: [Check::Candidate(Traits::HTTP, check), Check::Canonical(concern), Check::Note(note)],
    cases: [
        stays("http://tool.example", 0..4),
        stays("http://1.1.1.1:8080", 0..4),
        quiet("https://tool.example"),
        quiet("http://192.168.1.5"),
        quiet("http://nas.local:8080"),
        quiet("http://localhost"),
        quiet("ws://tool.example"),
    ],
}

fn concern(canonical: &Canonical<'_>) -> Concern {
    match !canonical.is_secure() && canonical.reach() == Reach::Public {
        true => Concern::Once,
        false => Concern::None,
    }
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let is_http = candidate
        .origin()
        .is_some_and(|origin| origin.scheme() == "http");
    if !is_http || candidate.reach() != Some(Reach::Public) {
        return None;
    }
    Some(problem(&candidate.parts().scheme))
}

fn note(canonical: &Canonical<'_>) -> Problem {
    problem(&(0..canonical.scheme().len()))
}

fn problem(scheme: &Span) -> Problem {
    let message = "over http, whoever can touch the network can act as this tool";
    Problem::new(scheme, message)
}
