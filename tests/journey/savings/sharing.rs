//! Fair shares: the demonstration's pages reproduce the published shares, and every figure follows from what the page shows.

use super::{darlaston, officer, row, school_of};
use clusterbuy::account::Grant;
use clusterbuy::cluster;
use entity::agreement::SharingRule;
use entity::cluster_plan::PlanStatus;
use entity::exact::Exact;
use entity::membership::Role;
use entity::provider::ProviderKind;
use serde_json::{Value, json};
use support::client::page::{read, selector};
use support::deciding::cast_of;
use support::schools::TestCluster;
use support::sellers::content;
use support::{Page, Person, World, both};

/// "£1,697.64", "27.08p", "18,810"; "is paid £1,060" and "£420 off" are below zero.
fn figure(words: &str) -> Exact {
    let plain = words.trim().replace(',', "");
    if let Some(paid) = plain.strip_prefix("is paid ") {
        return Exact::zero() - figure(paid);
    }
    if let Some(off) = plain.strip_suffix(" off") {
        return Exact::zero() - figure(off);
    }
    match plain.strip_suffix('p') {
        Some(pence) => pence.parse::<Exact>().unwrap() / Exact::from(100),
        None => plain.trim_start_matches('£').parse().unwrap(),
    }
}

/// The figure of a cell that opens a sum.
fn shown(cell: &str) -> Exact {
    figure(cell.split(": how ").next().unwrap())
}

/// What a line says its amount is: "£12,000 together × £5,092.90 of the £36,000 …", "fee: £4,800 ÷ 8 schools".
fn worked_out(text: &str) -> Option<Exact> {
    let number = |words: &str| words.trim_start_matches("the ").split(' ').next().map(figure);
    let after_colon = text.rsplit(": ").next().unwrap();
    if let Some((amount, parts)) = after_colon.split_once(" ÷ ") {
        return Some(figure(amount) / number(parts)?);
    }
    let (amount, rest) = after_colon.split_once(" × ")?;
    let (own, all) = rest.split_once(" of ")?;
    Some(figure(amount.split(' ').next()?) * figure(own) / number(all)?)
}

/// Every sum of the page adds up, and every line that says how it comes about comes to its amount.
pub(super) fn sums_add_up(page: &Page) -> usize {
    let html = page.html();
    let (sums, lines) = (selector("details.sum"), selector("dl.sum-lines > div"));
    let (dt, dd) = (selector("dt"), selector("dd"));
    let mut checked = 0;
    for sum in html.select(&sums) {
        let line = |line: scraper::ElementRef<'_>| {
            (line.select(&dt).next().map(read).unwrap(), line.select(&dd).next().map(read).unwrap())
        };
        let mut lines: Vec<(String, String)> = sum.select(&lines).map(line).collect();
        let (label, result) = lines.pop().unwrap();
        if label != "Share" {
            continue;
        }
        let total: Exact = lines.iter().map(|(_, amount)| figure(amount)).sum();
        assert_eq!(total, figure(&result), "{lines:?}");
        for (text, amount) in &lines {
            if let Some(exact) = worked_out(text) {
                let off = (figure(amount).abs() - exact).abs();
                assert!(off < Exact::scaled(1, 2), "{text}: {amount}");
            }
        }
        checked += 1;
    }
    checked
}

async fn member(world: &World) -> Person {
    let grace = school_of(world, 135_956).await;
    world.person("Mo Member", &[Grant::school(Role::BusinessManager, grace.id)]).await
}

/// Column and row of the matrix of all ways, the vectors' name for each way.
const WAYS: [(&str, &str); 9] = [
    ("equal", "Equal"),
    ("per_unit", "By use"),
    ("per_pupil", "By pupils"),
    ("two_part", "Two-part, at cost"),
    ("proportional", "Same percentage"),
    ("equal_savings", "Equal savings"),
    ("scrb", "Separable costs"),
    ("shapley", "Shapley"),
    ("nucleolus", "Nucleolus"),
];

fn is_as_published(page: &Page, published: &Value, schools: &Value) {
    let shares = page.table("What each school would pay, every way");
    let meanings = page.table("What each way means");
    for (rule, title) in WAYS {
        let expected = &published[rule];
        let column = shares[0].iter().position(|head| head == title).unwrap_or_else(|| panic!("no {title}"));
        for (id, share) in expected["shares"].as_object().unwrap() {
            let told = schools.as_array().unwrap().iter().find(|school| school["id"] == *id).unwrap();
            let cell = &row(&shares, told["name"].as_str().unwrap())[column];
            assert_eq!(shown(cell).pounds(), share.as_str().unwrap(), "{rule} of {id}");
        }
        let meaning = row(&meanings, title);
        let nobody = meaning[2].starts_with("Nobody pays more than alone");
        assert_eq!(nobody, expected["no_school_worse_off"].as_bool().unwrap(), "{rule}: {meaning:?}");
        assert_eq!(meaning[3].starts_with("Stable"), expected["stable"].as_bool().unwrap(), "{rule}: {meaning:?}");
    }
}

