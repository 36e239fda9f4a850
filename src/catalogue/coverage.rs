//! Where an organisation offers what it has published.

use super::rules::{Phase, phase};
use super::store;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words::london_day;
use crate::provider::rules::authorities;
use ::entity::category;
use ::entity::ids::*;
use ::entity::listing_area::EVERYWHERE;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is offered of one service.
#[derive(Clone, Debug)]
pub struct Offered {
    pub category: category::Model,
    pub listings: usize,
    /// DfE's codes of LAs.
    pub codes: BTreeSet<String>,
}

/// What an organisation offers, and how many open schools each LA has.
#[derive(Clone, Debug)]
pub struct Coverage {
    pub offered: Vec<Offered>,
    pub schools: HashMap<String, i64>,
}

impl Coverage {
    /// The LAs in which anything is offered.
    pub fn all(&self) -> BTreeSet<String> {
        self.offered.iter().flat_map(|one| one.codes.iter().cloned()).collect()
    }

    pub fn schools_in(&self, codes: &BTreeSet<String>) -> i64 {
        codes.iter().filter_map(|code| self.schools.get(code)).sum()
    }
}

/// The published listings of an organisation by service and area. Six queries.
pub async fn coverage(context: &Context, provider: ProviderId) -> Result<Coverage> {
    let named = store::published_by(context.read(), provider).await?;
    let ids: Vec<ListingId> = named.iter().map(|each| each.listing.id).collect();
    let mut areas = store::areas_by_listing(context.read(), &ids).await?;
    let today = london_day(context.now);
    let mut offered: BTreeMap<i32, Offered> = BTreeMap::new();
    for each in named {
        if phase(&each.listing, Some(&each.version), today) == Phase::Withdrawn {
            continue;
        }
        let codes = areas.remove(&each.listing.id).unwrap_or_default();
        let none = || Offered { category: each.category.clone(), listings: 0, codes: BTreeSet::new() };
        let one = offered.entry(each.category.position).or_insert_with(none);
        one.listings += 1;
        one.codes.extend(each_code(codes));
    }
    let schools = store::schools_by_area(context.read()).await?;
    Ok(Coverage { offered: offered.into_values().collect(), schools })
}

/// Every LA's code where it is offered everywhere.
fn each_code(codes: Vec<String>) -> Vec<String> {
    if codes.iter().any(|code| code == EVERYWHERE) {
        return authorities().iter().map(|(code, _)| (*code).to_owned()).collect();
    }
    codes
}
