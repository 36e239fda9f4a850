//! What a declaration lets somebody do: in general before bids are opened, against the list of bidders after.

use ::entity::declaration;

/// What somebody has declared for a tender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    Missing,
    Conflict,
    Clear,
}

/// Once bids are open a declaration counts only where it was made against the list of bidders; an interest always counts.
pub fn standing(held: Option<&declaration::Model>, bids_are_open: bool) -> Declared {
    match held {
        None => Declared::Missing,
        Some(held) if held.has_interest => Declared::Conflict,
        Some(held) if bids_are_open && held.bidders_declared_at.is_none() => Declared::Missing,
        Some(_) => Declared::Clear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::entity::ids::{AccountId, DeclarationId, TenderId};
    use chrono::{DateTime, Utc};

    fn held(has_interest: bool, bidders_declared_at: Option<DateTime<Utc>>) -> declaration::Model {
        let now = DateTime::UNIX_EPOCH;
        declaration::Model {
            id: DeclarationId::new(now),
            tender_id: TenderId::new(now),
            account_id: AccountId::new(now),
            has_interest,
            detail: None,
            declared_at: now,
            bidders_declared_at,
        }
    }

    #[test]
    fn a_general_declaration_is_not_enough_once_bidders_are_known() {
        let (general, each) = (held(false, None), held(false, Some(DateTime::UNIX_EPOCH)));
        assert_eq!(standing(Some(&general), false), Declared::Clear);
        assert_eq!(standing(Some(&general), true), Declared::Missing);
        assert_eq!(standing(Some(&each), true), Declared::Clear);
        assert_eq!(standing(None, false), Declared::Missing);
        assert_eq!(standing(Some(&held(true, None)), true), Declared::Conflict);
    }
}
