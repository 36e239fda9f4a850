//! Which bid comes next when the winner withdraws: by the ranking as it was, never by a new one.

use super::Refusal;
use chrono::NaiveDate;
use entity::ids::BidId;

/// A bid's place in the ranking, and until when it can be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub bid: BidId,
    pub rank: usize,
    pub valid_until: NaiveDate,
}

/// The best-placed bid that was not withdrawn and can still be accepted; two of the same place are for lots to decide.
pub fn next_ranked(order: &[Place], withdrawn: &[BidId], today: NaiveDate) -> Result<BidId, Refusal> {
    let stands = |place: &&Place| !withdrawn.contains(&place.bid) && today <= place.valid_until;
    let mut left: Vec<&Place> = order.iter().filter(stands).collect();
    left.sort_by_key(|place| place.rank);
    match left.as_slice() {
        [] => Err(Refusal::NoNextBid),
        [first, second, ..] if first.rank == second.rank => Err(Refusal::NoSingleWinner),
        [first, ..] => Ok(first.bid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn places<const N: usize>(told: [(usize, &str); N]) -> ([BidId; N], Vec<Place>) {
        let ids = told.map(|_| BidId::new(DateTime::<Utc>::UNIX_EPOCH));
        let place = |(id, (rank, until)): (&BidId, (usize, &str))| Place { bid: *id, rank, valid_until: day(until) };
        let order = ids.iter().zip(told).map(place).collect();
        (ids, order)
    }

    #[test]
    fn the_next_bid_is_the_best_placed_that_stands_and_can_still_be_accepted() {
        let (ids, order) = places([(1, "2027-06-30"), (3, "2027-06-30"), (2, "2027-06-30")]);
        assert_eq!(next_ranked(&order, &[ids[0]], day("2027-06-30")), Ok(ids[2]));
        assert_eq!(next_ranked(&order, &[ids[0], ids[2]], day("2027-06-30")), Ok(ids[1]));
        assert_eq!(next_ranked(&order, &[ids[0]], day("2027-07-01")), Err(Refusal::NoNextBid), "none can be accepted");
        let (ids, order) = places([(1, "2027-06-30"), (2, "2027-03-01"), (3, "2027-06-30")]);
        assert_eq!(next_ranked(&order, &[ids[0]], day("2027-04-01")), Ok(ids[2]), "the second is out of date");
    }

    #[test]
    fn two_bids_of_one_place_are_not_chosen_between() {
        let (ids, order) = places([(1, "2027-06-30"), (2, "2027-06-30"), (2, "2027-06-30")]);
        assert_eq!(next_ranked(&order, &[ids[0]], day("2027-04-01")), Err(Refusal::NoSingleWinner));
        assert_eq!(next_ranked(&order, &ids, day("2027-04-01")), Err(Refusal::NoNextBid));
    }
}
