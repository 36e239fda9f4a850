//! A document of a tender: specification, terms, staff list.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TenderDocumentId,
    pub tender_id: TenderId,
    pub file_id: FileId,
    pub name: String,
    pub title: String,
    pub added_at: DateTimeUtc,
}

plain_table!();
