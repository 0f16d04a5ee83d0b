//! What corsctl is built from: why each dependency is there, under which licence, and for which Rust.
//! `SNAPSHOTS=overwrite` writes the list of licences anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use snapbox::Data;
use spdx::{Expression, ParseMode};
use toml::Table;

/// The licences that we can pass a dependency on under, and why. Of those that it offers, one must be
/// here.
const LICENSES: &[(&str, &str)] = &[
    ("Apache-2.0", "our own"),
    ("BSD-3-Clause", "MIT, and we advertise with nobody's name"),
    ("BSL-1.0", "MIT, and no notice in programs"),
    (
        "CDLA-Permissive-2.0",
        "for data: asks for its own text, and nothing of what is made with it",
    ),
    ("ISC", "MIT in fewer words"),
    ("MIT", "our own"),
    (
        "MPL-2.0",
        "asks for the source of its own files, which we don't change; the registry has it",
    ),
    ("Unicode-3.0", "MIT, for Unicode's tables"),
    ("Zlib", "MIT, and no notice in programs"),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    /// Where it comes from; we come from nowhere.
    source: Option<String>,
    license: Option<String>,
    rust_version: Option<String>,
}

/// What Cargo.lock names, for all platforms; if it doesn't fit Cargo.toml, cargo says so.
fn dependencies() -> Vec<Package> {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&cargo.stderr);
    assert!(cargo.status.success(), "{complaint}");
    let Metadata { mut packages } = serde_json::from_slice(&cargo.stdout).unwrap();
    packages.retain(|package| package.source.is_some());
    packages
}

/// What a dependency comes under; `/` once stood for `OR`.
fn expression(package: &Package) -> Expression {
    let license = package.license.as_deref();
    let license = license.unwrap_or_else(|| panic!("{} names no licence", package.name));
    Expression::parse_mode(license, ParseMode::LAX)
        .unwrap_or_else(|error| panic!("{}: {error}", package.name))
}

/// Whether these licences are enough to pass a dependency on.
fn suffices<'l>(expression: &Expression, licenses: impl Iterator<Item = &'l str> + Clone) -> bool {
    expression.evaluate(|wanted| {
        let name = wanted.license.id().map(|id| id.name);
        licenses.clone().any(|license| Some(license) == name)
    })
}

/// Our manifests as they were written; a package holds another one, without comments.
fn manifests() -> impl Iterator<Item = (PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let written = ["Cargo.toml.orig", "Cargo.toml"].map(|name| root.join(name));
    let ours = written.into_iter().find(|path| path.is_file());
    let fuzz = Some(root.join("tests/fuzz/Cargo.toml")).filter(|path| path.is_file());
    let paths = ours.into_iter().chain(fuzz);
    paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
}

#[test]
fn every_dependency_comes_under_a_licence_that_we_can_pass_on() {
    let names = || LICENSES.iter().map(|(name, _)| *name);
    let mut listed = BTreeSet::new();
    let mut needed = BTreeSet::new();
    for package in dependencies() {
        let expression = expression(&package);
        assert!(
            suffices(&expression, names()),
            "{}: {expression}",
            package.name
        );
        needed.extend(
            names().filter(|one| !suffices(&expression, names().filter(|name| name != one))),
        );
        listed.insert((package.name, expression.to_string()));
    }
    assert_eq!(
        needed.into_iter().collect::<Vec<_>>(),
        names().collect::<Vec<_>>(),
        "what nobody needs isn't allowed"
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/licenses.txt");
    let lines = listed
        .iter()
        .map(|(name, license)| format!("{name}: {license}\n"));
    let listed: String = lines.collect();
    snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .eq(listed, Data::read_from(&path, None).raw());
}

#[test]
fn no_dependency_asks_for_a_newer_rust_than_we_do() {
    let minor = |version: &str| -> Vec<u32> {
        let numbers = version.split('.').take(2);
        numbers.map(|number| number.parse().unwrap()).collect()
    };
    let ours = minor(env!("CARGO_PKG_RUST_VERSION"));
    for package in dependencies() {
        if let Some(version) = package.rust_version {
            assert!(
                minor(&version) <= ours,
                "{} asks for Rust {version}",
                package.name
            );
        }
    }
}

#[test]
fn every_dependency_has_its_reason_beside_it() {
    for (path, text) in manifests() {
        let manifest: Table = text.parse().unwrap();
        for table in ["dependencies", "dev-dependencies"] {
            for name in manifest
                .get(table)
                .into_iter()
                .flat_map(|table| table.as_table().unwrap().keys())
            {
                let is_it =
                    |line: &&str| line.split_once(" = ").is_some_and(|(key, _)| key == name);
                let mut lines = text.lines().filter(is_it).peekable();
                assert!(
                    lines.peek().is_some(),
                    "{}: {name} has no line of its own",
                    path.display()
                );
                let has_reason = |line: &str| {
                    line.rsplit_once(" # ")
                        .is_some_and(|(_, reason)| !reason.is_empty())
                };
                assert!(lines.all(has_reason), "{}: why {name}?", path.display());
            }
        }
    }
}

#[test]
fn nothing_of_ours_may_be_unsafe() {
    for (path, text) in manifests() {
        let manifest: Table = text.parse().unwrap();
        let unsafe_code = &manifest["lints"]["rust"]["unsafe_code"];
        assert_eq!(unsafe_code.as_str(), Some("forbid"), "{}", path.display());
    }
}
