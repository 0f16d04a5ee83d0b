//! From entries to findings, and fixes to a fixed point.
//!
//! A fix mends one thing. [`Linter::mend`] applies all that are allowed to a text, looks again, and
//! goes on until nothing changes, so that what it returns needs no second run. Safe fixes keep the
//! origin; unsafe ones change what was asked for and are applied only when the caller says so.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::entry::{Entry, Value};
use crate::origin::{Candidate, Origin};
use crate::rules::{Edit, Listing, Owner, Problem, RULES, Rule, Seen, unused_exception};

/// Rounds after which mending stops, should fixes ever chase each other.
pub const ROUNDS: usize = 16;

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
    fn new(entry: &'e Entry, candidate: Option<&Candidate<'_>>) -> Self {
        Self {
            entry,
            origin: candidate.and_then(|candidate| candidate.origin().cloned()),
            verdict: verdict(&entry.value, candidate),
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
        let candidate = entry.value.text().map(Candidate::parse);
        let mut linted = self.alone(entry, candidate.as_ref());
        if let Some(candidate) = &candidate
            && let Some(problem) = seen.note(candidate, &entry.place)
        {
            self.tell(
                &mut linted,
                Seen::RULE,
                problem,
                &Mends::new(self, &entry.value),
            );
            sort(&mut linted.diagnostics);
        }
        linted
    }

    /// What is to be said about an exception from a rule that silenced nothing; the entry is the one
    /// that it is for, where it is named.
    pub fn unused<'e>(&self, entry: &'e Entry, rule: &Rule) -> Linted<'e> {
        let candidate = entry.value.text().map(Candidate::parse);
        let mut linted = Linted::new(entry, candidate.as_ref());
        let problem = unused_exception::problem(entry.value.raw(), rule);
        let mends = Mends::new(self, &entry.value);
        self.tell(&mut linted, &unused_exception::RULE, problem, &mends);
        linted
    }

    /// Lints a whole list.
    pub fn list<'e>(&self, entries: &'e [Entry], owner: &Owner) -> Vec<Linted<'e>> {
        let candidates = take_apart(entries);
        let mut linted: Vec<Linted<'e>> = entries
            .iter()
            .zip(&candidates)
            .map(|(entry, candidate)| self.alone(entry, candidate.as_ref()))
            .collect();
        let listing = Listing::new(entries, &candidates, owner);
        for rule in self.enabled() {
            for (index, problem) in rule.check_list(&listing) {
                let mends = Mends::new(self, &entries[index].value);
                self.tell(&mut linted[index], rule, problem, &mends);
            }
        }
        for linted in &mut linted {
            sort(&mut linted.diagnostics);
        }
        linted
    }

    fn alone<'e>(&self, entry: &'e Entry, candidate: Option<&Candidate<'_>>) -> Linted<'e> {
        let mends = Mends::new(self, &entry.value);
        let mut linted = Linted::new(entry, candidate);
        for rule in self.enabled() {
            let problems = match candidate {
                Some(candidate) => rule.check(candidate),
                None => rule.check_value(&entry.value),
            };
            for problem in problems {
                self.tell(&mut linted, rule, problem, &mends);
            }
        }
        sort(&mut linted.diagnostics);
        linted
    }

    /// Adds a problem to what is said about an entry, unless the user doesn't want to hear of it.
    fn tell(
        &self,
        linted: &mut Linted<'_>,
        rule: &'static Rule,
        problem: Problem,
        mends: &Mends<'_>,
    ) {
        let Some(severity) = self.severity(rule, &problem) else {
            return;
        };
        let text = linted.entry.value.raw();
        if let Some(exception) = self.exception(rule, text, linted.origin.as_ref()) {
            linted.excused.push(exception.number);
            return;
        }
        let class = problem.class(rule);
        let fix = match (problem.edit, class) {
            (Some(edit), Some(applicability)) => mends.fix(&edit, applicability),
            _ => None,
        };
        linted.diagnostics.push(Diagnostic {
            rule,
            severity,
            message: problem.message,
            span: problem.span,
            fix,
        });
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

    /// What stands in the list once every fix up to `allowed` has been applied to a text: usually
    /// one text, none if the entry goes, several if it held more than one.
    ///
    /// Safe fixes come first and go together only as far as the origin stays the same. The others
    /// are taken from there, all or none: consent is to a fix that leads somewhere.
    pub fn mend(&self, text: &str, allowed: Applicability) -> Vec<String> {
        let mut mended = self.rounds(vec![text.to_owned()], Applicability::Safe);
        if mended
            .iter()
            .any(|mended| Origin::of(mended) != Origin::of(text))
        {
            mended = vec![text.to_owned()];
        }
        if allowed == Applicability::Safe {
            return mended;
        }
        let with_consent = self.rounds(mended.clone(), allowed);
        match with_consent.iter().all(|text| self.is_well(text)) {
            true => with_consent,
            false => mended,
        }
    }

    /// Rounds of fixes until nothing changes.
    fn rounds(&self, texts: Vec<String>, allowed: Applicability) -> Vec<String> {
        let mut current = texts;
        for _ in 0..ROUNDS {
            let next = current
                .iter()
                .flat_map(|text| self.round(text, allowed))
                .collect();
            if next == current {
                break;
            }
            current = next;
        }
        current
    }

    /// Whether a text is an origin, or at least none of the enabled rules calls it an error.
    fn is_well(&self, text: &str) -> bool {
        let candidate = Candidate::parse(text);
        let is_error = |rule: &'static Rule| {
            let problems = rule.check(&candidate);
            problems
                .iter()
                .any(|problem| self.severity(rule, problem) == Some(Severity::Error))
        };
        candidate.is_exact() || !self.enabled().any(is_error)
    }

    /// The same for several texts.
    fn mend_all(&self, texts: &[String], allowed: Applicability) -> Vec<String> {
        texts
            .iter()
            .flat_map(|text| self.mend(text, allowed))
            .collect()
    }

    /// One round: as many fixes as don't collide; the others get their turn in the next one.
    fn round(&self, text: &str, allowed: Applicability) -> Vec<String> {
        let candidate = Candidate::parse(text);
        if candidate.is_exact() && allowed == Applicability::Safe {
            return vec![text.to_owned()];
        }
        let mut replacements = Vec::new();
        for rule in self.enabled() {
            for problem in rule.check(&candidate) {
                if problem.class(rule).is_none_or(|class| class > allowed) {
                    continue;
                }
                match problem.edit {
                    Some(Edit::Become(texts)) => return texts,
                    Some(Edit::Replace(span, with)) => replacements.push((span, with)),
                    Some(Edit::Also(_)) | None => {}
                }
            }
        }
        replacements.sort_by_key(|(span, _)| (span.start, span.end));
        let mut mended = String::with_capacity(text.len());
        let mut end = 0;
        for (span, with) in replacements {
            if span.start >= end {
                mended.push_str(&text[end..span.start]);
                mended.push_str(&with);
                end = span.end;
            }
        }
        mended.push_str(&text[end..]);
        vec![mended]
    }

    /// The rules that aren't silenced.
    pub fn enabled(&self) -> impl Iterator<Item = &'static Rule> {
        let rules = RULES.iter().copied();
        rules.filter(|rule| self.levels.0.get(rule.name) != Some(&None))
    }
}

