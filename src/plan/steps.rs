//! Lists before and after, and the steps that lead from one to the other.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::entry::{Entry, Value};
use crate::list::Step;
use crate::origin::Candidate;

/// Whether the last origin has gone from a list.
pub fn empties(before: &[Value], after: &[Value]) -> bool {
    let is_text = |value: &Value| value.text().is_some();
    before.iter().any(is_text) && !after.iter().any(is_text)
}

/// What is in `left` and not in `right`, or there more often.
pub fn difference(left: &[Value], right: &[Value]) -> Vec<Value> {
    let mut counts: HashMap<&Value, usize> = HashMap::new();
    for value in right {
        *counts.entry(value).or_default() += 1;
    }
    let is_new = |value: &&Value| match counts.get_mut(*value) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    };
    left.iter().filter(is_new).cloned().collect()
}

/// All entries, and behind them the wanted ones that aren't there byte for byte.
pub fn add(entries: &[Entry], wanted: &[String]) -> Vec<Step> {
    let mut there: HashSet<&str> = texts(entries).collect();
    let keep = (0..entries.len()).map(Step::Keep);
    let new = wanted.iter().filter(|origin| there.insert(origin));
    keep.chain(new.map(|origin| Step::Insert(origin.clone())))
        .collect()
}

/// All entries but those that are one of the unwanted, byte for byte.
pub fn remove(entries: &[Entry], unwanted: &[String]) -> Vec<Step> {
    let unwanted: HashSet<&str> = unwanted.iter().map(String::as_str).collect();
    entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| {
            entry
                .value
                .text()
                .is_none_or(|text| !unwanted.contains(text))
        })
        .map(|(index, _)| Step::Keep(index))
        .collect()
}

/// Exactly the wanted origins, each once, and the values that are no strings, which are somebody
/// else's. What is there in the wanted order stays where it is.
pub fn set(entries: &[Entry], wanted: &[String]) -> Vec<Step> {
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    let mut others = VecDeque::new();
    for (index, entry) in entries.iter().enumerate() {
        match entry.value.text() {
            Some(text) => places.entry(text).or_default().push_back(index),
            None => others.push_back(index),
        }
    }
    let mut steps = Vec::new();
    let mut seen = HashSet::new();
    let mut next = 0;
    for origin in wanted.iter().filter(|origin| seen.insert(origin.as_str())) {
        let place = places.get_mut(origin.as_str()).and_then(|places| {
            let behind = places.iter().position(|place| *place >= next)?;
            places.drain(..=behind).next_back()
        });
        let Some(place) = place else {
            steps.push(Step::Insert(origin.clone()));
            continue;
        };
        let before = others.partition_point(|other| *other < place);
        steps.extend(others.drain(..before).map(Step::Keep));
        steps.push(Step::Keep(place));
        next = place + 1;
    }
    steps.extend(others.into_iter().map(Step::Keep));
    steps
}

/// The entries that mean an origin but are spelt so that they never match, by that origin.
pub fn broken_forms(entries: &[Entry]) -> HashMap<String, Vec<&Entry>> {
    let mut forms: HashMap<String, Vec<&Entry>> = HashMap::new();
    for entry in entries {
        let candidate = entry.value.text().map(Candidate::parse);
        if let Some(candidate) = candidate.filter(|candidate| !candidate.is_exact())
            && let Some(origin) = candidate.into_origin()
        {
            forms.entry(origin.to_string()).or_default().push(entry);
        }
    }
    forms
}

fn texts(entries: &[Entry]) -> impl Iterator<Item = &str> {
    entries.iter().filter_map(|entry| entry.value.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(texts: &[&str]) -> Vec<Entry> {
        let numbered = texts.iter().enumerate();
        numbered
            .map(|(index, text)| Entry::argument(index + 1, *text))
            .collect()
    }

    fn apply(entries: &[Entry], steps: &[Step]) -> Vec<String> {
        let text = |step: &Step| match step {
            Step::Keep(index) => entries[*index].value.to_string(),
            Step::Replace(_, text) | Step::Insert(text) => text.clone(),
        };
        steps.iter().map(text).collect()
    }

    #[test]
    fn edits_lead_to_the_wanted_list() {
        type Edit = fn(&[Entry], &[String]) -> Vec<Step>;
        for (edit, given, wanted, expected) in [
            (add as Edit, vec!["a"], vec!["b", "a", "b"], vec!["a", "b"]),
            (add, vec![], vec!["a"], vec!["a"]),
            (remove, vec!["a", "b", "a"], vec!["a", "c"], vec!["b"]),
            (set, vec!["a", "b", "c"], vec!["c", "a"], vec!["c", "a"]),
            (
                set,
                vec!["a", "b"],
                vec!["a", "x", "b", "a"],
                vec!["a", "x", "b"],
            ),
            (set, vec!["a"], vec![], vec![]),
        ] {
            let entries = entries(&given);
            let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
            assert_eq!(
                apply(&entries, &edit(&entries, &wanted)),
                expected,
                "{given:?} {wanted:?}"
            );
        }
    }

    #[test]
    fn set_keeps_what_is_there_in_the_wanted_order() {
        let entries = entries(&["a", "b", "c"]);
        let wanted = ["a", "c", "d"].map(str::to_owned);
        let steps = set(&entries, &wanted);
        assert_eq!(
            steps,
            [Step::Keep(0), Step::Keep(2), Step::Insert("d".to_owned())]
        );
    }

    #[test]
    fn set_keeps_what_is_no_string() {
        let mut entries = entries(&["a", "b", "c"]);
        for index in [0, 2] {
            entries[index].value = Value::NotAString("42".to_owned());
        }
        let wanted = ["x", "b"].map(str::to_owned);
        let insert = Step::Insert("x".to_owned());
        assert_eq!(
            set(&entries, &wanted),
            [insert, Step::Keep(0), Step::Keep(1), Step::Keep(2)]
        );
    }

    #[test]
    fn differences_count_repeats() {
        let values = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| Value::Text((*text).to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            difference(&values(&["a", "a", "b"]), &values(&["a"])),
            values(&["a", "b"])
        );
        assert_eq!(
            difference(&values(&["a"]), &values(&["a", "a"])),
            values(&[])
        );
    }

    #[test]
    fn broken_forms_are_found() {
        let entries = entries(&[
            "https://a.example",
            "https://A.example/",
            "https://b.example/",
        ]);
        let forms = broken_forms(&entries);
        let found: Vec<String> = forms["https://a.example"]
            .iter()
            .map(|entry| entry.value.to_string())
            .collect();
        assert_eq!(found, ["https://A.example/"]);
    }
}
