//! What holds for any group that joins, and for any partition.

use entity::exact::Exact;
use entity::price::Charge;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::savings::rules::share::{Cost, Game, Structured};

/// A fixed fee and a volume charge in two bands, the second at `second` pounds.
fn game(fixed: i64, volumes: &[i64], second: i64) -> Game {
    let bands = json!([{ "up_to": "30", "rate": "9" }, { "up_to": null, "rate": second }]);
    let charge = json!({ "id": "volume", "scope": "cluster", "kind": "graduated", "unit": "meal", "bands": bands });
    let charge: Charge = serde_json::from_value(charge).unwrap();
    let cost = Structured {
        fixed: Exact::from(fixed),
        per_school: vec![Exact::zero(); volumes.len()],
        volumes: volumes.iter().map(|volume| Exact::from(*volume)).collect(),
        volume_charge: Some(charge),
    };
    Game::new(volumes.len(), Cost::Structured(Box::new(cost)), None).unwrap()
}

fn joining(fixed: i64, schools: &[(i64, i64)], rule: JoiningRule) -> Joining {
    let volumes: Vec<i64> = schools.iter().map(|(volume, _)| *volume).collect();
    let baselines = schools.iter().map(|(_, baseline)| Exact::from(*baseline)).collect();
    Joining { game: game(fixed, &volumes, 4), baselines, rule }
}

proptest! {
    #[test]
    fn two_part_opting_in_ends_with_the_largest_stable_group(
        fixed in 0_i64..300,
        schools in prop::collection::vec((0_i64..30, 0_i64..250), 1..7),
    ) {
        let joining = joining(fixed, &schools, JoiningRule::TwoPart);
        let everyone: Vec<usize> = (0..schools.len()).collect();
        let ended = joining.opt_in(&everyone).unwrap();
        prop_assert!(ended.leave.len() <= schools.len());
        for mask in 1_usize..1 << schools.len() {
            let group: Vec<usize> = everyone.iter().copied().filter(|i| mask >> i & 1 == 1).collect();
            let shares = joining.shares(&group).unwrap();
            let stable = group.iter().zip(&shares).all(|(&i, share)| *share <= joining.baselines[i]);
            prop_assert!(!stable || group.iter().all(|school| ended.members.contains(school)));
        }
    }

    #[test]
    fn held_harmless_nobody_leaves_while_there_is_a_saving(
        fixed in 0_i64..300,
        schools in prop::collection::vec((0_i64..30, 0_i64..250), 1..7),
    ) {
        let joining = joining(fixed, &schools, JoiningRule::HoldHarmless);
        let everyone: Vec<usize> = (0..schools.len()).collect();
        let ended = joining.opt_in(&everyone).unwrap();
        prop_assert_eq!(!ended.saving_if_all_joined.is_negative(), ended.leave.is_empty());
        let best = joining.best_stable_group().unwrap().unwrap();
        prop_assert!(best.saving >= ended.saving);
    }

    #[test]
    fn the_best_partition_holds_every_school_once_and_never_costs_more_than_one_lot_or_separate_lots(
        fixed in 0_i64..300, volumes in prop::collection::vec(0_i64..25, 1..7), second in 0_i64..40, most in 1_usize..7,
    ) {
        let game = game(fixed, &volumes, second);
        let best = best_partition(&game, &LotLimits::default()).unwrap().unwrap();
        let mut schools = best.lots.concat();
        schools.sort_unstable();
        prop_assert!(schools.into_iter().eq(0..volumes.len()));
        prop_assert!(best.total <= game.total() && best.total <= game.alone().iter().sum::<Exact>());
        let limits = LotLimits { schools: Some(most), volume: Vec::new() };
        let limited = best_partition(&game, &limits).unwrap().unwrap();
        prop_assert!(limited.total >= best.total && limited.lots.iter().all(|lot| lot.len() <= most));
    }
}

#[test]
fn equal_partitions_are_told_apart_by_fewest_lots_and_then_list_order() {
    let free = game(0, &[0, 0, 0], 1);
    let best = best_partition(&free, &LotLimits::default()).unwrap().unwrap();
    assert_eq!(best.lots, [vec![0, 1, 2]]);
    let pairs = LotLimits { schools: Some(2), volume: Vec::new() };
    assert_eq!(best_partition(&free, &pairs).unwrap().unwrap().lots, [vec![0], vec![1, 2]]);
    let volume = vec![(vec![Exact::one(), Exact::from(5), Exact::one()], Exact::from(3))];
    assert_eq!(best_partition(&free, &LotLimits { schools: None, volume }).unwrap(), None);
    let loose = (vec![Exact::one(); 3], Exact::from(3));
    let tight = (vec![Exact::from(2), Exact::one(), Exact::from(2)], Exact::from(3));
    let both = LotLimits { schools: None, volume: vec![loose, tight] };
    assert_eq!(best_partition(&free, &both).unwrap().unwrap().lots, [vec![0], vec![1, 2]]);
    assert_eq!(greedy_partition(&free, &both).map(|found| found.lots.len()), Some(3), "merging gains nothing");
}

#[test]
fn an_award_loop_ends_without_award_when_everyone_leaves() {
    let plan = Plan {
        baselines: vec![Exact::from(10), Exact::from(20)],
        price_weight: Exact::from(40),
        target_percent: Exact::from(50),
        rule: JoiningRule::TwoPart,
        offers: vec![MarkedOffer { quality_mark: Exact::from(50), game: game(900, &[3, 4], 4) }],
    };
    let ended = award_loop(&plan).unwrap();
    assert_eq!((ended.award, ended.members.len(), ended.total), (None, 0, Exact::zero()));
    let upside_down = Plan { target_percent: Exact::from(100), ..plan };
    assert_eq!(award_loop(&upside_down).unwrap_err(), CannotPlan::CeilingNotAboveTarget);
}

proptest! {
    #[test]
    fn merging_lots_never_costs_more_than_every_school_by_itself_nor_less_than_the_best(
        volumes in prop::collection::vec(0_i64..30, 1..7),
        second in 1_i64..30,
        most in 1_usize..7,
    ) {
        let game = game(40, &volumes, second);
        let limits = LotLimits { schools: Some(most), volume: Vec::new() };
        let merged = greedy_partition(&game, &limits).unwrap();
        let mut schools: Vec<usize> = merged.lots.concat();
        schools.sort_unstable();
        prop_assert_eq!(schools, (0..volumes.len()).collect::<Vec<_>>());
        prop_assert!(merged.lots.iter().all(|lot| lot.len() <= most));
        prop_assert_eq!(&merged.total, &merged.lots.iter().map(|lot| game.cost(lot)).sum::<Exact>());
        prop_assert!(merged.total <= game.alone().iter().sum::<Exact>());
        prop_assert!(merged.total >= best_partition(&game, &limits).unwrap().unwrap().total);
    }
}
