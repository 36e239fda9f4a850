//! A cluster's termly report for one audience, as it was published: its figures with the rows they cite.
use crate::contract_rating::Term;
use crate::prelude::*;

text_enum! {
    /// Whom a report is for.
    pub enum Audience { Governors = "governors", Authority = "authority", Public = "public" }
}

/// One edition; publishing again makes the next and leaves this one as it is.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster_report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportId,
    pub cluster_id: ClusterId,
    /// The year in which the school year starts.
    pub year: i32,
    pub term: Term,
    pub audience: Audience,
    /// Counted on from 1 for the cluster's term and audience.
    pub edition: i32,
    /// JSON of the sections, and of every figure with the rows it is worked out from.
    pub content: Json,
    pub published_by: Option<AccountId>,
    pub published_at: DateTimeUtc,
}

plain_table!();
