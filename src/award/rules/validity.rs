//! Until when bids can be accepted, and asking their bidders to keep them open for longer.

use super::Refusal;
use crate::platform::words;
use chrono::NaiveDate;
use entity::tender::TenderState;

/// Bids that are open and not yet a contract can be kept open for longer.
pub fn may_be_kept_open(state: TenderState) -> Result<(), Refusal> {
    use TenderState::{
        Challenged, Compliance, Contracting, Moderation, Priced, Ratified, Recommended, Scoring, Standstill,
    };
    match state {
        Compliance | Scoring | Moderation | Priced | Recommended | Ratified | Standstill | Challenged | Contracting => {
            Ok(())
        }
        _ => Err(Refusal::NothingToKeepOpen),
    }
}

/// A day worth asking for: to come, and later than the first on which a bid would lapse. The last days are those of the
/// bids that stand.
pub fn check_until(until: NaiveDate, last_days: &[NaiveDate], today: NaiveDate) -> Result<(), Refusal> {
    let first = last_days.iter().min().ok_or(Refusal::NothingToKeepOpen)?;
    let after = today.max(*first);
    if until <= after { Err(Refusal::KeptOpenTooShort(words::date(after))) } else { Ok(()) }
}

/// A bid is accepted on its last day at the latest.
pub fn check_stands(name: &str, valid_until: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    match today <= valid_until {
        true => Ok(()),
        false => Err(Refusal::Lapsed { name: name.to_owned(), day: words::date(valid_until) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_bid_is_kept_open_to_a_day_that_is_later_than_the_first_last_day_and_than_today() {
        let last = [day("2027-07-14"), day("2027-06-14")];
        let refused = |text: &str| Err(Refusal::KeptOpenTooShort(text.to_owned()));
        assert_eq!(check_until(day("2027-06-14"), &last, day("2027-05-01")), refused("Monday 14 June 2027"));
        assert_eq!(check_until(day("2027-06-15"), &last, day("2027-05-01")), Ok(()), "one of them gains a day");
        assert_eq!(check_until(day("2027-06-20"), &last, day("2027-06-20")), refused("Sunday 20 June 2027"));
        assert_eq!(check_until(day("2027-06-20"), &[], day("2027-06-01")), Err(Refusal::NothingToKeepOpen));
    }

    #[test]
    fn its_last_day_is_a_day_of_acceptance() {
        assert_eq!(check_stands("Alder", day("2027-06-14"), day("2027-06-14")), Ok(()));
        let sentence = check_stands("Alder", day("2027-06-14"), day("2027-06-15")).unwrap_err().to_string();
        assert_eq!(
            sentence,
            "The bid of Alder could be accepted until Monday 14 June 2027. Ask its bidder to keep it open"
        );
    }

    #[test]
    fn sealed_bids_and_contracts_are_left_alone() {
        let asked: Vec<_> = TenderState::ALL.iter().filter(|state| may_be_kept_open(**state).is_ok()).collect();
        assert_eq!(asked.len(), 9);
        assert!(may_be_kept_open(TenderState::Sealed).is_err() && may_be_kept_open(TenderState::Live).is_err());
    }
}
