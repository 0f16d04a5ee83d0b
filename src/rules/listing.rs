//! A list as the rules see it: which of its entries have the same origin, and which look alike.
//!
//! Nearly all entries of a long list are canonical. What is known of such a one at a glance, its
//! [`Brief`], is enough for most rules to be silent; the origins of all others are kept here. No text is
//! copied: an [`Index`] leads from hashes to entries.

mod member;

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memchr;
use url::Host;

use super::built_in::is_built_in;
use super::confusable_host::{look, write_plain_look};
use crate::conveyor;
use crate::distinct::{AT_ONCE, Hash, Hashes, Index};
use crate::entry::Entry;
use crate::origin::{Candidate, Canonical, Origin, Reach, scheme};

pub use member::{Glance, Member};

/// What is known of the server that goes by a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// Whether it is an Audiobookshelf.
    pub is_audiobookshelf: bool,
    /// The origin of its own pages.
    pub origin: Option<Origin>,
}

/// What stands in a list, by index.
pub trait Entries: Sync {
    /// How many entries there are.
    fn count(&self) -> usize;

    /// The text of one; `None` if it is no string.
    fn text(&self, index: usize) -> Option<Cow<'_, str>>;

    /// Where one is, for somebody who knows in which list: a pointer, a line, a number.
    fn within(&self, index: usize) -> String;

    /// The entries with these indices, which ascend.
    fn entries_at<'e>(
        &'e self,
        indices: Box<dyn Iterator<Item = usize> + 'e>,
    ) -> Box<dyn Iterator<Item = Cow<'e, Entry>> + 'e>;
}

impl Entries for Vec<Entry> {
    fn count(&self) -> usize {
        self.len()
    }

    fn text(&self, index: usize) -> Option<Cow<'_, str>> {
        self[index].value.text().map(Cow::Borrowed)
    }

    fn within(&self, index: usize) -> String {
        self[index].place.within()
    }

    fn entries_at<'e>(
        &'e self,
        indices: Box<dyn Iterator<Item = usize> + 'e>,
    ) -> Box<dyn Iterator<Item = Cow<'e, Entry>> + 'e> {
        Box::new(indices.map(|index| Cow::Borrowed(&self[index])))
    }
}

/// A list.
pub struct Listing<'l> {
    /// Whose it is.
    pub owner: &'l Owner,
    /// Whether there is an entry that lets anybody in who wouldn't get in anyway. Without one, the
    /// others have a use as well: they keep the list from being empty.
    pub has_use: bool,
    texts: Texts<'l>,
    hashes: Hashes,
    /// What is known of the entries that were proved canonical.
    briefs: Vec<Option<Brief>>,
    /// From an origin, or the text of what has none, to the entry that stays if only one does.
    keys: Index,
    /// From what a host looks like to an entry that has such a host, and stays.
    looks: Index,
}

/// What entries are told apart by: their origins, or their texts if they have none.
struct Texts<'l> {
    entries: &'l dyn Entries,
    /// Where they aren't what stands in the list.
    origins: HashMap<usize, Origin>,
}

impl Texts<'_> {
    fn of(&self, index: usize) -> Cow<'_, str> {
        match self.origins.get(&index) {
            Some(origin) => Cow::Borrowed(origin.as_str()),
            None => self.entries.text(index).unwrap_or_default(),
        }
    }
}

/// What is known at a glance of an entry that was proved canonical.
#[derive(Clone, Copy, Debug)]
struct Brief {
    key: Key,
    look: Hash,
    reach: Reach,
    /// Whether no other entry has its origin or looks like it.
    is_alone: bool,
    weight: u8,
}

/// An entry that wasn't proved canonical.
struct Other {
    index: usize,
    key: Hash,
    look: Option<Hash>,
    /// Its origin, if that isn't its text.
    origin: Option<Origin>,
    is_exact: bool,
}

/// What an http(s) origin is found by. Its twin's is had without another look at the host.
#[derive(Clone, Copy, Debug)]
struct Key {
    host: Hash,
    /// 0 for the scheme's own.
    port: u16,
    is_secure: bool,
}

impl Key {
    fn hash(self) -> Hash {
        let port = u32::from(self.port);
        self.host
            .salted(1 + port + (u32::from(self.is_secure) << 16))
    }
}

impl Brief {
    /// `look` is written over.
    fn of(canonical: &Canonical<'_>, weight: u8, hashes: &Hashes, look: &mut Vec<u8>) -> Self {
        let name = host(canonical.as_str());
        let host = hashes.of(name);
        write_plain_look(name, look);
        Self {
            key: Key {
                host,
                port: canonical.port().unwrap_or_default(),
                is_secure: canonical.is_secure(),
            },
            look: hashes.of(look),
            reach: canonical.reach(),
            is_alone: true,
            weight,
        }
    }
}

