//! Shortlisting: who is invited follows from the marks by the published conditions, and from nothing else.

use ::entity::ids::{RequestId, ShortlistConditionId};
use ::entity::shortlist_condition;
use std::collections::BTreeMap;

/// One request with its marks.
#[derive(Clone, Debug)]
pub struct Marked {
    pub request: RequestId,
    pub marks: BTreeMap<ShortlistConditionId, i32>,
}

/// What comes of a request, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Invited {
        total: i32,
    },
    /// The conditions that it does not meet, by name.
    Failed(Vec<String>),
    /// Met every condition; others scored higher. `cut` is the lowest total invited.
    BelowCut {
        total: i32,
        cut: i32,
    },
}

/// Every request's verdict; `fewer` says that less than the published minimum is invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortlist {
    pub verdicts: Vec<(RequestId, Verdict)>,
    pub fewer: bool,
}

impl Shortlist {
    pub fn invited(&self) -> usize {
        self.verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Invited { .. })).count()
    }
}

/// How many marks are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmarked(pub usize);

/// The verdicts: a failed condition or a mark below its minimum leaves a request out; of the others the highest totals are
/// invited, up to the maximum. Requests that tie for the last place are all invited.
pub fn shortlist(
    conditions: &[shortlist_condition::Model],
    requests: &[Marked],
    least: i32,
    most: Option<i32>,
) -> Result<Shortlist, Unmarked> {
    let missing = |one: &Marked| conditions.iter().filter(|each| !one.marks.contains_key(&each.id)).count();
    let unmarked: usize = requests.iter().map(missing).sum();
    if unmarked > 0 {
        return Err(Unmarked(unmarked));
    }
    let mut totals: Vec<i32> =
        requests.iter().filter(|one| failed(conditions, one).is_empty()).map(|one| total(conditions, one)).collect();
    totals.sort_unstable_by(|one, other| other.cmp(one));
    let places = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX).min(totals.len());
    let cut = places.checked_sub(1).and_then(|last| totals.get(last)).copied().unwrap_or(0);
    let verdict = |one: &Marked| {
        let failed = failed(conditions, one);
        let total = total(conditions, one);
        let verdict = match failed.is_empty() {
            false => Verdict::Failed(failed),
            true if total >= cut => Verdict::Invited { total },
            true => Verdict::BelowCut { total, cut },
        };
        (one.request, verdict)
    };
    let list = Shortlist { verdicts: requests.iter().map(verdict).collect(), fewer: false };
    let fewer = i32::try_from(list.invited()).is_ok_and(|invited| invited < least);
    Ok(Shortlist { fewer, ..list })
}

/// The names of the conditions that a request does not meet.
fn failed(conditions: &[shortlist_condition::Model], one: &Marked) -> Vec<String> {
    let fails = |condition: &&shortlist_condition::Model| {
        let mark = one.marks.get(&condition.id).copied().unwrap_or(0);
        match condition.scale_max {
            None => mark == 0,
            Some(_) => condition.minimum.is_some_and(|least| mark < least),
        }
    };
    conditions.iter().filter(fails).map(|condition| condition.name.clone()).collect()
}

/// The marks of the scored conditions together.
fn total(conditions: &[shortlist_condition::Model], one: &Marked) -> i32 {
    let scored = conditions.iter().filter(|condition| condition.scale_max.is_some());
    scored.filter_map(|condition| one.marks.get(&condition.id)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::entity::ids::TenderId;
    use chrono::DateTime;

    fn condition(name: &str, scale_max: Option<i32>, minimum: Option<i32>) -> shortlist_condition::Model {
        shortlist_condition::Model {
            id: ShortlistConditionId::new(DateTime::UNIX_EPOCH),
            tender_id: TenderId::new(DateTime::UNIX_EPOCH),
            position: 1,
            name: name.to_owned(),
            question: String::new(),
            scale_max,
            minimum,
        }
    }

    fn request(conditions: &[shortlist_condition::Model], marks: &[i32]) -> Marked {
        let marks = conditions.iter().zip(marks).map(|(condition, mark)| (condition.id, *mark)).collect();
        Marked { request: RequestId::new(DateTime::UNIX_EPOCH), marks }
    }

    fn verdicts(conditions: &[shortlist_condition::Model], marks: &[&[i32]], most: Option<i32>) -> Vec<Verdict> {
        let requests: Vec<Marked> = marks.iter().map(|marks| request(conditions, marks)).collect();
        shortlist(conditions, &requests, 1, most).unwrap().verdicts.into_iter().map(|(_, verdict)| verdict).collect()
    }

    #[test]
    fn the_highest_totals_that_meet_every_condition_are_invited() {
        let conditions = [condition("Safeguarding", None, None), condition("Experience", Some(5), Some(2))];
        let told = verdicts(&conditions, &[&[1, 4], &[0, 5], &[1, 1], &[1, 3], &[1, 5]], Some(2));
        let failed = |name: &str| Verdict::Failed(vec![name.to_owned()]);
        let invited = |total| Verdict::Invited { total };
        let below = Verdict::BelowCut { total: 3, cut: 4 };
        assert_eq!(told, [invited(4), failed("Safeguarding"), failed("Experience"), below, invited(5)]);
    }

    #[test]
    fn a_tie_at_the_last_place_invites_all_of_them() {
        let conditions = [condition("Experience", Some(5), None)];
        let told = verdicts(&conditions, &[&[4], &[3], &[3], &[2]], Some(2));
        let invited = |total| Verdict::Invited { total };
        assert_eq!(told, [invited(4), invited(3), invited(3), Verdict::BelowCut { total: 2, cut: 3 }]);
    }

    #[test]
    fn without_a_maximum_whoever_meets_the_conditions_is_invited() {
        let conditions = [condition("Safeguarding", None, None)];
        let told = verdicts(&conditions, &[&[1], &[0]], None);
        assert_eq!(told, [Verdict::Invited { total: 0 }, Verdict::Failed(vec!["Safeguarding".to_owned()])]);
    }

    #[test]
    fn fewer_than_the_minimum_is_told_and_a_missing_mark_is_refused() {
        let conditions = [condition("Safeguarding", None, None)];
        let one = [request(&conditions, &[1])];
        assert!(shortlist(&conditions, &one, 2, None).unwrap().fewer);
        assert!(!shortlist(&conditions, &one, 1, None).unwrap().fewer);
        assert_eq!(shortlist(&conditions, &[request(&conditions, &[])], 1, None), Err(Unmarked(1)));
        assert!(shortlist(&conditions, &[], 1, None).unwrap().fewer);
    }
}
