//! `remove`: origins out of a list, and nothing else.

use std::collections::HashSet;

use super::edit::{Outcome, Request, Story};
use super::judge::{Wanted, read};
use super::settings::Settings;
use super::target;
use crate::cli::{Remove, Talk};
use crate::diagnostic::Applicability;
use crate::entry::{Entry, Value};
use crate::exit::Exit;
use crate::lint::Linter;
use crate::list::List;
use crate::origin::Origin;
use crate::plan;

pub(super) fn run(args: &Remove, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    let given = read(&args.origins)?;
    let request = Request {
        command: "remove",
        locations: target::locations(&args.target, false, settings, talk)?,
        may_empty: args.yes,
        is_trial: args.edit.dry_run || args.edit.check,
        check: args.edit.check,
        format: args.edit.format,
        talk,
        linter: &Linter::default(),
        browsers: &[],
    };
    let outcomes = request.carry_out(|list| {
        let unwanted = unwanted(&given, list).into_iter();
        let origins: Vec<String> = unwanted.map(|unwanted| unwanted.origin).collect();
        plan::remove(list.texts(), &origins)
    });
    request.report(outcomes, &[], |outcome| story(&given, outcome))
}

/// What went, and what is worth knowing of what didn't.
fn story(given: &[Entry], outcome: &Outcome) -> Story {
    let removed = outcome.lists.removed.iter();
    let gone: HashSet<&str> = removed.filter_map(Value::text).collect();
    let broken = plan::broken_forms(&outcome.kept);
    let mut story = Story::default();
    let before = &outcome.before[0];
    let unwanted = unwanted(given, before);
    let meant: Vec<_> = unwanted.iter().map(|one| Origin::of(&one.origin)).collect();
    let origins = unwanted.iter().map(|one| one.origin.as_str());
    let there = before.among(origins.chain(meant.iter().flatten().map(Origin::as_str)));
    for (one, meant) in unwanted.iter().zip(&meant) {
        if gone.contains(one.origin.as_str()) {
            story.lines.push(format!("removed {}", one.story()));
        } else if !there.contains(one.origin.as_str()) {
            let hint = meant
                .as_ref()
                .filter(|meant| there.contains(meant.as_str()))
                .map(|meant| format!("; {meant} is"))
                .unwrap_or_default();
            story
                .notes
                .push(format!("{} isn't listed{hint}", one.given));
        }
        for entry in broken.get(&one.origin).into_iter().flatten() {
            let text = format!(
                "\"{}\" is listed, a form of it that never matches; name it to remove it",
                entry.value
            );
            story.notes.push(text);
        }
    }
    story
}

/// What each candidate means in a list: itself, if that is there; else the origin that it is another
/// spelling of.
fn unwanted(given: &[Entry], list: &List) -> Vec<Wanted> {
    let linter = Linter::default();
    let there = list.among(given.iter().filter_map(|entry| entry.value.text()));
    let spelt = given.iter().filter_map(|entry| {
        let text = entry.value.text()?;
        let mended = match there.contains(text) {
            true => None,
            false => linter.mend(text, Applicability::Safe).pop(),
        };
        Some(Wanted {
            origin: mended.unwrap_or_else(|| text.to_owned()),
            given: entry.value.clone(),
        })
    });
    spelt.collect()
}
