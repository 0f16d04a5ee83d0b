//! The commands, one file each, and what they share: where output goes and in which colours.

mod add;
mod ask;
mod check;
pub mod completions;
mod edit;
mod history;
mod judge;
mod leak;
mod lint;
mod list;
pub mod man;
mod normalize;
mod probe;
mod progress;
mod remove;
mod reports;
mod rule;
mod set;
mod settings;
mod target;
mod undo;
mod usage;

use std::io::{self, BufWriter, IsTerminal, Stdin, StdoutLock, Write};
use std::panic;
use std::thread::{self, ScopedJoinHandle};

use clap::builder::StyledStr;
use owo_colors::OwoColorize;

use crate::cli::{Cli, Color, Command, Talk};
use crate::diagnostic::Severity;
use crate::entry::{Entry, Value};
use crate::exit::Exit;
use crate::input::{self, BLOCK, Block, Blocks};
use crate::plan::Location;
use crate::refusal::with_way_out;
use crate::report::edit::failure_json;
use crate::report::{Look, wrap};
use crate::shown;

use progress::Progress;
use settings::Settings;

/// Runs the command that was asked for.
pub fn run(cli: &Cli) -> anyhow::Result<Exit> {
    let talk = &cli.talk;
    let settings = || Settings::load(talk);
    let _progress = Progress::start(talk.quiet);
    match &cli.command {
        Command::Check(args) => check::run(args, talk, &settings()?),
        Command::Normalize(args) => normalize::run(args, talk),
        Command::Lint(args) => lint::run(args, talk, &settings()?),
        Command::List(args) => list::run(args, talk, &settings()?),
        Command::Add(args) => add::run(args, talk, &settings()?),
        Command::Remove(args) => remove::run(args, talk, &settings()?),
        Command::Set(args) => set::run(args, talk, &settings()?),
        Command::Undo(args) => undo::run(args, talk, &settings()?),
        Command::History(args) => history::run(args, talk, &settings()?),
        Command::Probe(args) => probe::run(args, talk, &settings()?),
        Command::Rule(args) => rule::run(args, talk),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}

/// Prints clap's help, version or complaint. A complaint repeats arguments: they are made fit to be
/// shown in it.
pub fn explain_usage(mut error: clap::Error) -> Exit {
    let arguments = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
    let arguments: Vec<String> = arguments.collect();
    usage::suggest(&mut error, arguments.iter().cloned());
    let text = error.render().to_string();
    let mut fit = shown::mask_urls(&text).into_owned();
    // clap names an option and its value apart
    let values = arguments.iter().filter_map(|text| text.split_once('='));
    let values = values.map(|(_, value)| value);
    let given = arguments.iter().map(String::as_str).chain(values);
    // clap leaves escape sequences out, or a part of them
    let left = |given: &str| StyledStr::from(given.to_owned()).to_string();
    for given in given.flat_map(|given| [given.to_owned(), left(given)]) {
        let shown = shown::fit(&given);
        if shown != given {
            fit = fit.replace(&given, &shown);
        }
    }
    let lines: Vec<_> = fit.split('\n').map(shown::escape).collect();
    let fit = lines.join("\n");
    // if it can't be printed, there is nobody left to tell
    _ = if fit == text {
        error.print()
    } else {
        io::stderr().write_all(fit.as_bytes())
    };
    if error.use_stderr() {
        Exit::Usage
    } else {
        Exit::Clean
    }
}

/// Says on standard error what went wrong.
pub fn complain(cli: &Cli, error: &anyhow::Error) {
    say(&cli.talk, Severity::Error, &format!("{error:#}"));
}

/// A line on standard error that starts with a coloured word. If it can't be written, there is
/// nobody left to tell.
///
/// With `--quiet` only errors are said. On a terminal long lines are broken between words.
fn say(talk: &Talk, severity: Severity, text: &str) {
    if talk.quiet && severity < Severity::Error {
        return;
    }
    let style = look(talk, &io::stderr()).severity(severity);
    let indent = severity.to_string().len() + ": ".len();
    let text = match io::stderr().is_terminal() {
        true => &wrap(text, indent),
        false => text,
    };
    let _screen = progress::hide();
    _ = writeln!(io::stderr(), "{}: {text}", severity.style(style));
}

/// How many changed entries are named one by one.
const MOST_CHANGES: usize = 20;

/// What went and what came, a line for each.
fn signed(gone: &[Value], come: &[Value]) -> String {
    let gone_first = gone.iter().map(|value| ('-', value));
    let all = gone_first.chain(come.iter().map(|value| ('+', value)));
    let lines = all.take(MOST_CHANGES);
    let mut lines: Vec<String> = lines
        .map(|(sign, value)| format!("  {sign} {value}"))
        .collect();
    let others = (gone.len() + come.len()).saturating_sub(MOST_CHANGES);
    if others > 0 {
        lines.push(format!("  and {others} more"));
    }
    lines.join("\n")
}

/// Does the same to each item, all at the same time; the results are in the items' order.
fn side_by_side<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if let [item] = items {
        return vec![work(item)];
    }
    thread::scope(|scope| {
        let started: Vec<_> = items
            .iter()
            .map(|item| scope.spawn(|| work(item)))
            .collect();
        let results = started.into_iter().map(ScopedJoinHandle::join);
        results
            .map(|result| result.unwrap_or_else(|panic| panic::resume_unwind(panic)))
            .collect()
    })
}

/// What to do about one of `count` lists that can't be had: with several, it is said, so that the
/// others can be done all the same.
fn fail_one(talk: &Talk, count: usize, error: anyhow::Error) -> anyhow::Result<Exit> {
    let exit = Exit::of(&error);
    // at exit 0 nobody reads on
    if count == 1 || exit == Exit::Clean {
        return Err(error);
    }
    say(talk, Severity::Error, &format!("{error:#}"));
    Ok(exit)
}

