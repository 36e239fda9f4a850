//! The ask: what a cluster wants to buy, by which rules, when.
use crate::prelude::*;

text_enum! {
    /// `product.md`, "The tender's states". From Compliance on it is the least advanced lot's state.
    pub enum TenderState {
        Draft = "draft",
        Pooling = "pooling",
        Review = "review",
        Open = "open",
        Sealed = "sealed",
        Compliance = "compliance",
        Scoring = "scoring",
        Moderation = "moderation",
        Priced = "priced",
        Recommended = "recommended",
        Ratified = "ratified",
        Standstill = "standstill",
        Challenged = "challenged",
        Contracting = "contracting",
        Live = "live",
        Ended = "ended",
        Terminated = "terminated",
        Cancelled = "cancelled",
        Withdrawn = "withdrawn",
        Unsuccessful = "unsuccessful",
    }
}

text_enum! {
    /// Which rules the whole-life value, VAT included, brings the tender under.
    pub enum Route { BelowThreshold = "below_threshold", LightTouch = "light_touch", Covered = "covered" }
}

text_enum! {
    /// How the winner is chosen: the Procurement Act 2023 names the open and the competitive flexible procedure (s. 20) and
    /// the two ways to call off from a framework (s. 45); below its threshold and under light touch the buyer designs its own.
    pub enum Procedure {
        BelowThreshold = "below_threshold",
        LightTouch = "light_touch",
        Open = "open",
        CompetitiveFlexible = "competitive_flexible",
        FrameworkFurtherCompetition = "framework_further_competition",
        FrameworkDirectAward = "framework_direct_award",
    }
}

text_enum! {
    /// What the LA is in this tender besides the baseline.
    pub enum AuthorityHat { None = "none", Adviser = "adviser", Overseer = "overseer", Bidder = "bidder" }
}

text_enum! {
    /// What happens to the others when a school leaves before signing.
    pub enum LeaveRule { BidScheduleDecides = "bid_schedule_decides", TenderEnds = "tender_ends" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TenderId,
    /// Speakable: "DA-2027-001".
    #[sea_orm(unique)]
    pub reference: String,
    pub cluster_id: ClusterId,
    pub category_id: CategoryId,
    pub title: String,
    pub state: TenderState,
    /// What is needed, in the buyer's words.
    pub need: String,
    pub contract_start: Option<Date>,
    pub term_years: i32,
    /// JSON of `evaluation::rules::PriceRule`: weight, method and its numbers.
    pub price_rule: Json,
    /// Percent of the quality marks that a bid must reach.
    pub quality_minimum: Option<i32>,
    /// A bid this many percent below the mean is asked to explain.
    pub low_bid_percent: i32,
    /// The smallest number of schools for which a bid stays binding.
    pub minimum_schools: i32,
    pub leave_rule: LeaveRule,
    pub authority_hat: Option<AuthorityHat>,
    /// Whole-life value of the whole cluster, VAT included, worked out at Review.
    pub estimated_value: Option<Money>,
    pub route: Option<Route>,
    pub procedure: Option<Procedure>,
    /// Covered procurement: the official notice, whose publication starts the clocks.
    pub notice_number: Option<String>,
    pub notice_published_on: Option<Date>,
    pub questions_close_at: Option<DateTimeUtc>,
    /// Two stages: requests to participate are taken until then. None: whoever wants to may bid.
    pub participation_closes_at: Option<DateTimeUtc>,
    pub deadline_at: Option<DateTimeUtc>,
    /// Days from the deadline for which a bid stays valid.
    pub bid_validity_days: i32,
    pub pooled_at: Option<DateTimeUtc>,
    pub published_at: Option<DateTimeUtc>,
    /// How many versions of the notice were published; a bid counts that answers the newest.
    pub public_version: i32,
    /// Stored by the first action that found the deadline past; nothing reopens it.
    pub closed_at: Option<DateTimeUtc>,
    pub opened_at: Option<DateTimeUtc>,
    /// Public reason of a withdrawal, cancellation or termination.
    pub ended_reason: Option<String>,
    pub created_at: DateTimeUtc,
    /// Raised by every saved change; a form that was filled from an older one is told so.
    pub version: i32,
}

plain_table!();
