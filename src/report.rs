//! How findings reach the reader.
//!
//! A format is a file here that implements [`Render`], plus its line in [`FORMATS`]. It is handed
//! one entry after the other, so that a million of them need not be held, and a writer: it never
//! touches standard output itself.

mod base;
mod checkstyle;
mod concise;
pub mod edit;
mod full;
mod github;
mod gitlab;
mod json;
mod jsonl;
mod junit;
pub mod probe;
mod rdjson;
mod replacement;
mod sarif;
mod sequence;
pub mod spelling;
mod statistics;

use std::io::{self, Write};

use owo_colors::Style;
use textwrap::WordSplitter;

use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::entry::{Source, Value};
use crate::lint::Linted;
use crate::rules::Rule;

pub use base::Base;
pub use json::Finding;
pub use json::findings;
pub use jsonl::{
    FORMAT as JSONL, push as push_line, push_exact as push_exact_line, push_slips,
    push_with_finding,
};

/// What a format does with what it is handed.
pub trait Render {
    /// The next entry.
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// How bad an entry's findings have to be for it to be of interest; `None` if every entry is.
    fn least(&self) -> Option<Severity> {
        None
    }

    /// A finding about something that is in no list, such as a line of the configuration.
    fn aside(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.entry(linted, out)
    }

    /// A list that couldn't be read: where it should have been, its name neither escaped nor
    /// shortened, and why it couldn't.
    ///
    /// The reason goes to standard error in any case, so a format need not repeat it; those for CI
    /// do, because nobody reads standard error there.
    fn failure(
        &mut self,
        _source: &Source,
        _message: &str,
        _out: &mut dyn Write,
    ) -> io::Result<()> {
        Ok(())
    }

    /// Findings that aren't told, as the baseline has them. They count where equal ones are numbered.
    fn known(&mut self, _linted: &Linted<'_>) {}

    /// There are no more.
    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}

/// A format by its name.
#[derive(Debug)]
pub struct Format {
    /// As it is given to `--format`.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    make: fn(Look) -> Box<dyn Render>,
}

/// For people; the default.
pub static FULL: Format = Format {
    name: "full",
    about: "for people: the entry, what is wrong with it, and the fix",
    make: |look| Box::new(full::Full::new(look)),
};

/// All formats.
pub static FORMATS: &[&Format] = &[
    &FULL,
    &Format {
        name: "concise",
        about: "one finding a line, as compilers print them",
        make: |look| Box::new(concise::Concise::new(look)),
    },
    &Format {
        name: "json",
        about: "one versioned document",
        make: |_| Box::new(json::Json::default()),
    },
    &JSONL,
    &Format {
        name: "github",
        about: "annotations in GitHub Actions",
        make: |look| Box::new(github::Github::new(look)),
    },
    &Format {
        name: "gitlab",
        about: "GitLab's code quality report",
        make: |_| Box::new(gitlab::Gitlab::default()),
    },
    &Format {
        name: "sarif",
        about: "SARIF 2.1.0, for code scanning and editors",
        make: |_| Box::new(sarif::Sarif::default()),
    },
    &Format {
        name: "junit",
        about: "test results, a case for each entry",
        make: |_| Box::new(junit::Junit::default()),
    },
    &Format {
        name: "rdjson",
        about: "reviewdog's diagnostics, with suggestions",
        make: |_| Box::new(rdjson::Rdjson::default()),
    },
    &Format {
        name: "checkstyle",
        about: "Checkstyle's XML, which most CI plugins read",
        make: |_| Box::new(checkstyle::Checkstyle::default()),
    },
];

/// Counts instead of findings; asked for by its own option.
pub static STATISTICS: Format = Format {
    name: "statistics",
    about: "how often each rule has something to say",
    make: |look| Box::new(statistics::Statistics::new(look)),
};

impl Format {
    /// The format of that name.
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// A renderer in that format.
    pub fn renderer(&self, look: Look) -> Box<dyn Render> {
        (self.make)(look)
    }
}

/// What the formats for people should look like.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether to use colour.
    pub color: bool,
    /// Findings below this are only counted.
    pub least: Severity,
    /// Whether to say of each clean entry that it is clean.
    pub praise: bool,
    /// Whether to end with a line of counts.
    pub summary: bool,
    /// Whether that line should mention what `--fix` would do.
    pub offers_fix: bool,
    /// Whether there are links to click on.
    pub links: bool,
}

impl Look {
    /// The colour of a severity.
    pub fn severity(&self, severity: Severity) -> Style {
        self.style(match severity {
            Severity::Error => Style::new().bright_red().bold(),
            Severity::Warning => Style::new().yellow().bold(),
            Severity::Note => Style::new().bright_green().bold(),
        })
    }

    /// The colour of what is well.
    fn good(&self) -> Style {
        self.style(Style::new().bright_green().bold())
    }

    /// The line that is most worth reading.
    fn bold(&self) -> Style {
        self.style(Style::new().bold())
    }

    /// The lines and arrows on the left.
    fn gutter(&self) -> Style {
        self.style(Style::new().bright_blue().bold())
    }

    /// A text to click on, if there is something to open (OSC 8).
    fn link(&self, text: &str, url: Option<&str>) -> String {
        match url {
            Some(url) if self.links => format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"),
            _ => text.to_owned(),
        }
    }

    fn style(&self, style: Style) -> Style {
        if self.color { style } else { Style::new() }
    }
}

