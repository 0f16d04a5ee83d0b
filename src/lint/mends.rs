//! What fixes make of a text: rounds of them, until nothing changes.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::{Linter, plain};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
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
        let mut found = Problems::new();
        for question in rules::questions(candidate).filter(|it| self.is_enabled(it.rule)) {
            question.ask(candidate, |problem| found.push((question.rule, problem)));
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
    known: Known<'l>,
    safe: OnceCell<Vec<String>>,
    with_consent: OnceCell<Vec<String>>,
}

/// What is known of a text already.
#[derive(Clone, Copy)]
enum Known<'l> {
    Nothing,
    /// It is an origin, and no rule has anything against it that could be mended.
    Settled,
    /// What it is made of, and what the rules have against it.
    Looked(&'l Candidate<'l>, &'l Problems),
    /// That it is [plain](Candidate::is_plain), and all rules are asked.
    Plain(&'l Candidate<'l>),
}

impl<'l> Mends<'l> {
    pub fn new(
        linter: &'l Linter,
        value: &'l Value,
        looked: Option<(&'l Candidate<'l>, &'l Problems)>,
    ) -> Self {
        let asks_all = linter.is_default();
        let linter = linter.for_entry(value);
        let known = match (looked, &linter) {
            (Some((candidate, _)), _) if asks_all && candidate.is_plain() => {
                Known::Plain(candidate)
            }
            (Some((candidate, problems)), Cow::Borrowed(_)) => Known::Looked(candidate, problems),
            // what an exception silences isn't looked at
            (_, Cow::Owned(_)) | (None, _) => Known::Nothing,
        };
        Self::of(linter, value.text().unwrap_or_default(), known)
    }

    /// For a text that is an origin, and that no rule has anything against that could be mended.
    pub fn settled(linter: &'l Linter, text: &'l str) -> Self {
        Self::of(Cow::Borrowed(linter), text, Known::Settled)
    }

    /// Without short roads, for whoever wants to compare.
    #[cfg(test)]
    pub fn in_rounds(
        linter: &'l Linter,
        candidate: &'l Candidate<'l>,
        problems: &'l Problems,
    ) -> Self {
        let known = Known::Looked(candidate, problems);
        Self::of(Cow::Borrowed(linter), candidate.text(), known)
    }

    fn of(linter: Cow<'l, Linter>, text: &'l str, known: Known<'l>) -> Self {
        Self {
            linter,
            text,
            known,
            safe: OnceCell::new(),
            with_consent: OnceCell::new(),
        }
    }

    pub fn get(&self, allowed: Applicability) -> &[String] {
        let cell = match allowed {
            Applicability::Safe => &self.safe,
            Applicability::Unsafe => &self.with_consent,
        };
        cell.get_or_init(|| match (self.known, allowed) {
            (Known::Nothing, _) => self.linter.mend(self.text, allowed),
            (Known::Settled, _) => vec![self.text.to_owned()],
            (Known::Plain(candidate), _) => Vec::from_iter(plain::mended(candidate, allowed)),
            (Known::Looked(candidate, problems), Applicability::Safe) => {
                self.linter.safely(candidate, problems)
            }
            (Known::Looked(candidate, problems), Applicability::Unsafe) => {
                let safe = self.get(Applicability::Safe);
                self.linter.with_consent(candidate, problems, safe)
            }
        })
    }

    /// The same, to be kept.
    fn to_keep(&self, allowed: Applicability) -> Vec<String> {
        match self.known {
            // made as quickly as copied
            Known::Plain(candidate) => Vec::from_iter(plain::mended(candidate, allowed)),
            _ => self.get(allowed).to_vec(),
        }
    }

    /// Whether these fixes lead to origins and nothing else.
    pub fn lead_there(&self, allowed: Applicability) -> bool {
        if let Known::Plain(candidate) = self.known {
            return allowed == Applicability::Unsafe || plain::is_safe(candidate);
        }
        let mended = self.get(allowed);
        let is_there = |text: &String| match self.candidate() {
            Some(candidate) if is_origin_of(candidate, text) => true,
            Some(candidate) if candidate.text() == text => false,
            _ => is_exact(text),
        };
        !mended.is_empty() && mended.iter().all(is_there)
    }

    fn candidate(&self) -> Option<&'l Candidate<'l>> {
        match self.known {
            Known::Nothing | Known::Settled => None,
            Known::Looked(candidate, _) | Known::Plain(candidate) => Some(candidate),
        }
    }

    /// What is said about a problem.
    pub fn diagnostic(
        &self,
        rule: &'static Rule,
        severity: Severity,
        problem: &Problem,
    ) -> Diagnostic {
        let fix = match (&problem.edit, problem.class(rule)) {
            (Some(edit), Some(applicability)) => self.fix(edit, applicability),
            _ => None,
        };
        Diagnostic {
            rule,
            severity,
            message: problem.message.clone(),
            span: problem.span.clone(),
            fix,
        }
    }

    /// What a fix leads to, if it changes anything; an unsafe one must lead to an origin.
    fn fix(&self, edit: &Edit, applicability: Applicability) -> Option<Fix> {
        let becomes: Vec<String> = match edit {
            Edit::Replace(..) => self.to_keep(applicability),
            Edit::Become(texts) => self.linter.mend_all(texts, applicability),
            Edit::Also(other) => {
                let mended = self.get(applicability).iter();
                mended.chain([other]).cloned().collect()
            }
        };
        let is_origin = |text: &str| {
            let candidate = self.candidate();
            candidate.is_some_and(|candidate| is_origin_of(candidate, text))
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
