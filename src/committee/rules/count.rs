//! What each school did on an item: who was there for it, who withdrew, how it voted.

use crate::award::rules::{Counted, Noted, SchoolVote, Seat};
use ::entity::ids::SchoolId;
use ::entity::vote::{Capacity, Choice};
use std::collections::BTreeMap;

/// Somebody who came for a school.
pub type Came = (SchoolId, Capacity);
/// Somebody with an interest in the item.
pub type Interested = (SchoolId, Capacity);

/// One line a school with a vote: the representative's where they came and have no interest, else the substitute's.
pub fn schools_at(
    seats: &[Seat],
    came: &[Came],
    interested: &[Interested],
    votes: &BTreeMap<SchoolId, Choice>,
) -> Vec<SchoolVote> {
    let of_seat = |seat: &Seat| {
        let was_there = |capacity| came.contains(&(seat.school, capacity));
        let is_free = |capacity: &Capacity| was_there(*capacity) && !interested.contains(&(seat.school, *capacity));
        let by = [Capacity::Representative, Capacity::Substitute].into_iter().find(is_free);
        let choice = by.and_then(|_| votes.get(&seat.school).copied());
        let anybody = was_there(Capacity::Representative) || was_there(Capacity::Substitute);
        SchoolVote {
            school: seat.school,
            name: seat.name.clone(),
            noted: match choice {
                Some(_) => Noted::Counted,
                None if by.is_none() && anybody => Noted::Withdrew,
                None => Noted::DidNotVote,
            },
            choice,
            capacity: by,
            reason: None,
        }
    };
    seats.iter().map(of_seat).collect()
}

/// "Carried", or why there is no decision: "4 of 9 schools were there. 5 are needed, so there is no decision".
pub fn outcome(counted: &Counted) -> String {
    let Counted { counted: there, voting_members, quorum, .. } = counted;
    if counted.quorate {
        return counted.outcome.clone();
    }
    let withdrew = counted.schools.iter().filter(|school| school.noted == Noted::Withdrew).count();
    let apart = match withdrew {
        0 => String::new(),
        1 => " without an interest".to_owned(),
        _ => " without interests".to_owned(),
    };
    format!("{there} of {voting_members} schools were there{apart}. {quorum} are needed, so there is no decision")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::award::rules::{How, counted};
    use ::entity::agreement::Majority;
    use chrono::DateTime;

    const SIMPLE: How =
        How { majority: Majority::Simple, casting_vote_allowed: false, casting_vote: None, quorum: None };

    fn seats(count: usize) -> Vec<Seat> {
        let seat = |number: usize| Seat {
            school: SchoolId::new(DateTime::UNIX_EPOCH),
            name: format!("School {number}"),
            representative: None,
            substitute: None,
        };
        (1..=count).map(seat).collect()
    }

    fn all(seats: &[Seat], count: usize, capacity: Capacity) -> Vec<Came> {
        seats.iter().take(count).map(|seat| (seat.school, capacity)).collect()
    }

    #[test]
    fn four_of_nine_schools_decide_nothing_and_five_do() {
        let seats = seats(9);
        let votes: BTreeMap<_, _> = seats.iter().map(|seat| (seat.school, Choice::For)).collect();
        let with = |count| {
            let came = all(&seats, count, Capacity::Representative);
            counted(schools_at(&seats, &came, &[], &votes), SIMPLE)
        };
        let (four, five) = (with(4), with(5));
        assert!(!four.carried && four.votes_for == 4);
        assert_eq!(outcome(&four), "4 of 9 schools were there. 5 are needed, so there is no decision");
        assert!(five.carried);
        assert_eq!(outcome(&five), "Carried");
    }

    #[test]
    fn a_substitute_votes_only_for_a_representative_who_is_away_or_withdraws() {
        let seats = seats(1);
        let school = seats[0].school;
        let votes = BTreeMap::from([(school, Choice::For)]);
        let (member, substitute) = ((school, Capacity::Representative), (school, Capacity::Substitute));
        let by = |came: &[Came], interested: &[Interested]| {
            let line = schools_at(&seats, came, interested, &votes).remove(0);
            (line.noted, line.capacity)
        };
        assert_eq!(by(&[member, substitute], &[]), (Noted::Counted, Some(Capacity::Representative)));
        assert_eq!(by(&[substitute], &[]), (Noted::Counted, Some(Capacity::Substitute)));
        assert_eq!(by(&[member, substitute], &[member]), (Noted::Counted, Some(Capacity::Substitute)));
        assert_eq!(by(&[member], &[member]), (Noted::Withdrew, None));
        assert_eq!(by(&[], &[]), (Noted::DidNotVote, None), "the vote of a school that was not there is disregarded");
    }

    #[test]
    fn whoever_withdraws_is_not_counted_while_the_quorum_stays() {
        let seats = seats(9);
        let came = all(&seats, 5, Capacity::Representative);
        let schools = schools_at(&seats, &came, &came[..1], &BTreeMap::new());
        let counted = counted(schools, SIMPLE);
        assert_eq!((counted.counted, counted.quorum), (4, 5));
        assert_eq!(
            outcome(&counted),
            "4 of 9 schools were there without an interest. 5 are needed, so there is no decision"
        );
    }

    #[test]
    fn silence_counts_for_the_quorum_and_not_as_a_vote() {
        let seats = seats(3);
        let came = all(&seats, 3, Capacity::Representative);
        let votes = BTreeMap::from([(seats[0].school, Choice::For)]);
        let counted = counted(schools_at(&seats, &came, &[], &votes), SIMPLE);
        assert_eq!((counted.votes_for, counted.abstained, counted.carried), (1, 2, true));
        assert_eq!(counted.schools[1].extract(), "there, by its representative; did not vote");
    }
}
