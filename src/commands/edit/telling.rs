//! What became of an edit, told to a person or a script.

use std::io::{self, Write};

use super::{Outcome, Request, Story, lint_command};
use crate::cli::Shape;
use crate::commands::{fail_one, probe, report_failure, say, show_diff, side_by_side, stdout};
use crate::diagnostic::Severity;
use crate::exit::Exit;
use crate::lint::Linted;
use crate::plan::Location;
use crate::report::edit::json;
use crate::report::plural;

impl Request<'_> {
    /// Reports that nothing was done, as a candidate was refused.
    pub fn refuse(&self, linted: &[Linted<'_>]) -> anyhow::Result<Exit> {
        if self.format == Shape::Json {
            let outcomes = side_by_side(&self.locations, |location| self.unchanged(location));
            for (location, outcome) in self.locations.iter().zip(outcomes) {
                match outcome {
                    Ok(outcome) => self.write_json(&outcome, linted)?,
                    Err(error) => report_failure(location, &error)?,
                }
            }
        }
        Ok(Exit::Findings)
    }

    /// Tells a person what became of each list, or a script all of it; then, what else is worth
    /// knowing. A list that can't be had doesn't keep the others from being told of.
    pub fn report(
        &self,
        outcomes: Vec<anyhow::Result<Outcome>>,
        linted: &[Linted<'_>],
        story: impl Fn(&Outcome) -> Story,
    ) -> anyhow::Result<Exit> {
        let mut worst = Exit::Clean;
        for (location, outcome) in self.locations.iter().zip(outcomes) {
            let exit = match outcome {
                Ok(outcome) => {
                    match self.format {
                        Shape::Json => self.write_json(&outcome, linted)?,
                        Shape::Text => self.tell(&outcome, &story(&outcome))?,
                    }
                    for (severity, text) in &outcome.remarks {
                        say(self.talk, *severity, text);
                    }
                    outcome
                        .exit
                        .max(probe::exit(&outcome.probes, self.browsers))
                }
                Err(error) => self.fail(location, error)?,
            };
            worst = worst.max(exit);
        }
        if self.format == Shape::Text {
            linted.iter().for_each(|linted| self.warn(linted));
        }
        Ok(worst)
    }

    fn tell(&self, outcome: &Outcome, story: &Story) -> io::Result<()> {
        // with several lists each line says which one it is about
        let who = match self.locations.len() {
            1 => String::new(),
            _ => format!("{}: ", outcome.location),
        };
        let mut out = stdout();
        if let Some(diff) = &outcome.diff {
            show_diff(diff, &mut out)?;
        } else if outcome.exit == Exit::Clean && !self.talk.quiet {
            if outcome.is_new_file && outcome.is_change {
                writeln!(out, "made {}", outcome.name)?;
            }
            for line in &story.lines {
                writeln!(out, "{who}{line}")?;
            }
        }
        for probe in outcome.probes.iter().filter(|_| !self.talk.quiet) {
            probe::tell(probe, self.talk, &mut out)?;
        }
        out.flush()?;
        for note in &story.notes {
            say(self.talk, Severity::Note, &format!("{who}{note}"));
        }
        let command = lint_command(&outcome.location, "");
        let kept = match outcome.kept.as_slice() {
            [] => return Ok(()),
            [entry] => format!(
                "\"{}\" never matches and stayed; `{command}` explains it",
                entry.value
            ),
            entries => format!(
                "{} never match and stayed; `{command}` explains them",
                plural(entries.len(), "entry")
            ),
        };
        say(self.talk, Severity::Note, &format!("{who}{kept}"));
        Ok(())
    }

    fn write_json(&self, outcome: &Outcome, linted: &[Linted<'_>]) -> io::Result<()> {
        let kept = self.lint(&outcome.kept);
        let all = linted.iter().chain(&kept);
        let mut out = stdout();
        json(
            &outcome.target,
            outcome.is_change,
            self.is_trial,
            &outcome.lists,
            all,
            &outcome.probes,
            &mut out,
        )?;
        out.flush()
    }

    fn fail(&self, location: &Location, error: anyhow::Error) -> anyhow::Result<Exit> {
        if self.format == Shape::Json {
            report_failure(location, &error)?;
        }
        fail_one(self.talk, self.locations.len(), error)
    }

    /// Mentions what is right about a candidate's spelling and still worth a second look.
    fn warn(&self, linted: &Linted<'_>) {
        for found in &linted.diagnostics {
            let is_shown = match found.severity {
                Severity::Error => false,
                Severity::Warning => true,
                Severity::Note => self.talk.verbose,
            };
            if is_shown {
                let text = format!(
                    "{}: {} ({})",
                    linted.entry.value, found.message, found.rule.name
                );
                say(self.talk, found.severity, &text);
            }
        }
    }
}
