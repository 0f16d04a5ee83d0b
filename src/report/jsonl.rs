//! `--format jsonl`: one object per entry, in input order, written as it goes.

use std::io::{self, Write};

use super::{Format, Render, Summary, spelling};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::entry::Place;
use crate::lint::{Linted, Slip, Slips};
use crate::origin::{Canonical, Span};
use crate::rules::Rule;
use crate::shown;

/// An object for each entry, which stands by itself.
pub static FORMAT: Format = Format {
    name: "jsonl",
    about: "one object per entry, as it goes",
    make: |_| Box::<Jsonl>::default(),
};

/// Holds nothing but room for a line: each entry is written and forgotten.
#[derive(Default)]
pub(super) struct Jsonl(Vec<u8>);

/// Adds the line of an entry.
///
/// It is put together by hand: a serializer looks at every byte, most of which are always the same. What it
/// has to be, the objects in `json` say.
pub fn push(linted: &Linted<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let place = &linted.entry.place;
    let mut line = Line(out);
    line.plain(&["{\"input\":"]);
    line.string(&linted.entry.value.masked())?;
    line.plain(&[",\"origin\":"]);
    match &linted.origin {
        Some(origin) => line.string(origin.as_str())?,
        None => line.plain(&["null"]),
    }
    line.plain(&[",\"verdict\":\"", linted.verdict.name(), "\",\"source\":"]);
    if place.path().is_none() && place.server().is_none() {
        line.plain(&["{\"path\":null,\"pointer\":null,\"line\":"]);
        line.number(place.line);
        line.plain(&[",\"column\":"]);
        line.number(place.column);
        line.plain(&["}"]);
    } else {
        line.source(place)?;
    }
    line.findings(&linted.diagnostics, Line::finding)
}

/// A line that is put together.
struct Line<'o>(&'o mut Vec<u8>);

impl Line<'_> {
    fn plain(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.0.extend_from_slice(piece.as_bytes());
        }
    }

    fn number(&mut self, number: usize) {
        self.plain(&[itoa::Buffer::new().format(number)]);
    }

    fn string(&mut self, text: &str) -> io::Result<()> {
        match spelling::is_plain(text) {
            true => {
                self.0.reserve(text.len() + 2);
                self.0.push(b'"');
                self.0.extend_from_slice(text.as_bytes());
                self.0.push(b'"');
            }
            false => spelling::write(&mut *self.0, &text)?,
        }
        Ok(())
    }

    fn source(&mut self, place: &Place) -> io::Result<()> {
        self.plain(&["{\"path\":"]);
        match place.path() {
            Some(path) => self.string(path)?,
            None => self.plain(&["null"]),
        }
        if let Some(server) = place.server() {
            self.plain(&[",\"server\":"]);
            self.string(server)?;
        }
        self.plain(&[",\"pointer\":"]);
        match place.pointer() {
            Some(pointer) => self.string(&pointer)?,
            None => self.plain(&["null"]),
        }
        self.plain(&[",\"line\":"]);
        self.number(place.line);
        self.plain(&[",\"column\":"]);
        self.number(place.column);
        self.plain(&["}"]);
        Ok(())
    }

    /// What there is to say, and the end of the line.
    fn findings<T>(
        &mut self,
        all: impl IntoIterator<Item = T>,
        push: fn(&mut Self, T) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut before = ",\"findings\":[";
        for found in all {
            self.plain(&[before]);
            push(self, found)?;
            before = ",";
        }
        self.plain(match before {
            "," => &["]}\n"],
            _ => &[NOTHING],
        });
        Ok(())
    }

    fn finding(&mut self, found: &Diagnostic) -> io::Result<()> {
        self.said(found.rule, found.severity, &found.message, &found.span)?;
        match &found.fix {
            Some(fix) => self.fix(fix),
            None => {
                self.plain(&[",\"fix\":null}"]);
                Ok(())
            }
        }
    }

    fn slip(&mut self, slip: Slip<'_>) -> io::Result<()> {
        self.said(slip.rule, slip.severity, slip.message, slip.span)?;
        match slip.fix {
            Some((applicability, [origin, path, query, fragment])) => {
                let name = applicability.name();
                self.plain(&[FIX, name, REPLACEMENT, "\"", origin]);
                self.plain(&[path, query, fragment, "\"}}"]);
            }
            None => self.plain(&[",\"fix\":null}"]),
        }
        Ok(())
    }

    /// A finding up to its fix.
    fn said(
        &mut self,
        rule: &Rule,
        severity: Severity,
        message: &str,
        span: &Span,
    ) -> io::Result<()> {
        self.plain(&[
            "{\"rule\":\"",
            rule.name,
            "\",\"severity\":\"",
            severity.name(),
        ]);
        self.plain(&["\",\"message\":"]);
        self.string(message)?;
        self.plain(&[",\"start\":"]);
        self.number(span.start);
        self.plain(&[",\"end\":"]);
        self.number(span.end);
        Ok(())
    }

    fn fix(&mut self, fix: &Fix) -> io::Result<()> {
        self.plain(&[FIX, fix.applicability.name(), REPLACEMENT]);
        if let [text] = fix.becomes.as_slice() {
            self.string(&shown::mask(text))?;
            self.plain(&["}}"]);
            return Ok(());
        }
        self.plain(&["null,\"replacements\":["]);
        for (index, text) in fix.becomes.iter().enumerate() {
            self.plain(if index == 0 { &[] } else { &[","] });
            self.string(&shown::mask(text))?;
        }
        self.plain(&["]}}"]);
        Ok(())
    }
}

