//! `lint`: whole lists, and their repair.

mod known;
mod reading;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, ensure};

use super::check::lines::Lines;
use super::reports::Reports;
use super::settings::{Settings, is_same};
use super::{look, say, show_diff, side_by_side, signed, stdout, target};
use crate::audiobookshelf::Server;
use crate::cli::{Lint, Talk};
use crate::diagnostic::Severity;
use crate::entry::{Source, Value};
use crate::exit::Exit;
use crate::lint::{Linted, Overview};
use crate::list::file::source;
use crate::list::search::json_files;
use crate::list::server;
use crate::plan;
use crate::report::{Look, plural};
use crate::rules::Rule;
use crate::shown;

use known::Known;
use reading::{Reader, Reading};

pub(super) fn run(args: &Lint, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    if args.report.show_settings {
        settings.show(&args.levels, &args.report, &args.paths, &mut stdout())?;
        return Ok(Exit::Clean);
    }
    // the server of the environment is only meant where nothing is named
    let servers = match args.paths.is_empty() || !args.servers.server.is_empty() {
        true => target::servers(&args.servers, settings, talk)?,
        false => {
            target::refuse_idle(&args.servers)?;
            Vec::new()
        }
    };
    let reader = Reader {
        args,
        settings,
        talk,
    };
    refuse_contradictions(&reader, &servers)?;
    let look = Look {
        praise: false,
        offers_fix: true,
        ..look(talk, &io::stdout())
    };
    let mut job = Job {
        reader,
        talk,
        known: Known::open(args)?,
        reports: match args.diff {
            true => Reports::silent(),
            false => Reports::open(&args.report, look, talk, settings)?,
        },
        seen: HashSet::new(),
        offered: BTreeSet::new(),
        used: BTreeSet::new(),
        is_unfixed: false,
        worst: Exit::Clean,
    };
    for path in &args.paths {
        job.path(path)?;
    }
    let readings = side_by_side(&servers, |server| job.reader.server(server));
    for (server, reading) in servers.iter().zip(readings) {
        job.show(&server::source(server), reading)?;
    }
    job.finish()
}

/// Options that can't be meant together, beyond what clap knows.
fn refuse_contradictions(reader: &Reader<'_>, servers: &[Server]) -> anyhow::Result<()> {
    let Reader { args, settings, .. } = reader;
    ensure!(
        servers.is_empty() || args.pointer.is_empty(),
        "`--pointer` is for files"
    );
    ensure!(
        !args.paths.is_empty() || !servers.is_empty(),
        "nothing to lint: name files or folders, `-` for standard input, or a server with `--server URL`"
    );
    let reads_stdin = args.paths.iter().any(|path| path == Path::new("-"));
    ensure!(
        args.stdin_filename.is_none() || reads_stdin,
        "`--stdin-filename` names standard input, which `-` stands for"
    );
    // a list is never overwritten by what is said about it
    for output in args.report.output_file.iter().chain(&args.baseline) {
        let is_list = args.paths.iter().any(|path| is_same(path, output)) || reader.holds(output);
        ensure!(
            !is_list,
            "{} is a list to lint: it can't be a report or a baseline too",
            shown::path(output)
        );
    }
    if let Some(baseline) = &args.baseline {
        settings.refuse_output(baseline)?;
        let output = args.report.output_file.as_deref();
        ensure!(
            output.is_none_or(|output| !is_same(output, baseline)),
            "the report can't be the baseline too: `--output-file` names another file"
        );
    }
    Ok(())
}

struct Job<'a> {
    reader: Reader<'a>,
    talk: &'a Talk,
    known: Known,
    reports: Reports,
    /// The files so far, past all links: each is linted once.
    seen: HashSet<PathBuf>,
    /// The exceptions that could have silenced something, and those that have.
    offered: BTreeSet<usize>,
    used: BTreeSet<usize>,
    /// Whether `--diff` had anything to show.
    is_unfixed: bool,
    /// The worst that happened besides findings.
    worst: Exit,
}

