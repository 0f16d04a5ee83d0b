//! The command line, as clap sees it. Nothing here does anything.

mod options;
mod past;

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use url::Url;

use crate::list::Pointer;
use crate::rules::{self, Rule};

pub use options::{
    Ask, BrowserName, Color, Credentials, Edit, FailOn, LevelArgs, PageSpace, Report, Servers,
    Shape, Talk, Target,
};
pub use past::{History, Undo};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// What the short help ends with: it leaves out what most people never need.
const MORE: &str = "--help shows all options, and examples.";

/// Check, repair and write lists of allowed CORS origins.
///
/// A server compares each entry of its list, byte for byte, with the origin that the browser sends.
/// corsctl works out that string, says what is wrong with everything else, and writes it down.
#[derive(Debug, Parser)]
#[command(version, styles = STYLES, max_term_width = 80, propagate_version = true)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl check https://Tool.example/app
  corsctl add --create --file allowed-origins.json https://MyTool.example/
  corsctl lint --fix allowed-origins.json

Exit codes: 0 clean or done, 1 findings or refused, 2 usage or bad input,
3 server unreachable, 4 no or not the right token, 5 the list changed under
the edit.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How to talk.
    #[command(flatten)]
    pub talk: Talk,
}

/// The commands. What each does stands at its struct, where clap finds it.
#[allow(
    missing_docs,
    reason = "clap would print a comment here instead of the struct's"
)]
#[derive(Debug, Subcommand)]
pub enum Command {
    Check(Check),
    Normalize(Normalize),
    Lint(Lint),
    List(List),
    Add(Add),
    Remove(Remove),
    Set(Set),
    Undo(Undo),
    History(History),
    Probe(Probe),
    Rule(RuleArgs),
    Completions(Completions),
    Man(Man),
}

/// Check candidates: is this what a browser sends?
///
/// Each candidate is looked at by itself; `lint` looks at a list as a whole.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl check https://tool.example
  jq -r '.origins[]' config.json | corsctl check --format jsonl")]
pub struct Check {
    /// Candidates; `-` reads them from standard input, one a line.
    #[arg(value_name = "ORIGIN")]
    pub origins: Vec<String>,
    /// What to print, and what counts.
    #[command(flatten)]
    pub report: Report,
    /// Which rules.
    #[command(flatten)]
    pub levels: LevelArgs,
}

/// Print the origin a browser would send, one a line.
///
/// A candidate that has none goes to standard error, and the exit code is 1.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl normalize https://Tool.example/app
  corsctl normalize --unique - < addresses.txt > origins.txt")]
pub struct Normalize {
    /// Candidates; `-` reads them from standard input, one a line.
    #[arg(value_name = "ORIGIN")]
    pub origins: Vec<String>,
    /// Print each origin once, in order of first appearance.
    #[arg(long)]
    pub unique: bool,
}

/// Lint lists in JSON, JSONC or text files, or on servers.
///
/// In JSON the list is found at the root, at /allowedOrigins or at /serverSettings/allowedOrigins. A
/// text file has one origin a line; blank lines and lines that start with # don't count. In folders,
/// *.json and *.jsonc files that hold /allowedOrigins are linted, but for those that git ignores. No
/// file that has more than 256 MiB is read.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl lint allowed-origins.json
  corsctl lint --diff --pointer '/clients/*/webOrigins' realm.json
  corsctl lint --fix --server https://home.example")]
pub struct Lint {
    /// Files, and folders to look for lists in; `-` is standard input.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What standard input is called in reports.
    ///
    /// Its format and its settings go by that name too.
    #[arg(long, hide_short_help = true, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Where in the JSON the list is; a segment `*` matches any.
    ///
    /// A pointer as RFC 6901 has it; may be repeated.
    #[arg(long, value_name = "PTR", value_parser = Pointer::pattern, conflicts_with = "server")]
    pub pointer: Vec<Pointer>,
    /// Apply the fixes that keep the origin.
    #[arg(long, help_heading = "Fixing")]
    pub fix: bool,
    /// Also apply the fixes that change what was asked for.
    #[arg(long, help_heading = "Fixing")]
    pub unsafe_fixes: bool,
    /// Only print what fixing would change; if so, exit with 1.
    #[arg(long, help_heading = "Fixing", conflicts_with_all = ["format", "output_file", "statistics", "baseline", "fail_on"])]
    pub diff: bool,
    /// Fix a server's list even if nothing is left.
    #[arg(long, hide_short_help = true, help_heading = "Fixing")]
    pub yes: bool,
    /// Report only what isn't in this file.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "FILE",
        help_heading = "Report"
    )]
    pub baseline: Option<PathBuf>,
    /// Write all that is found into it instead; from then on only what is new is reported.
    #[arg(long, hide_short_help = true, help_heading = "Report", requires = "baseline", conflicts_with_all = ["fix", "unsafe_fixes", "diff"])]
    pub write_baseline: bool,
    /// Which servers.
    #[command(flatten)]
    pub servers: Servers,
    /// What to print, and what counts.
    #[command(flatten)]
    pub report: Report,
    /// Which rules.
    #[command(flatten)]
    pub levels: LevelArgs,
}

/// Print a list as it stands.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl list --file allowed-origins.json
  corsctl list --format json --server https://home.example")]
pub struct List {
    /// What to print.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Shape,
    /// Which list.
    #[command(flatten)]
    pub target: Target,
}

/// Add origins to a list.
///
/// What can be mended without changing the origin is mended; anything else asks on a terminal and is
/// refused in a script. All are added or none.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl add --create --file allowed-origins.json https://MyTool.example/
  corsctl add --file config.json --pointer /cors/origins https://tool.example
  corsctl add --probe --server https://home.example https://tool.example")]
