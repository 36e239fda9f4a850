//! What a sheet starts from, what may be sent, and when it can still be changed.

use crate::catalogue::rules::{default_of, volumes};
use ::entity::category::{CategoryShape, Item};
use ::entity::exact::Exact;
use ::entity::money::Quantity;
use ::entity::school;
use std::collections::BTreeMap;

/// What an item starts from where a school has used nothing yet: the category's usual number, or the register's count.
pub fn usual(item: &Item, school: &school::Model) -> Option<Quantity> {
    default_of(item, school.pupils).and_then(|usual| Quantity::try_from(usual).ok())
}

/// What a filled sheet comes to a year in each unit, to a thousandth.
pub fn yearly(
    shape: &CategoryShape,
    items: &BTreeMap<String, Quantity>,
    pupils: Option<i32>,
) -> BTreeMap<String, Quantity> {
    let stored = |volume: &Exact| Quantity::try_from(volume.half_up(Quantity::DECIMALS)).ok();
    volumes(shape, items, pupils).iter().filter_map(|(unit, volume)| Some((unit.clone(), stored(volume)?))).collect()
}
