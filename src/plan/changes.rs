//! What an edit takes out of a list, and what it puts in.
//!
//! Steps may take an entry out in one place and put the same one in at another, and entries can be
//! there more than once. So both lists are compared; but of a long one only the entries that are
//! like those the steps touch.

use std::borrow::Cow;
use std::collections::HashMap;
use std::{iter, mem};

use crate::entry::Value;
use crate::list::{List, Sought, Step};

/// What goes from `list`, and what comes into it.
pub fn changes(list: &List, steps: &[Step]) -> (Vec<Value>, Vec<Value>) {
    let kept = steps.iter().map(Step::kept).filter(|kept| !kept.is_empty());
    let mut next = 0;
    let gone = kept
        .chain(iter::once(list.len()..list.len()))
        .flat_map(|kept| list.texts_in(mem::replace(&mut next, kept.end)..kept.start));
    let come = steps
        .iter()
        .filter_map(|step| step.value(list))
        .map(text_of);
    let mut touches_others = false;
    let touched = gone
        .chain(come)
        .inspect(|text| touches_others |= text.is_none());
    let touched: Sought<'_> = touched.flatten().collect();
    if touched.is_empty() && !touches_others {
        return Default::default();
    }
    let is_alike = |text: &Option<Cow<'_, str>>| match text {
        Some(text) => touched.contains(text),
        None => touches_others,
    };
    let texts = list.texts().enumerate();
    let alike: Vec<usize> = texts
        .filter(|(_, text)| is_alike(text))
        .map(|(index, _)| index)
        .collect();
    let before: Vec<Value> = alike.iter().map(|index| list.value(*index)).collect();
    let after: Vec<Value> = after(list, steps, &alike).collect();
    (difference(&before, &after), difference(&after, &before))
}

/// What the steps make of a list that has only the entries at these indices, which ascend.
pub fn after<'l>(
    list: &'l List,
    steps: &'l [Step],
    indices: &'l [usize],
) -> impl Iterator<Item = Value> + 'l {
    let place = |index: usize| indices.partition_point(|other| *other < index);
    steps.iter().flat_map(move |step| {
        let kept = step.kept();
        let kept = indices[place(kept.start)..place(kept.end)].iter();
        kept.map(|index| list.value(*index)).chain(step.value(list))
    })
}

fn text_of<'t>(value: Value) -> Option<Cow<'t, str>> {
    match value {
        Value::Text(text) => Some(text.into()),
        Value::NotAString(_) | Value::NotAList(_) => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Source;
    use crate::list::Document;
    use proptest::prelude::*;

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

    proptest! {
        #![proptest_config(crate::origin::many_cases())]

        #[test]
        fn changes_are_what_the_lists_before_and_after_differ_by(
            elements in prop::collection::vec("\"[abc]\"|[12]", 0..8),
            choices in prop::collection::vec((0..4, "[abcd]"), 0..16),
        ) {
            let text = format!("[{}]", elements.join(","));
            let document = Document::new(Source::File("l.json".into()), text.into_bytes()).unwrap();
            let list = document.list(None).unwrap();
            let mut steps = Vec::new();
            let mut index = 0;
            for (choice, text) in choices {
                match choice {
                    0 => steps.push(Step::Insert(text)),
                    _ if index == list.len() => break,
                    1 => index += 1,
                    2 => { steps.push(Step::Replace(index, text)); index += 1 }
                    _ => { steps.push(Step::keep(index)); index += 1 }
                }
            }
            let new = document.splice(&list, &steps).unwrap().document();
            let before: Vec<Value> = list.values().collect();
            let after: Vec<Value> = new.list(None).unwrap().values().collect();
            let want = (difference(&before, &after), difference(&after, &before));
            prop_assert_eq!(changes(&list, &steps), want);
        }
    }
}
