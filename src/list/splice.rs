//! Edits a list in a JSON or JSONC document and leaves every byte outside the edit as it is.
//!
//! A list is seen as the pieces that its author wrote, elements, commas and comments, with white
//! space before each. A new element copies the white space of its neighbours; one that goes takes
//! its comma and the white space before it along. Comments always stay. Adding an element and
//! removing it again gives the same bytes, wherever it was.

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::Pointer;
use super::edit::{Patches, Plan, Step};
use super::json::Found;
use super::jsonc::{Kind, LINE_BREAKS, lexemes};
use super::spans::Spans;
use crate::json_string;

/// How to turn the list `found` in `text` into the list that `steps` spell out, in order.
///
/// Elements that no step names are removed; their places go to new elements, if there are any.
/// Texts are written as JSON strings. A `found` that is no array gives its place to a list of what
/// the steps bring.
///
/// # Panics
///
/// If the indices in `steps` do not ascend, or are not in the list.
pub fn splice(text: &str, found: &Found, steps: &[Step]) -> Patches {
    let mut patches = Patches::default();
    if let [Step::Instead(json)] = steps {
        patches.replace(found.span.clone(), json);
        return patches;
    }
    let Some(elements) = &found.elements else {
        let plan = Plan::new(steps, 0, quote);
        let new = plan.inserts.into_iter().flat_map(|(_, new)| new);
        let list = format!("[{}]", new.collect::<Vec<_>>().join(", "));
        patches.replace(found.span.clone(), list);
        return patches;
    };
    let list = List {
        text,
        elements,
        open: found.span.start + 1,
        close: found.span.end - 1,
    };
    let plan = Plan::new(steps, elements.len(), quote);
    for (index, new) in plan.replacements {
        patches.replace(elements.at(index), new);
    }
    for gone in plan.removals {
        list.remove(gone, &mut patches);
    }
    if !plan.inserts.is_empty() {
        let style = list.style();
        for (index, new) in plan.inserts {
            list.insert(index, &new.join(&style.separator()), &style, &mut patches);
        }
    }
    patches
}

/// The text with the value `found` turned into a list: a string becomes its only element, null an
/// empty list.
///
/// `None` if it is anything else, for then nobody can know what was meant.
pub fn wrap(text: &str, found: &Found) -> Option<String> {
    let raw = &text[found.span.clone()];
    let list = match json_string::decode(raw) {
        Some(_) => format!("[{raw}]"),
        None if raw == "null" => "[]".to_owned(),
        None => return None,
    };
    let mut patches = Patches::default();
    patches.replace(found.span.clone(), list);
    Some(patches.apply(text))
}

/// An array in `text`: what is between its brackets.
struct List<'a> {
    text: &'a str,
    elements: &'a Spans,
    open: usize,
    close: usize,
}

/// How a list separates its elements: the white space before and after the comma, and how it starts
/// a line.
struct Style<'a> {
    before: &'a str,
    after: String,
    line: String,
}

impl Style<'_> {
    fn separator(&self) -> String {
        format!("{},{}", self.before, self.after)
    }
}

/// A part of a list that is not white space.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Element,
    Comma,
    LineComment,
    BlockComment,
    /// The element or bracket that the pieces lead up to.
    End,
}

impl<'a> List<'a> {
    /// What stands between element `index - 1`, or the opening bracket, and element `index`, or the
    /// closing one.
    fn gap(&self, index: usize) -> Range<usize> {
        let previous = index.checked_sub(1).map(|index| self.elements.at(index));
        let next = self.elements.get(index);
        previous.map_or(self.open, |element| element.end)
            ..next.map_or(self.close, |element| element.start)
    }

    /// The commas and comments of a gap, or of a part of one.
    fn pieces(&self, gap: Range<usize>) -> impl Iterator<Item = (Piece, Range<usize>)> {
        lexemes(&self.text[gap.clone()]).filter_map(move |(kind, span)| {
            let piece = match kind {
                Kind::Comma => Piece::Comma,
                Kind::LineComment => Piece::LineComment,
                Kind::BlockComment => Piece::BlockComment,
                _ => return None,
            };
            Some((piece, gap.start + span.start..gap.start + span.end))
        })
    }

