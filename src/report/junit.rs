//! `--format junit`: test results. A list is a suite, an entry a case.
//!
//! The counts of a suite stand at its beginning, so one list is held at a time. An entry fails with
//! an error or a warning; notes are its output.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::{Base, Render, Summary, sentence};
use crate::diagnostic::Severity;
use crate::entry::{Place, Source};
use crate::lint::Linted;
use crate::shown;

#[derive(Default)]
pub(super) struct Junit {
    base: Base,
    is_open: bool,
    suite: Option<Suite>,
}

/// The list that is being looked at.
struct Suite {
    source: Source,
    list: Option<std::sync::Arc<str>>,
    name: String,
    tests: usize,
    failures: usize,
    errors: usize,
    /// Its cases, written.
    cases: Vec<u8>,
}

/// What a case says besides its name.
#[derive(Default)]
struct Outcome {
    /// The element that says that it didn't go well, its message and its type.
    bad: Option<(&'static str, String, &'static str)>,
    details: String,
    output: String,
}

impl Junit {
    /// The suite of the list that an entry is in.
    fn suite(&mut self, place: &Place, out: &mut dyn Write) -> io::Result<&mut Suite> {
        let goes_on = |suite: &Suite| suite.source == place.source && suite.list == place.list;
        if !self.suite.as_ref().is_some_and(goes_on) {
            self.leave(out)?;
        }
        let base = &self.base;
        Ok(self.suite.get_or_insert_with(|| {
            let path = base.name(&place.source);
            let name = match place.list.as_deref() {
                Some(pointer) if !pointer.is_empty() => format!("{path} ({pointer})"),
                _ => path,
            };
            Suite {
                source: place.source.clone(),
                list: place.list.clone(),
                name: shown::escape(&name).into_owned(),
                tests: 0,
                failures: 0,
                errors: 0,
                cases: Vec::new(),
            }
        }))
    }

    fn open(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.is_open {
            return Ok(());
        }
        self.is_open = true;
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"corsctl\">")
    }

    /// Writes the suite that is done.
    fn leave(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.open(out)?;
        match self.suite.take() {
            Some(suite) => suite.write(out),
            None => Ok(()),
        }
    }
}

impl Suite {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = Writer::new(&mut *out);
        let element = writer.create_element("testsuite").with_attributes([
            ("name", &*self.name),
            ("tests", &*self.tests.to_string()),
            ("failures", &*self.failures.to_string()),
            ("errors", &*self.errors.to_string()),
        ]);
        element.write_inner_content(|writer| {
            let inner = writer.get_mut();
            writeln!(inner)?;
            inner.write_all(&self.cases)
        })?;
        writeln!(out)
    }

    fn case(&mut self, name: &str, place: Option<&Place>, outcome: &Outcome) -> io::Result<()> {
        self.tests += 1;
        let mut writer = Writer::new(&mut self.cases);
        let mut element = writer
            .create_element("testcase")
            .with_attributes([("name", name), ("classname", &*self.name)]);
        if let Some(place) = place {
            element = element.with_attribute(("line", &*place.line.to_string()));
        }
        element.write_inner_content(|writer| {
            if let Some((name, message, kind)) = &outcome.bad {
                let element = writer.create_element(*name);
                let attributes = [("message", &**message), ("type", kind)];
                let element = element.with_attributes(attributes);
                element.write_text_content(BytesText::new(&outcome.details))?;
            }
            if !outcome.output.is_empty() {
                let element = writer.create_element("system-out");
                element.write_text_content(BytesText::new(&outcome.output))?;
            }
            Ok(())
        })?;
        self.cases.push(b'\n');
        Ok(())
    }
}

impl Render for Junit {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        let entry = linted.entry;
        let suite = self.suite(&entry.place, out)?;
        let mut outcome = Outcome::default();
        // the gravest comes first
        for found in &linted.diagnostics {
            let sentence = sentence(found, &entry.value);
            let line = format!("{}[{}]: {sentence}\n", found.severity, found.rule.name);
            if found.severity == Severity::Note {
                outcome.output.push_str(&line);
                continue;
            }
            outcome.details.push_str(&line);
            outcome
                .bad
                .get_or_insert(("failure", sentence, found.rule.name));
        }
        suite.failures += usize::from(outcome.bad.is_some());
        let name = format!("{} ({})", entry.value, entry.place.within());
        suite.case(&name, Some(&entry.place), &outcome)
    }

    fn failure(&mut self, source: &Source, message: &str, out: &mut dyn Write) -> io::Result<()> {
        self.leave(out)?;
        let suite = self.suite(&Place::line(source.clone(), 1), out)?;
        let message = shown::escape(message).into_owned();
        let outcome = Outcome {
            details: message.clone(),
            bad: Some(("error", message, "unread")),
            ..Outcome::default()
        };
        suite.errors += 1;
        suite.case("read the list", None, &outcome)?;
        self.leave(out)
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.leave(out)?;
        writeln!(out, "</testsuites>")
    }
}
