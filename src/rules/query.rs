use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// A query stands behind the host.
    ///
    /// Browsers never send a query in `Origin`. It asks first because whoever wrote it may have meant
    /// more than an origin can say.
    ///
    /// Example: `https://tool.example?x=1` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "query",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::QUERY, check)],
    cases: [
        fires("https://tool.example?x=1", 20..24, &["https://tool.example"]),
        fires("http://192.168.1.5:13378?x", 24..26, &["http://192.168.1.5:13378"]),
        fires("https://tool.example/?", 21..22, &["https://tool.example"]),
        quiet("https://tool.example#?x"),
        quiet("https://tool.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let query = &candidate.parts().query;
    if query.is_empty() || candidate.is_torn() {
        return None;
    }
    Some(Problem::new(query, "an origin has no query; browsers never send it").replace(""))
}
