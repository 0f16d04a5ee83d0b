//! Which records are too many.

use std::collections::{HashMap, HashSet};

use super::{MOST_BYTES, MOST_OF_ONE, MOST_RECORDS, Name};

/// The records that have to go, of all, which stand from the oldest to the newest: what is more than one
/// subject may have, and what finds no room; the last of each subject goes after all others, and the newest
/// never, which takes no room from them either. Writes that may not have been done are counted by
/// themselves, and get the room that is left. What is older than a record that goes, and of its subject, goes
/// too: a past with a gap isn't one that can be gone back.
pub(super) fn superfluous(names: &[Name], size: impl Fn(&Name) -> u64) -> Vec<&Name> {
    let mut bytes = 0;
    let mut gone = Vec::new();
    for is_done in [true, false] {
        let (kept, too_many) = by_worth(names.iter().filter(|name| name.is_done == is_done));
        gone.extend(too_many);
        let mut cut_off = HashSet::new();
        for (index, name) in kept.into_iter().enumerate().skip(1) {
            let size = size(name);
            let has_room = index < MOST_RECORDS && bytes + size <= MOST_BYTES;
            match has_room && !cut_off.contains(&name.subject) {
                true => bytes += size,
                false => {
                    cut_off.insert(name.subject);
                    gone.push(name);
                }
            }
        }
    }
    gone
}

/// Records by what they are worth: the last of each subject and then the others, the newest first; and
/// those that are more than one subject may have.
fn by_worth<'n>(
    names: impl DoubleEndedIterator<Item = &'n Name>,
) -> (Vec<&'n Name>, Vec<&'n Name>) {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    let (mut lasts, mut others, mut too_many) = (Vec::new(), Vec::new(), Vec::new());
    for name in names.rev() {
        let count = counts.entry(name.subject).or_default();
        *count += 1;
        match *count {
            1 => lasts.push(name),
            ..=MOST_OF_ONE => others.push(name),
            _ => too_many.push(name),
        }
    }
    lasts.append(&mut others);
    (lasts, too_many)
}

#[cfg(test)]
mod tests {
    use super::super::Stamp;
    use super::*;

    /// Records of these subjects, the oldest first.
    fn names(subjects: impl IntoIterator<Item = u64>) -> Vec<Name> {
        let stamped = (0..).zip(subjects);
        let name = |(stamp, subject)| Name {
            stamp,
            subject,
            random: 0,
            is_done: true,
        };
        stamped.map(name).collect()
    }

    fn kept(names: &[Name], size: impl Fn(&Name) -> u64) -> Vec<Stamp> {
        let gone = superfluous(names, size);
        let kept = names.iter().filter(|name| !gone.contains(name));
        kept.map(|name| name.stamp).collect()
    }

    #[test]
    fn of_one_subject_the_last_few_stay() {
        let names = names([7].into_iter().chain([1; MOST_OF_ONE + 2]));
        let first = 3;
        let expected: Vec<Stamp> = [0].into_iter().chain(first..names.len() as Stamp).collect();
        assert_eq!(kept(&names, |_| 1), expected);
    }

    #[test]
    fn the_last_of_each_subject_goes_after_all_others() {
        // one that was written to once, long ago, and so many that were written to twice
        let others = 1..=MOST_RECORDS as u64 / 2;
        let names = names([0].into_iter().chain(others.clone()).chain(others.clone()));
        let kept = kept(&names, |_| 1);
        assert_eq!(kept.len(), MOST_RECORDS);
        assert_eq!(kept[0], 0);
        assert_eq!(kept[1], 2);
    }

    #[test]
    fn more_subjects_than_records_are_forgotten_from_the_oldest_on() {
        let names = names(0..MOST_RECORDS as u64 + 5);
        let kept = kept(&names, |_| 1);
        assert_eq!(kept.len(), MOST_RECORDS);
        assert_eq!(kept[0], 5);
    }

    #[test]
    fn long_records_push_older_ones_out_but_the_newest_stays() {
        let names = names([1, 2, 3, 3]);
        let size = |name: &Name| if name.stamp == 2 { MOST_BYTES - 1 } else { 1 };
        assert_eq!(kept(&names, size), [0, 1, 3]);
        assert_eq!(kept(&names, |_| MOST_BYTES + 1), [3]);
    }

    #[test]
    fn a_huge_record_goes_with_the_older_ones_of_its_subject_and_no_others() {
        let names = names([1, 2, 3, 3, 3]);
        for (huge, expected) in [(3, vec![0, 1, 4]), (4, vec![0, 1, 2, 3, 4])] {
            let size = |name: &Name| {
                if name.stamp == huge {
                    MOST_BYTES + 1
                } else {
                    1
                }
            };
            assert_eq!(kept(&names, size), expected);
        }
    }

    #[test]
    fn writes_that_may_not_have_been_done_are_counted_by_themselves() {
        let mut names = names([1; 2 * MOST_OF_ONE]);
        for name in &mut names[MOST_OF_ONE..] {
            name.is_done = false;
        }
        assert_eq!(kept(&names, |_| 1).len(), 2 * MOST_OF_ONE);
    }
}
