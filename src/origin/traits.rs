//! What can be seen of a candidate at once, so that nobody need be asked about what isn't there.
//!
//! Most rules are about one kind of slip, and most entries have one slip at most. Each trait is cheap to
//! see and may be seen where there is less than it says (a capital letter may stand in a path, where it is
//! nobody's business): who looks closer finds nothing. It is never missed where there is something to find.

use super::{Address, Origin, Parts, Shape};

/// A set of traits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits(u16);

impl Traits {
    /// What every candidate has.
    pub const ANY: Self = Self(1);
    /// Something stands around it.
    pub const PADDING: Self = Self(1 << 1);
    /// A capital letter.
    pub const CAPITAL: Self = Self(1 << 2);
    /// Other than `://` between scheme and host.
    pub const SLASHES: Self = Self(1 << 3);
    /// A colon that may begin a port.
    pub const PORT: Self = Self(1 << 4);
    /// A path.
    pub const PATH: Self = Self(1 << 5);
    /// A query.
    pub const QUERY: Self = Self(1 << 6);
    /// A fragment.
    pub const FRAGMENT: Self = Self(1 << 7);
    /// What may be an `@`, however it is written.
    pub const AT_SIGN: Self = Self(1 << 8);
    /// A tab, a line end, or a character outside ASCII.
    pub const UNSEEN: Self = Self(1 << 9);
    /// A host that isn't plain: see [`Address::is_plain`].
    pub const ODD_HOST: Self = Self(1 << 10);
    /// Any shape but that of an http(s) URL.
    pub const OTHER_SHAPE: Self = Self(1 << 11);
    /// An origin over http.
    pub const HTTP: Self = Self(1 << 12);

    /// What no [plain](super::Candidate::is_plain) candidate has.
    pub(super) const NOT_PLAIN: Self = Self::SLASHES
        .or(Self::AT_SIGN)
        .or(Self::UNSEEN)
        .or(Self::ODD_HOST)
        .or(Self::OTHER_SHAPE);

    /// Those of a candidate with these parts.
    pub(super) fn of(
        text: &str,
        parts: &Parts,
        shape: &Shape,
        address: Option<&Address<'_>>,
        origin: Option<&Origin>,
    ) -> Self {
        let seen = text
            .bytes()
            .fold(0, |seen, byte| seen | OF_BYTES[usize::from(byte)]);
        let has_padding = !parts.leading.is_empty() || !parts.trailing.is_empty();
        [
            (Self::PADDING, has_padding),
            (Self::SLASHES, text[parts.separator.clone()] != *"://"),
            (Self::PORT, !parts.port.is_empty()),
            (Self::PATH, !parts.path.is_empty()),
            (Self::QUERY, !parts.query.is_empty()),
            (Self::FRAGMENT, !parts.fragment.is_empty()),
            (Self::ODD_HOST, !address.is_some_and(Address::is_plain)),
            (Self::OTHER_SHAPE, *shape != Shape::Web),
            (
                Self::HTTP,
                origin.is_some_and(|origin| origin.scheme() == "http"),
            ),
        ]
        .into_iter()
        .filter(|(_, has_it)| *has_it)
        .fold(Self(seen | Self::ANY.0), |all, (one, _)| all.or(one))
    }

    /// Those of either set.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a trait is in both sets.
    pub fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What a byte shows, wherever it stands.
const OF_BYTES: [u16; 256] = {
    let mut of_bytes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        of_bytes[byte] = match byte as u8 {
            b'A'..=b'Z' => Traits::CAPITAL.0,
            b'@' | b'%' => Traits::AT_SIGN.0,
            b'\t' | b'\n' | b'\r' => Traits::UNSEEN.0,
            // what a wide `@` begins with is one of them
            0x80.. => Traits::UNSEEN.or(Traits::AT_SIGN).0,
            _ => 0,
        };
        byte += 1;
    }
    of_bytes
};
