//! Entries and file names that try to be something else in a report.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use corsctl::shown;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::console::corsctl;

pub const TEXTS: &[&str] = &[
    "::error::x",
    " ::error file=x::y",
    "##[error]x",
    "a ##[add-mask]e",
    "##vso[task.complete]x",
    "::set-output name=a::b",
    "https://a.example/%0A::error::x",
    "https://a.example,line=1::x",
    "]]><x/>",
    "\"><x y='",
    "&lt;&#10;&x;",
    "<!--<?x?><![CDATA[",
    "\u{1b}[31mred\u{9b}0m",
    "\u{202e}elpmaxe",
    "https://a.example\u{0}",
    "https://\u{fffe}\u{ffff}\u{fdd0}.example",
    "https://a.example/\u{2028}::error::x\u{85}##[error]x",
    "[click](https://evil.example)",
    "{0} \\ \\n",
    "https://user:pa55::error::x@a.example",
];

/// Those that only JSON and the command line can hold.
pub const BREAKS: &[&str] = &[
    "https://a.example\n::error::x",
    "https://a.example\r\n##[error]x",
    "\n::error::x\r::warning::y",
    "\u{1b}[31mx\n::error::y",
];

/// What `concise` says of a finding.
#[derive(Debug)]
struct Said {
    spot: String,
    severity: String,
    rule: String,
    sentence: String,
}

/// Findings as `concise` shows them: one a line, whatever is in the entry.
fn said(folder: &Path, arguments: &[&str]) -> Vec<Said> {
    let document: Value = serde_json::from_str(&printed(folder, arguments, "json")).unwrap();
    let findings = document["findings"].as_array().unwrap();
    let concise = printed(folder, arguments, "concise");
    let mut lines: Vec<&str> = concise.split('\n').collect();
    assert_eq!(lines.pop(), Some(""));
    lines.pop(); // the summary
    assert_eq!(lines.len(), findings.len(), "{concise}");
    let pairs = lines.iter().zip(findings);
    pairs
        .map(|(line, finding)| {
            let text = |name: &str| finding[name].as_str().unwrap().to_owned();
            let (severity, rule) = (text("severity"), text("rule"));
            let head = format!(": {severity}[{rule}]: ");
            let (spot, sentence) = line.split_once(&head).unwrap();
            // quotes keep what looks like a command from being one
            let bare = spot
                .strip_prefix('"')
                .and_then(|spot| spot.strip_suffix('"'));
            let bare = bare.filter(|spot| spot.trim_start().starts_with("::"));
            let (spot, sentence) = (bare.unwrap_or(spot).to_owned(), sentence.to_owned());
            Said {
                spot,
                severity,
                rule,
                sentence,
            }
        })
        .collect()
}

/// What is printed in a format.
fn printed(folder: &Path, arguments: &[&str], format: &str) -> String {
    let output = corsctl(folder)
        .args([arguments[0], "-v", "--format", format])
        .args(&arguments[1..])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("pa55"), "{text}");
    inert(&text, format);
    text
}

/// Nothing in a text moves a cursor, turns the writing around, or is a command to a runner that isn't
/// ours: only the format for GitHub has any.
pub fn inert(text: &str, format: &str) {
    let plain = text.replace('\n', "");
    assert_eq!(shown::escape(&plain), plain, "{format}");
    if format != "github" {
        assert_eq!(commands(text), [], "{format}");
    }
}

/// A workflow command, by the grammar of the runner's `ActionCommand.cs`.
#[derive(Debug, PartialEq)]
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    data: String,
}

fn commands(log: &str) -> Vec<Command> {
    let lines = log.split(['\n', '\r']);
    lines
        .filter_map(|line| new_form(line).or_else(|| old_form(line)))
        .collect()
}

/// `::name key=value,…::data`, behind any white space.
fn new_form(line: &str) -> Option<Command> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let properties = properties
        .trim()
        .split(',')
        .filter_map(|pair| pair.split_once('='));
    let unescape = |value: &str| unescape(&value.replace("%3A", ":").replace("%2C", ","));
    Some(Command {
        name: name.to_owned(),
        properties: properties
            .map(|(key, value)| (key.to_owned(), unescape(value)))
            .collect(),
        data: self::unescape(data),
    })
}

/// `##[name …]data`, anywhere.
fn old_form(line: &str) -> Option<Command> {
    let (head, data) = line.split_once("##[")?.1.split_once(']')?;
    Some(Command {
        name: head.to_owned(),
        properties: Vec::new(),
        data: data.to_owned(),
    })
}

