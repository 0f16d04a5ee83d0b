//! What a write did to one list, and the way back.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use xxhash_rust::xxh3::Xxh3;

use crate::audiobookshelf::Tokens;
use crate::entry::Value;
use crate::list::{List, Pointer, Step, jsonc};

/// Of a list whose entries have no more bytes than this a record also says what was left, so that it
/// can be shown what has changed since.
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
        Self::of(before, &steps(before, after))
    }

    /// What the steps make of a list. The one that they lead to need not be there to be read.
    pub fn of(list: &List, steps: &[Step]) -> Self {
        let instead = match steps {
            [Step::Instead(json)] => Some(json.clone()),
            _ => None,
        };
        let (count, digest) = digest_after(list, steps);
        let mut bytes = 0;
        let entries = steps
            .iter()
            .flat_map(|step| written(list, step.kept()).chain(step.written(list)))
            .map(|entry| {
                bytes += entry.len();
                (bytes <= MOST_LEFT && instead.is_none()).then_some(entry)
            });
        let left = Left {
            count,
            digest,
            entries: entries.collect(),
        };
        Self {
            pointer: list.pointer_in_json().map(ToString::to_string),
            replaced: list.instead().map(str::to_owned),
            instead,
            hunks: hunks(list, steps),
            left,
        }
    }

    /// What makes each of the lists the one that stands in its place now.
    pub fn between_all(before: &[List], after: &[List]) -> Vec<Self> {
        let pairs = before.iter().zip(after);
        pairs
            .map(|(before, after)| Self::between(before, after))
            .collect()
    }

    /// Whether the list is as it was, entry for entry.
    pub fn is_none(&self) -> bool {
        self.hunks.is_empty() && self.replaced == self.instead
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
        let hunks = self.hunks.iter();
        steps_of(
            list,
            hunks.map(|hunk| (hunk.at, hunk.added.len(), &hunk.removed)),
        )
    }

    /// Whether a list is as it was before: all that went is there, and with that gone and the other come
    /// it would be as it was left.
    pub fn is_as_before(&self, list: &List) -> bool {
        let (mut come, mut gone) = (0, 0);
        let again = self.hunks.iter().map(|hunk| {
            let at = hunk.at.checked_sub(come)?.checked_add(gone)?;
            let old = at..at.checked_add(hunk.removed.len())?;
            come += hunk.added.len();
            gone += hunk.removed.len();
            let is_there = old.end <= count(list) && written(list, old).eq(hunk.removed.clone());
            is_there.then_some((at, hunk.removed.len(), &hunk.added))
        });
        let Some(again): Option<Vec<_>> = again.collect() else {
            return false;
        };
        let is_same = match &self.instead {
            Some(_) => gone == count(list),
            None => steps_of(list, again.into_iter())
                .is_some_and(|steps| self.is_left(digest_after(list, &steps))),
        };
        is_same && list.instead() == self.replaced.as_deref()
    }

    /// Whether a list is as it was left.
    pub fn is_as_left(&self, list: &List) -> bool {
        self.is_left(digest(list.is_list(), keys(list, 0..list.len())))
    }

    fn is_left(&self, (count, digest): (usize, String)) -> bool {
        count == self.left.count && digest == self.left.digest
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

    /// Whether a token is in an entry that spells it in escapes; any other spelling stands in the record as
    /// it is.
    pub(super) fn hides(&self, tokens: &Tokens) -> bool {
        let left = self.left.entries.iter().flatten();
        let hunks = self.hunks.iter();
        let entries = hunks.flat_map(|hunk| hunk.removed.iter().chain(&hunk.added));
        let instead = self.replaced.iter().chain(&self.instead);
        let all = entries.chain(instead).chain(left);
        let mut escaped = all.filter(|json| json.contains('\\'));
        let is_in_json = |json: &String| {
            // a quotation mark in a comment would hide where strings are
            jsonc::blank(json).is_ok_and(|json| tokens.are_in_json(&json))
        };
        self.pointer.is_some() && escaped.any(is_in_json)
    }

    /// Whether nothing in it would be anything else where it is put back.
    pub(super) fn is_sound(&self) -> bool {
        let is_json = |text: &String| {
            // a comment inside of a value comes back with it
            let json = jsonc::blank(text).unwrap_or_default();
            let value = serde_json::from_str::<&RawValue>(&json);
            value.is_ok_and(|value| value.get() == json)
        };
        let is_place = |at: &String| at.parse::<Pointer>().is_ok();
        let hunks = self.hunks.iter();
        let mut entries = hunks.flat_map(|hunk| hunk.removed.iter().chain(&hunk.added));
        let mut instead = self.replaced.iter().chain(&self.instead);
        self.pointer.iter().all(is_place)
            && instead.all(is_json)
            && (self.pointer.is_none() || entries.all(is_json))
    }

    fn value(&self, written: &str) -> Value {
        match self.pointer {
            // without comments, as a list has its values
            Some(_) => Value::of_json(&jsonc::blank(written).unwrap_or_default()),
            None => Value::Text(written.to_owned()),
        }
    }
}

