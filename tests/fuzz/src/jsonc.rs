//! Comments and trailing commas.

use corsctl::list::jsonc::blank;

use crate::reading::{Reading, is_json};

/// What is blanked is what a reader that goes byte by byte blanks; JSON stays as it is.
pub fn jsonc(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let blanked = blank(text).ok();
    let expected = Reading::of(text).map(|reading| reading.json);
    assert_eq!(blanked, expected);
    if is_json(text) {
        assert_eq!(blanked.as_deref(), Some(text));
    }
    let Some(blanked) = blanked else {
        return;
    };
    assert_eq!(blanked.len(), text.len());
    for (old, new) in text.bytes().zip(blanked.bytes()) {
        assert!(old == new || new == b' ' && !matches!(old, b'\n' | b'\r'));
    }
    assert_eq!(blank(&blanked), Ok(blanked));
}
