//! The languages that lists are written in.

use std::path::Path;

use super::position;

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 8259.
    Json,
    /// JSON with comments and trailing commas.
    Jsonc,
    /// One entry a line.
    Text,
}

impl Format {
    /// By the name's ending; where that says nothing, by how the text begins.
    pub(super) fn of(name: &str, text: &str) -> Self {
        let ending = Path::new(name)
            .extension()
            .and_then(|ending| ending.to_str());
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("json") => Self::Json,
            Some("jsonc" | "json5") => Self::Jsonc,
            Some("txt" | "list") => Self::Text,
            _ if is_json(text) => Self::Json,
            _ => Self::Text,
        }
    }
}

/// Whether a text begins as JSON does; `[::1]:3000` is a line of a text list.
fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches(position::BOM).trim_start();
    match text.strip_prefix('[') {
        Some(rest) => !rest.starts_with(|c: char| c == ':' || c.is_ascii_hexdigit()),
        None => text.starts_with(['{', '"']),
    }
}
