//! A meeting of the schools' people with a firm: who, when, what was asked and what was told.
use crate::prelude::*;

text_enum! {
    /// When in a tender it takes place, and what for.
    pub enum MeetingKind {
        /// Before the tender is published: preliminary market engagement, Procurement Act 2023 s. 16.
        Engagement = "engagement",
        /// A firm that was invited meets the heads of all schools.
        Heads = "heads",
        SiteVisit = "site_visit",
        /// A scored presentation to the panel.
        Presentation = "presentation",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MeetingId,
    pub tender_id: TenderId,
    pub kind: MeetingKind,
    /// The firm's name, private until the outcome is sent.
    pub firm: String,
    /// Where it has an account here; always so once it was invited.
    pub provider_id: Option<ProviderId>,
    pub starts_at: DateTimeUtc,
    pub place: String,
    /// Who was there, of the firm and of the schools.
    pub attendance: Option<String>,
    /// What the firm asked.
    pub asked: Option<String>,
    /// What the firm was told: every bidder is told the same.
    pub told: Option<String>,
    /// Interests that somebody who attended declared; "None" where there was none.
    pub conflicts: Option<String>,
    /// When its minutes were written.
    pub recorded_at: Option<DateTimeUtc>,
    pub cancelled_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

plain_table!();
