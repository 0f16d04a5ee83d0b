//! What a write did to one list, and the way back.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use xxhash_rust::xxh3::Xxh3;

use crate::entry::Value;
use crate::list::{List, Step};

/// Of a list with no more bytes than this a record also says what was left, so that it can be shown
/// what has changed since.
const MOST_LEFT: usize = 1 << 14;

/// What a write did to one list. Entries stand in it as they were written.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where in the JSON the list is; `None` for one of lines.
    pub pointer: Option<String>,
    /// What stood in the list's place before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaced: Option<String>,
    /// What stands in the list's place now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instead: Option<String>,
    /// The changed stretches, from first to last.
    hunks: Vec<Hunk>,
    left: Left,
}

/// Neighbours that gave their place to others.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Hunk {
    /// The index of the first that came.
    at: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    removed: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    added: Vec<String>,
}

/// The list as it was left.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Left {
    count: usize,
    digest: String,
    /// All entries, if they aren't many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entries: Option<Vec<String>>,
}

/// What makes two entries the same: a string is its text, however it is escaped.
type Key<'l> = (bool, Cow<'l, str>);

impl Change {
    /// What makes one list of the other.
    pub fn between(before: &List, after: &List) -> Self {
        let is_short = after.extent().len() <= MOST_LEFT && after.is_list();
        Self {
            pointer: after.pointer_in_json().map(ToString::to_string),
            replaced: before.instead().map(str::to_owned),
            instead: after.instead().map(str::to_owned),
            hunks: hunks(before, after),
            left: Left {
                count: after.len(),
                digest: digest(after),
                entries: is_short.then(|| written(after, 0..after.len())),
            },
        }
    }

    /// What went, and what came.
    pub fn values(&self) -> (Vec<Value>, Vec<Value>) {
        let instead = |json: &Option<String>| json.clone().map(Value::NotAList).into_iter();
        let all = |side: fn(&Hunk) -> &Vec<String>| self.hunks.iter().flat_map(side);
        let removed = all(|hunk| &hunk.removed).map(|entry| self.value(entry));
        let added = all(|hunk| &hunk.added).map(|entry| self.value(entry));
        (
            instead(&self.replaced).chain(removed).collect(),
            instead(&self.instead).chain(added).collect(),
        )
    }

    /// The steps that put a list back, which has to be as it was left; `None` if they make no sense.
    pub fn steps_back(&self, list: &List) -> Option<Vec<Step>> {
        if let Some(json) = &self.replaced {
            return Some(vec![Step::Instead(json.clone())]);
        }
        let count = if list.is_list() { list.len() } else { 0 };
        let mut steps = Vec::new();
        let mut next = 0;
        for hunk in &self.hunks {
            let end = hunk.at.checked_add(hunk.added.len())?;
            if hunk.at < next || end > count {
                return None;
            }
            steps.push(Step::Keep(next..hunk.at));
            steps.extend(hunk.removed.iter().cloned().map(Step::Restore));
            next = end;
        }
        steps.push(Step::Keep(next..count));
        Some(steps)
    }

    /// Whether a list is as it was left.
    pub fn is_as_left(&self, list: &List) -> bool {
        list.len() == self.left.count && digest(list) == self.left.digest
    }

    /// The entries that were left; `None` if there were too many to keep.
    pub fn left(&self) -> Option<Vec<Value>> {
        if let Some(json) = &self.instead {
            return Some(vec![Value::NotAList(json.clone())]);
        }
        let entries = self.left.entries.as_ref()?;
        Some(entries.iter().map(|entry| self.value(entry)).collect())
    }

    /// How many entries were left.
    pub fn count(&self) -> usize {
        self.left.count
    }

    /// Whether nothing in it would be anything else where it is put back.
    pub(super) fn is_sound(&self) -> bool {
        let is_json = |text: &String| serde_json::from_str::<&RawValue>(text).is_ok();
        let hunks = self.hunks.iter();
        let mut entries = hunks.flat_map(|hunk| hunk.removed.iter().chain(&hunk.added));
        let mut instead = self.replaced.iter().chain(&self.instead);
        instead.all(is_json) && (self.pointer.is_none() || entries.all(is_json))
    }

