//! Who would join: the demonstration's broadband round by round, and what holds of any cluster.

use super::{darlaston, officer, row, school_of};
use clusterbuy::account::Grant;
use clusterbuy::cluster;
use entity::membership::Role;
use entity::provider::ProviderKind;
use serde_json::json;
use support::sellers::content;
use support::{Page, Person, World, both};

const BROADBAND: &str = "/clusters/darlaston/joining/broadband";
const ONE_LINE: &str = "One internet contract for a cluster, Netline (demonstration)";

/// "£1,697.64" in pence.
fn pence(words: &str) -> i64 {
    let plain = words.trim().trim_start_matches('£').replace(',', "");
    let (pounds, pence) = plain.split_once('.').unwrap_or((&plain, "00"));
    pounds.parse::<i64>().unwrap() * 100 + pence.parse::<i64>().unwrap()
}

/// "£50 more", "£4,200 less", "no change" in pence.
fn change(words: &str) -> i64 {
    match words.split_once(' ') {
        Some((amount, "more")) => pence(amount),
        Some((amount, "less")) => -pence(amount),
        _ => 0,
    }
}

/// Each row without one school says what its own figures come to.
fn without_one_adds_up(page: &Page, all_save: i64) {
    let table = page.table("If one school alone does not join");
    for cells in &table[1..] {
        let saved = pence(&cells[1]) - pence(&cells[2]);
        assert_eq!(change(&cells[3]), -saved, "{cells:?}");
        let lost = if cells[4] == "nothing" { 0 } else { pence(&cells[4]) };
        assert_eq!(lost, (all_save - saved.max(0)).max(0), "{cells:?}");
    }
}

async fn member(world: &World) -> Person {
    let grace = school_of(world, 135_956).await;
    world.person("Mo Member", &[Grant::school(Role::BusinessManager, grace.id)]).await
}

