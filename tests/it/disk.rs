//! A disk that is full, or doesn't do what is asked of it: each time it is said of which file, and what
//! to do; nothing is changed, and nothing left behind.
//!
//! For root, modes forbid nothing, so corsctl is run without that privilege of root's. Nobody can be
//! given a full or a read-only file system without mounting one: that test has to be asked for.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use corsctl::whole::MOST_BYTES;

use crate::console::clean;
use crate::drafts::make_pipe;
use crate::readme::readme;
use crate::servers::Run;
use crate::undo::records;

/// One that `--fix` mends.
const LIST: &str = "[\"https://a.example/\"]\n";

/// The list of each case, in a folder of its own.
const FILE: &str = "lists/l.json";

/// All that reads a list, and all that writes one reads it first.
const READERS: &[&str] = &[
    "list --file lists/l.json",
    "lint lists/l.json",
    "lint --fix lists/l.json",
    "add --file lists/l.json https://b.example",
    "add --create --file lists/l.json https://b.example",
    "remove --yes --file lists/l.json https://a.example",
    "set --file lists/l.json https://b.example",
    "set --yes --file other.json --from lists/l.json",
];

/// What changes a list.
const WRITERS: &[&str] = &[
    "lint --fix lists/l.json",
    "add --file lists/l.json https://b.example",
    "set --file lists/l.json https://b.example",
];

/// What makes a file beside it.
const MAKERS: &[&str] = &[
    "add --create --file lists/new.json https://b.example",
    "check --format json --output-file lists/new.json https://b.example",
    "lint --baseline lists/new.json --write-baseline other.json",
];

const DENIED: &str = "; run corsctl as somebody who may, or change who may (`chmod`, `chown`)";

/// What it is, how it is made, and what is said of it.
type Case = (&'static str, fn(&Path), &'static str);

/// What can stand where the list should be.
const UNREADABLE: &[Case] = &[
    (
        "a folder",
        |list| fs::create_dir(list).unwrap(),
        "lists/l.json is a folder, not a file that holds a list; name the file itself",
    ),
    (
        "a named pipe",
        make_pipe,
        "lists/l.json is a pipe or device, not a file that holds a list; name the file itself",
    ),
    (
        "a device without an end",
        |list| symlink("/dev/zero", list).unwrap(),
        "lists/l.json is a pipe or device, not a file that holds a list; name the file itself",
    ),
    (
        "two gigabytes of nothing",
        |list| File::create(list).unwrap().set_len(2 << 30).unwrap(),
        "lists/l.json has 2048 MiB or more, and no list is read that has more than 256 MiB; is it the right file?",
    ),
    (
        "a link to itself",
        |list| symlink("l.json", list).unwrap(),
        "can't read lists/l.json: too many symbolic links on the way, or they go in a circle: have them lead to a file",
    ),
    (
        "a link to below a file",
        |list| symlink("../other.json/l.json", list).unwrap(),
        "can't read lists/l.json: Not a directory (os error 20); something on the way there is no folder",
    ),
    (
        "a secret",
        |list| {
            fs::write(list, LIST).unwrap();
            allow(list, 0);
        },
        "lists/l.json: Permission denied (os error 13); run corsctl as",
    ),
    (
        "a link into a secret folder",
        |list| {
            let folder = list.with_file_name("secret");
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("l.json"), LIST).unwrap();
            symlink("secret/l.json", list).unwrap();
            allow(&folder, 0);
        },
        "can't read lists/l.json: Permission denied (os error 13); run corsctl as",
    ),
];

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// A folder with a folder for the list of a case, and a list that all is well with.
fn sandbox() -> tempfile::TempDir {
    let sandbox = tempfile::tempdir().unwrap();
    fs::create_dir(sandbox.path().join("lists")).unwrap();
    fs::write(sandbox.path().join("other.json"), LIST).unwrap();
    sandbox
}

/// Runs corsctl by a shell's words, which find it behind `"$@"`.
fn run(folder: &Path, script: &str, line: &str) -> Run {
    let output = clean(Command::new("sh"), folder)
        .args(["-c", script, "sh", "corsctl"])
        .args(line.split(' '))
        .stdin(Stdio::null())
        .output();
    output.unwrap().into()
}

/// A run that modes count for, even if root starts it.
fn run_as_anybody(folder: &Path, line: &str) -> Run {
    let script = match rustix::process::geteuid().is_root() {
        true => "exec setpriv --bounding-set=-dac_override,-dac_read_search \"$@\"",
        false => "exec \"$@\"",
    };
    run(folder, script, line)
}

/// All files in the lists' folder: a file that was replaced has another number.
fn traces(folder: &Path) -> Vec<(String, u64, u64, SystemTime)> {
    let files = fs::read_dir(folder.join("lists")).unwrap();
    let trace = |file: fs::DirEntry| {
        let metadata = file.metadata().unwrap();
        let name = file.file_name().into_string().unwrap();
        (
            name,
            metadata.ino(),
            metadata.len(),
            metadata.modified().unwrap(),
        )
    };
    let mut traces: Vec<_> = files.map(|file| trace(file.unwrap())).collect();
    traces.sort();
    traces
}

