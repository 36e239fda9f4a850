//! What a cluster has made public of its savings: totals and counts of both sides, never a school's name.
use crate::prelude::*;

text_enum! {
    /// How sure a saving is; never added together.
    pub enum Stage {
        Realised = "realised",
        Contracted = "contracted",
        Forecast = "forecast",
        Potential = "potential",
    }
}

/// The figures as they stood when they were published.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "savings_publication")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub category_id: CategoryId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub stage: Stage,
    /// "2026 to 2027".
    pub year: String,
    /// Pounds a year of all schools with a baseline, net of VAT.
    pub before: Money,
    pub after: Money,
    pub paying_less: i32,
    /// What those that pay less pay less, together.
    pub less: Money,
    pub paying_more: i32,
    pub more: Money,
    pub unmeasured: i32,
    pub published_by: Option<AccountId>,
    pub published_at: DateTimeUtc,
}

plain_table!();
