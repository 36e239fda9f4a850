//! Prices that hold for any offer, and the words of a sum.

use std::collections::BTreeMap;

use entity::exact::{Exact, split};
use entity::price::{Band, ChargeKind, PriceSchedule, Tier};
use proptest::prelude::*;
use serde_json::json;

use super::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn school(id: &str, volumes: &[(&str, i64)]) -> Buyer {
    let volumes: BTreeMap<String, Exact> =
        volumes.iter().map(|(unit, volume)| ((*unit).to_owned(), Exact::from(*volume))).collect();
    Buyer { id: id.to_owned(), phase: "primary".to_owned(), legal_type: "community".to_owned(), volumes }
}

fn schedule(charges: serde_json::Value) -> PriceSchedule {
    serde_json::from_value(json!({ "term_years": 3, "index_percent": ["0", "3.1"], "charges": charges })).unwrap()
}

fn sentences(charges: serde_json::Value, volumes: &[(&str, i64)]) -> Vec<String> {
    let priced = price_offer(&[school("ash", volumes)], &schedule(charges)).unwrap();
    priced.years[0].lines.iter().map(|line| line.working.sentence()).collect()
}

#[test]
fn every_sum_reads_in_plain_english() {
    let bands = json!([{"up_to":"200","rate":"38"},{"up_to":null,"rate":"26"}]);
    let tiers = json!([{"from":"0","rate":"170"},{"from":"100","rate":"110"}]);
    let charges = json!([
        {"id":"site","scope":"school","kind":"unit","unit":"site","rate":"450"},
        {"id":"meal","scope":"cluster","kind":"unit","unit":"meal","rate":"0.03"},
        {"id":"hr","scope":"school","kind":"graduated","unit":"employee","bands":bands},
        {"id":"line","scope":"school","kind":"all_units","unit":"mbps","tiers":tiers,"buy_up":true},
        {"id":"officer","scope":"school","kind":"step","unit":"site","block":"8","amount":"3100"},
        {"id":"set-up","scope":"school","kind":"one_off","amount":"1000","spread":"straight_line"},
        {"id":"visit","scope":"school","kind":"unit","unit":"visit","rate":"5","minimum":"1000"},
    ]);
    assert_eq!(
        sentences(charges, &[("meal", 120_000), ("employee", 210), ("mbps", 75), ("visit", 2)]),
        [
            "£450 × 1 site",
            "3p × 120,000 meals",
            "£38 × 200 employees + £26 × 10 employees",
            "£110 × 100 Mbps, cheaper than paying for 75 Mbps",
            "£3,100 × 1 started block of 8 sites",
            "£1,000 spread over 3 years",
            "£5 × 2 visits, but the least charged is £1,000",
        ]
    );
}

#[test]
fn later_years_show_their_index() {
    let charges = json!([{"id":"fee","scope":"cluster","kind":"fixed","amount":"1000","maximum":"900"}]);
    let priced = price_offer(&[school("ash", &[])], &schedule(charges)).unwrap();
    assert_eq!(priced.years[1].lines[0].amount, exact("927.90"));
    assert_eq!(
        priced.years[1].lines[0].working.sentence(),
        "£1,000 a year, but the most charged is £900, × 1.031 for yearly price rises"
    );
}

#[test]
fn an_offer_has_limits_of_capacity() {
    let mut offer = schedule(json!([{"id":"fee","scope":"cluster","kind":"fixed","amount":"1"}]));
    offer.max_members = Some(1);
    let two = [school("ash", &[("meal", 70)]), school("beech", &[("meal", 70)])];
    let refused = price_offer(&two, &offer).unwrap_err();
    assert_eq!(refused.to_string(), "The provider can serve 1 schools, and you are 2");
    offer.max_members = None;
    offer.max_volume = vec![entity::price::VolumeLimit { unit: "meal".to_owned(), limit: Exact::from(100) }];
    let refused = price_offer(&two, &offer).unwrap_err();
    assert_eq!(refused.to_string(), "The provider can deliver 100 meals a year, and you need 140");
    assert!(price_offer(&two[..1], &offer).is_ok());
}

#[test]
fn a_form_is_told_everything_that_is_wrong() {
    let bands = json!([{"up_to":null,"rate":"1"},{"up_to":"5","rate":"-1"}]);
    let tiers = json!([{"from":"1","rate":"1"},{"from":"1","rate":"1"}]);
    let mut offer = schedule(json!([
        {"id":"a","scope":"school","kind":"graduated","unit":"meal","bands":bands,"minimum":"9","maximum":"5"},
        {"id":"a","scope":"school","kind":"all_units","unit":"","tiers":tiers},
        {"id":"c","scope":"school","kind":"step","unit":"site","block":"0","amount":"-1","vat_percent":"200"},
    ]));
    offer.term_years = 11;
    let paths: Vec<String> = validate(&offer).into_iter().map(|fault| fault.path).collect();
    assert_eq!(
        paths,
        [
            "term_years",
            "charges.0.maximum",
            "charges.0.bands",
            "charges.0.bands.0.up_to",
            "charges.0.bands.1.rate",
            "charges.1.id",
            "charges.1.unit",
            "charges.1.tiers",
            "charges.1.tiers.1.from",
            "charges.2.vat_percent",
            "charges.2.block",
            "charges.2.amount",
        ]
    );
    assert!(validate(&schedule(json!([{"id":"a","scope":"school","kind":"fixed","amount":"1"}]))).is_empty());
}

