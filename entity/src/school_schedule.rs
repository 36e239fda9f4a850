//! One school's part of a contract: its quantities, its share, its baseline frozen at signing, its body's signature.
use crate::prelude::*;

text_enum! {
    /// How sure the baseline is (`best-value.md`, section 3).
    pub enum Confidence { Measured = "measured", Quoted = "quoted", Benchmark = "benchmark" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_schedule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ScheduleId,
    pub contract_id: ContractId,
    pub school_id: SchoolId,
    pub position: i32,
    /// Unit → quantity a year, JSON of decimal strings.
    pub volumes: Json,
    /// The school's share of the first year, net of VAT.
    pub yearly_cost: Money,
    /// What it paid or would have paid a year, same quantities; none: not measurable.
    pub baseline: Option<Money>,
    /// The part of the baseline that is the category's headline component, where the baseline can be taken apart.
    pub headline_baseline: Option<Money>,
    pub confidence: Option<Confidence>,
    /// Where the baseline comes from, in words: "SLA price list 2026 to 2027, version 2".
    pub baseline_source: Option<String>,
    pub body_name: String,
    pub signed_by: Option<AccountId>,
    pub signed_at: Option<DateTimeUtc>,
    pub minute_reference: Option<String>,
    /// Its first day in the contract, where it joined later.
    pub joined_on: Option<Date>,
    /// Its last day in the contract, where it leaves before the end.
    pub left_on: Option<Date>,
}

plain_table!();
