//! What holds for a run: what the options say, else the environment, else `corsctl.toml`.

mod summary;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, ensure};

use crate::audiobookshelf::token;
use crate::cli::{LevelArgs, Report, Talk};
use crate::config::{self, Config};
use crate::diagnostic::Severity;
use crate::draft::folder;
use crate::entry::{Entry, Place, Value};
use crate::likeness;
use crate::lint::{Exception, Levels, Linter};
use crate::list::Pointer;
use crate::list::file::source;
use crate::paths;
use crate::rules::Rule;
use crate::severity::FailOn;
use crate::shown;
use crate::state;

/// What isn't said on the command line.
pub(super) struct Settings {
    /// Where the configuration is, if there is one.
    file: Option<PathBuf>,
    /// Whether it was only come across.
    is_found: bool,
    config: Config,
}

/// How a list is to be linted.
pub(super) struct Policy {
    pub linter: Linter,
    /// Where it is in the JSON; none for where lists usually are.
    pub pointers: Vec<Pointer>,
}

impl Settings {
    /// Reads the configuration, if there is one.
    pub fn load(talk: &Talk) -> anyhow::Result<Self> {
        match (&talk.config, talk.isolated) {
            (Some(path), _) => Ok(Self::read(Some(path.clone()))?),
            (None, true) => Ok(Self::read(None)?),
            (None, false) => Self::nearest(),
        }
    }

    /// Reads the nearest configuration upwards, unless it is another user's: it says where tokens are
    /// sent to.
    pub fn nearest() -> anyhow::Result<Self> {
        let found = match env::current_dir() {
            Ok(folder) => Config::find(&folder)?,
            // who is nowhere has no folder to look in
            Err(_) => None,
        };
        if let Some(file) = &found {
            ensure!(
                state::is_ours(file),
                "{} belongs to another user, who could have your token sent elsewhere; `--config` takes it all \
                 the same, `--isolated` goes without",
                shown::path(file)
            );
        }
        Ok(Self {
            is_found: true,
            ..Self::read(found)?
        })
    }

    fn read(file: Option<PathBuf>) -> Result<Self, config::Error> {
        let config = match &file {
            Some(path) => Config::read(path)?,
            None => Config::default(),
        };
        for server in config.servers.values() {
            // a file that is edited may have the token in it too, and one that was read is known
            if let Some(config::Token::Variable(name)) = &server.token {
                _ = token::from_variable(name, name);
            }
        }
        Ok(Self {
            file,
            is_found: false,
            config,
        })
    }

    /// Refuses to overwrite the configuration.
    pub fn refuse_output(&self, path: &Path) -> anyhow::Result<()> {
        let is_config = self.file.as_ref().is_some_and(|file| is_same(file, path));
        ensure!(
            !is_config,
            "{} holds the settings: it can't be a report or a baseline too",
            shown::path(path)
        );
        Ok(())
    }

    /// Where the configuration is, fit to be shown.
    pub fn place(&self) -> String {
        shown::path(self.path())
    }

    fn path(&self) -> &Path {
        self.file.as_deref().unwrap_or(Path::new(config::NAME))
    }

    /// How candidates are linted that are in no file.
    pub fn linter(&self, args: &LevelArgs) -> Linter {
        self.policy(args, None).linter
    }

    /// How the lists in a file are linted, or, without one, those elsewhere.
    pub fn policy(&self, args: &LevelArgs, path: Option<&Path>) -> Policy {
        let there = self.config.settings_for(path);
        let mut levels = Levels::default();
        for (rule, severity) in there.levels.into_iter().chain(given(args)) {
            levels.set(rule, severity);
        }
        let exceptions = there.exceptions.into_iter().map(|exception| Exception {
            origin: exception.origin.clone(),
            rule: exception.rule,
            number: number(exception),
        });
        Policy {
            linter: Linter::new(levels).excusing(exceptions.collect()),
            pointers: there.pointers.to_vec(),
        }
    }

    /// The one pointer that the configuration has for a file.
    pub fn pointer(&self, path: &Path) -> anyhow::Result<Option<Pointer>> {
        match self.config.settings_for(Some(path)).pointers {
            [] => Ok(None),
            [pointer] => Ok(Some(pointer.clone())),
            pointers => bail!(
                "{} has {} pointers for {}; choose one with `--pointer`: {}",
                self.place(),
                pointers.len(),
                shown::path(path),
                pointers
                    .iter()
                    .map(Pointer::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        }
    }

    /// The exceptions of these numbers, each as an entry of the configuration.
    pub fn exceptions(&self, numbers: &BTreeSet<usize>) -> Vec<(&config::Exception, Entry)> {
        let source = source(self.path());
        let entry = |exception: &config::Exception| Entry {
            value: Value::Text(exception.origin.clone()),
            place: Place {
                column: exception.column,
                ..Place::line(source.clone(), exception.line)
            },
        };
        let all = self.config.exceptions.iter();
        all.filter(|exception| numbers.contains(&number(exception)))
            .map(|exception| (exception, entry(exception)))
            .collect()
    }

    /// The servers that have a name.
    pub fn servers(&self) -> impl Iterator<Item = (&String, &config::Server)> {
        self.config.servers.iter()
    }

    /// Whether a token file may be read because the configuration says so: one that was only come
    /// across has no say over files elsewhere.
    pub fn may_name(&self, token_file: &Path) -> bool {
        let folder = self
            .file
            .as_deref()
            .map(folder)
            .and_then(|folder| paths::plain(folder).ok());
        let token_file = paths::plain(token_file).ok();
        !self.is_found
            || folder.is_some_and(|folder| token_file.is_some_and(|file| file.starts_with(folder)))
    }

    /// Whether the configuration was only come across, on the way up from the current folder.
    pub fn is_found(&self) -> bool {
        self.is_found
    }

    /// The server of that name.
    pub fn server(&self, name: &str) -> Option<&config::Server> {
        self.config.servers.get(name)
    }

    /// The sentence's end that says why a name is none of a server's.
    pub fn unknown_server(&self, name: &str) -> Option<String> {
        let names = self.config.servers.keys().map(String::as_str);
        let nearest = likeness::nearest(name, names);
        let is_empty = self.config.servers.is_empty();
        (!is_empty).then(|| {
            let meant = likeness::did_you_mean(nearest);
            format!(
                "{} has no server `{}`{meant}",
                self.place(),
                shown::fit(name)
            )
        })
    }

    /// The least severity that makes the exit code 1.
    pub fn fail_on(&self, args: &Report) -> Option<Severity> {
        let fail_on = args.fail_on.or(self.config.fail_on);
        fail_on.unwrap_or(FailOn::Warning).severity()
    }
}

/// The levels of the command line.
fn given(args: &LevelArgs) -> impl Iterator<Item = (&'static Rule, Option<Severity>)> {
    [
        (&args.error, Some(Severity::Error)),
        (&args.warn, Some(Severity::Warning)),
        (&args.note, Some(Severity::Note)),
        (&args.ignore, None),
    ]
    .into_iter()
    .flat_map(|(rules, severity)| rules.iter().map(move |rule| (*rule, severity)))
}

/// Whether two paths lead to the same file, or would if there were one.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    // nothing is opened: one may be a pipe
    let full = |path| fs::canonicalize(path).ok();
    one == other || full(one).is_some_and(|one| full(other) == Some(one))
}

/// What an exception is known by: no two stand at the same place.
fn number(exception: &config::Exception) -> usize {
    exception.span.start
}
