//! Mends texts.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| corsctl_fuzz::mends(data));
