//! corsctl
pub mod origin;
