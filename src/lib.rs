//! corsctl
pub mod cli;
pub mod commands;
pub mod diagnostic;
pub mod entry;
pub mod exit;
pub mod input;
pub mod lint;
pub mod list;
pub mod origin;
pub mod plan;
pub mod repair;
pub mod report;
pub mod rules;
pub mod shown;
