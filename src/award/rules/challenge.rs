//! When an assessed bidder may challenge.

use super::Refusal;
use chrono::{DateTime, Utc};
use entity::tender::TenderState;
use entity::{challenge, lot, outcome};

/// During the standstill, once a bid and outcome, also while another's challenge is being decided.
pub fn may_challenge(
    lot: &lot::Model,
    earlier: Option<&challenge::Model>,
    outcome: &outcome::Model,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let standing = matches!(lot.state, TenderState::Standstill | TenderState::Challenged);
    if !standing || lot.standstill_ends_at.is_none_or(|ends| now >= ends) {
        Err(Refusal::StandstillOver)
    } else if earlier.is_some_and(|earlier| earlier.raised_at >= outcome.sent_at) {
        Err(Refusal::ChallengedAlready)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::ids::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn lot(state: TenderState) -> lot::Model {
        let (id, tender_id) = (LotId::new(DateTime::UNIX_EPOCH), TenderId::new(DateTime::UNIX_EPOCH));
        let standstill_ends_at = Some(at("2027-04-27T23:00:00Z"));
        lot::Model {
            id,
            tender_id,
            number: 1,
            title: String::new(),
            state,
            weight: ::entity::money::Quantity::ONE,
            price_rule: None,
            ended_reason: None,
            asked_until: None,
            standstill_from: None,
            standstill_ends_at,
        }
    }

    fn told() -> outcome::Model {
        let bid_id = BidId::new(DateTime::UNIX_EPOCH);
        let sent_at = at("2027-04-16T09:00:00Z");
        outcome::Model { bid_id, won: false, summary: serde_json::Value::Null, sent_at, acknowledged_at: None }
    }

    fn raised(at: DateTime<Utc>) -> challenge::Model {
        challenge::Model {
            id: ChallengeId::new(at),
            lot_id: LotId::new(at),
            bid_id: BidId::new(at),
            grounds: String::new(),
            raised_at: at,
            outcome: None,
            outcome_reason: None,
            decided_by: None,
            decided_at: None,
        }
    }

    #[test]
    fn a_challenge_is_raised_before_the_standstill_is_over_and_once_an_outcome() {
        let (standing, last) = (lot(TenderState::Standstill), at("2027-04-27T22:59:59Z"));
        assert_eq!(may_challenge(&standing, None, &told(), last), Ok(()));
        let over = at("2027-04-27T23:00:00Z");
        assert_eq!(may_challenge(&standing, None, &told(), over), Err(Refusal::StandstillOver));
        assert!(may_challenge(&lot(TenderState::Contracting), None, &told(), last).is_err());
        let again = raised(at("2027-04-20T09:00:00Z"));
        assert_eq!(may_challenge(&standing, Some(&again), &told(), last), Err(Refusal::ChallengedAlready));
        let about_an_earlier_outcome = raised(at("2027-03-20T09:00:00Z"));
        assert_eq!(may_challenge(&standing, Some(&about_an_earlier_outcome), &told(), last), Ok(()));
    }
}
