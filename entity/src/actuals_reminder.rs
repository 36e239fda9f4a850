//! A school was asked for the invoices of a term: each once, also where nothing was left to ask for.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "actuals_reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub schedule_id: ScheduleId,
    /// The last day of the term.
    #[sea_orm(primary_key, auto_increment = false)]
    pub term_ended_on: Date,
    pub sent_at: DateTimeUtc,
}

plain_table!();
