//! Whole lists.
//!
//! What most entries of a long list are, their bytes prove. Of those, each rule knows at a glance whether it
//! has anything to say, and most that have can say it without taking the entry apart. Where nobody asks to
//! hear of notes, such entries are passed over and counted. The others are looked at one after the other, so that
//! no more than one is held at a time, or in parts on all cores.

use std::collections::HashSet;
use std::convert::Infallible;
use std::ops::ControlFlow;

use super::mends::Mends;
use super::{Linted, Linter, sort};
use crate::conveyor;
use crate::diagnostic::Severity;
use crate::entry::Entry;
use crate::origin::{Candidate, Canonical};
use crate::rules::{AtAGlance, Concern, Entries, Listing, Member, OfCanonical, Owner, Rule};

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

/// For one about which all there is to say is known at a glance. What is lower is how many notes there would
/// be about one that may be passed over.
const TELL: u8 = LOOK - 1;

/// How many entries are worked on before what was made of them is taken: enough to keep all cores busy.
const AT_A_TIME: usize = 1 << 15;

/// The rules that could have something to say about an entry that was proved canonical.
struct Glancing {
    by_itself: Vec<(&'static Rule, OfCanonical)>,
    among_others: Vec<(&'static Rule, AtAGlance)>,
}

/// A list that was looked over.
pub struct Overview<'l> {
    linter: &'l Linter,
    entries: &'l dyn Entries,
    listing: Listing<'l>,
    glancing: Glancing,
    weights: Vec<u8>,
    /// Whether nothing is passed over.
    tells_all: bool,
}

impl Linter {
    /// Looks over a list.
    ///
    /// With `least`, entries that nothing so bad is to be said about may be passed over.
    pub fn look_over<'l>(
        &'l self,
        entries: &'l dyn Entries,
        owner: &'l Owner,
        least: Option<Severity>,
    ) -> Overview<'l> {
        let excused = self.exceptions.iter().map(|it| it.origin.as_str());
        let excused: HashSet<&str> = excused.collect();
        let counts_notes = least > Some(Severity::Note);
        let with = |rule: &'static Rule| Some((rule, rule.of_canonical()?));
        let by_itself = self.enabled().filter_map(with).collect();
        let with = |rule: &'static Rule| Some((rule, rule.at_a_glance()?));
        let among_others = self.enabled().filter_map(with).collect();
        let glancing = Glancing {
            by_itself,
            among_others,
        };
        let listing = Listing::new(entries, owner, |canonical| {
            if !excused.is_empty() && excused.contains(canonical.as_str()) {
                return LOOK;
            }
            let rules = glancing.by_itself.iter();
            let concerns = rules.map(|(rule, concern)| (*rule, concern(canonical)));
            self.weigh(concerns, counts_notes)
        });
        let mut weights = vec![LOOK; entries.count()];
        conveyor::parts(&mut weights, |start, weights| {
            for (index, weight) in (start..).zip(weights) {
                let Some(entry) = listing.glance(index).filter(|it| it.weight() != LOOK) else {
                    continue;
                };
                let rules = glancing.among_others.iter();
                let concerns = rules.map(|(rule, glance)| (*rule, glance(&entry)));
                *weight = sum(entry.weight(), self.weigh(concerns, counts_notes));
            }
        });
        Overview {
            linter: self,
            entries,
            listing,
            glancing,
            weights,
            tells_all: least.is_none(),
        }
    }

    /// How many notes there are to be counted, if there is nothing else to say.
    fn weigh(
        &self,
        concerns: impl Iterator<Item = (&'static Rule, Concern)>,
        counts_notes: bool,
    ) -> u8 {
        let mut weight = 0;
        for (rule, concern) in concerns {
            weight = match concern {
                Concern::None => continue,
                Concern::Once if counts_notes && self.level(rule) == Some(Severity::Note) => {
                    sum(weight, 1)
                }
                Concern::Once => sum(weight, TELL),
                Concern::Perhaps => return LOOK,
            }
        }
        weight
    }

    /// Lints an entry among the others. The rules that are about those are asked if `is_asked` says so.
    fn member<'e>(
        &self,
        entry: &'e Entry,
        index: usize,
        list: &Listing<'_>,
        is_asked: impl Fn(&Rule) -> bool,
    ) -> Linted<'e> {
        let Some(text) = entry.value.text() else {
            return self.without_text(entry);
        };
        let candidate = Candidate::parse(text);
        let mut linted = self.looked_at(entry, &candidate);
        let member = Member {
            list,
            index,
            candidate: &candidate,
        };
        for rule in self.enabled().filter(|rule| is_asked(rule)) {
            if let Some(problem) = rule.check_member(&member) {
                let mends = Mends::new(self, &entry.value, None);
                self.tell(&mut linted, rule, &problem, &mends);
            }
        }
        sort(&mut linted.diagnostics);
        linted
    }
}

/// What two weights come to: notes are counted together, anything else outweighs them.
fn sum(one: u8, other: u8) -> u8 {
    match one.max(other) {
        most if most >= TELL => most,
        _ => one.saturating_add(other).min(TELL),
    }
}

