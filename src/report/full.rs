//! `--format full`: for people. One block per entry: the entry with carets under what is wrong, why
//! it is wrong, what a browser will send instead, and the fix.

use std::io::{self, Write};
use std::path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use owo_colors::OwoColorize;
use url::Url;

use super::{Look, Render, Summary, WIDTH, plural, rule_url, wrap};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::entry::{Source, Value};
use crate::lint::{Linted, Verdict};
use crate::origin::{Candidate, Span};
use crate::shown::{self, Shown};

/// How many findings of one entry are shown.
const MOST: usize = 12;

/// How many characters of an entry get carets at the most.
const LONGEST: usize = 40;

pub(super) struct Full {
    look: Look,
    renderer: Renderer,
}

impl Full {
    pub(super) fn new(look: Look) -> Self {
        let renderer = if look.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self {
            look,
            renderer: renderer.term_width(WIDTH).decor_style(DecorStyle::Ascii),
        }
    }

    /// `ok: https://tool.example`, and which notes there would be.
    fn praise(&self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        let style = self.look.good();
        write!(out, "{}: {}", "ok".style(style), linted.entry.value)?;
        match (linted.verdict, &linted.origin) {
            (Verdict::Exact, _) if linted.diagnostics.is_empty() => {
                write!(out, " is exactly what a browser sends")?;
            }
            (Verdict::Exact, _) => {}
            (_, Some(origin)) => write!(out, ", but browsers send {origin}")?,
            (_, None) => write!(out, ", but browsers never send it")?,
        }
        let names: Vec<&str> = linted
            .diagnostics
            .iter()
            .map(|found| found.rule.name)
            .collect();
        if !names.is_empty() {
            let count = plural(names.len(), "note");
            write!(out, " ({count}: {}; -v explains)", names.join(", "))?;
        }
        writeln!(out)
    }

    /// `error[path]: what is wrong`, and where.
    ///
    /// The emitter would print this too, but it takes the column from the text that it shows, and
    /// that is only the entry, with hidden characters written out.
    fn head(&self, linted: &Linted<'_>, found: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let name = format!("{}[{}]", found.severity, found.rule.name);
        let message = wrap(&found.message, name.len() + 2).replace('\n', "\n  ");
        let style = self.look.severity(found.severity);
        let name = name.style(style).to_string();
        let name = self.look.link(&name, rule_url(found.rule).as_deref());
        writeln!(out, "{name}: {}", message.style(self.look.bold()))?;
        let place = &linted.entry.place;
        if place.source == Source::Arguments {
            return Ok(());
        }
        let start = linted.entry.region(&found.span).start;
        let gutter = " ".repeat(place.line.to_string().len());
        let arrow = "-->".style(self.look.gutter());
        let spot = self
            .look
            .link(&place.spot(start), address(&place.source).as_deref());
        write!(out, "{gutter}{arrow} {spot}")?;
        match place.pointer() {
            Some(pointer) if place.path().is_some() => {
                writeln!(out, " ({})", shown::escape(&pointer))
            }
            _ => writeln!(out),
        }
    }

    fn body(&self, linted: &Linted<'_>, found: &[&Diagnostic]) -> String {
        let shown = Shown::new(&linted.entry.value.masked());
        let whole = 0..shown.text.len();
        let mut spans: Vec<(Span, &str)> = found
            .iter()
            .enumerate()
            .map(|(index, found)| (index, shown.span(&found.span), found.rule.name))
            .filter(|(index, span, _)| *index == 0 || *span != whole)
            .map(|(_, span, name)| (shorten(&shown.text, span), name))
            .collect();
        spans.sort_by_key(|(span, _)| (span.start, span.end));
        let snippet = Snippet::source(shown.text.as_str())
            .line_start(linted.entry.place.line)
            .fold(false)
            .annotations(annotations(spans));
        let level = found
            .first()
            .map_or(Level::NOTE, |found| level(found.severity));
        let mut group = Group::with_level(level).element(snippet);
        for (index, other) in found.iter().enumerate().skip(1) {
            let earlier = &found[..index];
            if !earlier
                .iter()
                .any(|earlier| earlier.message == other.message)
            {
                group = message(group, other.rule.name, &other.message);
            }
        }
        if linted.verdict != Verdict::Exact
            && let Some(origin) = &linted.origin
        {
            group = message(group, "browsers send", origin.as_str());
        }
        for fix in fixes(found) {
            group = message(group, "fix", &remedy(fix, &linted.entry.value));
        }
        self.renderer.render(&[group])
    }
}

