//! What `add`, `remove` and `set` share: judging candidates, asking, planning, writing, reporting.

use std::io::{self, BufRead, IsTerminal, Write};

use super::{Candidates, look, say, stdout};
use crate::cli::{Edit, Shape, Talk, Target};
use crate::diagnostic::{Applicability, Severity};
use crate::entry::{Entry, Value};
use crate::exit::Exit;
use crate::input;
use crate::lint::{Linted, Linter, Verdict};
use crate::list::Step;
use crate::origin::Candidate;
use crate::plan::{self, Plan, Written};
use crate::report::edit::{Lists, json};
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
pub(super) fn read(arguments: &[String]) -> Result<Vec<Entry>, input::Error> {
    let mut candidates = Candidates::new(arguments)?;
    let mut entries = Vec::new();
    while let Some(entry) = candidates.next_entry()? {
        entries.push(entry);
    }
    Ok(entries)
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
    /// What was edited; fit to be shown.
    pub name: String,
    path: String,
    pub lists: Lists,
    /// The entries that stayed though they never match.
    pub kept: Vec<Entry>,
    pub is_change: bool,
    is_new_file: bool,
    exit: Exit,
}

impl Outcome {
    fn of<P>(plan: &mut Plan<P>, kept: Vec<Entry>) -> Self {
        Self {
            name: plan.name(),
            path: plan.path().to_owned(),
            lists: Lists {
                added: plan.added(),
                removed: plan.removed(),
                kept_invalid: kept.iter().map(|entry| entry.value.clone()).collect(),
                before: std::mem::take(&mut plan.before),
                after: std::mem::take(&mut plan.after),
            },
            kept,
            is_change: plan.is_change,
            is_new_file: plan.is_new_file(),
            exit: Exit::Clean,
        }
    }
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
            // no questions about a list that can't be had
            plan::Target::look(&self.target.file, self.target.pointer.as_ref(), self.create)?;
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

    /// Whether nothing is to be written.
    fn is_trial(&self) -> bool {
        self.edit.dry_run || self.edit.check
    }

    /// Plans the edit, and writes it unless it is only tried.
    pub fn carry_out(&self, steps: impl Fn(&[Entry]) -> Vec<Step>) -> anyhow::Result<Outcome> {
        let (path, at) = (&self.target.file, self.target.pointer.as_ref());
        if self.is_trial() {
            let target = plan::Target::look(path, at, self.create)?;
            let (mut plan, kept) = planned(target, &steps)?;
            if self.edit.format == Shape::Text {
                let mut out = stdout();
                super::show_diff(&plan.diff(), &mut out)?;
                out.flush()?;
            }
            if plan.empties() && !self.may_empty {
                let text = format!("without --yes, {} wouldn't be left empty", plan.name());
                say(self.talk, Severity::Note, &text);
            }
            let mut outcome = Outcome::of(&mut plan, kept);
            if self.edit.check && outcome.is_change {
                outcome.exit = Exit::Findings;
            }
            return Ok(outcome);
        }
        let mut may_empty = self.may_empty;
        loop {
            let target = plan::Target::open(path, at, self.create)?;
            let (mut plan, kept) = planned(target, &steps)?;
            if plan.empties() && !may_empty {
                let name = plan.name();
                // nobody has to wait for the answer
                drop(plan);
                if ask(&format!(
                    "This leaves {name} empty: no tool will get in. Go on?"
                )) {
                    may_empty = true;
                    continue;
                }
                let text = format!("refused to leave {name} empty; --yes does it");
                say(self.talk, Severity::Error, &text);
                return self.unchanged();
            }
            let outcome = Outcome::of(&mut plan, kept);
            if plan.write()? == Written::Done {
                return Ok(outcome);
            }
        }
    }

    /// The outcome of an edit that was refused: the list as it is.
    fn unchanged(&self) -> anyhow::Result<Outcome> {
        let target =
            plan::Target::look(&self.target.file, self.target.pointer.as_ref(), self.create)?;
        let (mut plan, kept) = planned(target, &|entries| {
            (0..entries.len()).map(Step::Keep).collect()
        })?;
        let outcome = Outcome::of(&mut plan, kept);
        Ok(Outcome {
            is_change: false,
            exit: Exit::Findings,
            ..outcome
        })
    }