    fn comma(&self, gap: Range<usize>) -> Option<Range<usize>> {
        self.pieces(gap)
            .find_map(|(piece, span)| (piece == Piece::Comma).then_some(span))
    }

    fn is_multiline(&self, span: &Range<usize>) -> bool {
        self.text[span.clone()].contains(LINE_BREAKS)
    }

    /// Takes a run of elements out, each with a comma and with the white space before it.
    ///
    /// Of the white space between two pieces that stay one stretch stays too. It is the last,
    /// unless that would join lines: text to a `//` comment before it, or a comment at the end of a
    /// line to an element it was not about.
    fn remove(&self, gone: Range<usize>, patches: &mut Patches) {
        let (is_head, is_tail) = (gone.start == 0, gone.end == self.elements.len());
        let mut comma_stays = !is_head && (!is_tail || self.comma(self.gap(gone.end)).is_some());
        // what goes, and the white space before it
        let mut run: Vec<(Piece, Range<usize>)> = Vec::new();
        let mut before = Piece::End;
        let mut start = self.gap(gone.start).start;
        let mut at = start;
        for (piece, span) in self.pieces_around(gone) {
            let space = at..span.start;
            at = span.end;
            if piece == Piece::Element || piece == Piece::Comma && !std::mem::take(&mut comma_stays)
            {
                run.push((piece, space));
                continue;
            }
            if let Some((first, opening)) = run.first() {
                let joins = |space: &&Range<usize>| match before {
                    Piece::LineComment => !self.text[(*space).clone()].starts_with(LINE_BREAKS),
                    _ => self.ends_line(&span) && !self.is_multiline(space),
                };
                let stays = match first {
                    // what precedes a list's first element may differ from what follows a comma
                    Piece::Element if is_head && !is_tail => opening,
                    _ => {
                        let mut spaces = run.iter().map(|(_, space)| space).chain([&space]);
                        spaces.rfind(|space| !joins(space)).unwrap_or(&space)
                    }
                };
                patches.delete(start..stays.start);
                patches.delete(stays.end..span.start);
            }
            (before, start) = (piece, span.end);
            run.clear();
        }
    }

    /// Everything from the piece before a run of elements to the one that ends it.
    fn pieces_around(&self, run: Range<usize>) -> impl Iterator<Item = (Piece, Range<usize>)> {
        (run.start..=run.end).flat_map(move |index| {
            let gap = self.gap(index);
            let end = match self.elements.get(index) {
                Some(element) if index < run.end => (Piece::Element, element),
                _ => (Piece::End, gap.end..gap.end),
            };
            self.pieces(gap).chain([end])
        })
    }

    /// Puts `new`, separated elements, before element `index`.
    fn insert(&self, index: usize, new: &str, style: &Style<'_>, patches: &mut Patches) {
        let gap = self.gap(index);
        let Some(first) = self.elements.first() else {
            let comment = self.pieces(gap.clone()).last();
            let lead = match comment {
                _ if self.is_multiline(&gap) => &style.line,
                Some(_) => " ",
                None => &self.text[gap],
            };
            let point = comment.map_or(self.open, |(_, span)| span.end);
            return patches.insert(point, format!("{lead}{new}"));
        };
        if index == 0 {
            return patches.insert(first.start, format!("{new}{}", style.separator()));
        }
        let comma = self.comma(gap.clone());
        let after = comma.as_ref().map_or(gap.start, |comma| comma.end);
        let comment = self.comment_on_line(after, index);
        let lead = match &comment {
            Some((Piece::LineComment, _)) if !style.after.starts_with(LINE_BREAKS) => &style.line,
            _ => &style.after,
        };
        let point = comment.as_ref().map_or(after, |(_, span)| span.end);
        if comma.is_some() {
            return patches.insert(point, format!("{lead}{new}{},", style.before));
        }
        let before = if comment.is_none() { style.before } else { "" };
        patches.insert(after, format!("{before},"));
        patches.insert(point, format!("{lead}{new}"));
    }

