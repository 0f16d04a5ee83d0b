//! `check`: are these what browsers send?

use std::io;

use super::reports::Reports;
use super::settings::Settings;
use super::{Candidates, look, stdout};
use crate::cli::{Check, Talk};
use crate::exit::Exit;
use crate::report::Look;
use crate::rules::Seen;

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
    let mut seen = Seen::default();
    let mut candidates = Candidates::new(&args.origins)?;
    while let Some(entry) = candidates.next_entry()? {
        reports.entry(&linter.entry(&entry, &mut seen))?;
        if candidates.is_drained() {
            reports.flush()?;
        }
    }
    let summary = reports.finish()?;
    Ok(Exit::for_findings(&summary, settings.fail_on(&args.report)))
}
