//! Edits lists.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| corsctl_fuzz::edits(data));
