//! How the JSON formats spell their strings: nothing in them can move a cursor, turn the writing around, or
//! be a command to a CI runner, and who parses them gets every character as it is.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::bytes;
use crate::shown;

/// Writes a value as JSON on one line.
pub fn write(out: impl Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Spelling))
}

/// The same as a text.
pub(super) fn text(value: &impl Serialize) -> io::Result<String> {
    let mut bytes = Vec::new();
    write(&mut bytes, value)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

struct Spelling;

impl Formatter for Spelling {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        spell(fragment, out)
    }

    /// What stands outside strings in valid JSON is plain, but for its line ends.
    fn write_raw_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        spell(fragment, out)
    }
}

/// Whether a text stands in a string just as it is; nearly all do.
pub(super) fn is_plain(text: &str) -> bool {
    bytes::all(text.as_bytes(), |bytes| {
        bytes.are_in(b' ', b'~') & !(bytes.are_in(b'"', b'#') | bytes.are(b'\\'))
    })
}

/// Writes what `shown` writes out as RFC 8259 has it, section 7.
fn spell<W: ?Sized + Write>(text: &str, out: &mut W) -> io::Result<()> {
    if is_plain(text) {
        return out.write_all(text.as_bytes());
    }
    let mut end = 0;
    for (at, c) in shown::hidden(text).filter(|(_, c)| !matches!(c, '\n' | '\r' | '\t')) {
        out.write_all(&text.as_bytes()[end..at])?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        end = at + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[end..])
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::text;

    #[test]
    fn what_is_hidden_is_spelt_in_escapes_and_comes_back() {
        for (original, spelt) in [
            (
                "plain \u{fc} \u{6f22} # ##",
                "\"plain \u{fc} \u{6f22} # ##\"",
            ),
            ("\u{1b}[m\n\u{7f}\u{9b}", r#""\u001b[m\n\u007f\u009b""#),
            (
                "a\u{202e}\u{e0041}\u{feff}",
                r#""a\u202e\udb40\udc41\ufeff""#,
            ),
            ("###[x]##vso[y]", r##""#\u0023#[x]\u0023#vso[y]""##),
        ] {
            assert_eq!(text(&original).unwrap(), spelt);
            assert_eq!(serde_json::from_str::<String>(spelt).unwrap(), original);
        }
        let raw = "{\n\t\"\u{202e}\": 1.50}";
        let raw = RawValue::from_string(raw.to_owned()).unwrap();
        assert_eq!(text(&raw).unwrap(), "{\n\t\"\\u202e\": 1.50}");
    }
}
