//! What can be wrong with `corsctl.toml`. Each sentence names the key and says what belongs there.
//!
//! No value is repeated that could hold a token, and no line of the file is.

use std::fmt;
use std::io;

use super::keys::{Key, Kind, Table};
use super::pattern;
use crate::audiobookshelf::address;
use crate::likeness::did_you_mean;
use crate::list::pointer;
use crate::rules;
use crate::shown;

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("can't read {path}")]
    Unreadable {
        /// Which file; fit to be shown.
        path: String,
        /// What it said.
        source: io::Error,
    },
    /// It says what it can't mean; a line for each mistake.
    #[error("{}", lines(path, mistakes))]
    Mistakes {
        /// Which file; fit to be shown.
        path: String,
        /// In the order of the file.
        mistakes: Vec<Mistake>,
    },
}

fn lines(path: &str, mistakes: &[Mistake]) -> String {
    let lines = mistakes.iter().map(|mistake| format!("{path}:{mistake}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// One thing that is wrong with the file.
#[derive(Debug)]
pub struct Mistake {
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// What it is.
    pub problem: Problem,
}

/// With its place; secrets are masked, and what can't be seen is written out.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = self.problem.to_string();
        let problem = shown::mask_urls(&problem);
        write!(
            f,
            "{}:{}: {}",
            self.line,
            self.column,
            shown::escape(&problem)
        )
    }
}

/// What is wrong in one place of the file; not fit to be shown but by its [`Mistake`].
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The bytes are in another encoding.
    #[error("this isn't UTF-8; save the file as UTF-8")]
    NotUtf8,
    /// The parser's words, which repeat nothing of the file.
    #[error("this isn't TOML: {0}")]
    Syntax(String),
    /// There is no such key.
    #[error("`{name}` is no key of {table}, which has {}{}", names(*table), did_you_mean(*meant))]
    UnknownKey {
        /// As it is written.
        name: String,
        /// Where it stands.
        table: Table,
        /// Which one was probably meant.
        meant: Option<&'static str>,
    },
    /// A key of the file stands below a table's header.
    #[error("`{0}` belongs to the table above it here; move it to the top of the file")]
    TooLow(&'static str),
    /// A key that would hold a token, or a password.
    #[error(
        "`{0}` has no place in this file, which others read too; put the token into a file of its own, named by \
         `token-file`, or into an environment variable, named by `token-env`"
    )]
    TokenKey(String),
    /// An exception from the rule about exceptions.
    #[error("no exception can be made from `unused-exception`; set its level in `[rules]`")]
    NotAboutEntries,
    /// A key that there must be isn't there.
    #[error("{} needs `{}`: {}", .0.table, .0.name, .0.about)]
    Missing(&'static Key),
    /// There is nothing in it.
    #[error("`{}` is empty: {}", .0.name, .0.about)]
    Empty(&'static Key),
    /// Something of another kind.
    #[error("{whose} is {kind}, not {found}")]
    WrongKind {
        /// The key, or the elements of its list.
        whose: String,
        /// What belongs there.
        kind: Kind,
        /// What stands there, with its article.
        found: &'static str,
    },
    /// A table where there may be several.
    #[error("`{0}` can stand here more than once; write its name in two brackets: `[[{0}]]`")]
    SingleBrackets(&'static str),
    /// Something else stands where a server should.
    #[error("`{0}` is no table; each server has one of its own, such as `[servers.home]`")]
    NoServer(String),
    /// One of few words was wanted.
    #[error("`{key}` is {}{}", one_of(allowed), did_you_mean(*meant))]
    OtherWord {
        /// Whose value it is.
        key: String,
        /// What there is.
        allowed: Vec<&'static str>,
        /// Which one was probably meant.
        meant: Option<&'static str>,
    },
    /// There is no such rule.
    #[error(transparent)]
    Rule(#[from] rules::Unknown),
    /// There can be no such place in JSON.
    #[error(transparent)]
    Pointer(#[from] pointer::Error),
    /// There can be no such files.
    #[error(transparent)]
    Pattern(#[from] pattern::Error),
    /// The same exception twice.
    #[error("the same exception stands in line {line} already; remove one")]
    Repeated {
        /// 1-based.
        line: usize,
    },
    /// It could be taken for an address.
    #[error(
        "`{0}` can't be the name of a server: that starts with a letter, and has only letters, digits, `-` and `_` in it"
    )]
    ServerName(String),
    /// There can be no such server.
    #[error("`url` is no address of a server: {0}")]
    Address(#[from] address::Error),
    /// A variable can't be called that; maybe it is a token.
    #[error(
        "`token-env` is the name of an environment variable, such as HOME_ABS_KEY, and what stands there is none; \
         if it is a token, it has no place in this file"
    )]
    VariableName,
    /// No file is called that.
    #[error(
        "`token-file` is the name of a file, and what stands there looks like a token; put it into a file of its own"
    )]
    TokenAsFile,
    /// There can be only one.
    #[error("`token-file` and `token-env` both say where the token is; remove one")]
    TwoTokens,
}

fn names(table: Table) -> String {
    let names: Vec<_> = table.keys().map(|key| key.name).collect();
    names.join(", ")
}

fn one_of(words: &[&str]) -> String {
    match words {
        [words @ .., last] if !words.is_empty() => format!("{} or {last}", words.join(", ")),
        words => words.concat(),
    }
}
