//! `check`: are these what browsers send?

use std::io::{self, Write};

use super::{Candidates, linter, look, stdout};
use crate::cli::{Check, Talk};
use crate::exit::Exit;
use crate::report::{Look, Summary};
use crate::rules::Seen;

pub(super) fn run(args: &Check, talk: &Talk) -> anyhow::Result<Exit> {
    let linter = linter(&args.levels);
    let is_one = matches!(args.origins.as_slice(), [origin] if origin != "-");
    let look = look(talk, &io::stdout());
    let mut renderer = args.report.format.renderer(Look {
        summary: look.summary && !is_one,
        ..look
    });
    let mut out = stdout();
    let mut summary = Summary::default();
    let mut seen = Seen::default();
    let mut candidates = Candidates::new(&args.origins)?;
    while let Some(entry) = candidates.next_entry()? {
        let linted = linter.entry(&entry, &mut seen);
        summary.count(&linted);
        renderer.entry(&linted, &mut out)?;
        if candidates.is_drained() {
            out.flush()?;
        }
    }
    renderer.finish(&summary, &mut out)?;
    out.flush()?;
    Ok(Exit::for_findings(&summary, args.report.fail_on.severity()))
}
