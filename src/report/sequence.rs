//! A JSON array that is written as its items come.

use std::io::{self, Write};

use serde::Serialize;

use super::spelling;

/// What of it has been written.
#[derive(Default)]
pub(super) struct Sequence {
    is_open: bool,
}

impl Sequence {
    /// Writes the next item; `head`, with the opening bracket, before the first one.
    pub(super) fn push(
        &mut self,
        head: &str,
        item: &impl Serialize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let before = if self.is_open { "," } else { head };
        self.is_open = true;
        writeln!(out, "{before}")?;
        Ok(spelling::write(out, item)?)
    }

    /// Writes what closes it; `head` too if there was no item.
    pub(super) fn close(&mut self, head: &str, tail: &str, out: &mut dyn Write) -> io::Result<()> {
        if !self.is_open {
            write!(out, "{head}")?;
        }
        writeln!(out, "\n{tail}")
    }
}
