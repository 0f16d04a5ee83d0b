use std::collections::HashMap;

use unicode_security::{RestrictionLevel, RestrictionLevelDetection, skeleton};
use url::Host;

use super::{Check, Listing, Problem};
use crate::origin::Candidate;

declare_rule! {
    /// The host looks like another one.
    ///
    /// It mixes scripts that no language writes together (a Cyrillic `а` among Latin letters), or reads
    /// like another host of the list (UTS 39, "Restriction-Level Detection", "Confusable Detection"). Such names are made to be taken for somebody else's.
    ///
    /// Example: `https://xn--ggle-55da.com`, which reads `gооgle.com`.
    ///
    /// Ignore it once you have compared the name, letter by letter, with where it should lead.
    name: "confusable-host",
    severity: Warning,
    fix: none,
    checks: [Check::Candidate(mixed), Check::List(alike)],
    cases: [
        stays("https://xn--ggle-55da.com", 8..25),
        stays("https://gооgle.com", 8..20),
        listed(&["https://apple.com", "https://xn--80ak6aa92e.com"], 1, None),
        listed(&["https://modern.example", "https://modem.example"], 1, None),
        quiet("https://xn--bcher-kva.example"),
        quiet("https://xn--80ak6aa92e.com"),
        quiet("https://東京タワーa.jp"),
        quiet("https://tool.example"),
        quiet_list(&["https://tool.example", "http://tool.example:8080"]),
        quiet_list(&["https://tool.example", "https://toot.example"]),
    ],
}

fn mixed(candidate: &Candidate<'_>) -> Vec<Problem> {
    // only a label that starts so is written otherwise in Unicode
    let is_idn = matches!(candidate.host(), Some(Host::Domain(name)) if name.contains("xn--"));
    let named = is_idn.then(|| names(candidate)).flatten();
    let Some((ascii, unicode)) = named.filter(|(_, unicode)| !unicode.is_ascii()) else {
        return Vec::new();
    };
    let is_usual =
        |label: &str| label.detect_restriction_level() <= RestrictionLevel::HighlyRestrictive;
    if unicode.split('.').all(is_usual) {
        return Vec::new();
    }
    let message = format!("{unicode} ({ascii}) mixes scripts that aren't written together");
    vec![Problem::new(&candidate.parts().host, message)]
}

fn alike(list: &Listing<'_>) -> Vec<(usize, Problem)> {
    let mut looks: HashMap<String, String> = HashMap::new();
    let mut problems = Vec::new();
    for (index, candidate, _) in list.firsts() {
        let Some((ascii, unicode)) = names(candidate) else {
            continue;
        };
        let look = skeleton(&unicode).collect();
        let other = looks.entry(look).or_insert_with(|| ascii.clone());
        if *other != ascii {
            let message = format!("{unicode} ({ascii}) looks like {other}, which is listed too");
            problems.push((index, Problem::new(&candidate.parts().host, message)));
        }
    }
    problems
}

/// The host name in ASCII and in Unicode.
fn names(candidate: &Candidate<'_>) -> Option<(String, String)> {
    candidate.web_scheme()?;
    let Host::Domain(ascii) = candidate.host()? else {
        return None;
    };
    let (unicode, _) = idna::domain_to_unicode(ascii);
    Some((ascii.to_owned(), unicode))
}
