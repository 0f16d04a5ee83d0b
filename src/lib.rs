//! corsctl: the list of web origins that a server lets in, checked, repaired and written.
//!
//! A server with an allow list for CORS compares each entry with the request's `Origin` header, byte
//! for byte. Browsers send one spelling only; people paste all others. Every command walks a stretch
//! of one path:
//!
//! ```text
//! read ──► entries ──► lint ──► findings + fixes ──► plan ──► write ──► report
//! ```
//!
//! - **Read.** [`input`] takes candidates from standard input, which a [`conveyor`] hands to all cores
//!   if there are many, and [`distinct`] remembers which there were; [`whole`] knows how long a file may
//!   be; [`list`] finds lists in JSON, JSONC and text, and on servers, which [`audiobookshelf`] speaks to through
//!   the [`network`]. All make [`entry::Entry`]s, which know where they stand.
//! - **Lint.** [`origin`] is the domain: it takes a text apart, keeps the span of each part, and works
//!   out the origin that a browser would send. The [`rules`] look at the parts, one file each.
//!   [`lint`] runs them and applies fixes until nothing changes; [`diagnostic`] is what comes out.
//! - **Plan and write.** [`plan`] turns the wanted list into a new text, of which all bytes outside
//!   the list are the old ones, and owns the place it was read from, a file or a server, until it is
//!   written or given up. [`repair`] does the same for the fixes of a whole document. The [`history`],
//!   in the user's [`state`] folder, holds what was written, so that it can be put back. A file is
//!   written as a [`draft`] first; a [`refusal`] of the system's comes with a way out.
//! - **Probe.** [`probe`] sends what a browser would send, and [`browser`], which is pure, says what a
//!   browser would make of the answers.
//! - **Report.** [`report`] has a file for each format; a [`fingerprint`] tells a finding again in the
//!   next run, and a [`baseline`] keeps out what was known. Everything that came from outside passes
//!   [`shown`], which masks secrets and writes out what can't be seen.
//!
//! What a person has settled for good stands in `corsctl.toml`, which [`config`] finds and reads. Nothing
//! else knows of that file; the commands hand out what it says.
//!
//! [`commands`] has a file for each command; [`cli`] is what clap knows of them, and [`exit`] how they
//! end. Dependencies point one way: commands → config, plan, repair, report → history → lint, list → audiobookshelf,
//! rules → network, origin. Nothing below `commands` knows of clap or anyhow; `origin`,
//! `rules` and `browser` do no I/O at all.

pub mod audiobookshelf;
pub mod baseline;
pub mod browser;
mod bytes;
pub mod cli;
pub mod commands;
pub mod config;
pub mod conveyor;
pub mod diagnostic;
pub mod distinct;
pub mod draft;
pub mod entry;
pub mod exit;
pub mod fingerprint;
pub mod history;
pub mod input;
pub mod json_string;
pub mod likeness;
pub mod lint;
pub mod list;
pub mod network;
pub mod origin;
pub mod paths;
pub mod plan;
pub mod probe;
pub mod refusal;
pub mod repair;
pub mod report;
pub mod repository;
pub mod rules;
pub mod secret;
pub mod severity;
pub mod shown;
pub mod state;
pub mod whole;
