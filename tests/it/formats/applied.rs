//! Fixes as tools apply them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

use serde_json::Value;

use super::printed;

/// A format whose fixes are applied: its name, and the regions and texts in a document of it.
type Format = (
    &'static str,
    fn(&Value, &str) -> Vec<(Range<usize>, String)>,
);

const FORMATS: [Format; 2] = [("sarif", sarif), ("rdjson", rdjson)];

fn sarif(document: &Value, text: &str) -> Vec<(Range<usize>, String)> {
    let results = document["runs"][0]["results"].as_array().unwrap();
    let fixes = results.iter().filter_map(|result| result.get("fixes"));
    let replacements = fixes.map(|fixes| &fixes[0]["artifactChanges"][0]["replacements"][0]);
    let edits = replacements.map(|replacement| {
        let region = &replacement["deletedRegion"];
        let at = |line: &str, column: &str| {
            let (start, rest) = line_of(text, &region[line]);
            let column = number(&region[column]) - 1;
            start + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
        };
        let span = at("startLine", "startColumn")..at("endLine", "endColumn");
        let text = replacement["insertedContent"]["text"].as_str().unwrap();
        (span, text.to_owned())
    });
    edits.collect()
}

fn rdjson(document: &Value, text: &str) -> Vec<(Range<usize>, String)> {
    let diagnostics = document["diagnostics"].as_array().unwrap();
    let suggestions = diagnostics
        .iter()
        .filter_map(|found| found.get("suggestions"));
    let edits = suggestions.map(|suggestions| {
        let at = |end: &str| {
            let position = &suggestions[0]["range"][end];
            line_of(text, &position["line"]).0 + number(&position["column"]) - 1
        };
        let text = suggestions[0]["text"].as_str().unwrap();
        (at("start")..at("end"), text.to_owned())
    });
    edits.collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}

/// Where a line starts, and the text from there; a byte order mark is in none.
fn line_of<'t>(text: &'t str, line: &Value) -> (usize, &'t str) {
    let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
    for line in text[start..].split_inclusive('\n').take(number(line) - 1) {
        start += line.len();
    }
    (start, &text[start..])
}

/// The text when no fix is left; of several for one region the first is taken.
fn applied(name: &str, text: &str, (format, edits): Format) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("lists")).unwrap();
    let path = folder.path().join("lists").join(name);
    let mut text = text.to_owned();
    for _ in 0..5 {
        fs::write(&path, &text).unwrap();
        let report = printed(&folder, &["lint", "--format", format, name]);
        let mut firsts = BTreeMap::new();
        for (span, text) in edits(&serde_json::from_str(&report).unwrap(), &text) {
            firsts.entry(span.start).or_insert((span, text));
        }
        if firsts.is_empty() {
            return text;
        }
        for (span, new) in firsts.into_values().rev() {
            text.replace_range(span, &new);
        }
    }
    panic!("{name} is never done: {text}");
}

#[test]
fn applied_fixes_yield_the_mended_list() {
    for (name, text, mended) in [
        (
            "l.txt",
            "\u{feff}https://Ä.example/, \r\n# ü\r\nhttps://b.example/x\r\nhttp://b.example\r\nhttps://b.example",
            "\u{feff}https://xn--4ca.example\r\nhttp://xn--4ca.example\r\n# ü\r\nhttps://b.example\r\nhttp://b.example\r\n",
        ),
        (
            "last.txt",
            "http://a.example\nhttps://a.example\nhttps://abs.example/audiobookshelf/\nhttp://abs.example\nhttp://abs.example/",
            "http://a.example\nhttps://a.example\nhttps://abs.example\nhttp://abs.example\n",
        ),
        (
            "l.json",
            "[\"https://ä.example\", \"https:\\/\\/B.example\\u002f\", {\"é\":\n 1}, \"http://c.example\"]",
            "[\"https://xn--4ca.example\", \"http://xn--4ca.example\", \"https://b.example\", \"http://b.example\", {\"é\":\n 1}, \"http://c.example\", \"https://c.example\"]",
        ),
        (
            "null.json",
            "{\"allowedOrigins\": null}",
            "{\"allowedOrigins\": []}",
        ),
        (
            "string.json",
            "{\"é\": 1, \"allowedOrigins\": \"http://localhost\"}",
            "{\"é\": 1, \"allowedOrigins\": [\"http://localhost\", \"http://127.0.0.1\"]}",
        ),
        // which comma would go along, an entry doesn't know
        ("stays.json", "[\"\", 1]", "[\"\", 1]"),
    ] {
        for format in FORMATS {
            assert_eq!(applied(name, text, format), mended, "{name} {}", format.0);
        }
    }
}

#[test]
fn a_fix_that_would_show_a_secret_is_left_out() {
    let text = "https://a:s3cret@a.example, https://b:s3cret@b.example\n";
    for (format, edits) in FORMATS {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("lists")).unwrap();
        fs::write(folder.path().join("lists/l.txt"), text).unwrap();
        let report = printed(
            &folder,
            &["lint", "--ignore", "userinfo", "--format", format, "l.txt"],
        );
        assert!(!report.contains("s3cret"), "{report}");
        assert!(report.contains("several-in-one"), "{report}");
        for (_, text) in edits(&serde_json::from_str(&report).unwrap(), text) {
            assert!(!text.contains('*'), "{format}: {text}");
        }
    }
}
