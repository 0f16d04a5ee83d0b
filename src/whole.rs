//! Files that are read whole, and how long they may be.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Some million origins: what is longer is another file, or has no end. A line of candidates can't be
/// longer either.
pub const MOST_BYTES: u64 = 256 << 20;

/// All there is, if it is no more than may be; else a byte more.
pub fn bytes(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file, or an error if it is too long.
pub fn file(path: &Path) -> io::Result<Vec<u8>> {
    let bytes = bytes(File::open(path)?)?;
    match bytes.len() as u64 > MOST_BYTES {
        true => Err(too_long("it")),
        false => Ok(bytes),
    }
}

/// Why something isn't read to its end.
pub fn too_long(what: &str) -> io::Error {
    let mebibytes = MOST_BYTES >> 20;
    let text = format!("{what} has {mebibytes} MiB or more: is it the right input?");
    io::Error::new(io::ErrorKind::InvalidData, text)
}
