//! A file kept outside the database: its size, type and hash. Its name stands where it is used, so a bid's stays sealed.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stored_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// What it belongs to: "tender:…", "import:…"; "sealed" for a file of a bid, which is stored encrypted.
    pub owner: String,
    pub media_type: String,
    pub size: i64,
    /// Hex.
    pub sha256: String,
    pub stored_at: DateTimeUtc,
}

plain_table!();
