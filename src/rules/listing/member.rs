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
        let look = list.hashes.of(look(own));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::Entry;
    use crate::origin::many_cases;
    use crate::rules::Owner;

    /// An entry's origin, or its text if it has none, and whether it is spelt rightly.
    fn key(text: &str) -> (String, bool) {
        let candidate = Candidate::parse(text);
        let is_exact = candidate.is_exact();
        let origin = candidate.into_origin();
        (
            origin.map_or_else(|| text.to_owned(), |origin| origin.to_string()),
            is_exact,
        )
    }

    proptest! {
        #![proptest_config(many_cases())]

        #[test]
        fn the_first_that_is_spelt_rightly_stays_else_the_first(
            texts in prop::collection::vec(
                "(HTTP|http|https|app)://(1\\.0\\.0\\.[1l]|1\\.0\\.0\\.01|[ml1]|rn|\\[::1\\]|xn--[mab]-xka|a\u{0456})(:0|:80|:81)?/?|x",
                0..8,
            ),
        ) {
            let numbered = texts.iter().enumerate();
            let entries: Vec<Entry> = numbered
                .map(|(index, text)| Entry::argument(index + 1, text.as_str()))
                .collect();
            let owner = Owner::default();
            let list = Listing::new(&entries, &owner, |_| 0);
            let keys: Vec<_> = texts.iter().map(|text| key(text)).collect();
            for (index, text) in texts.iter().enumerate() {
                let same = |at: &usize| keys[*at].0 == keys[index].0;
                let mut all = (0..keys.len()).filter(same);
                let stays = all.clone().find(|at| keys[*at].1).or_else(|| all.next());
                let candidate = Candidate::parse(text);
                let member = Member { list: &list, index, candidate: &candidate };
                prop_assert_eq!(member.double().or(Some(index)), stays, "{} of {:?}", index, texts);
                let twin = candidate.origin().and_then(Origin::twin);
                let is_listed = twin.as_ref().is_some_and(|twin| keys.iter().any(|(key, _)| key == twin.as_str()));
                prop_assert_eq!(twin.is_some_and(|twin| list.has(&twin)), is_listed, "{} of {:?}", index, texts);
            }
        }
    }
}
