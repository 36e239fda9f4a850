//! Ties, exclusions, flags, and what holds for any set of bids.

use std::collections::BTreeMap;

use entity::exact::Exact;
use proptest::prelude::*;

use super::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn criterion(id: &str, weight: i64) -> Criterion {
    Criterion { id: id.to_owned(), weight: Exact::from(weight), scale_max: Exact::from(5), minimum: None }
}

fn bid(id: &str, price: i64, menus: &str, safety: &str) -> Bid {
    let scores = [("menus", menus), ("safety", safety)];
    Bid {
        id: id.to_owned(),
        price: Exact::from(price),
        passed: true,
        scores: scores.map(|(criterion, score)| (criterion.to_owned(), exact(score))).into(),
        low_price_rejected: false,
    }
}

fn evaluation(method: PriceMethod, bids: Vec<Bid>) -> Evaluation {
    Evaluation {
        criteria: vec![criterion("menus", 30), criterion("safety", 30)],
        price_weight: Exact::from(40),
        method,
        bids,
        mark_decimals: 2,
        quality_minimum_percent: None,
        low_bid: Some(LowBidTest { percent: Exact::from(10), min_bids: 3, should_cost: None }),
    }
}

fn benchmark() -> PriceMethod {
    PriceMethod::Benchmark { ceiling: Exact::from(200), target: Exact::from(100) }
}

#[test]
fn ties_are_broken_by_quality_then_the_heaviest_criterion_then_price_and_at_last_by_lot() {
    let ranking = |bids| evaluate(&evaluation(benchmark(), bids)).unwrap();
    let quality = ranking(vec![bid("cheap", 100, "3", "2"), bid("good", 175, "5", "5")]);
    assert_eq!((quality.winner.as_deref(), quality.tie_break), (Some("good"), Some(TieBreak::Quality)));
    let menus = ranking(vec![bid("safe", 150, "3", "4"), bid("tasty", 150, "4", "3")]);
    let by_menus = TieBreak::Criterion("menus".to_owned());
    assert_eq!((menus.winner.as_deref(), menus.tie_break), (Some("tasty"), Some(by_menus)));
    let price = ranking(vec![bid("dear", 250, "3", "3"), bid("less dear", 240, "3", "3")]);
    assert_eq!((price.winner.as_deref(), price.tie_break), (Some("less dear"), Some(TieBreak::Price)));
    let lots = ranking(vec![bid("a", 150, "3", "3"), bid("b", 150, "3", "3"), bid("c", 190, "1", "1")]);
    assert_eq!((lots.winner, lots.tie_break), (None, Some(TieBreak::DrawLots)));
    assert_eq!(lots.results.iter().map(|row| row.rank).collect::<Vec<_>>(), [1, 1, 3]);
}

#[test]
fn bids_are_excluded_in_the_published_order_and_flags_exclude_nobody() {
    let mut tender = evaluation(
        benchmark(),
        vec![
            bid("failed", 150, "5", "5"),
            bid("unsafe", 150, "5", "2"),
            bid("poor", 150, "2", "3"),
            bid("low", 50, "4", "4"),
            bid("dear", 201, "4", "4"),
            bid("rejected", 60, "4", "4"),
            bid("fair", 190, "4", "4"),
        ],
    );
    tender.criteria[1].minimum = Some(Exact::from(3));
    tender.quality_minimum_percent = Some(Exact::from(60));
    tender.bids[0].passed = false;
    tender.bids[5].low_price_rejected = true;
    let ranking = evaluate(&tender).unwrap();
    let reasons: BTreeMap<&str, &Reason> =
        ranking.excluded.iter().map(|each| (each.bid.as_str(), &each.reason)).collect();
    let below = Reason::BelowMinimum { criterion: "safety".to_owned() };
    let expected = [
        ("failed", &Reason::FailedCondition),
        ("unsafe", &below),
        ("poor", &Reason::BelowQualityMinimum),
        ("rejected", &Reason::LowPriceRejected),
    ];
    assert_eq!(reasons, expected.into());
    let flags: Vec<(&str, Flag)> = ranking.flags.iter().map(|each| (each.bid.as_str(), each.flag)).collect();
    let (low, above) = (Flag::PriceWellBelowMean, Flag::AboveCeiling);
    assert_eq!(flags, [("low", low), ("rejected", low), ("dear", above)]);
    assert_eq!(ranking.winner.as_deref(), Some("low"));
}

