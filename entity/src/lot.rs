//! A part of a tender that is bid for, scored, awarded and contracted by itself. Every tender has one at least.
use crate::prelude::*;
use crate::tender::TenderState;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LotId,
    pub tender_id: TenderId,
    pub number: i32,
    pub title: String,
    /// Meaningful from Compliance on; before, the tender's.
    pub state: TenderState,
    /// How much its total counts where lots are awarded together.
    pub weight: Quantity,
    /// JSON of `tender::PriceRule`, where it differs from the tender's.
    pub price_rule: Option<Json>,
    /// Until when its bidders were asked to keep their bids open.
    pub asked_until: Option<Date>,
    /// Why it ended without a contract.
    pub ended_reason: Option<String>,
    /// The day of the award notice, which counts as the first of the standstill.
    pub standstill_from: Option<Date>,
    /// The first instant at which a contract may be made.
    pub standstill_ends_at: Option<DateTimeUtc>,
}

plain_table!();
