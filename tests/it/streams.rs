//! Long input: the same answers as one entry at a time gives, in the same order.

use std::collections::HashSet;

use corsctl::input;
use corsctl::lint::Linter;
use corsctl::origin::Candidate;
use corsctl::report::push_line;
use corsctl::rules::Seen;

use crate::output::run;

/// Several blocks of lines of all kinds.
fn lines() -> Vec<String> {
    let line = |number: usize| match number % 16 {
        0 => format!("https://a{number}.example/"),
        1 => format!("https://A{}.example", number / 100),
        2 => format!("http://192.168.1.{}:8080", number % 300),
        3 => "# a comment".to_owned(),
        4 => "  ".to_owned(),
        5 => format!("https://b{number}.example\r"),
        6 => format!("https://user:pw@c{}.example/ü?", number / 200),
        7 => format!("http://xn--bcher-kva{}.example", number % 50),
        8 => format!("https://{}.example", "x".repeat(number % 80)),
        9 => format!("nul\0{number}"),
        _ => format!("https://tool{}.example:{}", number / 20, 1000 + number % 7),
    };
    (0..14_000).map(line).collect()
}

fn candidates(lines: &[String]) -> impl Iterator<Item = (usize, &str)> {
    let numbered = lines.iter().enumerate();
    numbered
        .map(|(index, line)| (index + 1, line.strip_suffix('\r').unwrap_or(line)))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

#[test]
fn normalize_prints_the_origins_that_the_full_road_leads_to() {
    let lines = lines();
    assert!(lines.join("\n").len() > input::BLOCK * 5 / 4);
    let origins = candidates(&lines).map(|(_, line)| Candidate::parse(line).into_origin());
    let all: Vec<String> = origins.flatten().map(|origin| origin.to_string()).collect();
    let mut seen = HashSet::new();
    let first = all.iter().filter(|origin| seen.insert(*origin)).cloned();
    for (arguments, expected) in [
        (&["normalize", "-"][..], &all),
        (&["normalize", "--unique", "-"], &first.collect()),
    ] {
        let output = run(arguments, lines.join("\n").as_bytes());
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.lines().eq(expected), "{arguments:?}");
        let complaints = String::from_utf8(output.stderr).unwrap();
        let without = candidates(&lines).count() - all.len();
        assert_eq!(complaints.lines().count(), without);
    }
}

#[test]
fn jsonl_is_what_the_linter_says_of_one_entry_after_the_other() {
    let lines = lines();
    let (linter, mut seen) = (Linter::default(), Seen::default());
    let mut expected = Vec::new();
    for (number, line) in candidates(&lines) {
        let entry = input::entry(number, line);
        push_line(&linter.entry(&entry, &mut seen), &mut expected).unwrap();
    }
    let output = run(&["check", "--format", "jsonl"], lines.join("\n").as_bytes());
    let printed = String::from_utf8(output.stdout).unwrap();
    let expected = String::from_utf8(expected).unwrap();
    assert_eq!(printed.lines().count(), expected.lines().count());
    for (printed, expected) in printed.lines().zip(expected.lines()) {
        assert_eq!(printed, expected);
    }
}
