//! A list as the rules see it: which of its entries have the same origin, and which look alike.
//!
//! Nearly all entries of a long list are canonical. What is known of such a one at a glance, its
//! [`Brief`], is enough for most rules to be silent; the origins of all others are kept here. No text is
//! copied: an [`Index`] leads from hashes to entries.

mod member;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;

use memchr::memchr;
use url::Host;

use super::built_in::is_built_in;
use super::confusable_host::{look, plain_look, write_plain_look};
use crate::conveyor;
use crate::distinct::{self, AT_ONCE, Hash, Hashes, Index};
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

    /// Tells of the entries with these indices, which ascend, until somebody has heard enough.
    fn each_at(
        &self,
        indices: &mut dyn Iterator<Item = usize>,
        tell: &mut dyn FnMut(usize, &Entry) -> ControlFlow<()>,
    );
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

    fn each_at(
        &self,
        indices: &mut dyn Iterator<Item = usize>,
        tell: &mut dyn FnMut(usize, &Entry) -> ControlFlow<()>,
    ) {
        for index in indices {
            if tell(index, &self[index]).is_break() {
                break;
            }
        }
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
    /// From what a host looks like to the first entry that has such a host, and stays.
    looks: Index,
    /// From an origin, or the text of what has none, to the entry that stays if only one does; but for
    /// those that `looks` leads to by what their origins are found by. Most hosts of most lists occur once:
    /// then there is nothing in it.
    keys: Index,
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

/// What is known at a glance of an entry that was proved canonical. There may be a million of them, so it
/// takes eight bytes.
#[derive(Clone, Copy, Debug)]
struct Brief {
    /// The hash of what its host looks like.
    look: Hash,
    twin: Option<Twin>,
    reach: Reach,
    company: Company,
    weight: u8,
}

const _: () = assert!(size_of::<Option<Brief>>() == 8);

/// The counterpart that an origin has if it names no port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// Over http.
    Http,
    /// Over https.
    Https,
}

/// Who else is in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Company {
    /// Nobody with the same host.
    Nobody,
    /// Another origin of the same host, perhaps; none that has to be reported.
    Kin,
    /// An entry before it that has its origin or looks like it.
    Rival,
}

/// An entry that wasn't proved canonical.
struct Other {
    index: usize,
    look: Option<Hash>,
    /// The same of its host as it is written.
    plain_look: Option<Hash>,
    /// Its origin, if that isn't its text.
    origin: Option<Origin>,
    is_exact: bool,
}

impl Brief {
    /// `look` is written over.
    fn of(canonical: &Canonical<'_>, weight: u8, hashes: &Hashes, look: &mut Vec<u8>) -> Self {
        write_plain_look(host(canonical.as_str()), look);
        Self {
            look: hashes.of(look),
            twin: match (canonical.port(), canonical.is_secure()) {
                (Some(_), _) => None,
                (None, true) => Some(Twin::Http),
                (None, false) => Some(Twin::Https),
            },
            reach: canonical.reach(),
            company: Company::Nobody,
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
        let web = origin
            .as_ref()
            .filter(|origin| scheme::is_web(origin.scheme()));
        let look = web
            .filter(|_| has_name)
            .map(|origin| hashes.of(look(origin.host())));
        Self {
            index,
            look,
            plain_look: origin.as_ref().and_then(|origin| plain(origin, hashes)),
            origin: origin.filter(|_| !is_exact),
            is_exact,
        }
    }
}

/// What the host of an http(s) origin looks like as it is written.
fn plain(origin: &Origin, hashes: &Hashes) -> Option<Hash> {
    scheme::is_web(origin.scheme()).then(|| hashes.of(plain_look(origin.host())))
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
            keys: Index::default(),
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
                distinct::warm(next.map(|brief| self.looks.read(brief.look)));
            }
            if let Some(brief) = self.briefs[index] {
                let look = Some(brief.look);
                let company = self.enter(index, look, look, true);
                self.briefs[index] = Some(Brief { company, ..brief });
            } else if let Some(other) = exact.next_if(|other| other.index == index) {
                self.enter(index, other.look, other.plain_look, true);
            }
        }
        for other in others.iter().filter(|other| !other.is_exact) {
            let has_origin = self.texts.origins.contains_key(&other.index);
            self.enter(other.index, other.look, other.plain_look, has_origin);
        }
    }

    /// Enters an entry in the tables, unless another one of its origin stays; says who is there already.
    fn enter(
        &mut self,
        index: usize,
        look: Option<Hash>,
        plain_look: Option<Hash>,
        has_origin: bool,
    ) -> Company {
        let texts = &self.texts;
        let text = || texts.of(index);
        let is_alike = |other: usize| is_alike(host(&texts.of(other)), host(&text()));
        let alike = look.and_then(|look| self.looks.first(look, index, is_alike));
        let is_found_by_look = alike.is_none() && look.is_some() && look == plain_look;
        if !is_found_by_look {
            if self.find(plain_look, &text()).is_some() {
                return Company::Rival;
            }
            self.keys.first(self.hashes.of(&*text()), index, |_| false);
        }
        if has_origin && !self.has_use {
            let own = self.owner.origin.as_ref();
            let is_own = own.is_some_and(|own| own.as_str() == text());
            self.has_use = !is_own && !is_built_in(&text());
        }
        if is_found_by_look {
            return Company::Nobody;
        }
        let by_look = || self.looks.find(plain_look?, is_alike);
        let Some(earlier) = alike.or_else(by_look) else {
            return Company::Nobody;
        };
        let is_kin = host(&texts.of(earlier)) == host(&text());
        if let Some(brief) = &mut self.briefs[earlier] {
            brief.company = brief.company.max(Company::Kin);
        }
        match is_kin {
            true => Company::Kin,
            false => Company::Rival,
        }
    }

    /// The entry of that origin, or of that text if it has none, that stays if only one does.
    fn find(&self, plain_look: Option<Hash>, text: &str) -> Option<usize> {
        let is_it = |other| self.texts.of(other) == text;
        let by_look = plain_look.and_then(|look| self.looks.find(look, is_it));
        by_look.or_else(|| self.keys.find(self.hashes.of(text), is_it))
    }

    fn find_origin(&self, origin: &Origin) -> Option<usize> {
        self.find(plain(origin, &self.hashes), origin.as_str())
    }

    /// Whether an entry has that origin, rightly spelt or not.
    pub(super) fn has(&self, origin: &Origin) -> bool {
        self.find_origin(origin).is_some()
    }
}
