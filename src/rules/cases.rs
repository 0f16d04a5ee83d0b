//! What a rule's table of cases can say, and the test that goes through all of them.

use std::convert::Infallible;

use super::{Owner, Question, RULES, Rule, all_questions, questions};
use crate::diagnostic::Diagnostic;
use crate::entry::{Entry, Place, Source, Value};
use crate::lint::{Exception, Linter, Passed};
use crate::origin::{Candidate, Origin, Span, many_cases, pasted};
use proptest::prelude::*;

/// What stands in the list after a fix; `None` if there is no fix.
type Becomes = Option<&'static [&'static str]>;

/// What a rule should say: about which entry, on which span if that matters, and its fix.
type Expected = Option<(usize, Option<Span>, Becomes)>;

/// What a rule does about an input.
pub(super) enum Case {
    Entry(&'static str, Span, Becomes),
    Quiet(&'static str),
    List(&'static [&'static str], usize, Becomes),
    QuietList(&'static [&'static str]),
    Value(&'static str),
    InsteadOfList(&'static str, Becomes),
    /// At the server of that origin.
    Served(&'static str, &'static Self),
    Exception {
        list: &'static [&'static str],
        origin: &'static str,
        rule: &'static str,
        is_idle: bool,
    },
}

/// The rule fires on that span of the entry, and its fix makes something of it.
pub(super) const fn fires(
    text: &'static str,
    span: Span,
    becomes: &'static [&'static str],
) -> Case {
    Case::Entry(text, span, Some(becomes))
}

/// The rule fires on that span of the entry, and nothing can be made of it.
pub(super) const fn stays(text: &'static str, span: Span) -> Case {
    Case::Entry(text, span, None)
}

/// The rule has nothing against the entry.
pub(super) const fn quiet(text: &'static str) -> Case {
    Case::Quiet(text)
}

/// The rule fires on the list's entry with that index, and on no other.
pub(super) const fn listed(texts: &'static [&'static str], index: usize, becomes: Becomes) -> Case {
    Case::List(texts, index, becomes)
}

/// The rule has nothing against the list.
pub(super) const fn quiet_list(texts: &'static [&'static str]) -> Case {
    Case::QuietList(texts)
}

/// The rule fires on a value in the list that isn't a string.
pub(super) const fn value(json: &'static str) -> Case {
    Case::Value(json)
}

/// The rule fires on a value that stands where the list should be.
pub(super) const fn instead(json: &'static str, becomes: Becomes) -> Case {
    Case::InsteadOfList(json, becomes)
}

/// The list is that of a server with this origin.
pub(super) const fn served(origin: &'static str, case: &'static Case) -> Case {
    Case::Served(origin, case)
}

/// An exception keeps a rule silent about an entry of the list.
pub(super) const fn excused(
    list: &'static [&'static str],
    origin: &'static str,
    rule: &'static str,
) -> Case {
    exception(list, origin, rule, false)
}

/// An exception silences nothing in the list.
pub(super) const fn idle(
    list: &'static [&'static str],
    origin: &'static str,
    rule: &'static str,
) -> Case {
    exception(list, origin, rule, true)
}

const fn exception(
    list: &'static [&'static str],
    origin: &'static str,
    rule: &'static str,
    is_idle: bool,
) -> Case {
    Case::Exception {
        list,
        origin,
        rule,
        is_idle,
    }
}

impl Case {
    fn fires(&self) -> bool {
        match self {
            Self::Quiet(_) | Self::QuietList(_) => false,
            Self::Exception { is_idle, .. } => *is_idle,
            Self::Served(_, case) => case.fires(),
            _ => true,
        }
    }

    fn owner(&self) -> Owner {
        let origin = match self {
            Self::Served(origin, _) => Origin::of(origin),
            _ => None,
        };
        Owner {
            is_audiobookshelf: true,
            origin,
        }
    }

    /// The entries, and what the rule should say.
    fn read(&self) -> (Vec<Entry>, Expected) {
        let value = |value| {
            vec![Entry {
                value,
                place: Place::line(Source::Arguments, 1),
            }]
        };
        let texts = |texts: &[&str]| {
            let numbered = texts.iter().enumerate();
            numbered
                .map(|(index, text)| Entry::argument(index + 1, *text))
                .collect()
        };
        match self {
            Self::Entry(text, span, becomes) => {
                (texts(&[text]), Some((0, Some(span.clone()), *becomes)))
            }
            Self::Quiet(text) => (texts(&[text]), None),
            Self::List(list, index, becomes) => (texts(list), Some((*index, None, *becomes))),
            Self::QuietList(list) => (texts(list), None),
            Self::Value(json) => (
                value(Value::NotAString((*json).into())),
                Some((0, None, None)),
            ),
            Self::InsteadOfList(json, becomes) => (
                value(Value::NotAList((*json).into())),
                Some((0, None, *becomes)),
            ),
            Self::Served(_, case) => case.read(),
            Self::Exception { list, .. } => (texts(list), None),
        }
    }

