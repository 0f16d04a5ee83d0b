//! Lists in documents, and edits of them.

use corsctl::entry::Source;
use corsctl::history::Change;
use corsctl::list::{Document, List, Step};
use serde_json::Value;

use crate::reading::{Reading, is_json, strip_bom};

/// Where a list is looked for.
const PLACES: [&str; 3] = ["", "/allowedOrigins", "/serverSettings/allowedOrigins"];

/// An edited list is the wanted one and the one that the history is told of, and nothing else has changed.
///
/// The first line says what to do: a letter for each step, a space, and the new text; the others are
/// the document, in each of the formats.
pub fn edits(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let (edit, text) = text.split_once('\n').unwrap_or_default();
    let (letters, new) = edit
        .split_once(' ')
        .unwrap_or((edit, "https://new.example"));
    for name in ["list.json", "list.jsonc", "list.txt"] {
        let source = Source::File(name.into());
        let document = Document::new(source, text.as_bytes().to_vec()).unwrap();
        let is_text = name == "list.txt";
        if !is_text {
            check_found(&document, name == "list.jsonc");
        }
        let Ok(list) = document.list(None) else {
            continue;
        };
        let old = elements(&list);
        let (steps, wanted) = steps(letters, new, &old);
        let is_possible = letters.contains(['i', 'r']).then(|| document.can_hold(new));
        let Ok(edited) = document.splice(&list, &steps) else {
            assert_eq!(is_possible, Some(false));
            continue;
        };
        let edited = edited.document();
        if is_text {
            check_lines(document.text(), edited.text());
        } else {
            check_json(&document, &edited, &wanted);
        }
        let now = edited.list(None).unwrap();
        assert_eq!(elements(&now), wanted);
        assert!(Change::of(&list, &steps).is_as_left(&now));
        check_way_back(&document, letters.len() % (old.len() + 1), new);
    }
}

/// The elements of a list; what is no string as it is written.
fn elements(list: &List) -> Vec<(bool, String)> {
    list.values()
        .map(|value| (value.text().is_some(), value.raw().to_owned()))
        .collect()
}

/// The steps that the letters stand for, and the list they lead to.
fn steps(letters: &str, new: &str, old: &[(bool, String)]) -> (Vec<Step>, Vec<(bool, String)>) {
    let (mut steps, mut wanted) = (Vec::new(), Vec::new());
    let mut index = 0;
    for letter in letters.chars() {
        match (letter, old.get(index)) {
            ('i', _) => {
                steps.push(Step::Insert(new.to_owned()));
                wanted.push((true, new.to_owned()));
                continue;
            }
            (_, None) => continue,
            ('r', _) => {
                steps.push(Step::Replace(index, new.to_owned()));
                wanted.push((true, new.to_owned()));
            }
            ('k', Some(kept)) => {
                steps.push(Step::keep(index));
                wanted.push(kept.clone());
            }
            _ => {}
        }
        index += 1;
    }
    (steps, wanted)
}

/// A document that is a list to serde_json has that list.
fn check_found(document: &Document, is_jsonc: bool) {
    let text = document.text();
    let reading = Reading::of(text).filter(|reading| is_jsonc || reading.json == text);
    let Some(Value::Array(values)) = reading.and_then(|reading| reading.value()) else {
        return;
    };
    let list = document.list(None).unwrap();
    let texts: Vec<_> = list.texts().map(|text| text.map(String::from)).collect();
    let expected = values.iter().map(|value| value.as_str().map(str::to_owned));
    assert_eq!(texts, expected.collect::<Vec<_>>());
}

/// Comments and all bytes outside the list stay, and serde_json reads the list that was wanted.
fn check_json(old: &Document, new: &Document, wanted: &[(bool, String)]) {
    let spans = [old, new].map(|document| document.list(None).unwrap().extent());
    let [before, after] = &spans;
    assert_eq!(old.text()[..before.start], new.text()[..after.start]);
    assert_eq!(old.text()[before.end..], new.text()[after.end..]);
    assert!(!is_json(old.text()) || is_json(new.text()));
    assert_eq!(
        comments(&old.text()[before.clone()]),
        comments(&new.text()[after.clone()])
    );
    let [before, after] = [old, new].map(|document| Reading::of(document.text()).unwrap());
    let (Some(before), Some(after)) = (before.value(), after.value()) else {
        return;
    };
    let is_wanted = PLACES.iter().any(|place| {
        let mut expected = before.clone();
        let Some(list @ Value::Array(_)) = expected.pointer_mut(place) else {
            return false;
        };
        let value = |(is_text, raw): &(bool, String)| match is_text {
            true => Value::from(raw.as_str()),
            false => serde_json::from_str(&Reading::of(raw).unwrap().json).unwrap(),
        };
        *list = wanted.iter().map(value).collect();
        expected == after
    });
    assert!(is_wanted, "{before} became {after}");
}

/// The comments between the elements of a list; those inside of one go with it.
fn comments(list: &str) -> Vec<&str> {
    let comments = Reading::of(list).unwrap().comments.into_iter();
    let between = comments.filter(|(depth, _)| *depth == 1);
    between.map(|(_, comment)| comment).collect()
}

/// The comments of a text list stay.
fn check_lines(old: &str, new: &str) {
    let comments = |text| -> Vec<String> {
        let lines = strip_bom(text).lines().map(str::trim);
        let comments = lines.filter(|line| line.starts_with('#'));
        comments.map(str::to_owned).collect()
    };
    assert_eq!(comments(old), comments(new));
}

/// To keep everything changes nothing, and nor does to add a text at that place and to remove it.
fn check_way_back(document: &Document, at: usize, new: &str) {
    let list = document.list(None).unwrap();
    let splice = |document: &Document, list: &List, steps: &[Step]| {
        document.splice(list, steps).map(|spliced| {
            assert!(spliced.is_like(&spliced.document()));
            spliced.document()
        })
    };
    let (head, tail) = (Step::Keep(0..at), at..list.len());
    let same = splice(document, &list, &[Step::Keep(0..list.len())]).unwrap();
    assert_eq!(same.text(), document.text());
    let insert = Step::Insert(new.to_owned());
    let steps = [
        head.clone(),
        insert.clone(),
        insert,
        Step::Keep(tail.clone()),
    ];
    let Ok(added) = splice(document, &list, &steps) else {
        assert!(!document.can_hold(new));
        return;
    };
    let list = added.list(None).unwrap();
    let steps = [head, Step::Keep(tail.start + 2..tail.end + 2)];
    let back = splice(&added, &list, &steps).unwrap();
    assert_eq!(back.text(), document.text(), "by way of {}", added.text());
}
