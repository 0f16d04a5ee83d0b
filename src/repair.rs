//! Lists and documents with every fix applied.
//!
//! A fix to an entry can make it a duplicate, and an entry that is added can need company of its own,
//! so entries and list take turns until nothing changes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Applicability, Severity};
use crate::entry::{Entry, Value};
use crate::lint::{Linter, ROUNDS};
use crate::list::{Document, Error, Pointer, Step};
use crate::origin::Candidate;
use crate::rules::{Edit, Listing, Member, Owner};

/// A document with every fix up to `allowed` applied to the lists that `at` leads to.
///
/// They are mended from the last to the first, so that the places of those before stay true. Lists
/// inside lists are refused: once the outer one is mended, an index may lead somewhere else.
pub fn document(
    document: &Document,
    at: &[Pointer],
    linter: &Linter,
    allowed: Applicability,
) -> Result<Document, Error> {
    let mut document = document.clone();
    if allowed == Applicability::Unsafe {
        for list in document
            .lists_at(at)?
            .iter()
            .rev()
            .filter(|list| !list.is_list())
        {
            if let Some(text) = document.wrap(list) {
                document = document.with_text(text);
            }
        }
    }
    let lists = document.lists_at(at)?;
    document.refuse_nested(&lists)?;
    for list in lists.iter().rev().filter(|list| list.is_list()) {
        let can_hold = |text: &str| document.can_hold(text);
        let entries: Vec<Entry> = list.entries().collect();
        let steps = steps(&entries, &list.owner, linter, allowed, can_hold);
        document = document.splice(list, &steps)?.document();
    }
    Ok(document)
}

/// A list with every fix up to `allowed` applied, as steps from what is there.
///
/// A fix that asks first and belongs to a note is left out even with consent: a note is only worth
/// knowing. Raise its severity to have it applied. An entry whose mended form the list can't hold
/// stays as it is.
pub fn steps(
    entries: &[Entry],
    owner: &Owner,
    linter: &Linter,
    allowed: Applicability,
    can_hold: impl Fn(&str) -> bool,
) -> Vec<Step> {
    let linters: Vec<Cow<'_, Linter>> = entries
        .iter()
        .map(|entry| linter.for_entry(&entry.value))
        .collect();
    let mut slots: Vec<Slot> = entries
        .iter()
        .enumerate()
        .map(|(from, entry)| Slot {
            from,
            entry: entry.clone(),
        })
        .collect();
    for _ in 0..ROUNDS {
        let mended = slots
            .iter()
            .flat_map(|slot| slot.mend(&linters[slot.from], allowed, &can_hold))
            .collect();
        let next = mend_list(mended, owner, &linters, allowed);
        let is_done = next == slots;
        slots = next;
        if is_done {
            break;
        }
    }
    steps_to(&slots, entries)
}

/// An entry of the list that is being made, and the entry it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Slot {
    from: usize,
    entry: Entry,
}

impl Slot {
    fn with(&self, text: String) -> Self {
        let place = self.entry.place.clone();
        let value = Value::Text(text);
        Self {
            from: self.from,
            entry: Entry { value, place },
        }
    }

    fn mend(
        &self,
        linter: &Linter,
        allowed: Applicability,
        can_hold: impl Fn(&str) -> bool,
    ) -> Vec<Self> {
        let text = self.entry.value.text();
        match text.map(|text| linter.mend(text, allowed)) {
            Some(texts) if texts.iter().all(|text| can_hold(text)) => {
                texts.into_iter().map(|text| self.with(text)).collect()
            }
            _ => vec![self.clone()],
        }
    }
}

