//! What the history knows of a write whose end nobody saw: a run that was killed, an answer that got lost.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use corsctl::history::MOST_OF_ONE;
use serde_json::Value;

use crate::servers::as_admin;
use crate::stand_in::{API_KEY, Reply, Request, Settings, StandIn};
use crate::undo::{done, records, run, run_with};

/// How many runs are killed.
const KILLS: usize = 80;

const OLD: &str = r#"["https://a.example"]"#;
const NEW: &str = r#"["https://a.example","https://b.example"]"#;

fn add(folder: &Path) -> Child {
    let arguments = ["add", "-q", "--file", "l.json", "https://b.example"];
    as_admin(folder, &arguments).spawn().unwrap()
}

/// Waits until another file has taken the list's place, or the run is over.
fn await_rename(list: &Path, run: &mut Child) {
    let number = || fs::metadata(list).unwrap().ino();
    let before = number();
    while number() == before && run.try_wait().unwrap().is_none() {
        thread::yield_now();
    }
}

#[test]
fn undo_knows_of_a_write_whenever_its_run_is_killed() {
    let sandbox = tempfile::tempdir().unwrap();
    let list = sandbox.path().join("l.json");
    fs::write(&list, OLD).unwrap();
    let started = Instant::now();
    assert!(add(sandbox.path()).wait().unwrap().success());
    let whole_run = started.elapsed();
    for kill in 0..KILLS {
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        let list = folder.join("l.json");
        fs::write(&list, OLD).unwrap();
        let mut killed = add(folder);
        match kill % 2 {
            0 => thread::sleep(whole_run.mul_f64(fastrand::f64())),
            _ => await_rename(&list, &mut killed),
        }
        killed.kill().unwrap();
        killed.wait().unwrap();
        let is_new = fs::read_to_string(&list).unwrap() != OLD;
        let undo = run(folder, "undo --file l.json");
        let expected = if is_new { 0 } else { 1 };
        assert_eq!(undo.code, expected, "{}", undo.said);
        assert_eq!(fs::read_to_string(&list).unwrap(), OLD);
    }
}

#[test]
fn undo_knows_of_a_write_whose_run_is_killed_while_the_server_is_busy_with_it() {
    for (kept, code) in [(NEW, 0), (OLD, 1)] {
        let server = StandIn::start("2.36.0");
        let url = server.url();
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        server.store(OLD);
        let (is_here, here) = mpsc::channel();
        let (killed, is_killed) = mpsc::channel::<()>();
        server.intercept(from_a_write_on(move |settings| {
            settings.store(kept);
            is_here.send(()).unwrap();
            _ = is_killed.recv();
            Reply::Raw(Vec::new())
        }));
        let arguments = ["add", "-q", "--server", &url, "https://b.example"];
        let mut add = as_admin(folder, &arguments).spawn().unwrap();
        here.recv().unwrap();
        add.kill().unwrap();
        add.wait().unwrap();
        drop(killed);
        server.intercept(|_, _| None);
        let [record] = records(folder).try_into().unwrap();
        assert!(record.to_str().unwrap().ends_with("-begun"));
        let undo = run(folder, &format!("undo --server {url}"));
        assert_eq!(undo.code, code, "{}", undo.said);
        assert_eq!(server.list().unwrap(), OLD);
    }
}

/// Makes the last record one of a write that is not known to be done.
pub fn forget_the_end(folder: &Path) {
    let last = records(folder).pop().unwrap();
    let begun = format!("{}-begun", last.to_str().unwrap());
    fs::rename(last, begun).unwrap();
}

