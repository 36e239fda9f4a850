use super::*;
use crate::platform::access::Action;
use std::collections::BTreeSet;

/// `state --event--> state`, as `product.md` has them.
const TABLE: &str = "
draft Pool pooling, draft Cancel cancelled,
pooling SendToReview review, pooling Cancel cancelled,
review ReturnToDraft draft, review Publish open, review Cancel cancelled,
open Withdraw withdrawn, open Close sealed, open Cancel cancelled,
sealed FindNoBid unsuccessful, sealed OpenBids compliance, sealed GoOnWithOneBid compliance,
sealed StopWithOneBid unsuccessful, sealed Cancel cancelled,
compliance StartScoring scoring, compliance FindNoneFit unsuccessful, compliance Cancel cancelled,
scoring FinishScoring moderation, scoring Cancel cancelled,
moderation LockQuality priced, moderation Cancel cancelled,
priced Recommend recommended, priced FindNoAward unsuccessful, priced Cancel cancelled,
recommended Ratify ratified, recommended SendBack scoring, recommended EndByVote cancelled, recommended Cancel cancelled,
ratified StartStandstill standstill, ratified TakeNextRanked recommended, ratified Cancel cancelled,
standstill CorrectAward ratified, standstill CorrectWinner recommended, standstill TakeNextRanked recommended,
standstill Challenge challenged, standstill StartContracting contracting, standstill Cancel cancelled,
challenged DismissChallenge standstill, challenged UpholdChallenge scoring, challenged CancelOnChallenge cancelled,
challenged Cancel cancelled,
contracting CorrectAward ratified, contracting CorrectWinner recommended, contracting TakeNextRanked recommended,
contracting GoLive live, contracting Cancel cancelled,
live End ended, live Terminate terminated";

#[test]
fn every_state_and_event_leads_where_the_table_says_and_nowhere_else() {
    let expected: BTreeSet<String> = TABLE.split(',').map(|line| line.trim().to_owned()).collect();
    let mut found = BTreeSet::new();
    for state in TenderState::ALL {
        for event in TenderEvent::ALL {
            found.extend(event.from(*state).map(|to| format!("{state} {event:?} {to}")));
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn nothing_leaves_a_final_state_and_every_other_state_can_be_left() {
    for state in TenderState::ALL {
        let ways = TenderEvent::ALL.iter().filter(|event| event.from(*state).is_some()).count();
        assert_eq!(ways == 0, is_final(*state), "{state}");
    }
}

#[test]
fn the_roles_of_the_table_are_those_of_the_access_policy() {
    let asked = [
        (TenderEvent::Pool, Action::RunTender),
        (TenderEvent::SendToReview, Action::RunTender),
        (TenderEvent::Withdraw, Action::RunTender),
        (TenderEvent::Publish, Action::ReviewTender),
        (TenderEvent::ReturnToDraft, Action::ReviewTender),
        (TenderEvent::GoOnWithOneBid, Action::ReviewTender),
        (TenderEvent::Recommend, Action::Recommend),
        (TenderEvent::Ratify, Action::RecordVote),
        (TenderEvent::StartStandstill, Action::StartStandstill),
        (TenderEvent::DismissChallenge, Action::DecideChallenge),
        (TenderEvent::TakeNextRanked, Action::Recommend),
    ];
    for (event, action) in asked {
        assert_eq!(event.transition().by, By::One(action.roles()), "{event:?}");
    }
    for corrected in [TenderEvent::CorrectAward, TenderEvent::CorrectWinner] {
        let correctors = Action::CorrectAward.roles();
        assert_eq!(corrected.transition().by, By::Two(correctors, correctors));
    }
    assert_eq!(
        TenderEvent::OpenBids.transition().by,
        By::Two(Action::ConfirmOpening.roles(), Action::ConfirmOpening.roles())
    );
}

#[test]
fn a_tender_is_as_far_as_its_least_advanced_lot_that_goes_on() {
    for (lots, tender) in [
        (vec![Scoring, Live], Some(Scoring)),
        (vec![Unsuccessful, Priced], Some(Priced)),
        (vec![Challenged, Contracting], Some(Challenged)),
        (vec![Cancelled, Unsuccessful], Some(Unsuccessful)),
        (vec![Ended, Live], Some(Live)),
        (vec![], None),
    ] {
        assert_eq!(least_advanced(&lots), tender, "{lots:?}");
    }
}
