//! What a school uses, item by item, in one year: known before any tender; comparison prices on it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "volume")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub category_id: CategoryId,
    /// An item of the category: `meals_paid`, `service_days`, `employee`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item: String,
    /// The year in which the school year or financial year starts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    pub quantity: Quantity,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
