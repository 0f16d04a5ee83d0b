use super::{Check, Problem};
use crate::origin::scheme::Kind;
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// This can't be the id of a Chrome extension.
    ///
    /// An id is 32 letters from a to p: a hash of the extension's key, written with those instead of
    /// hexadecimal digits. It stands on `chrome://extensions` with developer mode switched on.
    ///
    /// Example: `chrome-extension://my-tool`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "extension-id",
    severity: Error,
    fix: none,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        stays("chrome-extension://my-tool", 19..26),
        stays("chrome-extension://abcdefghijklmnopabcdefghijklmnoz", 19..51),
        quiet("chrome-extension://abcdefghijklmnopabcdefghijklmnop"),
        quiet("chrome-extension://ABCDEFGHIJKLMNOPABCDEFGHIJKLMNOP"),
        quiet("moz-extension://my-tool"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let Shape::App(Some(scheme)) = candidate.shape() else {
        return None;
    };
    let host = &candidate.parts().host;
    let id = candidate.part(host).to_ascii_lowercase();
    let is_id = id.len() == 32 && id.bytes().all(|letter| (b'a'..=b'p').contains(&letter));
    if scheme.kind != Kind::Extension || id.is_empty() || is_id {
        return None;
    }
    Some(Problem::new(
        host,
        "an extension's id is 32 letters from a to p",
    ))
}
