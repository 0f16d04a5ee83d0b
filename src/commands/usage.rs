//! An option that nobody knows, and the one that was probably meant.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, CommandFactory};

use crate::cli::Cli;

/// Names the option that differs by one letter, or by two that changed places. clap's own measure
/// takes those of a short name for another word.
pub(super) fn suggest(error: &mut clap::Error, arguments: impl Iterator<Item = String>) {
    if error.kind() != ErrorKind::UnknownArgument || error.get(ContextKind::SuggestedArg).is_some()
    {
        return;
    }
    let Some(ContextValue::String(unknown)) = error.get(ContextKind::InvalidArg) else {
        return;
    };
    let mut corsctl = Cli::command();
    corsctl.build();
    let mut arguments = arguments.skip(1);
    let command = arguments.find_map(|argument| corsctl.find_subcommand(argument));
    let options = command.unwrap_or(&corsctl).get_arguments();
    let meant = options
        .filter_map(Arg::get_long)
        .map(|name| format!("--{name}"))
        .find(|option| strsim::osa_distance(option, unknown) == 1);
    if let Some(meant) = meant {
        error.insert(ContextKind::SuggestedArg, ContextValue::String(meant));
        error.remove(ContextKind::Suggested);
    }
}
