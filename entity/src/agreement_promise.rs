//! What one side of a version promises the other: the schools, or the authority.
use crate::prelude::*;

text_enum! {
    pub enum Promiser { Schools = "schools", Authority = "authority" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_promise")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PromiseId,
    pub agreement_id: AgreementId,
    pub promiser: Promiser,
    pub words: String,
    /// The least that is given: "A finance officer for one day a month in each school". Empty where there is no measure.
    pub minimum: String,
    /// The last day on which it holds.
    pub until: Date,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
