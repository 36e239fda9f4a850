//! The memorandum of understanding, one row a version.
use crate::cluster_form::Form;
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
    pub form: Form,
    /// Why this form.
    pub form_reason: String,
    pub sharing_rule: SharingRule,
    pub majority: Majority,
    /// Does the chair decide a tie?
    pub casting_vote: bool,
    /// The months from a body's notice to the day its school leaves.
    pub notice_months: i32,
    /// The day of each year by which every body says again that it stays.
    pub refresh_month: i32,
    pub refresh_day: i32,
    /// The authority that is asked to sign as a party.
    pub authority_id: Option<ProviderId>,
    /// The day by which bodies are asked to answer. After it the version can come into force for those that agreed.
    pub answer_by: Date,
    pub recorded_at: DateTimeUtc,
    /// In force from this instant; none while it is a proposal.
    pub adopted_at: Option<DateTimeUtc>,
    /// A proposal that was taken back; its number stays used.
    pub withdrawn_at: Option<DateTimeUtc>,
}

plain_table!();
