//! From text to [`Config`], or to everything that is wrong with it.
//!
//! The table of [`keys`](super::keys) says which values may be where, so that the rest takes what is
//! there as it should be. A person mends a file in one go: no mistake ends the reading but one of TOML
//! itself.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::error::{Mistake, Problem};
use super::keys::{Key, Kind, Table, is_for_token};
use super::pattern::Pattern;
use super::{Config, Exception, Level, Override, Server, Token};
use crate::audiobookshelf::token;
use crate::entry::Position;
use crate::likeness;
use crate::list::Pointer;
use crate::list::position::Positions;
use crate::rules::{self, Rule};
use crate::severity::{FailOn, Severity};

/// A longer name of an environment variable is rather a token.
const LONGEST_VARIABLE: usize = 64;

const LEVELS: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("note", Some(Severity::Note)),
    ("ignore", None),
];

type Value<'t> = Spanned<DeValue<'t>>;

/// Reads a text; `folder` is where its paths start, absolute and in its plainest form.
pub(super) fn read(text: &str, folder: &Path) -> Result<Config, Vec<Mistake>> {
    let mut reader = Reader {
        folder: folder.to_owned(),
        positions: Positions::new(text),
        problems: Vec::new(),
    };
    let config = match DeTable::parse(text) {
        Ok(file) => reader.config(&file),
        Err(error) => {
            let problem = Problem::Syntax(error.message().to_owned());
            reader.note(error.span().unwrap_or_default(), problem);
            Config::default()
        }
    };
    reader.finish(config)
}

struct Reader<'t> {
    folder: PathBuf,
    positions: Positions<'t>,
    problems: Vec<(usize, Problem)>,
}

