//! Places in a text, as people and tools count.

/// A place in a text. All count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Which line.
    pub line: usize,
    /// Which character of the line.
    pub column: usize,
    /// Which byte of the line, in UTF-8.
    pub byte: usize,
}

impl Position {
    /// Where a text begins.
    pub const START: Self = Self {
        line: 1,
        column: 1,
        byte: 1,
    };

    /// Where a text ends that begins here.
    pub fn after(mut self, text: &str) -> Self {
        for byte in text.bytes() {
            self.byte += 1;
            match byte {
                b'\n' => (self.line, self.column, self.byte) = (self.line + 1, 1, 1),
                0x80..=0xbf => {} // the rest of a character that has been counted (RFC 3629)
                _ => self.column += 1,
            }
        }
        self
    }
}

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Where its first character is.
    pub start: Position,
    /// Just behind its last one.
    pub end: Position,
}
