//! The rules: what can be wrong with an entry, and what to do about it.
//!
//! Each rule is a file under `rules/` that declares its documentation, its check and a table of
//! cases. [`RULES`] lists them in the order in which people meet them; nothing else knows them by
//! name. A check is a pure function. It sees one candidate, one value or the whole list, and
//! returns [`Problem`]s; severities, whole replacements and output are other rooms' work.

use std::sync::LazyLock;

use crate::entry::Value;
use crate::likeness;
use crate::origin::{Candidate, Canonical, Traits};
use crate::severity::{Applicability, Severity};

/// Declares the `RULE` of a file: its doc comment is what users read.
macro_rules! declare_rule {
    (
        $(#[doc = $doc:literal])+
        name: $name:literal,
        severity: $severity:ident,
        fix: $fix:ident,
        checks: [$($check:expr),* $(,)?],
        cases: [$($case:expr),+ $(,)?] $(,)?
    ) => {
        $(#[doc = $doc])+
        pub static RULE: crate::rules::Rule = crate::rules::Rule {
            name: $name,
            severity: crate::severity::Severity::$severity,
            fix: declare_rule!(@fix $fix),
            docs: &[$($doc),+],
            checks: &[$($check),*],
            #[cfg(test)]
            cases: {
                #[allow(unused_imports, reason = "not every rule uses every kind of case")]
                use crate::rules::cases::{excused, fires, idle, instead, listed, quiet, quiet_list, served, stays, value};
                &[$($case),+]
            },
        };
    };
    (@fix none) => { None };
    (@fix $class:ident) => { Some(crate::severity::Applicability::$class) };
}

mod app_scheme;
mod bad_port_blocked;
mod built_in;
mod confusable_host;
mod default_port;
mod duplicate;
mod empty_entry;
mod extension_id;
mod fragment;
mod inner_whitespace;
mod insecure_origin;
mod invalid_host;
mod invalid_port;
mod ipv4_form;
mod ipv6_form;
mod listing;
mod loopback_alias;
mod missing_http_twin;
mod missing_https_twin;
mod missing_scheme;
mod misspelt_scheme;
mod not_a_list;
mod not_a_string;
mod null_origin;
mod opaque_origin;
mod own_origin;
mod path;
mod per_install_extension;
mod percent_encoded_host;
mod placeholder;
mod port_form;
mod port_zero;
mod problem;
mod public_suffix;
mod query;
mod several_in_one;
mod slash_form;
mod surrounding_whitespace;
mod trailing_dot_host;
mod trailing_slash;
mod unicode_host;
mod unknown_scheme;
pub(crate) mod unused_exception;
mod uppercase;
mod userinfo;
mod websocket_scheme;
mod wildcard;

#[cfg(test)]
mod cases;

pub use duplicate::Seen;
pub use listing::{Entries, Glance, Listing, Member, Owner, Twin};
pub use problem::{Edit, Problem};
pub(crate) use trailing_slash::is_slash;
pub use unused_exception::RULE as UNUSED_EXCEPTION;
pub use wildcard::RULE as WILDCARD;

/// All rules, in the order of the documentation.
pub static RULES: &[&Rule] = &[
    &trailing_slash::RULE,
    &uppercase::RULE,
    &default_port::RULE,
    &port_form::RULE,
    &unicode_host::RULE,
    &percent_encoded_host::RULE,
    &ipv6_form::RULE,
    &surrounding_whitespace::RULE,
    &inner_whitespace::RULE,
    &slash_form::RULE,
    &path::RULE,
    &query::RULE,
    &fragment::RULE,
    &userinfo::RULE,
    &missing_scheme::RULE,
    &misspelt_scheme::RULE,
    &websocket_scheme::RULE,
    &ipv4_form::RULE,
    &several_in_one::RULE,
    &opaque_origin::RULE,
    &null_origin::RULE,
    &wildcard::RULE,
    &invalid_host::RULE,
    &invalid_port::RULE,
    &port_zero::RULE,
    &not_a_string::RULE,
    &not_a_list::RULE,
    &empty_entry::RULE,
    &duplicate::RULE,
    &missing_https_twin::RULE,
    &missing_http_twin::RULE,
    &insecure_origin::RULE,
    &public_suffix::RULE,
    &confusable_host::RULE,
    &trailing_dot_host::RULE,
    &bad_port_blocked::RULE,
    &app_scheme::RULE,
    &unknown_scheme::RULE,
    &per_install_extension::RULE,
    &extension_id::RULE,
    &built_in::RULE,
    &own_origin::RULE,
    &loopback_alias::RULE,
    &placeholder::RULE,
    &unused_exception::RULE,
];

/// The rules that could have something against an origin by itself that was proved to be canonical, each
/// with what tells whether it has.
pub fn of_canonical() -> &'static [(&'static Rule, OfCanonical)] {
    static OF_CANONICAL: LazyLock<Vec<(&Rule, OfCanonical)>> = LazyLock::new(|| {
        let with = |rule: &&'static Rule| Some((*rule, rule.of_canonical()?));
        RULES.iter().filter_map(with).collect()
    });
    &OF_CANONICAL
}

