//! What `add`, `remove` and `set` share: judging candidates, asking, planning, writing, reporting.

use std::io::{self, BufRead, IsTerminal, Write};

use super::{Candidates, look, say, stdout};
use crate::cli::{Edit, Shape, Talk, Target};
use crate::diagnostic::{Applicability, Severity};
use crate::entry::{Entry, Value};
use crate::exit::Exit;
use crate::input;
use crate::lint::{Linted, Linter};
use crate::list::Step;
use crate::origin::Candidate;
use crate::plan::{self, Plan, Written};
use crate::report::edit::{Lists, json};
use crate::report::{FORMATS, Look, plural};
use crate::rules::Seen;
use crate::shown;

/// An origin to write, and what was given for it.
pub(super) struct Wanted {
    pub origin: String,
    pub given: Value,
}

/// What to say for one that was mended: `, from "https://Tool.example/"`.
impl Wanted {
    pub fn from(&self) -> String {
        match self.given.text() {
            Some(text) if text == self.origin => String::new(),
            _ => format!(", from \"{}\"", self.given),
        }
    }
}

/// All candidates at once: an edit takes all or none.
pub(super) fn read(arguments: &[String]) -> Result<Vec<Entry>, input::Error> {
    let mut candidates = Candidates::new(arguments)?;
    let mut entries = Vec::new();
    while let Some(entry) = candidates.next_entry()? {
        entries.push(entry);
    }
    Ok(entries)
}

