//! From entries to findings, and fixes to a fixed point.
//!
//! A fix mends one thing. [`Linter::mend`] applies all that are allowed to a text, looks again, and
//! goes on until nothing changes, so that what it returns needs no second run. Safe fixes keep the
//! origin; unsafe ones change what was asked for and are applied only when the caller says so.

mod list;
mod mends;
mod notes;
mod plain;
mod slips;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::entry::{Entry, Value};
use crate::origin::{Candidate, Origin, Span};
use crate::rules::{Problem, RULES, Rule, Seen, unused_exception};

pub use list::{Overview, Passed};
use mends::Mends;
pub use mends::ROUNDS;
pub use slips::{Slip, Slips};

/// Where an entry stands with respect to the string a browser sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is that string.
    Exact,
    /// Safe fixes lead there.
    Safe,
    /// Fixes lead there that need consent.
    Unsafe,
    /// Nothing leads there.
    Invalid,
}

impl Verdict {
    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Invalid => "invalid",
        }
    }
}

/// An entry and all that the rules have to say about it.
#[derive(Clone, Debug)]
pub struct Linted<'e> {
    /// The entry.
    pub entry: &'e Entry,
    /// What a browser sends for a page at that address.
    pub origin: Option<Origin>,
    /// How far the entry is from it.
    pub verdict: Verdict,
    /// The gravest first, then those whose fix asks the most of the person, then by position.
    pub diagnostics: Vec<Diagnostic>,
    /// The numbers of the exceptions that kept a rule silent about it.
    pub excused: Vec<usize>,
}

impl<'e> Linted<'e> {
    /// An entry that nothing was said about yet.
    fn new(entry: &'e Entry, origin: Option<Origin>, verdict: Verdict) -> Self {
        Self {
            entry,
            origin,
            verdict,
            diagnostics: Vec::new(),
            excused: Vec::new(),
        }
    }

    /// The worst that is said about it.
    pub fn worst(&self) -> Option<Severity> {
        self.diagnostics.iter().map(|found| found.severity).max()
    }
}

/// The severities that the user has changed; `None` silences a rule.
#[derive(Clone, Debug, Default)]
pub struct Levels(BTreeMap<&'static str, Option<Severity>>);

impl Levels {
    /// Sets a rule's severity.
    pub fn set(&mut self, rule: &'static Rule, severity: Option<Severity>) {
        self.0.insert(rule.name, severity);
    }
}

/// That the user wants a rule to be silent about one entry.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The entry as it stands in the list, or its origin.
    pub origin: String,
    /// The rule that is silent.
    pub rule: &'static Rule,
    /// Which of the user's exceptions it is.
    pub number: usize,
}

/// Runs the rules.
#[derive(Clone, Debug, Default)]
pub struct Linter {
    levels: Levels,
    exceptions: Vec<Exception>,
}

impl Linter {
    /// A linter with the user's severities.
    pub fn new(levels: Levels) -> Self {
        let exceptions = Vec::new();
        Self { levels, exceptions }
    }

    /// The same linter with exceptions.
    pub fn excusing(self, exceptions: Vec<Exception>) -> Self {
        Self { exceptions, ..self }
    }

