//! Candidates from the command line and from standard input.

use std::io::{self, BufRead, BufReader, Read};

use crate::entry::{Entry, Place, Source, Value};

/// Why candidates can't be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody gave any.
    #[error("no origins given; name some, or pipe them in, one a line")]
    Nothing,
    /// The bytes are in another encoding.
    #[error("<stdin>:{line}:{column}: this isn't UTF-8; convert the input first")]
    NotUtf8 {
        /// 1-based.
        line: usize,
        /// 1-based, in characters.
        column: usize,
    },
    /// The operating system refused.
    #[error("can't read standard input")]
    Io(#[from] io::Error),
}

/// Candidates one a line; blank lines and lines that start with `#` are passed over.
#[derive(Debug)]
pub struct Lines<R> {
    reader: BufReader<R>,
    buffer: Vec<u8>,
    line: usize,
}

impl<R: Read> Lines<R> {
    /// Reads from `reader`.
    pub fn new(reader: R) -> Self {
        Self {
            reader: BufReader::with_capacity(1 << 16, reader),
            buffer: Vec::new(),
            line: 0,
        }
    }

    /// The next candidate, if there is one.
    pub fn next_entry(&mut self) -> Result<Option<Entry>, Error> {
        loop {
            self.buffer.clear();
            if self.reader.read_until(b'\n', &mut self.buffer)? == 0 {
                return Ok(None);
            }
            self.line += 1;
            let text = self.text()?;
            if !text.trim().is_empty() && !text.trim_start().starts_with('#') {
                return Ok(Some(Entry {
                    value: Value::Text(text.to_owned()),
                    place: Place::line(Source::Stdin, self.line),
                }));
            }
        }
    }

    fn text(&self) -> Result<&str, Error> {
        let bytes = self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let text = str::from_utf8(bytes).map_err(|error| {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            Error::NotUtf8 {
                line: self.line,
                column: before.chars().count() + 1,
            }
        })?;
        let is_first = self.line == 1;
        Ok(text
            .strip_prefix('\u{feff}')
            .filter(|_| is_first)
            .unwrap_or(text))
    }

    /// Whether the next candidate may have to be waited for, so that it is time to show the last.
    pub fn is_drained(&self) -> bool {
        self.reader.buffer().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<(usize, String)>, Error> {
        let mut lines = Lines::new(bytes);
        let mut found = Vec::new();
        while let Some(entry) = lines.next_entry()? {
            found.push((
                entry.place.line,
                entry.value.text().unwrap_or_default().to_owned(),
            ));
        }
        Ok(found)
    }

    #[test]
    fn lines_are_candidates_but_for_blanks_and_comments() {
        let found =
            read(b"\xef\xbb\xbfhttps://a.example\r\n\n # note\n\thttps://b.example\nlast").unwrap();
        let expected = [
            (1, "https://a.example"),
            (4, "\thttps://b.example"),
            (5, "last"),
        ];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn other_encodings_are_refused_with_their_place() {
        let error = read(b"https://a.example\nhttps://m\xc3\xbc\xfcnchen.example\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "<stdin>:2:11: this isn't UTF-8; convert the input first"
        );
    }
}