impl Job<'_> {
    /// A file, all lists in a folder, or standard input.
    fn path(&mut self, path: &Path) -> anyhow::Result<()> {
        if path == Path::new("-") {
            let reading = self.reader.stdin();
            return self.show(&self.reader.source_of_stdin(), reading);
        }
        if path.is_dir() {
            return self.folder(path);
        }
        if self.is_new(path) {
            let reading = self.reader.file(path);
            self.show(&source(path), reading)?;
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path) -> anyhow::Result<()> {
        let mut count = 0;
        let before = self.reports.summary.skipped;
        for found in json_files(folder) {
            count += 1;
            let reading = match &found {
                Ok(path) if self.is_new(path) => self.reader.found(path),
                Ok(_) => continue,
                Err(_) => Ok(None),
            };
            match (found, reading.transpose()) {
                (Err(error), _) => self.show(&source(folder), Err(error.into()))?,
                (Ok(_), None) => self.reports.summary.skipped += 1,
                (Ok(path), Some(reading)) => self.show(&source(&path), reading)?,
            }
        }
        if self.reports.summary.skipped - before == count {
            let looked = match count {
                0 => "no *.json or *.jsonc file that git doesn't ignore".to_owned(),
                _ => format!("{} looked at", plural(count, "file")),
            };
            let text = format!(
                "no list in {}: {looked}; name the file, or where its list is with `--pointer`",
                shown::path(folder)
            );
            self.show(&source(folder), Err(anyhow!(text)))?;
        }
        Ok(())
    }

    /// Whether a file wasn't linted yet, under this name or another.
    fn is_new(&mut self, path: &Path) -> bool {
        // what leads nowhere is an error each time
        fs::canonicalize(path).map_or(true, |path| self.seen.insert(path))
    }

    /// Reports what was read, or says why it couldn't be: one bad list doesn't keep the
    /// others from being linted.
    fn show(&mut self, source: &Source, reading: anyhow::Result<Reading>) -> anyhow::Result<()> {
        let shown = reading.and_then(|reading| self.report(&reading));
        self.reports.flush()?;
        let Err(error) = shown else {
            return Ok(());
        };
        let exit = Exit::of(&error);
        if exit == Exit::Clean {
            return Err(error); // nobody reads on
        }
        self.worst = self.worst.max(exit);
        let message = format!("{error:#}");
        say(self.talk, Severity::Error, &message);
        Ok(self.reports.failure(source, &message)?)
    }

    fn report(&mut self, reading: &Reading) -> anyhow::Result<()> {
        if self.reader.args.diff {
            return self.diff(reading);
        }
        let (gone, come) = reading.changes()?;
        if !gone.is_empty() || !come.is_empty() {
            // what only came is company for what was there
            self.reports.summary.fixed += match gone.len() {
                0 => come.len(),
                count => count,
            };
            self.tell(&reading.document.name(), &gone, &come);
        }
        for (severity, text) in &reading.remarks {
            say(self.talk, *severity, text);
            if *severity == Severity::Error {
                self.worst = self.worst.max(Exit::Findings);
            }
        }
        self.offered.extend(reading.policy.linter.exceptions());
        let least = self.reports.least().filter(|_| self.known.is_none());
        for list in reading.lists()? {
            let linter = &reading.policy.linter;
            let overview = linter.look_over(&list, &list.owner, least);
            match self.reports.are_lines() && self.known.is_none() {
                true => self.write_lines(&overview)?,
                false => overview.each(|_, mut linted| {
                    self.used.extend(&linted.excused);
                    self.leave_out_known(&mut linted);
                    self.reports.entry(&linted)
                })?,
            }
            self.reports.passed(overview.passed());
        }
        Ok(())
    }

    /// In the format whose entries stand by themselves, they are worked on side by side.
    fn write_lines(&mut self, overview: &Overview<'_>) -> anyhow::Result<()> {
        overview.in_parts(
            |linted, (lines, used): &mut (Lines, Vec<usize>)| {
                used.extend(&linted.excused);
                lines.add(&linted);
            },
            |(lines, used)| {
                self.used.extend(used);
                self.reports.ready(&lines.summary, &lines.text)?;
                lines.error.map_or(Ok(()), Err)
            },
        )
    }

    fn leave_out_known(&mut self, linted: &mut Linted<'_>) {
        if let Some(known) = self.known.take_out(linted) {
            self.reports.known(&known);
        }
    }

    /// Says what a fix took out and what it put in.
    fn tell(&self, name: &str, gone: &[Value], come: &[Value]) {
        let text = format!("fixed {name}\n{}", signed(gone, come));
        say(self.talk, Severity::Note, &text);
    }

    fn diff(&mut self, reading: &Reading) -> anyhow::Result<()> {
        let Reading {
            document, policy, ..
        } = reading;
        let fixed = self.reader.repair(document, policy)?;
        if fixed.text() == document.text() {
            return Ok(());
        }
        self.is_unfixed = true;
        let before = document.masked(&document.lists_at(&policy.pointers)?);
        let after = fixed.masked(&fixed.lists_at(&policy.pointers)?);
        let diff = plan::diff(&document.name_in_diff(), &before, &after);
        let mut out = stdout();
        show_diff(&diff, &mut out)?;
        Ok(out.flush()?)
    }

    fn finish(mut self) -> anyhow::Result<Exit> {
        if self.reader.args.diff {
            let found = match self.is_unfixed {
                true => Exit::Findings,
                false => Exit::Clean,
            };
            return Ok(self.worst.max(found));
        }
        // a list that couldn't be read may be what an exception is for
        if self.reports.summary.unread == 0 {
            self.report_idle_exceptions()?;
        }
        let Reader { args, settings, .. } = self.reader;
        let summary = self.reports.finish()?;
        if let Some(path) = &args.baseline {
            if args.write_baseline && summary.unread > 0 {
                let text = "the baseline wasn't written, as it would lack what couldn't be read";
                say(self.talk, Severity::Error, text);
            } else if let Some(text) = self.known.finish(path)? {
                say(self.talk, Severity::Note, &text);
            }
        }
        let found = Exit::for_findings(&summary, settings.fail_on(&args.report));
        Ok(self.worst.max(found))
    }

    fn report_idle_exceptions(&mut self) -> anyhow::Result<()> {
        let Reader { args, settings, .. } = self.reader;
        let idle = &self.offered - &self.used;
        let linter = settings.linter(&args.levels);
        // a rule that is silenced as a whole may well speak in the next run
        let speaks = |rule: &Rule| linter.enabled().any(|it| it.name == rule.name);
        let idle = settings.exceptions(&idle).into_iter();
        for (exception, entry) in idle.filter(|(exception, _)| speaks(exception.rule)) {
            let mut linted = linter.unused(&entry, exception.rule);
            self.leave_out_known(&mut linted);
            if !linted.diagnostics.is_empty() {
                self.reports.aside(&linted)?;
            }
        }
        Ok(())
    }
}
