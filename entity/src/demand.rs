//! What one school needs from a tender: draft, signed by its head, locked at Review.
use crate::prelude::*;

text_enum! {
    pub enum DemandState { Draft = "draft", Sent = "sent", Signed = "signed", NotTakingPart = "not_taking_part" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "demand")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DemandId,
    pub tender_id: TenderId,
    pub school_id: SchoolId,
    pub state: DemandState,
    /// When the sheet should be with the chair. Nothing closes then: sheets are locked at Review.
    pub due_at: DateTimeUtc,
    pub contract_ends_on: Option<Date>,
    pub notice_by: Option<Date>,
    pub kitchen_on_site: Option<bool>,
    pub note: Option<String>,
    pub signed_at: Option<DateTimeUtc>,
    pub signed_by: Option<AccountId>,
    /// The most a year that the school's body has authorised to join at, net of VAT.
    pub mandate_limit: Option<Money>,
    pub mandate_minute: Option<String>,
    pub mandate_recorded_by: Option<AccountId>,
    pub mandate_at: Option<DateTimeUtc>,
    pub locked_at: Option<DateTimeUtc>,
    pub updated_at: DateTimeUtc,
}

plain_table!();

impl Model {
    /// Signed off by the head, and authorised by the body up to a price.
    pub fn is_committed(&self) -> bool {
        self.state == DemandState::Signed && self.mandate_limit.is_some()
    }
}
