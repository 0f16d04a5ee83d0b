//! `check`: are these what browsers send?

pub(super) mod lines;

use std::io;
use std::ptr;
use std::sync::Arc;

use super::reports::Reports;
use super::settings::Settings;
use super::{Given, blocks, each, given, look, stdout};
use crate::cli::{Check, Talk};
use crate::conveyor;
use crate::entry::Entry;
use crate::exit::Exit;
use crate::input::Block;
use crate::lint::Linter;
use crate::report::{JSONL, Look};
use crate::rules::Seen;

use lines::{Checker, Lines};

pub(super) fn run(args: &Check, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    if args.report.show_settings {
        settings.show(&args.levels, &args.report, &[], &mut stdout())?;
        return Ok(Exit::Clean);
    }
    let linter = settings.linter(&args.levels);
    let is_one = matches!(args.origins.as_slice(), [origin] if origin != "-");
    let look = look(talk, &io::stdout());
    let look = Look {
        summary: look.summary && !is_one,
        ..look
    };
    let mut reports = Reports::open(&args.report, look, talk, settings)?;
    let is_jsonl = args
        .report
        .format
        .is_some_and(|format| ptr::eq(format, &JSONL));
    if is_jsonl && args.report.output_file.is_none() {
        check_lines(&args.origins, linter, &mut reports)?;
    } else {
        let mut seen = Seen::default();
        each(&args.origins, |entry| {
            match entry {
                Some(entry) => reports.entry(&linter.entry(&entry, &mut seen))?,
                None => reports.flush()?,
            }
            Ok(())
        })?;
    }
    let summary = reports.finish()?;
    Ok(Exit::for_findings(&summary, settings.fail_on(&args.report)))
}

/// In the format whose entries stand by themselves, they are worked on side by side.
fn check_lines(origins: &[String], linter: Linter, reports: &mut Reports) -> anyhow::Result<()> {
    let checker = Arc::new(Checker::new(linter));
    let mut take = |lines: &mut Lines| -> anyhow::Result<()> {
        reports.ready(&lines.summary, &lines.text)?;
        match lines.error.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    };
    for given in given(origins)? {
        match given {
            Given::Argument(number, text) => {
                take(&mut checker.one(&Entry::argument(number, text)))?;
            }
            Given::Stdin => {
                let checker = Arc::clone(&checker);
                let work = move |block: &Block, lines: &mut Lines| checker.block(block, lines);
                conveyor::run(blocks(), conveyor::threads(), work, &mut take)?;
            }
        }
    }
    Ok(())
}
