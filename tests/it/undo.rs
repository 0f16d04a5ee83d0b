//! What was written, and how it is put back.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use corsctl::history::{MOST_BYTES, MOST_OF_ONE, MOST_RECORDS};
use serde_json::Value;

use crate::drafts::make_pipe;
use crate::edits::DOCUMENTS;
use crate::servers::{Run, as_admin};
use crate::stand_in::{API_KEY, Reply, StandIn};

pub fn run(folder: &Path, line: &str) -> Run {
    let arguments: Vec<&str> = line.split(' ').collect();
    as_admin(folder, &arguments).output().unwrap().into()
}

/// The same with a variable of the environment set.
pub fn run_with(folder: &Path, line: &str, (name, value): (&str, &str)) -> Run {
    let arguments: Vec<&str> = line.split(' ').collect();
    let mut corsctl = as_admin(folder, &arguments);
    corsctl.env(name, value).output().unwrap().into()
}

/// Runs it, and it works.
pub fn done(folder: &Path, line: &str) -> Run {
    let run = run(folder, line);
    assert_eq!(run.code, 0, "{line}: {}", run.said);
    run
}

/// The records, the oldest first.
pub fn records(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder.join(".state/corsctl/history"));
    let mut files: Vec<_> = files
        .into_iter()
        .flatten()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
}

fn origins(folder: &Path, name: &str) -> Value {
    let printed = done(folder, &format!("list --format json --file {name}")).out;
    let mut document: Value = serde_json::from_str(&printed).unwrap();
    document["origins"].take()
}

#[test]
fn undo_gives_back_the_list_and_a_second_one_does_it_again() {
    for (name, text) in DOCUMENTS {
        for edit in [
            "add --file {} https://new.example https://newer.example",
            "remove --yes --file {} https://a.example",
            "set --yes --file {} https://b.example https://new.example https://a.example",
            "set --yes --file {} -",
            "lint --fix --unsafe-fixes --fail-on never {}",
        ] {
            let sandbox = tempfile::tempdir().unwrap();
            let folder = sandbox.path();
            let file = folder.join(name);
            fs::write(&file, text).unwrap();
            let before = origins(folder, name);
            done(folder, &edit.replace("{}", name));
            let edited = fs::read_to_string(&file).unwrap();
            if edited == *text {
                assert_eq!(records(folder).len(), 0);
                continue;
            }
            let after = origins(folder, name);
            done(folder, &format!("undo --file {name}"));
            assert_eq!(origins(folder, name), before, "{edit}: {text}");
            if edit.starts_with("add") {
                assert_eq!(fs::read_to_string(&file).unwrap(), *text);
            }
            done(folder, &format!("undo --file {name}"));
            assert_eq!(origins(folder, name), after, "{edit}: {text}");
            assert_eq!(records(folder).len(), 3);
        }
    }
}

#[test]
fn a_list_that_has_changed_since_is_left_alone_and_the_difference_shown() {
    for (now, difference) in [
        (
            r#"["https://a.example", "https://u:pw@c.example"]"#,
            "  - https://b.example\n  + https://****@c.example\n",
        ),
        (
            r#"["https://b.example", "https://a.example"]"#,
            "  its entries are in another order now\n",
        ),
        (
            r#"["https://a.example", "https://b.example", null]"#,
            "  + null\n",
        ),
    ] {
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        let file = folder.join("l.json");
        fs::write(&file, r#"["https://a.example"]"#).unwrap();
        done(folder, "add --file l.json https://b.example");
        fs::write(&file, now).unwrap();
        for line in ["undo --file l.json", "undo --dry-run --file l.json"] {
            let run = run(folder, line);
            assert_eq!(run.code, 5, "{}", run.said);
            assert!(
                run.said
                    .starts_with("error: l.json has changed since `add` at 2")
            );
            assert!(run.said.ends_with(difference), "{}", run.said);
            assert_eq!(run.out, "");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), now);
        assert_eq!(records(folder).len(), 1);
        // what surrounds the list is nobody's business
        fs::write(
            &file,
            "\n[ \"https://a.example\",\"https:\\/\\/b.example\"]\n\n",
        )
        .unwrap();
        done(folder, "undo --file l.json");
        let undone = fs::read_to_string(&file).unwrap();
        assert_eq!(undone, "\n[ \"https://a.example\"]\n\n");
    }
}