impl Reader<'_> {
    fn finish(mut self, config: Config) -> Result<Config, Vec<Mistake>> {
        if self.problems.is_empty() {
            return Ok(config);
        }
        self.problems.sort_by_key(|(offset, _)| *offset);
        let mistake = |(offset, problem)| {
            let Position { line, column, .. } = self.positions.of(offset);
            Mistake {
                line,
                column,
                problem,
            }
        };
        Err(self.problems.into_iter().map(mistake).collect())
    }

    fn note(&mut self, span: Range<usize>, problem: impl Into<Problem>) {
        self.problems.push((span.start, problem.into()));
    }

    /// What came out, unless it is a problem of what stands there.
    fn take<T, P: Into<Problem>>(&mut self, span: Range<usize>, result: Result<T, P>) -> Option<T> {
        result.map_err(|problem| self.note(span, problem)).ok()
    }

    fn config(&mut self, file: &Spanned<DeTable<'_>>) -> Config {
        let values = file.get_ref();
        self.check(Table::File, &file.span(), values);
        let fail_on = text(values, "fail-on").and_then(|word| {
            let words = FailOn::ALL.map(|fail_on| (fail_on.name(), fail_on));
            self.take(word.span(), choose("fail-on", word.get_ref(), &words))
        });
        let mut config = Config {
            fail_on,
            levels: self.levels(values),
            ..Config::default()
        };
        for values in self.tables(Table::Paths, values, "paths") {
            config.paths.extend(self.paths(values));
        }
        for values in self.tables(Table::Allow, values, "allow") {
            let Some(exception) = self.exception(values) else {
                continue;
            };
            let mut others = config.exceptions.iter();
            match others.find(|other| other.is_like(&exception)) {
                Some(other) => self.note(exception.span, Problem::Repeated { line: other.line }),
                None => config.exceptions.push(exception),
            }
        }
        for (name, value) in members(values, "servers") {
            let server = self.server(name, value);
            let name = name.get_ref().clone().into_owned();
            config.servers.extend(server.map(|server| (name, server)));
        }
        config
    }

    fn paths(&mut self, values: &DeTable<'_>) -> Option<Override> {
        let pattern = self.pattern(values);
        let mut pointers = Vec::new();
        for value in elements(values, "pointers") {
            if let Some(text) = value.get_ref().as_str() {
                pointers.extend(self.take(value.span(), Pointer::pattern(text)));
            }
        }
        let levels = self.levels(values);
        Some(Override {
            pattern: pattern?,
            pointers,
            levels,
        })
    }

    fn exception(&mut self, values: &DeTable<'_>) -> Option<Exception> {
        let origin = entry(values, "origin");
        let rule = text(values, "rule").and_then(|name| {
            self.take(
                name.span(),
                rules::find(name.get_ref())
                    .map_err(Problem::from)
                    .and_then(speaks_of_entries),
            )
        });
        let reason = text(values, "reason");
        let pattern = self.pattern(values);
        let span = origin.as_ref()?.span();
        let Position { line, column, .. } = self.positions.of(span.start);
        Some(Exception {
            origin: (*origin?.get_ref()).to_owned(),
            rule: rule?,
            reason: (*reason?.get_ref()).to_owned(),
            pattern,
            line,
            column,
            span,
        })
    }

    fn server(&mut self, name: &Spanned<DeString<'_>>, value: &Value<'_>) -> Option<Server> {
        let Some(values) = value.get_ref().as_table() else {
            let key = name.get_ref().to_string();
            let problem = match is_for_token(&key) {
                true => Problem::TokenKey(key),
                false => Problem::NoServer(key),
            };
            self.note(name.span(), problem);
            return None;
        };
        if !is_server_name(name.get_ref()) {
            self.note(name.span(), Problem::ServerName(name.get_ref().to_string()));
        }
        self.check(Table::Server, &value.span(), values);
        let url = text(values, "url");
        let address = url.and_then(|url| self.take(url.span(), url.get_ref().parse()));
        let file = text(values, "token-file").map(|file| {
            if token::is_token(file.get_ref()) {
                self.note(file.span(), Problem::TokenAsFile);
            }
            Token::File(self.folder.join(file.get_ref()))
        });
        let variable = text(values, "token-env").map(|variable| {
            if !is_variable(variable.get_ref()) {
                self.note(variable.span(), Problem::VariableName);
            } else if file.is_some() {
                self.note(variable.span(), Problem::TwoTokens);
            }
            Token::Variable((*variable.get_ref()).to_owned())
        });
        Some(Server {
            address: address?,
            token: file.or(variable),
        })
    }

    fn levels(&mut self, values: &DeTable<'_>) -> Vec<Level> {
        let mut levels = Vec::new();
        for (name, value) in members(values, "rules") {
            let key = name.get_ref();
            if let Some(problem) = too_low(key) {
                self.note(name.span(), problem);
                continue;
            }
            let Some(rule) = self.take(name.span(), rules::find(key)) else {
                continue;
            };
            let level = match value.get_ref().as_str() {
                Some(word) => choose(key, word, &LEVELS),
                None => Err(wrong_kind(format!("`{key}`"), Kind::Text, value)),
            };
            let level = self.take(value.span(), level);
            levels.extend(level.map(|level| (rule, level)));
        }
        levels
    }

    fn pattern(&mut self, values: &DeTable<'_>) -> Option<Pattern> {
        let path = text(values, "path")?;
        let pattern = Pattern::new(&self.folder, path.get_ref());
        self.take(path.span(), pattern)
    }

    /// The tables of a list, checked.
    fn tables<'v, 't>(
        &mut self,
        table: Table,
        values: &'v DeTable<'t>,
        name: &str,
    ) -> Vec<&'v DeTable<'t>> {
        let mut tables = Vec::new();
        for value in elements(values, name) {
            if let Some(values) = value.get_ref().as_table() {
                self.check(table, &value.span(), values);
                tables.push(values);
            }
        }
        tables
    }

    /// Whether all that is there may be, and all is there that must be.
    fn check(&mut self, table: Table, span: &Range<usize>, values: &DeTable<'_>) {
        for (name, value) in values {
            match table.key(name.get_ref()) {
                Some(key) => self.check_value(key, value),
                None => self.note(name.span(), unknown(table, name.get_ref())),
            }
        }
        for key in table.keys() {
            if key.is_needed && !values.contains_key(key.name) {
                self.note(span.clone(), Problem::Missing(key));
            }
        }
    }

    fn check_value(&mut self, key: &'static Key, value: &Value<'_>) {
        let (element, list) = match (key.kind, value.get_ref()) {
            (Kind::Text, DeValue::String(text)) if text.trim().is_empty() => {
                return self.note(value.span(), Problem::Empty(key));
            }
            (Kind::Texts, DeValue::Array(list)) if list.is_empty() => {
                return self.note(value.span(), Problem::Empty(key));
            }
            (Kind::Text | Kind::Entry, DeValue::String(_)) => return,
            (Kind::Table, DeValue::Table(_)) => return,
            (Kind::Tables, DeValue::Table(_)) => {
                return self.note(value.span(), Problem::SingleBrackets(key.name));
            }
            (Kind::Texts, DeValue::Array(list)) => (Kind::Entry, list),
            (Kind::Tables, DeValue::Array(list)) => (Kind::Table, list),
            _ => {
                let problem = wrong_kind(format!("`{}`", key.name), key.kind, value);
                return self.note(value.span(), problem);
            }
        };
        for value in list {
            let is_right = match element {
                Kind::Table => value.get_ref().is_table(),
                _ => value.get_ref().is_str(),
            };
            if !is_right {
                let problem = wrong_kind(format!("each of `{}`", key.name), element, value);
                self.note(value.span(), problem);
            }
        }
    }
}

