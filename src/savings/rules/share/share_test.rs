//! What holds for any joint bill, and two ways to the same figure.

use entity::exact::Exact;
use entity::price::Charge;
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A structured cost of schools with the given (own charge, volume), charged in falling bands or at a threshold.
fn structured(fixed: i64, schools: &[(i64, i64)], threshold: bool) -> Cost {
    let kind = if threshold {
        json!({ "kind": "all_units", "tiers": [{ "from": "0", "rate": "17" }, { "from": "40", "rate": "11.25" }] })
    } else {
        json!({ "kind": "graduated", "bands": [{ "up_to": "30", "rate": "9.5" }, { "up_to": null, "rate": "4" }] })
    };
    let mut charge = json!({ "id": "volume", "scope": "cluster", "unit": "meal" });
    charge.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
    let charge: Charge = serde_json::from_value(charge).unwrap();
    Cost::Structured(Box::new(Structured {
        fixed: Exact::from(fixed),
        per_school: schools.iter().map(|(own, _)| Exact::from(*own)).collect(),
        volumes: schools.iter().map(|(_, volume)| Exact::from(*volume)).collect(),
        volume_charge: Some(charge),
    }))
}

fn some_schools() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0_i64..90, 0_i64..25), 1..7)
}

fn outside(schools: &[(i64, i64)]) -> Vec<Exact> {
    schools.iter().map(|(own, volume)| Exact::from(own + 60 + 12 * volume)).collect()
}

proptest! {
    #[test]
    fn every_rule_shares_exactly_the_total(
        fixed in 0_i64..500, schools in some_schools(), threshold: bool, separate: bool,
    ) {
        let alone = separate.then(|| outside(&schools));
        let game = Game::new(schools.len(), structured(fixed, &schools, threshold), alone).unwrap();
        let weights: Vec<Exact> = schools.iter().map(|(_, volume)| Exact::from(*volume)).collect();
        let pay_as_now = Rule::PayAsNow { baselines: game.alone(), key: SurplusKey::Proportional };
        let rules = [Rule::Equal, Rule::ByWeight(weights), Rule::TwoPart, Rule::Proportional, Rule::EqualSavings,
            Rule::SeparableCosts, Rule::Shapley, pay_as_now];
        for rule in rules {
            match share_costs(&game, &rule) {
                Ok(sharing) => {
                    prop_assert_eq!(&sharing.exact.iter().sum::<Exact>(), &game.total());
                    prop_assert_eq!(sharing.shares.iter().sum::<Exact>(), game.total().half_up(2));
                }
                Err(cannot) => prop_assert_eq!(cannot, CannotShare::JointOfferNotUsed),
            }
        }
    }

    #[test]
    fn counting_volumes_gives_the_shapley_value_of_the_subsets(
        fixed in 0_i64..500, schools in some_schools(), threshold: bool,
    ) {
        let game = Game::new(schools.len(), structured(fixed, &schools, threshold), None).unwrap();
        let subsets = shapley_of_groups(&GroupCosts::of(&game).unwrap());
        prop_assert_eq!(shapley_structured(&game).unwrap(), subsets);
    }

    #[test]
    fn the_knapsack_finds_the_same_worst_group_as_looking_at_every_group(
        fixed in 0_i64..500, schools in some_schools(), threshold: bool, separate: bool, equal: bool,
    ) {
        let alone = separate.then(|| outside(&schools));
        let game = Game::new(schools.len(), structured(fixed, &schools, threshold), alone).unwrap();
        let rule = if equal { Rule::Equal } else { Rule::Proportional };
        let shares = exact_shares(&game, &rule).unwrap();
        let every_group = stability(&game, &shares).unwrap();
        prop_assert_eq!(knapsack::worst_group(&game, &shares).unwrap(), every_group);
    }

    #[test]
    fn machine_numbers_and_big_numbers_agree_on_stability(fixed in 0_i64..500, schools in some_schools()) {
        let game = Game::new(schools.len(), structured(fixed, &schools, false), None).unwrap();
        let tiny = Exact::ratio(1, num_bigint::BigInt::from(3).pow(120)).unwrap();
        let mut shares = exact_shares(&game, &Rule::Equal).unwrap();
        let plain = stability(&game, &shares).unwrap();
        shares[0] += &tiny;
        let shifted = stability(&game, &shares).unwrap();
        prop_assert!((plain.could_save - shifted.could_save).abs() <= tiny);
    }

    #[test]
    fn two_part_shares_of_falling_prices_are_stable_for_the_joint_offer(
        fixed in 0_i64..500, schools in some_schools(),
    ) {
        let game = Game::new(schools.len(), structured(fixed, &schools, false), None).unwrap();
        let sharing = share_costs(&game, &Rule::TwoPart).unwrap();
        prop_assert!(sharing.stability.stable() && sharing.no_school_worse_off());
    }

    #[test]
    fn a_ladder_never_charges_more_than_the_own_level_and_never_less_for_a_higher_one(
        levels in prop::collection::vec(0_i64..50, 1..8),
    ) {
        let cost = Cost::HighestLevel(levels.iter().map(|level| Exact::from(*level)).collect());
        let sharing = share_costs(&Game::new(levels.len(), cost, None).unwrap(), &Rule::Ladder).unwrap();
        prop_assert!(sharing.stability.stable() && sharing.no_school_worse_off());
        prop_assert_eq!(sharing.exact.iter().sum::<Exact>(), Exact::from(*levels.iter().max().unwrap()));
    }
}

