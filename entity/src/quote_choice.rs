//! Which answer a school chose and why, on which comparison, and what the approver decided. Each choice is kept.
use crate::prelude::*;

text_enum! {
    /// What the second person decided about a purchase or a waiver.
    pub enum Decision { Approved = "approved", Refused = "refused" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quote_choice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub quote_id: QuoteId,
    /// From 1; a choice that was sent back is followed by another.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub asked_id: AskedId,
    pub reason: String,
    /// The reason as every provider reads it: without prices.
    pub told: String,
    /// The first year's cost, excluding VAT.
    pub yearly: Money,
    /// The whole term's cost, excluding VAT.
    pub value: Money,
    pub is_cheapest: bool,
    /// How many answers could be compared.
    pub answers: i32,
    /// The comparison as it stood: figures and words of the page.
    pub content: Json,
    pub chosen_by: AccountId,
    pub chosen_at: DateTimeUtc,
    pub decision: Option<Decision>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_reason: Option<String>,
}

plain_table!();
