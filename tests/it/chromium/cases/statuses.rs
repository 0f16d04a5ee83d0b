//! Statuses: a preflight's must be fine, the answer's own may be any.

use super::{Answer, Case, Fetch};

const STATUSES: [u16; 22] = [
    200, 201, 202, 203, 204, 205, 206, 226, 299, 300, 304, 305, 306, 399, 400, 401, 403, 404, 405,
    418, 500, 503,
];

pub fn cases() -> Vec<Case> {
    let fine = || Answer::new(200).allows(&["{origin}"]);
    let mut cases = Vec::new();
    for status in STATUSES {
        let name = &*status.to_string();
        let preflight = Answer::willing(status).allows(&["{origin}"]);
        let answer = Answer::new(status).allows(&["{origin}"]);
        let closed = Answer::new(status);
        let willing = Answer::willing(204).allows(&["{origin}"]);
        cases.extend([
            Case::new(
                ("status", name),
                Fetch::GET,
                willing.clone(),
                answer.clone(),
            ),
            Case::new(("status, preflight", name), Fetch::PUT, preflight, fine()),
            Case::new(
                ("status behind a preflight", name),
                Fetch::PUT,
                willing.clone(),
                answer,
            ),
            Case::new(("status, not listed", name), Fetch::GET, willing, closed),
        ]);
    }
    cases
}
