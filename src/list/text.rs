//! Lists in text files: one entry a line; blank lines and lines that start with `#` say nothing.

use std::ops::Range;

use super::edit::{Patches, Plan, Step};
use super::position::BOM;
use super::spans::Spans;
use crate::shown;

/// Why a text cannot be written as a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It would be more than one line.
    #[error(
        "\"{}\" holds a line break, which a text list cannot; write it without, or in a JSON list", shown::fit(.0)
    )]
    LineBreak(String),
    /// It would be read as a comment or not at all.
    #[error(
        "\"{}\" is no entry of a text list: blank lines and lines that start with `#` say nothing", shown::fit(.0)
    )]
    NoEntry(String),
}

/// The lines of `text` that hold an entry, without their line endings, `\n` or `\r\n`.
///
/// A byte order mark at the start of the file is in none of them.
pub fn locate(text: &str) -> Spans {
    let mut end = if text.starts_with(BOM) {
        BOM.len_utf8()
    } else {
        0
    };
    text[end..]
        .split_inclusive('\n')
        .filter_map(|line| {
            let start = end;
            end += line.len();
            let entry = &line[..line.len() - ending(line).len()];
            is_entry(entry).then(|| start..start + entry.len())
        })
        .collect()
}

/// How to turn the `entries` of `text`, as [`locate`] found them, into the list that `steps` spell
/// out, in order.
///
/// A removed entry takes its line ending along, or, if it has none, the one before it; a new one is
/// written after its predecessor, with the same ending. So a file without a final line break stays
/// without.
///
/// # Errors
///
/// If a text would not be read back as one entry.
///
/// # Panics
///
/// If the indices in `steps` do not ascend, or are not in the list.
pub fn splice(text: &str, entries: &Spans, steps: &[Step]) -> Result<Patches, Error> {
    for step in steps {
        if let Step::Replace(_, new) | Step::Insert(new) | Step::Restore(new) = step {
            check(new)?;
        }
    }
    let plan = Plan::new(steps, entries.len(), str::to_owned);
    let mut patches = Patches::default();
    for (index, new) in plan.replacements {
        patches.replace(entries.at(index), new);
    }
    for line in doomed(
        text,
        plan.removals
            .into_iter()
            .flatten()
            .map(|index| entries.at(index)),
    ) {
        // an entry can begin with U+FEFF, but not a file: there it would be a byte order mark
        let is_bare = line.start == 0 && text[line.end..].starts_with(BOM);
        patches.replace(line, if is_bare { "\u{feff}" } else { "" });
    }
    for (index, new) in plan.inserts {
        let (at, line_ends) = match (index.checked_sub(1), entries.first()) {
            (Some(index), _) => line_end(text, entries.at(index).end),
            (None, Some(first)) => (first.start, true),
            (None, None) => (
                text.len(),
                text.ends_with('\n') || text.trim_start_matches(BOM).is_empty(),
            ),
        };
        let eol = if text[..at].ends_with('\r') {
            "\r\n" // a line feed alone would make a line ending of the entry's last character
        } else {
            nearest_ending(text, at)
        };
        for entry in new {
            let (before, after) = if line_ends { ("", eol) } else { (eol, "") };
            patches.insert(at, format!("{before}{entry}{after}"));
        }
    }
    Ok(patches)
}

/// Whether a text would be read back as one entry.
pub fn check(text: &str) -> Result<(), Error> {
    if text.contains(['\n', '\r']) {
        Err(Error::LineBreak(text.to_owned()))
    } else if !is_entry(text) || text.starts_with(BOM) {
        Err(Error::NoEntry(text.to_owned()))
    } else {
        Ok(())
    }
}

/// What to delete so that whole lines are gone, neighbours joined.
fn doomed(text: &str, entries: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    for entry in entries {
        let (end, _) = line_end(text, entry.end);
        match lines.last_mut() {
            Some(last) if last.end == entry.start => last.end = end,
            _ => lines.push(entry.start..end),
        }
    }
    if let Some(last) = lines.last_mut()
        && last.end == text.len()
        && !text.ends_with('\n')
    {
        last.start -= ending(&text[..last.start]).len();
    }
    lines
}

fn is_entry(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with('#')
}

/// The line ending that `text` ends with, if it does.
fn ending(text: &str) -> &'static str {
    match text.strip_suffix('\n') {
        Some(line) if line.ends_with('\r') => "\r\n",
        Some(_) => "\n",
        None => "",
    }
}

