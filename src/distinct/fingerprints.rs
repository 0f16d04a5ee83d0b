//! Which texts were met, without the texts.
//!
//! Where nothing else is to be known of a text, its hash alone will do, if it is long enough: sixteen bytes are
//! half of what the text itself would take, they stand in the table, so that a look-up waits for memory
//! once, and nothing is copied or compared.
//!
//! Two texts of the same fingerprint would be taken for one. Of *n* texts, any two have the same with a
//! probability of *n*²/2¹²⁹ (the "birthday problem"): with a million texts that is 10⁻²⁷, less than that
//! memory errs meanwhile. Nobody can look for such texts beforehand, as the hash is keyed: see [`Hashes`].

use std::hint::black_box;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use xxhash_rust::xxh3::xxh3_128_with_secret;

use super::Hashes;

/// What a text is known by: the halves of a hash of 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u64; 2]);

/// The fingerprints of the texts that were met so far.
#[derive(Clone, Debug, Default)]
pub struct Fingerprints(HashTable<Fingerprint>);

impl Hashes {
    /// The fingerprint of a text.
    pub fn fingerprint(&self, text: &str) -> Fingerprint {
        let hash = xxh3_128_with_secret(text.as_bytes(), &self.0);
        Fingerprint([hash as u64, (hash >> u64::BITS) as u64])
    }
}

impl Fingerprint {
    /// Which of `count` parts of all texts it belongs to.
    pub fn part(self, count: usize) -> usize {
        // the other half: the table finds places by the first
        ((u128::from(self.0[1]) * count as u128) >> u64::BITS) as usize
    }
}

impl Fingerprints {
    /// Reads what [`insert`](Self::insert) will need for these; see [`super::Distinct::warm`].
    pub fn warm(&self, fingerprints: impl Iterator<Item = Fingerprint>) {
        let touched = fingerprints.filter(|it| self.0.find(it.0[0], |_| true).is_some());
        black_box(touched.count());
    }

    /// Adds one; whether it is new.
    pub fn insert(&mut self, new: Fingerprint) -> bool {
        let place = |known: &Fingerprint| known.0[0];
        if self.0.len() == self.0.capacity() {
            // room for four times as many: each time all of them move
            self.0.reserve(3 * self.0.len(), place);
        }
        match self.0.entry(place(&new), |known| *known == new, place) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(new);
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
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
    fn both_halves_count() {
        let mut met = Fingerprints::default();
        for halves in [[1, 2], [1, 3], [2, 2], [2, 1]] {
            assert!(met.insert(Fingerprint(halves)), "{halves:?}");
        }
        assert!(!met.insert(Fingerprint([1, 3])));
    }

    #[test]
    fn each_run_has_a_secret_of_its_own() {
        let [one, other] = [(); 2].map(|()| Hashes::default().fingerprint("https://tool.example"));
        assert_ne!(one, other);
    }
}
