//! What a sub-group may decide for the committee.

use super::refusal::Refusal;
use crate::platform::words;
use ::entity::committee_item::DecisionKind;
use ::entity::money::Money;

/// What can be delegated at all: how costs are shared and which rules hold stay with the committee.
pub fn delegable() -> [DecisionKind; 3] {
    [DecisionKind::StartTender, DecisionKind::OpenFund, DecisionKind::Other]
}

/// A group decides what it was given, up to what it may spend.
pub fn may_decide(
    kinds: &[DecisionKind],
    limit: Option<Money>,
    kind: DecisionKind,
    amount: Option<Money>,
) -> Result<(), Refusal> {
    if !kinds.contains(&kind) {
        return Err(Refusal::NotDelegated);
    }
    match (amount.filter(|amount| amount.0 > 0), limit) {
        (None, _) => Ok(()),
        (Some(_), None) => Err(Refusal::NothingToSpend),
        (Some(amount), Some(limit)) if amount > limit => {
            Err(Refusal::OverLimit(words::pounds(limit.to_string().parse().unwrap_or_default())))
        }
        (Some(_), Some(_)) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_stays_within_what_it_was_given() {
        let kinds = [DecisionKind::Other];
        let pounds = |pounds: i64| Some(Money(pounds * 10_000));
        assert_eq!(may_decide(&kinds, None, DecisionKind::StartTender, None), Err(Refusal::NotDelegated));
        assert_eq!(may_decide(&kinds, None, DecisionKind::Other, pounds(1)), Err(Refusal::NothingToSpend));
        assert_eq!(may_decide(&kinds, pounds(500), DecisionKind::Other, pounds(500)), Ok(()));
        let over = may_decide(&kinds, pounds(500), DecisionKind::Other, pounds(501));
        assert_eq!(over, Err(Refusal::OverLimit("£500".to_owned())));
        assert_eq!(may_decide(&kinds, None, DecisionKind::Other, None), Ok(()));
    }
}
