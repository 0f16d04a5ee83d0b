//! Machine output: the contract that scripts rely on.

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use corsctl::report::FORMATS;
use serde_json::{Value, json};

use crate::console::corsctl;

pub fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = corsctl(Path::new("."))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    // a command that reads nothing closes the pipe
    _ = writer.join().unwrap();
    output
}

fn parse(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn jsonl_prints_the_object_of_the_contract() {
    let output = run(
        &["check", "--format", "jsonl"],
        b"https://Tool.example/app\n",
    );
    assert_eq!(output.status.code(), Some(1));
    let path = "an origin has no path: this would let in everything on tool.example";
    assert_eq!(
        parse(&output),
        json!({
            "input": "https://Tool.example/app",
            "origin": "https://tool.example",
            "verdict": "unsafe",
            "source": {"path": null, "pointer": null, "line": 1, "column": 1},
            "findings": [
                {"rule": "path", "severity": "error", "message": path, "start": 20, "end": 24,
                 "fix": {"applicability": "unsafe", "replacement": "https://tool.example"}},
                {"rule": "uppercase", "severity": "error", "message": "browsers send the host in lower case",
                 "start": 8, "end": 9,
                 "fix": {"applicability": "safe", "replacement": "https://tool.example/app"}},
            ],
        })
    );
}

#[test]
fn jsonl_is_written_as_it_goes() {
    let mut child = corsctl(Path::new("."))
        .args(["check", "--format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
    for text in ["https://a.example", "https://b.example/"] {
        writeln!(stdin, "{text}").unwrap();
        let mut line = String::new();
        std::io::BufRead::read_line(&mut stdout, &mut line).unwrap();
        let object: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(object["input"], text);
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn json_is_one_versioned_document() {
    let output = run(
        &[
            "check",
            "--format",
            "json",
            "https://a.example",
            "http://b.example/",
            "",
        ],
        b"",
    );
    let document = parse(&output);
    assert_eq!(document["version"], 1);
    assert_eq!(
        document["summary"],
        json!({"entries": 3, "errors": 2, "warnings": 0, "notes": 1, "fixable": 2})
    );
    let verdicts: Vec<&Value> = document["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["verdict"])
        .collect();
    assert_eq!(verdicts, ["exact", "safe", "invalid"]);
    let finding = &document["findings"][0];
    assert_eq!(finding["input"], "http://b.example/");
    assert_eq!(finding["source"]["line"], 2);
    let empty = &document["findings"][2];
    assert_eq!(
        empty["fix"],
        json!({"applicability": "safe", "replacement": null, "replacements": []})
    );
}

#[test]
fn json_of_nothing_is_a_document_too() {
    let document = parse(&run(&["check", "--format", "json"], b"# nothing\n"));
    assert_eq!(document["entries"], json!([]));
    assert_eq!(document["findings"], json!([]));
}

#[test]
fn offsets_point_into_the_text_that_is_shown() {
    let text = "https://ü:pässwörd@Tool.example:443/x";
    let document = parse(&run(&["check", "--format", "json", text], b""));
    let input = document["findings"][0]["input"].as_str().unwrap();
    assert_eq!(input.len(), text.len());
    let of = |rule: &str| {
        let findings = document["findings"].as_array().unwrap();
        let finding = findings
            .iter()
            .find(|finding| finding["rule"] == rule)
            .unwrap();
        let offset = |name: &str| usize::try_from(finding[name].as_u64().unwrap()).unwrap();
        &input[offset("start")..offset("end")]
    };
    assert_eq!(of("uppercase"), "T");
    assert_eq!(of("default-port"), ":443");
    assert_eq!(of("path"), "/x");
    assert!(of("userinfo").chars().all(|c| c == '*' || c == '@'));
}

/// Every command, every format, every place that a secret can stand.
#[test]
fn secrets_are_never_printed() {
    let sandbox = tempfile::tempdir().unwrap();
    let texts = [
        "https://user:s3cret@tool.example/",
        "user:s3cret@tool.example",
        "htps://user:s3cret@tool.example",
        "https://s3cret@*.tool.example",
        "https://a:s3cret@a.example, https://b:s3cret@b.example",
        "file://user:s3cret@tool.example",
        "https://user:s3cret@256.1.1.1",
        "https:\\\\user:s3cret@tool\t.example?x",
        "(https://user:s3cret@tool.example)",
        "login=https://user:s3cret@tool.example",
        "/user:s3cret@tool.example",
        "https://user:s3cret,https://x@tool.example",
        "https://user:s3/cret@tool.example",
        "https://user:2024/s3cret@tool.example",
        "https://tool.example/?next=https://user:s3cret@b.example",
    ];
    let mut list = vec![
        json!({"url": "https://user:s3cret@tool.example"}),
        json!(["//s3cret@x"]),
    ];
    list.extend(texts.iter().map(|text| json!(text)));
    let mut runs = 0;
    let mut never_shows = |arguments: &[&str]| {
        let document = json!({"allowedOrigins": list, "db": "postgres://user:s3cret@db", "db2": "user:s3cret@db"});
        // one line each, and slashes as PHP writes them
        let document = document
            .to_string()
            .replace(",\"", ",\n\"")
            .replace("//user", "\\/\\/user");
        let write =
            |name: &str, text: &str| std::fs::write(sandbox.path().join(name), text).unwrap();
        write("list.json", &document);
        write("string.json", "\"user:s3cret@tool.example\"");
        write(
            "list.txt",
            "# https://user:s3cret@b.example\nhttps://tool.example/",
        );
        let output = corsctl(sandbox.path())
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).unwrap();
        let is_shown = printed.contains("s3cret") || printed.contains("s3/cret");
        assert!(!is_shown, "{arguments:?} printed {printed}");
        runs += usize::from(printed.contains("tool.example"));
    };
    for format in FORMATS.iter().map(|format| format.name) {
        never_shows(&[&["check", "-v", "--format", format][..], &texts].concat());
        never_shows(&["lint", "-v", "--format", format, "list.json"]);
    }
    never_shows(&["https://user:s3cret@tool.example"]);
    never_shows(&["check", "--color", "user:s3cret@tool.example"]);
    never_shows(&["lint", "--diff", "list.txt"]);
    never_shows(&["lint", "string.json"]);
    never_shows(&["lint", "--format", "json", "string.json"]);
    never_shows(&["lint", "--diff", "--unsafe-fixes", "string.json"]);
    never_shows(&["lint", "--unsafe-fixes", "string.json"]);
    never_shows(&["lint", "--diff", "list.json"]);
    never_shows(&["lint", "--diff", "--unsafe-fixes", "list.json"]);
    never_shows(&["lint", "--unsafe-fixes", "list.json"]);
    never_shows(&[&["normalize"][..], &texts].concat());
    for format in ["text", "json"] {
        never_shows(&["list", "--file", "list.json", "--format", format]);
        let edits: [&[&str]; 5] = [
            &["add"],
            &["add", "--unsafe-fixes"],
            &["add", "--ignore", "userinfo"],
            &["set", "--dry-run", "--unsafe-fixes"],
            &["remove"],
        ];
        for text in texts {
            for edit in edits {
                never_shows(&[edit, &["--file", "list.json", "--format", format, text]].concat());
            }
        }
    }
    assert!(
        runs > 50,
        "only {runs} runs printed anything about the entries"
    );
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = corsctl(Path::new("."))
        .args(["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let lines = "https://a.example\n".repeat(100_000);
    // the child stops reading when it learns that nobody listens
    _ = stdin.write_all(lines.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

/// It lies beyond the first block, so that a worker meets it.
#[test]
fn many_addresses_glued_together_are_only_long() {
    let plain = "https://a.example\n".repeat(30_000);
    let glued = format!("https://u:p4ss@a{}\n", "https://b".repeat(3_000));
    let input = [plain.as_str(), &glued, &plain].concat();
    let output = run(&["normalize", "-"], input.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let lines = String::from_utf8(output.stdout).unwrap().lines().count();
    assert_eq!(lines, 60_000);
    assert!(!String::from_utf8(output.stderr).unwrap().contains("p4ss"));
}

#[test]
fn input_that_cannot_be_read_is_named() {
    for arguments in [
        &["normalize", "-"][..],
        &["check", "--format", "jsonl", "-"],
    ] {
        let output = corsctl(Path::new("."))
            .args(arguments)
            .stdin(std::fs::File::open(".").unwrap())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.starts_with("error: can't read standard input: "),
            "{said}"
        );
    }
}

#[test]
fn other_encodings_are_refused_and_what_came_before_stands() {
    let output = run(&["normalize", "-"], b"https://A.example\n\xff\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"https://a.example\n");
    assert_eq!(
        output.stderr,
        b"error: <stdin>:2:1: this isn't UTF-8; convert the input first\n"
    );
}

#[test]
fn a_terminal_with_links_can_open_what_is_wrong() {
    let sandbox = tempfile::tempdir().unwrap();
    std::fs::write(sandbox.path().join("a b.txt"), "https://a.example/").unwrap();
    let print = |arguments: &[&str], force: &str| {
        let mut command = corsctl(sandbox.path());
        command.args(arguments).env("FORCE_HYPERLINK", force);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let folder = sandbox.path().canonicalize().unwrap();
    let url = format!("\x1b]8;;file://{}/a%20b.txt\x1b\\", folder.display());
    let with_links = print(&["lint", "a b.txt"], "1");
    let spot = format!("{url}a b.txt:1:18\x1b]8;;\x1b\\\n");
    assert!(with_links.contains(&spot), "{with_links:?}");
    let without = with_links.replace(&spot, "a b.txt:1:18\n");
    assert_eq!(print(&["lint", "a b.txt"], "0"), without);
    assert_eq!(
        print(&["lint", "--color", "never", "a b.txt"], "1"),
        without
    );
    assert!(!print(&["lint", "--format", "concise", "a b.txt"], "1").contains('\x1b'));
}

#[test]
fn colour_is_used_where_it_is_wanted() {
    let colored = |arguments: &[&str], variable: Option<(&str, &str)>| {
        let mut command = corsctl(Path::new("."));
        command.args(arguments).envs(variable);
        command.output().unwrap().stdout.contains(&0x1b)
    };
    let bad = "https://a.example/";
    assert!(!colored(&["check", bad], None));
    assert!(colored(&["check", bad, "--color", "always"], None));
    assert!(colored(&["check", bad], Some(("CLICOLOR_FORCE", "1"))));
    assert!(!colored(&["check", bad], Some(("CLICOLOR_FORCE", "0"))));
    assert!(!colored(
        &["check", bad, "--color", "never"],
        Some(("CLICOLOR_FORCE", "1"))
    ));
    assert!(!colored(
        &["check", bad, "--format", "json", "--color", "always"],
        None
    ));
}
