//! What holds for any saving.

use entity::exact::Exact;
use proptest::prelude::*;

use super::*;

fn entry(school: &str, category: &str, baseline: i64, new_cost: i64, status: Status) -> Entry {
    let baseline = Baseline { sla: Some(Exact::from(baseline)), ..Baseline::default() };
    Entry {
        school: school.to_owned(),
        category: category.to_owned(),
        baseline,
        new_cost: Exact::from(new_cost),
        status,
    }
}

#[test]
fn one_school_and_category_is_never_counted_twice() {
    let twice = [entry("ash", "finance", 10, 5, Status::Realised), entry("ash", "finance", 10, 5, Status::Forecast)];
    let refused = savings_report(&twice, Exact::zero(), Exact::zero()).unwrap_err();
    assert!(refused.to_string().starts_with("ash has two entries for finance"));
}

#[test]
fn statuses_are_kept_apart_and_funding_stays_outside() {
    let entries =
        [entry("ash", "finance", 10, 4, Status::Realised), entry("ash", "catering", 100, 40, Status::Contracted)];
    let report = savings_report(&entries, Exact::from(1), Exact::from(1_000)).unwrap();
    assert_eq!(report.by_status[&Status::Realised].total.saving(), Exact::from(6));
    assert_eq!(report.by_status[&Status::Contracted].total.saving(), Exact::from(60));
    assert_eq!(report.realised_net, Exact::from(5));
}

#[test]
fn a_benchmark_needs_three_peers() {
    let peer = |cost: i64| Peer {
        volume: Exact::from(10),
        baseline: Baseline { actual: Some(Exact::from(cost)), ..Baseline::default() },
    };
    let few = benchmark(&Exact::from(5), &[peer(10), peer(20)]);
    assert_eq!((few.unit_cost, few.peers_used), (None, 2));
    let enough = benchmark(&Exact::from(5), &[peer(10), peer(20), peer(90)]);
    assert_eq!(enough.baseline, Some(Exact::from(10)));
}

#[test]
fn a_term_pays_back_only_from_when_it_stays_paid_back() {
    let schedule = serde_json::json!({ "term_years": 3, "charges": [
        { "id": "fee", "scope": "school", "kind": "fixed", "amount": "100" },
    ]});
    let schedule = serde_json::from_value(schedule).unwrap();
    let school = crate::price::rules::Buyer { id: "ash".to_owned(), ..Default::default() };
    let priced = crate::price::rules::price_offer(&[school], &schedule).unwrap();
    let falling = [Exact::zero(), Exact::from(-50), Exact::from(-50)];
    assert_eq!(term_savings(&priced, &Exact::from(110), &falling).pays_back_in_year, None);
    assert_eq!(term_savings(&priced, &Exact::from(110), &[]).pays_back_in_year, Some(1));
    let rising = [Exact::zero(), Exact::from(50), Exact::from(0)];
    assert_eq!(term_savings(&priced, &Exact::from(90), &rising).pays_back_in_year, Some(2));
}

proptest! {
    #[test]
    fn held_harmless_nobody_pays_more_than_now_and_the_total_stays(
        figures in prop::collection::vec((0_i64..1_000, 0_i64..1_000), 1..12),
    ) {
        let (baselines, shares): (Vec<Exact>, Vec<Exact>) =
            figures.into_iter().map(|(baseline, share)| (Exact::from(baseline), Exact::from(share))).unzip();
        let total: Exact = shares.iter().sum();
        match hold_harmless(&baselines, &shares) {
            Some(held) => {
                prop_assert_eq!(held.iter().sum::<Exact>(), total);
                prop_assert!(held.iter().zip(&baselines).all(|(held, baseline)| held <= baseline));
            }
            None => prop_assert!(total > baselines.iter().sum::<Exact>()),
        }
    }

    #[test]
    fn premiums_add_up_to_the_budget(
        k in 0_i64..200,
        schools in prop::collection::vec((0_i64..100, 1_i64..300, 0_i64..50_000), 1..10),
    ) {
        let pooled = |(exposure, past, cost): (i64, i64, i64)| Pooled {
            exposure: Exact::from(exposure), past_exposure: Exact::from(past), past_cost: Exact::from(cost),
        };
        let schools: Vec<Pooled> = schools.into_iter().map(pooled).collect();
        let pool = pool_premium(&Exact::from(k), &Exact::from(5), &schools).unwrap();
        prop_assert_eq!(pool.premiums.iter().sum::<Exact>(), pool.budget);
        prop_assert!(pool.credibility.iter().all(|z| !z.is_negative() && *z <= Exact::one()));
    }
}
