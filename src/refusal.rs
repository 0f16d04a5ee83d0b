//! What to do when the operating system refuses to read or to write a file.

use std::io;

/// What it says, by its kind, and the way out.
const WAYS_OUT: &[(io::ErrorKind, &str)] = &[
    (
        io::ErrorKind::PermissionDenied,
        "run corsctl as somebody who may, or change who may (`chmod`, `chown`)",
    ),
    (
        io::ErrorKind::ReadOnlyFilesystem,
        "nothing can be written there until it is mounted for writing",
    ),
    (
        io::ErrorKind::StorageFull,
        "make room on that disk and try again",
    ),
    (
        io::ErrorKind::QuotaExceeded,
        "your share of that disk is used up: make room and try again",
    ),
    (
        io::ErrorKind::FileTooLarge,
        "files may not become that long here: raise the limit (`ulimit -f`) and try again",
    ),
    (
        io::ErrorKind::NotADirectory,
        "something on the way there is no folder: is the path right?",
    ),
];

/// The same error, with the way out behind the system's words.
pub fn with_way_out(error: io::Error) -> io::Error {
    match WAYS_OUT.iter().find(|(kind, _)| *kind == error.kind()) {
        Some((kind, way_out)) => io::Error::new(*kind, format!("{error}; {way_out}")),
        None => error,
    }
}
