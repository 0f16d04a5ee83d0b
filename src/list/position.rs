//! Byte offsets as people count: line and column.

use crate::entry::Position;

/// U+FEFF, which some editors write at the start of a file. RFC 8259, section 8.1, lets a reader
/// ignore it.
pub(super) const BOM: char = '\u{feff}';

/// The line and the column of a byte offset, both from 1, columns in characters.
///
/// A line ends with `\n`. A byte order mark at the start is not a column. An offset inside a
/// character means that character, one past the end means the end.
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let Position { line, column, .. } = Positions::new(text).of(offset);
    (line, column)
}

/// The text that the bytes are in UTF-8, or else the line and column where they stop to be it.
pub fn utf8(bytes: Vec<u8>) -> Result<String, (usize, usize)> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        position(&before, valid)
    })
}

/// The positions of many offsets, in one pass over the text if they are asked for in ascending
/// order.
#[derive(Debug, Clone)]
pub struct Positions<'a> {
    text: &'a str,
    at: usize,
    position: Position,
}

impl<'a> Positions<'a> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'a str) -> Self {
        let at = if text.starts_with(BOM) {
            BOM.len_utf8()
        } else {
            0
        };
        Self {
            text,
            at,
            position: Position::START,
        }
    }

    /// Starts at an offset whose position is known.
    pub fn from(text: &'a str, at: usize, position: Position) -> Self {
        Self { text, at, position }
    }

    /// The position of `offset`, as [`position`] counts. Going back is allowed; it starts over.
    pub fn of(&mut self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        if offset < self.at {
            *self = Self::new(self.text);
        }
        let passed = self.text.get(self.at..offset).unwrap_or_default();
        self.position = self.position.after(passed);
        self.at = self.at.max(offset);
        self.position
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Positions, position};
    use proptest::prelude::{any, prop_assert_eq, proptest};

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        for (text, offset, want) in [
            ("", 0, (1, 1)),
            ("abc", 2, (1, 3)),
            ("abc", 99, (1, 4)),
            ("a\nb", 1, (1, 2)),
            ("a\nb", 2, (2, 1)),
            ("a\r\nb", 3, (2, 1)),
            ("é\u{1f600}x", 6, (1, 3)),
            ("é\u{1f600}x", 4, (1, 2)),
            ("\u{feff}ab", 0, (1, 1)),
            ("\u{feff}ab", 3, (1, 1)),
            ("\u{feff}ab", 4, (1, 2)),
            ("a\n\u{feff}b", 5, (2, 2)),
        ] {
            assert_eq!(position(text, offset), want, "{text:?} {offset}");
        }
    }

    proptest! {
        #![proptest_config(crate::origin::many_cases())]

        #[test]
        fn positions_agree_with_counting(text in "(\u{feff})?(\\PC|\n|\r){0,40}", offsets in proptest::collection::vec(any::<proptest::sample::Index>(), 1..20)) {
            let mut positions = Positions::new(&text);
            for offset in offsets {
                let offset = offset.index(text.len() + 1);
                let offset = (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap();
                let head = text[..offset].strip_prefix('\u{feff}').unwrap_or(&text[..offset]);
                let line = head.matches('\n').count() + 1;
                let start = head.rsplit('\n').next().unwrap();
                let (column, byte) = (start.chars().count() + 1, start.len() + 1);
                prop_assert_eq!(positions.of(offset), Position { line, column, byte });
            }
        }
    }
}