impl Other {
    fn of(index: usize, text: &str, hashes: &Hashes) -> Self {
        let candidate = Candidate::parse(text);
        let is_exact = candidate.is_exact();
        let has_name = matches!(candidate.host(), Some(Host::Domain(_)));
        let origin = candidate.into_origin();
        let look = origin
            .as_ref()
            .filter(|origin| has_name && scheme::is_web(origin.scheme()))
            .map(|origin| hashes.of(look(origin.host())));
        Self {
            index,
            key: origin
                .as_ref()
                .map_or_else(|| hashes.of(text), |origin| key(origin, hashes)),
            look,
            origin: origin.filter(|_| !is_exact),
            is_exact,
        }
    }
}

/// What an origin is found by.
fn key(origin: &Origin, hashes: &Hashes) -> Hash {
    match origin.scheme() {
        name if scheme::is_web(name) => Key {
            host: hashes.of(origin.host()),
            port: origin.port().unwrap_or_default(),
            is_secure: name == "https",
        }
        .hash(),
        _ => hashes.of(origin.as_str()),
    }
}

/// The host of an http(s) origin, if it has a name.
fn host(origin: &str) -> &str {
    let authority = after_scheme(origin);
    match memchr(b':', authority.as_bytes()) {
        Some(port) => &authority[..port],
        None => authority,
    }
}

fn is_alike(host: &str, other: &str) -> bool {
    host == other || look(host) == look(other)
}

fn after_scheme(origin: &str) -> &str {
    let rest = origin.strip_prefix("https://");
    rest.or_else(|| origin.strip_prefix("http://"))
        .unwrap_or_default()
}

impl<'l> Listing<'l> {
    /// Looks over a list. What `weigh` makes of the entries that are proved canonical can be asked for
    /// later.
    pub fn new(
        entries: &'l dyn Entries,
        owner: &'l Owner,
        weigh: impl Fn(&Canonical<'_>) -> u8 + Sync,
    ) -> Self {
        let hashes = Hashes::default();
        let mut briefs = vec![None; entries.count()];
        let others = conveyor::parts(&mut briefs, |start, briefs: &mut [Option<Brief>]| {
            let numbered = (start..).zip(briefs);
            let mut look = Vec::new();
            let look_at = |(index, brief): (usize, &mut Option<Brief>)| {
                let text = entries.text(index)?;
                let Some(canonical) = Canonical::prove(&text) else {
                    return Some(Other::of(index, &text, &hashes));
                };
                *brief = Some(Brief::of(&canonical, weigh(&canonical), &hashes, &mut look));
                None
            };
            numbered.filter_map(look_at).collect::<Vec<_>>()
        });
        let mut others: Vec<Other> = others.into_iter().flatten().collect();
        let origin = |other: &mut Other| Some((other.index, other.origin.take()?));
        let origins = others.iter_mut().filter_map(origin).collect();
        let mut listing = Self {
            owner,
            has_use: false,
            texts: Texts { entries, origins },
            hashes,
            keys: Index::with_capacity(briefs.len()),
            looks: Index::with_capacity(briefs.len()),
            briefs,
        };
        listing.take_in(&others);
        listing
    }

    /// Finds out which entries stay: the first ones that are spelt rightly, else the first ones.
    fn take_in(&mut self, others: &[Other]) {
        let mut exact = others.iter().filter(|other| other.is_exact).peekable();
        for index in 0..self.briefs.len() {
            if index % AT_ONCE == 0 {
                let next = self.briefs[index..].iter().take(AT_ONCE).flatten();
                self.keys.warm(next.clone().map(|brief| brief.key.hash()));
                self.looks.warm(next.map(|brief| brief.look));
            }
            if let Some(brief) = self.briefs[index] {
                let is_alone = self.is_first(index, brief.key.hash(), Some(brief.look), true);
                self.briefs[index] = Some(Brief { is_alone, ..brief });
            } else if let Some(other) = exact.next_if(|other| other.index == index) {
                self.is_first(index, other.key, other.look, true);
            }
        }
        for other in others.iter().filter(|other| !other.is_exact) {
            let has_origin = self.texts.origins.contains_key(&other.index);
            self.is_first(other.index, other.key, other.look, has_origin);
        }
    }

    /// Whether an entry is the first of its origin, and of its look.
    fn is_first(&mut self, index: usize, key: Hash, look: Option<Hash>, has_origin: bool) -> bool {
        let texts = &self.texts;
        let text = texts.of(index);
        let earlier = self.keys.first(key, index, |other| texts.of(other) == text);
        if earlier.is_some() {
            return false;
        }
        if has_origin && !self.has_use {
            let own = self.owner.origin.as_ref();
            let is_own = own.is_some_and(|own| own.as_str() == text);
            self.has_use = !is_own && !is_built_in(&text);
        }
        let Some(look) = look else {
            return true;
        };
        let is_alike = |other: usize| is_alike(host(&texts.of(other)), host(&text));
        let earlier = self.looks.first(look, index, is_alike);
        earlier.is_none_or(|earlier| host(&texts.of(earlier)) == host(&text))
    }

    fn find(&self, origin: &Origin) -> Option<usize> {
        let is_it = |other| self.texts.of(other) == origin.as_str();
        self.keys.find(key(origin, &self.hashes), is_it)
    }

    /// Whether an entry has that origin, rightly spelt or not.
    pub(super) fn has(&self, origin: &Origin) -> bool {
        self.find(origin).is_some()
    }
}
