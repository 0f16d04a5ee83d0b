//! What packages hold: all that belongs there, and nothing that isn't.

use std::fs;
use std::path::Path;

use corsctl::commands::completions::SCRIPTS;
use corsctl::commands::man::PAGES;
use toml::{Table, Value};

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The `package` of Cargo.toml.
fn package() -> Value {
    let text = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    text.parse::<Table>().unwrap().remove("package").unwrap()
}

/// The files that the Debian package takes, perhaps with a `*`, and where it puts them.
fn assets() -> Vec<(String, String)> {
    let package = package();
    let assets = package["metadata"]["deb"]["assets"].as_array().unwrap();
    let text = |asset: &Value, index: usize| asset[index].as_str().unwrap().to_owned();
    assets
        .iter()
        .map(|asset| (text(asset, 0), text(asset, 1)))
        .collect()
}

/// Whether an asset's source, with at most one `*`, stands for a file.
fn is_meant(source: &str, file: &str) -> bool {
    match source.split_once('*') {
        None => source == file,
        Some((start, end)) => file
            .strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(end))
            .is_some_and(|name| !name.contains('/')),
    }
}

/// All files of a folder, by their paths from the top.
fn files(path: &str) -> Vec<String> {
    let entries = fs::read_dir(folder().join(path)).unwrap();
    let entries = entries.map(|entry| entry.unwrap());
    let mut all = Vec::new();
    for entry in entries {
        let path = format!("{path}/{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => all.extend(files(&path)),
            false => all.push(path),
        }
    }
    all
}

#[test]
fn the_debian_package_names_only_files_that_are_there() {
    for (source, _) in assets() {
        let is_built = source == "target/release/corsctl";
        let folder = source.rsplit_once('/').map_or(".", |(folder, _)| folder);
        let is_there = || {
            let found = files(folder);
            let found = found.iter().map(|file| file.trim_start_matches("./"));
            found.filter(|file| is_meant(&source, file)).count() > 0
        };
        assert!(is_built || is_there(), "{source}");
    }
    let license = &package()["metadata"]["deb"]["license-file"][0];
    assert!(
        folder().join(license.as_str().unwrap()).is_file(),
        "{license}"
    );
}

#[test]
fn the_debian_package_holds_all_completions_and_manual_pages() {
    let assets = assets();
    let target = |file: &str| {
        let asset = assets.iter().find(|(source, _)| is_meant(source, file));
        asset.map(|(_, target)| target.as_str())
    };
    for file in files("completions") {
        assert!(target(&file).is_some(), "{file}");
    }
    for script in SCRIPTS {
        assert!(
            target(&format!("completions/{}", script.file)).is_some(),
            "{}",
            script.file
        );
    }
    for page in PAGES {
        let file = match page.command {
            None => "completions/man/corsctl.1".to_owned(),
            Some(command) => format!("completions/man/corsctl-{command}.1"),
        };
        assert_eq!(target(&file), Some("usr/share/man/man1/"), "{file}");
    }
}

#[test]
fn the_licenses_are_those_that_cargo_names() {
    let package = package();
    for name in package["license"].as_str().unwrap().split(" OR ") {
        let (short, _) = name.split_once('-').unwrap_or((name, ""));
        let file = format!("LICENSE-{}", short.to_uppercase());
        assert!(folder().join(&file).is_file(), "{file}");
    }
    let keywords = package["keywords"].as_array().unwrap();
    assert!(keywords.len() <= 5, "a registry takes no more");
}