/// One round of the fixes that concern the list as a whole, at most one for each entry.
fn mend_list(
    slots: Vec<Slot>,
    owner: &Owner,
    linters: &[Cow<'_, Linter>],
    allowed: Applicability,
) -> Vec<Slot> {
    let entries: Vec<Entry> = slots.iter().map(|slot| slot.entry.clone()).collect();
    let list = Listing::new(&entries, owner, |_| 0);
    let mut edits: BTreeMap<usize, Edit> = BTreeMap::new();
    for (index, text) in entries.iter().map(|entry| entry.value.text()).enumerate() {
        let Some(candidate) = text.map(Candidate::parse) else {
            continue;
        };
        let member = Member {
            list: &list,
            index,
            candidate: &candidate,
        };
        let linter = &linters[slots[index].from];
        let edit = linter.enabled().find_map(|rule| {
            let problem = rule.check_member(&member)?;
            let is_note = linter.severity(rule, &problem) == Some(Severity::Note);
            let is_wanted = match problem.class(rule)? {
                Applicability::Safe => true,
                Applicability::Unsafe => allowed == Applicability::Unsafe && !is_note,
            };
            problem.edit.filter(|_| is_wanted)
        });
        edits.extend(edit.map(|edit| (index, edit)));
    }
    let edited =
        slots
            .into_iter()
            .enumerate()
            .flat_map(|(index, slot)| match edits.remove(&index) {
                Some(Edit::Become(texts)) => {
                    texts.into_iter().map(|text| slot.with(text)).collect()
                }
                Some(Edit::Also(text)) => vec![slot.clone(), slot.with(text)],
                Some(Edit::Replace(..)) | None => vec![slot],
            });
    edited.collect()
}

/// The way from `entries` to the slots.
fn steps_to(slots: &[Slot], entries: &[Entry]) -> Vec<Step> {
    let mut last = None;
    let step = |slot: &Slot| {
        let is_first = last.replace(slot.from) != Some(slot.from);
        match &slot.entry.value {
            value if is_first && *value == entries[slot.from].value => Some(Step::keep(slot.from)),
            Value::Text(text) if is_first => Some(Step::Replace(slot.from, text.clone())),
            Value::Text(text) => Some(Step::Insert(text.clone())),
            // only texts are ever mended
            Value::NotAString(_) | Value::NotAList(_) => None,
        }
    };
    slots.iter().filter_map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Exception;
    use crate::origin::{many_cases, pasted};
    use crate::rules;
    use proptest::prelude::*;

    fn repaired(texts: &[&str], allowed: Applicability) -> Vec<String> {
        let numbered = texts.iter().enumerate();
        let entries: Vec<Entry> = numbered
            .map(|(index, text)| Entry::argument(index + 1, *text))
            .collect();
        let steps = steps(
            &entries,
            &Owner {
                is_audiobookshelf: true,
                origin: None,
            },
            &Linter::default(),
            allowed,
            |_| true,
        );
        let read = |step: Step| match step {
            Step::Keep(kept) => texts[kept].iter().map(ToString::to_string).collect(),
            Step::Replace(_, text) | Step::Insert(text) => vec![text],
            other => unreachable!("{other:?}"),
        };
        steps.into_iter().flat_map(read).collect()
    }

    #[test]
    fn repairs_go_on_until_nothing_changes() {
        use Applicability::{Safe, Unsafe};
        for (list, allowed, expected) in [
            (
                vec!["https://A.example/", "https://a.example", ""],
                Safe,
                vec!["https://a.example"],
            ),
            (
                vec!["https://A.example/app"],
                Safe,
                vec!["https://a.example/app"],
            ),
            (
                vec!["https://A.example/app"],
                Unsafe,
                vec!["https://a.example"],
            ),
            (
                vec!["a.example b.example", "https://b.example"],
                Unsafe,
                vec!["https://a.example", "https://b.example"],
            ),
            (
                vec!["http://a.example"],
                Unsafe,
                vec!["http://a.example", "https://a.example"],
            ),
            (
                vec!["https://a.example", "http://127.0.0.1", "http://localhost"],
                Unsafe,
                vec!["https://a.example", "http://127.0.0.1"],
            ),
            (
                vec!["http://localhost", "http://localhost"],
                Safe,
                vec!["http://localhost"],
            ),
            (vec!["*", "null"], Unsafe, vec!["*", "null"]),
        ] {
            assert_eq!(repaired(&list, allowed), expected, "{list:?}");
        }
    }

    #[test]
    fn what_an_exception_protects_is_left_alone_in_every_round() {
        for (origin, rule, list) in [
            (
                "https://Tool.example/app",
                "path",
                "https://Tool.example/app",
            ),
            (
                "http://Tool.example/",
                "missing-https-twin",
                "http://Tool.example/",
            ),
            ("https://tool.example", "duplicate", "https://tool.example"),
        ] {
            let exception = Exception {
                origin: origin.to_owned(),
                rule: rules::find(rule).unwrap(),
                number: 0,
            };
            let entries = [
                Entry::argument(1, list),
                Entry::argument(2, "https://b.example"),
                Entry::argument(3, list),
            ];
            let entries = match rule {
                "duplicate" => &entries[..],
                _ => &entries[..2],
            };
            let plain = Linter::default();
            let excusing = plain.clone().excusing(vec![exception]);
            let repair = |linter: &Linter| {
                steps(
                    entries,
                    &Owner::default(),
                    linter,
                    Applicability::Unsafe,
                    |_| true,
                )
            };
            assert_ne!(repair(&plain), repair(&excusing), "{rule}");
            let kept = |step: &Step| match step {
                Step::Keep(_) => true,
                // its spelling may still be mended
                Step::Replace(_, text) => text.to_lowercase().contains("tool.example"),
                Step::Insert(_) | Step::Restore(_) | Step::Instead(_) => false,
            };
            let steps = repair(&excusing);
            assert!(
                steps.iter().all(kept) && steps.len() == entries.len(),
                "{rule}: {steps:?}"
            );
            let is_origin = |step: &Step| matches!(step, Step::Replace(_, text) if text == "https://tool.example");
            assert!(!steps.iter().any(is_origin), "{rule}: {steps:?}");
        }
    }

    proptest! {
        #![proptest_config(many_cases())]

        #[test]
        fn a_repaired_list_needs_no_repair(texts in prop::collection::vec(pasted(), 0..6)) {
            for allowed in [Applicability::Safe, Applicability::Unsafe] {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                let once = repaired(&texts, allowed);
                let again: Vec<&str> = once.iter().map(String::as_str).collect();
                prop_assert_eq!(&repaired(&again, allowed), &once);
            }
        }
    }
}
