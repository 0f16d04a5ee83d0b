//! What a rule says about an entry.

use std::borrow::Cow;

use crate::origin::Span;
use crate::rules::Rule;
pub use crate::severity::{Applicability, Severity};

/// What should stand in the list instead of the entry, when this fix and all of lesser or equal
/// applicability have been applied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it needs consent.
    pub applicability: Applicability,
    /// Usually one text; none when the entry goes, several when it is split or gets company.
    pub becomes: Vec<String>,
}

/// One thing that one rule says about one entry.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that says it.
    pub rule: &'static Rule,
    /// The rule's severity, as the user has set it.
    pub severity: Severity,
    /// A sentence without a full stop; fit to be shown.
    pub message: Cow<'static, str>,
    /// Which bytes of the entry's text it is about.
    pub span: Span,
    /// What to do about it, if anything can be done to the entry.
    pub fix: Option<Fix>,
}