/// Decides what is to be written for each candidate; `None` if one of them is refused, which has
/// been said by then.
pub(super) fn judge(
    linter: &Linter,
    linted: &[Linted<'_>],
    unsafe_fixes: bool,
    talk: &Talk,
) -> io::Result<Option<Vec<Wanted>>> {
    let mut wanted = Vec::new();
    let mut refused = 0;
    for linted in linted {
        let allowed = [Applicability::Safe, Applicability::Unsafe];
        let [safe, with_consent] =
            allowed.map(|allowed| acceptable(linter, &linted.entry.value, allowed));
        let accepted = match (safe, with_consent) {
            (Some(texts), _) => Some(texts),
            (None, Some(texts)) if unsafe_fixes => Some(texts),
            (None, with_consent) => {
                explain(linted, talk)?;
                with_consent.filter(|texts| is_agreed(texts))
            }
        };
        match accepted {
            Some(texts) => wanted.extend(texts.into_iter().map(|origin| Wanted {
                origin,
                given: linted.entry.value.clone(),
            })),
            None => {
                refused += 1;
                refuse(linted, talk);
            }
        }
    }
    if refused == 0 {
        return Ok(Some(wanted));
    }
    let count = plural(linted.len(), "origin");
    say(
        talk,
        Severity::Error,
        &format!("{refused} of {count} refused; nothing was written"),
    );
    Ok(None)
}

/// What mending makes of a candidate, if no error is left in it.
fn acceptable(linter: &Linter, value: &Value, allowed: Applicability) -> Option<Vec<String>> {
    let texts = linter.mend(value.text()?, allowed);
    let is_clean = |(index, text): (usize, &String)| {
        let entry = Entry::argument(index, text.as_str());
        linter.entry(&entry, &mut Seen::default()).worst() < Some(Severity::Error)
    };
    (!texts.is_empty() && texts.iter().enumerate().all(is_clean)).then_some(texts)
}

/// Shows on standard error what is wrong with a candidate.
fn explain(linted: &Linted<'_>, talk: &Talk) -> io::Result<()> {
    let look = Look {
        praise: false,
        ..look(talk, &io::stderr())
    };
    FORMATS[0].renderer(look).entry(linted, &mut io::stderr())
}

fn refuse(linted: &Linted<'_>, talk: &Talk) {
    let way_out = match linted
        .diagnostics
        .iter()
        .find(|found| found.severity == Severity::Error)
    {
        Some(found) if found.fix.is_some() => "; --unsafe-fixes takes the fix".to_owned(),
        Some(found) => format!("; --ignore {} takes it as it is", found.rule.name),
        None => String::new(),
    };
    say(
        talk,
        Severity::Error,
        &format!("refused {}{way_out}", linted.entry.value),
    );
}

fn is_agreed(texts: &[String]) -> bool {
    let texts: Vec<_> = texts.iter().map(|text| shown::escape(text)).collect();
    ask(&format!("Take {} instead?", texts.join(" and ")))
}

/// Asks a person; where there is none, the answer is no.
fn ask(question: &str) -> bool {
    let mut stderr = io::stderr();
    if !io::stdin().is_terminal() || !stderr.is_terminal() {
        return false;
    }
    let is_asked = write!(stderr, "{question} [y/N] ").and_then(|()| stderr.flush());
    let mut answer = String::new();
    let has_answer = is_asked.and_then(|()| io::stdin().lock().read_line(&mut answer));
    if !answer.ends_with('\n') {
        // the person ended the input instead; the next message starts on a line of its own
        _ = writeln!(stderr);
    }
    has_answer.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

/// An edit of one list.
pub(super) struct Request<'a> {
    pub target: &'a Target,
    pub create: bool,
    /// Whether it may leave nothing.
    pub may_empty: bool,
    pub edit: &'a Edit,
    pub talk: &'a Talk,
    pub linter: &'a Linter,
}

/// What came of an edit.
pub(super) struct Outcome {
    pub name: String,
    pub lists: Lists,
    /// The entries that stayed though they never match.
    pub kept: Vec<Entry>,
    pub is_change: bool,
    pub is_new_file: bool,
    pub exit: Exit,
}

impl Request<'_> {
    /// Whether nothing is to be written.
    pub fn is_trial(&self) -> bool {
        self.edit.dry_run || self.edit.check
    }

    /// Whether lines for people are wanted.
    pub fn is_talkative(&self) -> bool {
        self.edit.format == Shape::Text && !self.talk.quiet
    }

    /// Plans the edit, and writes it unless it is only tried.
    pub fn carry_out(&self, steps: impl Fn(&[Entry]) -> Vec<Step>) -> anyhow::Result<Outcome> {
        loop {
            let target =
                plan::Target::file(&self.target.file, self.target.pointer.as_ref(), self.create)?;
            let steps = steps(target.entries());
            let kept = kept_invalid(target.entries(), &steps);
            let plan = target.plan(&steps)?;
            let mut outcome = Outcome {
                name: plan.name.clone(),
                lists: Lists {
                    before: plan.before.clone(),
                    after: plan.after.clone(),
                    added: plan.added(),
                    removed: plan.removed(),
                    kept_invalid: kept.iter().map(|entry| entry.value.clone()).collect(),
                },
                kept,
                is_change: plan.is_change,
                is_new_file: plan.is_new_file(),
                exit: Exit::Clean,
            };
            if self.is_trial() {
                self.show(&plan)?;
                if self.edit.check && plan.is_change {
                    outcome.exit = Exit::Findings;
                }
                return Ok(outcome);
            }
            if !self.may_go_ahead(&plan) {
                outcome.lists.after = std::mem::take(&mut outcome.lists.before);
                outcome.lists.before = outcome.lists.after.clone();
                outcome.lists.added.clear();
                outcome.lists.removed.clear();
                outcome.is_change = false;
                outcome.exit = Exit::Findings;
                return Ok(outcome);
            }
            if plan.write()? == Written::Done {
                return Ok(outcome);
            }
        }
    }

    /// Reports that nothing was done, as a candidate was refused.
    pub fn refuse(&self, linted: &[Linted<'_>]) -> anyhow::Result<Exit> {
        if self.edit.format == Shape::Json {
            let keep = |entries: &[Entry]| (0..entries.len()).map(Step::Keep).collect();
            let outcome = self.carry_out(keep)?;
            self.report(&outcome, linted)?;
        }
        Ok(Exit::Findings)
    }

    /// Mentions what is right about a candidate's spelling and still worth a second look.
    pub fn warn(&self, linted: &Linted<'_>) {
        let is_shown = |severity| match severity {
            Severity::Error => false,
            Severity::Warning => self.is_talkative(),
            Severity::Note => self.is_talkative() && self.talk.verbose,
        };
        for found in linted
            .diagnostics
            .iter()
            .filter(|found| is_shown(found.severity))
        {
            let text = format!(
                "{}: {} ({})",
                linted.entry.value, found.message, found.rule.name
            );
            say(self.talk, found.severity, &text);
        }
    }

    fn show(&self, plan: &Plan) -> io::Result<()> {
        if self.edit.format == Shape::Json {
            return Ok(());
        }
        let mut out = stdout();
        super::show_diff(&plan.diff(), &mut out)?;
        out.flush()
    }

    /// An empty list keeps every tool out; that wants a yes.
    fn may_go_ahead(&self, plan: &Plan) -> bool {
        if !plan.after.is_empty() || plan.before.is_empty() || self.may_empty {
            return true;
        }
        let is_agreed = ask(&format!(
            "This leaves {} empty: no tool will get in. Go on?",
            plan.name
        ));
        if !is_agreed {
            let text = format!("refused to leave {} empty; --yes does it", plan.name);
            say(self.talk, Severity::Error, &text);
        }
        is_agreed
    }

    /// Writes the JSON document, if that is what was asked for, and mentions what was left alone.
    pub fn report(&self, outcome: &Outcome, linted: &[Linted<'_>]) -> anyhow::Result<Exit> {
        if self.edit.format == Shape::Json {
            let mut out = stdout();
            let mut all = linted.to_vec();
            all.extend(
                outcome
                    .kept
                    .iter()
                    .map(|entry| self.linter.entry(entry, &mut Seen::default())),
            );
            json(
                &outcome.name,
                outcome.is_change,
                self.is_trial(),
                &outcome.lists,
                &all,
                &mut out,
            )?;
            out.flush()?;
        } else if self.is_talkative() && !outcome.kept.is_empty() {
            let [count, them] = match outcome.kept.as_slice() {
                [entry] => [
                    format!("\"{}\" never matches", entry.value),
                    "it".to_owned(),
                ],
                entries => [
                    format!("{} never match", plural(entries.len(), "entry")),
                    "them".to_owned(),
                ],
            };
            let text = format!(
                "{count} and stayed; `corsctl lint {}` explains {them}",
                outcome.name
            );
            say(self.talk, Severity::Note, &text);
        }
        Ok(outcome.exit)
    }
}

fn kept_invalid(entries: &[Entry], steps: &[Step]) -> Vec<Entry> {
    let kept = steps.iter().filter_map(|step| match step {
        Step::Keep(index) => Some(&entries[*index]),
        Step::Replace(..) | Step::Insert(_) => None,
    });
    let is_exact = |entry: &&Entry| {
        let text = entry.value.text();
        text.is_some_and(|text| Candidate::parse(text).is_exact())
    };
    kept.filter(|entry| !is_exact(entry)).cloned().collect()
}
