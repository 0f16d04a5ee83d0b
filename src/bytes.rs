//! Sixteen bytes of a text looked at together.
//!
//! A yes or no to each is all ones or all zeros; `|`, `&` and `!` work on sixteen of them, too.

use wide::u8x16;

/// How many there are.
pub const COUNT: usize = 16;

/// Sixteen bytes.
#[derive(Clone, Copy)]
pub struct Bytes(u8x16);

impl Bytes {
    /// Takes them as they are.
    pub fn new(bytes: [u8; COUNT]) -> Self {
        Self(u8x16::new(bytes))
    }

    /// Those of a text that is shorter, and behind it others.
    pub fn padded(text: &[u8], with: u8) -> Self {
        let mut bytes = [with; COUNT];
        bytes[..text.len()].copy_from_slice(text);
        Self::new(bytes)
    }

    /// Which are that byte.
    pub fn are(self, byte: u8) -> u8x16 {
        self.0.simd_eq(u8x16::splat(byte))
    }

    /// Which are one from `first` to `last`.
    pub fn are_in(self, first: u8, last: u8) -> u8x16 {
        let above = self.0 - u8x16::splat(first);
        above.simd_eq(above.min(u8x16::splat(last - first)))
    }

    /// Which are letters of ASCII, in whatever case.
    pub fn are_letters(self) -> u8x16 {
        Self(self.0 | u8x16::splat(b'a' ^ b'A')).are_in(b'a', b'z')
    }
}

/// All bytes of a text. The last ones may be some that were there before.
pub fn chunks(text: &[u8]) -> impl Iterator<Item = Bytes> {
    let (chunks, rest) = text.as_chunks();
    let last = match (rest, text.last_chunk()) {
        ([], _) => None,
        (_, Some(last)) => Some(Bytes::new(*last)),
        ([first, ..], None) => Some(Bytes::padded(rest, *first)),
    };
    chunks.iter().copied().map(Bytes::new).chain(last)
}

/// Whether something holds of all bytes of a text.
pub fn all(text: &[u8], holds: impl Fn(Bytes) -> u8x16) -> bool {
    // to the end in any case: nearly always there are none of which it doesn't hold
    let all = chunks(text).fold(u8x16::splat(!0), |all, bytes| all & holds(bytes));
    all.all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_counts() {
        for length in 0..70 {
            let mut text = vec![b'a'; length];
            let are_a = |bytes: Bytes| bytes.are(b'a');
            assert!(all(&text, are_a), "{length}");
            for at in 0..length {
                text[at] = b'b';
                assert!(!all(&text, are_a), "{at} of {length}");
                text[at] = b'a';
            }
        }
    }

    #[test]
    fn each_byte_is_what_it_is() {
        for byte in 0..=u8::MAX {
            let bytes = Bytes::new([byte; COUNT]);
            assert_eq!(bytes.are(b'.').all(), byte == b'.', "{byte}");
            assert_eq!(
                bytes.are_letters().all(),
                byte.is_ascii_alphabetic(),
                "{byte}"
            );
            for (first, last) in [(b'0', b'9'), (0x80, 0xff), (0, 0)] {
                let is_in = (first..=last).contains(&byte);
                assert_eq!(bytes.are_in(first, last).all(), is_in, "{byte}");
            }
        }
    }
}
