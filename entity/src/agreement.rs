//! The memorandum of understanding, one row a version.
use crate::prelude::*;

text_enum! {
    /// How a joint bill is divided (`best-value.md`, section 4).
    pub enum SharingRule { Proportional = "proportional", PayAsNow = "pay_as_now", TwoPart = "two_part" }
}

impl SharingRule {
    /// Short, for a heading.
    pub fn title(self) -> &'static str {
        match self {
            SharingRule::Proportional => "The same percentage for all",
            SharingRule::PayAsNow => "Pay as now, the rest back at year end",
            SharingRule::TwoPart => "Two-part, nobody pays more than now",
        }
    }

    /// As heads read it.
    pub fn sentence(self) -> &'static str {
        match self {
            SharingRule::Proportional => "Everyone gets the same percentage off what they pay now.",
            SharingRule::PayAsNow => "Everyone pays what they pay today; what is left over comes back at year end.",
            SharingRule::TwoPart => {
                "We split the standing charge equally, you pay for your own use on top, and nobody pays more than now."
            }
        }
    }
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
    /// A proposal that was taken back; its number stays used.
    pub withdrawn_at: Option<DateTimeUtc>,
}

plain_table!();