/// It has to fail for that reason, and to leave everything as it is.
fn assert_refused(folder: &Path, line: &str, words: &str, run: impl FnOnce() -> Run) {
    let before = traces(folder);
    let run = run();
    assert_eq!(run.code, 2, "{line}: {}", run.said);
    assert!(run.said.contains(words), "{line}: {}", run.said);
    assert_eq!(traces(folder), before, "{line}");
    let other = fs::read_to_string(folder.join("other.json")).unwrap();
    assert_eq!(other, LIST, "{line}");
    assert_eq!(records(folder).len(), 0, "{line}");
}

#[test]
fn what_is_no_list_that_can_be_read_is_named_and_left_alone() {
    for (what, make, words) in UNREADABLE {
        let sandbox = sandbox();
        let folder = sandbox.path();
        make(&folder.join(FILE));
        // lint looks for lists in a folder
        let is_folder = folder.join(FILE).is_dir();
        let takes_folders = |line: &str| is_folder && line.starts_with("lint");
        for line in READERS.iter().filter(|line| !takes_folders(line)) {
            let line_of = format!("{what}: {line}");
            assert_refused(folder, &line_of, words, || run_as_anybody(folder, line));
        }
        if folder.join("lists/secret").exists() {
            allow(&folder.join("lists/secret"), 0o700); // so that it can be removed
        }
    }
}

#[test]
fn a_draft_that_may_not_be_looked_at_is_nothing_to_speak_of() {
    let sandbox = sandbox();
    let folder = sandbox.path();
    fs::write(folder.join(FILE), "[]").unwrap();
    let draft = folder.join("lists/.corsctl-theirs.draft");
    fs::write(&draft, "").unwrap();
    allow(&draft, 0);
    let run = run_as_anybody(folder, "add --file lists/l.json https://a.example");
    assert_eq!((run.code, &*run.said), (0, ""));
    assert!(draft.exists());
}

#[test]
fn what_may_not_be_written_stays_and_can_still_be_read() {
    let made = "no new file can be made beside it: permission denied";
    for (what, protected, mode, lines, words) in [
        (
            "a file",
            FILE,
            0o444,
            WRITERS,
            "Permission denied (os error 13)",
        ),
        ("its folder", "lists", 0o555, WRITERS, made),
        ("a folder", "lists", 0o555, MAKERS, made),
    ] {
        let sandbox = sandbox();
        let folder = sandbox.path();
        fs::write(folder.join(FILE), LIST).unwrap();
        allow(&folder.join(protected), mode);
        for line in lines {
            let name = if lines == MAKERS { "new" } else { "l" };
            let words = format!("can't write lists/{name}.json: {words}{DENIED}");
            let line_of = format!("{what}: {line}");
            assert_refused(folder, &line_of, &words, || run_as_anybody(folder, line));
        }
        let list = run_as_anybody(folder, "list --file lists/l.json");
        assert_eq!(
            (list.code, &*list.out),
            (0, "https://a.example/\n"),
            "{}",
            list.said
        );
        allow(&folder.join("lists"), 0o755);
    }
}

#[test]
fn a_list_that_would_become_too_long_for_the_system_stays() {
    let sandbox = sandbox();
    let folder = sandbox.path();
    // ulimit counts in blocks of 512 bytes or more
    let list = LIST.replace('[', &format!("[{}", " ".repeat(8192)));
    fs::write(folder.join(FILE), list).unwrap();
    for line in WRITERS {
        let words = "can't write lists/l.json: File too large (os error 27); files may not become that long here: \
                     raise the limit (`ulimit -f`) and try again";
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
        assert_refused(folder, line, words, || run(folder, script, line));
    }
}

#[test]
#[ignore = "mounts file systems: cargo test --test it -- --ignored disk_"]
fn disk_that_is_full_or_read_only_is_named() {
    let full = "No space left on device (os error 28); make room on that disk and try again";
    for (what, mount, words) in [
        (
            "full",
            "mount -t tmpfs -o size=64k,mode=700 full lists && cp -p list lists/l.json && \
             { cat /dev/zero > lists/rest 2> rest || true; }",
            full,
        ),
        (
            "without room for one more file",
            "mount -t tmpfs -o nr_inodes=2,mode=700 full lists && cp -p list lists/l.json",
            "no new file can be made beside it: no storage space; make room on that disk and try again",
        ),
        (
            "read-only",
            "cp -p list lists/l.json && mount --bind lists lists && mount -o remount,bind,ro lists",
            "nothing can be written there until it is mounted for writing",
        ),
    ] {
        for line in WRITERS.iter().chain(MAKERS) {
            let sandbox = sandbox();
            let folder = sandbox.path();
            fs::write(folder.join("list"), LIST).unwrap();
            // what is mounted is gone when the shell is, so it looks itself
            let script = format!(
                "exec unshare --user --map-root-user --mount sh -c '\
                 {mount} && ls -Ali lists > before && {{ \"$@\"; code=$?; ls -Ali lists > after; exit $code; }}' \"$0\" \"$@\""
            );
            let name = if MAKERS.contains(line) { "new" } else { "l" };
            let run = run(folder, &script, line);
            assert_eq!(run.code, 2, "{what}: {line}: {}", run.said);
            let named = format!("can't write lists/{name}.json: ");
            assert!(run.said.contains(&named), "{what}: {line}: {}", run.said);
            assert!(run.said.contains(words), "{what}: {line}: {}", run.said);
            let [before, after] =
                ["before", "after"].map(|file| fs::read_to_string(folder.join(file)).unwrap());
            assert!(before.contains("l.json"), "{before}");
            assert_eq!(before, after, "{what}: {line}");
        }
    }
}