    fn value(&self, written: &str) -> Value {
        match self.pointer {
            Some(_) => Value::of_json(written),
            None => Value::Text(written.to_owned()),
        }
    }
}

/// The stretches that differ: first what both begin with and end with is left out, and of the rest
/// each entry stays that is found in the order of the new list. That takes one look at each entry; a
/// shorter way from one to the other may exist, if entries changed places.
fn hunks(before: &List, after: &List) -> Vec<Hunk> {
    let [old, new] = [before, after].map(|list| match list.is_list() {
        true => list.len(),
        false => 0,
    });
    let is_same = |(one, other): &(usize, usize)| {
        // most entries are written as before, and need no second look
        before.written_at(*one) == after.written_at(*other)
            || key(before, *one) == key(after, *other)
    };
    let start = (0..old).zip(0..new).take_while(is_same).count();
    let backwards = (start..old).rev().zip((start..new).rev());
    let end = backwards.take_while(is_same).count();
    let mut places: HashMap<Key<'_>, VecDeque<usize>> = HashMap::new();
    for index in start..old - end {
        let indices = places.entry(key(before, index)).or_default();
        indices.push_back(index);
    }
    let mut hunks: Vec<Hunk> = Vec::new();
    // up to where both lists are told of
    let (mut gone, mut come) = (start, start);
    let mut tell = |old: usize, new: usize, gone: usize, come: usize| {
        if gone < old || come < new {
            hunks.push(Hunk {
                at: come,
                removed: written(before, gone..old),
                added: written(after, come..new),
            });
        }
    };
    for index in start..new - end {
        let place = places.get_mut(&key(after, index)).and_then(|places| {
            let behind = places.iter().position(|place| *place >= gone)?;
            places.drain(..=behind).next_back()
        });
        if let Some(place) = place {
            tell(place, index, gone, come);
            (gone, come) = (place + 1, index + 1);
        }
    }
    tell(old - end, new - end, gone, come);
    hunks
}

fn written(list: &List, indices: Range<usize>) -> Vec<String> {
    let written = indices.map(|index| list.written_at(index).to_owned());
    written.collect()
}

fn key(list: &List, index: usize) -> Key<'_> {
    match list.texts_in(index..index + 1).next().flatten() {
        Some(text) => (true, text),
        None => (false, list.value(index).raw().to_owned().into()),
    }
}

/// A digest of all entries in their order. It has to be quick more than anything: whoever wants to be
/// taken in can as well change the record.
fn digest(list: &List) -> String {
    let mut hasher = Xxh3::new();
    hasher.update(&[u8::from(list.is_list())]);
    let mut feed = |text: &str, is_text: bool| {
        // with its length, so that nothing can pass from one entry to the next
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        hasher.update(&(length << 1 | u64::from(is_text)).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for (index, text) in list.texts().enumerate() {
        match text {
            Some(text) => feed(&text, true),
            None => feed(list.value(index).raw(), false),
        }
    }
    format!("{:032x}", hasher.digest128())
}

#[cfg(test)]
mod tests {
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

    /// The change from one text to another, by way of the disk, and what undoing it gives.
    fn undone(name: &str, before: &str, after: &str) -> String {
        let [before, after] = [before, after].map(|text| document(name, text));
        let change = Change::between(&list(&before), &list(&after));
        let json = serde_json::to_string(&change).unwrap();
        let change: Change = serde_json::from_str(&json).unwrap();
        assert!(change.is_sound() && change.is_as_left(&list(&after)));
        let steps = change.steps_back(&list(&after)).unwrap();
        let undone = after.splice(&list(&after), &steps).unwrap().document();
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
            let written = |list: &List| written(list, 0..list.len());
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
        let mut change = Change::between(&now, &now);
        change.hunks = vec![hunk(0, &["], \"other\": ["])];
        assert!(!change.is_sound());
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
}