/// The line ending that `text` starts with, if it does.
pub fn next_ending(text: &str) -> &'static str {
    let endings = ["\r\n", "\n"];
    endings
        .into_iter()
        .find(|ending| text.starts_with(ending))
        .unwrap_or_default()
}

/// Where the next line starts after an entry that ends at `at`, and whether a line ending stands
/// before that.
fn line_end(text: &str, at: usize) -> (usize, bool) {
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |length| at + length + 1);
    (end, end > at)
}

/// The line ending before `at`, or else the one after it.
fn nearest_ending(text: &str, at: usize) -> &'static str {
    let (before, after) = text.split_at(at);
    let before = before.rfind('\n').map(|end| ending(&before[..=end]));
    let after = || after.find('\n').map(|end| ending(&after[..=end]));
    before.or_else(after).unwrap_or("\n")
}

#[cfg(test)]
mod tests {
    use super::{Error, Spans, locate, splice};
    use crate::list::edit::Step::{self, Insert, Replace};
    use proptest::prelude::{
        Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
    };

    fn entries(text: &str) -> Vec<&str> {
        locate(text).iter().map(|span| &text[span]).collect()
    }

    fn edited(text: &str, steps: &[Step]) -> String {
        splice(text, &locate(text), steps).unwrap().apply(text)
    }

    /// Every step that keeps an entry, and then those that add `new`.
    fn append(text: &str, new: &[&str]) -> Vec<Step> {
        let kept = (0..locate(text).len()).map(Step::keep);
        kept.chain(new.iter().map(|new| Insert((*new).to_owned())))
            .collect()
    }

    #[test]
    fn every_line_but_blank_ones_and_comments_is_an_entry() {
        let cases: [(&str, &[&str]); 9] = [
            ("", &[]),
            ("\n \n\t\r\n# x\n  # y", &[]),
            ("a\nb\n", &["a", "b"]),
            ("a\r\nb\nc", &["a", "b", "c"]),
            ("\u{feff}a\n", &["a"]),
            ("\u{feff}# a\n", &[]),
            ("\u{feff}", &[]),
            (" a # b \r\n", &[" a # b "]),
            ("a\rb\r", &["a\rb\r"]),
        ];
        for (text, want) in cases {
            assert_eq!(entries(text), want, "{text:?}");
        }
    }

    #[test]
    fn new_entries_stand_after_their_predecessor_in_its_line_ending() {
        for (given, when, produces) in [
            ("", append("", &["x"]), "x\n"),
            ("\u{feff}", append("", &["x"]), "\u{feff}x\n"),
            ("# c", append("", &["x", "y"]), "# c\nx\ny"),
            ("# c\r\n", append("", &["x"]), "# c\r\nx\r\n"),
            ("\r\n ", append("", &["x"]), "\r\n \r\nx"),
            ("a", append("a", &["x", "y"]), "a\nx\ny"),
            ("a\r", append("a", &["x"]), "a\r\r\nx"),
            ("a\r\nb", append("a\nb", &["x"]), "a\r\nb\r\nx"),
            (
                "a\nb\r\n# end\n",
                append("a\nb", &["x"]),
                "a\nb\r\nx\r\n# end\n",
            ),
            (
                "# c\n\na\r\nb\n",
                vec![Insert("x".into()), Step::keep(0), Step::keep(1)],
                "# c\n\nx\na\r\nb\n",
            ),
            ("a", vec![Insert("x".into()), Step::keep(0)], "x\na"),
            (
                "\u{feff}a\r\n",
                vec![Insert("x".into()), Step::keep(0)],
                "\u{feff}x\r\na\r\n",
            ),
            (
                "a\nb\nc\n",
                vec![
                    Step::keep(0),
                    Insert("x".into()),
                    Step::keep(1),
                    Step::keep(2),
                ],
                "a\nx\nb\nc\n",
            ),
        ] {
            assert_eq!(edited(given, &when), produces, "{given:?} {when:?}");
        }
    }

    #[test]
    fn removed_entries_take_their_line_along() {
        for (given, when, produces) in [
            ("a\nb\nc\n", vec![Step::keep(0), Step::keep(2)], "a\nc\n"),
            ("a\r\nb\nc", vec![Step::keep(0), Step::keep(1)], "a\r\nb"),
            ("a\r\nb\nc", vec![Step::keep(0)], "a"),
            ("a\nb\nc", vec![Step::keep(2)], "c"),
            ("a\nb", vec![], ""),
            ("\u{feff}a\r\nb", vec![], "\u{feff}"),
            ("a\n# c\nb", vec![], "# c"),
            ("a\n# c\n\nb\n", vec![], "# c\n\n"),
            ("a\n\nb", vec![Step::keep(0)], "a\n"),
        ] {
            assert_eq!(edited(given, &when), produces, "{given:?} {when:?}");
        }
    }

