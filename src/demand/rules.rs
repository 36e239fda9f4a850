//! What a sheet starts from, what may be sent, and when it can still be changed.

use ::entity::category::{CategoryShape, Item};
use ::entity::exact::Exact;
use ::entity::money::Quantity;
use ::entity::school;
use std::collections::BTreeMap;

/// What an item starts from where a school has used nothing yet: the register's count of pupils, or the category's
/// usual number.
pub fn usual(item: &Item, school: &school::Model) -> Option<Quantity> {
    match (item.id.as_str(), school.pupils) {
        ("pupil", Some(pupils)) => Quantity::try_from(Exact::from(pupils)).ok(),
        _ => item.default.as_deref().and_then(|text| text.parse().ok()),
    }
}

/// The volume of each unit: the product of its factors, each the sum of its items; none where an item is missing.
pub fn volumes(shape: &CategoryShape, items: &BTreeMap<String, Quantity>) -> BTreeMap<String, Quantity> {
    let sum =
        |factor: &Vec<String>| factor.iter().map(|item| items.get(item).map(|q| q.exact())).sum::<Option<Exact>>();
    let volume = |factors: &Vec<Vec<String>>| {
        let product = factors.iter().try_fold(Exact::one(), |product, factor| Some(&product * &sum(factor)?))?;
        Quantity::try_from(product.half_up(Quantity::DECIMALS)).ok()
    };
    shape.units.iter().filter_map(|unit| Some((unit.id.clone(), volume(&unit.factors)?))).collect()
}
