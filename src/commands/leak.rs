//! A server may list its own token in disguise, and what is said of an entry takes disguises off.

use crate::audiobookshelf::{Server, Tokens};
use crate::lint::Linted;
use crate::list::Error;

/// Refuses to say what has a token in it: messages and fixes name hosts as browsers write them.
pub(super) fn refuse(server: &Server, tokens: &Tokens, linted: &Linted<'_>) -> Result<(), Error> {
    let origin = linted.origin.iter().map(|origin| origin.as_str());
    let said = linted.diagnostics.iter().flat_map(|found| {
        let fix = found.fix.iter().flat_map(|fix| &fix.becomes);
        fix.map(String::as_str).chain([&*found.message])
    });
    match origin.chain(said).any(|text| tokens.are_in(text)) {
        true => Err(server.echo().into()),
        false => Ok(()),
    }
}
