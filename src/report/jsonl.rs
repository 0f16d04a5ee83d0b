//! `--format jsonl`: one object per entry, in input order, written as it goes.

use std::io::{self, Write};

use super::json::EntryObject;
use super::{Format, Render, Summary, spelling};
use crate::lint::Linted;
use crate::origin::Canonical;

/// An object for each entry, which stands by itself.
pub static FORMAT: Format = Format {
    name: "jsonl",
    about: "one object per entry, as it goes",
    make: |_| Box::new(Jsonl),
};

/// Holds nothing: each entry is written and forgotten.
pub(super) struct Jsonl;

/// Writes the line of an entry.
pub fn write(linted: &Linted<'_>, mut out: impl Write) -> io::Result<()> {
    spelling::write(&mut out, &EntryObject::with_findings(linted))?;
    out.write_all(b"\n")
}

/// Adds the line of standard input that is an origin, and about which there is nothing to say.
///
/// This is what most lines of most lists are. There is nothing to be escaped in one, so it is put
/// together by hand, ten times as fast.
pub fn push_exact(canonical: &Canonical<'_>, number: usize, out: &mut Vec<u8>) {
    let text = canonical.as_str();
    for piece in ["{\"input\":\"", text, "\",\"origin\":\"", text, REST] {
        out.extend_from_slice(piece.as_bytes());
    }
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    out.extend_from_slice(b",\"column\":1},\"findings\":[]}\n");
}

/// What stands between the origin and the number of the line.
const REST: &str = "\",\"verdict\":\"exact\",\"source\":{\"path\":null,\"pointer\":null,\"line\":";

impl Render for Jsonl {
    fn entry(&mut self, linted: &Linted<'_>, out: &mut dyn Write) -> io::Result<()> {
        write(linted, out)
    }

    fn finish(&mut self, _: &Summary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[test]
fn what_is_put_together_by_hand_is_what_serde_writes() {
    use crate::{input, lint::Linter};

    for (number, text) in [
        (1, "https://tool.example"),
        (1_000_000, "http://192.168.1.5:13378"),
    ] {
        let (mut by_hand, mut by_serde) = (Vec::new(), Vec::new());
        push_exact(&Canonical::prove(text).unwrap(), number, &mut by_hand);
        let entry = input::entry(number, text);
        write(&Linter::default().alone(&entry), &mut by_serde).unwrap();
        assert_eq!(String::from_utf8(by_hand), String::from_utf8(by_serde));
    }
}