/// Adds the line of standard input that is an origin, and what is said about it.
///
/// This is what most lines of most lists are. There is nothing to be escaped in the origin, so it is put
/// together from pieces.
pub fn push_exact(
    canonical: &Canonical<'_>,
    number: usize,
    found: &[Diagnostic],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let text = canonical.as_str();
    let mut line = Line(out);
    line.plain(&["{\"input\":\"", text, "\",\"origin\":\"", text, EXACT]);
    line.number(number);
    line.plain(&[",\"column\":1}"]);
    line.findings(found, Line::finding)
}

/// Adds the line of standard input that is a candidate with slips, and what is said about it.
pub fn push_slips(slips: &Slips<'_>, number: usize, out: &mut Vec<u8>) -> io::Result<()> {
    let mut line = Line(out);
    line.plain(&["{\"input\":"]);
    line.string(slips.text)?;
    line.plain(&[",\"origin\":"]);
    line.string(slips.origin.as_str())?;
    line.plain(&[",\"verdict\":\"", slips.verdict.name(), PLACE]);
    line.number(number);
    line.plain(&[",\"column\":1}"]);
    line.findings(slips.iter(), Line::slip)
}

/// Adds a line that was made before, with something to say; `None` if there was something before.
pub fn push_with_finding(
    line: &[u8],
    found: &Diagnostic,
    out: &mut Vec<u8>,
) -> Option<io::Result<()>> {
    out.extend_from_slice(line.strip_suffix(NOTHING.as_bytes())?);
    Some(Line(out).findings([found], Line::finding))
}

/// What a line ends with about which there is nothing to say.
const NOTHING: &str = ",\"findings\":[]}\n";

/// What stands between the verdict and the number of a line of standard input.
macro_rules! place {
    () => {
        "\",\"source\":{\"path\":null,\"pointer\":null,\"line\":"
    };
}

const PLACE: &str = place!();

/// The same behind an origin.
const EXACT: &str = concat!("\",\"verdict\":\"exact", place!());

/// What stands before a fix's class, and behind it.
const FIX: &str = ",\"fix\":{\"applicability\":\"";
const REPLACEMENT: &str = "\",\"replacement\":";

impl Render for Jsonl {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.0.clear();
        push(linted, &mut self.0)?;
        out.write_all(&self.0)
    }

    fn finish(&mut self, _: &Summary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::{EntryObject, FindingObject};
    use super::*;
    use crate::entry::{Entry, Source, Value};
    use crate::input;
    use crate::lint::Linter;
    use crate::origin::{many_cases, pasted};
    use proptest::prelude::*;

    /// The line by a serializer: the entry, and one more field.
    fn by_serde(linted: &Linted<'_>) -> String {
        let findings: Vec<_> = linted.diagnostics.iter().map(FindingObject::of).collect();
        let entry = spelling::text(&EntryObject::of(linted)).unwrap();
        let findings = spelling::text(&findings).unwrap();
        let entry = entry.strip_suffix('}').unwrap();
        format!("{entry},\"findings\":{findings}}}\n")
    }

    proptest! {
        #![proptest_config(many_cases())]

        #[test]
        fn what_is_put_together_by_hand_is_what_serde_writes(text in pasted(), kind in 0..4, line in 1_usize..) {
            let text = format!("{text}#\u{1b}");
            let text = if kind == 0 { &text } else { text.trim_end_matches("#\u{1b}") };
            let source = match kind {
                0 => Source::File("a\u{202e}.txt".into()),
                1 => Source::Server("http://nas".into()),
                2 => Source::Arguments,
                _ => Source::Stdin,
            };
            let list = (kind == 0).then(|| "/a\u{202e}~1".into());
            let place = Place { list, column: 7, ..Place::line(source, line) };
            let entry = Entry { value: Value::Text(text.to_owned()), place };
            let linted = Linter::default().alone(&entry);
            let mut by_hand = Vec::new();
            push(&linted, &mut by_hand).unwrap();
            prop_assert_eq!(String::from_utf8(by_hand), Ok(by_serde(&linted)));
        }
    }

    #[test]
    fn the_line_of_an_origin_is_put_together_from_pieces() {
        let linter = Linter::default();
        for (number, text) in [
            (1, "https://tool.example"),
            (2, "http://tool.example"),
            (1_000_000, "http://192.168.1.5:13378"),
        ] {
            let mut by_hand = Vec::new();
            let canonical = Canonical::prove(text).unwrap();
            let notes = linter.notes(&canonical).unwrap();
            push_exact(&canonical, number, &notes, &mut by_hand).unwrap();
            let entry = input::entry(number, text);
            let linted = linter.in_full(&entry);
            assert_eq!(String::from_utf8(by_hand), Ok(by_serde(&linted)));
        }
    }
}
