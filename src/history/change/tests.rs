//! What a change remembers, and that it leads back.

use super::*;
use crate::entry::Source;
use crate::list::Document;
use proptest::prelude::*;

fn document(name: &str, text: &str) -> Document {
    Document::new(Source::File(name.into()), text.as_bytes().to_vec()).unwrap()
}

fn list(document: &Document) -> List {
    document.lists(None).unwrap().remove(0)
}

/// What undoing the change from one text to another gives.
fn undone(name: &str, before: &str, after: &str) -> String {
    let [before, after] = [before, after].map(|text| document(name, text));
    put_back(&after, Change::between(&list(&before), &list(&after)))
}

/// What undoing a change gives, by way of the disk.
fn put_back(after: &Document, change: Change) -> String {
    let json = serde_json::to_string(&change).unwrap();
    let change: Change = serde_json::from_str(&json).unwrap();
    let after_list = list(after);
    assert!(change.is_sound() && change.is_as_left(&after_list));
    let steps = change.steps_back(&after_list).unwrap();
    let undone = after.splice(&after_list, &steps).unwrap().document();
    undone.text().to_owned()
}

#[test]
fn what_stood_in_the_place_of_a_list_comes_back() {
    for (before, after) in [
        ("{\"allowedOrigins\": null}", "{\"allowedOrigins\": []}"),
        (
            "{\"allowedOrigins\": \"https://a.example/\"}",
            "{\"allowedOrigins\": [\"https://a.example\", \"https://b.example\"]}",
        ),
    ] {
        assert_eq!(undone("l.json", before, after), before);
        assert_eq!(undone("l.json", after, before), after);
    }
}

#[test]
fn a_comment_inside_of_a_value_is_kept_and_not_shown() {
    let [before, after] = ["[]", "[[1, /* c */ 2]]"].map(|text| list(&document("l.jsonc", text)));
    let change = Change::between(&before, &after);
    let now: Vec<Value> = after.values().collect();
    assert_eq!(change.values().1, now);
    assert_eq!(change.left(), Some(now));
    let text = "[[1, /* c */ 2]]";
    assert_eq!(undone("l.jsonc", text, "[]"), text);
}

