//! Candidates from standard input: one a line; blank lines and lines that start with `#` are passed
//! over.
//!
//! Lines are read in blocks, so that a million of them cost a few hundred reads and no allocations.

use std::io::{self, Read};

use memchr::{memchr_iter, memrchr};

use crate::entry::{Entry, Place, Source, Value};
use crate::whole::{MOST_BYTES, too_long};

/// How much is read at a time: large enough to be worth handing to another core, small enough to stay
/// in its cache.
pub const BLOCK: usize = 1 << 16;

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

/// Reads whole lines, as many as have come.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    size: usize,
    /// The beginning of a line whose end hasn't come yet.
    rest: Vec<u8>,
    /// How many blocks and lines were read.
    number: usize,
    lines: usize,
    is_done: bool,
}

impl<R: Read> Blocks<R> {
    /// Reads from `reader`, at most `size` bytes at a time.
    pub fn new(reader: R, size: usize) -> Self {
        Self {
            reader,
            size,
            rest: Vec::new(),
            number: 0,
            lines: 0,
            is_done: false,
        }
    }

    /// How many bytes it reads at most at a time.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Waits for the next line and takes it, with all that came along, in place of what `block` held;
    /// whether there was one.
    pub fn read(&mut self, block: &mut Block) -> io::Result<bool> {
        let bytes = &mut block.bytes;
        bytes.clear();
        bytes.append(&mut self.rest);
        while !self.is_done {
            let start = bytes.len();
            bytes.resize(start + self.size, 0);
            let read = match self.reader.read(&mut bytes[start..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(None),
                read => read.map(Some),
            };
            // whoever can't read now isn't asked again
            self.is_done = !matches!(read, Ok(None | Some(1..)));
            let end = start + read?.unwrap_or_default();
            bytes.truncate(end);
            if bytes.len() as u64 > MOST_BYTES {
                return Err(too_long(&format!("line {}", self.lines + 1)));
            }
            if let Some(last) = memrchr(b'\n', &bytes[start..]) {
                self.rest.extend_from_slice(&bytes[start + last + 1..]);
                bytes.truncate(start + last + 1);
                break;
            }
        }
        block.number = self.number;
        block.line = self.lines;
        self.number += 1;
        self.lines += memchr_iter(b'\n', bytes).count();
        Ok(!bytes.is_empty())
    }
}

/// Some whole lines.
#[derive(Debug, Default)]
pub struct Block {
    bytes: Vec<u8>,
    number: usize,
    /// How many lines stand before it.
    line: usize,
}

impl Block {
    /// Which block it is, counted from 0.
    pub fn number(&self) -> usize {
        self.number
    }

    /// How long it is, in bytes.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Its candidates with the numbers of their lines, up to the first that isn't UTF-8; and why they
    /// end there.
    pub fn candidates(&self) -> (impl Iterator<Item = (usize, &str)>, Option<Error>) {
        // no character has a line end in it (RFC 3629), so a broken one breaks its own line only
        let (text, error) = match str::from_utf8(&self.bytes) {
            Ok(text) => (text, None),
            Err(error) => self.before(error.valid_up_to()),
        };
        let bom = match self.line {
            0 => text
                .strip_prefix('\u{feff}')
                .map_or(0, |rest| text.len() - rest.len()),
            _ => 0,
        };
        let mut ends = memchr_iter(b'\n', text.as_bytes());
        let (mut start, mut line) = (bom, self.line);
        let lines = std::iter::from_fn(move || {
            if start == text.len() {
                return None;
            }
            let end = ends.next().unwrap_or(text.len());
            let text_of_line = &text[start..end];
            start = text.len().min(end + 1);
            line += 1;
            Some((
                line,
                text_of_line.strip_suffix('\r').unwrap_or(text_of_line),
            ))
        });
        (lines.filter(|(_, text)| is_candidate(text)), error)
    }

