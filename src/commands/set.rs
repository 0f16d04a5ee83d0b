//! `set`: a list of just these origins.

use std::io::Write;

use super::edit::{Request, judge, read};
use super::{linter, stdout};
use crate::cli::{Set, Talk};
use crate::exit::Exit;
use crate::lint::Linted;
use crate::list::file;
use crate::plan;
use crate::rules::Seen;

pub(super) fn run(args: &Set, talk: &Talk) -> anyhow::Result<Exit> {
    let linter = linter(&args.levels);
    let entries = match &args.from {
        Some(path) => file::read(path)?.list(None)?.entries,
        None => read(&args.origins)?,
    };
    let linted: Vec<Linted<'_>> = entries
        .iter()
        .map(|entry| linter.entry(entry, &mut Seen::default()))
        .collect();
    let request = Request {
        target: &args.target,
        create: args.create,
        may_empty: args.yes,
        edit: &args.edit,
        talk,
        linter: &linter,
    };
    let Some(wanted) = judge(&linter, &linted, args.unsafe_fixes, talk)? else {
        return request.refuse(&linted);
    };
    let origins: Vec<String> = wanted.iter().map(|wanted| wanted.origin.clone()).collect();
    let outcome = request.carry_out(|entries| plan::set(entries, &origins))?;
    if request.is_talkative() && !request.is_trial() && outcome.exit == Exit::Clean {
        let mut out = stdout();
        if outcome.is_new_file {
            writeln!(out, "made {}", outcome.name)?;
        }
        for removed in &outcome.lists.removed {
            writeln!(out, "removed {removed}")?;
        }
        for added in &outcome.lists.added {
            let one = wanted.iter().find(|one| added.text() == Some(&one.origin));
            writeln!(
                out,
                "added {added}{}",
                one.map(|one| one.from()).unwrap_or_default()
            )?;
        }
        if !outcome.is_change {
            writeln!(out, "nothing to change")?;
        }
        out.flush()?;
    }
    for linted in &linted {
        request.warn(linted);
    }
    request.report(&outcome, &linted)
}