#[test]
fn entries_come_back_as_they_were_written() {
    for (name, before, after) in [
        (
            "l.json",
            r#"["https:\/\/a.example", "\ud800", 1.0]"#,
            r#"["b", 1.0]"#,
        ),
        ("l.json", r#"["a", 1e400, {"a": [ 1 ]}]"#, r#"["a"]"#),
        ("l.txt", "a\n# two\nb \nc\n", "a\n# two\nc\n"),
    ] {
        let undone = undone(name, before, after);
        let [undone, before] = [&undone, before].map(|text| list(&document(name, text)));
        let written = |list: &List| written(list, 0..list.len()).collect::<Vec<_>>();
        assert_eq!(written(&undone), written(&before));
    }
}

#[test]
fn a_change_holds_what_changed_and_not_the_list() {
    let many: Vec<String> = (0..10_000)
        .map(|n| format!("https://t{n}.example"))
        .collect();
    let before = document("l.txt", &many.join("\n"));
    let mut fewer = many.clone();
    fewer.remove(9_000);
    fewer[5] = "https://new.example".to_owned();
    fewer.remove(0);
    let after = document("l.txt", &fewer.join("\n"));
    let change = Change::between(&list(&before), &list(&after));
    assert_eq!(change.hunks.len(), 3);
    assert!(serde_json::to_string(&change).unwrap().len() < 1000);
    assert_eq!(change.left(), None);
}

#[test]
fn any_difference_is_noticed() {
    let before = list(&document("l.json", "[]"));
    let left = list(&document("l.json", r#"["a", "b", 1]"#));
    let change = Change::between(&before, &left);
    for (text, is_as_left) in [
        (r#"["a", "b", 1]"#, true),
        ("[\n\"\\u0061\" ,\"b\",1 ]", true),
        (r#"["b", "a", 1]"#, false),
        (r#"["a", "b", "1"]"#, false),
        (r#"["a", "b", 1.0]"#, false),
        (r#"["ab", "", 1]"#, false),
        (r#"["a", "b"]"#, false),
        (r#"["a", "b", 1, 1]"#, false),
    ] {
        let now = list(&document("l.json", text));
        assert_eq!(change.is_as_left(&now), is_as_left, "{text}");
    }
}

#[test]
fn a_change_that_makes_no_sense_gives_no_steps() {
    let now = list(&document("l.json", r#"["a"]"#));
    let hunk = |at, added: &[&str]| Hunk {
        at,
        removed: vec!["\"x\"".to_owned()],
        added: added.iter().map(ToString::to_string).collect(),
    };
    for hunks in [
        vec![hunk(2, &[])],
        vec![hunk(0, &["\"a\"", "\"b\""])],
        vec![hunk(1, &[]), hunk(0, &["\"a\""])],
        vec![hunk(usize::MAX, &["\"a\""])],
    ] {
        let mut change = Change::between(&now, &now);
        change.hunks = hunks;
        assert_eq!(change.steps_back(&now), None);
    }
    let null = list(&document("l.json", r#"{"allowedOrigins": null}"#));
    let mut change = Change::between(&now, &null);
    change.hunks = vec![hunk(1, &[])];
    assert_eq!(change.steps_back(&null), None);
    for text in ["], \"other\": [", "1, 2", "1 // x", " 1", "/* x", ""] {
        let mut change = Change::between(&now, &now);
        change.hunks = vec![hunk(0, &[text])];
        assert!(!change.is_sound(), "{text}");
    }
}

proptest! {
    #![proptest_config(crate::origin::many_cases())]

    #[test]
    fn every_change_can_be_undone(
        before in prop::collection::vec("\"[abc]\"|\"\\\\\\\\/\"|[12]|null|\\{ \"a\": 1 \\}", 0..8),
        after in prop::collection::vec("\"[abc]\"|[12]|null", 0..8),
        space in " |\n  | // x\n",
    ) {
        let text = |elements: &[String]| format!("[{space}{}{space}]", elements.join(&format!(",{space}")));
        let undone = undone("l.jsonc", &text(&before), &text(&after));
        let undone: Vec<Value> = list(&document("l.jsonc", &undone)).values().collect();
        let before: Vec<Value> = before.iter().map(|json| Value::of_json(json)).collect();
        prop_assert_eq!(undone, before);
    }

    #[test]
    fn what_the_steps_leave_is_what_is_then_in_the_document(
        (name, elements, more) in prop_oneof![
            (Just("l.txt"), prop::collection::vec("[abc]", 0..8), Just("")),
            (Just("l.json"), prop::collection::vec("\"[abc]\"|\"\\\\u0061\"|[12]", 0..8), Just("")),
            (Just("l.jsonc"), prop::collection::vec("\"[abc]\"|\\{ /\\* \" \\*/ \"a\": 1 \\}", 0..8), Just(" // x\n")),
        ],
        choices in prop::collection::vec((0..5, "[abcd]"), 0..16),
        instead in prop::option::weighted(0.1, "null|\"a\""),
    ) {
        let text = match name {
            "l.txt" => elements.join("\n"),
            _ => format!("[{more}{}]", elements.join(&format!(",{more}"))),
        };
        let before = document(name, &text);
        let before_list = list(&before);
        let mut steps = Vec::new();
        let mut index = 0;
        for (choice, text) in choices {
            match choice {
                0 => steps.push(Step::Insert(text)),
                1 => steps.extend(elements.first().cloned().map(Step::Restore)),
                _ if index == elements.len() => break,
                2 => index += 1,
                3 => { steps.push(Step::Replace(index, text)); index += 1 }
                _ => { steps.push(Step::keep(index)); index += 1 }
            }
        }
        if let Some(json) = instead.filter(|_| name != "l.txt") {
            steps = vec![Step::Instead(json)];
        }
        let change = Change::of(&before_list, &steps);
        prop_assert!(change.is_as_before(&before_list), "{steps:?}");
        let after = before.splice(&before_list, &steps).unwrap().document();
        let now = list(&after);
        if now.is_list() {
            let entries: Vec<String> = written(&now, 0..now.len()).collect();
            prop_assert_eq!(change.left.entries.as_ref(), Some(&entries), "{:?}", steps);
        }
        for other in [&text, after.text(), "", "[]", "a", "[\"a\"]", "null"] {
            let Ok(lists) = document(name, other).lists(None) else { continue };
            let is_same = lists[0].values().eq(before_list.values());
            prop_assert!(is_same || !change.is_as_before(&lists[0]), "{steps:?}: {other}");
        }
        let undone = list(&document(name, &put_back(&after, change)));
        prop_assert!(undone.values().eq(before_list.values()), "{steps:?}");
    }

    #[test]
    fn every_change_of_lines_can_be_undone(
        before in prop::collection::vec("[abc] ?|# [abc]|", 0..8),
        after in prop::collection::vec("[abc]|# [abc]", 0..8),
    ) {
        let [before, after] = [before.join("\n"), after.join("\n")];
        let undone = undone("l.txt", &before, &after);
        let values = |text: &str| list(&document("l.txt", text)).values().collect::<Vec<_>>();
        prop_assert_eq!(values(&undone), values(&before));
    }
}