fn unescape(text: &str) -> String {
    let text = text.replace("%0D", "\r").replace("%0A", "\n");
    text.replace("%25", "%")
}

/// Nothing that a list holds, and nothing that it is called, comes out as anything but text.
fn stays_text(folder: &Path, arguments: &[&str], file: Option<&str>) {
    let said = said(folder, arguments);
    assert!(said.len() >= TEXTS.len(), "{said:?}");
    let print = |format| printed(folder, arguments, format);
    print("full");
    for line in print("jsonl").lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
    github(&said, &print("github"), file);
    checkstyle(&said, &print("checkstyle"), file);
    junit(&said, &print("junit"), &print("json"), file);
    let documents =
        ["gitlab", "sarif", "rdjson"].map(|format| serde_json::from_str(&print(format)).unwrap());
    json_formats(&said, &documents, file);
}

fn github(said: &[Said], log: &str, file: Option<&str>) {
    let commands = commands(log);
    assert_eq!(commands.len(), said.len(), "{log}");
    assert_eq!(
        log.lines().count(),
        said.len() + 1,
        "only the summary is no command"
    );
    for (command, said) in commands.iter().zip(said) {
        let name = said.severity.replace("note", "notice");
        assert_eq!(command.name, name);
        assert_eq!(command.data, format!("{}: {}", said.spot, said.sentence));
        let property = |key: &str| {
            let mut found = command.properties.iter().filter(|(name, _)| name == key);
            let value = found.next().map(|(_, value)| value.clone());
            assert_eq!(found.next(), None);
            value
        };
        assert_eq!(property("title"), Some(format!("corsctl[{}]", said.rule)));
        assert_eq!(
            property("file"),
            file.map(|file| shown::escape(file).into_owned())
        );
        let lines = if file.is_some() { 5 } else { 0 };
        assert_eq!(command.properties.len(), 1 + lines, "{command:?}");
    }
}

fn checkstyle(said: &[Said], xml: &str, file: Option<&str>) {
    let document = roxmltree::Document::parse(xml).unwrap();
    let files = document
        .descendants()
        .filter(|node| node.has_tag_name("file"));
    let names: Vec<_> = files.filter_map(|file| file.attribute("name")).collect();
    assert_eq!(names, [shown::escape(file.unwrap_or("<arguments>"))]);
    let errors = document
        .descendants()
        .filter(|node| node.has_tag_name("error"));
    let errors = errors.map(|error| {
        let attribute = |name| error.attribute(name).unwrap();
        (
            attribute("severity"),
            attribute("source").to_owned(),
            attribute("message"),
        )
    });
    let expected = said.iter().map(|said| {
        let severity = if said.severity == "note" {
            "info"
        } else {
            &said.severity
        };
        (
            severity,
            format!("corsctl.{}", said.rule),
            said.sentence.as_str(),
        )
    });
    assert_eq!(errors.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    let elements = document
        .descendants()
        .filter(roxmltree::Node::is_element)
        .count();
    assert_eq!(elements, 2 + said.len());
}

fn junit(said: &[Said], xml: &str, json: &str, file: Option<&str>) {
    let document = roxmltree::Document::parse(xml).unwrap();
    let suite = document.root_element().first_element_child().unwrap();
    assert_eq!(suite.next_sibling_element(), None);
    assert_eq!(
        suite.attribute("name"),
        Some(&*shown::escape(file.unwrap_or("<arguments>")))
    );
    let json: Value = serde_json::from_str(json).unwrap();
    let entries = json["entries"].as_array().unwrap();
    let cases: Vec<_> = suite
        .children()
        .filter(roxmltree::Node::is_element)
        .collect();
    assert_eq!(suite.attribute("tests"), Some(&*entries.len().to_string()));
    assert_eq!(cases.len(), entries.len());
    let (mut failures, mut lines) = (0, Vec::new());
    for (case, entry) in cases.iter().zip(entries) {
        let name = match entry["input"].as_str().unwrap() {
            "" => "\"\"".into(),
            input => shown::escape(input),
        };
        let (case_name, place) = case.attribute("name").unwrap().rsplit_once(" (").unwrap();
        assert_eq!(case_name, name);
        assert!(place.ends_with(')'));
        for part in case.children().filter(roxmltree::Node::is_element) {
            let text = part.text().unwrap();
            lines.extend(text.lines().map(str::to_owned));
            if part.has_tag_name("failure") {
                failures += 1;
                let head = text.lines().next().unwrap();
                assert!(head.ends_with(part.attribute("message").unwrap()), "{head}");
            } else {
                assert!(part.has_tag_name("system-out"));
            }
        }
    }
    assert_eq!(suite.attribute("failures"), Some(&*failures.to_string()));
    let told = said
        .iter()
        .map(|said| format!("{}[{}]: {}", said.severity, said.rule, said.sentence));
    assert_eq!(lines, told.collect::<Vec<_>>());
}

fn json_formats(said: &[Said], [gitlab, sarif, rdjson]: &[Value; 3], file: Option<&str>) {
    let name = file.unwrap_or("<arguments>");
    let uri = match file {
        Some(name) => name.bytes().fold(String::new(), |uri, byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' => uri + &char::from(byte).to_string(),
            other => uri + &format!("%{other:02X}"),
        }),
        None => "arguments".to_owned(),
    };
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let issues = gitlab.as_array().unwrap();
    let diagnostics = rdjson["diagnostics"].as_array().unwrap();
    assert_eq!(
        [results.len(), issues.len(), diagnostics.len()],
        [said.len(); 3]
    );
    for (index, said) in said.iter().enumerate() {
        assert_eq!(issues[index]["description"], said.sentence);
        assert_eq!(issues[index]["check_name"], said.rule);
        assert_eq!(issues[index]["location"]["path"], name);
        assert_eq!(diagnostics[index]["message"], said.sentence);
        assert_eq!(diagnostics[index]["code"], json!({"value": said.rule}));
        assert_eq!(diagnostics[index]["location"]["path"], name);
        let (result, no_link) = (&results[index], said.sentence.replace("](", "\\]("));
        assert_eq!(result["message"]["text"], no_link);
        assert_eq!(result["ruleId"], said.rule);
        let location = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(location["uri"], uri);
    }
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    folder
}

