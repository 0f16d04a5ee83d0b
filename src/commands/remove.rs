//! `remove`: origins out of a list, and nothing else.

use std::io::Write;

use super::edit::{Request, read};
use super::{say, stdout};
use crate::cli::{Remove, Talk};
use crate::diagnostic::{Applicability, Severity};
use crate::entry::Entry;
use crate::exit::Exit;
use crate::lint::Linter;
use crate::plan;
use crate::shown;

pub(super) fn run(args: &Remove, talk: &Talk) -> anyhow::Result<Exit> {
    let linter = Linter::default();
    let entries = read(&args.origins)?;
    let request = Request {
        target: &args.target,
        create: false,
        may_empty: args.yes,
        edit: &args.edit,
        talk,
        linter: &linter,
    };
    let given: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry.value.text())
        .collect();
    // each as it was given and, if no entry is spelt like that, as a browser would send it
    let unwanted = |entries: &[Entry]| -> Vec<String> {
        let is_there = |text: &str| entries.iter().any(|entry| entry.value.text() == Some(text));
        let spelt = given.iter().map(|text| match is_there(text) {
            true => vec![(*text).to_owned()],
            false => linter.mend(text, Applicability::Safe),
        });
        spelt.flatten().collect()
    };
    let outcome = request.carry_out(|entries| plan::remove(entries, &unwanted(entries)))?;
    if request.is_talkative() && !request.is_trial() && outcome.exit == Exit::Clean {
        let mut out = stdout();
        for removed in &outcome.lists.removed {
            writeln!(out, "removed {removed}")?;
        }
        out.flush()?;
    }
    for text in &given {
        let mended = linter.mend(text, Applicability::Safe);
        let is_gone = outcome
            .lists
            .removed
            .iter()
            .filter_map(|value| value.text());
        let is_gone = is_gone
            .clone()
            .any(|gone| gone == *text || mended.iter().any(|text| text == gone));
        if !is_gone && outcome.exit == Exit::Clean {
            let shown = shown::mask(text);
            say(
                talk,
                Severity::Note,
                &format!("{} isn't listed", shown::escape(&shown)),
            );
        }
        for broken in mended
            .iter()
            .flat_map(|origin| plan::broken_forms(&outcome.kept, origin))
        {
            let text = format!(
                "\"{}\" is listed, a form of it that never matches; name it to remove it",
                broken.value
            );
            say(talk, Severity::Note, &text);
        }
    }
    request.report(&outcome, &[])
}
