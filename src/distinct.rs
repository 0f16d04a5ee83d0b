//! Texts told apart by their hashes: by [`Fingerprints`], or by an [`Index`] that leads to where they stand.
//!
//! Texts come from strangers, so the hash is keyed, and nobody can make a list whose texts all collide:
//! all that XXH3 mixes a text with is a secret of this run. std's `RandomState` makes the secret, but takes
//! five times as long for a text.

mod fingerprints;

use std::hash::{BuildHasher, RandomState};
use std::hint::black_box;

pub use fingerprints::{Fingerprint, Fingerprints, PARTS};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use xxhash_rust::xxh3::xxh3_64_with_secret;

/// How long XXH3's own secret is: with one as long, no byte of a text meets another's share of it sooner.
const SECRET: usize = 192;

/// How many texts to find at a time: what a processor can wait for at once.
pub const AT_ONCE: usize = 32;

/// Has some things read before they are needed.
///
/// In a large table each look-up waits for memory. These don't wait for one another, so a processor
/// has many under way at a time.
pub fn warm(reads: impl Iterator<Item = bool>) {
    black_box(reads.filter(|found| *found).count());
}

/// Leads from texts to their numbers: a table of eight bytes per place, half of a text's hash, and its number.
#[derive(Clone, Debug, Default)]
pub struct Index(HashTable<Slot>);

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    number: u32,
}

/// A text's hash, as far as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(u32);

/// Makes the hashes of one run.
#[derive(Clone, Debug)]
pub struct Hashes([u8; SECRET]);

impl Default for Hashes {
    fn default() -> Self {
        let random = RandomState::new();
        let mut secret = [0; SECRET];
        for (number, bytes) in secret.chunks_exact_mut(8).enumerate() {
            bytes.copy_from_slice(&random.hash_one(number).to_ne_bytes());
        }
        Self(secret)
    }
}

impl Hashes {
    /// The hash of a text.
    pub fn of(&self, text: impl AsRef<[u8]>) -> Hash {
        Hash(xxh3_64_with_secret(text.as_ref(), &self.0) as u32)
    }
}

impl Hash {
    /// Another one, for each number.
    pub fn salted(self, number: u32) -> Self {
        Self(self.0.wrapping_add(number.wrapping_mul(0x9e37_79b1)))
    }

    /// For the table, which looks at the highest and at the lowest bits (Knuth, volume 3, section 6.4).
    fn spread(self) -> u64 {
        u64::from(self.0).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl Index {
    /// One with room for that many texts.
    pub fn with_capacity(count: usize) -> Self {
        Self(HashTable::with_capacity(count))
    }

    /// Reads what will be needed to find a text of that hash, for [`warm`]. What it says means nothing.
    pub fn read(&self, hash: Hash) -> bool {
        self.find(hash, |_| true).is_some()
    }

    /// The number of the text with that hash that is the one.
    pub fn find(&self, hash: Hash, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let is_it = |slot: &Slot| slot.hash == hash.0 && is_it(slot.number as usize);
        let slot = self.0.find(hash.spread(), is_it)?;
        Some(slot.number as usize)
    }

    /// The same, or else `None`, and from now on that number.
    pub fn first(
        &mut self,
        hash: Hash,
        number: usize,
        is_it: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let is_it = |slot: &Slot| slot.hash == hash.0 && is_it(slot.number as usize);
        let rehash = |slot: &Slot| Hash(slot.hash).spread();
        match self.0.entry(hash.spread(), is_it, rehash) {
            Entry::Occupied(slot) => Some(slot.get().number as usize),
            Entry::Vacant(place) => {
                // whoever has four billion of them, 100 GB and more, hears of no repetition any more
                if let Ok(number) = u32::try_from(number) {
                    place.insert(Slot {
                        hash: hash.0,
                        number,
                    });
                }
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_the_same_hash_are_told_apart() {
        let texts = ["", "ab", "a", "ab", ""];
        let mut index = Index::default();
        let first =
            |number: usize| index.first(Hash(7), number, |other| texts[other] == texts[number]);
        let found: Vec<_> = (0..texts.len()).map(first).collect();
        assert_eq!(found, [None, None, None, Some(1), Some(0)]);
    }
}
