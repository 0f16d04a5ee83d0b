//! What can be seen of a candidate at once, so that nobody need be asked about what isn't there.
//!
//! Most rules are about one kind of slip, and most entries have one slip at most. Each trait is cheap to
//! see and may be seen where there is less than it says (a capital letter may stand in a path, where it is
//! nobody's business): who looks closer finds nothing. It is never missed where there is something to find.

use wide::u8x16;

use super::{Address, Origin, Parts, Shape};
use crate::bytes;

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
    /// A port that isn't as browsers send it.
    pub const ODD_PORT: Self = Self(1 << 13);

    /// An [`ODD_HOST`](Self::ODD_HOST) in what isn't an origin byte for byte.
    pub const SPELT_HOST: Self = Self(1 << 14);

    /// How many there are.
    pub const COUNT: usize = 15;

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
        let has_padding = !parts.leading.is_empty() || !parts.trailing.is_empty();
        let has_odd_host = !address.is_some_and(Address::is_plain);
        let is_exact = || origin.is_some_and(|origin| origin.as_str() == text);
        let is_http = origin.is_some_and(|origin| origin.scheme() == "http");
        let of_parts = Self::set([
            (Self::ANY, true),
            (Self::PADDING, has_padding),
            (Self::SLASHES, text[parts.separator.clone()] != *"://"),
            (Self::PORT, !parts.port.is_empty()),
            (Self::ODD_PORT, is_odd(&text[parts.port.clone()], address)),
            (Self::PATH, !parts.path.is_empty()),
            (Self::QUERY, !parts.query.is_empty()),
            (Self::FRAGMENT, !parts.fragment.is_empty()),
            (Self::ODD_HOST, has_odd_host),
            (Self::SPELT_HOST, has_odd_host && !is_exact()),
            (Self::OTHER_SHAPE, *shape != Shape::Web),
            (Self::HTTP, is_http),
        ]);
        of_parts.or(Self::of_bytes(text.as_bytes()))
    }

    /// What bytes show, wherever they stand.
    fn of_bytes(text: &[u8]) -> Self {
        let none = [u8x16::splat(0); 3];
        let [capitals, at_signs, unseen] = bytes::chunks(text).fold(none, |seen, bytes| {
            let foreign = bytes.are_in(0x80, 0xff);
            [
                seen[0] | bytes.are_in(b'A', b'Z'),
                // what a wide `@` begins with is one of them
                seen[1] | bytes.are(b'@') | bytes.are(b'%') | foreign,
                seen[2] | bytes.are_in(b'\t', b'\n') | bytes.are(b'\r') | foreign,
            ]
        });
        Self::set([
            (Self::CAPITAL, capitals.any()),
            (Self::AT_SIGN, at_signs.any()),
            (Self::UNSEEN, unseen.any()),
        ])
    }

    /// Those of some that are there.
    fn set<const N: usize>(traits: [(Self, bool); N]) -> Self {
        let bits = traits.map(|(one, is_there)| one.0 * u16::from(is_there));
        Self(bits.into_iter().fold(0, |all, one| all | one))
    }

    /// The numbers of its traits.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let number = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(number)
        })
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

/// Whether there is a port, with its colon, that isn't as browsers send it.
fn is_odd(port: &str, address: Option<&Address<'_>>) -> bool {
    let is_sent = || address.is_some_and(|address| address.port().is_some());
    match port.as_bytes() {
        [] => false,
        [b':', b'1'..=b'9', rest @ ..] => !rest.iter().all(u8::is_ascii_digit) || !is_sent(),
        _ => true,
    }
}
