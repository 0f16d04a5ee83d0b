//! `Access-Control-Allow-Credentials`, which must be `true` to the byte.

use super::case::Values;
use super::{Answer, Case, Fetch};

/// Each is sent with the answer itself and with a preflight's, to an origin that is listed.
const ALLOW_CREDENTIALS: &[(&str, Values)] = &[
    ("absent", &[]),
    ("true", &["true"]),
    ("True", &["True"]),
    ("TRUE", &["TRUE"]),
    ("false", &["false"]),
    ("empty", &[""]),
    ("1", &["1"]),
    ("star", &["*"]),
    ("quoted", &["\"true\""]),
    ("spaces around", &["  true  "]),
    ("tabs around", &["\ttrue\t"]),
    ("form feed behind", &["true\u{c}"]),
    ("no-break space behind", &["true\u{a0}"]),
    ("comma", &["true,"]),
    ("twice in one", &["true, true"]),
    ("two lines, equal", &["true", "true"]),
    ("two lines, different", &["true", "false"]),
    ("two lines, true and empty", &["true", ""]),
];

pub fn cases() -> Vec<Case> {
    let exact = || Answer::new(200).allows(&["{origin}"]);
    let willing = || Answer::willing(204).allows(&["{origin}"]);
    let (get, put) = (Fetch::GET.credentialed(true), Fetch::PUT.credentialed(true));
    let mut cases = Vec::new();
    for (name, values) in ALLOW_CREDENTIALS {
        let with = |answer: Answer| answer.with("Access-Control-Allow-Credentials", values);
        let answer = with(exact());
        let preflight = with(exact()).with("Access-Control-Allow-Methods", &["PUT"]);
        let fine = exact().allows_credentials();
        cases.extend([
            Case::new(("allow-credentials", name), get, willing(), answer.clone()),
            Case::new(("allow-credentials, preflight", name), put, preflight, fine),
            Case::new(
                ("allow-credentials, not asked for", name),
                Fetch::GET,
                willing(),
                answer,
            ),
        ]);
    }
    let star = || Answer::new(200).allows(&["*"]);
    cases.extend([
        Case::new(
            ("allow-credentials, star", "absent"),
            get,
            willing(),
            star(),
        ),
        Case::new(
            ("allow-credentials, star", "true"),
            get,
            willing(),
            star().allows_credentials(),
        ),
        Case::new(
            ("allow-credentials, star", "only the preflight"),
            put,
            Answer::willing(204).allows(&["*"]),
            exact().allows_credentials(),
        ),
        Case::new(
            ("allow-credentials, star", "not asked for"),
            Fetch::GET,
            willing(),
            star().allows_credentials(),
        ),
    ]);
    cases
}
