//! The command line, as clap sees it. Nothing here does anything.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

use crate::audiobookshelf::Address;
use crate::diagnostic::Severity;
use crate::list::Pointer;
use crate::report::{FORMATS, FULL, Format};
use crate::rules::{self, Rule};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Check, repair and write lists of allowed CORS origins.
///
/// A server compares each entry of its list, byte for byte, with the origin that the browser sends.
/// corsctl works out that string, says what is wrong with everything else, and writes it down.
#[derive(Debug, Parser)]
#[command(version, styles = STYLES, max_term_width = 80, propagate_version = true)]
#[command(after_help = "\
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

/// Options of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub struct Talk {
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Print nothing but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Explain notes too, and say what was left alone.
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
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
    Rule(RuleArgs),
    Completions(Completions),
    Man(Man),
}

/// Check candidates: is this what a browser sends?
///
/// Each candidate is looked at by itself; `lint` looks at a list as a whole.
#[derive(Args, Debug)]
#[command(after_help = "\
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
#[command(after_help = "\
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
/// text file has one origin a line; blank lines and lines that start with # don't count.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  corsctl lint allowed-origins.json
  corsctl lint --diff --pointer '/clients/*/webOrigins' realm.json
  corsctl lint --fix *.json")]
pub struct Lint {
    /// Files; `-` is standard input.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Where in the JSON the list is (RFC 6901); a segment `*` matches any.
    #[arg(long, value_name = "PTR", value_parser = Pointer::pattern, conflicts_with = "server")]
    pub pointer: Vec<Pointer>,
    /// Apply the fixes that keep the origin.
    #[arg(long, help_heading = "Fixing")]
    pub fix: bool,
    /// Also apply the fixes that change what was asked for.
    #[arg(long, help_heading = "Fixing")]
    pub unsafe_fixes: bool,
    /// Write nothing; print what fixing would change, and exit with 1 if it would.
    #[arg(long, help_heading = "Fixing", conflicts_with = "format")]
    pub diff: bool,
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
#[command(after_help = "\
Examples:
  corsctl add --create --file allowed-origins.json https://MyTool.example/
  corsctl add --file config.json --pointer /cors/origins https://tool.example")]
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
#[command(after_help = "\
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

/// Explain rules, or list them all.
#[derive(Args, Debug)]
#[command(name = "rule")]
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
pub const COMMANDS: [&str; 10] = [
    "check",
    "normalize",
    "lint",
    "list",
    "add",
    "remove",
    "set",
    "rule",
    "completions",
    "man",
];

/// Print the manual page of corsctl, or of one of its commands.
#[derive(Args, Debug)]
pub struct Man {
    /// Which one.
    #[arg(value_name = "COMMAND", value_parser = PossibleValuesParser::new(COMMANDS))]
    pub command: Option<String>,
}

/// Which list: in a file, or on a server.
#[derive(Args, Debug)]
#[command(next_help_heading = "Target")]
pub struct Target {
    /// A JSON, JSONC or text file.
    #[arg(long, value_name = "PATH", conflicts_with = "server")]
    pub file: Option<PathBuf>,
    /// Where in the JSON the list is (RFC 6901).
    #[arg(long, value_name = "PTR", conflicts_with = "server")]
    pub pointer: Option<Pointer>,
    /// Which servers.
    #[command(flatten)]
    pub servers: Servers,
}

/// Servers, and how to speak to them.
#[derive(Args, Debug)]
#[command(next_help_heading = "Server")]
pub struct Servers {
    /// An Audiobookshelf, with its sub-path; may be repeated; or `CORSCTL_SERVER`.
    #[arg(long, value_name = "URL")]
    pub server: Vec<Address>,
    /// A file that holds the token; one for all servers, or one for each.
    ///
    /// Without it, the first of `CORSCTL_TOKEN`, `ABS_TOKEN` and `AUDIOBOOKSHELF_API_KEY` that is set. The
    /// token is an API key of an admin: Settings → API Keys.
    #[arg(long, value_name = "FILE")]
    pub token_file: Vec<PathBuf>,
    /// Trust the certificates in this file too (PEM).
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Vec<PathBuf>,
    /// Trust any certificate: whoever is in between can read the token.
    #[arg(long)]
    pub insecure: bool,
    /// How long to wait for a connection, and for an answer.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub timeout: Duration,
    /// Send the token over plain http even to a public host.
    #[arg(long)]
    pub allow_plaintext: bool,
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.strip_suffix('s').unwrap_or(text).parse();
    let seconds = seconds
        .ok()
        .filter(|seconds| (0.001..=86_400.0).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or("a number of seconds is wanted, such as 30 or 0.5")
}

/// What an edit does with its plan.
#[derive(Args, Debug)]
pub struct Edit {
    /// Write nothing; print what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// The same, and exit with 1 if anything would change.
    #[arg(long)]
    pub check: bool,
    /// What to print.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Shape,
}

/// Output for people or for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// For people.
    Text,
    /// For scripts; versioned.
    Json,
}

/// What to print of the findings, and which of them count.
#[derive(Args, Debug)]
#[command(next_help_heading = "Report")]
pub struct Report {
    /// What to print.
    #[arg(long, value_name = "FORMAT", default_value = FULL.name, value_parser = format_parser())]
    pub format: &'static Format,
    /// Exit with 1 if there is a finding at least this bad.
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    pub fail_on: FailOn,
}

/// Which findings make the exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// All.
    Note,
    /// None.
    Never,
}

impl FailOn {
    /// The least severity that counts.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS
        .iter()
        .map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).map(|name| {
        let found = FORMATS.iter().find(|format| format.name == name);
        found.map_or(&FULL, |format| *format)
    })
}

/// Severities that differ from the rules' own.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rules")]
pub struct LevelArgs {
    /// Make a rule's findings errors.
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rules::find)]
    pub error: Vec<&'static Rule>,
    /// Make them warnings.
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rules::find)]
    pub warn: Vec<&'static Rule>,
    /// Make them notes.
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rules::find)]
    pub note: Vec<&'static Rule>,
    /// Silence a rule.
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rules::find)]
    pub ignore: Vec<&'static Rule>,
}
