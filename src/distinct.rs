//! Texts, each kept once, in memory in proportion to the distinct ones.
//!
//! All texts stand behind each other in one string; an [`Index`] leads to them, which can also lead to texts
//! that stand elsewhere. It is a table of eight bytes per place: half of a text's hash, and its number.
//! The hash is worked out by the caller, who may do so on another core.
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

/// The distinct texts met so far; each with what was known of it when it came first.
#[derive(Clone, Debug)]
pub struct Distinct<T> {
    index: Index,
    texts: Vec<u8>,
    /// Where each text ends.
    kept: Vec<(usize, T)>,
}

/// Leads from texts to their numbers.
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

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self {
            index: Index::default(),
            texts: Vec::new(),
            kept: Vec::new(),
        }
    }
}

impl<T> Distinct<T> {
    /// Reads what [`keep`](Self::keep) will need for texts of these hashes.
    ///
    /// In a large table each look-up waits for memory. These don't wait for one another, so a processor
    /// has many under way at a time.
    pub fn warm(&self, hashes: impl Iterator<Item = Hash>) {
        let touched = hashes.filter_map(|hash| {
            let number = self.index.find(hash, |_| true)?;
            self.texts.get(start(&self.kept, number))
        });
        black_box(touched.fold(0, |sum, byte| sum ^ byte));
    }

    /// Keeps a text, or says what was known of it when it came first.
    pub fn keep(&mut self, hash: Hash, text: &[u8], known: T) -> Option<&T> {
        let Self { index, texts, kept } = self;
        let is_it = |number| texts[start(kept, number)..kept[number].0] == *text;
        let earlier = index.first(hash, kept.len(), is_it);
        if earlier.is_none() {
            texts.extend_from_slice(text);
            kept.push((texts.len(), known));
        }
        earlier.map(|number| &kept[number].1)
    }
}

impl Index {
    /// One with room for that many texts.
    pub fn with_capacity(count: usize) -> Self {
        Self(HashTable::with_capacity(count))
    }

    /// Reads what will be needed to find texts of these hashes; see [`Distinct::warm`].
    pub fn warm(&self, hashes: impl Iterator<Item = Hash>) {
        let touched = hashes.filter_map(|hash| self.find(hash, |_| true));
        black_box(touched.fold(0, |sum, number| sum ^ number));
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

/// Where a text begins: where the one before it ends.
fn start<T>(kept: &[(usize, T)], number: usize) -> usize {
    number.checked_sub(1).map_or(0, |before| kept[before].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_new_once() {
        let hashes = Hashes::default();
        let mut distinct = Distinct::default();
        for round in 0..2 {
            for number in 0..10_000 {
                let text = number.to_string();
                let first = distinct.keep(hashes.of(&text), text.as_bytes(), (round, number));
                assert_eq!(first, (round == 1).then_some(&(0, number)));
            }
        }
    }

    #[test]
    fn texts_of_the_same_hash_are_told_apart() {
        let mut distinct = Distinct::default();
        for (text, first) in [
            ("", None),
            ("ab", None),
            ("a", None),
            ("ab", Some(&1)),
            ("", Some(&0)),
        ] {
            assert_eq!(
                distinct.keep(Hash(7), text.as_bytes(), text.len() / 2),
                first,
                "{text:?}"
            );
        }
    }
}
