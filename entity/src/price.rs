//! The one price schedule: what a provider charges, in one JSON shape for SLA, listing, bid and contract.

use serde::{Deserialize, Serialize};

use crate::exact::Exact;

mod charge;
mod discount;
mod lot_discount;

pub use discount::{Condition, Discount};
pub use lot_discount::LotDiscount;

pub use charge::{AppliesTo, Band, Charge, ChargeKind, Scope, SizeBand, Spread, Tier};

/// An offer: a term, a yearly index, limits of capacity and a list of charges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceSchedule {
    pub term_years: u32,
    /// Percent added in each contract year, the first normally 0; missing years add nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub index_percent: Vec<Exact>,
    /// The yearly rate at which later payments are discounted for the present value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_percent: Option<Exact>,
    /// How many schools the provider can serve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_members: Option<u32>,
    /// How much of a unit the provider can deliver in a year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub max_volume: Vec<VolumeLimit>,
    /// Off the charges, where the provider wins several lots of the tender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot_discount: Option<LotDiscount>,
    /// Off the charges, for who buys more, for longer, or a whole package.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    pub charges: Vec<Charge>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VolumeLimit {
    pub unit: String,
    pub limit: Exact,
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROADBAND: &str = r#"{"term_years":3,"index_percent":["0","3.1"],"max_members":9,
        "max_volume":[{"unit":"mbps","limit":"200"}],"charges":[
        {"id":"site","component":"service","scope":"school","kind":"fixed","amount":"400","vat_percent":"20"},
        {"id":"mbps","component":"service","scope":"cluster","kind":"all_units","unit":"mbps","buy_up":true,
         "tiers":[{"from":"0","rate":"170"},{"from":"100","rate":"110"}],"minimum":"10","indexed":false},
        {"id":"set-up","label":"Setting up","component":"set_up","scope":"cluster","kind":"one_off","amount":"9.5",
         "spread":"straight_line","applies_to":{"phases":["primary"]}}]}"#;

    #[test]
    fn a_schedule_is_written_as_it_was_read() {
        let schedule: PriceSchedule = serde_json::from_str(BROADBAND).unwrap();
        let written = serde_json::to_value(&schedule).unwrap();
        assert_eq!(written, serde_json::from_str::<serde_json::Value>(BROADBAND).unwrap());
        assert_eq!(schedule.charges[2].name(), "Setting up");
    }

    #[test]
    fn unknown_and_missing_fields_are_refused() {
        for json in [
            r#"{"term_years":1,"charges":[],"discount":"5"}"#,
            r#"{"term_years":1,"charges":[{"id":"a","scope":"school","kind":"fixed","amount":"1","colour":"red"}]}"#,
            r#"{"term_years":1,"charges":[{"id":"a","scope":"school","kind":"unit","rate":"1"}]}"#,
            r#"{"term_years":1,"charges":[{"id":"a","scope":"school","kind":"fixed","amount":1.5}]}"#,
            r#"{"term_years":1,"charges":[{"id":"a","scope":"school","kind":"barter","amount":1}]}"#,
        ] {
            assert!(serde_json::from_str::<PriceSchedule>(json).is_err(), "{json} was read");
        }
    }
}
