//! Prepares what a school pays for a unit, in the transaction of whatever changes it: its register, its volumes, its
//! clusters' contracts.

use super::rules::Kind;
use super::store;
use crate::catalogue;
use crate::catalogue::rules::{from_register, volumes, year_of};
use crate::order::rules::HOW_BOUGHT;
use crate::platform::error::Result;
use ::entity::exact::Exact;
use ::entity::money::{Money, Quantity};
use ::entity::unit_cost::{self, CostBasis};
use ::entity::{category, contract_entry, ids::*, school};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// Brings the figures of schools in categories up to date. Seven queries for any number of them.
pub async fn refresh(
    transaction: &impl ConnectionTrait,
    ids: &[SchoolId],
    categories: &[CategoryId],
    today: NaiveDate,
) -> Result<()> {
    if ids.is_empty() || categories.is_empty() {
        return Ok(());
    }
    let schools = store::schools(transaction, ids).await?;
    let shapes = catalogue::categories_by_id(transaction).await?;
    let mut entries: BTreeMap<_, Vec<contract_entry::Model>> = BTreeMap::new();
    for entry in catalogue::contracts(transaction, categories, ids).await? {
        let Some(category) = entry.category_id else { continue };
        entries.entry((entry.school_id, category)).or_default().push(entry);
    }
    let year = schools.iter().map(|school| year_of(school, today)).max().unwrap_or_default();
    let stated = catalogue::stated_volumes(transaction, categories, ids, year).await?;
    let running = catalogue::running_contracts(transaction, categories, ids, today).await?;
    let withholding = store::withholding(transaction, ids).await?;
    let pairs = schools.iter().flat_map(|school| categories.iter().map(move |category| (school, category)));
    let none = BTreeMap::new();
    let row = |(school, id): (&school::Model, &CategoryId)| {
        let (key, category) = ((school.id, *id), shapes.get(id)?);
        let used = volumes(&category.shape, stated.get(&key).unwrap_or(&none), school.pupils);
        let used = used.get(&category.shape.main_unit).cloned();
        let entries: Vec<_> = entries.get(&key).into_iter().flatten().collect();
        let paid = match from_register(&entries, today) {
            Some(paid) => Paid { amount: paid.amount, volume: used?, basis: basis(&entries) },
            None => of_cluster(running.get(&key)?, category, used)?,
        };
        paid.row(school, *id, withholding.contains(&school.id), today)
    };
    store::replace(transaction, (ids, categories), pairs.filter_map(row).collect()).await
}

/// Everything that is in force was ordered here, or else it is what the register says.
fn basis(entries: &[&contract_entry::Model]) -> CostBasis {
    let is_order = |entry: &&contract_entry::Model| entry.how_bought.as_deref() == Some(HOW_BOUGHT);
    if entries.iter().all(is_order) { CostBasis::Order } else { CostBasis::Register }
}

/// What a school pays a year, for how much.
struct Paid {
    amount: Exact,
    volume: Exact,
    basis: CostBasis,
}

/// The school's part of its cluster's contract, for the quantities that are in it.
fn of_cluster((_, part): &catalogue::Running, category: &category::Model, used: Option<Exact>) -> Option<Paid> {
    let stored: BTreeMap<String, Quantity> = serde_json::from_value(part.volumes.clone()).unwrap_or_default();
    let volume = stored.get(&category.shape.main_unit).map(|quantity| quantity.exact()).or(used)?;
    Some(Paid { amount: part.yearly_cost.exact(), volume, basis: CostBasis::Cluster })
}

impl Paid {
    /// None where nothing is used: there is no cost of a unit.
    fn row(
        self,
        school: &school::Model,
        category: CategoryId,
        withheld: bool,
        today: NaiveDate,
    ) -> Option<unit_cost::Model> {
        let kind = Kind::of(school);
        Some(unit_cost::Model {
            school_id: school.id,
            category_id: category,
            year: year_of(school, today),
            amount: Money::try_from(&self.amount).ok()?,
            volume: Quantity::try_from(self.volume).ok().filter(|volume| volume.0 > 0)?,
            basis: self.basis,
            phase: kind.phase,
            size_band: kind.size.to_string(),
            meals_band: kind.meals.to_string(),
            body: school.body_name(),
            withheld,
            lot: lot(school.id),
        })
    }
}

/// The last bytes of an id are random.
fn lot(id: SchoolId) -> i32 {
    let bytes = id.0.as_bytes();
    i32::from_be_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]) & i32::MAX
}
