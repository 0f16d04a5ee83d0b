use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// The port is the one that the scheme has anyway.
    ///
    /// Browsers leave out 443 behind `https:` and 80 behind `http:` (URL Standard, section "URL
    /// serializing"), so an entry that names it never matches. The same goes for a colon with
    /// nothing behind it. `http:` on 443 is something else and keeps its port.
    ///
    /// Example: `https://tool.example:443` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "default-port",
    severity: Error,
    fix: Safe,
    checks: [Check::Candidate(Traits::ODD_PORT, check)],
    cases: [
        fires("https://tool.example:443", 20..24, &["https://tool.example"]),
        fires("https://tool.example:0443", 20..25, &["https://tool.example"]),
        fires("http://tool.example:80", 19..22, &["http://tool.example"]),
        fires("https://tool.example:", 20..21, &["https://tool.example"]),
        fires("capacitor://localhost:", 21..22, &["capacitor://localhost"]),
        quiet("https://:"),
        quiet("http://tool.example:443"),
        quiet("https://tool.example:80"),
        quiet("https://tool.example:8443"),
        quiet("capacitor://localhost:443"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let span = &candidate.parts().port;
    let digits = candidate
        .port_digits()
        .filter(|_| candidate.address().is_some())?;
    let message = if digits.is_empty() {
        "browsers never send a colon without a port".to_owned()
    } else {
        match (candidate.web_scheme(), candidate.port()) {
            (Some(scheme @ "https"), Some(443)) | (Some(scheme @ "http"), Some(80)) => {
                format!("browsers leave out the port that {scheme} has anyway")
            }
            _ => return None,
        }
    };
    Some(Problem::new(span, message).replace(""))
}
