//! Lists before and after, and the steps that lead from one to the other.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};
use std::iter;

use crate::entry::{Entry, Value};
use crate::list::{Sought, Step};
use crate::origin::Candidate;

/// Whether the last origin has gone from a list.
pub fn empties(before: &[Value], after: &[Value]) -> bool {
    let is_text = |value: &Value| value.text().is_some();
    before.iter().any(is_text) && !after.iter().any(is_text)
}

/// All entries, and behind them the wanted ones that aren't there byte for byte.
pub fn add<'t>(
    texts: impl ExactSizeIterator<Item = Option<Cow<'t, str>>>,
    wanted: &[String],
) -> Vec<Step> {
    let all = Step::Keep(0..texts.len());
    let mut missing: Sought<'_> = wanted.iter().collect();
    for text in texts.flatten() {
        missing.take(&text);
    }
    let new = wanted
        .iter()
        .filter(|origin| missing.take(origin).is_some());
    let new = new.map(|origin| Step::Insert(origin.clone()));
    iter::once(all).chain(new).collect()
}

/// All entries but those that are one of the unwanted, byte for byte.
pub fn remove<'t>(
    texts: impl ExactSizeIterator<Item = Option<Cow<'t, str>>>,
    unwanted: &[String],
) -> Vec<Step> {
    let count = texts.len();
    let unwanted: Sought<'_> = unwanted.iter().collect();
    let is_unwanted = |text: &Option<Cow<'_, str>>| {
        let text = text.as_ref();
        text.is_some_and(|text| unwanted.contains(text))
    };
    let unwanted = texts.enumerate().filter(|(_, text)| is_unwanted(text));
    let mut next = 0;
    let kept = unwanted.map(|(index, _)| index).chain([count]);
    let kept = kept.map(|end| std::mem::replace(&mut next, end + 1)..end);
    kept.filter(|kept| !kept.is_empty())
        .map(Step::Keep)
        .collect()
}

/// Exactly the wanted origins, each once, and the values that are no strings, which are somebody
/// else's. What is there in the wanted order stays where it is.
pub fn set<'t>(
    texts: impl ExactSizeIterator<Item = Option<Cow<'t, str>>>,
    wanted: &[String],
) -> Vec<Step> {
    let mut places: HashMap<Cow<'_, str>, VecDeque<usize>> = HashMap::new();
    let mut others = VecDeque::new();
    for (index, text) in texts.enumerate() {
        match text {
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
        steps.extend(others.drain(..before).map(Step::keep));
        steps.push(Step::keep(place));
        next = place + 1;
    }
    steps.extend(others.into_iter().map(Step::keep));
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::IntoIter;

    fn entries(texts: &[&str]) -> Vec<Entry> {
        let numbered = texts.iter().enumerate();
        numbered
            .map(|(index, text)| Entry::argument(index + 1, *text))
            .collect()
    }

    fn texts<'t>(texts: &[&'t str]) -> IntoIter<Option<Cow<'t, str>>> {
        let texts = texts.iter().map(|text| Some(Cow::Borrowed(*text)));
        texts.collect::<Vec<_>>().into_iter()
    }

    fn apply(texts: &[&str], steps: &[Step]) -> Vec<String> {
        let text = |step: &Step| match step {
            Step::Keep(kept) => texts[kept.clone()]
                .iter()
                .map(ToString::to_string)
                .collect(),
            Step::Replace(_, text) | Step::Insert(text) => vec![text.clone()],
            other => unreachable!("{other:?}"),
        };
        steps.iter().flat_map(text).collect()
    }

    #[test]
    fn edits_lead_to_the_wanted_list() {
        type Edit = fn(IntoIter<Option<Cow<'static, str>>>, &[String]) -> Vec<Step>;
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
            let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
            assert_eq!(
                apply(&given, &edit(texts(&given), &wanted)),
                expected,
                "{given:?} {wanted:?}"
            );
        }
    }

    #[test]
    fn set_keeps_what_is_there_in_the_wanted_order() {
        let wanted = ["a", "c", "d"].map(str::to_owned);
        let steps = set(texts(&["a", "b", "c"]), &wanted);
        assert_eq!(
            steps,
            [Step::keep(0), Step::keep(2), Step::Insert("d".to_owned())]
        );
    }

    #[test]
    fn set_keeps_what_is_no_string() {
        let texts = vec![None, Some("b".into()), None].into_iter();
        let wanted = ["x", "b"].map(str::to_owned);
        let insert = Step::Insert("x".to_owned());
        assert_eq!(
            set(texts, &wanted),
            [insert, Step::keep(0), Step::keep(1), Step::keep(2)]
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
