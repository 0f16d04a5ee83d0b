//! What `add`, `remove`, `set` and `undo` share: planning, writing, reporting.

mod advice;
mod telling;

use super::ask::{ask_to_empty, refusal_to_empty};
use super::{leak, side_by_side};
use crate::audiobookshelf::Tokens;
use crate::cli::{BrowserName, Shape, Talk};
use crate::conveyor;
use crate::diagnostic::Severity;
use crate::entry::Entry;
use crate::exit::Exit;
use crate::lint::Linter;
use crate::list::{Document, Error, List, Pointer, Step};
use crate::origin::is_exact;
use crate::plan::{self, Ended, Location, Plan, Written};
use crate::probe::Probe;
use crate::report::edit::Lists;

pub(super) use advice::{lint_command, remarks, unlocked};

/// An edit of one list, or of one on each of several servers.
pub(super) struct Request<'a> {
    /// What the history calls it.
    pub command: &'static str,
    pub locations: Vec<Location>,
    /// Whether it may leave nothing.
    pub may_empty: bool,
    /// Whether nothing is to be written.
    pub is_trial: bool,
    /// Whether a change that would be made is a finding.
    pub check: bool,
    pub format: Shape,
    pub talk: &'a Talk,
    pub linter: &'a Linter,
    /// Which browsers count, if the server is probed afterwards; none for all.
    pub browsers: &'a [BrowserName],
}

/// What is to be done at one place.
pub(super) struct Task<F> {
    /// The lists there, if not the location's own.
    pub lists: Option<Vec<Pointer>>,
    /// What is to be said of it besides.
    pub remark: Option<(Severity, String)>,
    /// What is to become of each, or why nothing can.
    pub steps: F,
}

/// What came of an edit of one list.
pub(super) struct Outcome {
    /// What was edited.
    pub location: Location,
    /// What it is called; fit to be shown.
    name: String,
    target: String,
    pub lists: Lists,
    /// The entries that stayed though they never match.
    pub kept: Vec<Entry>,
    /// The lists as they were.
    pub before: Vec<List>,
    pub is_change: bool,
    is_new_file: bool,
    /// What would change, if it was only tried.
    diff: Option<String>,
    /// What else is to be said of it.
    remarks: Vec<(Severity, String)>,
    /// What came of asking the server afterwards, as a browser would.
    pub probes: Vec<Probe>,
    exit: Exit,
}

/// What to tell of an outcome, line by line.
#[derive(Default)]
pub(super) struct Story {
    /// What was done.
    pub lines: Vec<String>,
    /// What is worth knowing besides.
    pub notes: Vec<String>,
}

impl Outcome {
    fn of<P>(
        location: &Location,
        plan: &Plan<P>,
        kept: Vec<Entry>,
        shape: Shape,
    ) -> Result<Self, Error> {
        let (removed, added) = plan.changes();
        // a person isn't shown all of it
        let (before, after) = match shape {
            Shape::Json => (
                plan.before().iter().flat_map(List::values).collect(),
                plan.after()?.iter().flat_map(List::values).collect(),
            ),
            Shape::Text => (Vec::new(), Vec::new()),
        };
        Ok(Self {
            location: location.clone(),
            name: plan.name(),
            target: plan.target().to_owned(),
            lists: Lists {
                before,
                after,
                added,
                removed,
                kept_invalid: kept.iter().map(|entry| entry.value.clone()).collect(),
            },
            kept,
            before: plan.before().to_vec(),
            is_change: plan.is_change,
            is_new_file: plan.is_new_file(),
            diff: None,
            remarks: Vec::new(),
            probes: Vec::new(),
            exit: Exit::Clean,
        })
    }
}