#[test]
#[ignore = "mounts file systems: cargo test --test it -- --ignored disk_"]
fn disk_that_the_list_shares_with_the_history_has_room_for_the_list_first() {
    for line in WRITERS.iter().chain(&MAKERS[..1]) {
        let sandbox = sandbox();
        let folder = sandbox.path();
        fs::write(folder.join("list"), LIST).unwrap();
        // two pages: one for the list, one for its draft, and none for the record
        let script = "exec unshare --user --map-root-user --mount sh -c '\
             mkdir -p state/corsctl/history && mount -t tmpfs -o size=8k,mode=700 small lists && \
             cp -p list lists/l.json && mkdir -m 700 lists/state && \
             XDG_STATE_HOME=$PWD/lists/state \"$@\"' \"$0\" \"$@\"";
        let run = run(folder, script, line);
        assert_eq!(run.code, 0, "{line}: {}", run.said);
        let warning = "`undo` won't know of this write: can't write to ";
        assert!(run.said.contains(warning), "{line}: {}", run.said);
    }
}

#[test]
fn what_has_no_end_is_not_read_for_ever() {
    let endless = "can't read /dev/zero: it has 256 MiB or more: is it the right input?";
    let sandbox = sandbox();
    for (line, words) in [
        (
            "lint -",
            "<stdin> has 256 MiB or more, and no list is read that has more than 256 MiB",
        ),
        (
            "lint /dev/stdin",
            "/dev/stdin has 256 MiB or more, and no list",
        ),
        (
            "check -",
            "can't read standard input: line 1 has 256 MiB or more: is it the right input?",
        ),
        ("lint --baseline /dev/zero other.json", endless),
        ("lint --config /dev/zero other.json", endless),
        (
            "list --ca-cert /dev/zero --server http://127.0.0.1:9",
            endless,
        ),
    ] {
        let script = "exec \"$@\" < /dev/zero";
        assert_refused(sandbox.path(), line, words, || {
            run(sandbox.path(), script, line)
        });
    }
}

#[test]
fn a_pipe_that_a_shell_has_opened_is_read() {
    let sandbox = sandbox();
    let run = run(
        sandbox.path(),
        "cat other.json | \"$@\"",
        "list --file /dev/stdin",
    );
    assert_eq!(
        (run.code, &*run.out),
        (0, "https://a.example/\n"),
        "{}",
        run.said
    );
}

#[test]
fn a_long_file_that_was_only_come_across_is_skipped() {
    let sandbox = sandbox();
    let file = File::create(sandbox.path().join(FILE)).unwrap();
    file.set_len(2 << 30).unwrap();
    fs::write(
        sandbox.path().join("lists/m.json"),
        "{\"allowedOrigins\":[]}",
    )
    .unwrap();
    let run = run(sandbox.path(), "exec \"$@\"", "lint --format json lists");
    assert_eq!(run.code, 0, "{}", run.said);
    assert!(run.out.contains("\"skipped\":1"), "{}", run.out);
}

#[test]
fn the_readme_and_the_help_name_the_limit() {
    let sandbox = sandbox();
    let limit = format!("{} MiB", MOST_BYTES >> 20);
    for line in ["lint --help", "list --help", "add --help"] {
        let help = run(sandbox.path(), "exec \"$@\"", line).out;
        assert!(
            help.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .contains(&limit),
            "{help}"
        );
    }
    assert!(readme().contains(&format!("No list that has more than {limit} is read")));
}

#[test]
fn output_that_finds_no_room_is_named() {
    let sandbox = sandbox();
    let full = "No space left on device (os error 28); make room on that disk and try again";
    for (line, name) in [
        ("list --file other.json", "standard output"),
        ("lint other.json", "standard output"),
        ("check --format jsonl https://a.example", "standard output"),
        ("normalize https://a.example", "standard output"),
        (
            "lint --format json --output-file /dev/full other.json",
            "/dev/full",
        ),
    ] {
        let preposition = if name == "standard output" { "to " } else { "" };
        let words = format!("can't write {preposition}{name}: {full}");
        let script = match name {
            "/dev/full" => "exec \"$@\"",
            _ => "exec \"$@\" > /dev/full",
        };
        assert_refused(sandbox.path(), line, &words, || {
            run(sandbox.path(), script, line)
        });
    }
}
