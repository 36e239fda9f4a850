//! When a clerical error in an agreed score may be corrected after the bidders were told, and by whom.

use super::Refusal;
use entity::ids::{AccountId, SchoolId};
use entity::tender::TenderState;

/// After the outcomes were sent and before the contract is made. A challenge is the reviewer's to decide first.
pub fn may_correct(state: TenderState) -> Result<(), Refusal> {
    match state {
        TenderState::Standstill | TenderState::Contracting => Ok(()),
        TenderState::Challenged => Err(Refusal::ChallengeOpen),
        _ => Err(Refusal::NothingToCorrect),
    }
}

/// What is to be put right, beside what stands.
#[derive(Clone, Copy, Debug)]
pub struct Put<'a> {
    pub score: i32,
    pub reason: &'a str,
}

/// A correction changes the score or its reason, and the score stays on its scale.
pub fn check(stands: Put, should: Put, scale_max: i32) -> Result<(), Refusal> {
    if !(0..=scale_max).contains(&should.score) {
        Err(Refusal::OffTheScale(scale_max))
    } else if stands.score == should.score && stands.reason.trim() == should.reason.trim() {
        Err(Refusal::NothingChanges)
    } else {
        Ok(())
    }
}

/// Two people of different schools: the second is not the first, nor from the first one's school.
pub fn may_confirm(
    proposed: (AccountId, Option<SchoolId>),
    second: (AccountId, Option<SchoolId>),
) -> Result<(), Refusal> {
    if proposed.0 == second.0 {
        Err(Refusal::ProposedByYou)
    } else if proposed.1.is_some() && proposed.1 == second.1 {
        Err(Refusal::SameSchool)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};

    #[test]
    fn a_score_is_corrected_after_the_outcomes_and_before_the_contract() {
        use TenderState::{Challenged, Contracting, Live, Ratified, Standstill};
        assert!([Standstill, Contracting].map(may_correct).iter().all(Result::is_ok));
        assert_eq!(may_correct(Challenged), Err(Refusal::ChallengeOpen));
        assert!([Ratified, Live].map(may_correct).iter().all(Result::is_err));
    }

    #[test]
    fn a_correction_changes_something_and_stays_on_the_scale() {
        let put = |score, reason| Put { score, reason };
        assert_eq!(check(put(3, "Clear"), put(5, "Clear"), 5), Ok(()));
        assert_eq!(check(put(3, "Clear"), put(3, "Very clear"), 5), Ok(()));
        assert_eq!(check(put(3, "Clear"), put(3, " Clear "), 5), Err(Refusal::NothingChanges));
        assert_eq!(check(put(3, "Clear"), put(6, "Clear"), 5), Err(Refusal::OffTheScale(5)));
    }

    #[test]
    fn the_second_person_is_another_from_another_school() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let (one, other) = (AccountId::new(now), AccountId::new(now));
        let (here, there) = (Some(SchoolId::new(now)), Some(SchoolId::new(now)));
        assert_eq!(may_confirm((one, here), (other, there)), Ok(()));
        assert_eq!(may_confirm((one, None), (other, None)), Ok(()), "a clerk is of no school");
        assert_eq!(may_confirm((one, here), (one, there)), Err(Refusal::ProposedByYou));
        assert_eq!(may_confirm((one, here), (other, here)), Err(Refusal::SameSchool));
    }
}
