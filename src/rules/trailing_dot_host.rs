use url::Host;

use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// The host ends in a dot.
    ///
    /// `https://tool.example.` and `https://tool.example` lead to the same machine, but they are
    /// different origins, and people open the one without the dot.
    ///
    /// Example: `https://tool.example.` should probably be `https://tool.example`.
    ///
    /// Ignore it if you really open the tool with the dot.
    name: "trailing-dot-host",
    severity: Warning,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::ODD_HOST, check)],
    cases: [
        fires("https://tool.example.", 20..21, &["https://tool.example"]),
        fires("https://tool.example.:8443", 20..21, &["https://tool.example:8443"]),
        fires("https://tool.example.....................", 20..41, &["https://tool.example"]),
        quiet("https://tool.example"),
        quiet("http://127.0.0.1."),
        quiet("https://tool..example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let host = &candidate.parts().host;
    let text = candidate.part(host);
    let (Some(_), Some(Host::Domain(_)), true) = (
        candidate.web_scheme(),
        candidate.host(),
        text.ends_with('.'),
    ) else {
        return None;
    };
    // all of them at once: a round of fixes for each, and a long row would never end
    let dots = host.start + text.trim_end_matches('.').len()..host.end;
    Some(Problem::new(&dots, "with the dot it is another origin than without").replace(""))
}
