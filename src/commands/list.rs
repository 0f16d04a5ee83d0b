//! `list`: what is in a list, as it stands.

use std::io::Write;

use super::stdout;
use crate::cli::{List, Shape};
use crate::entry::Value;
use crate::exit::Exit;
use crate::list::file;
use crate::report::edit::list_json;

pub(super) fn run(args: &List) -> anyhow::Result<Exit> {
    let document = file::read(&args.target.file)?;
    let list = document.list(args.target.pointer.as_ref())?;
    let mut out = stdout();
    match args.format {
        Shape::Text => {
            for entry in &list.entries {
                writeln!(out, "{}", entry.value)?;
            }
        }
        Shape::Json => {
            let origins: Vec<Value> = list.entries.into_iter().map(|entry| entry.value).collect();
            list_json(&document.name(), &origins, &mut out)?;
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}
