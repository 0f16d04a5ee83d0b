//! What must hold for every input: one function for each target of the fuzzer.
//!
//! Each takes any bytes, passes over those that say nothing to it, and panics where what is promised
//! isn't kept. [`reading`] reads documents a second time, in the plainest way there is.

mod edits;
mod headers;
mod jsonc;
mod mends;
mod origin;
mod reading;
#[path = "../../it/canonical/roads.rs"]
mod roads;

pub use edits::edits;
pub use headers::headers;
pub use jsonc::jsonc;
pub use mends::mends;
pub use origin::origin;

/// What is proved from a text's bytes is what the URL parser and all rules say.
pub fn canonical(data: &[u8]) {
    if let Ok(text) = str::from_utf8(data) {
        roads::compare(text);
    }
}
