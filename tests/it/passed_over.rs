//! Which write `undo` takes back, where the newest may never have been done, and what it says of those that
//! it passes over.

use std::fs;
use std::path::Path;

use crate::records::forget_the_end;
use crate::undo::{done, records, run};

const BEFORE: &str = r#"{"a": ["https://a.example"], "b": ["https://B.example"]}"#;

/// Fixes both lists of `l.json`, of which only the second has something to fix.
const FIX: &str = "lint --fix --fail-on never --pointer /a --pointer /b l.json";

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join("l.json")).unwrap()
}

#[test]
fn a_list_that_a_write_leaves_alone_does_not_count() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("l.json"), BEFORE).unwrap();
    done(folder, FIX);
    forget_the_end(folder);
    fs::write(folder.join("l.json"), BEFORE).unwrap();
    let undo = run(folder, "undo --file l.json");
    assert_eq!(undo.code, 1, "{}", undo.said);
    assert_eq!(text(folder), BEFORE);
}

#[test]
fn a_fix_of_other_lists_does_not_hide_an_earlier_write() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("l.json"), BEFORE).unwrap();
    done(folder, "add --file l.json --pointer /a https://new.example");
    done(folder, FIX);
    done(folder, "undo --file l.json --pointer /a");
    assert_eq!(text(folder), BEFORE.replace('B', "b"));
    done(folder, "undo --file l.json --pointer /b");
    assert_eq!(text(folder), BEFORE);
}

#[test]
fn a_write_that_changes_no_list_is_not_recorded() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("l.json"), "").unwrap();
    let set = done(folder, "set --yes --create --file l.json -");
    assert_eq!(set.out, "made an empty list\n");
    assert_eq!(text(folder).replace(char::is_whitespace, ""), "[]");
    assert_eq!(records(folder).len(), 0);
}
