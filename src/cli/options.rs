//! Groups of options that commands share.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use reqwest::Method;
use url::Url;

use crate::list::Pointer;
use crate::report::{FORMATS, FULL, Format};
use crate::rules::{self, Rule};
pub use crate::severity::FailOn;

/// Options of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub struct Talk {
    /// When to use colour.
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub color: Color,
    /// Print nothing but errors.
    #[arg(
        short,
        long,
        hide_short_help = true,
        global = true,
        conflicts_with = "verbose"
    )]
    pub quiet: bool,
    /// Explain notes too, and say what was left alone.
    #[arg(short, long, hide_short_help = true, global = true)]
    pub verbose: bool,
    /// The configuration; without it, the nearest `corsctl.toml` upwards.
    #[arg(
        long,
        hide_short_help = true,
        global = true,
        value_name = "FILE",
        conflicts_with = "isolated"
    )]
    pub config: Option<PathBuf>,
    /// Take no configuration.
    #[arg(long, hide_short_help = true, global = true)]
    pub isolated: bool,
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

/// Which list: in a file, or on a server.
#[derive(Args, Debug)]
#[command(next_help_heading = "Target")]
pub struct Target {
    /// A JSON, JSONC or text file.
    ///
    /// It may have 256 MiB, and is no pipe or device.
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
    /// An Audiobookshelf, or several; or `CORSCTL_SERVER`.
    ///
    /// The address that you open in a browser, with the sub-path if it has one; or its name in
    /// `corsctl.toml`. May be repeated.
    #[arg(long, value_name = "URL")]
    pub server: Vec<String>,
    /// A file with the token; one for all, or one for each.
    ///
    /// Without one, the first of `CORSCTL_TOKEN`, `ABS_TOKEN` and `AUDIOBOOKSHELF_API_KEY` that is set. The
    /// token is an API key of an admin: Settings → API Keys.
    #[arg(long, value_name = "FILE")]
    pub token_file: Vec<PathBuf>,
    /// Trust the certificates in this file too (PEM).
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    pub ca_cert: Vec<PathBuf>,
    /// Trust any certificate: whoever is in between can read the token.
    #[arg(long, hide_short_help = true)]
    pub insecure: bool,
    /// How long an answer may take.
    #[arg(long, hide_short_help = true, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub timeout: Duration,
    /// Send the token over plain http even to a public host.
    #[arg(long, hide_short_help = true)]
    pub allow_plaintext: bool,
}

/// What a page asks of an endpoint.
#[derive(Args, Debug)]
#[command(next_help_heading = "Request")]
pub struct Ask {
    /// Its method.
    #[arg(long, value_name = "METHOD", default_value = "GET", conflicts_with = "server", value_parser = method)]
    pub method: String,
    /// A header that the page sets; may be repeated.
    #[arg(long, value_name = "NAME: VALUE", conflicts_with = "server")]
    pub header: Vec<String>,
    /// The request's credentials mode: whether cookies go along.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "MODE",
        default_value = "omit",
        conflicts_with = "server"
    )]
    pub credentials: Credentials,
    /// Really send methods other than GET and HEAD.
    #[arg(long, conflicts_with = "server")]
    pub send: bool,
}

/// A request's credentials mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Credentials {
    /// No cookies.
    Omit,
    /// Cookies to every origin.
    Include,
}

/// Where a page is served from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageSpace {
    /// The internet.
    Public,
    /// A local network.
    Local,
    /// This machine.
    Loopback,
}

/// A browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BrowserName {
    /// Chrome, Edge, Brave and others made of Chromium.
    Chrome,
    /// Firefox.
    Firefox,
    /// Safari, and all on iOS.
    Safari,
}

pub(super) fn web_url(text: &str) -> Result<Url, String> {
    let url: Url = text
        .trim()
        .parse()
        .map_err(|error| format!("{error}; it looks like https://api.example/items"))?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        scheme => Err(format!("a page fetches http or https, not {scheme}:")),
    }
}

fn method(text: &str) -> Result<String, &'static str> {
    let method = Method::from_bytes(text.as_bytes());
    method
        .map(|_| text.to_owned())
        .map_err(|_| "that is no method, such as PUT")
}

pub(super) fn pause(text: &str) -> Result<Duration, &'static str> {
    match text {
        "0" => Ok(Duration::ZERO),
        _ => seconds(text),
    }
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
    #[arg(long, hide_short_help = true)]
    pub check: bool,
    /// What to print.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "FORMAT",
        default_value = "text"
    )]
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
    /// What to print [default: full, or github in a workflow of GitHub].
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    pub format: Option<&'static Format>,
    /// Write that to a file, and print what is printed without `--format`.
    #[arg(long, value_name = "PATH")]
    pub output_file: Option<PathBuf>,
    /// Print how often each rule has something to say, not what.
    #[arg(long, hide_short_help = true)]
    pub statistics: bool,
    /// Exit with 1 if there is a finding at least this bad [default: warning].
    #[arg(long, hide_short_help = true, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
    /// Print what holds here and where that comes from; do nothing else.
    #[arg(long, hide_short_help = true)]
    pub show_settings: bool,
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Error => "Errors",
            Self::Warning => "Errors and warnings",
            Self::Note => "All",
            Self::Never => "None",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS
        .iter()
        .map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).map(|name| Format::find(&name).unwrap_or(&FULL))
}

/// Severities that differ from the rules' own.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rules")]
pub struct LevelArgs {
    /// Make a rule's findings errors.
    #[arg(long, hide_short_help = true, value_name = "RULE", value_delimiter = ',', value_parser = rules::find)]
    pub error: Vec<&'static Rule>,
    /// Make them warnings.
    #[arg(long, hide_short_help = true, value_name = "RULE", value_delimiter = ',', value_parser = rules::find)]
    pub warn: Vec<&'static Rule>,
    /// Make them notes.
    #[arg(long, hide_short_help = true, value_name = "RULE", value_delimiter = ',', value_parser = rules::find)]
    pub note: Vec<&'static Rule>,
    /// Silence a rule.
    #[arg(long, hide_short_help = true, value_name = "RULE", value_delimiter = ',', value_parser = rules::find)]
    pub ignore: Vec<&'static Rule>,
}
