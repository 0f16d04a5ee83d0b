//! corsctl
pub mod diagnostic;
pub mod entry;
pub mod lint;
pub mod list;
pub mod origin;
pub mod rules;
pub mod shown;