    /// The lines before the one that has a broken character, and where that is.
    fn before(&self, broken: usize) -> (&str, Option<Error>) {
        let start = memrchr(b'\n', &self.bytes[..broken]).map_or(0, |end| end + 1);
        let whole = str::from_utf8(&self.bytes[..start]).unwrap_or_default();
        let line = self.line + memchr_iter(b'\n', whole.as_bytes()).count() + 1;
        let before = String::from_utf8_lossy(&self.bytes[start..broken]);
        let column = before.chars().count() + 1;
        (whole, Some(Error::NotUtf8 { line, column }))
    }
}

/// The entry on a line of standard input.
pub fn entry(line: usize, text: &str) -> Entry {
    Entry {
        value: Value::Text(text.to_owned()),
        place: Place::line(Source::Stdin, line),
    }
}

fn is_candidate(line: &str) -> bool {
    match line.as_bytes() {
        // nearly always
        [b'!'..=b'~', ..] => !line.starts_with('#'),
        _ => !matches!(line.trim_start().as_bytes(), [] | [b'#', ..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The candidates, read so many bytes at a time, and how it ended.
    fn read(bytes: &[u8], size: usize) -> (Vec<(usize, String)>, Option<String>) {
        let mut blocks = Blocks::new(bytes, size);
        let mut block = Block::default();
        let mut found = Vec::new();
        while blocks.read(&mut block).unwrap() {
            let (candidates, error) = block.candidates();
            found.extend(candidates.map(|(line, text)| (line, text.to_owned())));
            if let Some(error) = error {
                return (found, Some(error.to_string()));
            }
        }
        (found, None)
    }

    /// What they should be, by the plainest way to read lines.
    fn expected(bytes: &[u8]) -> (Vec<(usize, String)>, Option<String>) {
        let mut found = Vec::new();
        for (index, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let text = match str::from_utf8(line) {
                Ok(text) => text,
                Err(error) => {
                    let before = str::from_utf8(&line[..error.valid_up_to()]).unwrap();
                    let (line, column) = (index + 1, before.chars().count() + 1);
                    return (found, Some(Error::NotUtf8 { line, column }.to_string()));
                }
            };
            let text = match index {
                0 => text.strip_prefix('\u{feff}').unwrap_or(text),
                _ => text,
            };
            if !text.trim().is_empty() && !text.trim_start().starts_with('#') {
                found.push((index + 1, text.to_owned()));
            }
        }
        (found, None)
    }

    #[test]
    fn lines_are_candidates_but_for_blanks_and_comments() {
        let found = read(
            b"\xef\xbb\xbfhttps://a.example\r\n\n # note\n\thttps://b.example\nlast",
            BLOCK,
        );
        let expected = [
            (1, "https://a.example"),
            (4, "\thttps://b.example"),
            (5, "last"),
        ];
        let expected = expected.map(|(line, text)| (line, text.to_owned()));
        assert_eq!(found, (expected.to_vec(), None));
    }

    #[test]
    fn where_a_block_ends_makes_no_difference() {
        let long = format!("a\n{}\nb", "x".repeat(100));
        for input in [
            &b""[..],
            b"\n",
            b"\r",
            b"\r\n",
            b"a",
            b"a\r",
            b"a\r\r\n\nb\n",
            b"\xef\xbb\xbf",
            b"\xef\xbb\xbf\n\xef\xbb\xbfb\n",
            b"\xef\xbb\xbf# a\n \t\r\n#b\n # c\r\nd",
            b"nul\0\0\n\0\n",
            "ü\nmünchen\n日本\n".as_bytes(),
            b"a\nm\xc3\xbc\xfcn\nb\n",
            b"\xff",
            b"a\n\xc3\nb",
            b"a\nb\xc3",
            b"\xef\xbb\xbf\xff\n",
            long.as_bytes(),
        ] {
            for size in 1..=input.len() + 1 {
                assert_eq!(read(input, size), expected(input), "{input:?} by {size}");
            }
        }
    }

    #[test]
    fn other_encodings_are_refused_with_their_place() {
        let (_, error) = read(
            b"https://a.example\nhttps://m\xc3\xbc\xfcnchen.example\n",
            BLOCK,
        );
        assert_eq!(
            error.as_deref(),
            Some("<stdin>:2:11: this isn't UTF-8; convert the input first")
        );
    }
}
