//! One body that declines a version for one school, with its reason. It may agree afterwards; this stays.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_refusal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub agreement_id: AgreementId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub body_name: String,
    pub reason: String,
    pub minute_reference: String,
    pub declined_on: Date,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
