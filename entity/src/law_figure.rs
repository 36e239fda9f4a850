//! The law as dated data: one figure, code, bank holiday or notice, from a day on. Rows are added and never changed.
use crate::prelude::*;

text_enum! {
    /// What a figure is about, and what its number counts.
    pub enum Topic {
        /// Pounds, VAT included, from which a contract is covered.
        Threshold = "threshold",
        /// Pounds from which a school's purchase is in the band.
        Band = "band",
        /// Days that must pass at least.
        Period = "period",
        /// Years that an agreement with an LA may last at most.
        Cap = "cap",
        /// Years for which records are kept.
        Retention = "retention",
        /// 1: the CPV code is on the light touch list, 0: it was taken off.
        LightTouch = "light_touch",
        /// A bank holiday of a part of the United Kingdom; its day is `valid_from`.
        Holiday = "holiday",
        /// A kind of notice and when it is due.
        Notice = "notice",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "law_figure")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub topic: Topic,
    /// Which: "services", "55523100", "scotland", "UK4".
    pub name: String,
    pub valid_from: Date,
    pub number: Option<i64>,
    /// The title of a code or a notice.
    pub title: Option<String>,
    /// When a notice is due.
    pub detail: Option<String>,
    /// Who or what need not publish a notice.
    pub exception: Option<String>,
    /// Statute, regulation or publication.
    pub source: String,
    /// None for what the product brought.
    pub added_by: Option<AccountId>,
    pub added_at: DateTimeUtc,
}

plain_table!();