    /// Whether an exception does as the case says.
    fn runs_as_exception(origin: &str, rule: &str, is_idle: bool, entries: &Vec<Entry>) -> bool {
        let exception = Exception {
            origin: origin.to_owned(),
            rule: super::find(rule).unwrap(),
            number: 7,
        };
        let linter = Linter::default().excusing(vec![exception]);
        let linted = lint(&linter, entries, &Owner::default());
        let is_silent = linted
            .iter()
            .flat_map(|linted| &linted.diagnostics)
            .all(|found| found.rule.name != rule);
        let excused: Vec<usize> = linted
            .iter()
            .flat_map(|linted| linted.excused.clone())
            .collect();
        match is_idle {
            true => excused.is_empty(),
            false => is_silent && excused == [7],
        }
    }

    /// What is wrong, if the rule doesn't do what the case says.
    fn run(&self, rule: &Rule) -> Option<String> {
        let (entries, expected) = self.read();
        if let Self::Exception {
            origin,
            rule,
            is_idle,
            ..
        } = self
        {
            let is_right = Self::runs_as_exception(origin, rule, *is_idle, &entries);
            return (!is_right).then(|| format!("an exception from {rule} for {origin}"));
        }
        let linted = lint(&Linter::default(), &entries, &self.owner());
        let found: Vec<(usize, &Diagnostic)> = linted
            .iter()
            .enumerate()
            .flat_map(|(index, linted)| linted.diagnostics.iter().map(move |found| (index, found)))
            .filter(|(_, found)| found.rule.name == rule.name)
            .collect();
        let is_right = match expected {
            None => found.is_empty(),
            Some((index, span, becomes)) => found.iter().any(|(at, found)| {
                let fixed = found.fix.as_ref().map(|fix| fix.becomes.as_slice());
                *at == index
                    && span.as_ref().is_none_or(|span| *span == found.span)
                    && fixed.map(|texts| texts.iter().map(String::as_str).collect())
                        == becomes.map(<[_]>::to_vec)
            }),
        };
        let shown: Vec<_> = entries
            .iter()
            .map(|entry| entry.value.to_string())
            .collect();
        (!is_right).then(|| format!("{} on {shown:?}: {found:#?}", rule.name))
    }
}

/// What a linter says about each entry of a list.
fn lint(linter: &Linter, entries: &Vec<Entry>, owner: &Owner) -> Vec<Said> {
    let mut said = Vec::new();
    let overview = linter.look_over(entries, owner, None);
    let told = overview.each(|_, linted| {
        said.push(Said {
            diagnostics: linted.diagnostics,
            excused: linted.excused,
        });
        Ok::<(), Infallible>(())
    });
    assert_eq!((told, overview.passed()), (Ok(()), Passed::default()));
    said
}

struct Said {
    diagnostics: Vec<Diagnostic>,
    excused: Vec<usize>,
}

#[test]
fn every_rule_does_what_its_cases_say() {
    let cases = RULES
        .iter()
        .flat_map(|rule| rule.cases.iter().map(move |case| (rule, case)));
    let wrong: Vec<String> = cases.filter_map(|(rule, case)| case.run(rule)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_cases_for_both_outcomes() {
    for rule in RULES {
        assert!(
            rule.cases.iter().any(Case::fires),
            "{} never fires",
            rule.name
        );
        assert!(
            !rule.cases.iter().all(Case::fires),
            "{} always fires",
            rule.name
        );
    }
}

#[test]
fn every_rule_says_what_why_and_when_to_ignore_it() {
    for rule in RULES {
        let docs = rule.docs();
        let paragraphs: Vec<&str> = docs.split("\n\n").collect();
        assert!(paragraphs.len() >= 4, "{}: {docs}", rule.name);
        assert!(docs.contains("\nExample: "), "{}: {docs}", rule.name);
        let last = paragraphs.last().copied().unwrap_or_default();
        assert!(
            last.starts_with("Ignore it") || last.starts_with("Never ignore it"),
            "{last}"
        );
        assert!(rule.summary().len() <= 80, "{}", rule.name);
    }
}

#[test]
fn names_are_unique_and_in_kebab_case() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    for name in &names {
        assert!(
            name.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{name}"
        );
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
}

#[test]
fn every_rule_file_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .map(|file| file.trim_end_matches(".rs").replace('_', "-"))
        .filter(|file| !["cases", "listing", "problem"].contains(&file.as_str()))
        .collect();
    files.sort_unstable();
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    assert_eq!(files, names);
}

proptest! {
    #![proptest_config(many_cases())]

    #[test]
    fn whoever_is_not_asked_has_nothing_to_say(
        pasted in pasted(),
        slip in "[ ]?(https?|HTTP|Https|ws|app|chrome-extension)(://|:/|:)([a-zA-Zü]{1,2}@)?\
                 ([a-zA-Z0-9.-]{1,9}|xn--[a-z-]{1,5}|127[.]1|\\[::1?\\]|co[.]uk)(:[0-9a]{0,4})?([/?#][a-z@%/?#]{0,4})?[ ,]?",
    ) {
        for text in [pasted, slip] {
            let candidate = Candidate::parse(&text);
            let told = |questions: &mut dyn Iterator<Item = &Question>| {
                let mut told = Vec::new();
                for question in questions {
                    let name = question.rule.name;
                    question.ask(&candidate, |problem| told.push(format!("{name}: {problem:?}")));
                }
                told
            };
            let short = told(&mut questions(&candidate));
            prop_assert_eq!(short, told(&mut all_questions()), "{:?}", text);
        }
    }
}
