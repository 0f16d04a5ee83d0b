//! `remove`: origins out of a list, and nothing else.

use std::collections::HashSet;

use super::edit::{Request, Wanted, read};
use super::say;
use crate::cli::{Remove, Talk};
use crate::diagnostic::{Applicability, Severity};
use crate::entry::{Entry, Value};
use crate::exit::Exit;
use crate::lint::Linter;
use crate::origin::Origin;
use crate::plan;

pub(super) fn run(args: &Remove, talk: &Talk) -> anyhow::Result<Exit> {
    let given = read(&args.origins)?;
    let request = Request {
        target: &args.target,
        create: false,
        may_empty: args.yes,
        edit: &args.edit,
        talk,
        linter: &Linter::default(),
    };
    let outcome = request.carry_out(|entries| {
        let there = texts(entries.iter().map(|entry| &entry.value));
        let unwanted = unwanted(&given, &there);
        let origins: Vec<String> = unwanted
            .into_iter()
            .map(|unwanted| unwanted.origin)
            .collect();
        plan::remove(entries, &origins)
    })?;
    let gone = texts(&outcome.lists.removed);
    let broken = plan::broken_forms(&outcome.kept);
    let mut lines = Vec::new();
    let there = texts(&outcome.lists.before);
    for one in unwanted(&given, &there) {
        if gone.contains(one.origin.as_str()) {
            lines.push(format!("removed {}", one.story()));
        } else if !there.contains(one.origin.as_str()) {
            let meant = Origin::of(&one.origin).filter(|meant| there.contains(meant.as_str()));
            let hint = meant
                .map(|meant| format!("; {meant} is"))
                .unwrap_or_default();
            say(
                talk,
                Severity::Note,
                &format!("{} isn't listed{hint}", one.given),
            );
        }
        for entry in broken.get(&one.origin).into_iter().flatten() {
            let text = format!(
                "\"{}\" is listed, a form of it that never matches; name it to remove it",
                entry.value
            );
            say(talk, Severity::Note, &text);
        }
    }
    request.report(&outcome, &[], &lines)
}

/// What each candidate means in a list: itself, if that is there; else the origin that it is another
/// spelling of.
fn unwanted(given: &[Entry], there: &HashSet<&str>) -> Vec<Wanted> {
    let linter = Linter::default();
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

fn texts<'v>(values: impl IntoIterator<Item = &'v Value>) -> HashSet<&'v str> {
    values.into_iter().filter_map(Value::text).collect()
}
