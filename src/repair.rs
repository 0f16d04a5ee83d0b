//! A document with every fix applied to its lists.

use crate::diagnostic::Applicability;
use crate::lint::Linter;
use crate::list::{Document, Error, Pointer, Step};

/// Applies every fix up to `allowed` to the lists that `at` leads to.
///
/// One list after the other, and each time the lists are looked for anew: one may be inside
/// another, and a change to the first moves all that stand behind it.
pub fn repair(
    document: &Document,
    at: &[Pointer],
    linter: &Linter,
    allowed: Applicability,
) -> Result<Document, Error> {
    let mut document = document.clone();
    let mut repaired = 0;
    loop {
        let lists = document.lists_at(at)?;
        let Some(list) = lists.get(repaired) else {
            return Ok(document);
        };
        if !list.is_list() {
            match document
                .wrap(list)
                .filter(|_| allowed == Applicability::Unsafe)
            {
                Some(text) => document = document.with_text(text),
                None => repaired += 1,
            }
            continue;
        }
        let steps = linter.repair(&list.entries, list.audiobookshelf, allowed);
        let is_change = steps.len() != list.entries.len()
            || steps.iter().any(|step| !matches!(step, Step::Keep(_)));
        if is_change {
            let text = document.splice(list, &steps)?;
            document = document.with_text(text);
        }
        repaired += 1;
    }
}
