use super::{Check, Edit, Problem};
use crate::origin::{Candidate, Shape, Traits, scheme};
use crate::shown;

declare_rule! {
    /// Pages at such an address have no origin of their own.
    ///
    /// For pages from `file:`, `data:`, `about:` and the like browsers send `Origin: null` (HTML
    /// Standard, "opaque origin"), and allowing `null` would let every site in. Serve the page over
    /// http from this machine instead. A `blob:` URL has the origin of the page that made it: list
    /// that one.
    ///
    /// Example: `file:///home/me/tool.html`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "opaque-origin",
    severity: Error,
    fix: none,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        stays("file:///x", 0..5),
        stays("data:text/html,x", 0..5),
        stays("about:blank", 0..6),
        stays("ftp://tool.example", 0..4),
        stays("javascript:alert(1)", 0..11),
        stays("mailto:me@tool.example", 0..7),
        stays("blob:null/1-2-3", 0..5),
        fires("blob:https://tool.example/1-2-3", 0..5, &["https://tool.example"]),
        fires("capacitor:localhost", 0..10, &["capacitor://localhost"]),
        quiet("https://tool.example"),
        quiet("capacitor://localhost"),
        quiet("null"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    if *candidate.shape() != Shape::Opaque {
        return None;
    }
    let parts = candidate.parts();
    let span = parts.scheme.start..parts.separator.end;
    let scheme = candidate.part(&parts.scheme).to_ascii_lowercase();
    let problem = if let Some(inner) = candidate.origin() {
        let message = format!("a blob: URL has the origin of the page that made it, {inner}");
        Problem::new(&span, message).edit(Edit::Become(vec![inner.to_string()]))
    } else if scheme::find(&scheme).is_some() {
        let host = candidate
            .part(&parts.opaque)
            .trim_start_matches(['/', '\\']);
        let edit = Edit::Become(vec![format!("{scheme}://{host}")]);
        Problem::new(&span, format!("{scheme}: needs :// and a host behind it")).edit(edit)
    } else {
        let scheme = shown::escape(&scheme);
        let message = format!("a page from {scheme}: has no origin of its own; browsers send null");
        Problem::new(&span, message)
    };
    Some(problem.asks_first())
}
