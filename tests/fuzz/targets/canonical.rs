//! Proves texts canonical, or doesn't know.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| corsctl_fuzz::canonical(data));
