//! Fixes as edits of a file, for tools that apply them.

use crate::diagnostic::Fix;
use crate::entry::{Entry, Position, Region, Value};
use crate::shown;

/// What to write in place of what.
pub(super) struct Replacement {
    /// Of the file.
    pub(super) region: Region,
    /// As it is written there.
    pub(super) text: String,
}

impl Replacement {
    /// The edit that applies a fix to an entry of a file.
    ///
    /// There is none where it would have to show a secret, and none that takes an element out of
    /// JSON: which comma goes with it, an entry doesn't know. `--fix` does.
    pub(super) fn of(entry: &Entry, fix: &Fix) -> Option<Self> {
        let place = &entry.place;
        place.path()?;
        if fix.becomes.iter().any(|text| shown::mask(text) != *text) {
            return None;
        }
        let region = entry.extent();
        if place.list.is_none() {
            return Some(lines(region, place.line_end, &fix.becomes));
        }
        let texts = fix.becomes.iter().map(serde_json::to_string);
        let texts = texts.collect::<Result<Vec<_>, _>>().ok()?.join(", ");
        let text = match &entry.value {
            Value::NotAList(_) => format!("[{texts}]"),
            Value::Text(_) | Value::NotAString(_) if texts.is_empty() => return None,
            Value::Text(_) | Value::NotAString(_) => texts,
        };
        Some(Self { region, text })
    }
}

/// Other lines in place of one; without any, its end goes too.
fn lines(region: Region, line_end: &str, texts: &[String]) -> Replacement {
    let region = match (texts, line_end) {
        ([], "\n" | "\r\n") => Region {
            end: Position {
                line: region.start.line + 1,
                ..Position::START
            },
            ..region
        },
        _ => region,
    };
    let separator = if line_end.is_empty() { "\n" } else { line_end };
    Replacement {
        region,
        text: texts.join(separator),
    }
}
