//! Money that schools hold together for a purpose: delegated to the cluster, for matching, for running it, or pooled
//! against risk.
use crate::money::Rate;
use crate::prelude::*;

text_enum! {
    pub enum FundKind { Running = "running", Match = "match", Delegated = "delegated", Pool = "pool" }
}

text_enum! {
    pub enum FundState { Proposed = "proposed", Open = "open", Closed = "closed" }
}

text_enum! {
    /// How what a fund receives and spends together is divided between its schools.
    pub enum FundSharing { Pupils = "pupils", Equal = "equal", Contributions = "contributions" }
}

text_enum! {
    /// Where a year's surplus goes and who carries its deficit.
    pub enum YearEnd { Reserve = "reserve", Back = "back" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FundId,
    pub cluster_id: ClusterId,
    pub kind: FundKind,
    pub name: String,
    pub purpose: String,
    /// What is to come of it.
    pub outcome: String,
    /// Holds the money at its bank.
    pub host_school_id: SchoolId,
    pub sharing: FundSharing,
    pub year_end: YearEnd,
    /// How many people approve a payment, each of another school than the asker's: 1 or 2.
    pub approvals: i32,
    /// What each school is charged a year for each of its pupils.
    pub per_pupil: Option<Money>,
    /// The whole that is shared by pupils to match what schools put in: cap = total × pupils ÷ all pupils.
    pub match_total: Option<Money>,
    /// What a school pays that does not take part, where the agreement says so.
    pub penalty: Option<Money>,
    /// Where the agreement says so.
    pub penalty_terms: Option<String>,
    /// The most that one school is paid for its claims in a year.
    pub claim_cap: Option<Money>,
    /// K of the premium's credibility, in units of exposure.
    pub pool_k: Option<Quantity>,
    /// Loading on the premiums in percent.
    pub pool_loading: Option<Rate>,
    pub state: FundState,
    /// The minute of the decision that opened it.
    pub decision: Option<String>,
    pub file_id: Option<FileId>,
    pub file_name: Option<String>,
    pub proposed_by: AccountId,
    pub proposed_at: DateTimeUtc,
    pub opened_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub ended_reason: Option<String>,
}

plain_table!();
