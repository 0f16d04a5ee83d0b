//! The sessions under `tests/cmd/`. `SNAPSHOTS=overwrite` writes what is really printed.

use std::fs;
use std::path::Path;

use snapbox::Data;

use crate::console;

#[test]
fn stories_happen_as_they_are_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let mut stories: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    stories.sort();
    assert!(!stories.is_empty());
    for story in stories {
        let sandbox = tempfile::tempdir().unwrap();
        let told = fs::read_to_string(&story).unwrap();
        snapbox::Assert::new().action_env("SNAPSHOTS").eq(
            console::run(&told, sandbox.path(), &[]),
            Data::read_from(&story, None).raw(),
        );
    }
}
