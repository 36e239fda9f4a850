//! What each school needs from a tender: filled in, signed off, authorised, locked and pooled.

mod chase;
mod commit;
mod fill;
mod matrix;
mod notices;
mod pool;
pub mod rules;
pub mod store;
mod waiting;
pub mod web;

pub use chase::{remind, set_due};
pub use commit::{decline, record_mandate, send_back, sign, take_part};
pub use fill::{Filled, save, send, take_back};
pub use matrix::{ClusterTender, Matrix, MatrixRow, matrix, tenders_of};
pub use pool::{Commitment, committed, lock_all, open_for, quantities};
pub use waiting::to_do;

pub use crate::tender::rules::watch::Watch;

use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::{catalogue, cluster, school, tender};
use ::entity::money::Quantity;
use ::entity::{category, demand, demand_line, school as school_table, tender as tender_table};
use sea_orm::{EntityTrait, QuerySelect};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// One school's sheet for one tender, with what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub demand: demand::Model,
    pub lines: BTreeMap<String, demand_line::Model>,
    pub school: school_table::Model,
    pub tender: tender_table::Model,
    pub category: category::Model,
    pub cluster: ::entity::cluster::Model,
}

impl Sheet {
    /// "/schools/100123/demand/NG-2027-004"
    pub fn path(&self) -> String {
        path_of(self.school.urn, &self.tender.reference)
    }

    /// An event about this sheet, in its tender's chain.
    fn event(&self, action: &'static str) -> Event {
        Event::new(Chain::Tender(self.tender.id), action, format!("demand:{}", self.demand.id))
    }
}

fn path_of(urn: i32, reference: &str) -> String {
    format!("/schools/{urn}/demand/{reference}")
}

/// This year against last year: "12 more", "5 less", "no change"; none without both.
pub fn change_words(last_year: Option<Quantity>, this_year: Option<Quantity>) -> Option<String> {
    let (last_year, this_year) = (last_year?, this_year?);
    let size = Quantity((this_year.0 - last_year.0).abs());
    let number = words::number(size.to_string().parse().ok()?);
    Some(match this_year.cmp(&last_year) {
        Ordering::Equal => "no change".to_owned(),
        Ordering::Greater => format!("{number} more"),
        Ordering::Less => format!("{number} less"),
    })
}

/// The school of an address, for those who may see its pages.
pub async fn school_seen(context: &Context, urn: i32) -> Result<school_table::Model> {
    school::seen(context, urn).await
}

/// The clusters that a school is in.
pub async fn clusters_of(context: &Context, school: &school_table::Model) -> Result<Vec<::entity::cluster::Model>> {
    cluster::clusters_of(context.read(), school.id).await
}

/// The sheet of an address, for those who may see the school's pages; not found for everybody else.
pub async fn sheet(context: &Context, urn: i32, reference: &str) -> Result<Sheet> {
    let school = school::seen(context, urn).await?;
    let tender = tender::by_reference(context.read(), reference).await?;
    let demand = store::sheet(context.read(), tender.id, school.id).await?.ok_or(Error::NotFound)?;
    let lines = store::lines_of(context.read(), [demand.id]).await?.remove(&demand.id).unwrap_or_default();
    let category = catalogue::category_by_id(context.read(), tender.category_id).await?.ok_or(Error::NotFound)?;
    let cluster = cluster::by_id(context.read(), tender.cluster_id).await?.ok_or(Error::NotFound)?;
    Ok(Sheet { demand, lines, school, tender, category, cluster })
}

/// The sheets of a school, newest first, each with its tender and category.
pub async fn sheets_of(
    context: &Context,
    school: &school_table::Model,
) -> Result<Vec<(demand::Model, tender_table::Model, Option<category::Model>)>> {
    let categories = catalogue::categories_by_id(context.read()).await?;
    let sheets = store::sheets_of_school(context.read(), school.id).await?;
    let with = |(sheet, tender): (demand::Model, tender_table::Model)| {
        let category = categories.get(&tender.category_id).cloned();
        (sheet, tender, category)
    };
    Ok(sheets.into_iter().map(with).collect())
}

/// The sheet and its tender as they are now, the sheet locked until the change ends, open for changes.
async fn opened(change: &Change, sheet: &Sheet) -> Result<demand::Model> {
    let demand = demand::Entity::find_by_id(sheet.demand.id).lock_exclusive().one(change.tx()).await?;
    let demand = demand.ok_or(Error::NotFound)?;
    let tender = tender::by_id(change.tx(), sheet.tender.id).await?;
    rules::is_open(&demand, tender.state).map_err(Error::refused)?;
    Ok(demand)
}
