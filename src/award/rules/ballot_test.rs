use super::*;
use chrono::DateTime;
use std::collections::BTreeSet;

/// Nine schools, each with a representative and a substitute.
fn seats() -> Vec<Seat> {
    let account = || Some(AccountId::new(DateTime::UNIX_EPOCH));
    let seat = |n: usize| Seat {
        school: SchoolId::new(DateTime::UNIX_EPOCH),
        name: format!("School {n}"),
        representative: account(),
        substitute: account(),
    };
    (1..=9).map(seat).collect()
}

fn vote(seat: &Seat, capacity: Capacity, choice: Choice) -> vote::Model {
    let account_id = match capacity {
        Capacity::Representative => seat.representative.unwrap(),
        Capacity::Substitute => seat.substitute.unwrap(),
    };
    vote::Model {
        ballot_id: entity::ids::BallotId::new(DateTime::UNIX_EPOCH),
        school_id: seat.school,
        capacity,
        account_id,
        choice,
        reason: None,
        cast_at: DateTime::UNIX_EPOCH,
    }
}

fn by_representatives(seats: &[Seat], votes_for: usize, votes_against: usize) -> Vec<vote::Model> {
    let choices =
        std::iter::repeat_n(Choice::For, votes_for).chain(std::iter::repeat_n(Choice::Against, votes_against));
    seats.iter().zip(choices).map(|(seat, choice)| vote(seat, Capacity::Representative, choice)).collect()
}

const SIMPLE: How =
    How { majority: agreement::Majority::Simple, casting_vote_allowed: false, casting_vote: None, quorum: None };

#[test]
fn a_quorate_majority_carries_and_four_of_nine_decide_nothing() {
    let seats = seats();
    let carried = count(&seats, &by_representatives(&seats, 4, 1), &BTreeSet::new(), SIMPLE);
    assert_eq!((carried.carried, carried.votes_for, carried.votes_against, carried.quorum), (true, 4, 1, 5));
    let few = count(&seats, &by_representatives(&seats, 4, 0), &BTreeSet::new(), SIMPLE);
    assert_eq!(few.outcome, "4 of 9 schools voted. 5 are needed, so there is no decision");
}

#[test]
fn the_representatives_vote_replaces_the_substitutes() {
    let seats = seats();
    let mut votes = by_representatives(&seats[1..], 4, 0);
    votes.push(vote(&seats[0], Capacity::Substitute, Choice::Against));
    votes.push(vote(&seats[0], Capacity::Representative, Choice::For));
    let found = count(&seats, &votes, &BTreeSet::new(), SIMPLE);
    assert_eq!((found.votes_for, found.votes_against), (5, 0));
    assert_eq!(found.schools[0].extract(), "For, by its representative");
    assert_eq!(voted(&seats, &votes), 5);
}

#[test]
fn an_interest_takes_the_vote_and_the_presence_but_not_the_quorum_and_a_substitute_may_step_in() {
    let seats = seats();
    let interested: BTreeSet<AccountId> = [seats[0].representative.unwrap()].into();
    let mut votes = by_representatives(&seats, 5, 0);
    let alone = count(&seats, &votes, &interested, SIMPLE);
    assert_eq!((alone.counted, alone.quorum, alone.quorate), (4, 5, false));
    assert_eq!(alone.schools[0].noted, Noted::Withdrew);
    votes.push(vote(&seats[0], Capacity::Substitute, Choice::Abstain));
    let stood_in = count(&seats, &votes, &interested, SIMPLE);
    assert_eq!((stood_in.counted, stood_in.votes_for, stood_in.abstained), (5, 4, 1));
    assert!(stood_in.carried);
}

#[test]
fn a_tie_waits_for_the_chair_only_where_the_agreement_says_so() {
    let seats = seats();
    let tie = by_representatives(&seats, 3, 3);
    let allowed = How { casting_vote_allowed: true, ..SIMPLE };
    let open = count(&seats, &tie, &BTreeSet::new(), allowed);
    assert!(needs_casting_vote(&open, allowed) && !needs_casting_vote(&open, SIMPLE));
    let broken = count(&seats, &tie, &BTreeSet::new(), How { casting_vote: Some(Choice::For), ..allowed });
    assert_eq!((broken.carried, broken.outcome.as_str()), (true, "Carried on the chair's casting vote"));
}

#[test]
fn the_minute_says_the_question_the_count_and_every_schools_extract() {
    let seats = seats();
    let mut found = count(&seats, &by_representatives(&seats, 5, 0), &BTreeSet::new(), SIMPLE);
    found.reason = "Best total".to_owned();
    let text = minute(2, "Award catering to Alder?", "5pm BST on Thursday 15 April 2027", &found);
    for expected in [
        "Vote 2, closed 5pm BST on Thursday 15 April 2027.",
        "Question: Award catering to Alder?",
        "9 schools have a vote; the quorum is 5; 5 took part.",
        "For 5, Against 0, Abstain 0. Carried.",
        "School 1: For, by its representative.",
        "School 9: did not vote.",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}
