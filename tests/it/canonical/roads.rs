//! What the short roads and the full one must agree on; the fuzz targets ask it too.

use corsctl::origin::{Candidate, Canonical, Origin, is_plainly_exact};
use corsctl::rules::{Concern, Problem, Question, Rule, all_questions, of_canonical, questions};
use url::Url;

/// Compares the roads on one text; whether a short one led anywhere, and whether any rule could have
/// something against it.
pub fn compare(text: &str) -> (bool, bool) {
    compare_ways(text);
    let Some(canonical) = Canonical::prove(text) else {
        return (false, true);
    };
    let url = Url::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(url.origin().ascii_serialization(), text);
    assert_eq!(url.host().as_ref(), Some(canonical.host()), "{text:?}");
    assert_eq!(url.port(), canonical.port(), "{text:?}");
    let candidate = Candidate::parse(text);
    assert!(candidate.is_exact(), "{text:?} isn't canonical");
    assert_eq!(
        candidate.origin(),
        Some(&Origin::from(canonical.clone())),
        "{text:?}"
    );
    assert_eq!(candidate.reach(), Some(canonical.reach()), "{text:?}");
    let is_of_concern = of_canonical()
        .iter()
        .any(|(_, concern)| concern(&canonical) != Concern::None);
    for (rule, problem) in against(&candidate, all_questions()) {
        assert!(
            is_of_concern,
            "{} has something against {text:?}",
            rule.name
        );
        assert!(
            problem.edit.is_none(),
            "{text:?} is canonical and would be changed"
        );
    }
    (true, is_of_concern)
}

/// Most texts are taken apart in a short way, and only some rules are asked about each.
fn compare_ways(text: &str) {
    let short = Candidate::parse(text);
    let long = Candidate::parse_in_full(text);
    assert_eq!(short, long, "{text:?}");
    assert!(
        long.is_exact() || !is_plainly_exact(text),
        "{text:?} isn't exact"
    );
    let told = against(&short, questions(&short));
    let all = against(&long, all_questions());
    assert_eq!(format!("{told:?}"), format!("{all:?}"), "{text:?}");
}

/// What rules have against a candidate.
fn against<'q>(
    candidate: &Candidate<'_>,
    questions: impl Iterator<Item = &'q Question>,
) -> Vec<(&'static Rule, Problem)> {
    let mut found = Vec::new();
    for question in questions {
        question.ask(candidate, |problem| found.push((question.rule, problem)));
    }
    found
}