#[test]
fn of_a_long_list_that_has_changed_the_lengths_are_told() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let file = folder.join("l.txt");
    let lines: String = (0..1000)
        .map(|n| format!("https://t{n}.example\n"))
        .collect();
    fs::write(&file, &lines).unwrap();
    done(folder, "add --file l.txt https://new.example");
    assert!(fs::metadata(&records(folder)[0]).unwrap().len() < 1000);
    let longer = fs::read_to_string(&file).unwrap() + "https://other.example\n";
    fs::write(&file, &longer).unwrap();
    let run = run(folder, "undo --file l.txt");
    assert_eq!(run.code, 5);
    let told = "  it was left with 1001 entries and has 1002 entries now\n";
    assert!(run.said.ends_with(told), "{}", run.said);
    fs::write(&file, longer.replace("https://other.example\n", "")).unwrap();
    done(folder, "undo --file l.txt");
    assert_eq!(fs::read_to_string(&file).unwrap(), lines);
}

#[test]
fn only_writes_are_recorded() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("l.json"), r#"["https://a.example/"]"#).unwrap();
    for line in [
        "list --file l.json",
        "check https://a.example",
        "normalize https://a.example",
        "lint l.json",
        "lint --diff l.json",
        "history",
        "undo --file l.json",
        "add --dry-run --file l.json https://b.example",
        "add --check --file l.json https://b.example",
        "remove --file l.json https://b.example",
        "set --dry-run --file l.json https://b.example",
        "add --file l.json https://b.example/app",
        "set --file l.json -",
        "lint --fix nowhere.json",
    ] {
        run(folder, line);
        assert!(!folder.join(".state").exists(), "{line}");
    }
    done(folder, "add --file l.json https://b.example");
    assert_eq!(records(folder).len(), 1);
    done(folder, "undo --dry-run --file l.json");
    assert_eq!(records(folder).len(), 1);
}

#[test]
fn records_and_locks_are_their_owners_alone() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let server = StandIn::start("2.36.0");
    done(
        folder,
        &format!("add --server {} https://a.example", server.url()),
    );
    done(folder, "add --create --file l.json https://a.example");
    let state = folder.join(".state/corsctl");
    let locks = fs::read_dir(state.join("locks")).unwrap();
    let locks: Vec<_> = locks.map(|lock| lock.unwrap().path()).collect();
    assert_eq!(locks.len(), 2);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for file in locks.iter().chain(&records(folder)) {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    for place in [&state, &state.join("locks"), &state.join("history")] {
        assert_eq!(mode(place), 0o700, "{}", place.display());
    }
}

#[test]
fn a_pipe_with_the_name_of_a_record_keeps_nobody_waiting() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    done(folder, "add --create --file l.json https://a.example");
    let [record] = &records(folder)[..] else {
        panic!("not one record");
    };
    let (stamp, rest) = record
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .split_once('-')
        .unwrap();
    let later = format!("{:020}-{rest}", stamp.parse::<u64>().unwrap() + 1);
    make_pipe(&record.with_file_name(later));
    done(folder, "undo --file l.json");
}

#[test]
fn without_a_folder_for_the_history_an_edit_is_done_and_warned_about_once() {
    let server = StandIn::start("2.36.0");
    let url = server.url();
    for (state, words) in [("file", "can't make"), ("file/below", "can't make")] {
        for line in [
            "add --file l.json https://b.example".to_owned(),
            "remove --file l.json https://b.example".to_owned(),
            "set --file l.json https://b.example".to_owned(),
            "lint --fix l.json m.json".to_owned(),
            format!("add --server {url} https://b.example"),
            format!("remove --yes --server {url} https://b.example"),
        ] {
            let sandbox = tempfile::tempdir().unwrap();
            let folder = sandbox.path();
            fs::write(folder.join("file"), "").unwrap();
            for name in ["l.json", "m.json"] {
                let list = r#"["https://A.example", "https://b.example"]"#;
                let list = match line.starts_with("add") {
                    true => "[]",
                    false => list,
                };
                fs::write(folder.join(name), list).unwrap();
            }
            let arguments: Vec<&str> = line.split(' ').collect();
            let mut corsctl = as_admin(folder, &arguments);
            let run: Run = corsctl
                .env("XDG_STATE_HOME", folder.join(state))
                .output()
                .unwrap()
                .into();
            assert_eq!(run.code, 0, "{line}: {}", run.said);
            let warning = format!("warning: `undo` won't know of this write: {words} ");
            assert_eq!(
                run.said.matches(&warning).count(),
                1,
                "{line}: {}",
                run.said
            );
        }
    }
}

