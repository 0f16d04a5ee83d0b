//! Which texts were met, and what is known of each, without the texts.
//!
//! Where nothing else is to be known of a text, its hash alone will do, if it is long enough: it takes a
//! quarter of what the text itself would, it stands in the table, so that a look-up waits for memory once, and
//! nothing is copied or compared.
//!
//! There are many tables instead of a large one. Which of them a fingerprint is in need not be written
//! down, so that eight bytes of it will do; and each grows by itself, in a processor's cache, in less time than
//! other cores have work for. A large one would keep them all waiting.
//!
//! Two texts of the same fingerprint would be taken for one. Of *n* texts, any two have the same with a
//! probability of *n*²/2⁷⁵ (the "birthday problem"), as 74 bits are looked at: with a million texts that
//! is less than 10⁻¹⁰, and memory errs more often meanwhile. Nobody can look for such texts beforehand, as the
//! hash is keyed: see [`Hashes`].

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use xxhash_rust::xxh3::xxh3_128_with_secret;

use super::Hashes;

/// In how many parts all texts are, so that several can be at them.
pub const PARTS: usize = 4;

/// How many tables a part has.
const TABLES: usize = 256;

/// What a text is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// What tells it from others in its table.
    rest: u64,
    part: u8,
    table: u8,
}

/// The fingerprints of the texts of a part that were met so far, each with what was known of the text when it
/// came first.
#[derive(Clone, Debug)]
pub struct Fingerprints<T>(Vec<HashTable<(u64, T)>>);

impl<T: Copy> Default for Fingerprints<T> {
    fn default() -> Self {
        Self(vec![HashTable::new(); TABLES])
    }
}

impl Hashes {
    /// The fingerprint of a text.
    pub fn fingerprint(&self, text: &str) -> Fingerprint {
        let hash = xxh3_128_with_secret(text.as_bytes(), &self.0);
        let [.., low, high, part] = hash.to_le_bytes();
        Fingerprint {
            rest: hash as u64,
            part: part % PARTS as u8,
            table: table(u16::from_le_bytes([low, high])),
        }
    }
}

/// The table for so many 65,536ths.
///
/// It is the logarithm of one to two, nearly: the last table has twice as much as the first, so that they
/// grow one after the other, and memory grows with what is in it. Of equal tables all would grow at once.
fn table(share: u16) -> u8 {
    let share = u32::from(share);
    let logarithm = share + ((share * ((1 << 16) - share)) >> 16) * 11 / 32;
    ((logarithm * TABLES as u32) >> 16) as u8
}

impl Fingerprint {
    /// Which part it belongs to.
    pub fn part(self) -> usize {
        usize::from(self.part)
    }
}

impl<T: Copy> Fingerprints<T> {
    /// Reads what [`keep`](Self::keep) will need for it, for [`warm`](super::warm). What it says means nothing.
    pub fn read(&self, it: Fingerprint) -> bool {
        let table = &self.0[usize::from(it.table)];
        table.find(it.rest, |_| true).is_some()
    }

    /// Keeps one, or says what was known of it when it came first.
    pub fn keep(&mut self, new: Fingerprint, known: T) -> Option<T> {
        let table = &mut self.0[usize::from(new.table)];
        match table.entry(new.rest, |(rest, _)| *rest == new.rest, |(rest, _)| *rest) {
            Entry::Occupied(slot) => Some(slot.get().1),
            Entry::Vacant(free) => {
                free.insert((new.rest, known));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_text_is_new_once() {
        let hashes = Hashes::default();
        let mut met = Fingerprints::default();
        for round in 0..2 {
            for number in 0..10_000 {
                let fingerprint = hashes.fingerprint(&number.to_string());
                let first = met.keep(fingerprint, (round, number));
                assert_eq!(first, (round == 1).then_some((0, number)));
            }
        }
    }

    #[test]
    fn table_and_rest_both_count() {
        let mut met = Fingerprints::default();
        for (table, rest) in [(1, 2), (1, 3), (2, 2), (2, 1)] {
            let fingerprint = Fingerprint {
                rest,
                table,
                part: 0,
            };
            assert_eq!(met.keep(fingerprint, ()), None, "{fingerprint:?}");
            assert_eq!(met.keep(fingerprint, ()), Some(()), "{fingerprint:?}");
        }
    }

    #[test]
    fn texts_are_spread_over_parts_and_tables() {
        let hashes = Hashes::default();
        let places = (0..100_000).map(|number| {
            let it = hashes.fingerprint(&number.to_string());
            (it.part(), it.table)
        });
        let places: HashSet<_> = places.collect();
        assert_eq!(places.len(), PARTS * TABLES);
    }

    #[test]
    fn the_last_tables_have_twice_as_much_as_the_first() {
        let mut shares = [0; TABLES];
        for share in 0..=u16::MAX {
            shares[usize::from(table(share))] += 1;
        }
        assert!(
            shares.is_sorted_by(|one, next| *one <= next + 2),
            "{shares:?}"
        );
        let (first, last) = (shares[0], shares[TABLES - 1]);
        assert!(
            (first * 18 / 10..first * 22 / 10).contains(&last),
            "{shares:?}"
        );
    }

    #[test]
    fn each_run_has_a_secret_of_its_own() {
        let [one, other] = [(); 2].map(|()| Hashes::default().fingerprint("https://tool.example"));
        assert_ne!(one, other);
    }
}
