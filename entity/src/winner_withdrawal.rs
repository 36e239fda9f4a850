//! The winner withdraws its bid before the contract is made: told by itself, or recorded by chair and clerk with evidence.
use crate::membership::Role;
use crate::prelude::*;

text_enum! {
    pub enum Ground {
        /// Fewer schools joined than the bid is binding for.
        BelowMinimum = "below_minimum",
        Other = "other",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "winner_withdrawal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WithdrawalId,
    pub lot_id: LotId,
    /// A bid withdraws once.
    #[sea_orm(unique)]
    pub bid_id: BidId,
    pub ground: Ground,
    pub reason: String,
    /// What shows it, where the buyers recorded it: "letter of 3 December 2026".
    pub evidence: Option<String>,
    pub recorded_by: AccountId,
    /// Chair, clerk, or who speaks for the bidder.
    pub recorded_as: Role,
    pub recorded_at: DateTimeUtc,
    /// The second of chair and clerk; nobody where the bidder itself withdrew.
    pub confirmed_by: Option<AccountId>,
    pub confirmed_at: Option<DateTimeUtc>,
}

plain_table!();
