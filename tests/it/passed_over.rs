//! Which write `undo` takes back, where the newest may never have been done, and what it says of those that
//! it passes over.

use std::fs;
use std::path::Path;

use corsctl::history::MOST_OF_ONE;

use crate::records::forget_the_end;
use crate::stand_in::{Reply, StandIn};
use crate::undo::{done, records, run, run_with};

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

#[test]
fn a_list_that_would_hold_the_token_is_neither_recorded_nor_sent() {
    let token = "tok-secret-123456";
    let server = StandIn::start("2.36.0");
    server.store(r#"["https://a.example"]"#);
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("token"), token).unwrap();
    server.intercept(|request, settings| {
        // it takes that token too
        (request.method == "PATCH").then(|| Reply::json(200, settings.answer()))
    });
    for edit in [
        "add https://tok-secret-123456.example",
        "add --dry-run https://TOK-secret-123456.example",
        "set https://b.example https://tok-secret-123456.example",
    ] {
        let line = format!("{edit} --server {}", server.url());
        let run = run_with(folder, &line, ("CORSCTL_TOKEN", token));
        assert_eq!(run.code, 2, "{edit}: {}", run.said);
        assert!(
            run.said.contains("would have a token of yours in it"),
            "{}",
            run.said
        );
        for text in [run.out, run.said] {
            assert!(!text.to_lowercase().contains(token), "{text}");
        }
        assert_eq!(records(folder).len(), 0, "{edit}");
        let is_read = |request: &crate::stand_in::Request| request.body == b"{}";
        assert!(server.requests().iter().all(is_read), "{edit}");
    }
}

/// Two adds, of which the second may never have been done, with that list now.
fn twice_added(folder: &Path, now: &str) {
    fs::write(folder.join("l.json"), "[]").unwrap();
    done(folder, "add --file l.json https://1.example");
    done(folder, "add --file l.json https://2.example");
    forget_the_end(folder);
    fs::write(folder.join("l.json"), now).unwrap();
}

#[test]
fn undo_says_which_write_it_passes_over() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    twice_added(folder, r#"["https://1.example"]"#);
    for line in ["undo --dry-run --file l.json", "undo --file l.json"] {
        let undo = done(folder, line);
        let words = "note: l.json: passed over `add` at 2";
        assert_eq!(undo.said.matches(words).count(), 1, "{}", undo.said);
        assert!(
            undo.said.contains("Z, which was never done\n"),
            "{}",
            undo.said
        );
    }
    assert_eq!(text(folder), "[]");
    let sandbox = tempfile::tempdir().unwrap();
    twice_added(
        sandbox.path(),
        r#"["https://1.example","https://2.example"]"#,
    );
    let undo = done(sandbox.path(), "undo --file l.json");
    assert_eq!(undo.said, "");
}

#[test]
fn what_has_changed_is_told_since_a_write_that_was_done() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    twice_added(folder, r#"["https://1.example","https://3.example"]"#);
    let undo = run(folder, "undo --file l.json");
    assert_eq!(undo.code, 5, "{}", undo.said);
    assert!(
        undo.said.ends_with("\n  + https://3.example\n"),
        "{}",
        undo.said
    );
    let [first, second] = &records(folder)[..] else {
        panic!("not two records");
    };
    // with that one alone nobody knows
    fs::remove_file(first).unwrap();
    let undo = run(folder, "undo --file l.json");
    assert_eq!(undo.code, 5, "{}", undo.said);
    assert!(
        undo.said.contains("Z, which perhaps was never done;"),
        "{}",
        undo.said
    );
    fs::remove_file(second).unwrap();
    assert_eq!(run(folder, "undo --file l.json").code, 1);
}

#[test]
fn writes_that_were_never_done_are_not_said_to_be_missing() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    for before in ["[]", ""] {
        fs::write(folder.join("l.json"), before).unwrap();
        done(folder, "add --create --file l.json https://a.example");
        forget_the_end(folder);
        fs::write(folder.join("l.json"), before).unwrap();
        let undo = run(folder, "undo --file l.json");
        assert_eq!(undo.code, 1, "{before:?}: {}", undo.said);
        let words =
            "no write to l.json that is on record was ever done, so there is nothing to put back";
        assert!(undo.said.contains(words), "{before:?}: {}", undo.said);
    }
}

#[test]
fn undo_says_that_a_record_cannot_be_read() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("l.json"), "[]").unwrap();
    done(folder, "add --file l.json https://1.example");
    done(folder, "add --file l.json https://2.example");
    fs::write(records(folder).pop().unwrap(), "").unwrap();
    let undo = run(folder, "undo --file l.json");
    assert_eq!(undo.code, 5, "{}", undo.said);
    let words = "note: l.json: left out 1 record that can't be read\n";
    assert!(undo.said.starts_with(words), "{}", undo.said);
}

