//! Documents, read a second time: byte by byte, and by serde_json as a whole.

use std::ops::Range;

use serde_json::Value;
use serde_json::value::RawValue;

/// JSONC, taken apart.
pub struct Reading<'t> {
    /// The text with spaces for comments and for commas after the last element or member.
    pub json: String,
    /// The comments, in order, and in how many brackets each is.
    pub comments: Vec<(usize, &'t str)>,
}

/// What a byte is part of.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Plain,
    String,
    Escape,
    LineComment,
    BlockComment,
}

impl<'t> Reading<'t> {
    /// `None` if a comment has no end.
    pub fn of(text: &'t str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut comments: Vec<(usize, Range<usize>)> = Vec::new();
        // what is neither white space nor comment; for all bytes of a string, a quotation mark
        let mut tokens: Vec<(usize, u8)> = Vec::new();
        let (mut state, mut at, mut depth) = (State::Plain, 0, 0_usize);
        while at < bytes.len() {
            let (next, length) = step(state, &bytes[at..]);
            match (state, next) {
                (State::LineComment, State::Plain) => {}
                (State::Plain, State::LineComment | State::BlockComment) => {
                    comments.push((depth, at..at + length));
                }
                (State::LineComment | State::BlockComment, _) => {
                    comments.last_mut()?.1.end = at + length;
                }
                (State::Plain, State::Plain) if b" \t\n\r".contains(&bytes[at]) => {}
                (State::Plain, State::Plain) => {
                    depth += usize::from(b"[{".contains(&bytes[at]));
                    depth = depth.saturating_sub(usize::from(b"]}".contains(&bytes[at])));
                    tokens.push((at, bytes[at]));
                }
                _ => tokens.push((at, b'"')),
            }
            (state, at) = (next, at + length);
        }
        let mut json = bytes.to_vec();
        for (_, comment) in &comments {
            for byte in &mut json[comment.clone()] {
                *byte = if matches!(byte, b'\n' | b'\r') {
                    *byte
                } else {
                    b' '
                };
            }
        }
        for three in tokens.windows(3) {
            if let [(_, before), (comma, b','), (_, b']' | b'}')] = three
                && !b"[{:,".contains(before)
            {
                json[*comma] = b' ';
            }
        }
        let comments = comments.into_iter();
        let comments = comments.map(|(depth, comment)| (depth, &text[comment]));
        (state != State::BlockComment).then_some(Self {
            json: String::from_utf8(json).ok()?,
            comments: comments.collect(),
        })
    }

    /// What serde_json makes of it.
    pub fn value(&self) -> Option<Value> {
        serde_json::from_str(strip_bom(&self.json)).ok()
    }
}

/// What comes next, and how many bytes further.
fn step(state: State, rest: &[u8]) -> (State, usize) {
    match (state, rest) {
        (State::Plain, [b'/', b'/', ..]) => (State::LineComment, 2),
        (State::Plain, [b'/', b'*', ..]) => (State::BlockComment, 2),
        (State::Plain, [b'"', ..]) => (State::String, 1),
        (State::String, [b'\\', ..]) => (State::Escape, 1),
        (State::String, [b'"', ..]) => (State::Plain, 1),
        (State::Escape, _) => (State::String, 1),
        (State::LineComment, [b'\n' | b'\r', ..]) => (State::Plain, 1),
        (State::BlockComment, [b'*', b'/', ..]) => (State::Plain, 2),
        (state, _) => (state, 1),
    }
}

/// Whether a text is JSON, whatever its numbers and its depth.
pub fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(strip_bom(text)).is_ok()
}

/// The text without a byte order mark.
pub fn strip_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