impl Overview<'_> {
    /// What is passed over.
    pub fn passed(&self) -> Passed {
        let mut passed = Passed::default();
        for weight in self.weights.iter().filter(|weight| !self.is_told(**weight)) {
            passed.entries += 1;
            passed.notes += usize::from(*weight);
        }
        passed
    }

    /// Tells of all other entries, one after the other.
    pub fn each<E>(&self, tell: impl FnMut(usize, Linted<'_>) -> Result<(), E>) -> Result<(), E> {
        self.each_of(0, &self.weights, tell)
    }

    /// The same side by side: what `tell` makes of some that follow one another is taken in their order.
    pub fn in_parts<P: Default + Send, E>(
        &self,
        tell: impl Fn(Linted<'_>, &mut P) + Sync,
        mut take: impl FnMut(P) -> Result<(), E>,
    ) -> Result<(), E> {
        for (number, weights) in self.weights.chunks(AT_A_TIME).enumerate() {
            let before = number * AT_A_TIME;
            let made = conveyor::parts(&mut weights.to_vec(), |start, weights: &mut [u8]| {
                let mut made = P::default();
                let told = self.each_of(before + start, weights, |_, linted| {
                    tell(linted, &mut made);
                    Ok::<(), Infallible>(())
                });
                told.map_or_else(|never| match never {}, |()| made)
            });
            made.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    }

    fn each_of<E>(
        &self,
        start: usize,
        weights: &[u8],
        mut tell: impl FnMut(usize, Linted<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let numbered = (start..).zip(weights);
        let told = numbered.filter(|(_, weight)| self.is_told(**weight));
        let mut outcome = Ok(());
        self.entries
            .each_at(&mut told.map(|(index, _)| index), &mut |index, entry| {
                outcome = tell(index, self.linted(entry, index));
                match outcome {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            });
        outcome
    }

    fn is_told(&self, weight: u8) -> bool {
        self.tells_all || weight >= TELL
    }

    fn linted<'e>(&self, entry: &'e Entry, index: usize) -> Linted<'e> {
        let is_known = self.weights[index] != LOOK;
        let noted = is_known.then(|| self.noted(entry, index)).flatten();
        noted.unwrap_or_else(|| {
            let glance = self.listing.glance(index);
            // what has nothing to say at a glance has nothing to say
            let is_asked = |rule: &Rule| match (rule.at_a_glance(), &glance) {
                (Some(concern), Some(entry)) => concern(entry) != Concern::None,
                _ => true,
            };
            self.linter.member(entry, index, &self.listing, is_asked)
        })
    }

    /// What is to be said about an entry that is an origin, if that is known without taking it apart.
    fn noted<'e>(&self, entry: &'e Entry, index: usize) -> Option<Linted<'e>> {
        let canonical = Canonical::prove(entry.value.text()?)?;
        let glance = self.listing.glance(index)?;
        let by_itself = self.glancing.by_itself.iter();
        let by_itself = by_itself.map(|(rule, concern)| (*rule, concern(&canonical)));
        let among_others = self.glancing.among_others.iter();
        let among_others = among_others.map(|(rule, concern)| (*rule, concern(&glance)));
        let concerns = by_itself.chain(among_others);
        let noted = self.linter.noted(&canonical, concerns)?;
        Some(Linted::exact(entry, canonical, noted))
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn parts_come_in_the_order_of_the_list() {
        let text = |number| {
            format!(
                "http{}://h{number}.test",
                if number % 7 == 0 { "" } else { "s" }
            )
        };
        let numbers = 1..=AT_A_TIME + 5000;
        let entries: Vec<Entry> = numbers
            .map(|number| Entry::argument(number, text(number)))
            .collect();
        let (linter, owner) = (Linter::default(), Owner::default());
        for least in [None, Some(Severity::Warning)] {
            let overview = linter.look_over(&entries, &owner, least);
            let (mut in_parts, mut one_by_one) = (Vec::new(), Vec::new());
            let said = |linted: Linted<'_>| (linted.entry.place.line, said(&linted.diagnostics));
            let taken = overview.in_parts(
                |linted, made: &mut Vec<_>| made.push(said(linted)),
                |made| {
                    in_parts.extend(made);
                    Ok::<(), Infallible>(())
                },
            );
            let told = overview.each(|_, linted| {
                one_by_one.push(said(linted));
                Ok::<(), Infallible>(())
            });
            assert_eq!((taken, told), (Ok(()), Ok(())));
            assert!(in_parts == one_by_one && !in_parts.is_empty(), "{least:?}");
        }
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
            let in_full = |(index, entry)| linter.member(entry, index, &listing, |_| true);
            let all: Vec<_> = numbered.map(in_full).collect();
            for least in [None, Some(Severity::Note), Some(Severity::Warning)] {
                let overview = linter.look_over(&entries, &owner, least);
                let mut is_told = vec![false; entries.len()];
                let told = overview.each(|index, linted| {
                    is_told[index] = true;
                    assert_eq!(said(&linted.diagnostics), said(&all[index].diagnostics));
                    assert_eq!((&linted.origin, linted.verdict), (&all[index].origin, all[index].verdict));
                    Ok::<(), Infallible>(())
                });
                prop_assert_eq!(told, Ok(()));
                let silent = all.iter().zip(&is_told).filter(|(_, is_told)| !**is_told);
                let silent: Vec<_> = silent.map(|(linted, _)| linted).collect();
                prop_assert!(silent.iter().all(|linted| linted.worst() < least), "{least:?}");
                let entries = silent.len();
                let notes = silent.iter().map(|linted| linted.diagnostics.len()).sum();
                prop_assert_eq!(overview.passed(), Passed { entries, notes });
            }
        }
    }
}
