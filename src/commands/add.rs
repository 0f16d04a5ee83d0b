//! `add`: the whole way, from a pasted address to a list that lets the tool in.

use std::collections::HashSet;

use super::edit::{Outcome, Request, Story, lint_command};
use super::judge::{Wanted, read};
use super::{linter, say, target};
use crate::cli::{Add, Talk};
use crate::diagnostic::Severity;
use crate::entry::Value;
use crate::exit::Exit;
use crate::origin::Origin;
use crate::plan;

pub(super) fn run(args: &Add, talk: &Talk) -> anyhow::Result<Exit> {
    let linter = linter(&args.levels);
    let entries = read(&args.origins)?;
    let request = Request {
        locations: target::locations(&args.target, args.create, talk)?,
        may_empty: true,
        edit: &args.edit,
        talk,
        linter: &linter,
    };
    let linted = request.lint(&entries);
    let Some(mut wanted) = request.judge(&linted, args.unsafe_fixes)? else {
        return request.refuse(&linted);
    };
    if args.twin {
        wanted = with_twins(wanted, talk);
    }
    let origins: Vec<String> = wanted.iter().map(|wanted| wanted.origin.clone()).collect();
    let outcomes = request.carry_out(|entries| plan::add(entries, &origins));
    request.report(outcomes, &linted, |outcome| story(&wanted, outcome))
}

/// Each origin, and its http or https counterpart behind it.
fn with_twins(wanted: Vec<Wanted>, talk: &Talk) -> Vec<Wanted> {
    let mut all = Vec::with_capacity(2 * wanted.len());
    for one in wanted {
        let twin = Origin::of(&one.origin).and_then(|origin| origin.twin());
        if twin.is_none() {
            let text = format!(
                "{} has no twin: only http and https on their default ports do",
                one.story()
            );
            say(talk, Severity::Note, &text);
        }
        all.push(one);
        all.extend(twin.map(|twin| Wanted {
            given: Value::Text(twin.to_string()),
            origin: twin.to_string(),
        }));
    }
    all
}

/// Line by line, what became of each.
fn story(wanted: &[Wanted], outcome: &Outcome) -> Story {
    let mut new: HashSet<&str> = outcome.lists.added.iter().filter_map(Value::text).collect();
    let broken = plan::broken_forms(&outcome.kept);
    let mut lines = Vec::new();
    for one in wanted {
        let what = if new.remove(one.origin.as_str()) {
            "added"
        } else {
            "already there:"
        };
        lines.push(format!("{what} {}", one.story()));
        for entry in broken.get(&one.origin).into_iter().flatten() {
            let place = entry.place.within();
            lines.push(format!(
                "also there as \"{}\" ({place}), which never matches; `{}` removes it",
                entry.value,
                lint_command(&outcome.location, " --fix")
            ));
        }
    }
    Story {
        lines,
        notes: Vec::new(),
    }
}
