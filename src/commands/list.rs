//! `list`: what is in a list, as it stands.

use std::io::{self, Write};

use super::settings::Settings;
use super::{fail_one, report_failure, side_by_side, stdout, target};
use crate::cli::{self, Shape, Talk};
use crate::entry::Value;
use crate::exit::Exit;
use crate::list::List;
use crate::plan::Location;
use crate::report::edit::list_json;
use crate::shown;

pub(super) fn run(args: &cli::List, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    let locations = target::locations(&args.target, false, settings, talk)?;
    let lists = side_by_side(&locations, Location::list);
    let mut worst = Exit::Clean;
    for (location, list) in locations.iter().zip(lists) {
        let exit = match list {
            Ok(list) => {
                show(args.format, location, locations.len(), &list)?;
                Exit::Clean
            }
            Err(error) => {
                let error = error.into();
                if args.format == Shape::Json {
                    report_failure(location, &error)?;
                }
                fail_one(talk, locations.len(), error)?
            }
        };
        worst = worst.max(exit);
    }
    Ok(worst)
}

fn show(format: Shape, location: &Location, count: usize, list: &List) -> io::Result<()> {
    let mut out = stdout();
    match format {
        Shape::Text => {
            if count > 1 {
                // as a text list has its comments
                writeln!(out, "# {location}")?;
            }
            for value in list.values() {
                writeln!(out, "{}", shown::opening(value.to_string()))?;
            }
        }
        Shape::Json => {
            let origins: Vec<Value> = list.values().collect();
            list_json(&location.to_string(), &origins, &mut out)?;
        }
    }
    out.flush()
}
