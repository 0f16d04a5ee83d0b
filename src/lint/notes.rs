//! What is said about origins that were proved to be canonical, without taking them apart.
//!
//! Of such an origin each rule knows at a glance whether it has anything to say, and most that have say the
//! same of all of them.

use super::mends::Mends;
use super::{Linted, Linter, Verdict, sort};
use crate::diagnostic::{Diagnostic, Fix};
use crate::entry::Entry;
use crate::origin::Canonical;
use crate::rules::{self, Concern, Problem, Rule, Seen};

impl Linter {
    /// What is to be said about such an origin by itself. `None` means "don't know": it has to be looked at.
    pub fn notes(&self, canonical: &Canonical<'_>) -> Option<Vec<Diagnostic>> {
        let rules = rules::of_canonical().iter();
        let concerns = rules.map(|(rule, concern)| (*rule, concern(canonical)));
        let noted = self.noted(canonical, concerns)?;
        let mut excused = self.exceptions.iter().map(|it| it.origin.as_str());
        let is_excused = !noted.is_empty() && excused.any(|origin| origin == canonical.as_str());
        (!is_excused).then_some(noted)
    }

    /// What rules say that have such concerns about an origin for which there are no exceptions.
    pub(super) fn noted(
        &self,
        canonical: &Canonical<'_>,
        concerns: impl Iterator<Item = (&'static Rule, Concern)>,
    ) -> Option<Vec<Diagnostic>> {
        let mut noted = Vec::new();
        for (rule, concern) in concerns {
            let problem = match concern {
                Concern::None => continue,
                Concern::Once => rule.note(canonical)?,
                Concern::Perhaps => return None,
            };
            if let Some(severity) = self.severity(rule, &problem) {
                let mends = Mends::settled(self, canonical.as_str());
                noted.push(mends.diagnostic(rule, severity, &problem));
            }
        }
        sort(&mut noted);
        Some(noted)
    }

    /// What is to be said of a text that repeats another, if anything, and if that is all there is to know.
    pub fn repetition(&self, problem: Problem) -> Option<Diagnostic> {
        let rule = Seen::RULE;
        let severity = self.severity(rule, &problem)?;
        let found = || Diagnostic {
            rule,
            severity,
            fix: problem.class(rule).map(|applicability| Fix {
                applicability,
                // it goes
                becomes: Vec::new(),
            }),
            message: problem.message,
            span: problem.span,
        };
        self.exceptions.is_empty().then(found)
    }

    /// Lints an entry without knowing of others, if all there is to say about it can be seen at a glance.
    pub(super) fn glimpsed<'e>(&self, entry: &'e Entry) -> Option<Linted<'e>> {
        let canonical = Canonical::prove(entry.value.text()?)?;
        let noted = self.notes(&canonical)?;
        Some(Linted::exact(entry, canonical, noted))
    }
}

impl<'e> Linted<'e> {
    /// An entry that was proved to be an origin, and what is said about it.
    pub(super) fn exact(
        entry: &'e Entry,
        canonical: Canonical<'_>,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        let linted = Self::new(entry, Some(canonical.into()), Verdict::Exact);
        Self {
            diagnostics,
            ..linted
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::{Exception, Levels};
    use super::*;
    use crate::diagnostic::Severity;
    use crate::origin::{many_cases, pasted};

    fn linters() -> Vec<Linter> {
        let rule = rules::find("insecure-origin").unwrap();
        let level = |severity| {
            let mut levels = Levels::default();
            levels.set(rule, severity);
            Linter::new(levels)
        };
        let exception = Exception {
            origin: "http://tool.example".to_owned(),
            rule,
            number: 3,
        };
        vec![
            Linter::default(),
            level(None),
            level(Some(Severity::Error)),
            Linter::default().excusing(vec![exception]),
        ]
    }

    /// Origins, most of them such that their bytes prove it.
    fn origins() -> impl Strategy<Value = String> {
        let scheme = select(vec!["http://", "https://"]);
        let host = select(vec![
            "tool.example",
            "1.1.1.1",
            "nas",
            "example.com",
            "co.uk",
        ]);
        let port = select(vec!["", "", ":8080", ":6000"]);
        let origin =
            (scheme, host, port).prop_map(|(scheme, host, port)| format!("{scheme}{host}{port}"));
        prop_oneof![origin, pasted()]
    }

    proptest! {
        #![proptest_config(many_cases())]

        #[test]
        fn what_is_seen_at_a_glance_is_what_is_found_by_looking(text in origins()) {
            let entry = Entry::argument(1, text.as_str());
            for linter in linters() {
                if let Some(glimpsed) = linter.glimpsed(&entry) {
                    let looked_at = linter.in_full(&entry);
                    prop_assert_eq!(format!("{glimpsed:?}"), format!("{looked_at:?}"));
                }
            }
        }
    }

    #[test]
    fn insecure_origins_are_known_at_a_glance() {
        let entry = Entry::argument(1, "http://tool.example");
        let noted = linters()
            .into_iter()
            .map(|linter| linter.glimpsed(&entry).map(|it| it.diagnostics.len()));
        assert_eq!(noted.collect::<Vec<_>>(), [Some(1), Some(0), Some(1), None]);
    }
}