#[test]
fn a_write_that_never_came_is_passed_over() {
    for (now, code, left) in [
        // it came
        (r#"["1","2","3"]"#, 0, r#"["1","2"]"#),
        // it didn't
        (r#"["1","2"]"#, 0, r#"["1"]"#),
        // nobody knows
        (r#"["1"]"#, 5, r#"["1"]"#),
        (r#"["1","2","4"]"#, 5, r#"["1","2","4"]"#),
        (r#"["1","3"]"#, 5, r#"["1","3"]"#),
    ] {
        let origins = |list: &str| {
            ["1", "2", "3", "4"]
                .iter()
                .fold(list.to_owned(), |list, n| {
                    list.replace(&format!("\"{n}\""), &format!("\"https://{n}.a.example\""))
                })
        };
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        let list = folder.join("l.json");
        fs::write(&list, origins(r#"["1"]"#)).unwrap();
        done(folder, "add --file l.json https://2.a.example");
        done(folder, "add --file l.json https://3.a.example");
        forget_the_end(folder);
        fs::write(&list, origins(now)).unwrap();
        for option in [" --dry-run", ""] {
            let undo = run(folder, &format!("undo --file l.json{option}"));
            assert_eq!(undo.code, code, "{now}: {}", undo.said);
            if code == 5 {
                let words = "l.json has changed since `add` at ";
                assert!(undo.said.contains(words), "{now}: {}", undo.said);
            }
        }
        let compact = fs::read_to_string(&list).unwrap().replace(' ', "");
        assert_eq!(compact, origins(left), "{now}");
    }
}

#[test]
fn a_write_that_never_came_and_was_the_first_is_nothing_to_put_back() {
    for edit in [
        "add --file l.json https://b.example",
        "set --yes --file l.json -",
        "lint --fix --fail-on never l.json",
    ] {
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        let list = folder.join("l.json");
        let before = r#"{"allowedOrigins": ["https://a.example", "https://B.example"]}"#;
        fs::write(&list, before).unwrap();
        done(folder, edit);
        forget_the_end(folder);
        fs::write(&list, before).unwrap();
        let undo = run(folder, "undo --file l.json");
        assert_eq!(undo.code, 1, "{edit}: {}", undo.said);
        assert!(
            undo.said
                .contains("no write to l.json that is on record was ever done")
        );
        assert_eq!(fs::read_to_string(&list).unwrap(), before);
        let history = done(folder, "history").out;
        assert!(history.ends_with(" (perhaps never done)\n"), "{history}");
        let history = done(folder, "history --format json").out;
        let history: Value = serde_json::from_str(&history).unwrap();
        assert_eq!(history["writes"][0]["done"], false);
        done(folder, edit);
        let history = done(folder, "history").out;
        let newest = history.lines().next().unwrap();
        assert!(newest.ends_with("  l.json /allowedOrigins"), "{history}");
    }
}

#[test]
fn many_undo_at_once_take_turns() {
    let server = StandIn::start("2.36.0");
    let url = server.url();
    for (target, count) in [
        ("--file l.json".to_owned(), 20),
        (format!("--server {url}"), 8),
    ] {
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        fs::write(folder.join("l.json"), OLD).unwrap();
        server.store(OLD);
        done(folder, &format!("add {target} https://b.example"));
        let undo = format!("undo -q {target}");
        let arguments: Vec<&str> = undo.split(' ').collect();
        let running: Vec<_> = (0..count)
            .map(|_| as_admin(folder, &arguments).spawn().unwrap())
            .collect();
        for child in running {
            assert!(child.wait_with_output().unwrap().status.success());
        }
        let file = fs::read_to_string(folder.join("l.json")).unwrap();
        let left = [file.replace(' ', ""), server.list().unwrap()];
        assert!(left.contains(&NEW.to_owned()), "{left:?}");
        assert_eq!(records(folder).len(), MOST_OF_ONE.min(count + 1));
    }
}

#[test]
fn a_dry_run_is_not_fooled_by_a_write_that_comes_while_it_looks() {
    const NEWER: &str = r#"["https://a.example","https://b.example","https://c.example"]"#;
    // what the first look at the list finds, as its record is not yet there before and is there after
    for found in [NEW, NEWER] {
        let server = StandIn::start("2.36.0");
        let url = server.url();
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        server.store(OLD);
        done(folder, &format!("add --server {url} https://b.example"));
        done(folder, &format!("add --server {url} https://c.example"));
        let record = records(folder).pop().unwrap();
        let aside = folder.join("aside");
        fs::rename(&record, &aside).unwrap();
        server.store(NEW);
        server.intercept(move |_, settings| {
            if !aside.exists() {
                return None;
            }
            settings.store(found);
            let reply = Reply::json(200, settings.answer());
            settings.store(NEWER);
            fs::rename(&aside, &record).unwrap();
            Some(reply)
        });
        let undo = done(folder, &format!("undo --dry-run --server {url}"));
        assert!(
            undo.out.contains("-    \"https://c.example\"\n"),
            "{}",
            undo.out
        );
        assert_eq!(server.list().unwrap(), NEWER);
    }
}

#[test]
fn a_dry_run_comes_to_an_end_though_somebody_writes_all_the_time() {
    let server = StandIn::start("2.36.0");
    let url = server.url();
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    server.store(OLD);
    done(folder, &format!("add --server {url} https://b.example"));
    let record = records(folder).pop().unwrap();
    let begun = PathBuf::from(format!("{}-begun", record.to_str().unwrap()));
    server.intercept(move |_, _| {
        fs::rename(&record, &begun)
            .or_else(|_| fs::rename(&begun, &record))
            .unwrap();
        None
    });
    let undo = done(folder, &format!("undo --dry-run --server {url}"));
    assert!(
        undo.out.contains("-    \"https://b.example\"\n"),
        "{}",
        undo.out
    );
}

#[test]
fn a_token_in_a_files_list_gets_into_no_record() {
    let entry = format!("https://{API_KEY}.example");
    for (before, edit) in [
        (OLD.to_owned(), format!("add --file l.json {entry}")),
        (
            NEW.replace("https://b.example", &entry),
            format!("remove --file l.json {entry}"),
        ),
    ] {
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        fs::write(folder.join("l.json"), &before).unwrap();
        let done = done(folder, &edit);
        assert!(
            done.said
                .contains("`undo` won't know of this write: a token stands in it"),
            "{}",
            done.said
        );
        assert_ne!(fs::read_to_string(folder.join("l.json")).unwrap(), before);
        assert!(records(folder).is_empty());
    }
}

#[test]
fn each_list_whose_write_is_not_recorded_for_a_token_is_named() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let has_token = format!(r#"["https://{API_KEY}.example/"]"#);
    for (name, list) in [
        ("f", &*has_token),
        ("g", r#"["https://g.example/"]"#),
        ("h", &has_token),
    ] {
        fs::write(folder.join(format!("{name}.json")), list).unwrap();
    }
    let said = done(folder, "lint --fix f.json g.json h.json").said;
    let unrecorded = said
        .lines()
        .filter(|line| line.contains("won't know of this write"));
    let names: Vec<_> = unrecorded.map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(names, [Some("f.json"), Some("h.json")], "{said}");
    assert_eq!(records(folder).len(), 1);
}

#[test]
fn a_token_that_a_server_lists_in_another_spelling_is_neither_shown_nor_recorded() {
    let server = StandIn::start("2.36.0");
    let url = server.url();
    for entry in [
        "https://%61pi-key-0123456789.example",
        "https://a\u{ad}pi-key-0123456789.example/",
        "ws://%61pi-key-0123456789.example, https://b.example",
        "see https://%61pi-key-0123456789.example:80",
        "%61pi-key-0123456789.example",
        "blob:https://a\u{ad}pi-key-0123456789.example/x",
        "capacitor://a\u{ad}pi-key-0123456789.example",
    ] {
        let list = format!("[\"{entry}\"]");
        for command in [
            "lint",
            "lint --format json",
            "lint --ignore percent-encoded-host --format json",
            "lint --diff",
            "lint --diff --unsafe-fixes",
            "lint --fix",
            "lint --fix --unsafe-fixes",
            "add --dry-run --format json https://new.example",
            "remove --format json https://new.example",
        ] {
            let sandbox = tempfile::tempdir().unwrap();
            let folder = sandbox.path();
            server.store(&list);
            let (verb, options) = command.split_once(' ').unwrap_or((command, ""));
            let line = format!("{verb} --server {url} {options}");
            let run = run(folder, line.trim_end());
            let shown = format!("{}{}", run.out, run.said);
            assert!(!shown.contains(API_KEY), "{command}: {shown}");
            // a rule that is ignored takes no disguise off
            if !command.contains("--ignore") {
                assert_eq!(run.code, 2, "{command}: {}", run.said);
                assert!(
                    run.said.contains("has a token of yours in it"),
                    "{command}: {shown}"
                );
            }
            assert_eq!(server.list().unwrap(), list);
            assert!(records(folder).is_empty());
        }
    }
}

#[test]
fn a_token_that_a_file_spells_in_escapes_gets_into_no_record() {
    for (entry, token) in [
        (r#""https://\u0061pi-key-0123456789.example""#, API_KEY),
        (r#""api\"key\\0123456789""#, r#"api"key\0123456789"#),
        (r#"{/* " */ "x": "\u0061pi-key-0123456789"}"#, API_KEY),
    ] {
        for edit in [
            "add --file l.jsonc https://b.example",
            "remove --file l.jsonc https://a.example",
            "set --file l.jsonc https://a.example",
        ] {
            let sandbox = tempfile::tempdir().unwrap();
            let folder = sandbox.path();
            let list = format!(r#"["https://a.example", "https://c.example", {entry}]"#);
            fs::write(folder.join("l.jsonc"), list).unwrap();
            let run = run_with(folder, edit, ("CORSCTL_TOKEN", token));
            assert_eq!(run.code, 0, "{entry}: {}", run.said);
            assert!(
                run.said.contains("a token stands in it"),
                "{entry}: {}",
                run.said
            );
            assert!(records(folder).is_empty(), "{entry}");
        }
    }
}

#[test]
fn a_token_of_the_configuration_gets_into_no_record_of_a_file() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let config = "[servers.nas]\nurl = 'http://127.0.0.1:9'\ntoken-env = 'NAS_KEY'\n";
    fs::write(folder.join("corsctl.toml"), config).unwrap();
    fs::write(folder.join("l.json"), "[]").unwrap();
    let add = "add --file l.json https://nas-key-0123456789.example";
    let run = run_with(folder, add, ("NAS_KEY", "nas-key-0123456789"));
    assert_eq!(run.code, 0, "{}", run.said);
    assert!(run.said.contains("a token stands in it"), "{}", run.said);
    assert!(records(folder).is_empty());
}

#[test]
fn no_server_gets_the_token_of_another() {
    let servers = [(); 2].map(|()| StandIn::start("2.36.0"));
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    for (server, key) in servers.iter().zip(["one", "two"]) {
        server.store("[]");
        server.intercept(|request, settings| {
            // it takes any token
            (request.method == "PATCH").then(|| Reply::json(200, settings.answer()))
        });
        fs::write(folder.join(key), format!("key-of-{key}-0123456789")).unwrap();
    }
    let [one, two] = servers.each_ref().map(StandIn::url);
    // the same server twice is asked with the first of its tokens
    for (other, key) in [(&two, "one"), (&one, "two")] {
        let line = format!(
            "add --server {one} --server {other} --token-file one --token-file two https://key-of-{key}-0123456789.example"
        );
        let add = run(folder, &line);
        assert_eq!(add.code, 2, "{}", add.said);
        for server in &servers {
            let mut requests = server.requests().into_iter();
            assert!(requests.all(|request| request.body == b"{}"));
        }
    }
    assert!(records(folder).is_empty());
}

type Answer = fn(&Settings) -> Reply;

/// The list as it was before the write.
const BEFORE: &str = "before";

/// What a server does instead of confirming a write, the exit code of that, what its list is then, and the
/// exit code of `undo`, which leaves the list as it was before the write if it can.
const ANSWERS: &[(&str, Answer, i32, &str, i32)] = &[
    (
        "keeps something else",
        |settings| {
            settings.store(r#"["https://c.example"]"#);
            Reply::json(200, settings.answer())
        },
        5,
        r#"["https://c.example"]"#,
        0,
    ),
    (
        "keeps what was there",
        |settings| Reply::json(200, settings.answer()),
        5,
        BEFORE,
        1,
    ),
    ("refuses", |_| Reply::text(403, "Forbidden"), 4, BEFORE, 1),
    (
        "keeps it and is silent",
        |settings| {
            settings.store(NEW);
            Reply::Raw(Vec::new())
        },
        3,
        NEW,
        0,
    ),
    (
        "keeps nothing and is silent",
        |_| Reply::Raw(Vec::new()),
        3,
        BEFORE,
        1,
    ),
    (
        "keeps what somebody else wrote and is silent",
        |settings| {
            settings.store("[]");
            Reply::Raw(Vec::new())
        },
        3,
        "[]",
        5,
    ),
];

/// From the first write on, a server answers so.
fn from_a_write_on(
    answer: impl Fn(&Settings) -> Reply,
) -> impl FnMut(&Request, &Settings) -> Option<Reply> {
    let mut is_written = false;
    move |request, settings| {
        is_written |= request.method == "PATCH" && request.body != b"{}";
        is_written.then(|| answer(settings))
    }
}

#[test]
fn undo_knows_of_a_write_that_a_server_did_not_confirm() {
    for (what, answer, code, then, undo_code) in ANSWERS {
        for (edit, before) in [
            ("add --server {} https://b.example", OLD),
            ("set --server {} https://a.example https://b.example", OLD),
            (
                "lint --fix --server {}",
                r#"["https://a.example","https://B.example"]"#,
            ),
        ] {
            let server = StandIn::start("2.36.0");
            let url = server.url();
            let sandbox = tempfile::tempdir().unwrap();
            let folder = sandbox.path();
            server.store(before);
            server.intercept(from_a_write_on(*answer));
            let failed = run(folder, &edit.replace("{}", &url));
            assert_eq!(failed.code, *code, "{what}, {edit}: {}", failed.said);
            let then = if *then == BEFORE { before } else { then };
            assert_eq!(server.list().unwrap(), then, "{what}, {edit}");
            server.intercept(|_, _| None);
            let undo = run(folder, &format!("undo --server {url}"));
            assert_eq!(undo.code, *undo_code, "{what}, {edit}: {}", undo.said);
            let undone = if *undo_code == 5 { then } else { before };
            assert_eq!(server.list().unwrap(), undone, "{what}, {edit}");
            for record in records(folder) {
                assert!(!fs::read_to_string(record).unwrap().contains(API_KEY));
            }
        }
    }
}

#[test]
fn without_a_folder_for_the_history_a_write_that_may_be_done_is_warned_about() {
    for (what, answer, code, ..) in ANSWERS {
        for edit in [
            "add --server {} https://b.example",
            "lint --fix --server {}",
        ] {
            let server = StandIn::start("2.36.0");
            server.store(r#"["https://A.example"]"#);
            server.intercept(from_a_write_on(*answer));
            let sandbox = tempfile::tempdir().unwrap();
            let folder = sandbox.path();
            fs::write(folder.join(".state"), "").unwrap();
            let failed = run(folder, &edit.replace("{}", &server.url()));
            assert_eq!(failed.code, *code, "{what}: {}", failed.said);
            let unlocked = failed.said.matches(": no lock (");
            assert_eq!(unlocked.count(), 1, "{what}: {}", failed.said);
            let warnings = failed.said.matches("`undo` won't know of this write");
            let is_refused = ["keeps what was there", "refuses"].contains(what);
            assert_eq!(
                warnings.count(),
                usize::from(!is_refused),
                "{what}: {}",
                failed.said
            );
        }
    }
}
