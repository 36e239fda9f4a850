//! What a tender's plan assumes, and the calendar that was published of it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// Do staff move to another employer with the service?
    pub staff_transfer: bool,
    /// JSON of `Vec<tender::planning::Dated>`; none: not published.
    pub published: Option<Json>,
    pub published_at: Option<DateTimeUtc>,
}

plain_table!();
