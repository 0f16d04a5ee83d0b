//! `--statistics`: how often each rule has something to say.

use std::io::{self, Write};

use owo_colors::OwoColorize;

use super::{Look, Render, Summary};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::lint::Linted;
use crate::rules::Rule;

pub(super) struct Statistics {
    look: Look,
    tallies: Vec<Tally>,
}

/// How often a rule has said something of one severity.
struct Tally {
    rule: &'static Rule,
    severity: Severity,
    count: usize,
    /// How many of these `--fix` would mend.
    fixable: usize,
}

impl Statistics {
    pub(super) fn new(look: Look) -> Self {
        let tallies = Vec::new();
        Self { look, tallies }
    }

    fn count(&mut self, found: &Diagnostic) {
        let same = |tally: &&mut Tally| {
            tally.rule.name == found.rule.name && tally.severity == found.severity
        };
        let is_safe = |fix: &_| matches!(fix, Applicability::Safe);
        let fixable = found.fix.as_ref().map(|fix| fix.applicability);
        let fixable = usize::from(fixable.as_ref().is_some_and(is_safe));
        match self.tallies.iter_mut().find(same) {
            Some(tally) => {
                tally.count += 1;
                tally.fixable += fixable;
            }
            None => self.tallies.push(Tally {
                rule: found.rule,
                severity: found.severity,
                count: 1,
                fixable,
            }),
        }
    }
}

impl Render for Statistics {
    fn entry(&mut self, linted: &Linted<'_>, _: &mut dyn Write) -> io::Result<()> {
        linted
            .diagnostics
            .iter()
            .for_each(|found| self.count(found));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.tallies
            .sort_by_key(|tally| (std::cmp::Reverse(tally.count), tally.rule.name));
        let width =
            |text: &dyn Fn(&Tally) -> usize| self.tallies.iter().map(text).max().unwrap_or(0);
        let numbers = width(&|tally| tally.count.to_string().len());
        let names = width(&|tally| tally.rule.name.len());
        let least = self.look.least;
        for tally in self.tallies.iter().filter(|tally| tally.severity >= least) {
            let severity = format!("{:7}", tally.severity);
            let severity = severity.style(self.look.severity(tally.severity));
            let line = format!(
                "{:numbers$}  {severity}  {:names$}",
                tally.count, tally.rule.name
            );
            match tally.fixable {
                0 => writeln!(out, "{}", line.trim_end())?,
                fixable => writeln!(out, "{line}  --fix mends {fixable}")?,
            }
        }
        if self.look.summary {
            writeln!(out, "{}", summary.sentence(self.look))?;
        }
        Ok(())
    }
}
