//! What fixes make of a text: rounds of them, until nothing changes.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::Linter;
use crate::diagnostic::{Applicability, Fix, Severity};
use crate::entry::Value;
use crate::origin::{Candidate, Canonical, Origin, is_exact};
use crate::rules::{self, Edit, Problem, Rule};

/// Rounds after which mending stops, should fixes ever chase each other.
pub const ROUNDS: usize = 16;

/// What the enabled rules have against a text.
pub(super) type Problems = Vec<(&'static Rule, Problem)>;

/// Whether there plainly is nothing to be mended: no rule has a fix for what is proved canonical.
fn is_settled(text: &str) -> bool {
    Canonical::prove(text).is_some()
}

/// Whether a text is the origin of a candidate, which is its own origin, so that no safe fix touches it.
fn is_origin_of(candidate: &Candidate<'_>, text: &str) -> bool {
    let origin = candidate.origin().map(Origin::as_str);
    origin == Some(text)
}

impl Linter {
    /// What stands in the list once every fix up to `allowed` has been applied to a text: usually
    /// one text, none if the entry goes, several if it held more than one.
    ///
    /// Safe fixes come first and go together only as far as the origin stays the same. The others
    /// are taken from there, all or none: consent is to a fix that leads somewhere.
    pub fn mend(&self, text: &str, allowed: Applicability) -> Vec<String> {
        if is_settled(text) {
            return vec![text.to_owned()];
        }
        let candidate = Candidate::parse(text);
        let problems = self.problems(&candidate);
        let safe = self.safely(&candidate, &problems);
        match allowed {
            Applicability::Safe => safe,
            Applicability::Unsafe => self.with_consent(&candidate, &problems, &safe),
        }
    }

    /// The same for several texts.
    pub(super) fn mend_all(&self, texts: &[String], allowed: Applicability) -> Vec<String> {
        texts
            .iter()
            .flat_map(|text| self.mend(text, allowed))
            .collect()
    }

    /// What the enabled rules have against a candidate.
    pub(super) fn problems(&self, candidate: &Candidate<'_>) -> Problems {
        let mut found = Vec::new();
        for rule in rules::asked(candidate).filter(|rule| self.is_enabled(rule)) {
            rule.check(candidate, |problem| found.push((rule, problem)));
        }
        found
    }

    fn safely(&self, candidate: &Candidate<'_>, problems: &Problems) -> Vec<String> {
        let text = candidate.text();
        let first = self.round_of(candidate, problems, Applicability::Safe);
        let is_over = |mended: &String| mended == text || is_origin_of(candidate, mended);
        if matches!(first.as_slice(), [mended] if is_over(mended)) {
            return first;
        }
        let mended = self.rounds(first, Applicability::Safe);
        let is_kept =
            |mended: &String| is_over(mended) || Origin::of(mended).as_ref() == candidate.origin();
        match mended.iter().all(is_kept) {
            true => mended,
            false => vec![text.to_owned()],
        }
    }

    fn with_consent(
        &self,
        candidate: &Candidate<'_>,
        problems: &Problems,
        safe: &[String],
    ) -> Vec<String> {
        let first = match safe == [candidate.text()] {
            true => self.round_of(candidate, problems, Applicability::Unsafe),
            false => safe.to_vec(),
        };
        if first == [candidate.text()] {
            return first;
        }
        let mended = self.rounds(first, Applicability::Unsafe);
        let is_well = |text: &String| is_origin_of(candidate, text) || self.is_well(text);
        match mended.iter().all(is_well) {
            true => mended,
            false => safe.to_vec(),
        }
    }

    /// Rounds of fixes until nothing changes.
    fn rounds(&self, texts: Vec<String>, allowed: Applicability) -> Vec<String> {
        let mut current = texts;
        for _ in 0..ROUNDS {
            if current.iter().all(|text| is_settled(text)) {
                break;
            }
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
        if is_exact(text) {
            return true;
        }
        let candidate = Candidate::parse(text);
        let is_error = |(rule, problem): &(&'static Rule, Problem)| {
            self.severity(rule, problem) == Some(Severity::Error)
        };
        !self.problems(&candidate).iter().any(is_error)
    }

    /// One round: as many fixes as don't collide; the others get their turn in the next one.
    fn round(&self, text: &str, allowed: Applicability) -> Vec<String> {
        let candidate = Candidate::parse(text);
        self.round_of(&candidate, &self.problems(&candidate), allowed)
    }

    /// The same for a text that has been looked at.
    fn round_of(
        &self,
        candidate: &Candidate<'_>,
        problems: &Problems,
        allowed: Applicability,
    ) -> Vec<String> {
        let text = candidate.text();
        if candidate.is_exact() && allowed == Applicability::Safe {
            return vec![text.to_owned()];
        }
        let mut replacements = Vec::new();
        for (rule, problem) in problems {
            if problem.class(rule).is_none_or(|class| class > allowed) {
                continue;
            }
            match &problem.edit {
                Some(Edit::Become(texts)) => return texts.clone(),
                Some(Edit::Replace(span, with)) => replacements.push((span, with)),
                Some(Edit::Also(_)) | None => {}
            }
        }
        replacements.sort_by_key(|(span, _)| (span.start, span.end));
        let mut mended = String::with_capacity(text.len());
        let mut end = 0;
        for (span, with) in replacements {
            if span.start >= end {
                mended.push_str(&text[end..span.start]);
                mended.push_str(with);
                end = span.end;
            }
        }
        mended.push_str(&text[end..]);
        vec![mended]
    }
}

/// What fixes make of one entry, worked out when it is first asked for.
pub(super) struct Mends<'l> {
    linter: Cow<'l, Linter>,
    text: &'l str,
    /// What is known of the text already.
    looked: Option<(&'l Candidate<'l>, &'l Problems)>,
    safe: OnceCell<Vec<String>>,
    with_consent: OnceCell<Vec<String>>,
}

impl<'l> Mends<'l> {
    pub fn new(
        linter: &'l Linter,
        value: &'l Value,
        looked: Option<(&'l Candidate<'l>, &'l Problems)>,
    ) -> Self {
        let linter = linter.for_entry(value);
        Self {
            // what an exception silences isn't looked at
            looked: looked.filter(|_| matches!(linter, Cow::Borrowed(_))),
            linter,
            text: value.text().unwrap_or_default(),
            safe: OnceCell::new(),
            with_consent: OnceCell::new(),
        }
    }

    /// For a text that is an origin, and that no rule has anything against that could be mended.
    pub fn settled(linter: &'l Linter, text: &'l str) -> Self {
        let settled = || OnceCell::from(vec![text.to_owned()]);
        Self {
            linter: Cow::Borrowed(linter),
            text,
            looked: None,
            safe: settled(),
            with_consent: settled(),
        }
    }

    pub fn get(&self, allowed: Applicability) -> &[String] {
        let cell = match allowed {
            Applicability::Safe => &self.safe,
            Applicability::Unsafe => &self.with_consent,
        };
        cell.get_or_init(|| match (self.looked, allowed) {
            (None, _) => self.linter.mend(self.text, allowed),
            (Some((candidate, problems)), Applicability::Safe) => {
                self.linter.safely(candidate, problems)
            }
            (Some((candidate, problems)), Applicability::Unsafe) => {
                let safe = self.get(Applicability::Safe);
                self.linter.with_consent(candidate, problems, safe)
            }
        })
    }

    /// Whether these fixes lead to origins and nothing else.
    pub fn lead_there(&self, allowed: Applicability) -> bool {
        let mended = self.get(allowed);
        let is_there = |text: &String| match self.looked {
            Some((candidate, _)) if is_origin_of(candidate, text) => true,
            Some((candidate, _)) if candidate.text() == text => false,
            _ => is_exact(text),
        };
        !mended.is_empty() && mended.iter().all(is_there)
    }

    /// What a fix leads to, if it changes anything; an unsafe one must lead to an origin.
    pub fn fix(&self, edit: &Edit, applicability: Applicability) -> Option<Fix> {
        let becomes: Vec<String> = match edit {
            Edit::Replace(..) => self.get(applicability).to_vec(),
            Edit::Become(texts) => self.linter.mend_all(texts, applicability),
            Edit::Also(other) => {
                let mended = self.get(applicability).iter();
                mended.chain([other]).cloned().collect()
            }
        };
        let is_origin = |text: &str| {
            let looked = self.looked;
            looked.is_some_and(|(candidate, _)| is_origin_of(candidate, text))
        };
        let is_well = |text: &String| is_origin(text) || self.linter.is_well(text);
        let leads_somewhere = match applicability {
            Applicability::Safe => becomes != [self.text],
            Applicability::Unsafe => becomes.iter().all(is_well),
        };
        leads_somewhere.then_some(Fix {
            applicability,
            becomes,
        })
    }
}