    /// Reports that nothing was done, as a candidate was refused.
    pub fn refuse(&self, linted: &[Linted<'_>]) -> anyhow::Result<Exit> {
        if self.edit.format == Shape::Json {
            self.report_json(&self.unchanged()?, linted)?;
        }
        Ok(Exit::Findings)
    }

    /// Tells a person `lines`, or a script all of it; then, what else is worth knowing.
    pub fn report(
        &self,
        outcome: &Outcome,
        linted: &[Linted<'_>],
        lines: &[String],
    ) -> anyhow::Result<Exit> {
        if self.edit.format == Shape::Json {
            self.report_json(outcome, linted)?;
            return Ok(outcome.exit);
        }
        let is_done = !self.is_trial() && outcome.exit == Exit::Clean;
        if is_done && !self.talk.quiet {
            let mut out = stdout();
            if outcome.is_new_file && outcome.is_change {
                writeln!(out, "made {}", outcome.name)?;
            }
            for line in lines {
                writeln!(out, "{line}")?;
            }
            out.flush()?;
        }
        for linted in linted {
            self.warn(linted);
        }
        let command = self.lint_command("");
        match outcome.kept.as_slice() {
            [] => {}
            [entry] => {
                let text = format!(
                    "\"{}\" never matches and stayed; `{command}` explains it",
                    entry.value
                );
                say(self.talk, Severity::Note, &text);
            }
            entries => {
                let count = plural(entries.len(), "entry");
                let text = format!("{count} never match and stayed; `{command}` explains them");
                say(self.talk, Severity::Note, &text);
            }
        }
        Ok(outcome.exit)
    }

    fn report_json(&self, outcome: &Outcome, linted: &[Linted<'_>]) -> anyhow::Result<()> {
        let kept = self.lint(&outcome.kept);
        let all = linted.iter().chain(&kept);
        let mut out = stdout();
        json(
            &outcome.path,
            outcome.is_change,
            self.is_trial(),
            &outcome.lists,
            all,
            &mut out,
        )?;
        Ok(out.flush()?)
    }

    /// Mentions what is right about a candidate's spelling and still worth a second look.
    fn warn(&self, linted: &Linted<'_>) {
        for found in &linted.diagnostics {
            let is_shown = match found.severity {
                Severity::Error => false,
                Severity::Warning => true,
                Severity::Note => self.talk.verbose,
            };
            if is_shown {
                let text = format!(
                    "{}: {} ({})",
                    linted.entry.value, found.message, found.rule.name
                );
                say(self.talk, found.severity, &text);
            }
        }
    }

    /// A command that lints the list of this edit.
    pub fn lint_command(&self, option: &str) -> String {
        let pointer = self
            .target
            .pointer
            .as_ref()
            .map(|at| format!(" --pointer {}", shown::shell(at.as_str())));
        let path = self.target.file.to_string_lossy();
        format!(
            "corsctl lint{option}{} {}",
            pointer.unwrap_or_default(),
            shown::shell(&path)
        )
    }
}

/// The plan, and the entries that stay in it though they never match.
fn planned<P>(
    target: plan::Target<P>,
    steps: &impl Fn(&[Entry]) -> Vec<Step>,
) -> anyhow::Result<(Plan<P>, Vec<Entry>)> {
    let steps = steps(target.entries());
    let is_exact = |entry: &&Entry| {
        let text = entry.value.text();
        text.is_some_and(|text| Candidate::parse(text).is_exact())
    };
    let kept = steps.iter().filter_map(|step| match step {
        Step::Keep(index) => Some(&target.entries()[*index]),
        Step::Replace(..) | Step::Insert(_) => None,
    });
    let kept = kept.filter(|entry| !is_exact(entry)).cloned().collect();
    Ok((target.plan(&steps)?, kept))
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

/// Whether there is a person who could answer.
fn is_somebody_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a person; where there is none, the answer is no.
fn ask(question: &str) -> bool {
    if !is_somebody_there() {
        return false;
    }
    let mut stderr = io::stderr();
    let is_asked = write!(stderr, "{question} [y/N] ").and_then(|()| stderr.flush());
    let mut answer = String::new();
    let has_answer = is_asked.and_then(|()| io::stdin().lock().read_line(&mut answer));
    if !answer.ends_with('\n') {
        // the person ended the input instead; the next message starts on a line of its own
        _ = writeln!(stderr);
    }
    has_answer.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}
