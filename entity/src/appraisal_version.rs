//! One version of an appraisal: weights, delivery models, scores with reasons, recommendation.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appraisal_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub appraisal_id: AppraisalId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub content: Json,
    pub saved_by: Option<AccountId>,
    pub saved_at: DateTimeUtc,
}

plain_table!();
