//! All cases, by what they probe.

mod allow_origin;
mod credentials;
mod headers;
mod methods;
mod redirects;
mod safelist;
mod statuses;

use super::{Answer, Case, Fetch, case};

/// In the order in which they are tried.
pub fn all() -> Vec<Case> {
    let cases: Vec<Case> = [
        allow_origin::cases,
        credentials::cases,
        statuses::cases,
        methods::cases,
        headers::cases,
        safelist::cases,
        redirects::cases,
    ]
    .into_iter()
    .flat_map(|cases| cases())
    .collect();
    cases
}

#[test]
fn no_two_cases_share_a_title() {
    let mut titles: Vec<String> = all().iter().map(Case::title).collect();
    assert!(titles.len() >= 170, "{}", titles.len());
    titles.sort();
    for pair in titles.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
}