#[test]
fn a_history_that_cannot_be_read_is_said_once() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("file"), "").unwrap();
    for line in ["history", "undo --file file"] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let mut corsctl = as_admin(folder, &arguments);
        let corsctl = corsctl.env("XDG_STATE_HOME", folder.join("file"));
        let run: Run = corsctl.output().unwrap().into();
        assert_eq!(run.code, 2);
        assert!(run.said.contains("/file/corsctl/history: "), "{}", run.said);
        assert_eq!(
            run.said.matches("Not a directory").count(),
            1,
            "{}",
            run.said
        );
    }
}

#[test]
fn without_a_home_an_edit_is_done_and_warned_about() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let arguments = ["add", "--create", "--file", "l.json", "https://a.example"];
    let mut corsctl = as_admin(folder, &arguments);
    let corsctl = corsctl
        .env_remove("XDG_STATE_HOME")
        .env("HOME", "/dev/null");
    let run: Run = corsctl.output().unwrap().into();
    assert_eq!(run.code, 0, "{}", run.said);
    assert!(
        run.said.contains("`undo` won't know of this write"),
        "{}",
        run.said
    );
    assert!(folder.join("l.json").exists());
}

#[test]
fn the_oldest_records_go() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    done(folder, "add --create --file once.json https://a.example");
    done(folder, "add --create --file l.txt https://a.example");
    for n in 0..MOST_OF_ONE + 3 {
        done(folder, &format!("add --file l.txt https://t{n}.example"));
    }
    let history = done(folder, "history").out;
    assert_eq!(history.lines().count(), MOST_OF_ONE + 1);
    assert!(history.lines().last().unwrap().ends_with("once.json"));
    done(folder, "undo --file once.json");
}

#[test]
fn the_help_names_the_limits() {
    let sandbox = tempfile::tempdir().unwrap();
    let help = done(sandbox.path(), "history --help")
        .out
        .replace('\n', " ");
    let mebibytes = MOST_BYTES >> 20;
    let limits = format!(
        "The last {MOST_OF_ONE} writes to each file or server are kept, {MOST_RECORDS} in all and no more than {mebibytes} MiB"
    );
    assert!(help.contains(&limits), "{help}");
}

#[test]
fn parallel_edits_are_recorded_in_their_order() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("l.txt"), "").unwrap();
    let running: Vec<_> = (0..64)
        .map(|n| {
            let origin = format!("https://t{n}.example");
            // half of them each to a file of its own
            let own = format!("own{n}.txt");
            let file = if n % 2 == 0 { "l.txt" } else { &own };
            let arguments = ["add", "-q", "--create", "--file", file, &origin];
            as_admin(folder, &arguments).spawn().unwrap()
        })
        .collect();
    for mut child in running {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(records(folder).len(), 32 + MOST_OF_ONE);
    let text = || fs::read_to_string(folder.join("l.txt")).unwrap();
    let after = text();
    assert_eq!(after.lines().count(), 32);
    done(folder, "undo --file l.txt");
    let (all_but_last, _) = after.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(text().trim_end(), all_but_last);
}

#[test]
fn a_file_is_known_by_where_its_links_lead() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::create_dir(folder.join("real")).unwrap();
    symlink("real", folder.join("link")).unwrap();
    symlink("link/l.json", folder.join("l.json")).unwrap();
    done(folder, "add --create --file l.json https://a.example");
    let history = done(folder, "history --file real/l.json").out;
    assert!(history.ends_with("  real/l.json\n"), "{history}");
    done(folder, "undo --file link/l.json");
    assert_eq!(origins(folder, "l.json"), Value::Array(Vec::new()));
    fs::remove_file(folder.join("real/l.json")).unwrap();
    assert_eq!(done(folder, "history --file l.json").out.lines().count(), 2);
    let run = run(folder, "undo --file l.json");
    assert_eq!((run.code, &*run.said), (2, "error: l.json doesn't exist\n"));
}

