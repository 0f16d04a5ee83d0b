//! What lies beside a list while a new one is written: whoever is killed meanwhile, at any moment, leaves
//! a whole list and no lock, the next run tidies up, and nobody gets in anybody's way.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use crate::servers::{Run, as_admin};
use crate::stand_in::{Reply, StandIn};

/// In so many folders at the same time.
const FOLDERS: usize = 4;

/// In each of them.
const KILLS: usize = 55;

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

/// A named pipe, which keeps whoever opens it waiting.
pub fn make_pipe(path: &Path) {
    let status = Command::new("mkfifo").arg(path).status();
    assert!(status.unwrap().success());
}

/// What in a folder has the name of a draft.
fn drafts(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    files
        .filter(|file| file.file_name().to_string_lossy().starts_with(".corsctl-"))
        .map(|file| file.path())
        .collect()
}

/// Waits until a run has begun to write, or is done.
fn await_draft(folder: &Path, run: &mut Child) {
    while drafts(folder).is_empty() && run.try_wait().unwrap().is_none() {
        thread::yield_now();
    }
}

/// What was found after runs were killed.
#[derive(Default)]
struct Found {
    old: usize,
    new: usize,
    drafts: usize,
}

#[test]
fn a_run_that_is_killed_leaves_a_whole_list_and_no_lock_and_the_next_one_tidies_up() {
    let all: Vec<Found> = thread::scope(|scope| {
        let folders: Vec<_> = (0..FOLDERS).map(|_| scope.spawn(kill_runs)).collect();
        let found = folders.into_iter().map(|folder| folder.join().unwrap());
        found.collect()
    });
    // it was killed before, while and after it wrote
    assert!(all.iter().any(|found| found.old > 0));
    assert!(all.iter().any(|found| found.new > 0));
    assert!(all.iter().any(|found| found.drafts > 0));
}

fn kill_runs() -> Found {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let list = folder.join("l.json");
    fs::write(&list, document(&[])).unwrap();
    let started = Instant::now();
    add_whole(folder, "https://first.example");
    let whole_run = started.elapsed();
    let mut origins = vec!["https://first.example".to_owned()];
    let mut found = Found::default();
    for kill in 0..KILLS {
        let origin = format!("https://killed{kill}.example");
        let mut run = add(folder, &origin);
        let longest = match kill % 2 {
            0 => whole_run.mul_f64(1.3),
            // between the first byte and the last
            _ => {
                await_draft(folder, &mut run);
                whole_run / 4
            }
        };
        thread::sleep(longest.mul_f64(fastrand::f64()));
        run.kill().unwrap();
        run.wait().unwrap();

        let text = fs::read_to_string(&list).unwrap();
        if text == document(&origins) {
            found.old += 1;
        } else {
            origins.push(origin);
            assert!(
                text == document(&origins),
                "neither the old list nor the new one"
            );
            found.new += 1;
        }
        found.drafts += drafts(folder).len();
        File::open(&list).unwrap().try_lock().unwrap();

        let next = format!("https://next{kill}.example");
        add_whole(folder, &next);
        origins.push(next);
        assert!(fs::read_to_string(&list).unwrap() == document(&origins));
        assert!(drafts(folder).is_empty(), "{:?}", drafts(folder));
    }
    found
}

#[test]
fn a_run_that_is_killed_while_it_edits_a_server_s_list_keeps_no_other_waiting() {
    let server = StandIn::start("2.36.0");
    let (reached, is_reached) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    server.intercept(move |request, _| {
        let is_write = request.method == "PATCH";
        is_write.then(|| {
            reached.send(()).unwrap();
            // until the other end is dropped
            _ = may_go_on.recv();
            Reply::text(500, "")
        })
    });
    let sandbox = tempfile::tempdir().unwrap();
    let url = server.url();
    let arguments = ["add", "--server", &url, "https://a.example"];
    let mut run = as_admin(sandbox.path(), &arguments).spawn().unwrap();
    is_reached.recv().unwrap();
    run.kill().unwrap();
    run.wait().unwrap();
    drop(go_on);
    server.intercept(|_, _| None);
    let output = as_admin(sandbox.path(), &arguments).output().unwrap();
    let next = Run::from(output);
    assert_eq!((next.code, &*next.said), (0, ""));
    assert_eq!(server.list().unwrap(), r#"["https://a.example"]"#);
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
    make_pipe(&path(".corsctl-piped0.draft"));
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
    fs::set_permissions(
        path(".corsctl-orphan.draft"),
        fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    add_whole(folder, "https://a.example");
    assert_eq!(names(), before);
    drop(locked);
    add_whole(folder, "https://b.example");
    assert!(!path(".corsctl-locked.draft").exists());
}

#[test]
fn edits_of_several_lists_in_one_folder_leave_each_other_s_drafts_alone() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let names: Vec<String> = (0..24).map(|number| format!("{number}.json")).collect();
    for name in &names {
        fs::write(folder.join(name), document(&[])).unwrap();
    }
    let runs: Vec<_> = names
        .iter()
        .map(|name| {
            let arguments = ["add", "-q", "--file", name, "https://a.example"];
            as_admin(folder, &arguments).spawn().unwrap()
        })
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    let expected = document(&["https://a.example".to_owned()]);
    for name in &names {
        assert!(fs::read_to_string(folder.join(name)).unwrap() == expected);
    }
}

#[test]
fn a_file_that_another_takes_the_place_of_while_it_is_edited_is_a_conflict() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let (list, theirs) = (folder.join("l.json"), folder.join("theirs"));
    // long enough to write that there is time for it
    let long = format!(
        "{{\"allowedOrigins\":[],\"notes\":\"{}\"}}",
        "x".repeat(1 << 23)
    );
    // who comes too late tries again
    let is_conflict = (0..10).any(|_| {
        fs::write(&list, &long).unwrap();
        fs::write(&theirs, "[]").unwrap();
        let mut run = add(folder, "https://a.example");
        await_draft(folder, &mut run);
        fs::rename(&theirs, &list).unwrap();
        let run = Run::from(run.wait_with_output().unwrap());
        assert_eq!(drafts(folder).len(), 0);
        run.code == 5 && {
            let words = "l.json changed while it was being edited; nothing was written, try again";
            assert!(run.said.contains(words), "{}", run.said);
            assert_eq!(fs::read_to_string(&list).unwrap(), "[]");
            true
        }
    });
    assert!(is_conflict);
}
