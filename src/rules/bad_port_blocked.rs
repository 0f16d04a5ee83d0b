use super::{Check, Problem};
use crate::origin::Candidate;

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
    checks: [Check::Candidate(check)],
    cases: [
        stays("http://nas.local:6000", 16..21),
        stays("https://tool.example:22", 20..23),
        stays("tool.example:10080", 12..18),
        quiet("https://tool.example:8080"),
        quiet("https://tool.example:6001"),
        quiet("capacitor://localhost:22"),
    ],
}

/// The Fetch Standard's table of bad ports, but for port 0, which has a rule of its own.
const BAD_PORTS: &[u16] = &[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
    512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
    995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
    6669, 6679, 6697, 10080,
];

fn check(candidate: &Candidate<'_>) -> Vec<Problem> {
    let (Some(_), Some(port)) = (candidate.web_scheme(), candidate.port()) else {
        return Vec::new();
    };
    if BAD_PORTS.binary_search(&port).is_err() {
        return Vec::new();
    }
    let message = format!("browsers refuse port {port}: no page can be loaded from there");
    vec![Problem::new(&candidate.parts().port, message)]
}

#[cfg(test)]
#[test]
fn the_table_can_be_searched() {
    assert!(BAD_PORTS.is_sorted());
}
