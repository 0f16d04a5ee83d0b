//! `rule`: what the rules say about themselves.

use std::io::{self, Write};

use owo_colors::{OwoColorize, Style};
use serde::Serialize;

use super::{stdout, uses_color};
use crate::cli::{RuleArgs, Shape, Talk};
use crate::diagnostic::{Applicability, Severity};
use crate::exit::Exit;
use crate::report::wrap;
use crate::rules::{RULES, Rule};

#[derive(Serialize)]
struct Document {
    version: u32,
    rules: Vec<Object>,
}

#[derive(Serialize)]
struct Object {
    name: &'static str,
    severity: Severity,
    fix: Option<Applicability>,
    summary: &'static str,
    docs: String,
}

pub(super) fn run(args: &RuleArgs, talk: &Talk) -> anyhow::Result<Exit> {
    let rules = if args.rules.is_empty() {
        RULES
    } else {
        &args.rules
    };
    let mut out = stdout();
    match args.format {
        Shape::Json => {
            let document = Document {
                version: 1,
                rules: rules.iter().map(|rule| object(rule)).collect(),
            };
            serde_json::to_writer(&mut out, &document)?;
            writeln!(out)?;
        }
        Shape::Text => {
            let bold = if uses_color(talk, &io::stdout()) {
                Style::new().bold()
            } else {
                Style::new()
            };
            if args.rules.is_empty() {
                list(rules, bold, &mut out)?;
            } else {
                explain(rules, bold, &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn object(rule: &Rule) -> Object {
    Object {
        name: rule.name,
        severity: rule.severity,
        fix: rule.fix,
        summary: rule.summary(),
        docs: rule.docs(),
    }
}

fn list(rules: &[&Rule], bold: Style, out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in rules {
        // padded first: escape sequences would count as width
        let name = format!("{:width$}", rule.name);
        writeln!(
            out,
            "{}  {:7}  {}",
            name.style(bold),
            rule.severity,
            rule.summary()
        )?;
    }
    Ok(())
}

fn explain(rules: &[&Rule], bold: Style, out: &mut dyn Write) -> io::Result<()> {
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{} ({})\n", rule.name.style(bold), rule.severity)?;
        for paragraph in rule.docs().split("\n\n") {
            let text = paragraph.replace('\n', " ");
            writeln!(out, "{}\n", wrap(&text, 0))?;
        }
        writeln!(out, "{}", wrap(rule.remedy(), 0))?;
    }
    Ok(())
}
