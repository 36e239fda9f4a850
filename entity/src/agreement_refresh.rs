//! One body that said again, for one year, that its school stays under the version in force.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_refresh")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub agreement_id: AgreementId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    /// The day by which it was asked for.
    #[sea_orm(primary_key, auto_increment = false)]
    pub due_on: Date,
    pub body_name: String,
    pub minute_reference: String,
    pub refreshed_on: Date,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