#[test]
fn what_was_published_wrongly_is_refused() {
    let good = evaluation(benchmark(), vec![bid("a", 150, "3", "3")]);
    let refused = |change: fn(&mut Evaluation)| {
        let mut bad = good.clone();
        change(&mut bad);
        evaluate(&bad).unwrap_err()
    };
    assert_eq!(refused(|bad| bad.price_weight = Exact::from(41)), CannotEvaluate::WeightsMustSumTo100);
    assert_eq!(refused(|bad| bad.bids[0].price = Exact::zero()), CannotEvaluate::PriceMustBePositive);
    assert_eq!(refused(|bad| bad.criteria[0].scale_max = Exact::from(2)), CannotEvaluate::ScoreOutsideScale);
    assert_eq!(refused(|bad| bad.bids[0].scores.clear()), CannotEvaluate::ScoreMissing);
    assert_eq!(refused(|bad| bad.bids.push(bad.bids[0].clone())), CannotEvaluate::Malformed);
    let upside_down = PriceMethod::Benchmark { ceiling: Exact::from(1), target: Exact::from(1) };
    assert_eq!(
        evaluate(&Evaluation { method: upside_down, ..good }).unwrap_err(),
        CannotEvaluate::CeilingNotAboveTarget
    );
}

#[test]
fn each_price_method_scores_by_its_formula() {
    let scores = |method: PriceMethod| {
        let prices = [Exact::from(80), Exact::from(100), Exact::from(180)];
        let scores = method.scores(&prices.iter().collect::<Vec<_>>());
        scores.into_iter().map(|score| score.map_or("none".to_owned(), |score| score.fraction())).collect::<Vec<_>>()
    };
    assert_eq!(scores(benchmark()), ["1", "1", "1/5"]);
    assert_eq!(scores(PriceMethod::LowestRatio), ["1", "4/5", "4/9"]);
    assert_eq!(scores(PriceMethod::LinearFromLowest), ["1", "3/4", "0"]);
    assert_eq!(scores(PriceMethod::MinMax), ["1", "4/5", "0"]);
    assert_eq!(scores(PriceMethod::MeanDeviation), ["5/6", "2/3", "0"]);
    assert_eq!(scores(PriceMethod::PricePerQualityPoint), ["none", "none", "none"]);
}

fn any_bids() -> impl Strategy<Value = Vec<Bid>> {
    let one = (50_i64..300, 0_i64..=10, 0_i64..=10);
    prop::collection::vec(one, 2..7).prop_map(|bids| {
        let half = |points: i64| Exact::ratio(points, 2).unwrap().to_string();
        let each = |(i, (price, menus, safety)): (usize, (i64, i64, i64))| {
            bid(&format!("bid {i}"), price, &half(menus), &half(safety))
        };
        bids.into_iter().enumerate().map(each).collect()
    })
}

proptest! {
    #[test]
    fn removing_a_loser_never_changes_the_winner_under_benchmark_scoring(bids in any_bids()) {
        let test = exclusion_test(&evaluation(benchmark(), bids)).unwrap();
        prop_assert!(test.winner.is_none() || test.independent_of_losing_bids());
    }

    #[test]
    fn the_interval_around_the_present_weight_names_the_exact_winner(bids in any_bids()) {
        let tender = evaluation(PriceMethod::LowestRatio, bids);
        let weights = price_weight_breakpoints(&tender).unwrap();
        prop_assert_eq!(weights.intervals.first().map(|interval| interval.from.clone()), Some(Exact::zero()));
        prop_assert_eq!(weights.intervals.last().map(|interval| interval.to.clone()), Some(Exact::from(100)));
        for pair in weights.intervals.windows(2) {
            prop_assert_eq!(&pair[0].to, &pair[1].from);
            prop_assert!(pair[0].from < pair[0].to && pair[0].winners != pair[1].winners);
        }
        let now = &weights.current_weight;
        let around = weights.intervals.iter().find(|interval| interval.from < *now && *now < interval.to);
        if let (Some(interval), Some(winner)) = (around, evaluate(&tender).unwrap().winner_by_exact_totals) {
            prop_assert_eq!(&interval.winners, &vec![winner]);
        }
    }

    #[test]
    fn a_result_that_is_robust_by_no_points_at_all_has_its_gap_as_its_margin(bids in any_bids()) {
        let tender = evaluation(benchmark(), bids);
        if let Ok(firm) = robustness(&tender, &Exact::zero(), &Exact::zero()) {
            for rival in &firm.rivals {
                prop_assert_eq!(&rival.worst_margin_scores, &rival.gap);
                prop_assert_eq!(&rival.worst_margin_weights, &rival.gap);
            }
        }
    }
}
