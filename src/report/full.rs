//! `--format full`: for people. One block per entry: the entry with carets under what is wrong, why
//! it is wrong, what a browser will send instead, and the fix.

use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use owo_colors::OwoColorize;

use super::{Look, Render, Summary, plural};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::entry::Source;
use crate::lint::{Linted, Verdict};
use crate::shown::{self, Shown};

/// How wide the output may be.
const WIDTH: usize = 80;

pub(super) struct Full {
    look: Look,
    renderer: Renderer,
}

impl Full {
    pub(super) fn new(look: Look) -> Self {
        let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
        Self {
            look,
            renderer: renderer.term_width(WIDTH).decor_style(DecorStyle::Ascii),
        }
    }

    /// `ok: https://tool.example`, and which notes there would be.
    fn praise(&self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{}: {}", "ok".style(self.look.good()), linted.entry.value)?;
        let names: Vec<&str> = linted.diagnostics.iter().map(|found| found.rule.name).collect();
        if names.is_empty() {
            return writeln!(out, " is exactly what a browser sends");
        }
        let count = plural(names.len(), "note");
        writeln!(out, " ({count}: {}; -v explains)", names.join(", "))
    }

    fn block(&self, linted: &Linted<'_>, found: &[&Diagnostic]) -> String {
        let (first, others) = match found.split_first() {
            Some((first, others)) => (*first, others),
            None => return String::new(),
        };
        let shown = Shown::new(&linted.entry.value.masked());
        let place = &linted.entry.place;
        let level = level(first.severity);
        let indent = first.severity.to_string().len() + first.rule.name.len() + "[]: ".len();
        let title = wrap(&first.message, indent);
        let mut group = level.primary_title(title).id(first.rule.name).elements(
            (place.source != Source::Arguments).then(|| {
                let text = linted.entry.value.text().unwrap_or_default();
                Origin::path(place.source.to_string())
                    .line(place.line)
                    .char_column(place.column_of(text, first.span.start))
            }),
        );
        let annotations = found.iter().enumerate().map(|(index, found)| {
            let kind = match index {
                0 => AnnotationKind::Primary,
                _ => AnnotationKind::Context,
            };
            kind.span(shown.span(&found.span)).label(found.rule.name)
        });
        group = group.element(
            Snippet::source(shown.text.as_str())
                .line_start(place.line)
                .fold(false)
                .annotations(annotations),
        );
        for other in others {
            group = message(group, other.rule.name, &other.message);
        }
        if linted.verdict != Verdict::Exact
            && let Some(origin) = &linted.origin
        {
            group = message(group, "browsers send", origin.as_str());
        }
        let mut fixes: Vec<&Fix> = found.iter().filter_map(|found| found.fix.as_ref()).collect();
        fixes.sort_by_key(|fix| fix.applicability);
        fixes.dedup();
        for fix in fixes {
            group = message(group, "fix", &remedy(fix));
        }
        self.renderer.render(&[group])
    }
}

impl Render for Full {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        let shown = linted.diagnostics.iter().filter(|found| self.look.shows(found.severity));
        let shown: Vec<&Diagnostic> = shown.collect();
        if !shown.is_empty() {
            return writeln!(out, "{}\n", self.block(linted, &shown));
        }
        if self.look.praise {
            self.praise(linted, out)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.look.summary {
            writeln!(out, "{}", summary.sentence(self.look))?;
        }
        Ok(())
    }
}

/// What a fix leads to, in words.
pub(super) fn remedy(fix: &Fix) -> String {
    let becomes = match fix.becomes.as_slice() {
        [] => "remove it".to_owned(),
        texts => {
            let texts = texts.iter().map(|text| shown::escape(&shown::mask(text)).into_owned());
            texts.collect::<Vec<_>>().join(" and ")
        }
    };
    match fix.applicability {
        Applicability::Safe => becomes,
        Applicability::Unsafe => format!("{becomes} (with --unsafe-fixes)"),
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// One more line under the snippet: ` = name: text`.
fn message<'a>(group: Group<'a>, name: &'a str, text: &str) -> Group<'a> {
    let indent = " = : ".len() + name.len() + 3;
    group.element(Level::HELP.with_name(name).message(wrap(text, indent)))
}

fn wrap(text: &str, indent: usize) -> String {
    let options = textwrap::Options::new(WIDTH.saturating_sub(indent)).break_words(false);
    textwrap::fill(text, options)
}
