//! Which bytes of a text are plain, found sixteen at a time.
//!
//! A loop over the bytes of a label costs a jump that no processor foresees at each label's end. Here
//! sixteen bytes are compared at once, and what is asked of labels becomes arithmetic on a bit for each byte.

use wide::u8x16;

use crate::bytes::{Bytes, COUNT};

/// Where a text has which bytes: its first byte is the lowest bit. No more than [`Marks::MOST`] of them are
/// looked at; behind the end of a text there is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// `a`–`z`, `0`–`9`, `-` and `.`.
    pub plain: u64,
    /// `.`
    pub dots: u64,
    /// `-`
    pub hyphens: u64,
}

impl Marks {
    /// How many bytes are looked at.
    pub const MOST: usize = u64::BITS as usize;

    pub fn of(text: &[u8]) -> Self {
        let text = &text[..text.len().min(Self::MOST)];
        let (chunks, _) = text.as_chunks();
        let mut marks = Self::default();
        for (number, chunk) in chunks.iter().enumerate() {
            marks.add(Bytes::new(*chunk), COUNT * number);
        }
        match text.last_chunk() {
            // some of them again
            Some(last) => marks.add(Bytes::new(*last), text.len() - COUNT),
            None => marks.add(Bytes::padded(text, 0), 0),
        }
        marks
    }

    /// Sixteen more bytes, the first of them at `at`.
    fn add(&mut self, bytes: Bytes, at: usize) {
        let (dots, hyphens) = (bytes.are(b'.'), bytes.are(b'-'));
        let plain = bytes.are_in(b'a', b'z') | bytes.are_in(b'0', b'9') | dots | hyphens;
        let bits = |marks: u8x16| u64::from(marks.to_bitmask()) << at;
        self.plain |= bits(plain);
        self.dots |= bits(dots);
        self.hyphens |= bits(hyphens);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_bit_stands_for_its_byte(
            text in prop_oneof![
                prop::collection::vec(any::<u8>(), 0..80),
                "[a-z0-9.,/:`{-]{0,80}".prop_map(String::into_bytes),
            ],
        ) {
            let marks = Marks::of(&text);
            for at in 0..Marks::MOST {
                let is = |bits: u64| bits >> at & 1 == 1;
                let byte = text.get(at);
                let plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
                prop_assert_eq!(is(marks.plain), byte.is_some_and(plain));
                prop_assert_eq!(is(marks.dots), byte == Some(&b'.'));
                prop_assert_eq!(is(marks.hyphens), byte == Some(&b'-'));
            }
        }
    }
}
