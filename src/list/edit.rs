//! What becomes of a list, in any format: the wanted list as steps, and patches on the text that
//! holds it.

use std::ops::Range;

/// One item of the wanted list. An element that no step names is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The element at this index stays as it is written.
    Keep(usize),
    /// The element at this index gives its place to this text.
    Replace(usize, String),
    /// This text is new.
    Insert(String),
}

/// What happens to one element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate<'a> {
    Remove,
    Keep,
    Replace(&'a str),
}

/// Steps, seen from the elements that are there.
///
/// Between two elements that stay, new ones first take the places of those that go: what surrounds
/// a place (its line, its comments) has been somebody's choice. So beside an element that goes,
/// nothing is ever inserted.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plan<'a> {
    pub(super) fates: Vec<Fate<'a>>,
    /// New texts, and how many elements stand before them; ascending.
    pub(super) inserts: Vec<(usize, Vec<&'a str>)>,
}

impl<'a> Plan<'a> {
    /// # Panics
    ///
    /// If an index is `count` or greater, or not greater than the one before it: an edit that went
    /// wrong must not be written.
    pub(super) fn new(steps: &'a [Step], count: usize) -> Self {
        let mut plan = Self {
            fates: vec![Fate::Remove; count],
            inserts: Vec::new(),
        };
        let mut new = Vec::new();
        let mut next = 0;
        for step in steps {
            let (index, fate) = match step {
                Step::Keep(index) => (*index, Fate::Keep),
                Step::Replace(index, text) => (*index, Fate::Replace(text)),
                Step::Insert(text) => {
                    new.push(text.as_str());
                    continue;
                }
            };
            assert!(
                (next..count).contains(&index),
                "step {step:?} comes after {next} of {count} elements"
            );
            plan.place(next..index, std::mem::take(&mut new));
            plan.fates[index] = fate;
            next = index + 1;
        }
        plan.place(next..count, new);
        plan
    }

    fn place(&mut self, free: Range<usize>, mut new: Vec<&'a str>) {
        let places = free.len().min(new.len());
        for (fate, text) in self.fates[free.clone()].iter_mut().zip(new.drain(..places)) {
            *fate = Fate::Replace(text);
        }
        if !new.is_empty() {
            self.inserts.push((free.end, new));
        }
    }

    /// The longest runs of elements that go.
    pub(super) fn removals(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        self.fates
            .chunk_by(|a, b| (*a == Fate::Remove) == (*b == Fate::Remove))
            .filter_map(move |run| {
                start += run.len();
                (run.first() == Some(&Fate::Remove)).then_some(start - run.len()..start)
            })
    }

    /// The indices of the elements that change in place, and what to.
    pub(super) fn replacements(&self) -> impl Iterator<Item = (usize, &'a str)> {
        self.fates
            .iter()
            .enumerate()
            .filter_map(|(index, fate)| match fate {
                Fate::Replace(text) => Some((index, *text)),
                Fate::Keep | Fate::Remove => None,
            })
    }
}

/// Replacements of parts of one text, gathered in any order and applied at once.
#[derive(Debug, Default)]
pub(super) struct Patches(Vec<(Range<usize>, String)>);

impl Patches {
    pub(super) fn replace(&mut self, range: Range<usize>, new: impl Into<String>) {
        self.0.push((range, new.into()));
    }

    pub(super) fn insert(&mut self, at: usize, new: impl Into<String>) {
        self.replace(at..at, new);
    }

    pub(super) fn delete(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.replace(range, "");
        }
    }

    /// The text with every patch applied. They must not overlap.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(
            text.len() + self.0.iter().map(|(_, new)| new.len()).sum::<usize>(),
        );
        let mut at = 0;
        for (range, new) in self.0 {
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Fate::{Keep, Remove, Replace};
    use super::{Patches, Plan, Step};

    fn insert(text: &str) -> Step {
        Step::Insert(text.into())
    }

    #[test]
    fn new_texts_take_the_places_of_elements_that_go() {
        let steps = [
            insert("a"),
            Step::Keep(2),
            insert("b"),
            Step::Keep(3),
            insert("c"),
            Step::Keep(7),
            insert("d"),
        ];
        let plan = Plan::new(&steps, 8);
        let fates = [
            Replace("a"),
            Remove,
            Keep,
            Keep,
            Replace("c"),
            Remove,
            Remove,
            Keep,
        ];
        assert_eq!(plan.fates, fates);
        assert_eq!(plan.inserts, [(3, vec!["b"]), (8, vec!["d"])]);
        assert_eq!(plan.removals().collect::<Vec<_>>(), [1..2, 5..7]);
        assert_eq!(
            plan.replacements().collect::<Vec<_>>(),
            [(0, "a"), (4, "c")]
        );
    }

    #[test]
    fn no_steps_remove_everything() {
        let plan = Plan::new(&[], 3);
        assert_eq!(plan.removals().next(), Some(0..3));
        assert_eq!(Plan::new(&[], 0).removals().count(), 0);
    }

    #[test]
    #[should_panic(expected = "step Keep(0) comes after 1 of 2 elements")]
    fn an_element_named_twice_is_refused() {
        Plan::new(&[Step::Keep(0), Step::Keep(0)], 2);
    }

    #[test]
    fn patches_apply_in_the_order_of_the_text() {
        let mut patches = Patches::default();
        patches.insert(5, "|");
        patches.delete(4..5);
        patches.replace(1..3, "XYZ");
        patches.insert(1, "<");
        patches.insert(6, ">");
        assert_eq!(patches.apply("abcdef"), "a<XYZd|f>");
    }
}