/// The entries' texts, taken apart; `None` where there is no text.
pub fn take_apart(entries: &[Entry]) -> Vec<Option<Candidate<'_>>> {
    let texts = entries.iter().map(|entry| entry.value.text());
    texts.map(|text| text.map(Candidate::parse)).collect()
}

/// What fixes make of one entry, worked out when it is first asked for.
struct Mends<'l> {
    linter: Cow<'l, Linter>,
    text: &'l str,
    safe: OnceCell<Vec<String>>,
    with_consent: OnceCell<Vec<String>>,
}

impl<'l> Mends<'l> {
    fn new(linter: &'l Linter, value: &'l Value) -> Self {
        Self {
            linter: linter.for_entry(value),
            text: value.text().unwrap_or_default(),
            safe: OnceCell::new(),
            with_consent: OnceCell::new(),
        }
    }

    fn get(&self, allowed: Applicability) -> &[String] {
        let cell = match allowed {
            Applicability::Safe => &self.safe,
            Applicability::Unsafe => &self.with_consent,
        };
        cell.get_or_init(|| self.linter.mend(self.text, allowed))
    }

    /// What a fix leads to, if it changes anything; an unsafe one must lead to an origin.
    fn fix(&self, edit: &Edit, applicability: Applicability) -> Option<Fix> {
        let becomes: Vec<String> = match edit {
            Edit::Replace(..) => self.get(applicability).to_vec(),
            Edit::Become(texts) => self.linter.mend_all(texts, applicability),
            Edit::Also(other) => {
                let mended = self.get(applicability).iter();
                mended.chain([other]).cloned().collect()
            }
        };
        let leads_somewhere = match applicability {
            Applicability::Safe => becomes != [self.text],
            Applicability::Unsafe => becomes.iter().all(|text| self.linter.is_well(text)),
        };
        leads_somewhere.then_some(Fix {
            applicability,
            becomes,
        })
    }
}

fn is_exact(text: &str) -> bool {
    Candidate::parse(text).is_exact()
}

/// Independent of the user's severities: what the text is doesn't depend on what one wants to hear.
fn verdict(value: &Value, candidate: Option<&Candidate<'_>>) -> Verdict {
    if candidate.is_some_and(Candidate::is_exact) {
        return Verdict::Exact;
    }
    let text = match value {
        Value::Text(text) => text.clone(),
        Value::NotAList(json) => serde_json::from_str(json).unwrap_or_default(),
        Value::NotAString(_) => return Verdict::Invalid,
    };
    let linter = Linter::default();
    let leads_there = |allowed| {
        let mended = linter.mend(&text, allowed);
        !mended.is_empty() && mended.iter().all(|text| is_exact(text))
    };
    if candidate.is_some() && leads_there(Applicability::Safe) {
        Verdict::Safe
    } else if leads_there(Applicability::Unsafe) {
        Verdict::Unsafe
    } else {
        Verdict::Invalid
    }
}

fn sort(diagnostics: &mut [Diagnostic]) {
    let safe = |found: &Diagnostic| {
        found
            .fix
            .as_ref()
            .map(|fix| fix.applicability == Applicability::Safe)
    };
    diagnostics.sort_by_key(|found| {
        (
            std::cmp::Reverse(found.severity),
            safe(found),
            found.span.start,
        )
    });
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
