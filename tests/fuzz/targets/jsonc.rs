//! Blanks comments and trailing commas.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| corsctl_fuzz::jsonc(data));
