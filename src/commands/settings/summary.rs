//! `--show-settings`: what holds, and where that comes from, in the form of a `corsctl.toml`.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Settings, given};
use crate::audiobookshelf::token;
use crate::cli::{LevelArgs, Report};
use crate::config::{Level, Token};
use crate::rules::{RULES, Rule};
use crate::severity::{FailOn, Severity};
use crate::shown;

/// What holds for a rule, and who says so.
struct Setting<'s> {
    rule: &'static Rule,
    severity: Option<Severity>,
    by: &'s str,
}

impl Settings {
    /// Writes what holds in general, and what is different in each of the files.
    pub fn show(
        &self,
        levels: &LevelArgs,
        report: &Report,
        paths: &[PathBuf],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let name = self.place();
        match self.file {
            Some(_) => writeln!(out, "# {name}")?,
            None => writeln!(out, "# no {name} holds here")?,
        }
        let (fail_on, by) = match (report.fail_on, self.config.fail_on) {
            (Some(fail_on), _) => (fail_on, "an option"),
            (None, Some(fail_on)) => (fail_on, &*name),
            (None, None) => (FailOn::Warning, "default"),
        };
        writeln!(out, "fail-on = \"{}\"  # {by}\n\n[rules]", fail_on.name())?;
        let general = self.levels(levels, None, &name);
        for setting in &general {
            writeln!(out, "{}  # {}", level(setting), setting.by)?;
        }
        for path in paths {
            self.show_path(levels, path, &general, out)?;
        }
        for exception in &self.config.exceptions {
            writeln!(out, "\n[[allow]]")?;
            writeln!(out, "origin = {}", quoted(&shown::mask(&exception.origin)))?;
            writeln!(out, "rule = \"{}\"", exception.rule.name)?;
            writeln!(out, "reason = {}", quoted(&exception.reason))?;
            if let Some(pattern) = &exception.pattern {
                writeln!(out, "path = {}", quoted(pattern.as_str()))?;
            }
        }
        self.show_servers(out)
    }

    /// What is different in a file.
    fn show_path(
        &self,
        levels: &LevelArgs,
        path: &Path,
        general: &[Setting<'_>],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let there = self.levels(levels, Some(path), "");
        let other: Vec<String> = there
            .iter()
            .zip(general)
            .filter(|(there, general)| there.severity != general.severity)
            .map(|(there, _)| level(there))
            .collect();
        let pointers = self.config.settings_for(Some(path)).pointers.iter();
        let pointers: Vec<String> = pointers.map(|pointer| quoted(pointer.as_str())).collect();
        writeln!(
            out,
            "\n[[paths]]\npath = {}",
            quoted(&path.to_string_lossy())
        )?;
        if !pointers.is_empty() {
            writeln!(out, "pointers = [{}]", pointers.join(", "))?;
        }
        if !other.is_empty() {
            writeln!(out, "rules = {{ {} }}", other.join(", "))?;
        }
        Ok(())
    }

    fn show_servers(&self, out: &mut dyn Write) -> io::Result<()> {
        let is_set = |name: &&&str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let variable = token::VARIABLES.iter().find(is_set);
        for (name, server) in &self.config.servers {
            writeln!(
                out,
                "\n[servers.{name}]\nurl = {}",
                quoted(&server.address.to_string())
            )?;
            match &server.token {
                Some(Token::File(path)) => {
                    write!(out, "token-file = {}", quoted(&path.to_string_lossy()))?;
                }
                Some(Token::Variable(name)) => write!(out, "token-env = {}", quoted(name))?,
                None => write!(out, "# nothing is said about its token")?,
            }
            match variable {
                Some(variable) => writeln!(out, "  # but {variable} is set, and comes first")?,
                None => writeln!(out)?,
            }
        }
        out.flush()
    }

    /// What holds for each rule.
    fn levels<'s>(&self, args: &LevelArgs, path: Option<&Path>, name: &'s str) -> Vec<Setting<'s>> {
        let configured = self.config.settings_for(path).levels;
        let given: Vec<Level> = given(args).collect();
        let last = |levels: &[Level], rule: &Rule| {
            let mut levels = levels.iter().rev();
            levels
                .find(|level| level.0.name == rule.name)
                .map(|level| level.1)
        };
        let setting = |rule: &&'static Rule| {
            let (severity, by) = match (last(&given, rule), last(&configured, rule)) {
                (Some(severity), _) => (severity, "an option"),
                (None, Some(severity)) => (severity, name),
                (None, None) => (Some(rule.severity), "default"),
            };
            Setting { rule, severity, by }
        };
        RULES.iter().map(setting).collect()
    }
}

fn level(setting: &Setting<'_>) -> String {
    let level = match setting.severity {
        Some(severity) => severity.to_string(),
        None => "ignore".to_owned(),
    };
    format!("{} = \"{level}\"", setting.rule.name)
}

/// Text as TOML has it: JSON's strings are TOML's too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(&*shown::escape(&shown::mask_urls(text))).to_string()
}