    /// The last comment after `start` on its line, if it is the line's end: then it belongs to what
    /// stands before it. When element `index` follows on the same line it may as well belong to
    /// that.
    fn comment_on_line(&self, start: usize, index: usize) -> Option<(Piece, Range<usize>)> {
        let end = self.gap(index).end;
        let mut at = start;
        let mut comment = None;
        for (piece, span) in self.pieces(start..end) {
            if self.is_multiline(&(at..span.start)) {
                return comment;
            }
            at = span.end;
            comment = Some((piece, span));
        }
        comment.filter(|_| index == self.elements.len() || self.is_multiline(&(at..end)))
    }

    /// Whether nothing follows a comment on its line.
    fn ends_line(&self, comment: &Range<usize>) -> bool {
        self.text[comment.end..]
            .trim_start_matches([' ', '\t'])
            .starts_with(LINE_BREAKS)
    }

    fn style(&self) -> Style<'a> {
        let gap = self.gap(self.elements.len().saturating_sub(1));
        let line = self.line();
        let comma = self.comma(gap.clone());
        let (before, after) = match comma {
            Some(comma) if self.pieces(gap.clone()).count() == 1 => (
                &self.text[gap.start..comma.start],
                self.text[comma.end..gap.end].to_owned(),
            ),
            _ if self.is_multiline(&gap) => ("", line.clone()),
            Some(_) => ("", " ".to_owned()),
            None if is_compact(self.text) => ("", String::new()),
            None => ("", " ".to_owned()),
        };
        Style {
            before,
            after,
            line,
        }
    }

    /// A line break as the list has them, and the indentation of its last element, or what that
    /// would be.
    fn line(&self) -> String {
        let last = self.elements.last();
        let before = &self.text[..last.map_or(self.close, |element| element.start)];
        let line_start = before.rfind(LINE_BREAKS).map_or(0, |at| at + 1);
        let line = &before[line_start..];
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let unit = if self.elements.is_empty() {
            indent_unit(self.text)
        } else {
            ""
        };
        let head = &self.text[..self.close];
        let eol = match head.rfind('\n') {
            Some(at) if head[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        };
        format!("{eol}{indent}{unit}")
    }
}

/// A text as a JSON string.
pub fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a document is written without white space, but for the end of the file.
fn is_compact(text: &str) -> bool {
    !lexemes(text.trim_end()).any(|(kind, _)| kind == Kind::Space)
}

/// By how much a document indents: a tab, or the least number of spaces that a line of it starts
/// with.
fn indent_unit(text: &str) -> &str {
    lexemes(text)
        .zip(lexemes(text).skip(1))
        .filter(|((kind, _), (next, _))| {
            *kind == Kind::Space && matches!(next, Kind::String | Kind::Other)
        })
        .filter_map(|((_, space), _)| Some(text[space].rsplit_once(LINE_BREAKS)?.1))
        .filter(|indent| !indent.is_empty())
        .map(|indent| {
            indent
                .get(..1)
                .filter(|&unit| unit == "\t")
                .unwrap_or(indent)
        })
        .min_by_key(|indent| indent.len())
        .unwrap_or("  ")
}

/// A document that holds nothing but an empty list, which `at` leads to.
pub fn empty_list(at: Option<&Pointer>) -> String {
    let keys: Vec<_> = at.into_iter().flat_map(Pointer::tokens).collect();
    let indent = |depth: usize| "  ".repeat(depth);
    let mut text = String::new();
    for (depth, key) in keys.iter().enumerate() {
        text.push_str(&format!("{{\n{}{}: ", indent(depth + 1), quote(key.name())));
    }
    text.push_str(&format!("[\n{}]", indent(keys.len())));
    for depth in (0..keys.len()).rev() {
        text.push_str(&format!("\n{}}}", indent(depth)));
    }
    text.push('\n');
    text
}
