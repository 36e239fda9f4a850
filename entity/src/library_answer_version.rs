//! The words of a library's answer, unchangeable: every change keeps the next version.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "library_answer_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub answer_id: AnswerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub text: String,
    pub kept_at: DateTimeUtc,
    pub kept_by: Option<AccountId>,
}

plain_table!();
