//! The key that a tender's bids are sealed to: one age X25519 identity, made when the tender is published.
use crate::prelude::*;

text_enum! {
    /// Who can open the tender's key.
    pub enum Custody {
        /// The server, when two key-holders have confirmed.
        Standard = "standard",
        /// Two key-holders together, with their own recovery keys; the server alone cannot.
        Split = "split",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    pub custody: Custody,
    /// "age1…", set by publishing.
    pub recipient: Option<String>,
    /// The identity as an age file for the server's own key. In split custody only from the opening until prices are open.
    pub wrapped: Option<Vec<u8>>,
    /// Mixed into the sum over the bids that is recorded at the close, so that the sum tells nothing; shown in the minutes.
    pub salt: String,
    pub made_at: Option<DateTimeUtc>,
}

plain_table!();
