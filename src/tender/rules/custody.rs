//! Who keeps the key that a tender's bids are sealed to, and when it can be given out.

use super::team::Member;
use ::entity::ids::AccountId;
use ::entity::membership::Role;
use ::entity::tender_key::Custody;
use ::entity::{key_share, recovery_key};
use std::collections::BTreeSet;

/// In split custody one key-holder may be lost: two must be left.
pub const HOLDERS_OF_A_SPLIT_KEY: usize = 3;

/// A key-holder with what is known of their recovery key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub account: AccountId,
    pub name: String,
    /// Their recovery key's public half, once it was made.
    pub recipient: Option<String>,
    /// Have they opened the test with it?
    pub is_tested: bool,
    /// Was the tender's key given out to the recovery key that they have now?
    pub has_share: bool,
}

/// The key-holders of a team with their recovery keys and shares.
pub fn holders(team: &[Member], keys: &[recovery_key::Model], shares: &[key_share::Model]) -> Vec<Holder> {
    let of = |member: &Member| {
        let key = keys.iter().find(|key| key.account_id == member.account);
        let share = |share: &key_share::Model| {
            share.outer_id == member.account && key.is_some_and(|key| key.recipient == share.outer_recipient)
        };
        Holder {
            account: member.account,
            name: member.name.clone(),
            recipient: key.map(|key| key.recipient.clone()),
            is_tested: key.is_some_and(|key| key.tested_at.is_some()),
            has_share: shares.iter().any(share),
        }
    };
    let mut seen = BTreeSet::new();
    let holders = team.iter().filter(|member| member.role == Role::KeyHolder && seen.insert(member.account));
    holders.map(of).collect()
}

/// What keeps a tender from being published with this custody, as sentences. Standard custody asks nobody for anything.
pub fn lacks(custody: Custody, holders: &[Holder]) -> Vec<String> {
    if custody == Custody::Standard {
        return Vec::new();
    }
    let few = (holders.len() < HOLDERS_OF_A_SPLIT_KEY).then(|| {
        "Split custody needs three key-holders of different schools, so that two are left if one is lost".to_owned()
    });
    let untested = holders.iter().filter(|holder| !holder.is_tested);
    let untested = untested.map(|holder| format!("{} must make a recovery key and test it", holder.name));
    few.into_iter().chain(untested).collect()
}

/// The ordered pairs that a key is given out to: either of two may be the first to come.
pub fn pairs(holders: &[Holder]) -> Vec<(&Holder, &Holder)> {
    let tested = || holders.iter().filter(|holder| holder.is_tested && holder.recipient.is_some());
    tested()
        .flat_map(|outer| tested().map(move |inner| (outer, inner)))
        .filter(|(outer, inner)| outer.account != inner.account)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn holder(name: &str, is_tested: bool) -> Holder {
        let account = AccountId::new(DateTime::UNIX_EPOCH);
        Holder { account, name: name.to_owned(), recipient: Some("age1".to_owned()), is_tested, has_share: false }
    }

    #[test]
    fn split_custody_waits_for_three_tested_keys_and_standard_for_none() {
        let two = [holder("Kay", true), holder("Ken", false)];
        assert!(lacks(Custody::Standard, &[]).is_empty());
        let told = lacks(Custody::Split, &two);
        assert_eq!(told.len(), 2);
        assert_eq!(told[1], "Ken must make a recovery key and test it");
        assert!(lacks(Custody::Split, &[holder("A", true), holder("B", true), holder("C", true)]).is_empty());
    }

    #[test]
    fn every_two_with_a_tested_key_are_a_pair_in_both_orders() {
        let three = [holder("A", true), holder("B", true), holder("C", true), holder("D", false)];
        assert_eq!(pairs(&three).len(), 6);
        assert!(pairs(&three[..1]).is_empty());
    }
}
