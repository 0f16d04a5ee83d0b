//! Hostile text wherever corsctl may find it, outside the formats of findings (`hostile`): whatever a
//! command prints of it, on both streams, is inert.

use std::fs;
use std::path::Path;

use corsctl::report::FORMATS;
use serde_json::{Value, json};

use crate::hostile::{BREAKS, TEXTS, inert};
use crate::servers::{Run, as_admin};
use crate::stand_in::{Reply, StandIn};

/// Runs a command, and looks at all that it prints.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let format = arguments.iter().skip_while(|text| **text != "--format");
    let format = format.copied().nth(1).unwrap_or("text");
    let output = as_admin(folder, arguments).output().unwrap();
    let [out, said] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(output.status.code().is_some_and(|code| code < 6), "{said}");
    inert(&out, format);
    inert(&said, "text");
    if format == "json" && !out.is_empty() {
        serde_json::from_str::<Value>(&out).unwrap();
    }
    out
}

fn all() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().chain(BREAKS).copied()
}

/// Those that the command line can hold, and with which words would be wrapped into the next line.
fn words() -> impl Iterator<Item = String> {
    let texts = all().filter(|text| !text.contains('\0'));
    let late = (0..80).step_by(3);
    let late = late.map(|length| format!("{} ::error::x y", "x".repeat(length)));
    texts.map(str::to_owned).chain(late)
}

/// Those that a header can hold.
fn lines() -> impl Iterator<Item = String> {
    words().filter(|text| !text.chars().any(|c| u32::from(c) < 32))
}

#[test]
fn entries_and_keys_are_inert_in_what_reads_edits_and_remembers_them() {
    let sandbox = tempfile::tempdir().unwrap();
    let folder = sandbox.path();
    let texts: Vec<&str> = all().collect();
    let keys: Vec<Value> = texts.iter().map(|text| json!({ *text: 1 })).collect();
    let lists: Value = texts
        .iter()
        .map(|text| (*text, json!(["https://a.example/"])))
        .collect();
    let server = StandIn::start("2.36.0");
    let url = server.url();
    server.store(&json!(texts).to_string());
    fs::write(folder.join("entries.json"), json!(texts).to_string()).unwrap();
    fs::write(folder.join("keys.json"), json!(keys).to_string()).unwrap();
    fs::write(folder.join("lists.json"), lists.to_string()).unwrap();
    for format in FORMATS.iter().map(|format| format.name) {
        run(folder, &["lint", "-v", "--format", format, "keys.json"]);
        run(folder, &["lint", "-v", "--format", format, "lists.json"]);
        run(
            folder,
            &["lint", "-v", "--format", format, "--server", &url],
        );
    }
    for place in [
        ["--file", "entries.json"],
        ["--file", "keys.json"],
        ["--server", &url],
    ] {
        for format in ["text", "json"] {
            for command in [
                &["list"][..],
                &["add", "https://b.example"],
                &["add", "::error::x", "##vso[x]"],
                &["remove", "::error::x", "https://nowhere.example/\u{1b}"],
                &["set", "--yes", "https://c.example"],
                &["undo"],
                &["history", "-v"],
            ] {
                run(folder, &[command, &place, &["--format", format]].concat());
            }
        }
    }
    let listed = run(folder, &["list", "--file", "keys.json", "--format", "json"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let secret = texts.iter().position(|text| text.contains("pa55")).unwrap();
    for (index, key) in keys
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != secret)
    {
        assert_eq!(
            listed["origins"][index], *key,
            "what is spelt in escapes is the same text"
        );
    }
}

#[test]
fn arguments_are_inert_in_complaints() {
    let sandbox = tempfile::tempdir().unwrap();
    for text in words() {
        let option = format!("--{text}");
        let value = format!("--pointer={text}");
        for arguments in [
            &[option.as_str()][..],
            &["list", "--file", &text],
            &["list", &value, "--file", "l.json"],
            &["lint", "--format", &text],
            &["lint", "--", &text],
            &["list", "--server", &text],
            &[
                "list",
                "--server",
                "http://127.0.0.1:1",
                "--token-file",
                &text,
            ],
            &["normalize", "--", &text],
            &["probe", "--url", "http://127.0.0.1:1", "--", &text],
            &["history", "--file", &text],
        ] {
            let out = run(sandbox.path(), arguments);
            assert!(!out.contains("pa55"), "{out}");
        }
    }
}

#[test]
fn what_servers_say_is_inert() {
    type Say = fn(&str) -> Reply;
    let says: [(Say, bool); 7] = [
        (|text| Reply::text(400, text), true),
        (|text| Reply::text(403, text), true),
        (
            |text| {
                Reply::json(
                    200,
                    json!({"serverSettings": {"version": text}}).to_string(),
                )
            },
            true,
        ),
        (
            |text| Reply::text(401, "").with("www-authenticate", text),
            false,
        ),
        (|text| Reply::text(429, "").with("retry-after", text), false),
        (
            |text| Reply::text(302, "").with("location", &format!("/{text}")),
            false,
        ),
        (
            |text| {
                Reply::text(200, "")
                    .with("access-control-allow-origin", text)
                    .with("cross-origin-resource-policy", text)
            },
            false,
        ),
    ];
    std::thread::scope(|scope| {
        for (say, is_body) in says {
            scope.spawn(move || {
                let sandbox = tempfile::tempdir().unwrap();
                let server = StandIn::start("2.36.0");
                let url = server.url();
                let texts: Vec<String> = if is_body {
                    words().collect()
                } else {
                    lines().collect()
                };
                for text in texts {
                    server.intercept(move |_, _| Some(say(&text)));
                    for format in ["text", "json"] {
                        let options = ["--format", format, "--server", &url];
                        let probe = ["probe", "http://localhost:3000"];
                        run(sandbox.path(), &[&["list"][..], &options].concat());
                        run(sandbox.path(), &[&probe[..], &options].concat());
                    }
                }
            });
        }
    });
}

#[test]
fn a_pipeline_of_azures_finds_no_command_in_a_diff() {
    let sandbox = tempfile::tempdir().unwrap();
    fs::write(
        sandbox.path().join("l.txt"),
        "https://a.example/\n##vso[task.setvariable variable=x]y\n",
    )
    .unwrap();
    let diff = |pipeline: Option<&str>| {
        let mut command = as_admin(sandbox.path(), &["lint", "--diff", "l.txt"]);
        command.envs(pipeline.map(|value| ("TF_BUILD", value)));
        let run: Run = command.output().unwrap().into();
        run.out
    };
    assert!(diff(None).contains(" ##vso["));
    let shown = diff(Some("True"));
    assert!(shown.contains("+https://a.example\n"), "{shown}");
    assert!(!shown.contains("##vso["), "{shown}");
}