/// What there was in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Entries.
    pub entries: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes.
    pub notes: usize,
    /// Findings that `--fix` would mend.
    pub fixable: usize,
    /// Findings that only `--unsafe-fixes` would mend.
    #[serde(skip)]
    pub consent: usize,
    /// Entries that a fix has mended.
    #[serde(skip_serializing_if = "is_zero")]
    pub fixed: usize,
    /// Findings that aren't reported, as the baseline has them.
    #[serde(skip_serializing_if = "is_zero")]
    pub known: usize,
    /// Files that were come across and hold no list.
    #[serde(skip_serializing_if = "is_zero")]
    pub skipped: usize,
    /// Files and servers whose lists couldn't be read.
    #[serde(skip_serializing_if = "is_zero")]
    pub unread: usize,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Summary {
    /// Counts an entry.
    pub fn count(&mut self, linted: &Linted<'_>) {
        self.entries += 1;
        self.count_findings(linted);
    }

    /// Counts what is said about something that is in no list.
    pub fn count_findings(&mut self, linted: &Linted<'_>) {
        for found in &linted.diagnostics {
            self.count_finding(found);
        }
    }

    /// Counts one thing that is said.
    pub fn count_finding(&mut self, found: &Diagnostic) {
        self.count_one(
            found.severity,
            found.fix.as_ref().map(|fix| fix.applicability),
        );
    }

    /// The same for one that is so bad and has such a fix.
    pub fn count_one(&mut self, severity: Severity, fix: Option<Applicability>) {
        *match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        } += 1;
        match fix {
            Some(Applicability::Safe) => self.fixable += 1,
            // such a fix of a note is never applied: see `repair`
            Some(Applicability::Unsafe) if severity > Severity::Note => self.consent += 1,
            _ => {}
        }
    }

    /// How many findings are at least as bad.
    pub fn at_least(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Note => self.errors + self.warnings + self.notes,
        }
    }

    /// The counts as a sentence, without those that are zero.
    fn sentence(&self, look: Look) -> String {
        let mut counts: Vec<String> = [
            (self.errors, "error", Severity::Error),
            (self.warnings, "warning", Severity::Warning),
            (self.notes, "note", Severity::Note),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(
            |(count, name, severity)| match (severity >= look.least, count) {
                (true, _) => plural(count, name),
                (false, 1) => format!("1 {name} (-v shows it)"),
                (false, _) => format!("{} (-v shows them)", plural(count, name)),
            },
        )
        .collect();
        if counts.is_empty() {
            counts.push("nothing to report".to_owned());
        }
        let mut sentence = match (self.entries, self.unread) {
            (0, 1..) => return format!("{} failed", plural(self.unread, "list")),
            (entries, _) => format!("{}: {}", plural(entries, "entry"), counts.join(", ")),
        };
        match (self.fixable, self.consent) {
            _ if !look.offers_fix => {}
            (0, 0) => {}
            (safe, 0) => sentence.push_str(&format!("; --fix mends {safe}")),
            (0, consent) => sentence.push_str(&format!("; --unsafe-fixes mends {consent}")),
            (safe, consent) => sentence.push_str(&format!(
                "; --fix mends {safe}, --unsafe-fixes {consent} more"
            )),
        }
        for (count, text) in [
            (self.fixed, format!("{} fixed", plural(self.fixed, "entry"))),
            (
                self.known,
                format!("{} known from the baseline", self.known),
            ),
            (
                self.skipped,
                format!("{} without a list skipped", plural(self.skipped, "file")),
            ),
            (
                self.unread,
                format!("{} not read", plural(self.unread, "list")),
            ),
        ] {
            if count > 0 {
                sentence.push_str(&format!("; {text}"));
            }
        }
        sentence
    }
}

/// What a finding says, and what to do about it, on one line.
fn sentence(found: &Diagnostic, value: &Value) -> String {
    let message = &found.message;
    match &found.fix {
        Some(fix) => format!("{message}; fix: {}", full::remedy(fix, value)),
        None => message.to_string(),
    }
}

/// Where the package is at home on the web, if it is.
fn home() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|home| !home.is_empty())
}

/// Where a rule is explained there.
fn rule_url(rule: &Rule) -> Option<String> {
    home().map(|home| url_at(home, rule))
}

fn url_at(home: &str, rule: &Rule) -> String {
    format!("{home}#{}", rule.name)
}

/// How wide the output for people may be.
const WIDTH: usize = 80;

/// Text in lines that leave `indent` columns of the width free. What stands in backticks is to be
/// copied: it stays on one line.
pub fn wrap(text: &str, indent: usize) -> String {
    const NO_BREAK: &str = "\u{a0}";
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => part.to_owned(),
        _ => part.replace(' ', NO_BREAK),
    });
    let text = parts.collect::<Vec<_>>().join("`");
    let options = textwrap::Options::new(WIDTH.saturating_sub(indent))
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    // a line must not begin with a command to a runner of GitHub's
    let lines = textwrap::fill(&text, options).replace("\n::", " ::");
    lines.replace(NO_BREAK, " ")
}

/// `1 entry`, `2 entries`, `0 errors`.
pub fn plural(count: usize, name: &str) -> String {
    match (count, name.strip_suffix('y')) {
        (1, _) => format!("1 {name}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{rule_url, url_at};
    use crate::rules;

    #[test]
    fn a_rule_has_a_url_where_the_package_has_a_home() {
        let rule = rules::find("path").unwrap();
        let url = url_at("https://code.example/corsctl", rule);
        assert_eq!(url, "https://code.example/corsctl#path");
        let home = option_env!("CARGO_PKG_REPOSITORY").filter(|home| !home.is_empty());
        assert_eq!(rule_url(rule).is_some(), home.is_some());
    }
}
