//! The memorandum of understanding, one row a version.
use crate::prelude::*;

text_enum! {
    /// How a joint bill is divided (`best-value.md`, section 4).
    pub enum SharingRule { Proportional = "proportional", PayAsNow = "pay_as_now" }
}

text_enum! {
    pub enum Majority { Simple = "simple", TwoThirds = "two_thirds" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AgreementId,
    pub cluster_id: ClusterId,
    pub version: i32,
    pub text: String,
    pub sharing_rule: SharingRule,
    pub majority: Majority,
    /// Does the chair decide a tie?
    pub casting_vote: bool,
    pub recorded_at: DateTimeUtc,
    /// In force from this instant; none while it is a proposal.
    pub adopted_at: Option<DateTimeUtc>,
}

plain_table!();
