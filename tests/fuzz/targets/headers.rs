//! Judges answers by their headers.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| corsctl_fuzz::headers(data));