#[test]
fn lists_that_were_fixed_together_come_back_together_or_one_by_one() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let file = folder.join("l.json");
    let text = |one: &str, two: &str| format!(r#"{{"a": {{"l": {one}}}, "b": {{"l": {two}}}}}"#);
    let before = text(r#"["https://A.example", 1]"#, r#""https://b.example/""#);
    let after = text(r#"["https://a.example", 1]"#, r#"["https://b.example"]"#);
    let read = || fs::read_to_string(&file).unwrap();
    fs::write(&file, &before).unwrap();
    done(
        folder,
        "lint --fix --unsafe-fixes --fail-on never --pointer /*/l l.json",
    );
    assert_eq!(read(), after);
    done(folder, "undo --file l.json");
    assert_eq!(read(), before);
    done(folder, "undo --file l.json");
    assert_eq!(read(), after);
    done(folder, "undo --file l.json --pointer /a/l");
    assert_eq!(
        read(),
        before.replace(r#""https://b.example/""#, r#"["https://b.example"]"#)
    );
    done(folder, "undo --file l.json --pointer /b/l");
    assert_eq!(read(), before);
    // one that has changed keeps the other
    done(
        folder,
        "lint --fix --unsafe-fixes --fail-on never --pointer /*/l l.json",
    );
    let now = read().replace("b.example", "c.example");
    fs::write(&file, &now).unwrap();
    assert_eq!(run(folder, "undo --file l.json").code, 5);
    assert_eq!(read(), now);
    assert_eq!(run(folder, "undo --file l.json --pointer /c/l").code, 1);
}

#[test]
fn the_configurations_pointers_do_not_narrow_undo() {
    let one = r#"{"cors": [{"origins": ["https://tool.example/"]}]}"#;
    let two = r#"{"a": ["https://A.example"], "b": ["https://B.example"]}"#;
    for (pointers, text, edit) in [
        (
            r#""/cors/*/origins""#,
            one,
            "lint --fix --fail-on never l.json",
        ),
        (
            r#""/cors/*/origins""#,
            one,
            "add --file l.json https://new.example",
        ),
        (r#""/a", "/b""#, two, "lint --fix --fail-on never l.json"),
        (
            r#""/a", "/b""#,
            two,
            "add --file l.json --pointer /b https://new.example",
        ),
    ] {
        let sandbox = tempfile::tempdir().unwrap();
        let folder = sandbox.path();
        let config = format!("[[paths]]\npath = \"*.json\"\npointers = [{pointers}]\n");
        fs::write(folder.join("corsctl.toml"), config).unwrap();
        fs::write(folder.join("l.json"), text).unwrap();
        done(folder, edit);
        let edited = fs::read_to_string(folder.join("l.json")).unwrap();
        assert_ne!(edited, text);
        done(folder, "undo --file l.json");
        let undone = fs::read_to_string(folder.join("l.json")).unwrap();
        assert_eq!(undone, text, "{pointers}: {edit}");
    }
}

#[test]
fn a_file_that_was_made_stays_and_that_is_said() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    done(
        folder,
        "add --create --file l.json --pointer /a/b https://a.example",
    );
    let run = done(folder, "undo --file l.json");
    assert_eq!(run.out, "removed https://a.example\n");
    assert_eq!(
        run.said,
        "note: l.json was made by that write; it stays, without entries\n"
    );
    let left = fs::read_to_string(folder.join("l.json")).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&left).unwrap()["a"]["b"],
        Value::Array(Vec::new())
    );
}

#[test]
fn a_script_gets_the_edit_as_json() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    fs::write(folder.join("l.json"), r#"["https://a.example", 1]"#).unwrap();
    done(folder, "set --file l.json https://b.example");
    for (option, is_dry) in [(" --dry-run", true), ("", false)] {
        let printed = done(folder, &format!("undo --format json --file l.json{option}")).out;
        let edit: Value = serde_json::from_str(&printed).unwrap();
        let fields = [
            "version",
            "target",
            "changed",
            "dry_run",
            "before",
            "after",
            "added",
            "removed",
            "kept_invalid",
        ];
        let found = Value::Array(fields.iter().map(|field| edit[field].clone()).collect());
        let expected = format!(
            r#"[1,"l.json",true,{is_dry},["https://b.example",1],["https://a.example",1],["https://a.example"],["https://b.example"],[1]]"#
        );
        assert_eq!(found.to_string(), expected);
        assert_eq!(edit["findings"][0]["rule"], "not-a-string");
    }
    let history: Value = serde_json::from_str(&done(folder, "history --format json").out).unwrap();
    let write = &history["writes"][0];
    assert_eq!(write["command"], "undo");
    assert_eq!(write["made"], false);
    assert_eq!(
        write["target"],
        folder
            .join("l.json")
            .canonicalize()
            .unwrap()
            .to_str()
            .unwrap()
    );
    let lists = r#"[{"added":["https://a.example"],"pointer":"","removed":["https://b.example"]}]"#;
    assert_eq!(write["lists"].to_string(), lists);
}

#[test]
fn on_a_server_it_is_the_same() {
    let server = StandIn::start("2.36.0");
    let junk = r#"["https://Tool.example/","*",1,null,{"a":1},"https://tool.example"]"#;
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let url = server.url();
    for edit in [
        "add --server {} https://b.example",
        "remove --server {} https://tool.example",
        "set --server {} https://b.example",
        "lint --fix --fail-on never --server {}",
    ] {
        server.store(junk);
        done(folder, &edit.replace("{}", &url));
        let after = server.list().unwrap();
        assert_ne!(after, junk);
        // an address has more than one spelling
        done(folder, &format!("undo --server {url}/"));
        assert_eq!(server.list().unwrap(), junk, "{edit}");
        done(folder, &format!("undo --server {url}"));
        assert_eq!(server.list().unwrap(), after, "{edit}");
    }
    server.store("[]");
    assert_eq!(run(folder, &format!("undo --server {url}")).code, 5);
    assert_eq!(server.list().unwrap(), "[]");
    let other = format!("undo --server {url}/audiobookshelf");
    assert_eq!(run(folder, &other).code, 1);
    let history = done(folder, &format!("history --server {url}")).out;
    assert_eq!(history.lines().count(), 12);
}

#[test]
fn a_server_that_is_changed_while_undo_reads_is_left_alone() {
    let server = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let url = server.url();
    done(folder, &format!("add --server {url} https://a.example"));
    let mut requests = 0;
    server.intercept(move |_, settings| -> Option<Reply> {
        requests += 1;
        if requests == 2 {
            settings.store(r#"["https://a.example","https://theirs.example"]"#);
        }
        None
    });
    let run = run(folder, &format!("undo --server {url}"));
    assert_eq!(run.code, 5, "{}", run.said);
    assert!(
        run.said.ends_with("  + https://theirs.example\n"),
        "{}",
        run.said
    );
    let theirs = r#"["https://a.example","https://theirs.example"]"#;
    assert_eq!(server.list().unwrap(), theirs);
}

#[test]
fn of_several_servers_each_is_put_back_if_it_can() {
    let servers = [StandIn::start("2.36.0"), StandIn::start("2.36.0")];
    let [one, two] = [servers[0].url(), servers[1].url()];
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    done(folder, &format!("add --server {one} https://a.example"));
    let run = run(folder, &format!("undo --server {one} --server {two}"));
    assert_eq!(run.code, 1);
    assert_eq!(run.out, format!("{one}: removed https://a.example\n"));
    assert!(
        run.said
            .contains(&format!("no write to {two} is on record")),
        "{}",
        run.said
    );
    assert_eq!(servers[0].list().unwrap(), "[]");
}

#[test]
fn no_token_gets_into_the_history_and_passwords_are_not_shown() {
    let server = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let list = r#"["https://user:hunter2@a.example","https://b.example"]"#;
    server.store(list);
    fs::write(folder.join("l.json"), list).unwrap();
    for target in [
        format!("--server {}", server.url()),
        "--file l.json".to_owned(),
    ] {
        done(folder, &format!("set {target} https://b.example"));
        let undone = done(folder, &format!("undo {target}"));
        for said in [
            undone.out,
            undone.said,
            done(folder, "history -v").out,
            done(folder, "history --format json").out,
        ] {
            assert!(!said.contains("hunter2"), "{said}");
        }
    }
    assert_eq!(server.list().unwrap(), list);
    assert_eq!(fs::read_to_string(folder.join("l.json")).unwrap(), list);
    assert_eq!(records(folder).len(), 4);
    for record in records(folder) {
        assert!(!fs::read_to_string(record).unwrap().contains(API_KEY));
    }
}

#[test]
fn what_cannot_be_read_is_left_out() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    done(folder, "add --create --file l.json https://a.example");
    let first = records(folder).remove(0);
    let name = first.file_name().unwrap().to_str().unwrap();
    let (stamp, rest) = name.split_at(20);
    let later = |n: u64| {
        let stamp = stamp.parse::<u64>().unwrap() + n;
        first.with_file_name(format!("{stamp:020}{rest}"))
    };
    let good = fs::read_to_string(&first).unwrap();
    fs::write(later(1), &good[..good.len() / 2]).unwrap();
    fs::write(later(2), "").unwrap();
    fs::write(later(3), [0xff, 0]).unwrap();
    fs::create_dir(later(4)).unwrap();
    fs::write(first.with_file_name("mine"), "mine").unwrap();
    let history = done(folder, "history");
    assert_eq!(history.out.lines().count(), 1);
    assert_eq!(history.said, "");
    let said = done(folder, "history -v").said;
    assert_eq!(said, "note: left out 3 records that can't be read\n");
    fs::write(later(5), good.replace("\"version\":1", "\"version\":2")).unwrap();
    for (line, who) in [("history", ""), ("undo --file l.json", "l.json: ")] {
        let said = done(folder, line).said;
        let warning = format!("warning: {who}left out 1 record of another release of corsctl");
        assert!(said.starts_with(&warning), "{said}");
    }
    fs::write(
        later(u64::from(u32::MAX) << 20),
        good.replace("\"at\":0", "\"at\":9"),
    )
    .unwrap();
    fs::write(folder.join("l.json"), r#"["https://a.example"]"#).unwrap();
    let run = run(folder, "undo --file l.json");
    assert_eq!(run.code, 2);
    assert!(run.said.contains("makes no sense"), "{}", run.said);
    assert!(first.with_file_name("mine").exists());
}

#[test]
fn a_record_of_lists_inside_each_other_is_refused() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let before = r#"{"a": [["https://a.example"]], "b": []}"#;
    fs::write(folder.join("l.json"), before).unwrap();
    done(folder, "add --file l.json --pointer /a/0 https://b.example");
    let after = fs::read_to_string(folder.join("l.json")).unwrap();
    let inner = fs::read_to_string(&records(folder)[0]).unwrap();
    done(folder, "add --file l.json --pointer /a https://c.example");
    let last = &records(folder)[1];
    let (_, inner) = inner.split_once("\"lists\":[").unwrap();
    let outer = fs::read_to_string(last).unwrap();
    let both = outer.replace(
        "\"lists\":[",
        &format!("\"lists\":[{},", inner.trim_end().trim_end_matches("]}")),
    );
    assert_ne!(both, outer);
    fs::write(last, both).unwrap();
    let run = run(folder, "undo --file l.json");
    assert_eq!(run.code, 2);
    assert!(
        run.said.contains("`/a/0` is inside the one at `/a`"),
        "{}",
        run.said
    );
    assert_ne!(fs::read_to_string(folder.join("l.json")).unwrap(), after);
}

#[test]
fn undo_wants_to_know_which_list_and_takes_the_usual_server() {
    let server = StandIn::start("2.36.0");
    let sandbox = tempfile::tempdir().unwrap();
    let without = run(sandbox.path(), "undo");
    assert_eq!(without.code, 2);
    assert!(without.said.contains("--file PATH"), "{}", without.said);
    for arguments in [vec!["add", "https://a.example"], vec!["undo"]] {
        let mut corsctl = as_admin(sandbox.path(), &arguments);
        let output = corsctl
            .env("CORSCTL_SERVER", server.url())
            .output()
            .unwrap();
        assert!(output.status.success());
    }
    assert_eq!(server.list().unwrap(), "[]");
}
