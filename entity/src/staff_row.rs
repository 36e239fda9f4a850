//! One member of staff who may transfer, without anything that names them.
use crate::prelude::*;

text_enum! {
    pub enum PensionScheme { Lgps = "lgps", Tps = "tps", Other = "other", None = "none" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StaffRowId,
    pub tender_id: TenderId,
    /// Where they work; none where the present provider did not say.
    pub school_id: Option<SchoolId>,
    pub role: String,
    /// Hours a week.
    pub hours: Quantity,
    pub pay_band: String,
    /// Length of service, whole years.
    pub service_years: i32,
    pub pension: PensionScheme,
    /// Other terms: weeks a year, notice, allowances.
    pub terms: Option<String>,
    pub given_by: AccountId,
    pub given_at: DateTimeUtc,
    /// Given by the present provider, else by a school.
    pub by_provider: bool,
}

plain_table!();
