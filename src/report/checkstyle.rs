//! `--format checkstyle`: Checkstyle's XML, findings by file.

use std::io::{self, Write};

use quick_xml::Writer;

use super::{Base, Render, Summary, sentence};
use crate::diagnostic::Severity;
use crate::entry::Source;
use crate::lint::Linted;
use crate::shown;

#[derive(Default)]
pub(super) struct Checkstyle {
    base: Base,
    is_open: bool,
    /// The file whose findings are being written.
    file: Option<Source>,
}

impl Checkstyle {
    /// The document's beginning, if nothing has been written yet.
    fn open(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.is_open {
            return Ok(());
        }
        self.is_open = true;
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<checkstyle version=\"4.3\">")
    }

    /// Goes on to the findings of a file.
    fn enter(&mut self, source: &Source, out: &mut dyn Write) -> io::Result<()> {
        self.open(out)?;
        if self.file.as_ref() == Some(source) {
            return Ok(());
        }
        self.leave(out)?;
        let name = self.base.name(source);
        let name = quick_xml::escape::escape(shown::escape(&name)).into_owned();
        self.file = Some(source.clone());
        writeln!(out, "<file name=\"{name}\">")
    }

    fn leave(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self.file.take() {
            Some(_) => writeln!(out, "</file>"),
            None => Ok(()),
        }
    }
}

fn error(attributes: &[(&str, &str)], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::new(&mut *out);
    let element = writer.create_element("error");
    element
        .with_attributes(attributes.iter().copied())
        .write_empty()?;
    writeln!(out)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    }
}

impl Render for Checkstyle {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        for found in &linted.diagnostics {
            self.enter(&linted.entry.place.source, out)?;
            let start = linted.entry.region(&found.span).start;
            let attributes = [
                ("line", &*start.line.to_string()),
                ("column", &*start.column.to_string()),
                ("severity", severity(found.severity)),
                ("message", &*sentence(found, &linted.entry.value)),
                ("source", &*format!("corsctl.{}", found.rule.name)),
            ];
            error(&attributes, out)?;
        }
        Ok(())
    }

    fn failure(&mut self, source: &Source, message: &str, out: &mut dyn Write) -> io::Result<()> {
        self.enter(source, out)?;
        let attributes = [
            ("severity", severity(Severity::Error)),
            ("message", &*shown::escape(message)),
            ("source", "corsctl"),
        ];
        error(&attributes, out)
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.open(out)?;
        self.leave(out)?;
        writeln!(out, "</checkstyle>")
    }
}
