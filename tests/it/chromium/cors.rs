//! Does a page get through? Chromium and `probe` have the same answers.

use std::collections::{BTreeMap, BTreeSet};

use super::probe::{self, Question};
use super::site::{Exchange, Site};
use super::{Browser, cases};

/// `localhost` and addresses lead to loopback, and no other name anywhere.
const RESOLVER: &str =
    "--host-resolver-rules=MAP localhost 127.0.0.1,MAP * ~NOTFOUND,EXCLUDE 127.0.0.1";

/// Where Chromium differs from the Fetch Standard and corsctl doesn't follow it, by the beginning of
/// a case's title. A difference that is gone fails too.
const KNOWN: &[(&str, &str)] = &[
    (
        "allow-origin, line: behind a carriage return alone",
        "takes it for the end of a line",
    ),
    (
        "allow-headers: user-agent",
        "keeps its own User-Agent without a word",
    ),
    (
        "allow-headers, credentials: user-agent",
        "keeps its own User-Agent without a word",
    ),
    ("safelist: save-data", CLIENT_HINT),
    ("safelist: dpr", CLIENT_HINT),
    ("safelist: device-memory", CLIENT_HINT),
    ("safelist: downlink", CLIENT_HINT),
    ("safelist: rtt", CLIENT_HINT),
    ("safelist: ect", CLIENT_HINT),
    ("safelist: width", CLIENT_HINT),
    ("safelist: viewport-width", CLIENT_HINT),
    ("safelist: 1024 bytes together", CLIENT_HINT),
    ("safelist: 1025 bytes together", CLIENT_HINT),
];

const CLIENT_HINT: &str = "still counts client hints among the safelisted headers";

fn lines(exchanges: &[Exchange]) -> String {
    let lines = exchanges
        .iter()
        .map(|exchange| format!("\n        {exchange}"));
    lines.collect()
}

#[test]
#[ignore = "wants Chromium: cargo test --test it -- --ignored chromium"]
fn chromium_and_probe_agree_on_every_case() {
    let site = Site::start(cases::all());
    let outcomes = {
        let mut browser = Browser::open(site.page(), &[RESOLVER.to_owned()]);
        browser.wait(&site.outcomes)
    };
    let cases = site.cases().iter().enumerate();
    let questions: Vec<Question> = cases
        .map(|(number, case)| Question {
            url: site.url("corsctl", number),
            fetch: case.fetch,
            page_space: "loopback",
            origin: site.origin(case),
            ca_cert: None,
        })
        .collect();
    let verdicts = probe::ask(&questions);

    let mut differences = BTreeMap::new();
    let sent = site
        .exchanges("chromium")
        .into_iter()
        .zip(site.exchanges("corsctl"));
    let judged = site.cases().iter().zip(verdicts).zip(sent).enumerate();
    for (number, ((case, verdict), (theirs, ours))) in judged {
        let outcome = &outcomes[&number];
        let (theirs, ours) = (lines(&theirs), lines(&ours));
        if *outcome != verdict || theirs != ours {
            let text = format!(
                "\n    Chromium: {outcome}, having sent{theirs}\n    probe: {verdict}, having sent{ours}"
            );
            differences.insert(case.title(), text);
        }
    }
    let known: BTreeSet<&str> = KNOWN.iter().map(|(title, _)| *title).collect();
    let gone: Vec<_> = known
        .iter()
        .filter(|title| !differences.contains_key(**title))
        .collect();
    differences.retain(|title, _| !known.contains(title.as_str()));
    let shown: Vec<_> = differences
        .iter()
        .map(|(title, text)| format!("{title}{text}"))
        .collect();
    assert!(
        shown.is_empty() && gone.is_empty(),
        "{} differences in {} cases:\n{}\nno longer different: {gone:?}",
        shown.len(),
        site.cases().len(),
        shown.join("\n")
    );
}
