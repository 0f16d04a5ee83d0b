//! `set`: a list of just these origins.

use std::collections::HashMap;

use super::edit::{Outcome, Request, Story};
use super::judge::{Wanted, read};
use super::settings::Settings;
use super::target;
use crate::cli::{Set, Talk};
use crate::entry::Value;
use crate::exit::Exit;
use crate::list::file;
use crate::plan;

pub(super) fn run(args: &Set, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    let linter = settings
        .policy(&args.levels, args.target.file.as_deref())
        .linter;
    let entries = match &args.from {
        Some(path) => file::read(path)?.list(None)?.entries().collect(),
        None => read(&args.origins)?,
    };
    let request = Request {
        command: "set",
        locations: target::locations(&args.target, args.create, settings, talk)?,
        may_empty: args.yes,
        is_trial: args.edit.dry_run || args.edit.check,
        check: args.edit.check,
        format: args.edit.format,
        talk,
        linter: &linter,
        browsers: &[],
    };
    let linted = request.lint(&entries);
    let Some(wanted) = request.judge(&linted, args.unsafe_fixes)? else {
        return request.refuse(&linted);
    };
    let origins: Vec<String> = wanted.iter().map(|wanted| wanted.origin.clone()).collect();
    let outcomes = request.carry_out(|list| plan::set(list.texts(), &origins));
    request.report(outcomes, &linted, |outcome| story(&wanted, outcome))
}

/// What went and what came.
fn story(wanted: &[Wanted], outcome: &Outcome) -> Story {
    let lists = &outcome.lists;
    let mut lines: Vec<String> = lists
        .removed
        .iter()
        .map(|removed| format!("removed {removed}"))
        .collect();
    let by_origin: HashMap<&str, &Wanted> = wanted
        .iter()
        .map(|one| (one.origin.as_str(), one))
        .collect();
    let added = lists.added.iter().filter_map(Value::text);
    let added = added.filter_map(|added| by_origin.get(added));
    lines.extend(added.map(|one| format!("added {}", one.story())));
    if lines.is_empty() {
        let line = match outcome.is_change {
            // there was nothing at all
            true if outcome.before.iter().all(|list| list.len() == 0) => "made an empty list",
            true => "changed the order",
            false => "nothing to change",
        };
        lines.push(line.to_owned());
    }
    Story {
        lines,
        notes: Vec::new(),
    }
}
