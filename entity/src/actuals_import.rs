//! Invoices of a school that came as rows of a spreadsheet: all together, and all taken back together.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "actuals_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActualsImportId,
    /// On whose page they were sent; the rows may be of other schools of the same people.
    pub school_id: SchoolId,
    pub rows: i32,
    pub imported_by: Option<AccountId>,
    pub imported_at: DateTimeUtc,
    pub undone_at: Option<DateTimeUtc>,
}

plain_table!();
