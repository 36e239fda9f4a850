//! A vote on the recommendation: opened, closed at its published time, counted once.
use crate::prelude::*;

text_enum! {
    /// What a decision does. It never picks another bid.
    pub enum Motion { Accept = "accept", SendBack = "send_back", EndTender = "end_tender" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotId,
    pub award_id: AwardId,
    /// A repeated vote has the next number; the earlier one stays.
    pub number: i32,
    pub motion: Motion,
    pub question: String,
    /// The recorded scoring error that would send the bids back, or the reason to end the tender.
    pub grounds: Option<String>,
    pub opened_at: DateTimeUtc,
    pub closes_at: DateTimeUtc,
    /// JSON of the counted result, once the clerk has recorded it.
    pub result: Option<Json>,
    pub carried: Option<bool>,
    pub recorded_at: Option<DateTimeUtc>,
}

plain_table!();
