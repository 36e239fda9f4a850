//! Which schools are in: by what their body authorised, by a new decision, or out by the published rule.

use super::Refusal;
use entity::exact::Exact;
use entity::joining::JoinState;
use entity::money::{Money, plain_price};

/// At ratification: a share inside what the body authorised is in, anything above is for the body to decide.
pub fn first_state(share: &Exact, authorised: Option<Money>) -> JoinState {
    if within(share, authorised) { JoinState::InByMandate } else { JoinState::Undecided }
}

fn within(share: &Exact, authorised: Option<Money>) -> bool {
    authorised.is_some_and(|limit| *share <= limit.exact())
}

/// A body decides: in, up to a yearly price that covers its share, or out. Who is in by its mandate stays in.
pub fn decided(current: JoinState, share: &Exact, up_to: Option<Money>) -> Result<JoinState, Refusal> {
    match up_to {
        _ if current == JoinState::InByMandate => Err(Refusal::InAlready),
        None => Ok(JoinState::Left),
        Some(_) if within(share, up_to) => Ok(JoinState::InByDecision),
        Some(_) => Err(Refusal::UpToBelowShare(plain_price(share))),
    }
}

/// After others have left: does the decision still cover the school's new share?
pub fn still_settled(state: JoinState, share: &Exact, authorised: Option<Money>) -> bool {
    match state {
        JoinState::InByMandate | JoinState::InByDecision => within(share, authorised),
        JoinState::Undecided | JoinState::Left => true,
    }
}

/// How many schools are in, undecided and out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub joined: usize,
    pub undecided: usize,
    pub left: usize,
}

impl Tally {
    /// Fewer than the bid is binding for, even if everybody who has not decided joins: the bidder may withdraw.
    pub fn below(&self, minimum: i32) -> bool {
        i32::try_from(self.joined + self.undecided).is_ok_and(|most| most < minimum)
    }
}

pub fn tally(states: impl IntoIterator<Item = JoinState>) -> Tally {
    states.into_iter().fold(Tally::default(), |mut tally, state| {
        match state {
            JoinState::InByMandate | JoinState::InByDecision => tally.joined += 1,
            JoinState::Undecided => tally.undecided += 1,
            JoinState::Left => tally.left += 1,
        }
        tally
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pounds(amount: i64) -> Exact {
        Exact::from(amount)
    }

    fn limit(amount: i64) -> Option<Money> {
        Money::try_from(pounds(amount)).ok()
    }

    #[test]
    fn a_share_up_to_the_mandate_is_in_and_a_penny_more_is_for_the_body_to_decide() {
        assert_eq!(first_state(&pounds(1_700), limit(1_700)), JoinState::InByMandate);
        assert_eq!(first_state(&Exact::scaled(170_001, 2), limit(1_700)), JoinState::Undecided);
        assert_eq!(first_state(&pounds(1), None), JoinState::Undecided, "nobody authorised anything");
    }

    #[test]
    fn a_body_decides_up_to_a_price_that_covers_its_share_and_may_change_its_mind() {
        assert_eq!(decided(JoinState::Undecided, &pounds(500), limit(500)), Ok(JoinState::InByDecision));
        assert_eq!(decided(JoinState::InByDecision, &pounds(500), None), Ok(JoinState::Left));
        let below = decided(JoinState::Left, &pounds(500), limit(499)).unwrap_err();
        assert_eq!(below.to_string(), "Enter at least your school's share, £500 a year");
        assert_eq!(decided(JoinState::InByMandate, &pounds(500), None), Err(Refusal::InAlready));
    }

    #[test]
    fn a_share_that_grows_past_the_decision_unsettles_it() {
        assert!(still_settled(JoinState::InByMandate, &pounds(500), limit(500)));
        assert!(!still_settled(JoinState::InByDecision, &pounds(501), limit(500)));
        assert!(still_settled(JoinState::Left, &pounds(501), limit(500)));
    }

    #[test]
    fn below_the_minimum_counts_those_who_may_still_join() {
        use JoinState::{InByDecision, InByMandate, Left, Undecided};
        let found = tally([InByMandate, InByDecision, Undecided, Left]);
        assert_eq!(found, Tally { joined: 2, undecided: 1, left: 1 });
        assert!(!found.below(3));
        assert!(found.below(4));
    }
}
