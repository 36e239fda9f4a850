//! What one of those asked answers: its draft, and what was sent. The school reads nothing of it before the time is over.
use crate::prelude::*;

text_enum! {
    /// How a quote came that the school entered itself.
    pub enum CameBy { Email = "email", Phone = "phone", Letter = "letter" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quote_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub asked_id: AskedId,
    pub quote_id: QuoteId,
    /// Names and values of the form as they were typed.
    pub draft: Json,
    pub saved_at: DateTimeUtc,
    /// `entity::price::PriceSchedule`, once it was sent.
    pub schedule: Option<Json>,
    pub notes: String,
    pub valid_until: Option<Date>,
    pub sent_at: Option<DateTimeUtc>,
    /// Of the provider; or of the school, which entered it.
    pub sent_by: Option<AccountId>,
    pub declined_at: Option<DateTimeUtc>,
    pub declined_reason: Option<String>,
    pub came_by: Option<CameBy>,
    /// The day on which the school received a quote that it entered itself.
    pub received_on: Option<Date>,
    /// The evidence of it.
    pub file_id: Option<FileId>,
    pub file_name: Option<String>,
}

plain_table!();