/// The JSON object of a server that can't be edited or listed; a script needs one for each.
fn report_failure(location: &Location, error: &anyhow::Error) -> io::Result<()> {
    let Location::Server(server) = location else {
        return Ok(());
    };
    let exit = Exit::of(error);
    let mut out = stdout();
    failure_json(
        &server.address().to_string(),
        &format!("{error:#}"),
        exit as u8,
        &mut out,
    )?;
    out.flush()
}

/// Standard output, written in large blocks.
fn stdout() -> BufWriter<Stdout> {
    let stdout = io::stdout().lock();
    let is_terminal = stdout.is_terminal();
    BufWriter::with_capacity(
        1 << 16,
        Stdout {
            stdout,
            is_terminal,
        },
    )
}

/// Standard output that names itself when it can't be written to.
struct Stdout {
    stdout: StdoutLock<'static>,
    is_terminal: bool,
}

impl Stdout {
    fn named(error: io::Error) -> io::Error {
        let error = with_way_out(error);
        io::Error::new(
            error.kind(),
            format!("can't write to standard output: {error}"),
        )
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _screen = progress::hide();
        let count = self.stdout.write(bytes).map_err(Self::named)?;
        if self.is_terminal {
            progress::note(&bytes[..count]);
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        let _screen = progress::hide();
        self.stdout.flush().map_err(Self::named)
    }
}

/// What a workflow of GitHub has in its environment.
const WORKFLOW: &str = "GITHUB_ACTIONS";

/// What a pipeline of Azure's has in its environment.
const PIPELINE: &str = "TF_BUILD";

fn is_in_workflow() -> bool {
    std::env::var_os(WORKFLOW).is_some_and(|value| !value.is_empty() && value != "false")
}

/// Writes a unified diff. A terminal gets what could play tricks on it escaped, and so does a pipeline of
/// Azure's, which can't be told not to look for commands; a file or a pipe gets the lines as they are,
/// so that the diff applies. A runner of GitHub's, which may be behind the pipe, is told not to take them
/// for commands; to those who apply the diff that is noise around it.
fn show_diff(diff: &str, out: &mut dyn Write) -> io::Result<()> {
    if !io::stdout().is_terminal() && is_in_workflow() {
        let token = format!("corsctl-{:016x}", fastrand::u64(..));
        writeln!(out, "::stop-commands::{token}")?;
        out.write_all(diff.as_bytes())?;
        return writeln!(out, "::{token}::");
    }
    if !io::stdout().is_terminal() && std::env::var_os(PIPELINE).is_none() {
        return out.write_all(diff.as_bytes());
    }
    diff.lines()
        .try_for_each(|line| writeln!(out, "{}", shown::escape(line)))
}

/// `--color` first, then `NO_COLOR` (no-color.org), `CLICOLOR_FORCE`, and whether it is a terminal.
fn uses_color(talk: &Talk, stream: &impl IsTerminal) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match talk.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto if std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto => stream.is_terminal(),
    }
}

/// How the formats for people look, as the user wants them.
fn look(talk: &Talk, stream: &impl IsTerminal) -> Look {
    let least = match (talk.quiet, talk.verbose) {
        (true, _) => Severity::Error,
        (false, true) => Severity::Note,
        (false, false) => Severity::Warning,
    };
    Look {
        color: uses_color(talk, stream),
        least,
        praise: !talk.quiet,
        summary: !talk.quiet,
        offers_fix: false,
        links: false,
    }
}

/// What was given: a `-` among the arguments stands for standard input, which is read once.
///
/// No arguments at all mean standard input too, unless a person sits there.
fn given(arguments: &[String]) -> Result<impl Iterator<Item = Given<'_>>, input::Error> {
    let is_terminal = io::stdin().is_terminal();
    if arguments.is_empty() && is_terminal {
        return Err(input::Error::Nothing);
    }
    let is_stdin = |argument: &String| argument == "-";
    if is_terminal && arguments.iter().any(is_stdin) {
        progress::silence(true);
    }
    let first = arguments.iter().position(is_stdin);
    let numbered = arguments.iter().enumerate();
    let given = numbered.filter_map(move |(index, argument)| match is_stdin(argument) {
        true => (first == Some(index)).then_some(Given::Stdin),
        false => Some(Given::Argument(index + 1, argument)),
    });
    Ok(arguments
        .is_empty()
        .then_some(Given::Stdin)
        .into_iter()
        .chain(given))
}

/// Where candidates come from.
enum Given<'a> {
    /// The argument with that number.
    Argument(usize, &'a str),
    Stdin,
}

/// Standard input, a block at a time.
fn blocks() -> Blocks<Stdin> {
    Blocks::new(io::stdin(), BLOCK)
}

/// Hands over one candidate after the other, in the order they were given; `None` whenever the next
/// may have to be waited for.
fn each(
    arguments: &[String],
    mut take: impl FnMut(Option<Entry>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for given in given(arguments)? {
        if let Given::Argument(number, text) = given {
            take(Some(Entry::argument(number, text)))?;
            continue;
        }
        take(None)?;
        let (mut blocks, mut block) = (blocks(), Block::default());
        while blocks.read(&mut block).map_err(input::Error::from)? {
            let (candidates, error) = block.candidates();
            for (line, text) in candidates {
                take(Some(input::entry(line, text)))?;
            }
            if let Some(error) = error {
                return Err(error.into());
            }
            take(None)?;
        }
    }
    Ok(())
}
