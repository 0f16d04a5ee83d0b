//! What fixes make of a plain candidate, known without rounds of them.
//!
//! All that can be wrong with one stands side by side, each with a fix that ends where the next begins:
//! padding, capital letters, the port's form, a path, a query, a fragment. What is left is the origin,
//! and behind it, as long as nobody consents, all that isn't just the slash which every URL has.

use super::Verdict;
use crate::diagnostic::Applicability;
use crate::origin::Candidate;
use crate::rules::is_slash;

/// How far it is from its origin.
pub(super) fn verdict(candidate: &Candidate<'_>) -> Verdict {
    match candidate.is_exact() {
        true => Verdict::Exact,
        false if is_safe(candidate) => Verdict::Safe,
        false => Verdict::Unsafe,
    }
}

/// Whether safe fixes lead to its origin.
pub(super) fn is_safe(candidate: &Candidate<'_>) -> bool {
    rest(candidate).iter().all(|part| part.is_empty())
}

/// What stands in the list once all rules' fixes up to `allowed` have been applied to it.
pub(super) fn mended(candidate: &Candidate<'_>, allowed: Applicability) -> Option<String> {
    Some(pieces(candidate, allowed)?.concat())
}

/// The same in pieces: the origin, a path, a query, a fragment. There is nothing in them that has to be
/// escaped anywhere.
pub(super) fn pieces<'c>(
    candidate: &'c Candidate<'_>,
    allowed: Applicability,
) -> Option<[&'c str; 4]> {
    let [path, query, fragment] = match allowed {
        Applicability::Safe => rest(candidate),
        Applicability::Unsafe => [""; 3],
    };
    Some([candidate.origin()?.as_str(), path, query, fragment])
}

/// What only goes with consent.
fn rest<'t>(candidate: &Candidate<'t>) -> [&'t str; 3] {
    let parts = candidate.parts();
    let [path, query, fragment] =
        [&parts.path, &parts.query, &parts.fragment].map(|part| candidate.part(part));
    let path = if is_slash(path) { "" } else { path };
    [path, query, fragment]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Linter;
    use super::super::mends::Mends;
    use super::*;
    use crate::entry::Value;
    use crate::origin::{many_cases, pasted};

    /// Compares what is known of a candidate with what rounds of fixes make of it; whether anything is known.
    fn compare(text: &str) -> bool {
        let candidate = Candidate::parse(text);
        if !candidate.is_plain() {
            return false;
        }
        let linter = Linter::default();
        let problems = linter.problems(&candidate);
        let value = Value::Text(text.to_owned());
        let short = Mends::new(&linter, &value, Some((&candidate, &problems)));
        let in_full = Mends::in_rounds(&linter, &candidate, &problems);
        for allowed in [Applicability::Safe, Applicability::Unsafe] {
            assert_eq!(short.get(allowed), in_full.get(allowed), "{text:?}");
            assert_eq!(
                short.lead_there(allowed),
                in_full.lead_there(allowed),
                "{text:?}"
            );
        }
        for (rule, problem) in &problems {
            let said =
                [&short, &in_full].map(|mends| mends.diagnostic(rule, rule.severity, problem).fix);
            assert_eq!(said[0], said[1], "{text:?}");
        }
        true
    }

    proptest! {
        #![proptest_config(many_cases())]

        #[test]
        fn what_is_known_is_what_rounds_of_fixes_lead_to(
            pasted in pasted(),
            plain in "[ \"(,]{0,2}(https?|HTTP|Https)://([a-zA-Z0-9-]{1,3}[.]){0,2}([a-zA-Z]{1,3}|1.1.1.1|co.uk|localhost)\
                      (:[0-9]{0,5})?(/[a-zA-Z0-9/.,:)_-]{0,5})?([?][a-z/?=&,]{0,4})?(#[a-z/?#]{0,4})?[ ,\")]{0,2}",
        ) {
            compare(&pasted);
            compare(&plain);
        }
    }

    #[test]
    fn common_slips_are_plain() {
        for text in [
            "https://Tool.example",
            "https://tool.example/",
            "https://tool.example/app?x#y",
            " http://tool.example:080/?x",
            "HTTPS://10.0.0.1:443,",
            "https://example.com",
        ] {
            assert!(compare(text), "{text}");
        }
        for text in [
            "https://tool.example/%40",
            "http://[::1]/",
            "tool.example",
            "https://h/a,b",
        ] {
            assert!(!compare(text), "{text}");
        }
    }
}