/// The steps that take so many entries out, from an index on, and put others there, for each stretch.
fn steps_of<'h>(
    list: &List,
    stretches: impl Iterator<Item = (usize, usize, &'h Vec<String>)>,
) -> Option<Vec<Step>> {
    let count = count(list);
    let mut steps = Vec::new();
    let mut next = 0;
    for (at, gone, come) in stretches {
        let end = at.checked_add(gone)?;
        if at < next || end > count {
            return None;
        }
        steps.push(Step::Keep(next..at));
        steps.extend(come.iter().cloned().map(Step::Restore));
        next = end;
    }
    steps.push(Step::Keep(next..count));
    Some(steps)
}

/// The steps from one list to the other, which keep what both begin with and end with.
fn steps(before: &List, after: &List) -> Vec<Step> {
    if let Some(json) = after.instead() {
        return vec![Step::Instead(json.to_owned())];
    }
    let (old, new) = (count(before), after.len());
    let is_same = |(one, other): &(usize, usize)| {
        // most entries are written as before, and need no second look
        before.written_at(*one) == after.written_at(*other)
            || keys(before, *one..one + 1).eq(keys(after, *other..other + 1))
    };
    let start = (0..old).zip(0..new).take_while(is_same).count();
    let backwards = (start..old).rev().zip((start..new).rev());
    let end = backwards.take_while(is_same).count();
    let mut steps = vec![Step::Keep(0..start)];
    steps.extend(written(after, start..new - end).map(Step::Restore));
    steps.push(Step::Keep(old - end..old));
    steps
}

/// The stretches that the steps change.
fn hunks(list: &List, steps: &[Step]) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    let mut come = Vec::new();
    let (mut next, mut at) = (0, 0);
    for step in steps {
        match step {
            Step::Keep(kept) if kept.is_empty() => {}
            Step::Keep(kept) => {
                stretch(list, next..kept.start, &come, at, &mut hunks);
                at += come.len() + kept.len();
                next = kept.end;
                come.clear();
            }
            Step::Replace(..) | Step::Insert(_) | Step::Restore(_) => come.push(step),
            Step::Instead(_) => {}
        }
    }
    stretch(list, next..count(list), &come, at, &mut hunks);
    hunks
}

/// What changes where `come` takes the place of the entries at these indices; `at` is the index of the
/// first that comes.
///
/// Each entry stays that is found in the order of the new list. That takes one look at each entry; a
/// shorter way from one to the other may exist, if entries changed places.
fn stretch(list: &List, old: Range<usize>, come: &[&Step], at: usize, hunks: &mut Vec<Hunk>) {
    let mut places: HashMap<Key<'_>, VecDeque<usize>> = HashMap::new();
    if !come.is_empty() {
        for (index, key) in old.clone().zip(keys(list, old.clone())) {
            places.entry(key).or_default().push_back(index);
        }
    }
    let mut tell = |gone: Range<usize>, new: Range<usize>| {
        if !gone.is_empty() || !new.is_empty() {
            hunks.push(Hunk {
                at: at + new.start,
                removed: written(list, gone).collect(),
                added: come[new]
                    .iter()
                    .filter_map(|step| step.written(list))
                    .collect(),
            });
        }
    };
    // up to where both are told of
    let (mut gone, mut told) = (old.start, 0);
    for (index, step) in come.iter().enumerate() {
        let place = step.value(list).and_then(|value| {
            let places = places.get_mut(&key(value))?;
            let behind = places.iter().position(|place| *place >= gone)?;
            places.drain(..=behind).next_back()
        });
        if let Some(place) = place {
            tell(gone..place, told..index);
            (gone, told) = (place + 1, index + 1);
        }
    }
    tell(gone..old.end, told..come.len());
}

/// How many entries there are to keep: what stands in the place of a list is none.
fn count(list: &List) -> usize {
    if list.is_list() { list.len() } else { 0 }
}

fn written(list: &List, indices: Range<usize>) -> impl Iterator<Item = String> {
    indices.map(|index| list.written_at(index).to_owned())
}

fn keys(list: &List, indices: Range<usize>) -> impl Iterator<Item = Key<'_>> {
    let texts = list.texts_in(indices.clone());
    indices.zip(texts).map(|(index, text)| match text {
        Some(text) => (true, text),
        None => key(list.value(index)),
    })
}

fn key(value: Value) -> Key<'static> {
    match value {
        Value::Text(text) => (true, text.into()),
        Value::NotAString(json) | Value::NotAList(json) => (false, json.into()),
    }
}

/// The same for a list that the steps lead to.
fn digest_after(list: &List, steps: &[Step]) -> (usize, String) {
    let is_list = !matches!(steps, [Step::Instead(_)]);
    let keys = steps
        .iter()
        .flat_map(|step| keys(list, step.kept()).chain(step.value(list).map(key)));
    digest(is_list, keys)
}

/// How many entries there are, and a digest of them all in their order. It has to be quick more than
/// anything: whoever wants to be taken in can as well change the record.
fn digest<'l>(is_list: bool, keys: impl Iterator<Item = Key<'l>>) -> (usize, String) {
    let mut hasher = Xxh3::new();
    hasher.update(&[u8::from(is_list)]);
    let mut count = 0;
    keys.for_each(|(is_text, key)| {
        // with its length, so that nothing can pass from one entry to the next
        let length = u64::try_from(key.len()).unwrap_or(u64::MAX);
        hasher.update(&(length << 1 | u64::from(is_text)).to_le_bytes());
        hasher.update(key.as_bytes());
        count += 1;
    });
    (count, format!("{:032x}", hasher.digest128()))
}

#[cfg(test)]
mod tests;
