use url::Host;

use super::{Check, Concern, Problem};
use crate::origin::{Candidate, Canonical, Traits};

declare_rule! {
    /// The host is a public suffix: everybody's names end in it.
    ///
    /// Nobody's tool lives at `https://co.uk` or `https://github.io`; what was meant is a name under
    /// it, such as `https://user.github.io` (Public Suffix List).
    ///
    /// Example: `https://github.io`.
    ///
    /// Ignore it if you run that suffix.
    name: "public-suffix",
    severity: Error,
    fix: none,
    checks: [Check::Candidate(Traits::ANY, check), Check::Canonical(concern)],
    cases: [
        stays("https://co.uk", 8..13),
        stays("https://github.io", 8..17),
        stays("https://com:8443", 8..11),
        stays("https://github.io.", 8..18),
        stays("https://xn--55qx5d.cn", 8..21),
        quiet("https://user.github.io"),
        quiet("https://tool.example"),
        quiet("https://nas"),
        quiet("http://localhost"),
        quiet("http://192.168.1.5"),
        quiet("app://com"),
    ],
}

fn concern(canonical: &Canonical<'_>) -> Concern {
    Concern::perhaps(matches!(canonical.host(), Host::Domain(name) if is_suffix(name)))
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let (Some(_), Some(Host::Domain(name))) = (candidate.web_scheme(), candidate.host()) else {
        return None;
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    if !is_suffix(name) {
        return None;
    }
    let message =
        format!("{name} is a public suffix, nobody's own host; the name before it is missing");
    Some(Problem::new(&candidate.parts().host, message))
}

fn is_suffix(name: &str) -> bool {
    let suffix = psl::suffix(name.as_bytes()).filter(psl::Suffix::is_known);
    suffix.is_some_and(|suffix| suffix.as_bytes() == name.as_bytes())
}
