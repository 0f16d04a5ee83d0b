//! Which texts were met, without the texts.
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

use std::hint::black_box;

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

/// The fingerprints of the texts of a part that were met so far.
#[derive(Clone, Debug)]
pub struct Fingerprints(Vec<HashTable<u64>>);

impl Default for Fingerprints {
    fn default() -> Self {
        Self(vec![HashTable::new(); TABLES])
    }
}

impl Hashes {
    /// The fingerprint of a text.
    pub fn fingerprint(&self, text: &str) -> Fingerprint {
        let hash = xxh3_128_with_secret(text.as_bytes(), &self.0);
        let [.., table, part] = hash.to_le_bytes();
        Fingerprint {
            rest: hash as u64,
            part: part % PARTS as u8,
            table,
        }
    }
}

impl Fingerprint {
    /// Which part it belongs to.
    pub fn part(self) -> usize {
        usize::from(self.part)
    }
}

impl Fingerprints {
    /// Reads what [`insert`](Self::insert) will need for these; see [`super::Distinct::warm`].
    pub fn warm(&self, fingerprints: impl Iterator<Item = Fingerprint>) {
        let table = |it: Fingerprint| &self.0[usize::from(it.table)];
        let touched = fingerprints.filter(|it| table(*it).find(it.rest, |_| true).is_some());
        black_box(touched.count());
    }

    /// Adds one; whether it is new.
    pub fn insert(&mut self, new: Fingerprint) -> bool {
        let table = &mut self.0[usize::from(new.table)];
        match table.entry(new.rest, |known| *known == new.rest, |known| *known) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(new.rest);
                true
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
        for is_new in [true, false] {
            for number in 0..10_000 {
                let fingerprint = hashes.fingerprint(&number.to_string());
                assert_eq!(met.insert(fingerprint), is_new, "{number}");
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
            assert!(met.insert(fingerprint), "{fingerprint:?}");
            assert!(!met.insert(fingerprint), "{fingerprint:?}");
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
    fn each_run_has_a_secret_of_its_own() {
        let [one, other] = [(); 2].map(|()| Hashes::default().fingerprint("https://tool.example"));
        assert_ne!(one, other);
    }
}