    /// The same linter without some rules.
    pub fn ignoring(&self, rules: &[&'static Rule]) -> Self {
        let mut linter = self.clone();
        for rule in rules {
            linter.levels.set(rule, None);
        }
        linter
    }

    /// Lints one entry by itself; `seen` remembers the ones before it.
    pub fn entry<'e>(&self, entry: &'e Entry, seen: &mut Seen) -> Linted<'e> {
        let linted = self.alone(entry);
        let Some(text) = entry.value.text() else {
            return linted;
        };
        let key = linted.origin.as_ref().map_or(text, Origin::as_str);
        let problem = seen.note(text, key, &entry.place);
        self.repeated(linted, problem)
    }

    /// Adds that an entry repeats an earlier one, if it does.
    pub fn repeated<'e>(&self, mut linted: Linted<'e>, problem: Option<Problem>) -> Linted<'e> {
        if let Some(problem) = problem {
            let mends = Mends::new(self, &linted.entry.value, None);
            self.tell(&mut linted, Seen::RULE, &problem, &mends);
            sort(&mut linted.diagnostics);
        }
        linted
    }

    /// What is to be said about an exception from a rule that silenced nothing; the entry is the one
    /// that it is for, where it is named.
    pub fn unused<'e>(&self, entry: &'e Entry, rule: &Rule) -> Linted<'e> {
        let candidate = entry.value.text().map(Candidate::parse);
        let mends = Mends::new(self, &entry.value, None);
        let origin = candidate.and_then(Candidate::into_origin);
        let is_exact = origin.as_ref().map(Origin::as_str) == entry.value.text();
        let verdict = match is_exact {
            true => Verdict::Exact,
            false => self.verdict(&mends, &entry.value),
        };
        let mut linted = Linted::new(entry, origin, verdict);
        let problem = unused_exception::problem(entry.value.raw(), rule);
        self.tell(&mut linted, &unused_exception::RULE, &problem, &mends);
        linted
    }

    /// Lints one entry without knowing of others.
    pub fn alone<'e>(&self, entry: &'e Entry) -> Linted<'e> {
        self.glimpsed(entry).unwrap_or_else(|| self.in_full(entry))
    }

    /// The same for one of which a glance didn't tell enough.
    pub fn in_full<'e>(&self, entry: &'e Entry) -> Linted<'e> {
        match entry.value.text() {
            Some(text) => self.looked_at(entry, &Candidate::parse(text)),
            None => self.without_text(entry),
        }
    }

    /// The same for one that isn't a string.
    fn without_text<'e>(&self, entry: &'e Entry) -> Linted<'e> {
        let mends = Mends::new(self, &entry.value, None);
        let mut linted = Linted::new(entry, None, self.verdict(&mends, &entry.value));
        for rule in self.enabled() {
            if let Some(problem) = rule.check_value(&entry.value) {
                self.tell(&mut linted, rule, &problem, &mends);
            }
        }
        sort(&mut linted.diagnostics);
        linted
    }

    /// The same for one that was taken apart.
    pub fn looked_at<'e>(&self, entry: &'e Entry, candidate: &Candidate<'_>) -> Linted<'e> {
        let problems = self.problems(candidate);
        let mends = Mends::new(self, &entry.value, Some((candidate, &problems)));
        let verdict = match candidate.is_exact() {
            true => Verdict::Exact,
            false => self.verdict(&mends, &entry.value),
        };
        let mut linted = Linted::new(entry, candidate.origin().cloned(), verdict);
        for (rule, problem) in &problems {
            self.tell(&mut linted, rule, problem, &mends);
        }
        sort(&mut linted.diagnostics);
        linted
    }

    /// How far an entry is from an origin that isn't one.
    ///
    /// Independent of the user's severities: what the text is doesn't depend on what one wants to hear.
    fn verdict(&self, mends: &Mends<'_>, value: &Value) -> Verdict {
        if !self.is_default() {
            let linter = Self::default();
            return linter.verdict(&Mends::new(&linter, value, None), value);
        }
        let leads_there = |allowed| match value {
            Value::Text(_) => mends.lead_there(allowed),
            Value::NotAString(_) => false,
            // its safe fixes don't make a list of it
            Value::NotAList(_) if allowed == Applicability::Safe => false,
            Value::NotAList(json) => {
                let text = Value::Text(serde_json::from_str(json).unwrap_or_default());
                Mends::new(self, &text, None).lead_there(allowed)
            }
        };
        if leads_there(Applicability::Safe) {
            Verdict::Safe
        } else if leads_there(Applicability::Unsafe) {
            Verdict::Unsafe
        } else {
            Verdict::Invalid
        }
    }

    fn is_default(&self) -> bool {
        self.levels.0.is_empty() && self.exceptions.is_empty()
    }

    /// Adds a problem to what is said about an entry, unless the user doesn't want to hear of it.
    fn tell(
        &self,
        linted: &mut Linted<'_>,
        rule: &'static Rule,
        problem: &Problem,
        mends: &Mends<'_>,
    ) {
        let Some(severity) = self.severity(rule, problem) else {
            return;
        };
        let text = linted.entry.value.raw();
        if let Some(exception) = self.exception(rule, text, linted.origin.as_ref()) {
            linted.excused.push(exception.number);
            return;
        }
        linted
            .diagnostics
            .push(mends.diagnostic(rule, severity, problem));
    }

    /// The numbers of its exceptions.
    pub fn exceptions(&self) -> impl Iterator<Item = usize> {
        self.exceptions.iter().map(|exception| exception.number)
    }

    /// This linter as it is for one entry: the rules that an exception keeps silent about it are
    /// silent through all its fixes, whatever becomes of its text.
    pub fn for_entry(&self, value: &Value) -> Cow<'_, Self> {
        if self.exceptions.is_empty() {
            return Cow::Borrowed(self);
        }
        let origin = value.text().and_then(Origin::of);
        let excused: Vec<&'static Rule> = self
            .enabled()
            .filter(|rule| self.exception(rule, value.raw(), origin.as_ref()).is_some())
            .collect();
        match excused.as_slice() {
            [] => Cow::Borrowed(self),
            rules => Cow::Owned(self.ignoring(rules)),
        }
    }

    /// The exception by which a rule is silent about an entry, named by its text or its origin.
    fn exception(&self, rule: &Rule, text: &str, origin: Option<&Origin>) -> Option<&Exception> {
        let names_it =
            |named: &str| named == text || origin.is_some_and(|origin| origin.as_str() == named);
        self.exceptions
            .iter()
            .find(|exception| exception.rule.name == rule.name && names_it(&exception.origin))
    }

    /// How bad a problem is: as bad as the user says, or as its rule says for the case at hand.
    pub fn severity(&self, rule: &Rule, problem: &Problem) -> Option<Severity> {
        match self.levels.0.get(rule.name) {
            Some(set) => *set,
            None => Some(problem.severity.unwrap_or(rule.severity)),
        }
    }

    /// How bad a rule's problems usually are.
    fn level(&self, rule: &Rule) -> Option<Severity> {
        let set = self.levels.0.get(rule.name);
        set.copied().unwrap_or(Some(rule.severity))
    }

    /// The rules that aren't silenced.
    pub fn enabled(&self) -> impl Iterator<Item = &'static Rule> {
        let rules = RULES.iter().copied();
        rules.filter(|rule| self.is_enabled(rule))
    }

    fn is_enabled(&self, rule: &Rule) -> bool {
        self.levels.0.get(rule.name) != Some(&None)
    }
}

fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|found| {
        let applicability = found.fix.as_ref().map(|fix| fix.applicability);
        order(found.severity, applicability, &found.span)
    });
}

/// By what diagnostics are sorted.
fn order(severity: Severity, fix: Option<Applicability>, span: &Span) -> impl Ord + use<> {
    let is_safe = fix.map(|applicability| applicability == Applicability::Safe);
    (Reverse(severity), is_safe, span.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::{many_cases, pasted};
    use proptest::prelude::*;

    fn lint(text: &str) -> (Verdict, Option<String>, Vec<Diagnostic>) {
        let entry = Entry::argument(1, text);
        let linted = Linter::default().entry(&entry, &mut Seen::default());
        (
            linted.verdict,
            linted.origin.map(|origin| origin.to_string()),
            linted.diagnostics,
        )
    }

    /// What the settings page of Audiobookshelf accepts and no browser ever sends.
    #[test]
    fn what_the_settings_page_lets_through_is_caught_by_name() {
        for (text, verdict, rule) in [
            ("https://example.com/", Verdict::Safe, "trailing-slash"),
            ("https://example.com/app", Verdict::Unsafe, "path"),
            ("localhost:3000", Verdict::Unsafe, "missing-scheme"),
            ("example.com:8080", Verdict::Unsafe, "missing-scheme"),
            ("https://example.com:443", Verdict::Safe, "default-port"),
            ("http://[::1]:3000/", Verdict::Safe, "trailing-slash"),
            ("https://user:p@x.com", Verdict::Unsafe, "userinfo"),
            ("https://münchen.example", Verdict::Safe, "unicode-host"),
            ("http://0x7f000001", Verdict::Unsafe, "ipv4-form"),
            ("http://127.1", Verdict::Unsafe, "ipv4-form"),
            ("http://192.168.1.5:13378?x", Verdict::Unsafe, "query"),
            ("javascript:alert(1)", Verdict::Invalid, "opaque-origin"),
            ("file:///x", Verdict::Invalid, "opaque-origin"),
            (
                "https://example.com,https://b.com",
                Verdict::Unsafe,
                "several-in-one",
            ),
            ("https:///example.com", Verdict::Safe, "slash-form"),
            ("http:example.com", Verdict::Safe, "slash-form"),
            ("https://*.example.com", Verdict::Invalid, "wildcard"),
            ("http://192.168.001.010", Verdict::Unsafe, "ipv4-form"),
            ("*", Verdict::Invalid, "wildcard"),
            ("null", Verdict::Invalid, "null-origin"),
        ] {
            let (found, _, diagnostics) = lint(text);
            let errors = diagnostics
                .iter()
                .filter(|found| found.severity == Severity::Error);
            let names: Vec<&str> = errors.map(|found| found.rule.name).collect();
            assert_eq!((found, names), (verdict, vec![rule]), "{text}");
        }
    }

    #[test]
    fn all_findings_of_an_entry_come_at_once_the_gravest_first() {
        let (verdict, origin, found) = lint("https://User:pw@Tool.example:0443/app/?q#f");
        let names: Vec<&str> = found.iter().map(|found| found.rule.name).collect();
        assert_eq!(
            names,
            [
                "userinfo",
                "path",
                "query",
                "fragment",
                "uppercase",
                "default-port"
            ]
        );
        assert_eq!(
            (verdict, origin.as_deref()),
            (Verdict::Unsafe, Some("https://tool.example"))
        );
    }

    #[test]
    fn levels_change_severities_and_silence_rules() {
        let mut levels = Levels::default();
        levels.set(crate::rules::find("path").unwrap(), None);
        levels.set(
            crate::rules::find("uppercase").unwrap(),
            Some(Severity::Note),
        );
        let linter = Linter::new(levels);
        let entry = Entry::argument(1, "https://Tool.example/app");
        let linted = linter.entry(&entry, &mut Seen::default());
        let found: Vec<_> = linted
            .diagnostics
            .iter()
            .map(|d| (d.rule.name, d.severity))
            .collect();
        assert_eq!(found, [("uppercase", Severity::Note)]);
        assert_eq!(linted.verdict, Verdict::Unsafe);
        assert_eq!(
            linter.mend("https://Tool.example/app", Applicability::Unsafe),
            ["https://tool.example/app"]
        );
    }

    proptest! {
        #![proptest_config(many_cases())]

        #[test]
        fn whatever_is_not_exact_has_an_error_that_says_why(text in pasted()) {
            let (verdict, origin, diagnostics) = lint(&text);
            if verdict != Verdict::Exact {
                prop_assert!(diagnostics.iter().any(|found| found.severity == Severity::Error), "{text:?}");
            }
            for found in &diagnostics {
                prop_assert!(text.get(found.span.clone()).is_some(), "{text:?}: {found:?}");
            }
            prop_assert_eq!(verdict == Verdict::Exact, origin == Some(text));
        }

        #[test]
        fn a_canonical_origin_has_no_error(
            scheme in "https?", label in "[a-z]([a-z0-9_]{0,8}[a-z0-9])?", port in prop::option::of(1024u16..)
        ) {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            let (verdict, _, diagnostics) = lint(&format!("{scheme}://{label}.tool.example{port}"));
            prop_assert_eq!(verdict, Verdict::Exact);
            prop_assert!(diagnostics.iter().all(|found| found.severity < Severity::Error), "{:?}", diagnostics);
        }

        #[test]
        fn safe_fixes_keep_the_origin(text in pasted()) {
            let mended = Linter::default().mend(&text, Applicability::Safe);
            prop_assert!(mended.len() <= 1);
            for mended in mended {
                prop_assert_eq!(Origin::of(&mended), Origin::of(&text), "{:?} became {:?}", text, mended);
            }
        }

        #[test]
        fn mended_text_needs_no_mending(text in pasted()) {
            for allowed in [Applicability::Safe, Applicability::Unsafe] {
                let linter = Linter::default();
                let once = linter.mend(&text, allowed);
                prop_assert_eq!(&linter.mend_all(&once, allowed), &once, "{:?}", text);
            }
        }
    }
}