    #[test]
    fn an_entry_that_begins_with_a_byte_order_mark_stays_one_as_the_first_line() {
        let text = "a\n\u{feff}# b\n\u{feff}c\n";
        for (kept, want) in [
            (1..3, &["\u{feff}# b", "\u{feff}c"][..]),
            (2..3, &["\u{feff}c"]),
        ] {
            let new = edited(text, &[Step::Keep(kept)]);
            assert_eq!(entries(&new), want, "{new:?}");
        }
        assert_eq!(edited(text, &[]), "");
    }

    #[test]
    fn replaced_entries_keep_their_line_ending() {
        let steps = [
            Replace(0, "x".into()),
            Insert("y".into()),
            Insert("z".into()),
        ];
        assert_eq!(edited(" a\r\n# c\nb", &steps), "x\r\n# c\ny\nz");
    }

    #[test]
    fn what_would_not_be_read_back_as_one_entry_is_refused() {
        for text in ["a\nb", "a\r", "\n"] {
            assert_eq!(
                splice("", &Spans::default(), &[Insert(text.into())]),
                Err(Error::LineBreak(text.into()))
            );
        }
        for text in ["", " ", "#a", " # a", "\u{feff}a"] {
            assert_eq!(
                splice("a", &locate("a"), &[Replace(0, text.into())]),
                Err(Error::NoEntry(text.into()))
            );
        }
    }

    fn lists() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            Just(""),
            Just("  "),
            Just("# c"),
            Just("a"),
            Just(" b "),
            Just("é"),
            Just("c\r")
        ];
        let lines = proptest::collection::vec((line, prop_oneof![Just("\n"), Just("\r\n")]), 0..8);
        (any::<bool>(), lines, any::<bool>()).prop_map(|(bom, lines, final_newline)| {
            let text: String = lines.iter().flat_map(|(line, eol)| [*line, *eol]).collect();
            let text = if final_newline {
                &*text
            } else {
                text.strip_suffix(super::ending(&text)).unwrap()
            };
            format!("{}{text}", if bom { "\u{feff}" } else { "" })
        })
    }

    proptest! {
        #![proptest_config(crate::origin::many_cases())]

        #[test]
        fn an_edited_list_is_the_wanted_one(text in lists(), choices in proptest::collection::vec(0..5, 0..20)) {
            let old = entries(&text);
            let (mut steps, mut want, mut index) = (Vec::new(), Vec::new(), 0);
            for choice in choices {
                match choice {
                    0 => { steps.push(Insert("new".into())); want.push("new"); }
                    _ if index == old.len() => {}
                    1 => index += 1,
                    2 => { steps.push(Replace(index, "other".into())); want.push("other"); index += 1 }
                    _ => { steps.push(Step::keep(index)); want.push(old[index]); index += 1 }
                }
            }
            let new = edited(&text, &steps);
            prop_assert_eq!(entries(&new), want, "{:?} {:?} {:?}", text, steps, new);
            let comments = |text: &str| text.lines().filter(|line| line.contains('#')).count();
            prop_assert_eq!(comments(&text), comments(&new));
            prop_assert_eq!(text.starts_with('\u{feff}'), new.starts_with('\u{feff}'));
        }

        #[test]
        fn adding_and_removing_gives_the_same_bytes(text in lists(), at in any::<proptest::sample::Index>(), count in 1usize..4) {
            let old = entries(&text).len();
            let at = at.index(old + 1);
            let mut steps: Vec<_> = (0..old).map(Step::keep).collect();
            steps.splice(at..at, (0..count).map(|n| Insert(n.to_string())));
            let added = edited(&text, &steps);
            let kept: Vec<_> = (0..at).chain(at + count..old + count).map(Step::keep).collect();
            prop_assert_eq!(edited(&added, &kept), text, "by way of {:?}", added);
        }

        #[test]
        fn nothing_panics_on_any_text(text in any::<String>()) {
            prop_assert!(locate(&text).iter().all(|span| super::is_entry(&text[span])));
            prop_assert_eq!(edited(&text, &append(&text, &[])), text);
        }
    }
}