/// The cluster plans on an offer to all, one joint charge for ten people on each payroll; what they pay now is not known.
async fn planned(world: &World, northgate: &TestCluster, kind: Value) {
    northgate.agrees(world).await;
    let seller = world.seller("Paymaster", ProviderKind::Firm).await;
    let mut charge = json!({"id": "staff", "component": "service", "scope": "cluster", "unit": "employee"});
    charge.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
    charge.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    let offer = json!({"schedule": {"term_years": 3, "charges": [charge]}});
    seller.publishes(world, "payroll", content("Payroll for a cluster", offer)).await;
    for school in &northgate.schools {
        super::employs(world, school).await;
    }
    let chair = northgate.chair.context(world).await;
    let (_, offers) = cluster::offers(&chair, "payroll").await.unwrap();
    cluster::plan(&chair, &northgate.cluster, offers[0].version.id, PlanStatus::Potential, "An idea").await.unwrap();
}

both! {
    async fn every_published_share_of_the_demonstration_stands_on_its_page(world: World) {
        let (_, figures) = darlaston(&world).await;
        let mut member = member(&world).await;
        for category in ["catering", "broadband"] {
            member.get(&format!("/clusters/darlaston/sharing/{category}/ways")).await;
            member.gets(200);
            is_as_published(member.page(), &figures["expected"]["sharing_rules"][category], &figures["schools"]);
            let ways = if category == "catering" { 11 * 8 } else { 11 * 9 };
            assert_eq!(sums_add_up(member.page()), ways);
        }
    }

    async fn heads_see_three_ways_who_would_lose_and_what_is_offered(world: World) {
        let (_, figures) = darlaston(&world).await;
        let mut member = member(&world).await;
        member.get("/clusters/darlaston/savings").await;
        member.follow("Sharing costs").await;
        let bills = member.page().table("What is bought together");
        assert_eq!(row(&bills, "Broadband")[3..5], ["£21,000", "£16,800"]);
        member.follow("Broadband: fair shares").await;
        member.gets(200).sees("9 schools pay £21,000 a year now and would pay £16,800 together: £4,200 less.");
        member.sees("Agreed: The same percentage for all.");
        let shares = member.page().table("What each school would pay in year 1");
        let published = |rule: &str, id: &str| {
            let shares = &figures["expected"]["sharing_rules"]["broadband"][rule]["shares"];
            shares[id].as_str().unwrap().to_owned()
        };
        for school in figures["schools"].as_array().unwrap() {
            let (name, id) = (school["name"].as_str().unwrap(), school["id"].as_str().unwrap());
            let cells = row(&shares, name);
            assert_eq!(shown(&cells[1]).pounds(), figures["current_costs"]["broadband"][id].as_str().unwrap());
            assert_eq!(shown(&cells[2]).pounds(), published("proportional", id));
            assert_eq!(shown(&cells[4]).pounds(), published("proportional", id));
            assert!(shown(&cells[3]) <= shown(&cells[1]), "{name} pays more than now");
            assert!(cells[4].ends_with("less, 20%"), "{cells:?}");
        }
        assert_eq!(shown(&row(&shares, "Grace Academy")[3]), figure("£5,100"));
        let total: Exact = shares[1..10].iter().map(|row| shown(&row[3])).sum();
        assert_eq!(total, figure("£16,800"));
        assert_eq!(sums_add_up(member.page()), 9 * 3 + 9);
        member.sees("At cost Grace Academy would pay £5,350, £250 more than the £5,100 it pays now.");
        member.sees("it pays £5,100. The schools that gain carry its £250, in proportion to what they gain.");
        member.sees("Another rule, the same percentage for all: it pays £4,080, £1,020 less than now.");
        member.sees("Not joining: the other 8 would then pay £15,950 together, £50 more than the £15,900 they pay now.");
        member.sees("With 75 Mbps left instead of 120, each Mbps costs £170 instead of £110.");
        member.sees("The whole saving of £4,200 would be gone.");
        let at_cost = member.page().table("At cost, by school");
        assert_eq!(shown(&row(&at_cost, "Grace Academy")[2]).pounds(), published("two_part", "grace-academy"));
        member.follow("Compare other ways").await;
        member.gets(200);
        member.get("/clusters/darlaston/sharing/catering").await;
        member.sees("Nobody would pay more than now even at cost").sees("Planned offer");
        assert_eq!(sums_add_up(member.page()), 8 * 3);
        member.get("/clusters/darlaston/sharing/finance").await;
        member.sees("This offer charges every school by itself");
        member.sees("At cost Rowley View Nursery would pay £3,120, £420 more than the £2,700 it pays now.");
    }

    async fn those_outside_the_cluster_find_no_shares(world: World) {
        darlaston(&world).await;
        let elsewhere = world.school(100_900, "Elsewhere Primary").await;
        let mut stranger = world.at_school("Sam Stranger", Role::Headteacher, &elsewhere).await;
        for path in ["", "/broadband", "/broadband/ways"] {
            stranger.get(&format!("/clusters/darlaston/sharing{path}")).await;
            stranger.gets(404);
        }
        let mut member = member(&world).await;
        member.get("/clusters/darlaston/sharing/nothing").await;
        member.gets(404);
    }

    async fn who_also_sells_for_a_bidder_finds_no_recommended_bid_before_the_outcome_is_sent(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        let school = || Grant::school(Role::BusinessManager, cast.priced.school("pinfold-street"));
        let sells = Grant::provider(Role::ProviderStaff, cast.priced.provider("cedar"));
        let mut member = world.person("Mo Member", &[school()]).await;
        let mut seller = world.person("Sel Seller", &[school(), sells]).await;
        for page in ["sharing", "sharing/catering", "savings"] {
            let path = format!("/clusters/{}/{page}", cast.priced.cluster.slug);
            member.get(&path).await;
            member.gets(200).sees("Alder Catering");
            seller.get(&path).await;
            seller.does_not_see("Alder Catering");
        }
        world.letters().await;
    }

    async fn an_offer_dearer_than_each_alone_is_not_divided_by_any_way(world: World) {
        let northgate = world.cluster_of(3).await;
        let bands = json!([{"up_to": "20", "rate": "40"}, {"up_to": null, "rate": "90"}]);
        planned(&world, &northgate, json!({"kind": "graduated", "bands": bands})).await;
        let mut clerk = officer(&world, &northgate.cluster, Role::Clerk).await;
        clerk.get("/clusters/northgate/sharing/payroll").await;
        clerk.sees("3 schools would pay £1,200 a year if each bought this offer alone and would pay £1,700 together");
        clerk.sees("nothing is saved that could be shared");
        clerk.get("/clusters/northgate/sharing/payroll/ways").await;
        clerk.gets(200).sees("Nothing is saved that could be shared.").does_not_see("What each school would pay");
    }

    async fn unless_it_is_known_what_all_pay_nobody_is_promised_to_pay_no_more_than_now(world: World) {
        let northgate = world.cluster_of(3).await;
        planned(&world, &northgate, json!({"kind": "fixed", "unit": null, "amount": "900"})).await;
        world.agree_on(SharingRule::TwoPart).await;
        let mut clerk = officer(&world, &northgate.cluster, Role::Clerk).await;
        clerk.get("/clusters/northgate/sharing/payroll").await;
        clerk.gets(200).sees("for every school the offer's price for it alone stands for what it pays now");
        clerk.sees("so nobody is held to it").does_not_see("nobody pays more than now");
        let shares = clerk.page().table("What each school would pay in year 1");
        let agreed = shares[0].iter().position(|head| head.contains("agreed")).unwrap();
        assert!(shares[0][agreed].starts_with("Two-part, at cost"), "{shares:?}");
        assert_eq!(shown(&row(&shares, "School 1")[agreed]), figure("£300"));
        clerk.get("/clusters/northgate/joining/payroll").await;
        let ways = clerk.page().table("Which rule, for Payroll for a cluster, Paymaster");
        assert!(row(&ways, "Two-part, at cost")[0].contains("Agreed") && ways.len() == 5, "{ways:?}");
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &northgate.schools[0]).await;
        manager.get(&format!("/schools/{}/compare/payroll", northgate.schools[0].urn)).await;
        manager.gets(200).sees("so nobody is held to it").does_not_see("nobody pays more than now");
    }

    async fn the_pages_of_twelve_schools_ask_as_much_of_the_database_as_those_of_three(world: World) {
        let northgate = world.cluster_of(3).await;
        northgate.agrees(&world).await;
        let seller = world.seller("Paymaster", ProviderKind::Firm).await;
        let charge = json!({"id": "staff", "component": "service", "scope": "cluster", "kind": "unit", "unit": "employee", "rate": "40"});
        let offer = content("Payroll for a cluster", json!({"schedule": {"term_years": 3, "charges": [charge]}}));
        seller.publishes(&world, "payroll", offer).await;
        let chair = northgate.chair.context(&world).await;
        for school in &northgate.schools {
            super::employs(&world, school).await;
        }
        let (_, offers) = cluster::offers(&chair, "payroll").await.unwrap();
        cluster::plan(&chair, &northgate.cluster, offers[0].version.id, PlanStatus::Potential, "An idea").await.unwrap();
        let mut reader = officer(&world, &northgate.cluster, Role::Clerk).await;
        let paths = ["sharing", "sharing/payroll", "sharing/payroll/ways"].map(|path| format!("/clusters/northgate/{path}"));
        let mut asked = Vec::new();
        for path in &paths {
            reader.get(path).await;
            let before = world.statements();
            reader.get(path).await;
            reader.gets(200);
            asked.push(world.statements() - before);
        }
        reader.get(&paths[1]).await;
        reader.sees("What these schools pay now is not known");
        for number in 4..=13 {
            let school = world.school(100_000 + number, &format!("School {number}")).await;
            cluster::add_school(&chair, &northgate.cluster, school.urn).await.unwrap();
            super::employs(&world, &school).await;
        }
        for (path, before) in paths.iter().zip(asked) {
            let start = world.statements();
            reader.get(path).await;
            reader.gets(200);
            assert_eq!(world.statements() - start, before, "{path}");
        }
        reader.sees("Not shown: worked out on a page for up to 12 schools");
    }
}
