//! The two envelopes of a submission as received: unchangeable, read at the opening and nowhere before.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sealed_envelopes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: SubmissionId,
    /// An age file for the tender's key with everything but the prices, filled up to a size.
    pub quality: Vec<u8>,
    /// The prices, in the same way.
    pub price: Vec<u8>,
}

plain_table!();