#[test]
fn hostile_arguments_stay_text() {
    let texts: Vec<&str> = [TEXTS, BREAKS].concat();
    // the command line can hold no NUL
    let texts = texts.into_iter().filter(|text| !text.contains('\0'));
    let arguments: Vec<&str> = ["check", "--"]
        .into_iter()
        .chain(texts)
        .chain([""])
        .collect();
    stays_text(folder().path(), &arguments, None);
}

/// As far as a file can be called so.
const NAME: &str = if cfg!(windows) {
    "a,b=c %0A]]'&[x](y).txt"
} else {
    "::error::x,y=z\n##[error]a]]><\"'&lt;%0A\u{1b}[31m\u{202e}[x](y).txt"
};

#[test]
fn hostile_lines_stay_text() {
    let folder = folder();
    fs::write(folder.path().join(NAME), TEXTS.join("\n")).unwrap();
    stays_text(folder.path(), &["lint", NAME], Some(NAME));
}

#[test]
fn hostile_strings_stay_text() {
    let folder = folder();
    let name = NAME.replace(".txt", ".json");
    let list = json!([TEXTS, BREAKS].concat());
    fs::write(folder.path().join(&name), list.to_string()).unwrap();
    stays_text(folder.path(), &["lint", &name], Some(&name));
}

#[test]
fn a_list_that_is_not_there_has_a_hostile_name_in_vain() {
    let folder = folder();
    let print = |format| printed(folder.path(), &["lint", NAME], format);
    let shown = shown::escape(NAME).into_owned();
    let [error] = &commands(&print("github"))[..] else {
        panic!("not one command");
    };
    assert!(error.data.starts_with(&shown), "{}", error.data);
    for format in ["junit", "checkstyle"] {
        let xml = print(format);
        let document = roxmltree::Document::parse(&xml).unwrap();
        let error = document
            .descendants()
            .find(|node| node.has_tag_name("error"));
        let message = error.unwrap().attribute("message").unwrap();
        assert!(message.starts_with(&shown), "{message}");
    }
    for (format, pointer) in [
        ("gitlab", "/0/description"),
        ("rdjson", "/diagnostics/0/message"),
        (
            "sarif",
            "/runs/0/invocations/0/toolExecutionNotifications/0/message/text",
        ),
    ] {
        let document: Value = serde_json::from_str(&print(format)).unwrap();
        let message = document.pointer(pointer).unwrap().as_str().unwrap();
        // what would be a link isn't one
        let told = match format {
            "sarif" => shown.replace("](", "\\]("),
            _ => shown.clone(),
        };
        assert!(message.starts_with(&told), "{format}: {message}");
    }
}
