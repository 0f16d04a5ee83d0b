//! Places in a text, as people and tools count.

use memchr::{memchr_iter, memrchr};

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
        let last = match memrchr(b'\n', text.as_bytes()) {
            Some(end) => {
                self.line += memchr_iter(b'\n', text.as_bytes()).count();
                (self.column, self.byte) = (1, 1);
                &text[end + 1..]
            }
            None => text,
        };
        self.column += last.chars().count();
        self.byte += last.len();
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