/// What rules ask of a candidate: one check of one of them.
#[derive(Clone, Copy)]
pub struct Question {
    /// The rule that asks.
    pub rule: &'static Rule,
    about: Traits,
    check: OfCandidate,
}

/// A check of candidates.
#[derive(Clone, Copy)]
enum OfCandidate {
    Once(fn(&Candidate<'_>) -> Option<Problem>),
    Throughout(fn(&Candidate<'_>) -> Vec<Problem>),
}

impl Question {
    /// Tells what the rule has against a candidate.
    pub fn ask(&self, candidate: &Candidate<'_>, mut tell: impl FnMut(Problem)) {
        match self.check {
            OfCandidate::Once(check) => check(candidate).into_iter().for_each(&mut tell),
            OfCandidate::Throughout(check) => check(candidate).into_iter().for_each(&mut tell),
        }
    }
}

/// All questions, in the order of the rules.
pub fn all_questions() -> impl Iterator<Item = &'static Question> {
    QUESTIONS.all.iter()
}

/// Those to which a candidate could be the answer.
pub fn questions(candidate: &Candidate<'_>) -> impl Iterator<Item = &'static Question> {
    let questions = &*QUESTIONS;
    let traits = candidate.traits().iter();
    let mut asked = traits.fold(0, |asked, number| asked | questions.about[number]);
    std::iter::from_fn(move || {
        let question = questions.all.get(asked.trailing_zeros() as usize)?;
        asked &= asked - 1;
        Some(question)
    })
}

static QUESTIONS: LazyLock<Questions> = LazyLock::new(Questions::all);

struct Questions {
    /// No more than 64.
    all: Vec<Question>,
    /// Which of them are about a trait, a bit for each.
    about: [u64; Traits::COUNT],
}

impl Questions {
    fn all() -> Self {
        let rules = RULES.iter().copied();
        let all: Vec<Question> = rules.flat_map(Rule::questions).collect();
        let mut about = [0; Traits::COUNT];
        for (number, question) in all.iter().enumerate() {
            for one in question.about.iter() {
                about[one] |= 1 << number;
            }
        }
        Self { all, about }
    }
}

/// The rule of that name, or the one that was probably meant.
pub fn find(name: &str) -> Result<&'static Rule, Unknown> {
    if let Some(rule) = RULES.iter().find(|rule| rule.name == name) {
        return Ok(rule);
    }
    let names = RULES.iter().map(|rule| rule.name);
    Err(Unknown {
        name: name.to_owned(),
        meant: likeness::nearest(name, names),
    })
}

/// There is no rule of that name.
#[derive(Debug, thiserror::Error)]
#[error("there is no rule `{}`{}", crate::shown::escape(name), or_list(*meant))]
pub struct Unknown {
    name: String,
    meant: Option<&'static str>,
}

fn or_list(meant: Option<&str>) -> String {
    match meant {
        Some(_) => likeness::did_you_mean(meant),
        None => "; `corsctl rule` lists them".to_owned(),
    }
}

/// A rule.
pub struct Rule {
    /// A name that explains itself.
    pub name: &'static str,
    /// How bad it is, unless the user says otherwise.
    pub severity: Severity,
    /// Whether its fix needs consent; `None` if it has none. A problem may say otherwise.
    pub fix: Option<Applicability>,
    /// Markdown, a line each, with the space that stands behind `///`.
    docs: &'static [&'static str],
    checks: &'static [Check],
    #[cfg(test)]
    cases: &'static [cases::Case],
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Rule {
    /// What it says, in one sentence without a full stop.
    pub fn summary(&self) -> &'static str {
        self.docs
            .first()
            .map_or("", |line| line.trim().trim_end_matches('.'))
    }

    /// Its documentation in Markdown: what, why, an example, when to ignore it.
    pub fn docs(&self) -> String {
        let lines = self
            .docs
            .iter()
            .map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What becomes of its findings by itself, in a sentence.
    pub fn remedy(&self) -> &'static str {
        match self.fix {
            Some(Applicability::Safe) => {
                "Fix: safe; no origin is lost or changed, so `--fix` applies it."
            }
            Some(Applicability::Unsafe) => {
                "Fix: unsafe; it changes what was asked for, so only `--unsafe-fixes` applies it."
            }
            None => "Fix: none; nobody but you can know what was meant.",
        }
    }

    /// What it asks of candidates.
    fn questions(&'static self) -> impl Iterator<Item = Question> {
        self.checks.iter().filter_map(move |check| {
            let (about, check) = match check {
                Check::Candidate(about, check) => (*about, OfCandidate::Once(*check)),
                Check::Throughout(about, check) => (*about, OfCandidate::Throughout(*check)),
                _ => return None,
            };
            Some(Question {
                rule: self,
                about,
                check,
            })
        })
    }

    /// What tells whether it has anything against an origin that was proved to be canonical, if it could
    /// ever have.
    pub fn of_canonical(&self) -> Option<OfCanonical> {
        self.first(|check| match check {
            Check::Canonical(concern) => Some(*concern),
            _ => None,
        })
    }

    /// What it says where that, or what it sees at a glance, concerns it [once](Concern::Once).
    pub fn note(&self, canonical: &Canonical<'_>) -> Option<Problem> {
        self.first(|check| match check {
            Check::Note(note) => Some(note(canonical)),
            _ => None,
        })
    }

    /// What it has against a value that isn't a string.
    pub fn check_value(&self, value: &Value) -> Option<Problem> {
        self.first(|check| match check {
            Check::Value(check) => check(value),
            _ => None,
        })
    }

    /// What it has against an entry among the others of its list.
    pub fn check_member(&self, member: &Member<'_>) -> Option<Problem> {
        self.first(|check| match check {
            Check::Member(check) => check(member),
            _ => None,
        })
    }

    /// What tells whether it has anything against such an entry at a glance, if it could ever have.
    pub fn at_a_glance(&self) -> Option<AtAGlance> {
        self.first(|check| match check {
            Check::Glance(glance) => Some(*glance),
            _ => None,
        })
    }

    fn first<T>(&self, ask: impl FnMut(&Check) -> Option<T>) -> Option<T> {
        self.checks.iter().find_map(ask)
    }
}

/// What a rule looks at.
enum Check {
    /// It is about candidates that have any of these traits, and is asked about no others.
    Candidate(Traits, fn(&Candidate<'_>) -> Option<Problem>),
    /// The same for what can be wrong more than once.
    Throughout(Traits, fn(&Candidate<'_>) -> Vec<Problem>),
    /// Whether that check need be asked about an origin that was proved to be canonical. A rule without is
    /// about how entries are spelt: it is never asked about those.
    Canonical(OfCanonical),
    /// What is said of an origin that was proved to be canonical where the concern is [`Concern::Once`].
    Note(fn(&Canonical<'_>) -> Problem),
    Value(fn(&Value) -> Option<Problem>),
    Member(fn(&Member<'_>) -> Option<Problem>),
    /// Whether that check need be asked about an entry that was proved to be canonical.
    Glance(AtAGlance),
}

/// Whether there is anything to say about an origin that was proved to be canonical.
pub type OfCanonical = fn(&Canonical<'_>) -> Concern;

/// The same about an entry among the others.
pub type AtAGlance = fn(&Glance<'_>) -> Concern;

/// Whether there is anything to say, without saying it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// There isn't.
    None,
    /// One thing, as bad as the rule says, with no fix that goes without consent. Where things of that
    /// kind are only counted, they need not be said.
    Once,
    /// The check knows.
    Perhaps,
}

impl Concern {
    fn perhaps(could_be: bool) -> Self {
        match could_be {
            true => Self::Perhaps,
            false => Self::None,
        }
    }
}
