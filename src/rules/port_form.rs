use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// The port has leading zeros.
    ///
    /// Browsers read the port as a number and send it without them.
    ///
    /// Example: `http://tool.example:08080` should be `http://tool.example:8080`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "port-form",
    severity: Error,
    fix: Safe,
    checks: [Check::Candidate(Traits::ODD_PORT, check)],
    cases: [
        fires("http://tool.example:08080", 20..21, &["http://tool.example:8080"]),
        fires("http://tool.example:00", 20..21, &["http://tool.example:0"]),
        quiet("http://tool.example:8080"),
        quiet("http://tool.example:0"),
        quiet("https://tool.example:0443"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let (Some(port), Some(address)) = (candidate.port(), candidate.address()) else {
        return None;
    };
    let span = &candidate.parts().port;
    let digits = &candidate.part(span)[1..];
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    let zeros = if port == 0 {
        zeros.saturating_sub(1)
    } else {
        zeros
    };
    if zeros == 0 || address.port().is_none() {
        return None;
    }
    let span = span.start + 1..span.start + 1 + zeros;
    Some(Problem::new(&span, "browsers send the port without leading zeros").replace(""))
}
