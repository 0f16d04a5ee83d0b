use super::{Check, Concern, Problem};
use crate::origin::{Candidate, Canonical, Traits, ports};

declare_rule! {
    /// Browsers refuse to load anything from that port.
    ///
    /// The ports of other protocols are blocked (Fetch Standard, section "Port blocking"), so no page
    /// can come from there and no browser will ever send this origin.
    ///
    /// Example: `http://nas.local:6000`.
    ///
    /// Ignore it if your browsers are configured to allow the port.
    name: "bad-port-blocked",
    severity: Warning,
    fix: none,
    checks: [Check::Candidate(Traits::PORT, check), Check::Canonical(concern)],
    cases: [
        stays("http://nas.local:6000", 16..21),
        stays("https://tool.example:22", 20..23),
        stays("tool.example:10080", 12..18),
        quiet("https://tool.example:8080"),
        quiet("https://tool.example:6001"),
        quiet("http://localhost:0"),
        quiet("capacitor://localhost:22"),
    ],
}

fn concern(canonical: &Canonical<'_>) -> Concern {
    Concern::perhaps(canonical.port().is_some_and(ports::is_bad))
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let (Some(_), Some(port)) = (candidate.web_scheme(), candidate.port()) else {
        return None;
    };
    // port 0 has a rule of its own
    if port == 0 || !ports::is_bad(port) {
        return None;
    }
    let message = format!("browsers refuse port {port}: no page can be loaded from there");
    Some(Problem::new(&candidate.parts().port, message))
}
