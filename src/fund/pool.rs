//! Pools that spread a risk: premiums by what each school cost before, weighed by how much is known of it.

use super::money::{Moving, NewMovement, refused};
use super::store;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::savings::rules::{Pooled, pool_premium};
use ::entity::fund::{self, FundKind};
use ::entity::fund_entry::EntryKind;
use ::entity::money::{Money, Quantity, Rate};
use ::entity::{cluster::Model as Cluster, fund_premium, ids::*};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// What a school brings into the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposed {
    pub school: SchoolId,
    /// This year's, in the pool's unit.
    pub exposure: Quantity,
    pub past_exposure: Quantity,
    pub past_cost: Money,
}

/// What all of them bring for a year.
#[derive(Clone, Debug)]
pub struct NewPremiums {
    pub year: i32,
    pub schools: Vec<Exposed>,
}

/// Each school's premium by the pool's rule, in the order given; none when nothing is known of the past.
pub fn premiums_for(fund: &fund::Model, schools: &[Exposed]) -> Option<Vec<Money>> {
    let k = fund.pool_k.unwrap_or(Quantity::ZERO).exact();
    let loading = fund.pool_loading.unwrap_or(Rate::ZERO).exact();
    let pooled = |each: &Exposed| Pooled {
        exposure: each.exposure.exact(),
        past_exposure: each.past_exposure.exact(),
        past_cost: each.past_cost.exact(),
    };
    let pooled: Vec<Pooled> = schools.iter().map(pooled).collect();
    let found = pool_premium(&k, &loading, &pooled)?;
    found.premiums.iter().map(|premium| Money::try_from(premium).ok()).collect()
}

/// Works the premiums out and invoices them, once a year.
pub async fn charge_premiums(
    context: &Context,
    cluster: &Cluster,
    id: FundId,
    new: NewPremiums,
    said: NewMovement,
) -> Result<()> {
    let moving = Moving::by_keeper(context, cluster.id, id, new.year).await?;
    let tx = moving.change.tx();
    if moving.ledger.fund.kind != FundKind::Pool {
        return Err(refused(super::rules::Refusal::WrongKind));
    }
    if store::is_kind_in_year(tx, id, EntryKind::Premium, new.year).await? {
        return Err(refused(super::rules::Refusal::ChargedAlready));
    }
    let unknown =
        || Error::refused("Enter what at least one school was exposed to before, so that a rate can be found");
    let premiums = premiums_for(&moving.ledger.fund, &new.schools).ok_or_else(unknown)?;
    let charges: Vec<(SchoolId, Money)> = new.schools.iter().map(|each| each.school).zip(premiums).collect();
    let posting = moving.ledger.book.charge(&charges, new.year);
    // Premiums that were charged and taken back are worked out anew.
    fund_premium::Entity::delete_many()
        .filter(fund_premium::Column::FundId.eq(id))
        .filter(fund_premium::Column::Year.eq(new.year))
        .exec(tx)
        .await?;
    let row = |(each, (_, premium)): (&Exposed, &(SchoolId, Money))| {
        let row = fund_premium::Model {
            fund_id: id,
            year: new.year,
            school_id: each.school,
            exposure: each.exposure,
            past_exposure: each.past_exposure,
            past_cost: each.past_cost,
            premium: *premium,
        };
        row.into_active_model()
    };
    let rows: Vec<_> = new.schools.iter().zip(&charges).map(row).collect();
    fund_premium::Entity::insert_many(rows).exec_without_returning(tx).await?;
    moving.post(EntryKind::Premium, said, posting).await
}
