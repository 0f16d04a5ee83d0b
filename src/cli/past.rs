//! The commands about what was written before.

use std::path::PathBuf;

use clap::Args;

use super::{MORE, Shape, Target};

/// Put back what the last write to a list replaced.
///
/// That is the last one by corsctl, be it `add`, `remove`, `set` or `lint --fix`, as `history` has it.
/// The list has to be as it was left; otherwise nothing is written, what has changed since is shown,
/// and the exit code is 5. A write that `history` calls "perhaps never done" is passed over if the list
/// is as it was before it, or as an older write left it. Undoing is a write too: to undo twice is to do it again.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl undo --file allowed-origins.json
  corsctl undo --dry-run --file config.json --pointer /cors/origins
  corsctl undo --server https://home.example")]
pub struct Undo {
    /// Write nothing; print what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// What to print.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "FORMAT",
        default_value = "text"
    )]
    pub format: Shape,
    /// Which list.
    #[command(flatten)]
    pub target: Target,
}

/// List what corsctl has written, the newest first.
///
/// When, by which command, how many entries came and went, and where; `-v` shows the entries. Times are
/// UTC. A write whose end nobody saw, as its run was killed or a server's answer got lost, was "perhaps
/// never done". The last 20 writes to each file or server are kept, 200 in all and no more than 32 MiB
/// besides the newest, in corsctl/history in the user's state folder; those that perhaps were never done
/// are counted by themselves, with what room is left.
#[derive(Args, Debug)]
#[command(after_help = MORE, after_long_help = "\
Examples:
  corsctl history
  corsctl history -v --file allowed-origins.json")]
pub struct History {
    /// Only writes to this file.
    #[arg(long, value_name = "PATH", conflicts_with = "server")]
    pub file: Option<PathBuf>,
    /// Only writes to this server.
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// What to print.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Shape,
}
