//! A letter that a certificate expires: each once.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub evidence_id: ProviderEvidenceId,
    /// 60, 30 or 7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub days_before: i32,
    pub sent_at: DateTimeUtc,
}

plain_table!();
