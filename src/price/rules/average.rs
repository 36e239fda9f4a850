//! Whether a charge can cost more a unit when more is bought.

use entity::exact::Exact;
use entity::price::{Charge, ChargeKind};

/// Whether the average price of a unit never rises with the volume: fixed and unit charges, and bands or tiers whose rates
/// fall. A minimum or a maximum does not change that. Steps can: the first unit of a block pays for the whole block.
pub fn average_never_rises(charge: &Charge) -> bool {
    match &charge.kind {
        ChargeKind::Fixed { .. } | ChargeKind::OneOff { .. } | ChargeKind::Unit { .. } => true,
        ChargeKind::Graduated { bands, .. } => never_rising(bands.iter().map(|band| &band.rate)),
        ChargeKind::AllUnits { tiers, .. } => {
            let mut sorted: Vec<_> = tiers.iter().collect();
            sorted.sort_by(|one, other| one.from.cmp(&other.from));
            never_rising(sorted.into_iter().map(|tier| &tier.rate))
        }
        ChargeKind::Step { .. } => false,
    }
}

fn never_rising<'a>(rates: impl Iterator<Item = &'a Exact>) -> bool {
    rates.collect::<Vec<_>>().windows(2).all(|pair| pair[1] <= pair[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falling_rates_never_raise_the_average_and_steps_may() {
        let judged = |kind: &str| {
            let written = format!(r#"{{"id":"a","scope":"cluster","unit":"mbps",{kind}}}"#);
            average_never_rises(&serde_json::from_str(&written).unwrap())
        };
        assert!(judged(r#""kind":"all_units","tiers":[{"from":"100","rate":"110"},{"from":"0","rate":"170"}]"#));
        assert!(!judged(r#""kind":"all_units","tiers":[{"from":"0","rate":"110"},{"from":"100","rate":"170"}]"#));
        assert!(judged(r#""kind":"graduated","bands":[{"up_to":"9","rate":"2"},{"up_to":null,"rate":"2"}]"#));
        assert!(!judged(r#""kind":"graduated","bands":[{"up_to":"9","rate":"1"},{"up_to":null,"rate":"2"}]"#));
        assert!(!judged(r#""kind":"step","block":"10","amount":"5""#));
        assert!(judged(r#""kind":"unit","rate":"5""#));
    }
}
