//! Which bytes of a text are plain, found eight at a time.
//!
//! A loop over the bytes of a label costs a jump that no processor foresees at each label's end. Here
//! eight bytes are compared at once, in a register (Warren, "Hacker's Delight", section 6-1), and what is
//! asked of labels becomes arithmetic on a bit for each byte.

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

/// The highest bit of each byte.
const HIGHEST: u64 = repeated(0x80);

impl Marks {
    /// How many bytes are looked at.
    pub const MOST: usize = u64::BITS as usize;

    pub fn of(text: &[u8]) -> Self {
        let text = &text[..text.len().min(Self::MOST)];
        let (words, rest) = text.as_chunks();
        let mut marks = Self::default();
        for (number, word) in words.iter().enumerate() {
            marks.add(u64::from_le_bytes(*word), 8 * number);
        }
        let word = rest
            .iter()
            .rfold(0, |word, byte| word << 8 | u64::from(*byte));
        if !rest.is_empty() {
            marks.add(word, 8 * words.len());
        }
        marks
    }

    /// Eight more bytes, the first of them at `at`.
    fn add(&mut self, word: u64, at: usize) {
        let ascii = word & !HIGHEST;
        // the highest bit of each byte that isn't below a character
        let from = |least: u8| ascii + repeated(0x80 - least);
        let [hyphen, dot, slash, zero, colon] = [b'-', b'.', b'/', b'0', b':'].map(from);
        let hyphens = hyphen & !dot;
        let dots = dot & !slash;
        let digits = zero & !colon;
        let letters = from(b'a') & !from(b'z' + 1);
        let plain = (hyphens | dots | digits | letters) & !word;
        self.plain |= gathered(plain) << at;
        self.dots |= gathered(dots & !word) << at;
        self.hyphens |= gathered(hyphens & !word) << at;
    }
}

const fn repeated(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bits of all bytes, side by side.
fn gathered(word: u64) -> u64 {
    // each bit is moved to a place of its own in the highest byte
    ((word & HIGHEST) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
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
