//! Lots: discounts, limits, ties and lots that nobody should have.

use entity::exact::Exact;
use proptest::prelude::*;

use super::*;

fn lot(id: &str) -> Lot {
    Lot { id: id.to_owned(), weight: Exact::from(50), ceiling: Exact::from(200), target: Exact::from(100) }
}

fn bid(supplier: &str, lot: &str, quality_mark: i64, price: i64) -> LotBid {
    LotBid {
        supplier: supplier.to_owned(),
        lot: lot.to_owned(),
        quality_mark: Exact::from(quality_mark),
        price: Exact::from(price),
    }
}

fn tender(bids: Vec<LotBid>) -> LotTender {
    LotTender {
        lots: vec![lot("north"), lot("south")],
        suppliers: vec!["alder".to_owned(), "birch".to_owned()],
        price_weight: Exact::from(40),
        bids,
        discounts: Vec::new(),
        max_lots_per_supplier: None,
    }
}

fn winners(award: &Award) -> Vec<Option<&str>> {
    award.suppliers.iter().map(Option::as_deref).collect()
}

#[test]
fn a_discount_counts_only_when_its_whole_set_is_won_and_then_the_largest() {
    let bids = vec![bid("alder", "north", 30, 150), bid("alder", "south", 30, 150), bid("birch", "south", 36, 150)];
    let mut both = tender(bids);
    assert_eq!(winners(&award_lots(&both, None).unwrap()), [Some("alder"), Some("birch")]);
    let discount = |lots: &[&str], percent: i64| Discount {
        supplier: "alder".to_owned(),
        lots: lots.iter().map(|lot| (*lot).to_owned()).collect(),
        percent: Exact::from(percent),
    };
    both.discounts = vec![discount(&["north", "south"], 20), discount(&["north"], 10)];
    let award = award_lots(&both, None).unwrap();
    assert_eq!(winners(&award), [Some("alder"), Some("alder")]);
    assert_eq!(award.prices, [Some(Exact::from(120)), Some(Exact::from(120))]);
    assert_eq!(award.score, Exact::from(62));
}

#[test]
fn a_lot_without_bids_stays_unawarded_and_counts_nothing() {
    let award = award_lots(&tender(vec![bid("birch", "south", 60, 100)]), Some(1)).unwrap();
    assert_eq!(winners(&award), [None, Some("birch")]);
    assert_eq!((award.score, award.prices), (Exact::from(50), vec![None, Some(Exact::from(100))]));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let unknown = tender(vec![bid("cedar", "south", 60, 100)]);
    assert_eq!(award_lots(&unknown, None).unwrap_err(), CannotAward::Malformed);
    let twice = tender(vec![bid("birch", "south", 60, 100), bid("birch", "south", 60, 100)]);
    assert_eq!(award_lots(&twice, None).unwrap_err(), CannotAward::Malformed);
    let free = tender(vec![bid("birch", "south", 60, 0)]);
    assert_eq!(award_lots(&free, None).unwrap_err(), CannotAward::PriceMustBePositive);
    let suppliers: Vec<String> = (0..1_001).map(|i| format!("supplier {i}")).collect();
    let bids = suppliers.iter().flat_map(|name| [bid(name, "north", 1, 1), bid(name, "south", 1, 1)]).collect();
    let many = LotTender { suppliers, ..tender(bids) };
    assert_eq!(award_lots(&many, None).unwrap_err(), CannotAward::TooManyAssignments);
}

proptest! {
    #[test]
    fn a_limit_never_raises_the_score_and_is_kept(figures in prop::collection::vec((0_i64..60, 90_i64..210), 4)) {
        let places = [("alder", "north"), ("alder", "south"), ("birch", "north"), ("birch", "south")];
        let bids = places.iter().zip(figures).map(|((who, lot), (quality, price))| bid(who, lot, quality, price));
        let tender = tender(bids.collect());
        let (limited, free) = (award_lots(&tender, Some(1)).unwrap(), award_lots(&tender, None).unwrap());
        prop_assert!(limited.score <= free.score);
        prop_assert!(limited.suppliers[0].is_none() || limited.suppliers[0] != limited.suppliers[1]);
    }
}
