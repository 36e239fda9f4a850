//! A discount for winning several lots of a tender, and a schedule with it taken off.

use serde::{Deserialize, Serialize};

use super::{Band, Charge, ChargeKind, PriceSchedule, Tier};
use crate::exact::Exact;

/// Percent off every charge, where the provider wins all of these lots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotDiscount {
    /// Lots of the tender by number, the bid's own among them.
    pub lots: Vec<i32>,
    pub percent: Exact,
}

impl PriceSchedule {
    /// The same with this percentage off every charge; nothing is rounded.
    #[must_use]
    pub fn less(&self, percent: &Exact) -> Self {
        let left = Exact::one() - percent / Exact::from(100);
        let charge = |charge: &Charge| Charge {
            kind: less(&charge.kind, &left),
            minimum: charge.minimum.as_ref().map(|minimum| minimum * &left),
            maximum: charge.maximum.as_ref().map(|maximum| maximum * &left),
            ..charge.clone()
        };
        Self { charges: self.charges.iter().map(charge).collect(), lot_discount: None, ..self.clone() }
    }
}

fn less(kind: &ChargeKind, left: &Exact) -> ChargeKind {
    let mut kind = kind.clone();
    match &mut kind {
        ChargeKind::Fixed { amount } | ChargeKind::Step { amount, .. } | ChargeKind::OneOff { amount, .. } => {
            *amount = &*amount * left;
        }
        ChargeKind::Unit { rate, .. } => *rate = &*rate * left,
        ChargeKind::Graduated { bands, .. } => {
            bands.iter_mut().for_each(|band: &mut Band| band.rate = &band.rate * left);
        }
        ChargeKind::AllUnits { tiers, .. } => {
            tiers.iter_mut().for_each(|tier: &mut Tier| tier.rate = &tier.rate * left);
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_charge_is_less_by_the_percentage_and_nothing_is_rounded() {
        let json = r#"{"term_years":3,"lot_discount":{"lots":[1,2],"percent":"5"},"charges":[
            {"id":"meals","scope":"school","kind":"unit","unit":"meal","rate":"2.43","minimum":"100"},
            {"id":"site","scope":"cluster","kind":"fixed","amount":"600"}]}"#;
        let schedule: PriceSchedule = serde_json::from_str(json).unwrap();
        let written = serde_json::to_value(schedule.less(&Exact::from(5))).unwrap();
        assert_eq!(written["charges"][0]["rate"], "2.3085");
        assert_eq!(written["charges"][0]["minimum"], "95");
        assert_eq!(written["charges"][1]["amount"], "570");
        assert_eq!(written.get("lot_discount"), None);
    }
}