/// What opens a source: a file's URL, or a server's.
fn address(source: &Source) -> Option<String> {
    match source {
        Source::File(name) => {
            let path = path::absolute(&**name).ok()?;
            Some(Url::from_file_path(path).ok()?.into())
        }
        Source::Server(address) => Some(address.to_string()),
        Source::Arguments | Source::Stdin => None,
    }
}

/// The beginning of a span that is too long for a line: the emitter cuts what isn't annotated.
fn shorten(text: &str, span: Span) -> Span {
    let end = text[span.clone()]
        .char_indices()
        .map(|(at, _)| span.start + at)
        .nth(LONGEST);
    span.start..end.unwrap_or(span.end)
}

/// Carets under each span; where one follows another without a gap, every second one gets dashes.
fn annotations(spans: Vec<(Span, &str)>) -> impl Iterator<Item = Annotation<'_>> {
    let mut last = (usize::MAX, AnnotationKind::Context);
    spans.into_iter().map(move |(span, name)| {
        let kind = match last {
            (end, AnnotationKind::Primary) if end >= span.start => AnnotationKind::Context,
            _ => AnnotationKind::Primary,
        };
        last = (span.end, kind);
        kind.span(span).label(name)
    })
}

/// The fixes, each once; one that stops halfway only if there is none that goes all the way.
fn fixes<'f>(found: &[&'f Diagnostic]) -> Vec<&'f Fix> {
    let mut fixes: Vec<&Fix> = found
        .iter()
        .filter_map(|found| found.fix.as_ref())
        .collect();
    fixes.sort_by_key(|fix| fix.applicability);
    fixes.dedup();
    let goes_all_the_way = |fix: &Fix| {
        fix.becomes
            .iter()
            .all(|text| Candidate::parse(text).is_exact())
    };
    if fixes.iter().any(|fix| goes_all_the_way(fix)) {
        fixes.retain(|fix| goes_all_the_way(fix));
    }
    fixes
}

impl Render for Full {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        let shown = linted
            .diagnostics
            .iter()
            .filter(|found| found.severity >= self.look.least);
        let shown: Vec<&Diagnostic> = shown.collect();
        if let Some(gravest) = shown.first() {
            self.head(linted, gravest, out)?;
            let (shown, hidden) = shown.split_at(shown.len().min(MOST));
            writeln!(out, "{}", self.body(linted, shown))?;
            if !hidden.is_empty() {
                writeln!(out, "  and {} more", plural(hidden.len(), "finding"))?;
            }
            return writeln!(out);
        }
        if self.look.praise {
            self.praise(linted, out)?;
        }
        Ok(())
    }

    fn least(&self) -> Option<Severity> {
        (!self.look.praise).then_some(self.look.least)
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.look.summary {
            writeln!(out, "{}", summary.sentence(self.look))?;
        }
        Ok(())
    }
}

/// What a fix leads to, in words.
pub(super) fn remedy(fix: &Fix, value: &Value) -> String {
    let becomes = match fix.becomes.as_slice() {
        [] if matches!(value, Value::NotAList(_)) => "an empty list".to_owned(),
        [] => "remove it".to_owned(),
        texts => {
            let texts = texts
                .iter()
                .map(|text| shown::escape(&shown::mask(text)).into_owned());
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
