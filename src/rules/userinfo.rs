use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// A user name or password stands before the host.
    ///
    /// Browsers never send it in `Origin`, and an allow list is no place for a secret: it is shown in
    /// settings pages and backups. If the password is real, change it. corsctl shows stars in its
    /// place, in every format.
    ///
    /// Example: `https://user:pw@tool.example` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "userinfo",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::AT_SIGN, check)],
    cases: [
        fires("https://user:pw@tool.example", 8..16, &["https://tool.example"]),
        fires("https://token@tool.example", 8..14, &["https://tool.example"]),
        fires("https://@tool.example", 8..9, &["https://tool.example"]),
        fires("user:pw@tool.example", 0..8, &["https://tool.example"]),
        stays("https://user:2024/pw@tool.example", 8..33),
        stays("https://user:p/w@tool.example", 8..29),
        quiet("https://tool.example/@user"),
        quiet("http://nas:8080/@user"),
        quiet("https://tool.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let parts = candidate.parts();
    if candidate.is_torn() {
        let message = "a password with a slash, ? or # in it isn't one to a browser; write the origin without it";
        return Some(Problem::new(
            &(parts.host.start..parts.fragment.end),
            message,
        ));
    }
    let userinfo = &parts.userinfo;
    if userinfo.is_empty() {
        return None;
    }
    let message = "an origin has no user name or password; if this one is real, change it";
    Some(Problem::new(userinfo, message).replace(""))
}