/// The text of a key, if it says something; what else stands there has been noted.
fn text<'v>(values: &'v DeTable<'_>, name: &str) -> Option<Spanned<&'v str>> {
    entry(values, name).filter(|text| !text.get_ref().trim().is_empty())
}

/// The same where it may be empty.
fn entry<'v>(values: &'v DeTable<'_>, name: &str) -> Option<Spanned<&'v str>> {
    let value = values.get(name)?;
    let text = value.get_ref().as_str()?;
    Some(Spanned::new(value.span(), text))
}

/// The elements of a key's list.
fn elements<'v, 't>(values: &'v DeTable<'t>, name: &str) -> impl Iterator<Item = &'v Value<'t>> {
    let list = values.get(name);
    let list = list.and_then(|value| value.get_ref().as_array());
    list.into_iter().flatten()
}

/// The keys and values of a key's table.
fn members<'v, 't>(
    values: &'v DeTable<'t>,
    name: &str,
) -> impl Iterator<Item = (&'v Spanned<DeString<'t>>, &'v Value<'t>)> {
    let table = values.get(name);
    let table = table.and_then(|value| value.get_ref().as_table());
    table.into_iter().flatten()
}

fn choose<T: Copy>(key: &str, word: &str, words: &[(&'static str, T)]) -> Result<T, Problem> {
    let found = words.iter().find(|(known, _)| *known == word);
    let names = words.iter().map(|(known, _)| *known);
    found
        .map(|(_, value)| *value)
        .ok_or_else(|| Problem::OtherWord {
            key: key.to_owned(),
            allowed: names.clone().collect(),
            meant: likeness::nearest(word, names),
        })
}

fn unknown(table: Table, name: &str) -> Problem {
    if is_for_token(name) {
        return Problem::TokenKey(name.to_owned());
    }
    too_low(name).unwrap_or_else(|| Problem::UnknownKey {
        name: name.to_owned(),
        table,
        meant: likeness::nearest(name, table.keys().map(|key| key.name)),
    })
}

/// In TOML, what follows a header is in its table, whatever the blank lines in between look like.
fn too_low(name: &str) -> Option<Problem> {
    let key = Table::File.key(name)?;
    Some(Problem::TooLow(key.name))
}

fn wrong_kind(whose: String, kind: Kind, value: &Value<'_>) -> Problem {
    let found = match value.get_ref() {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    Problem::WrongKind { whose, kind, found }
}

/// No address is one: it has a `:`, a `/` or a dot in it.
fn is_server_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

fn is_variable(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.len() <= LONGEST_VARIABLE
}

/// A rule that an exception can be made from.
fn speaks_of_entries(rule: &'static Rule) -> Result<&'static Rule, Problem> {
    match rule.name == rules::UNUSED_EXCEPTION.name {
        true => Err(Problem::NotAboutEntries),
        false => Ok(rule),
    }
}
