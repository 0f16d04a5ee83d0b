//! Fixes of one text, and of a list of texts.

use corsctl::diagnostic::Applicability;
use corsctl::entry::{Entry, Source};
use corsctl::lint::{Linter, Verdict};
use corsctl::list::Document;
use corsctl::origin::{Candidate, Origin};
use corsctl::repair;

/// Fixes need no second run, safe ones keep the origin, and a verdict tells where they lead.
pub fn mends(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let linter = Linter::default();
    for allowed in [Applicability::Safe, Applicability::Unsafe] {
        let once = linter.mend(text, allowed);
        let again: Vec<String> = once
            .iter()
            .flat_map(|text| linter.mend(text, allowed))
            .collect();
        assert_eq!(again, once, "{allowed:?}");
        check_repair(text, &linter, allowed);
    }
    let origin = Origin::of(text);
    for mended in linter.mend(text, Applicability::Safe) {
        assert_eq!(Origin::of(&mended), origin, "{mended:?}");
    }
    check_verdict(text, &linter);
}

/// The lines as the entries of one list.
fn check_repair(text: &str, linter: &Linter, allowed: Applicability) {
    let entries: Vec<&str> = text.split('\n').take(8).collect();
    let json = serde_json::Value::from(entries).to_string();
    let source = Source::File("list.json".into());
    let document = Document::new(source, json.into_bytes()).unwrap();
    let once = repair::document(&document, &[], linter, allowed).unwrap();
    let again = repair::document(&once, &[], linter, allowed).unwrap();
    assert_eq!(again.text(), once.text(), "{allowed:?}");
}

fn check_verdict(text: &str, linter: &Linter) {
    let entry = Entry::argument(1, text);
    let linted = linter.alone(&entry);
    for diagnostic in &linted.diagnostics {
        assert!(
            text.get(diagnostic.span.clone()).is_some(),
            "{diagnostic:?}"
        );
    }
    let leads_there = |allowed| {
        let mended = linter.mend(text, allowed);
        !mended.is_empty() && mended.iter().all(|text| Candidate::parse(text).is_exact())
    };
    let expected = if Candidate::parse(text).is_exact() {
        Verdict::Exact
    } else if leads_there(Applicability::Safe) {
        Verdict::Safe
    } else if leads_there(Applicability::Unsafe) {
        Verdict::Unsafe
    } else {
        Verdict::Invalid
    };
    assert_eq!(linted.verdict, expected);
}
