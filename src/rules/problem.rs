//! What a rule has found, and what would mend it.

use std::borrow::Cow;

use super::Rule;
use crate::origin::Span;
use crate::severity::{Applicability, Severity};

/// What a rule has found.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which bytes of the candidate.
    pub span: Span,
    /// A sentence without a full stop; fit to be shown.
    pub message: Cow<'static, str>,
    /// If it isn't as bad as the rule says.
    pub severity: Option<Severity>,
    /// If its fix isn't of the rule's class.
    pub applicability: Option<Applicability>,
    /// What would mend it.
    pub edit: Option<Edit>,
}

/// What a fix does to an entry.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Other text for a span of it.
    Replace(Span, String),
    /// Other entries, or none, in its place.
    Become(Vec<String>),
    /// One more entry behind it.
    Also(String),
}

impl Problem {
    /// Whether its fix needs consent; `None` if it has none.
    pub fn class(&self, rule: &Rule) -> Option<Applicability> {
        self.applicability.or(rule.fix)
    }

    pub(super) fn new(span: &Span, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            span: span.clone(),
            message: message.into(),
            severity: None,
            applicability: None,
            edit: None,
        }
    }

    /// The fix is to write `text` in place of the span.
    pub(super) fn replace(self, text: impl Into<String>) -> Self {
        let span = self.span.clone();
        self.edit(Edit::Replace(span, text.into()))
    }

    pub(super) fn edit(self, edit: Edit) -> Self {
        Self {
            edit: Some(edit),
            ..self
        }
    }

    pub(super) fn only_a_note(self) -> Self {
        Self {
            severity: Some(Severity::Note),
            ..self
        }
    }

    pub(super) fn asks_first(self) -> Self {
        Self {
            applicability: Some(Applicability::Unsafe),
            ..self
        }
    }
}
