//! Whole lists.
//!
//! What most entries of a long list are, their bytes prove, and where nobody asks to hear of notes there is
//! nothing to say about them. They are passed over at a glance, and counted; the others are looked at
//! one after the other, so that no more than one is held at a time.

use std::collections::HashSet;

use super::mends::Mends;
use super::{Linted, Linter, sort};
use crate::conveyor;
use crate::diagnostic::Severity;
use crate::entry::Entry;
use crate::origin::Candidate;
use crate::rules::{Concern, Entries, Listing, Member, Owner, Rule};

/// Entries that nothing was said about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// How many.
    pub entries: usize,
    /// How many notes there would be about them.
    pub notes: usize,
}

/// For an entry that has to be looked at.
const LOOK: u8 = u8::MAX;

impl Linter {
    /// Lints a whole list, and tells of one entry after the other.
    ///
    /// With `least`, entries that nothing so bad is to be said about may be passed over.
    pub fn list<E>(
        &self,
        entries: &dyn Entries,
        owner: &Owner,
        least: Option<Severity>,
        mut tell: impl FnMut(usize, Linted<'_>) -> Result<(), E>,
    ) -> Result<Passed, E> {
        let named: HashSet<&str> = self
            .exceptions
            .iter()
            .map(|it| it.origin.as_str())
            .collect();
        let counts_notes = least > Some(Severity::Note);
        let minding: Vec<_> = self.enabled().filter(|it| it.minds_canonical()).collect();
        let glancing: Vec<_> = self.enabled().filter(|it| it.glances()).collect();
        let listing = Listing::new(entries, owner, |canonical| {
            if !named.is_empty() && named.contains(canonical.as_str()) {
                return LOOK;
            }
            let concerns = minding.iter().map(|rule| (*rule, rule.concern(canonical)));
            self.weigh(concerns, counts_notes)
        });
        let weight = |index: usize| {
            let Some(entry) = listing.glance(index).filter(|entry| entry.weight() != LOOK) else {
                return LOOK;
            };
            let concerns = glancing.iter().map(|rule| (*rule, rule.glance(&entry)));
            entry
                .weight()
                .saturating_add(self.weigh(concerns, counts_notes))
        };
        let mut weights = vec![LOOK; entries.count()];
        conveyor::parts(&mut weights, |start, weights| {
            for (index, place) in (start..).zip(weights) {
                *place = weight(index);
            }
        });
        let mut passed = Passed::default();
        let mut look_at = Vec::new();
        for (index, weight) in weights.into_iter().enumerate() {
            match weight {
                LOOK => look_at.push((index, true)),
                notes if least.is_some() => {
                    passed.entries += 1;
                    passed.notes += usize::from(notes);
                }
                _ => look_at.push((index, false)),
            }
        }
        let indices = look_at.iter().map(|(index, _)| *index);
        for (entry, (index, has_more)) in entries.entries_at(Box::new(indices)).zip(&look_at) {
            let linted = match has_more {
                true => self.member(&entry, *index, &listing),
                false => self.alone(&entry),
            };
            tell(*index, linted)?;
        }
        Ok(passed)
    }

    /// How many notes there are to be counted, if there is nothing else to say.
    fn weigh(
        &self,
        concerns: impl Iterator<Item = (&'static Rule, Concern)>,
        counts_notes: bool,
    ) -> u8 {
        let mut notes = 0;
        for (rule, concern) in concerns {
            match concern {
                Concern::None => {}
                Concern::Once if counts_notes && self.level(rule) == Some(Severity::Note) => {
                    notes += 1;
                }
                Concern::Once | Concern::Perhaps => return LOOK,
            }
        }
        notes
    }

    /// Lints an entry among the others.
    fn member<'e>(&self, entry: &'e Entry, index: usize, list: &Listing<'_>) -> Linted<'e> {
        let Some(text) = entry.value.text() else {
            return self.looked_at(entry, None);
        };
        let candidate = Candidate::parse(text);
        let mut linted = self.looked_at(entry, Some(&candidate));
        let member = Member {
            list,
            index,
            candidate: &candidate,
        };
        for rule in self.enabled() {
            if let Some(problem) = rule.check_member(&member) {
                let mends = Mends::new(self, &entry.value, None);
                self.tell(&mut linted, rule, problem, &mends);
            }
        }
        sort(&mut linted.diagnostics);
        linted
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::origin::{Origin, many_cases};

    /// Origins that have much in common, most of them canonical.
    fn alike() -> impl Strategy<Value = String> {
        let schemes = select(vec![
            "https://",
            "https://",
            "http://",
            "HTTPS://",
            "capacitor://",
        ]);
        let hosts = select(vec![
            "a.test",
            "b.test",
            "rn.test",
            "m.test",
            "1.0.0.1",
            "l.O.O.l",
            "10.0.0.1",
            "l0.0.0.l",
            "localhost",
            "127.0.0.1",
            "[::1]",
            "co.uk",
            "example.com",
            "apple.com",
            "nas.local",
            "xn--80ak6aa92e.com",
        ]);
        let ports = select(vec!["", "", "", ":80", ":443", ":8080", ":6000"]);
        let tails = select(vec!["", "", "", "", "/", "/app"]);
        (schemes, hosts, ports, tails).prop_map(|(a, b, c, d)| format!("{a}{b}{c}{d}"))
    }

    fn said(found: &[Diagnostic]) -> Vec<String> {
        found.iter().map(|found| format!("{found:?}")).collect()
    }

    proptest! {
        #![proptest_config(many_cases())]

        #[test]
        fn a_glance_misses_nothing(texts in prop::collection::vec(alike(), 0..12), own in alike()) {
            let owner = Owner { is_audiobookshelf: true, origin: Origin::of(&own) };
            let numbered = texts.iter().enumerate();
            let entries: Vec<Entry> = numbered
                .map(|(index, text)| Entry::argument(index + 1, text.as_str()))
                .collect();
            let linter = Linter::default();
            let listing = Listing::new(&entries, &owner, |_| LOOK);
            let numbered = entries.iter().enumerate();
            let all: Vec<_> = numbered.map(|(index, entry)| linter.member(entry, index, &listing)).collect();
            for least in [None, Some(Severity::Note), Some(Severity::Warning)] {
                let mut is_told = vec![false; entries.len()];
                let passed = linter.list(&entries, &owner, least, |index, linted| {
                    is_told[index] = true;
                    assert_eq!(said(&linted.diagnostics), said(&all[index].diagnostics));
                    assert_eq!((&linted.origin, linted.verdict), (&all[index].origin, all[index].verdict));
                    Ok::<(), Infallible>(())
                });
                let silent = all.iter().zip(&is_told).filter(|(_, is_told)| !**is_told);
                let silent: Vec<_> = silent.map(|(linted, _)| linted).collect();
                prop_assert!(silent.iter().all(|linted| linted.worst() < least), "{least:?}");
                let entries = silent.len();
                let notes = silent.iter().map(|linted| linted.diagnostics.len()).sum();
                prop_assert_eq!(passed, Ok(Passed { entries, notes }));
            }
        }
    }
}
