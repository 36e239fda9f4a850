//! How a tender is divided into lots. A tender with one lot has no plan.
use crate::prelude::*;

text_enum! {
    /// What sets the lots apart. Only lots by service may leave a school out.
    pub enum LotsBy { SchoolGroup = "school_group", Area = "area", Service = "service" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lot_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    pub lots_by: LotsBy,
    /// The most lots that one provider can win.
    pub most: Option<i32>,
    /// Whether a provider may offer a discount for winning several lots.
    pub discounts: bool,
}

plain_table!();
