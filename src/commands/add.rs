//! `add`: the whole way, from a pasted address to a list that lets the tool in.

use std::io::Write;

use super::edit::{Outcome, Request, Wanted, judge, read};
use super::{linter, say, stdout};
use crate::cli::{Add, Talk};
use crate::diagnostic::Severity;
use crate::entry::{Entry, Value};
use crate::exit::Exit;
use crate::lint::Linted;
use crate::list::Step;
use crate::origin::Origin;
use crate::plan;
use crate::rules::Seen;

pub(super) fn run(args: &Add, talk: &Talk) -> anyhow::Result<Exit> {
    let linter = linter(&args.levels);
    let entries = read(&args.origins)?;
    let linted: Vec<Linted<'_>> = entries
        .iter()
        .map(|entry| linter.entry(entry, &mut Seen::default()))
        .collect();
    let request = Request {
        target: &args.target,
        create: args.create,
        may_empty: true,
        edit: &args.edit,
        talk,
        linter: &linter,
    };
    let Some(mut wanted) = judge(&linter, &linted, args.unsafe_fixes, talk)? else {
        return request.refuse(&linted);
    };
    if args.twin {
        add_twins(&mut wanted, talk);
    }
    let origins: Vec<String> = wanted.iter().map(|wanted| wanted.origin.clone()).collect();
    let outcome =
        request.carry_out(|entries: &[Entry]| -> Vec<Step> { plan::add(entries, &origins) })?;
    if request.is_talkative() && !request.is_trial() {
        tell(&wanted, &outcome)?;
    }
    for linted in &linted {
        request.warn(linted);
    }
    request.report(&outcome, &linted)
}

/// Puts each origin's http or https counterpart behind it.
fn add_twins(wanted: &mut Vec<Wanted>, talk: &Talk) {
    let mut all = Vec::with_capacity(2 * wanted.len());
    for one in wanted.drain(..) {
        let twin = Origin::of(&one.origin).and_then(|origin| origin.twin());
        if twin.is_none() {
            let text = format!(
                "{} has no twin: only http and https on their default ports do",
                one.origin
            );
            say(talk, Severity::Note, &text);
        }
        all.push(one);
        all.extend(twin.map(|twin| Wanted {
            given: Value::Text(twin.to_string()),
            origin: twin.to_string(),
        }));
    }
    *wanted = all;
}

fn tell(wanted: &[Wanted], outcome: &Outcome) -> anyhow::Result<()> {
    let mut out = stdout();
    if outcome.is_new_file {
        writeln!(out, "made {}", outcome.name)?;
    }
    let mut new: Vec<&str> = outcome.lists.added.iter().filter_map(Value::text).collect();
    for one in wanted {
        let what = match new.iter().position(|origin| *origin == one.origin) {
            Some(at) => {
                new.swap_remove(at);
                "added"
            }
            None => "already there:",
        };
        writeln!(out, "{what} {}{}", one.origin, one.from())?;
        for broken in plan::broken_forms(&outcome.kept, &one.origin) {
            let place = broken.place.sibling(broken.place.index, broken.place.line);
            let (text, name) = (&broken.value, &outcome.name);
            writeln!(
                out,
                "also there as \"{text}\" ({place}), which never matches; `corsctl lint --fix {name}` removes it"
            )?;
        }
    }
    out.flush()?;
    Ok(())
}
