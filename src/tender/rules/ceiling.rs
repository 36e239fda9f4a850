//! Is the price that earns no marks the price list of somebody who may bid?

use ::entity::exact::Exact;

/// Within one percent of the list.
pub fn is_near(ceiling: &Exact, price_list: &Exact) -> bool {
    let apart = ceiling - price_list;
    let apart = if apart.is_negative() { Exact::default() - apart } else { apart };
    price_list.is_positive() && apart * Exact::from(100) <= *price_list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_percent_either_way_is_near() {
        let list = Exact::from(100_000);
        for (ceiling, near) in [(100_000, true), (101_000, true), (99_000, true), (101_001, false), (98_999, false)] {
            assert_eq!(is_near(&Exact::from(ceiling), &list), near, "{ceiling}");
        }
        assert!(!is_near(&Exact::from(0), &Exact::from(0)));
    }
}
