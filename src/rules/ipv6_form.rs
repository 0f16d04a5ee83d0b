use url::Host;

use super::{Check, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// The IPv6 address isn't in its one canonical form.
    ///
    /// Browsers send it as RFC 5952 has it: lower case, no leading zeros, the longest run of zeros
    /// as `::`, and an embedded IPv4 address in hexadecimal (URL Standard, "IPv6 serializer").
    ///
    /// Example: `http://[2001:DB8:0::1]` should be `http://[2001:db8::1]`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "ipv6-form",
    severity: Error,
    fix: Safe,
    checks: [Check::Candidate(Traits::SPELT_HOST, check)],
    cases: [
        fires("http://[2001:DB8:0::1]", 7..22, &["http://[2001:db8::1]"]),
        fires("http://[::ffff:1.2.3.4]:8080", 7..23, &["http://[::ffff:102:304]:8080"]),
        fires("http://[0:0:0:0:0:0:0:1]", 7..24, &["http://[::1]"]),
        quiet("http://[2001:db8::1]"),
        quiet("http://[nonsense]"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let span = &candidate.parts().host;
    let Some(host @ Host::Ipv6(_)) = candidate.host() else {
        return None;
    };
    let canonical = host.to_string();
    if canonical == candidate.part(span) {
        return None;
    }
    let message = format!("browsers send this address as {canonical}");
    Some(Problem::new(span, message).replace(canonical))
}