#[test]
fn writes_that_were_never_done_push_out_none_that_were() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("l.json"), "[]").unwrap();
    done(folder, "add --file l.json https://a.example");
    let after = text(folder);
    for _ in 0..=MOST_OF_ONE {
        done(folder, "add --file l.json https://b.example");
        forget_the_end(folder);
        fs::write(folder.join("l.json"), &after).unwrap();
    }
    done(folder, "undo --file l.json");
    assert_eq!(text(folder), "[]");
}

/// A server that takes everything, and has `remove` done to the history's folder meanwhile.
fn meddling(remove: fn(&Path), folder: &Path) -> StandIn {
    let server = StandIn::start("2.36.0");
    let history = folder.join(".state/corsctl/history");
    server.intercept(move |request, _| {
        if request.method == "PATCH" && request.body != b"{}" {
            remove(&history);
        }
        None
    });
    server
}

#[test]
fn a_record_that_is_gone_meanwhile_is_made_again() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let server = meddling(
        |history| {
            for file in fs::read_dir(history).unwrap() {
                fs::remove_file(file.unwrap().path()).unwrap();
            }
        },
        folder,
    );
    done(
        folder,
        &format!("add --server {} https://a.example", server.url()),
    );
    server.intercept(|_, _| None);
    done(folder, &format!("undo --server {}", server.url()));
    assert_eq!(server.list().unwrap(), "[]");
}

#[test]
fn a_record_that_cannot_be_made_again_is_warned_about() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let server = meddling(|history| fs::remove_dir_all(history).unwrap(), folder);
    let add = done(
        folder,
        &format!("add --server {} https://a.example", server.url()),
    );
    assert!(
        add.said
            .contains("warning: `undo` won't know of this write"),
        "{}",
        add.said
    );
}

#[test]
fn what_another_list_says_of_a_write_that_may_have_been_done_is_not_enough() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("l.json"), BEFORE).unwrap();
    done(folder, "add --file l.json --pointer /a https://new.example");
    done(folder, FIX);
    forget_the_end(folder);
    for of_b in [r#"["https://other.example"]"#, "{}"] {
        let now = text(folder).replace(r#"["https://b.example"]"#, of_b);
        fs::write(folder.join("l.json"), &now).unwrap();
        let undo = run(folder, "undo --file l.json");
        assert_eq!(undo.code, 5, "{}", undo.said);
        assert!(
            undo.said.contains("which perhaps was never done"),
            "{}",
            undo.said
        );
        assert_eq!(text(folder), now);
    }
    done(folder, "undo --file l.json --pointer /a");
    assert!(!text(folder).contains("new"));
}

#[test]
fn a_list_that_is_nowhere_any_more_has_changed() {
    for (name, before, after, change) in [
        (
            "l.json",
            r#"{"a": [], "b": []}"#,
            r#"{"b": []}"#,
            "nothing at `/a`",
        ),
        ("l.json", r#"{"a": []}"#, "", "- https://new.example"),
        (
            "origins",
            r#"{"a": []}"#,
            "https://b.example\n",
            "it is a list of lines now",
        ),
        ("origins", "https://b.example\n", "[]", "it is JSON now"),
    ] {
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        fs::write(folder.join(name), before).unwrap();
        let at = if before.starts_with('{') {
            "--pointer /a "
        } else {
            ""
        };
        done(
            folder,
            &format!("add --file {name} {at}https://new.example"),
        );
        fs::write(folder.join(name), after).unwrap();
        for options in ["", "--dry-run "] {
            let undo = run(folder, &format!("undo {options}--file {name}"));
            assert_eq!(undo.code, 5, "{after}: {}", undo.said);
            assert!(undo.said.contains(change), "{after}: {}", undo.said);
            assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), after);
        }
    }
}

#[test]
fn of_several_lists_the_one_that_has_changed_is_named() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(
        folder.join("l.json"),
        BEFORE.replace("a.example", "A.example"),
    )
    .unwrap();
    done(folder, FIX);
    let now = text(folder).replace("https://b.example", "https://q.example");
    fs::write(folder.join("l.json"), &now).unwrap();
    let undo = run(folder, "undo --file l.json");
    assert_eq!(undo.code, 5);
    assert!(
        undo.said.contains("l.json /b has changed since"),
        "{}",
        undo.said
    );
    assert_eq!(text(folder), now);
}
