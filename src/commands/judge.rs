//! What is to be written for each candidate of an edit.

use std::io;

use super::ask::{ask, is_somebody_there};
use super::edit::Request;
use super::{each, look, say};
use crate::cli::Talk;
use crate::diagnostic::{Applicability, Severity};
use crate::entry::{Entry, Value};
use crate::lint::{Linted, Linter, Verdict};
use crate::plan::{self, Location};
use crate::report::{FULL, Look, plural};
use crate::rules::{self, Rule, Seen};
use crate::shown;

/// An origin to write, and what was given for it.
pub(super) struct Wanted {
    pub origin: String,
    pub given: Value,
}

impl Wanted {
    /// What to say: the origin and, if it was mended, `, from "https://Tool.example/"`.
    pub fn story(&self) -> String {
        let origin = shown::fit(&self.origin);
        match self.given.text() {
            Some(text) if text == self.origin => origin,
            _ => format!("{origin}, from \"{}\"", self.given),
        }
    }
}

/// All candidates at once: an edit takes all or none.
pub(super) fn read(arguments: &[String]) -> anyhow::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    each(arguments, |entry| {
        entries.extend(entry);
        Ok(())
    })?;
    Ok(entries)
}

impl Request<'_> {
    /// What the rules say about each entry by itself.
    pub fn lint<'e>(&self, entries: &'e [Entry]) -> Vec<Linted<'e>> {
        let alone = |entry| self.linter.entry(entry, &mut Seen::default());
        entries.iter().map(alone).collect()
    }

    /// Decides what is to be written for each candidate; `None` if one of them is refused, which
    /// has been said by then.
    pub fn judge(
        &self,
        linted: &[Linted<'_>],
        unsafe_fixes: bool,
    ) -> anyhow::Result<Option<Vec<Wanted>>> {
        if is_somebody_there() {
            // no questions about a list that can't be had; to look at a server's would be one more
            // request than an edit is allowed
            for location in &self.locations {
                if matches!(location, Location::File { .. }) {
                    plan::Opened::look(location)?.target(None)?;
                }
            }
        }
        let mut wanted = Vec::new();
        let mut refused = 0;
        for linted in linted {
            let value = &linted.entry.value;
            let safe = acceptable(self.linter, value, Applicability::Safe);
            let accepted = safe.or_else(|| {
                let texts = acceptable(self.linter, value, Applicability::Unsafe);
                if unsafe_fixes && texts.is_some() {
                    return texts;
                }
                explain(linted, self.talk);
                texts.filter(|texts| is_agreed(texts))
            });
            match accepted {
                Some(texts) => wanted.extend(texts.into_iter().map(|origin| Wanted {
                    origin,
                    given: value.clone(),
                })),
                None => {
                    refused += 1;
                    let way_out = way_out(self.linter, linted).unwrap_or_default();
                    say(
                        self.talk,
                        Severity::Error,
                        &format!("refused {value}{way_out}"),
                    );
                }
            }
        }
        if refused == 0 {
            return Ok(Some(wanted));
        }
        let count = plural(linted.len(), "origin");
        say(
            self.talk,
            Severity::Error,
            &format!("{refused} of {count} refused; nothing was written"),
        );
        Ok(None)
    }
}

/// What mending makes of a candidate, if no error is left in it.
fn acceptable(linter: &Linter, value: &Value, allowed: Applicability) -> Option<Vec<String>> {
    let texts = linter.mend(value.text()?, allowed);
    let is_clean = |text: &String| {
        let entry = Entry::argument(1, text.as_str());
        linter.entry(&entry, &mut Seen::default()).worst() < Some(Severity::Error)
    };
    (!texts.is_empty() && texts.iter().all(is_clean)).then_some(texts)
}

/// The option that would have a refused candidate taken, if there is one that should be named.
fn way_out(linter: &Linter, linted: &Linted<'_>) -> Option<String> {
    let value = &linted.entry.value;
    if acceptable(linter, value, Applicability::Unsafe).is_some() {
        return Some("; --unsafe-fixes takes the fix".to_owned());
    }
    let errors = linted
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let mut rules: Vec<&Rule> = errors.map(|found| found.rule).collect();
    rules.dedup_by_key(|rule| rule.name);
    // what is no origin would never match, and `null` would let everyone in
    let is_pattern = rules.iter().any(|rule| rule.name == rules::WILDCARD.name);
    let relaxed = linter.ignoring(&rules);
    if linted.verdict != Verdict::Exact && !is_pattern
        || acceptable(&relaxed, value, Applicability::Safe).is_none()
    {
        return None;
    }
    let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
    Some(format!("; --ignore {} takes it as it is", names.join(",")))
}

/// Shows on standard error what is wrong with a candidate. If it can't be shown, there is nobody
/// left to see it.
fn explain(linted: &Linted<'_>, talk: &Talk) {
    let look = Look {
        praise: false,
        ..look(talk, &io::stderr())
    };
    _ = FULL.renderer(look).entry(linted, &mut io::stderr());
}

fn is_agreed(texts: &[String]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| shown::fit(text)).collect();
    ask(&format!("Take {} instead?", texts.join(" and ")))
}
