//! One import of a register file: how far it is and what came of it.
use crate::prelude::*;

text_enum! {
    pub enum ImportState { Waiting = "waiting", Running = "running", Done = "done", Refused = "refused", Failed = "failed" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportRunId,
    pub state: ImportState,
    pub file_name: String,
    pub file_id: Option<FileId>,
    pub skip_bad: bool,
    pub check_only: bool,
    pub rows_read: i64,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub refused: i64,
    /// The first refused rows, each a sentence; JSON list of text.
    pub faults: Json,
    pub started_at: DateTimeUtc,
    pub started_by: Option<AccountId>,
    pub finished_at: Option<DateTimeUtc>,
}

plain_table!();