proptest! {
    #[test]
    fn rounding_moves_a_number_by_at_most_half_a_unit(units in any::<i64>(), decimals in 0_u32..9) {
        let number = Exact::scaled(units, 9);
        let step = Exact::scaled(1, decimals);
        let off = (number.half_up(decimals) - &number).abs();
        prop_assert!(off * Exact::from(2) <= step);
        prop_assert_eq!((-&number).half_up(decimals), -number.half_up(decimals));
    }

    #[test]
    fn shares_sum_to_the_total_and_stay_within_a_penny(
        amount in -1_000_000_i64..1_000_000,
        weights in prop::collection::vec(0_i64..5_000, 1..30),
    ) {
        let amount = Exact::scaled(amount, 3);
        let weights: Vec<Exact> = weights.into_iter().map(Exact::from).collect();
        let shares = split(&amount, &weights).unwrap();
        prop_assert_eq!(shares.iter().sum::<Exact>(), amount.half_up(2));
        let exact = entity::exact::proportions(&amount, &weights).unwrap();
        for (share, exact) in shares.iter().zip(&exact) {
            prop_assert!((share - exact).abs() <= Exact::scaled(1, 2));
        }
    }

    #[test]
    fn lines_sum_to_years_components_and_the_whole_life(
        rates in prop::collection::vec((0_i64..100_000, any::<bool>()), 1..6),
        volumes in prop::collection::vec(0_i64..50_000, 1..6),
    ) {
        let charge = |(i, (rate, cluster)): (usize, &(i64, bool))| json!({
            "id": format!("c{i}"), "component": if i % 2 == 0 { "food" } else { "labour" },
            "scope": if *cluster { "cluster" } else { "school" }, "kind": "unit", "unit": "meal",
            "rate": Exact::scaled(*rate, 4), "vat_percent": "20",
        });
        let offer = schedule(rates.iter().enumerate().map(charge).collect());
        let buyers: Vec<Buyer> =
            volumes.iter().enumerate().map(|(i, volume)| school(&i.to_string(), &[("meal", *volume)])).collect();
        let priced = price_offer(&buyers, &offer).unwrap();
        for year in &priced.years {
            prop_assert_eq!(&year.total, &year.lines.iter().map(|line| &line.amount).sum::<Exact>());
        }
        prop_assert_eq!(&priced.whole_life, &priced.by_component.values().sum::<Exact>());
        prop_assert_eq!(&priced.gross, &(&priced.whole_life + &priced.vat));
        prop_assert_eq!(&priced.present_value, &priced.whole_life);
    }

    #[test]
    fn a_graduated_total_never_falls_as_the_volume_grows(
        rates in prop::collection::vec(0_i64..10_000, 1..6),
        less in 0_i64..1_000,
        more in 0_i64..1_000,
    ) {
        let last = rates.len() - 1;
        let band = |(i, rate): (usize, &i64)| Band {
            up_to: (i < last).then(|| Exact::from(i as i64 * 100 + 100)),
            rate: Exact::scaled(*rate, 3),
        };
        let bands = rates.iter().enumerate().map(band).collect();
        let kind = ChargeKind::Graduated { unit: "meal".to_owned(), bands };
        prop_assert!(charge_for(&kind, &Exact::from(less)) <= charge_for(&kind, &Exact::from(less + more)));
    }

    #[test]
    fn buying_up_never_costs_more_and_is_advised_exactly_inside_its_intervals(
        first in 1_i64..300, second in 1_i64..300, start in 1_i64..100, volume in 0_i64..200,
    ) {
        let tiers = [
            Tier { from: Exact::zero(), rate: Exact::from(first) },
            Tier { from: Exact::from(start), rate: Exact::from(second) },
        ];
        let quote = buy_up(&tiers, &Exact::from(volume));
        prop_assert!(quote.cheapest_charge <= quote.charge);
        let inside = cheaper_to_buy_more(&tiers).iter().any(|more| more.above < quote.volume && quote.volume < more.below);
        prop_assert_eq!(inside, quote.worth_buying_up());
    }
}

#[test]
fn an_offer_for_its_first_year_only_costs_what_the_whole_offer_costs_in_that_year() {
    let charges = serde_json::json!([
        {"id": "meals", "scope": "cluster", "kind": "unit", "unit": "meal", "rate": "0.03"},
        {"id": "start", "scope": "cluster", "kind": "one_off", "amount": "100", "spread": "straight_line", "minimum": "70"},
        {"id": "kit", "scope": "school", "kind": "one_off", "amount": "50", "spread": "upfront"},
    ]);
    let whole = PriceSchedule { term_years: 3, index_percent: vec![exact("5"); 3], ..schedule(charges) };
    let buyers = [school("a", &[("meal", 1_001)]), school("b", &[("meal", 50)])];
    let only = price_offer(&buyers, &first_year_only(&whole)).unwrap();
    assert_eq!((only.years.len(), only.year_one()), (1, price_offer(&buyers, &whole).unwrap().year_one()));
}

#[test]
fn a_volume_just_below_a_threshold_is_told_what_more_would_cost() {
    let schedule: PriceSchedule = serde_json::from_str(
        r#"{"term_years":3,"charges":[{"id":"mbps","scope":"cluster","kind":"all_units","unit":"mbps",
        "tiers":[{"from":"0","rate":"170"},{"from":"100","rate":"110"}]}]}"#,
    )
    .unwrap();
    let of = |volume: i64| {
        let buyer = Buyer { volumes: [("mbps".to_owned(), Exact::from(volume))].into(), ..Buyer::default() };
        let told = buying_more(&[buyer], &schedule);
        told.into_iter().map(|one| (one.charged.amount(), one.instead.amount(), one.between.buy)).collect::<Vec<_>>()
    };
    assert_eq!(of(95), [(Exact::from(16_150), Exact::from(11_000), Exact::from(100))]);
    assert_eq!(of(64), []);
    assert_eq!(of(100), []);
}