impl Request<'_> {
    /// Plans the edit of each list, and writes it unless it is only tried; servers side by side.
    pub fn carry_out(
        &self,
        steps: impl Fn(&List) -> Vec<Step> + Sync,
    ) -> Vec<anyhow::Result<Outcome>> {
        let task = |_: &Location, (), _: &Document| {
            Ok(Task {
                lists: None,
                remark: None,
                steps: |list: &List| Ok(steps(list)),
            })
        };
        self.carry_out_each(|_| Ok(()), |_| Ok(()), task)
    }

    /// The same where each place has a task of its own, which depends on what is there and on what is
    /// `known` of it; none is opened that isn't `ready`.
    pub fn carry_out_each<K: PartialEq, F: Fn(&List) -> anyhow::Result<Vec<Step>>>(
        &self,
        ready: impl Fn(&Location) -> anyhow::Result<()> + Sync,
        known: impl Fn(&Location) -> anyhow::Result<K> + Sync,
        task: impl Fn(&Location, K, &Document) -> anyhow::Result<Task<F>> + Sync,
    ) -> Vec<anyhow::Result<Outcome>> {
        side_by_side(&self.locations, |location| {
            ready(location)?;
            let known = || known(location);
            let task = |known, document: &Document| task(location, known, document);
            match self.is_trial {
                true => self.try_out(location, known, task),
                false => self.write(location, known, task),
            }
        })
    }

    fn try_out<K: PartialEq, F: Fn(&List) -> anyhow::Result<Vec<Step>>>(
        &self,
        location: &Location,
        known: impl Fn() -> anyhow::Result<K>,
        task: impl Fn(K, &Document) -> anyhow::Result<Task<F>>,
    ) -> anyhow::Result<Outcome> {
        let (known, opened) = plan::Opened::look_knowing(location, known)?;
        let task = task(known, opened.document())?;
        let target = opened.target(task.lists.as_deref())?;
        let (plan, kept) = self.planned(location, target, &task.steps)?;
        let diff = plan.diff()?;
        let empties = plan.empties() && !self.may_empty;
        let mut outcome = Outcome::of(location, &plan, kept, self.format)?;
        outcome.remarks.extend(task.remark);
        outcome.diff = Some(diff);
        if empties {
            let text = format!("without --yes, {} wouldn't be left empty", outcome.name);
            outcome.remarks.push((Severity::Note, text));
        }
        if self.check && outcome.is_change {
            outcome.exit = Exit::Findings;
        }
        Ok(outcome)
    }

    fn write<K, F: Fn(&List) -> anyhow::Result<Vec<Step>>>(
        &self,
        location: &Location,
        known: impl Fn() -> anyhow::Result<K>,
        task: impl Fn(K, &Document) -> anyhow::Result<Task<F>>,
    ) -> anyhow::Result<Outcome> {
        let open = || -> anyhow::Result<_> {
            let opened = plan::Opened::open(location)?;
            // only now, when nobody else writes
            let task = task(known()?, opened.document())?;
            Ok((opened.target(task.lists.as_deref())?, task))
        };
        let mut may_empty = self.may_empty;
        let (mut target, mut task) = open()?;
        loop {
            let (plan, kept) = self.planned(location, target, &task.steps)?;
            if plan.empties() && !may_empty {
                let name = plan.name();
                // nobody has to wait for the answer
                drop(plan);
                may_empty = ask_to_empty(&name);
                if !may_empty {
                    let text = refusal_to_empty(&name);
                    let mut outcome = self.unchanged(location)?;
                    outcome.remarks.push((Severity::Error, text));
                    return Ok(outcome);
                }
                (target, task) = open()?;
                continue;
            }
            let mut outcome = Outcome::of(location, &plan, kept, self.format)?;
            let unlocked = plan
                .lock_problem()
                .map(|problem| unlocked(location, problem));
            let written = plan.write(self.command);
            match written.unwrap_or_else(|error| Written::Ended(Ended::failed(error))) {
                Written::Ended(ended) => {
                    outcome.remarks.extend(task.remark);
                    let said = remarks(&outcome.name, ended, unlocked, self.talk)?;
                    outcome.remarks.extend(said);
                    return Ok(outcome);
                }
                Written::Overtaken => (target, task) = open()?,
                Written::Moved(moved) => target = *moved,
            }
        }
    }

    /// The outcome of an edit that was refused: the list as it is.
    fn unchanged(&self, location: &Location) -> anyhow::Result<Outcome> {
        let target = plan::Opened::look(location)?.target(None)?;
        let keep_all = |list: &List| Ok(vec![Step::Keep(0..list.len())]);
        let (plan, kept) = self.planned(location, target, &keep_all)?;
        let outcome = Outcome::of(location, &plan, kept, self.format)?;
        Ok(Outcome {
            is_change: false,
            exit: Exit::Findings,
            ..outcome
        })
    }

    /// The plan, and the entries that stay in it though they never match.
    fn planned<P>(
        &self,
        location: &Location,
        target: plan::Target<P>,
        steps: &impl Fn(&List) -> anyhow::Result<Vec<Step>>,
    ) -> anyhow::Result<(Plan<P>, Vec<Entry>)> {
        let lists = target.lists().iter();
        let steps: Vec<Vec<Step>> = lists.map(steps).collect::<Result<_, _>>()?;
        let edits = target.lists().iter().zip(&steps);
        let kept: Vec<Entry> = edits
            .flat_map(|(list, steps)| inexact(list, steps))
            .collect();
        if let Location::Server(server) = location {
            let tokens = Tokens::known();
            let linted = self.lint(&kept);
            let mut linted = linted.iter();
            linted.try_for_each(|linted| leak::refuse(server, &tokens, linted))?;
        }
        Ok((target.plan(steps)?, kept))
    }
}

/// The entries that stay in a list though they never match.
fn inexact(list: &List, steps: &[Step]) -> Vec<Entry> {
    let mut is_kept = vec![false; list.len()];
    for step in steps {
        is_kept[step.kept()].fill(true);
    }
    let inexact = conveyor::parts(&mut is_kept, |start, is_kept| {
        let indices = start..start + is_kept.len();
        let entries = indices.clone().zip(list.texts_in(indices)).zip(is_kept);
        let kept = entries.filter_map(|(entry, is_kept)| is_kept.then_some(entry));
        let inexact = kept.filter(|(_, text)| !text.as_deref().is_some_and(is_exact));
        inexact.map(|(index, _)| index).collect::<Vec<_>>()
    });
    list.entries_at(inexact.into_iter().flatten()).collect()
}
