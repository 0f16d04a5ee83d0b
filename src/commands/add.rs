//! `add`: the whole way, from a pasted address to a list that lets the tool in.

use std::collections::HashSet;
use std::time::Duration;

use super::edit::{Outcome, Request, Story, lint_command};
use super::judge::{Wanted, read};
use super::settings::Settings;
use super::{say, target};
use crate::browser::Page;
use crate::cli::{Add, Talk};
use crate::diagnostic::Severity;
use crate::entry::Value;
use crate::exit::Exit;
use crate::origin::Origin;
use crate::plan::{self, Location};
use crate::probe::{Probe, Prober, Target};

pub(super) fn run(args: &Add, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    let linter = settings
        .policy(&args.levels, args.target.file.as_deref())
        .linter;
    let entries = read(&args.origins)?;
    let request = Request {
        command: "add",
        locations: target::locations(&args.target, args.create, settings, talk)?,
        may_empty: true,
        is_trial: args.edit.dry_run || args.edit.check,
        check: args.edit.check,
        format: args.edit.format,
        talk,
        linter: &linter,
        browsers: &args.browser,
    };
    let linted = request.lint(&entries);
    let Some(mut wanted) = request.judge(&linted, args.unsafe_fixes)? else {
        return request.refuse(&linted);
    };
    if args.twin {
        wanted = with_twins(wanted, talk);
    }
    let origins: Vec<String> = wanted.iter().map(|wanted| wanted.origin.clone()).collect();
    let mut outcomes = request.carry_out(|list| plan::add(list.texts(), &origins));
    if args.probe {
        for outcome in outcomes.iter_mut().flatten() {
            outcome.probes = probe(args, &origins, &outcome.location)?;
        }
    }
    request.report(outcomes, &linted, |outcome| story(&wanted, outcome))
}

/// Asks the server, as a browser would for a page at each origin.
fn probe(args: &Add, origins: &[String], location: &Location) -> anyhow::Result<Vec<Probe>> {
    let Location::Server(server) = location else {
        return Ok(Vec::new());
    };
    let network = target::network_without_token(&args.target.servers)?;
    let mut prober = Prober::new(network, Duration::ZERO, false);
    let target = Target::Audiobookshelf {
        address: server.address().clone(),
        server: Some(server.clone()),
    };
    let pages = origins.iter().filter_map(|origin| Page::at(origin, None));
    let probes = pages.map(|page| prober.probe(&target, &page));
    Ok(probes.collect::<Result<_, _>>()?)
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
