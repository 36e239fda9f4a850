//! What a published notice said, word for word, as one of its versions. Never changed.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// 1 is what was published first.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The amendment that made it; none for the first.
    pub amendment: Option<i32>,
    /// JSON of `Vec<tender::rules::versions::Part>`.
    pub content: String,
    /// SHA-256 of the content, hex; the record's entry bears it too.
    pub sha256: String,
    pub made_at: DateTimeUtc,
}

plain_table!();
