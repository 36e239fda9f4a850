//! How long the pure rules take at the sizes that pages and planning meet (`cargo bench`).

use clusterbuy::cluster::rules::{LotLimits, best_partition};
use clusterbuy::evaluation::rules::{Bid, Criterion, Evaluation, LowBidTest, PriceMethod, evaluate};
use clusterbuy::price::rules::{Buyer, price_offer};
use clusterbuy::savings::rules::share::{Cost, Game, Rule, Structured, share_costs};
use criterion::{Criterion as Bench, criterion_group, criterion_main};
use entity::exact::Exact;
use entity::price::{Charge, PriceSchedule};
use serde_json::json;
use std::hint::black_box;
use std::time::Duration;

/// Bands with falling rates, as a catering contract has them.
fn falling() -> Charge {
    let bands = json!([{ "up_to": "20000", "rate": "0.09" }, { "up_to": "60000", "rate": "0.06" }, { "up_to": null, "rate": "0.03" }]);
    let charge = json!({ "id": "meals", "label": "Meals", "component": "management", "scope": "cluster", "kind": "graduated", "unit": "meal", "bands": bands });
    serde_json::from_value(charge).expect("a charge")
}

/// Schools of different sizes: 50 to 340 meals a day, 190 days.
fn volume(school: usize) -> Exact {
    Exact::from((50 + (school * 37) % 290) * 190)
}

fn structured(schools: usize) -> Game {
    let cost = Structured {
        fixed: Exact::from(4_800),
        per_school: vec![Exact::from(450); schools],
        volumes: (0..schools).map(volume).collect(),
        volume_charge: Some(falling()),
    };
    Game::new(schools, Cost::Structured(Box::new(cost)), None).expect("a game")
}

/// The same with what each pays elsewhere, so that groups have to be looked at one by one.
fn with_outside_option(schools: usize) -> Game {
    let cost = Structured {
        fixed: Exact::from(4_800),
        per_school: vec![Exact::from(450); schools],
        volumes: (0..schools).map(volume).collect(),
        volume_charge: Some(falling()),
    };
    let elsewhere = (0..schools).map(|school| Exact::from(1_000 + (school * 613) % 2_400)).collect();
    Game::new(schools, Cost::Structured(Box::new(cost)), Some(elsewhere)).expect("a game")
}

fn tender() -> Evaluation {
    let name = |what: &str, at: usize| format!("{what}-{at}");
    let criteria = (0..30).map(|at| Criterion {
        id: name("criterion", at),
        weight: Exact::from(2),
        scale_max: Exact::from(5),
        minimum: None,
    });
    let criteria: Vec<Criterion> = criteria.collect();
    let scores = |bid: usize| {
        criteria.iter().enumerate().map(|(at, each)| (each.id.clone(), Exact::from((bid * 7 + at * 3) % 6))).collect()
    };
    let bids = (0..200).map(|bid| Bid {
        id: name("bid", bid),
        price: Exact::from(30_000 + (bid * 911) % 60_000),
        passed: true,
        scores: scores(bid),
        low_price_rejected: false,
    });
    Evaluation {
        bids: bids.collect(),
        price_weight: Exact::from(40),
        method: PriceMethod::Benchmark { ceiling: Exact::from(108_000), target: Exact::from(24_000) },
        mark_decimals: 2,
        quality_minimum_percent: None,
        low_bid: Some(LowBidTest { percent: Exact::from(10), min_bids: 3, should_cost: None }),
        criteria,
    }
}

/// A listing of a fixed and a unit charge, each one a little different.
fn listing(at: usize) -> PriceSchedule {
    let charges = json!([
        { "id": "fixed", "label": "A school", "component": "management", "scope": "school", "kind": "fixed", "amount": (2_000 + at % 2_000).to_string() },
        { "id": "meals", "label": "Meals", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": format!("0.0{}", 3 + at % 7) },
    ]);
    serde_json::from_value(json!({ "term_years": 3, "charges": charges })).expect("a schedule")
}

fn school() -> Buyer {
    Buyer {
        id: "school".to_owned(),
        phase: "primary".to_owned(),
        legal_type: "community".to_owned(),
        volumes: [("meal".to_owned(), Exact::from(18_810))].into(),
    }
}

fn fair_shares(bench: &mut Bench) {
    let thirty = structured(30);
    bench.bench_function("Shapley, 30 schools, structured cost", |each| {
        each.iter(|| share_costs(black_box(&thirty), &Rule::Shapley).expect("shares"));
    });
    let twenty = with_outside_option(20);
    bench.bench_function("Shapley, 20 schools, all groups", |each| {
        each.iter(|| share_costs(black_box(&twenty), &Rule::Shapley).expect("shares"));
    });
    let twelve = structured(12);
    bench.bench_function("nucleolus, 12 schools", |each| {
        each.iter(|| share_costs(black_box(&twelve), &Rule::Nucleolus).expect("shares"));
    });
    let fourteen = structured(14);
    bench.bench_function("best partition, 14 schools", |each| {
        each.iter(|| best_partition(black_box(&fourteen), &LotLimits::default()).expect("lots"));
    });
}

fn best_value(bench: &mut Bench) {
    let tender = tender();
    bench.bench_function("evaluation, 200 bids x 30 criteria", |each| {
        each.iter(|| evaluate(black_box(&tender)).expect("a ranking"));
    });
    let listings: Vec<PriceSchedule> = (0..60_000).map(listing).collect();
    let buyers = [school()];
    bench.bench_function("pricing, 60,000 listings for one school", |each| {
        each.iter(|| {
            for listing in &listings {
                black_box(price_offer(&buyers, listing).expect("a price"));
            }
        });
    });
}

criterion_group! {
    name = rules;
    config = Bench::default().sample_size(10).measurement_time(Duration::from_secs(8)).without_plots();
    targets = fair_shares, best_value
}
criterion_main!(rules);
