//! What rules ask about an entry among the others of its list.

use super::{Brief, Company, Listing, Twin, after_scheme, host, is_alike};
use crate::origin::{Candidate, Origin, Reach};
use crate::rules::confusable_host::look;
use crate::rules::{Edit, Problem};

impl Listing<'_> {
    /// What is known of an entry at a glance, if it was proved canonical.
    pub fn glance(&self, index: usize) -> Option<Glance<'_>> {
        let brief = self.briefs[index].as_ref()?;
        Some(Glance {
            list: self,
            index,
            brief,
        })
    }
}

/// An entry that was proved canonical, at a glance.
pub struct Glance<'l> {
    list: &'l Listing<'l>,
    index: usize,
    brief: &'l Brief,
}

impl Glance<'_> {
    /// What was made of it when the list was looked over.
    pub fn weight(&self) -> u8 {
        self.brief.weight
    }

    /// Whether no entry before it has its origin or looks like it.
    pub(in crate::rules) fn is_alone(&self) -> bool {
        self.brief.company != Company::Rival
    }

    pub(in crate::rules) fn reach(&self) -> Reach {
        self.brief.reach
    }

    /// Whether it could be that of the server itself.
    pub(in crate::rules) fn is_own(&self) -> bool {
        let own = self.list.owner.origin.as_ref();
        own.is_some_and(|own| self.list.texts.of(self.index) == own.as_str())
    }

    /// Its counterpart under the other of http and https, if it has one that isn't listed.
    pub(in crate::rules) fn missing_twin(&self) -> Option<Twin> {
        let twin = self.brief.twin?;
        let is_missing = || {
            let scheme = match twin {
                Twin::Http => "http://",
                Twin::Https => "https://",
            };
            let text = self.list.texts.of(self.index);
            let twin = [scheme, after_scheme(&text)].concat();
            self.list.find(Some(self.brief.look), &twin).is_none()
        };
        (self.brief.company == Company::Nobody || is_missing()).then_some(twin)
    }
}

/// An entry among the others.
pub struct Member<'l> {
    /// The list.
    pub list: &'l Listing<'l>,
    /// Which one it is.
    pub index: usize,
    /// The same, taken apart.
    pub candidate: &'l Candidate<'l>,
}

impl Member<'_> {
    /// The entry that stays if only one of its origin does, if it is another.
    pub(in crate::rules) fn double(&self) -> Option<usize> {
        let list = self.list;
        let earlier = match self.candidate.origin() {
            Some(origin) => list.find_origin(origin),
            None => list.find(None, self.candidate.text()),
        };
        earlier.filter(|earlier| *earlier != self.index)
    }

    /// Its origin, if no other entry stays for that.
    pub(in crate::rules) fn origin(&self) -> Option<&Origin> {
        let origin = self.candidate.origin()?;
        (self.list.find_origin(origin) == Some(self.index)).then_some(origin)
    }

    /// The host of another entry that looks like its own.
    pub(in crate::rules) fn look_alike(&self) -> Option<String> {
        let list = self.list;
        let own = self.origin()?.host();
        let is_it = |other: usize| is_alike(host(&list.texts.of(other)), own);
        let look = list.hashes.of(&look(own));
        let earlier = list.texts.of(list.looks.find(look, is_it)?);
        let earlier = host(&earlier);
        (earlier != own).then(|| earlier.to_owned())
    }

    /// Where another one is, for somebody who knows in which list.
    pub(in crate::rules) fn within(&self, index: usize) -> String {
        self.list.texts.entries.within(index)
    }

    /// A problem if it lacks a companion in the list.
    pub(in crate::rules) fn lacking(
        &self,
        companion: impl Fn(&Origin) -> Option<(Origin, Problem)>,
    ) -> Option<Problem> {
        let (other, problem) = companion(self.origin()?)?;
        let problem = problem.edit(Edit::Also(other.to_string()));
        (!self.list.has(&other)).then_some(problem)
    }
}