both! {
    async fn at_cost_grace_leaves_then_rowley_view_and_the_whole_saving_is_lost(world: World) {
        darlaston(&world).await;
        let mut member = member(&world).await;
        member.get("/clusters/darlaston/sharing").await;
        member.follow_near("Broadband: fair shares", "Who would join for Broadband").await;
        member.gets(200).is_at(BROADBAND).sees("What if only: nothing on this page changes a tender");
        let offers = member.page().table("Which offer, by the rule “Same percentage”");
        let one_line = row(&offers, "One internet contract");
        assert!(one_line[0].contains("Saves most"), "{one_line:?}");
        assert_eq!(one_line[1..], ["9 of 9", "nobody", "£16,800", "£4,200"]);
        assert_eq!(row(&offers, "A larger line")[1..], ["9 of 9", "nobody", "£20,700", "£300"]);
        member.sees("All 9 schools stay, and save £4,200 a year.");
        without_one_adds_up(member.page(), 420_000);
        let stayers = member.page().table("Those who stay");
        let share = |cells: &[String]| pence(cells[2].split(": how ").next().unwrap());
        assert_eq!(stayers[1..10].iter().map(|cells| share(cells)).sum::<i64>(), 1_680_000);
        for cells in &stayers[1..] {
            assert_eq!(share(cells) * 21_000, pence(&cells[1]) * 16_800, "{cells:?}");
            assert_eq!(change(&cells[3]), share(cells) - pence(&cells[1]), "{cells:?}");
        }
        assert_eq!(super::sharing::sums_add_up(member.page()), 9);
        member.follow("Two-part, at cost").await;
        member.sees("9 schools would pay £16,800 together, £4,200 less than now.");
        member.sees("Grace Academy leaves: it would pay £5,350, £250 more than the £5,100 it pays now.");
        member.sees("Own charges: £400").sees("mbps: £13,200 × 45 of 120 Mbps: £4,950");
        member.sees("8 schools would pay £15,950 together, £50 more than now.");
        member.sees("Rowley View Nursery leaves: it would pay £1,250, £50 more than the £1,200 it pays now.");
        member.sees("7 schools would pay £14,700 together, the same as now.");
        member.sees("7 schools stay and save £0 a year. If all joined they would save £4,200: the whole of it is lost.");
        member.sees("By this rule and this offer nobody's share rises when others join.");
        member.sees("In no group does anything get saved without somebody paying more than now.");
        let rules = member.page().table(&format!("Which rule, for {ONE_LINE}"));
        assert!(row(&rules, "Same percentage")[0].contains("Agreed"));
        assert_eq!(row(&rules, "Nobody pays more")[1..], ["9 of 9", "nobody", "£16,800", "£4,200"]);
        assert_eq!(row(&rules, "Two-part, at cost")[2], "Grace Academy and Rowley View Nursery");
        member.follow("Equal").await;
        member.sees("By this rule the order in which schools decide can matter");
        member.sees("One lot of all 9 schools costs least: £16,800 a year");
    }

    async fn more_schools_than_can_all_be_tried_are_merged_into_lots_and_the_page_says_so(world: World) {
        let northgate = world.cluster_of(3).await;
        northgate.agrees(&world).await;
        let chair = northgate.chair.context(&world).await;
        let seller = world.seller("Paymaster", ProviderKind::Firm).await;
        let charge = |kind: serde_json::Value| {
            let mut charge = json!({"id": "staff", "component": "service", "scope": "cluster", "unit": "employee"});
            charge.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
            let fee = json!({"id": "fee", "component": "service", "scope": "cluster", "kind": "fixed", "amount": "10"});
            json!({"schedule": {"term_years": 3, "charges": [fee, charge]}})
        };
        let dearer = json!({"kind": "graduated", "bands": [{"up_to": "20", "rate": "40"}, {"up_to": null, "rate": "90"}]});
        seller.publishes(&world, "payroll", content("Payroll by the team", charge(dearer))).await;
        for school in &northgate.schools {
            super::employs(&world, school).await;
        }
        let mut clerk = officer(&world, &northgate.cluster, Role::Clerk).await;
        let path = "/clusters/northgate/joining/payroll";
        clerk.get(path).await;
        clerk.gets(200).sees("2 lots cost least: £1,220 a year, £490 less than one lot of all at £1,710.");
        clerk.sees("Every way of making lots was considered.");
        let lots = clerk.page().table("The lots that cost least");
        assert_eq!(lots[1..].iter().map(|lot| pence(&lot[1])).sum::<i64>(), 122_000);
        let before = world.statements();
        clerk.get(path).await;
        let for_three = world.statements() - before;
        for number in 4..=17 {
            let school = world.school(100_000 + number, &format!("School {number}")).await;
            cluster::add_school(&chair, &northgate.cluster, school.urn).await.unwrap();
            super::employs(&world, &school).await;
        }
        let before = world.statements();
        clerk.get(path).await;
        assert_eq!(world.statements() - before, for_three);
        clerk.gets(200).sees("9 lots cost least").sees("this is good, not proven best");
        clerk.sees("There are too many schools to search all groups for a better one.");
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &northgate.schools[0]).await;
        manager.get(&format!("/schools/{}/compare/payroll", northgate.schools[0].urn)).await;
        manager.gets(200).sees("found one after the other, so another pair could cost more");
    }

    async fn by_use_the_order_can_matter_where_the_offer_charges_by_something_else(world: World) {
        let northgate = world.cluster_of(3).await;
        northgate.agrees(&world).await;
        let seller = world.seller("Paymaster", ProviderKind::Firm).await;
        let mut clerk = officer(&world, &northgate.cluster, Role::Clerk).await;
        for school in &northgate.schools {
            super::employs(&world, school).await;
        }
        for (slug, unit) in [("by-employee", "employee"), ("by-site", "site")] {
            let charge = json!({"id": "c", "component": "service", "scope": "cluster", "kind": "unit", "unit": unit, "rate": "40"});
            let offer = content(slug, json!({"schedule": {"term_years": 3, "charges": [charge]}}));
            seller.publishes(&world, "payroll", offer).await;
        }
        let path = "/clusters/northgate/joining/payroll?rule=by-use";
        clerk.get(path).await;
        clerk.gets(200).sees("nobody's share rises when others join");
        clerk.follow("by-site, Paymaster").await;
        clerk.sees("the order in which schools decide can matter");
    }

    async fn offers_that_cannot_be_asked_about_are_named_with_the_reason(world: World) {
        let northgate = world.cluster_of(3).await;
        northgate.agrees(&world).await;
        let mut clerk = officer(&world, &northgate.cluster, Role::Clerk).await;
        world.seller("Paymaster", ProviderKind::Firm).await;
        clerk.get("/clusters/northgate/joining/payroll").await;
        clerk.gets(200).sees("No school of the cluster has stated that it uses this service.");
        for school in &northgate.schools {
            super::employs(&world, school).await;
        }
        let seller = world.seller("Countinghouse", ProviderKind::Firm).await;
        let charge = json!({"id": "staff", "component": "service", "scope": "cluster", "kind": "unit", "unit": "employee", "rate": "40"});
        let limited = json!({"schedule": {"term_years": 3, "max_members": 2, "charges": [charge]}});
        seller.publishes(&world, "payroll", content("For two schools", limited)).await;
        let guide = json!({"price_visibility": "guide", "schedule": {"term_years": 3, "charges": [charge]}});
        seller.publishes(&world, "payroll", content("A guide", guide)).await;
        clerk.get("/clusters/northgate/joining/payroll").await;
        clerk.sees("The provider can serve 2 schools, and you are 3").sees("Countinghouse, A guide: it is a guide price");
        clerk.sees(
            "One lot of all is not possible: the provider serves at most 2 schools. 2 lots cost least: £1,200 a year, the \
             same as the £1,200 of each buying the offer by itself.",
        );
        clerk.get("/clusters/northgate/joining/payroll?rule=nothing").await;
        clerk.gets(404);
        let elsewhere = world.school(100_900, "Elsewhere Primary").await;
        let mut stranger = world.at_school("Sam Stranger", Role::Headteacher, &elsewhere).await;
        stranger.get("/clusters/northgate/joining/payroll").await;
        stranger.gets(404);
    }
}
