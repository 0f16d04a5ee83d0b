//! corsctl killed at any moment: a list is whole, nothing is locked, and the next run tidies up.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Instant;

use crate::servers::as_admin;

const KILLS: usize = 240;

/// Something beside the list that takes its time to be written.
const NOTES: usize = 1 << 18;

fn add(folder: &Path, origin: &str) -> Child {
    as_admin(folder, &["add", "--file", "l.json", origin])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// A next run has to succeed, and has nothing to say about what came before.
fn add_whole(folder: &Path, origin: &str) {
    let output = add(folder, origin).wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert_eq!(said, "");
}

fn document(origins: &[String]) -> String {
    let (origins, notes) = (serde_json::json!(origins), "x".repeat(NOTES));
    format!("{{\"allowedOrigins\":{origins},\"notes\":\"{notes}\"}}\n")
}

/// What in a folder has the name of a draft.
pub fn drafts(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    files
        .filter(|file| file.file_name().to_string_lossy().starts_with(".corsctl-"))
        .map(|file| file.path())
        .collect()
}

/// Waits until a run has begun to write, or is done.
pub fn await_draft(folder: &Path, run: &mut Child) {
    while drafts(folder).is_empty() && run.try_wait().unwrap().is_none() {
        thread::yield_now();
    }
}

#[test]
fn a_run_that_is_killed_leaves_the_old_list_or_the_new_one_and_no_lock_and_the_next_one_tidies_up() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let list = folder.join("l.json");
    let mut origins = Vec::new();
    fs::write(&list, document(&origins)).unwrap();
    let started = Instant::now();
    add_whole(folder, "https://first.example");
    let whole_run = started.elapsed();
    origins.push("https://first.example".to_owned());

    let (mut old, mut new, mut left) = (0, 0, 0);
    for kill in 0..KILLS {
        let origin = format!("https://killed{kill}.example");
        let mut run = add(folder, &origin);
        // every other one while it writes
        let longest = match kill % 2 {
            0 => whole_run.mul_f64(1.3),
            _ => {
                await_draft(folder, &mut run);
                whole_run / 2
            }
        };
        thread::sleep(longest.mul_f64(fastrand::f64()));
        run.kill().unwrap();
        run.wait().unwrap();

        let found = fs::read_to_string(&list).unwrap();
        if found == document(&origins) {
            old += 1;
        } else {
            origins.push(origin);
            assert!(found == document(&origins), "neither the old list nor the new one");
            new += 1;
        }
        left += usize::from(!drafts(folder).is_empty());
        File::open(&list).unwrap().try_lock().unwrap();
        let next = format!("https://next{kill}.example");
        add_whole(folder, &next);
        origins.push(next);
        assert!(fs::read_to_string(&list).unwrap() == document(&origins));
        assert_eq!(drafts(folder), <[PathBuf; 0]>::default());
    }
    let seen = format!("{old} times the old list, {new} times the new one, {left} drafts");
    assert!(old > 0 && new > 0 && left > 0, "{seen}");
}

#[test]
fn what_only_looks_like_a_draft_stays_and_so_does_the_draft_of_a_run_that_goes_on() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let path = |name: &str| folder.join(name);
    fs::write(path("l.json"), "[]").unwrap();
    fs::write(path("precious"), "").unwrap();
    symlink("precious", path(".corsctl-linked.draft")).unwrap();
    symlink("nowhere", path(".corsctl-broken.draft")).unwrap();
    fs::create_dir(path(".corsctl-folder.draft")).unwrap();
    for name in [
        ".corsctl-abcdef.json",
        ".corsctl-abcdefg.draft",
        ".corsctl-abc.ef.draft",
        ".corsctl-.draft",
        "corsctl-abcdef.draft",
        ".corsctl-locked.draft",
    ] {
        fs::write(path(name), "").unwrap();
    }
    // nobody may open a name for a pipe that nobody writes to
    let made = std::process::Command::new("mkfifo")
        .arg(path(".corsctl-fifo00.draft"))
        .status();
    assert!(made.unwrap().success());
    let locked = File::open(path(".corsctl-locked.draft")).unwrap();
    locked.lock().unwrap();
    let names = || {
        let files = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
        names.retain(|name| name != ".state");
        names.sort();
        names
    };
    let before = names();
    fs::write(path(".corsctl-orphan.draft"), "[").unwrap();
    fs::set_permissions(path(".corsctl-orphan.draft"), fs::Permissions::from_mode(0o600)).unwrap();
    add_whole(folder, "https://a.example");
    assert_eq!(names(), before);
    drop(locked);
    add_whole(folder, "https://b.example");
    assert!(!path(".corsctl-locked.draft").exists());
}
