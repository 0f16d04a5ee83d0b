//! The tests that see corsctl from outside, in one binary so that they link once.

mod completions;
mod console;
mod edits;
mod output;
mod readme;
mod stories;
