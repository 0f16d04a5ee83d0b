//! The tests that see corsctl from outside, in one binary so that they link once.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

mod action;
mod blame;
#[cfg(target_os = "linux")]
mod canonical;
mod checkout;
mod chromium;
mod completions;
mod connections;
mod console;
#[cfg(target_os = "linux")]
mod disk;
mod drafts;
mod echoes;
mod edits;
mod faults;
mod formats;
mod git;
mod harm;
mod help;
mod hostile;
mod live;
mod output;
mod packages;
mod passed_over;
mod places;
mod plugs;
mod probe;
mod progress;
#[cfg(target_os = "linux")]
mod questions;
mod readme;
mod recorded;
mod records;
mod servers;
mod several;
mod stand_in;
mod stories;
mod streams;
mod supply;
mod tokens;
mod undo;