pub struct Add {
    /// Origins; `-` reads them from standard input, one a line.
    #[arg(value_name = "ORIGIN", required = true)]
    pub origins: Vec<String>,
    /// Add the http or https counterpart too.
    #[arg(long)]
    pub twin: bool,
    /// Apply fixes that change what was asked for.
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Then ask the server as a browser would, as `probe` does.
    #[arg(long, conflicts_with_all = ["file", "dry_run", "check"])]
    pub probe: bool,
    /// Only these browsers count for the exit code of `--probe`.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "BROWSER",
        value_delimiter = ',',
        requires = "probe"
    )]
    pub browser: Vec<BrowserName>,
    /// Whether to write, and what to print.
    #[command(flatten)]
    pub edit: Edit,
    /// Which list.
    #[command(flatten)]
    pub target: Target,
    /// Make the file if it doesn't exist.
    #[arg(long, help_heading = "Target", conflicts_with = "server")]
    pub create: bool,
    /// Which rules.
    #[command(flatten)]
    pub levels: LevelArgs,
}

/// Remove origins from a list.
///
/// An entry goes if it is the given text, byte for byte; if none is, the origin that the text is
/// another spelling of.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl remove --file allowed-origins.json https://tool.example
  corsctl remove --dry-run --server https://home.example https://tool.example")]
pub struct Remove {
    /// Origins; `-` reads them from standard input, one a line.
    #[arg(value_name = "ORIGIN", required = true)]
    pub origins: Vec<String>,
    /// Go on even if nothing is left.
    #[arg(long)]
    pub yes: bool,
    /// Whether to write, and what to print.
    #[command(flatten)]
    pub edit: Edit,
    /// Which list.
    #[command(flatten)]
    pub target: Target,
}

/// Make a list hold just these origins.
///
/// Values in the list that are no strings stay: they are somebody else's.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("wanted").required(true).args(["origins", "from"]))]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl set --file allowed-origins.json https://a.example https://b.example
  corsctl set --file allowed-origins.json --from origins.txt")]
pub struct Set {
    /// Origins; `-` reads them from standard input, one a line.
    #[arg(value_name = "ORIGIN")]
    pub origins: Vec<String>,
    /// Take the origins from another list.
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// Apply fixes that change what was asked for.
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Go on even if nothing is left.
    #[arg(long)]
    pub yes: bool,
    /// Whether to write, and what to print.
    #[command(flatten)]
    pub edit: Edit,
    /// Which list.
    #[command(flatten)]
    pub target: Target,
    /// Make the file if it doesn't exist.
    #[arg(long, help_heading = "Target", conflicts_with = "server")]
    pub create: bool,
    /// Which rules.
    #[command(flatten)]
    pub levels: LevelArgs,
}

/// Ask the network whether a page gets through, as a browser would.
///
/// Sends the preflight and the request that a browser would send for a page at each origin, judges the
/// answers as browsers do, and says which layer blocks and what to do. No token is sent; with one, the
/// list is read to tell which entry nearly matches.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl probe --server https://home.example https://tool.example
  corsctl probe --url https://api.example/items --method PUT https://a.example

Exit code 0 if all three browsers get through, 1 if one of them doesn't.")]
pub struct Probe {
    /// Origins of pages, or their addresses; `null` is a sandboxed frame.
    #[arg(value_name = "ORIGIN", required = true)]
    pub origins: Vec<String>,
    /// Any endpoint, instead of an Audiobookshelf.
    #[arg(long, value_name = "URL", conflicts_with = "server", value_parser = options::web_url)]
    pub url: Option<Url>,
    /// Where the page itself is served from, if that isn't plain from its origin.
    #[arg(long, hide_short_help = true, value_name = "SPACE")]
    pub page_space: Option<PageSpace>,
    /// Only these browsers count for the exit code.
    #[arg(long, value_name = "BROWSER", value_delimiter = ',')]
    pub browser: Vec<BrowserName>,
    /// Seconds to wait between two requests.
    #[arg(long, hide_short_help = true, value_name = "SECONDS", value_parser = options::pause)]
    pub delay: Option<Duration>,
    /// What to print.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Shape,
    /// What the page asks.
    #[command(flatten)]
    pub ask: Ask,
    /// Which servers.
    #[command(flatten)]
    pub servers: Servers,
}

/// Explain rules, or list them all.
#[derive(Args, Debug)]
#[command(name = "rule")]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl rule null-origin
  corsctl rule --format json")]
pub struct RuleArgs {
    /// Their names.
    #[arg(value_name = "RULE", value_parser = rules::find)]
    pub rules: Vec<&'static Rule>,
    /// What to print.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Shape,
}

/// Print the completions for a shell.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  source <(corsctl completions bash)
  corsctl completions fish | source")]
pub struct Completions {
    /// Which one.
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// The shells that there are completions for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// GNU Bash.
    Bash,
    /// Z shell.
    Zsh,
    /// fish.
    Fish,
    /// `PowerShell`.
    #[value(name = "powershell")]
    PowerShell,
    /// Elvish.
    Elvish,
}

/// The names of the commands, each of which has a manual page.
pub const COMMANDS: [&str; 13] = [
    "check",
    "normalize",
    "lint",
    "list",
    "add",
    "remove",
    "set",
    "undo",
    "history",
    "probe",
    "rule",
    "completions",
    "man",
];

/// Print the manual page of corsctl, or of one of its commands.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl man lint | man -l -
  corsctl man > ~/.local/share/man/man1/corsctl.1")]
pub struct Man {
    /// Which one.
    #[arg(value_name = "COMMAND", value_parser = PossibleValuesParser::new(COMMANDS))]
    pub command: Option<String>,
}
