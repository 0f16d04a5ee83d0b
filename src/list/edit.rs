//! What becomes of a list, in any format: the wanted list as steps, and patches on the text that
//! holds it.

use std::ops::Range;

use super::Document;

/// What follows next in the wanted list. Elements that no step names are removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The elements at these indices stay as they are written.
    Keep(Range<usize>),
    /// The element at this index gives its place to this text.
    Replace(usize, String),
    /// This text is new.
    Insert(String),
    /// This comes back, and is written just so.
    Restore(String),
    /// This JSON takes the place of the whole list. Nothing else is a step then.
    Instead(String),
}

impl Step {
    /// The element at that index stays as it is written.
    pub fn keep(index: usize) -> Self {
        Self::Keep(index..index + 1)
    }
}

/// Steps, seen from the elements that are there.
///
/// Between two elements that stay, new ones first take the places of those that go: what surrounds
/// a place (its line, its comments) has been somebody's choice. So beside an element that goes,
/// nothing is ever inserted. All is in the order of the list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// The longest runs of elements that go.
    pub(super) removals: Vec<Range<usize>>,
    /// The indices of the elements that change in place, and what is written there.
    pub(super) replacements: Vec<(usize, String)>,
    /// What new elements are written as, and how many stand before them.
    pub(super) inserts: Vec<(usize, Vec<String>)>,
}

impl Plan {
    /// `write` says how a text is written.
    ///
    /// # Panics
    ///
    /// If an index is `count` or greater, or not greater than the one before it: an edit that went
    /// wrong must not be written.
    pub(super) fn new(steps: &[Step], count: usize, write: impl Fn(&str) -> String) -> Self {
        let mut plan = Self::default();
        let mut new = Vec::new();
        let mut next = 0;
        for step in steps {
            let (taken, text) = match step {
                Step::Keep(kept) if kept.is_empty() => continue,
                Step::Keep(kept) => (kept.clone(), None),
                Step::Replace(index, text) => (*index..index + 1, Some(text)),
                Step::Insert(text) => {
                    new.push(write(text));
                    continue;
                }
                Step::Restore(written) => {
                    new.push(written.clone());
                    continue;
                }
                Step::Instead(_) => continue,
            };
            assert!(
                next <= taken.start && taken.end <= count,
                "step {step:?} comes after {next} of {count} elements"
            );
            plan.place(next..taken.start, std::mem::take(&mut new));
            let replacement = text.map(|text| (taken.start, write(text)));
            plan.replacements.extend(replacement);
            next = taken.end;
        }
        plan.place(next..count, new);
        plan
    }

    fn place(&mut self, free: Range<usize>, mut new: Vec<String>) {
        let places = free.len().min(new.len());
        self.replacements
            .extend(free.clone().zip(new.drain(..places)));
        if places < free.len() {
            self.removals.push(free.start + places..free.end);
        }
        if !new.is_empty() {
            self.inserts.push((free.end, new));
        }
    }
}

/// A document in which one list has changed. Most of a long text stays as it is, so the new one is
/// put together only if somebody needs all of it at once.
#[derive(Debug)]
pub struct Spliced {
    document: Document,
    patches: Patches,
}

impl Spliced {
    pub(super) fn new(document: Document, mut patches: Patches) -> Self {
        patches.sort();
        Self { document, patches }
    }

    /// What its text consists of.
    pub fn pieces(&self) -> impl Iterator<Item = &str> {
        self.patches.pieces(self.document.text())
    }

    /// Whether its text is that of another document.
    pub fn is_like(&self, other: &Document) -> bool {
        let rest = self
            .pieces()
            .try_fold(other.text(), |rest, piece| rest.strip_prefix(piece));
        rest.is_some_and(str::is_empty)
    }

    /// The document as a whole.
    pub fn document(&self) -> Document {
        let text = self.patches.put_together(self.document.text());
        self.document.with_text(text)
    }
}

/// Replacements of parts of one text, gathered in any order and applied at once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Patches(Vec<(Range<usize>, String)>);

impl Patches {
    pub(super) fn replace(&mut self, range: Range<usize>, new: impl Into<String>) {
        self.0.push((range, new.into()));
    }

    pub(super) fn insert(&mut self, at: usize, new: impl Into<String>) {
        self.replace(at..at, new);
    }

    pub(super) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    pub(super) fn delete(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.replace(range, "");
        }
    }

    /// The text with every patch applied. They must not overlap.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.sort();
        self.put_together(text)
    }

    fn sort(&mut self) {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
    }

    fn put_together(&self, text: &str) -> String {
        let new = self.0.iter().map(|(_, new)| new.len());
        let mut out = String::with_capacity(text.len() + new.sum::<usize>());
        out.extend(self.pieces(text));
        out
    }

    fn pieces<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let mut at = 0;
        let patched = self.0.iter().flat_map(move |(range, new)| {
            let kept = &text[at..range.start];
            at = range.end;
            [kept, new]
        });
        let end = self.0.last().map_or(0, |(range, _)| range.end);
        patched.chain([&text[end..]])
    }
}

#[cfg(test)]
mod tests {
    use super::{Patches, Plan, Step};

    fn insert(text: &str) -> Step {
        Step::Insert(text.into())
    }

    #[test]
    fn what_is_new_takes_the_places_of_elements_that_go() {
        let steps = [
            insert("a"),
            Step::keep(2),
            Step::Restore("b".into()),
            Step::keep(3),
            insert("c"),
            Step::keep(7),
            insert("d"),
        ];
        let plan = Plan::new(&steps, 8, str::to_uppercase);
        let written = |text: &str| text.to_owned();
        let inserts = [(3, vec![written("b")]), (8, vec![written("D")])];
        assert_eq!(plan.inserts, inserts);
        assert_eq!(plan.removals, [1..2, 5..7]);
        assert_eq!(plan.replacements, [(0, written("A")), (4, written("C"))]);
    }

    #[test]
    fn no_steps_remove_everything() {
        assert_eq!(
            Plan::new(&[], 3, str::to_owned).removals.first(),
            Some(&(0..3))
        );
        assert_eq!(Plan::new(&[], 0, str::to_owned), Plan::default());
    }

    #[test]
    #[should_panic(expected = "step Keep(0..1) comes after 1 of 2 elements")]
    fn an_element_named_twice_is_refused() {
        Plan::new(&[Step::keep(0), Step::keep(0)], 2, str::to_owned);
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