#[test]
fn one_school_has_no_smaller_group_to_leave_with() {
    let game = Game::new(1, structured(100, &[(20, 3)], false), None).unwrap();
    let sharing = share_costs(&game, &Rule::Proportional).unwrap();
    assert!(sharing.stability.stable() && sharing.stability.worst_group.is_empty());
}

#[test]
fn thirty_schools_are_tested_for_stability_by_volume() {
    let schools: Vec<(i64, i64)> = (0..30).map(|i| (i, i % 7)).collect();
    let game = Game::new(30, structured(300, &schools, false), None).unwrap();
    let two_part = share_costs(&game, &Rule::TwoPart).unwrap();
    assert!(two_part.stability.stable());
    let shapley = share_costs(&game, &Rule::Shapley).unwrap();
    assert_eq!(shapley.exact.iter().sum::<Exact>(), game.total());
    assert!(shapley.stability.stable());
    assert!(!share_costs(&game, &Rule::Equal).unwrap().stability.stable());
}

/// The cost of every group of three to five schools, such that no group pays more together than split in two.
fn any_table() -> impl Strategy<Value = (usize, Vec<Exact>)> {
    (3_usize..6, prop::collection::vec(1_i64..200, 32)).prop_map(|(schools, random)| {
        let mut costs = vec![0_i64; 1 << schools];
        for group in 1..costs.len() {
            let halves = (1..group).filter(|part| part & group == *part).map(|part| costs[part] + costs[group ^ part]);
            costs[group] = halves.min().map_or(random[group], |split| split.min(random[group] + 60));
        }
        (schools, costs.into_iter().map(Exact::from).collect())
    })
}

proptest! {
    #[test]
    fn the_nucleolus_is_stable_whenever_the_least_core_says_that_some_sharing_is((schools, costs) in any_table()) {
        let game = Game::new(schools, Cost::Table(costs), None).unwrap();
        let epsilon = least_core(&game).unwrap();
        let sharing = share_costs(&game, &Rule::Nucleolus).unwrap();
        prop_assert_eq!(&sharing.exact.iter().sum::<Exact>(), &game.total());
        prop_assert!(sharing.no_school_worse_off());
        prop_assert_eq!(sharing.stability.stable(), !epsilon.is_positive());
        prop_assert!(sharing.stability.could_save >= epsilon);
        if sharing.stability.stable() {
            prop_assert_eq!(sharing.stability.could_save, epsilon);
        }
    }

    #[test]
    fn machine_numbers_and_big_numbers_give_the_same_nucleolus((schools, costs) in any_table()) {
        let huge = Exact::from(10_i128.pow(24));
        let blown_up = costs.iter().map(|cost| cost * &huge).collect();
        let shares = exact_shares(&Game::new(schools, Cost::Table(costs), None).unwrap(), &Rule::Nucleolus).unwrap();
        let large = Game::new(schools, Cost::Table(blown_up), None).unwrap();
        let large = exact_shares(&large, &Rule::Nucleolus).unwrap();
        prop_assert_eq!(large, shares.iter().map(|share| share * &huge).collect::<Vec<_>>());
    }

    #[test]
    fn a_sampled_shapley_value_over_all_orders_is_the_shapley_value((_, costs) in any_table()) {
        let game = Game::new(3, Cost::Table(costs[..8].to_vec()), None).unwrap();
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].map(Vec::from);
        let sampled = shapley_by_orders(&game, &orders).unwrap();
        prop_assert_eq!(sampled, exact_shares(&game, &Rule::Shapley).unwrap());
    }
}

#[test]
fn twelve_schools_have_a_nucleolus() {
    let schools: Vec<(i64, i64)> = (0..12).map(|i| (10 + i, 3 + 5 * i % 13)).collect();
    let game = Game::new(12, structured(300, &schools, true), Some(outside(&schools))).unwrap();
    let sharing = share_costs(&game, &Rule::Nucleolus).unwrap();
    assert_eq!(sharing.exact.iter().sum::<Exact>(), game.total());
    assert_eq!(sharing.stability.stable(), !least_core(&game).unwrap().is_positive());
}

#[test]
fn nothing_can_be_shared_when_joining_costs_more_than_staying_alone() {
    let costs = [0, 10, 10, 25].map(Exact::from).to_vec();
    let game = Game::new(2, Cost::Table(costs), None).unwrap();
    let refused = share_costs(&game, &Rule::Nucleolus).unwrap_err();
    assert_eq!(refused, CannotShare::NoIndividuallyRationalAllocation);
}
