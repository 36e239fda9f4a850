//! What the comparison says of buying together: who leaves, how many schools it takes, when buying more is cheaper. Each
//! figure is worked out again from what the page shows.

use super::{CAPTION, row};
use entity::agreement::SharingRule;
use entity::exact::{Exact, in_pennies, proportions};
use entity::listing::{ListingKind, PriceVisibility};
use entity::membership::Role;
use serde_json::json;
use support::darlaston::{Darlaston, TestOffer};
use support::{Page, both};

const PINFOLD: &str = "/schools/104176/compare/catering";

/// "£1,697.64", "27.08p", "18,810": in pounds or as a number.
fn figure(words: &str) -> Exact {
    let plain = words.trim().trim_start_matches('£').replace(',', "");
    match plain.strip_suffix('p') {
        Some(pence) => pence.parse::<Exact>().unwrap() / Exact::from(100),
        None => plain.parse().unwrap(),
    }
}

/// The lines of the sum that a cell of the comparison opens: what stands before and after each colon or figure.
fn opened(page: &Page, of: &str) -> Vec<(String, String)> {
    let html = page.html();
    let sums = support::client::page::selector("details.sum");
    let lines = support::client::page::selector("dl.sum-lines > div");
    let (dt, dd) = (support::client::page::selector("dt"), support::client::page::selector("dd"));
    let read = support::client::page::read;
    let sum = html.select(&sums).find(|sum| read(*sum).contains(of)).unwrap_or_else(|| panic!("no sum of {of}"));
    let pair = |line: scraper::ElementRef<'_>| {
        (line.select(&dt).next().map(read).unwrap(), line.select(&dd).next().map(read).unwrap())
    };
    sum.select(&lines).map(pair).collect()
}

/// What the eight schools pay now and how many meals they have, in the cluster's order.
fn kitchens(darlaston: &Darlaston) -> Vec<(String, Exact, Exact)> {
    let told = darlaston.figures["schools"].as_array().unwrap().iter();
    let cooks = told.filter(|school| school["meals_per_year"] != 0);
    let one = |school: &serde_json::Value| {
        let id = school["id"].as_str().unwrap();
        let now = darlaston.figure(&format!("current_costs/catering/{id}"));
        let meals = Exact::from(school["meals_per_year"].as_i64().unwrap());
        (darlaston.school(id).name.clone(), now.parse().unwrap(), meals)
    };
    cooks.map(one).collect()
}

/// Alder's price for some schools: £4,800 + £450 a kitchen + 3p a meal.
fn alder(meals: &[&Exact]) -> Exact {
    let sum: Exact = meals.iter().copied().sum();
    Exact::from(4_800) + Exact::from(450) * Exact::from(meals.len()) + Exact::scaled(3, 2) * sum
}

