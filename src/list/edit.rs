//! What becomes of a list, in any format: the wanted list as steps, and patches on the text that
//! holds it.

use std::ops::Range;

use super::{Document, List};
use crate::entry::Value;

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

    /// The elements that stay by it.
    pub fn kept(&self) -> Range<usize> {
        match self {
            Self::Keep(kept) => kept.clone(),
            Self::Replace(..) | Self::Insert(_) | Self::Restore(_) | Self::Instead(_) => 0..0,
        }
    }

    /// What it brings to a list, if anything.
    pub fn value(&self, list: &List) -> Option<Value> {
        match self {
            Self::Keep(_) => None,
            Self::Replace(_, text) | Self::Insert(text) => Some(Value::Text(text.clone())),
            Self::Restore(written) => Some(list.read(written)),
            Self::Instead(json) => Some(Value::NotAList(list.without_comments(json))),
        }
    }

    /// How that is written there.
    pub fn written(&self, list: &List) -> Option<String> {
        match self {
            Self::Keep(_) => None,
            Self::Replace(_, text) | Self::Insert(text) => Some(list.write(text)),
            Self::Restore(written) | Self::Instead(written) => Some(written.clone()),
        }
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

    /// A document that can be read if, and only if, the whole one can, and the indices of the elements
    /// of each of `lists`, those that change, that are in it.
    ///
    /// It leaves out elements that stand between others in a stretch without a patch: if what is
    /// before that stretch leads up to its first element, all of it means what it meant.
    pub fn excerpt(&self, lists: &[List]) -> (Document, Vec<Vec<usize>>) {
        let mut patches = self.patches.clone();
        let indices = lists.iter().map(|list| {
            let cuts = self.patches.between(list);
            let mut indices = Vec::new();
            let mut next = 0;
            for cut in cuts {
                patches.delete(list.span(cut.start).start..list.span(cut.end).start);
                indices.extend(next..cut.start);
                next = cut.end;
            }
            indices.extend(next..list.len());
            indices
        });
        let indices = indices.collect();
        let text = patches.apply(self.document.text());
        (self.document.with_text(text), indices)
    }

    /// The document as a whole.
    pub fn document(&self) -> Document {
        let text = self.patches.put_together(self.document.text());
        self.document.with_text(text)
    }
}

/// Replacements of parts of one text, gathered in any order and applied at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

    /// The elements of a list that stand between others in a stretch without a patch; none of them is
    /// such a stretch's last.
    fn between(&self, list: &List) -> Vec<Range<usize>> {
        let (Some(spans), extent) = (list.spans(), list.extent()) else {
            return Vec::new();
        };
        let first = self
            .0
            .partition_point(|(range, _)| range.end < extent.start);
        let behind = self
            .0
            .partition_point(|(range, _)| range.start <= extent.end);
        let patched = self.0[first..behind].iter().map(|(range, _)| range.clone());
        let mut at = 0;
        let cut = |patched: Range<usize>| {
            let first = spans.partition_point(|span| span.start < at);
            let behind = spans.partition_point(|span| span.end <= patched.start);
            at = patched.end;
            (first + 2 < behind).then(|| first + 1..behind - 1)
        };
        let end = extent.end..extent.end;
        patched.chain([end]).filter_map(cut).collect()
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
    use super::{Patches, Plan, Spliced, Step};
    use crate::entry::{Source, Value};
    use crate::list::{Document, List};
    use proptest::prelude::{Just, any, prop, prop_assert_eq, prop_oneof, proptest};

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

    fn document(name: &str, text: String) -> Document {
        Document::new(Source::File(name.into()), text.into_bytes()).unwrap()
    }

    /// The values of each list, if the document can be read.
    fn values(document: &Document) -> Option<Vec<Vec<Value>>> {
        let lists = document.lists(None).ok()?;
        Some(lists.iter().map(|list| list.values().collect()).collect())
    }

    #[test]
    fn an_excerpt_is_as_short_as_the_edit() {
        let elements: Vec<String> = (0..1000).map(|n| n.to_string()).collect();
        let document = document("l.json", format!("[{}] ", elements.join(", ")));
        let list = document.list(None).unwrap();
        let steps = [Step::Keep(0..500), Step::Keep(501..1000), insert("x")];
        let new = document.splice(&list, &steps).unwrap();
        let (excerpt, indices) = new.excerpt(&[list]);
        assert_eq!(excerpt.text(), "[0, 499, 501, 999, \"x\"] ");
        assert_eq!(indices, [[0, 499, 500, 501, 999]]);
    }

    #[test]
    fn an_excerpt_has_a_part_of_each_list() {
        let list = |first| format!("[{first}, 2, 3, 4]");
        let text = format!(
            "{{\"allowedOrigins\": {}, \"x\": [0, 0, 0, 0], \"serverSettings\": {{\"allowedOrigins\": {}}}}}",
            list("1"),
            list("5"),
        );
        let document = document("l.json", text);
        let lists = document.lists(None).unwrap();
        let steps = [vec![Step::Keep(0..4)], vec![insert("x"), Step::Keep(0..4)]];
        let edits = lists.iter().zip(steps.iter().map(Vec::as_slice));
        let (excerpt, indices) = document.splice_all(edits).unwrap().excerpt(&lists);
        let wanted = "{\"allowedOrigins\": [1, 4], \"x\": [0, 0, 0, 0], \"serverSettings\": {\"allowedOrigins\": [\"x\", 5, 4]}}";
        assert_eq!(excerpt.text(), wanted);
        assert_eq!(indices, [[0, 3], [0, 3]]);
    }

    proptest! {
        #![proptest_config(crate::origin::many_cases())]

        #[test]
        fn an_excerpt_is_only_as_wanted_if_the_whole_is(
            name in prop_oneof![Just("l.json"), Just("l.jsonc"), Just("l.txt")],
            gaps in prop::collection::vec(prop_oneof![Just(", "), Just(", /* \" */ "), Just(",//\n"), Just("/* */,\n")], 1..9),
            has_two in any::<bool>(),
            patches in prop::collection::vec((any::<prop::sample::Index>(), "[\"a,:\\]\\[/*\n]{1,3}"), 0..4),
        ) {
            let elements = gaps.iter().enumerate().map(|(n, gap)| format!("\"{n}\"{gap}"));
            let list = format!("[{}0]", elements.collect::<String>());
            let text = match name {
                "l.txt" => format!("# \n{}", "a\nb\n".repeat(gaps.len())),
                _ if has_two => format!("{{\"allowedOrigins\":{list}, \"serverSettings\": {{\"allowedOrigins\": {list}}}}}"),
                _ => format!("{list} "),
            };
            let document = document(name, text);
            if let Ok(lists) = document.lists(None) {
                let whole = values(&document).unwrap();
                let mut wrong = Patches::default();
                for (at, new) in patches {
                    wrong.insert(at.index(document.text().len() + 1), new);
                }
                let new = Spliced::new(document, wrong);
                let (excerpt, indices) = new.excerpt(&lists);
                let wanted = |(list, indices): (&List, &Vec<usize>)| -> Vec<Value> {
                    indices.iter().map(|index| list.value(*index)).collect()
                };
                let wanted = lists.iter().zip(&indices).map(wanted).collect();
                let is_wanted = values(&excerpt) == Some(wanted);
                prop_assert_eq!(is_wanted, values(&new.document()) == Some(whole), "{}", excerpt.text());
            }
        }
    }
}
