//! A change to a tender after its publication: numbered, dated, sent to the providers that follow it.
use crate::prelude::*;

text_enum! {
    /// Why the tender changed.
    pub enum AmendmentKind {
        Change = "change",
        Document = "document",
        /// The one new date after a question that was asked in time and not answered by then.
        UnansweredQuestion = "unanswered_question",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_amendment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// From 1, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub kind: AmendmentKind,
    /// What is different now, in the buyer's words.
    pub text: String,
    /// The new deadline, where this amendment moved it.
    pub deadline_at: Option<DateTimeUtc>,
    /// The version of the notice that it made; none: a correction, which bids need not be confirmed for.
    pub version: Option<i32>,
    pub made_at: DateTimeUtc,
}

plain_table!();