both! {
    async fn if_two_schools_leave_the_dearest_two_are_named_and_the_share_follows_from_the_rule(world: World) {
        let darlaston = world.darlaston().await;
        world.join(&darlaston.in_order()).await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        manager.get(&format!("{PINFOLD}?sort=name")).await;
        let all = kitchens(&darlaston);
        let own = all.iter().position(|(name, ..)| name == "Pinfold Street").unwrap();
        let share = |out: &[usize]| {
            let stay: Vec<usize> = (0..8).filter(|at| !out.contains(at)).collect();
            let now: Vec<Exact> = stay.iter().map(|at| all[*at].1.clone()).collect();
            let meals: Vec<&Exact> = stay.iter().map(|at| &all[*at].2).collect();
            let shares = in_pennies(&proportions(&alder(&meals), &now).unwrap());
            shares[stay.iter().position(|at| *at == own).unwrap()].clone()
        };
        let pairs = (0..8).flat_map(|one| (one + 1..8).map(move |two| [one, two])).filter(|pair| !pair.contains(&own));
        let (dearest, pair) = pairs.map(|pair| (share(&pair), pair)).rev().max_by(|a, b| a.0.cmp(&b.0)).unwrap();
        let change = &dearest - share(&[]);
        let cell = row(manager.page(), "If 2 schools leave")[1].clone();
        assert_eq!(cell, format!("£{} more", change.pounds()));
        let lines = opened(manager.page(), "if two schools leave");
        assert_eq!(lines[1].0, format!("Your share without {} and {}", all[pair[0]].0, all[pair[1]].0));
        assert_eq!(figure(&lines[1].1) - figure(&lines[2].1), change, "{lines:?}");
        assert_eq!(row(manager.page(), "If 2 schools leave")[0], "–");
    }

    async fn every_number_of_schools_has_its_price_of_a_meal_and_the_first_cheaper_one_is_told(world: World) {
        let darlaston = world.darlaston().await;
        world.join(&darlaston.in_order()).await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        manager.get(&format!("{PINFOLD}?sort=name")).await;
        let all = kitchens(&darlaston);
        let mut lines = opened(manager.page(), "from how many schools Alder Catering is cheaper");
        let (_, result) = lines.pop().unwrap();
        assert_eq!(lines.len(), 8);
        let own = figure("27.08p");
        let mut first = None;
        for (count, (text, each)) in lines.iter().enumerate() {
            let (cost, meals) = text.split_once(": ").unwrap().1.split_once(" for ").unwrap();
            let meals = figure(meals.trim_end_matches(" meals"));
            let price = figure(cost) / &meals;
            assert_eq!(figure(each.trim_end_matches(" a meal")), price.half_up(4), "{text}");
            first = if price < own { first.or(Some((count, meals))) } else { None };
        }
        let (count, meals) = first.unwrap();
        assert_eq!(result, format!("{} schools", count + 1));
        let joined: Exact = std::iter::once(2).chain(0..8).filter(|at| *at != 2).take(count).map(|at| &all[at].2).sum();
        assert_eq!(meals, joined + &all[2].2, "Pinfold Street is third, and the others join it in order");
        let even = manager.page().table("Management per meal of Alder Catering against each school's own");
        assert_eq!(even.len(), 9);
        for (school, (name, now, meals)) in even[1..].iter().zip(&all) {
            assert!(school[0].starts_with(name.as_str()), "{school:?}");
            let own = now / meals;
            assert_eq!(figure(school[1].trim_end_matches(" a meal")), own.half_up(4), "{name}");
            let enough = figure(school[4].trim_end_matches(" meals"));
            let each = |meals: &Exact| (Exact::from(8_400) + (Exact::scaled(3, 2) * meals).half_up(2)) / meals;
            assert!(each(&enough) < own && each(&(&enough - Exact::one())) >= own, "{name}: {enough:?}");
        }
        manager.sees("all 8 schools pay 30p a meal now and would pay 10p a meal together");
    }

    async fn a_volume_just_below_a_threshold_is_warned_of_with_both_sums(world: World) {
        let darlaston = world.darlaston().await;
        world.join(&darlaston.in_order()).await;
        let tiers = |buy_up: bool| json!({ "term_years": 3, "charges": [
            { "id": "meals", "component": "management", "scope": "cluster", "kind": "all_units", "unit": "meal",
              "buy_up": buy_up, "tiers": [{ "from": "0", "rate": "0.12" }, { "from": "150000", "rate": "0.08" }] }
        ] });
        let (kind, visibility) = (ListingKind::Offer, PriceVisibility::Public);
        world.offer(&darlaston.catering, TestOffer { provider: "Fir Food", kind, visibility, schedule: tiers(false) }).await;
        world.offer(&darlaston.catering, TestOffer { provider: "Gorse Food", kind, visibility, schedule: tiers(true) }).await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        manager.get(PINFOLD).await;
        manager.sees(
            "Fir Food: the 8 schools together use 120,000 meals, for £14,400. 150,000 meals would cost £12,000, £2,400 less.",
        );
        manager.sees("That holds above 100,000 and below 150,000 meals. Ask the provider to charge 150,000 meals");
        manager.sees(
            "Gorse Food: the 8 schools together use 120,000 meals, which would be £14,400. The provider charges 150,000 meals by \
             itself: you are charged £12,000 instead",
        );
        let lines = opened(manager.page(), "how the difference is worked out");
        for (text, amount) in &lines[1..3] {
            let (rate, meals) = text.split_once(": ").unwrap().1.split_once(" × ").unwrap();
            assert_eq!(figure(rate) * figure(meals.trim_end_matches(" meals")), figure(amount), "{text}");
        }
        assert_eq!(lines[3].1, "£2,400 less");
        let total = |provider: &str| {
            let heads = manager.page().table(CAPTION).remove(0);
            let at = heads.iter().position(|head| head.starts_with(provider)).unwrap() - 1;
            figure(row(manager.page(), "Management per meal, all 8 schools")[at].trim_end_matches(" a meal"))
        };
        assert_eq!((total("Fir Food"), total("Gorse Food")), (figure("12p"), figure("10p")));
    }

    async fn an_agreement_on_two_parts_decides_what_the_school_would_pay_and_the_sum_says_how(world: World) {
        let darlaston = world.darlaston().await;
        world.join(&darlaston.in_order()).await;
        world.agree_on(SharingRule::TwoPart).await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        manager.get(&format!("{PINFOLD}?sort=name")).await;
        let share = darlaston.figure("expected/sharing_rules/catering/two_part/shares/pinfold-street");
        assert_eq!(figure(&row(manager.page(), "Cost in year 1")[1]).pounds(), share);
        let lines = opened(manager.page(), "how the cost with Alder Catering is worked out");
        let own: Vec<&(String, String)> = lines.iter().filter(|(text, _)| text.starts_with("Of your share, ")).collect();
        assert_eq!(own.iter().map(|(_, amount)| figure(amount)).sum::<Exact>().pounds(), share);
        assert!(own[1].0.ends_with("£4,800 ÷ 8 schools") && own[1].1 == "£600", "{own:?}");
        assert!(own[2].0.ends_with("£3,600 × 18,810 of 120,000 meals") && own[2].1 == "£564.30", "{own:?}");
        manager.sees("As agreed: We split the standing charge equally");
    }

    async fn no_warning_no_leavers_and_no_number_of_schools_for_a_school_by_itself(world: World) {
        let darlaston = world.darlaston().await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        manager.get(PINFOLD).await;
        manager.gets(200).does_not_see("If 2 schools leave").does_not_see("Buying more is cheaper");
        manager.does_not_see("From how many schools");
    }
}
