//! What the short road and the full one must agree on; the fuzz targets ask it too.

use corsctl::origin::{Candidate, Canonical, Origin};
use corsctl::rules::{RULES, may_concern};

/// Compares the roads on one text; whether the short one led anywhere, and whether any rule could have
/// something against it.
pub fn compare(text: &str) -> (bool, bool) {
    let Some(canonical) = Canonical::prove(text) else {
        return (false, true);
    };
    let candidate = Candidate::parse(text);
    assert!(candidate.is_exact(), "{text:?} isn't canonical");
    assert_eq!(
        candidate.origin(),
        Some(&Origin::from(canonical.clone())),
        "{text:?}"
    );
    assert_eq!(
        candidate.host().as_ref(),
        Some(canonical.host()),
        "{text:?}"
    );
    assert_eq!(candidate.reach(), Some(canonical.reach()), "{text:?}");
    assert_eq!(candidate.port(), canonical.port(), "{text:?}");
    let is_of_concern = may_concern(&canonical);
    for rule in RULES.iter().filter(|_| !is_of_concern) {
        assert!(
            rule.check(&candidate).is_empty(),
            "{} has something against {text:?}",
            rule.name
        );
    }
    for problem in RULES.iter().flat_map(|rule| rule.check(&candidate)) {
        assert!(
            problem.edit.is_none(),
            "{text:?} is canonical and would be changed"
        );
    }
    (true, is_of_concern)
}
