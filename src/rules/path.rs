use std::borrow::Cow;

use psl::Type;
use url::Host;

use super::{Check, Problem, trailing_slash};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// A path stands behind the host.
    ///
    /// An origin has no path: browsers send scheme, host and port alone. What you allow is everything
    /// on that host, not one page. On a shared host, such as a user's `github.io` name, that includes
    /// the user's other pages, which is why the fix asks first.
    ///
    /// Example: `https://tool.example/app` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "path",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::PATH, check)],
    cases: [
        fires("https://tool.example/app", 20..24, &["https://tool.example"]),
        fires("https://tool.example\\app", 20..24, &["https://tool.example"]),
        fires("https://user.github.io/tool/", 22..28, &["https://user.github.io"]),
        fires("https://tool.example//", 20..22, &["https://tool.example"]),
        fires("capacitor://localhost/index.html", 21..32, &["capacitor://localhost"]),
        quiet("https://tool.example/"),
        quiet("https://tool.example?x=/a"),
        quiet("file:///x"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let path = &candidate.parts().path;
    let text = candidate.part(path);
    if text.is_empty() || trailing_slash::is_slash(text) || candidate.is_torn() {
        return None;
    }
    let host = candidate.host().map(|host| match host {
        Host::Domain(name) => Cow::Borrowed(name),
        address => Cow::Owned(address.to_string()),
    });
    let message = match host {
        Some(host) => {
            let shared = match is_shared(&host) {
                true => ", also what else its user publishes there",
                false => "",
            };
            let everything = "an origin has no path: this would let in everything on ";
            Cow::Owned([everything, &host, shared].concat())
        }
        None => Cow::Borrowed("an origin has no path"),
    };
    Some(Problem::new(path, message).replace(""))
}

/// Whether the host is a user's name under a suffix that a company hands out names under.
fn is_shared(host: &str) -> bool {
    psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.typ() == Some(Type::Private))
}
