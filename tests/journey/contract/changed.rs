//! Changes of a contract that runs: variations by two and the provider, schools that join and leave, prices of years.

use super::{Cast, cast, day, refusal};
use clusterbuy::account::Grant;
use clusterbuy::cluster;
use clusterbuy::contract::change::{Ground, NewIndex, NewJoining, NewLeaving, NewVariation};
use clusterbuy::contract::{self, change};
use clusterbuy::platform::error::Error;
use clusterbuy::savings;
use entity::contract_change::ModificationGround;
use entity::ids::*;
use entity::membership::Role;
use entity::money::{Money, Quantity};
use entity::provider::ProviderKind;
use entity::{contract_change, school_schedule};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use std::collections::BTreeMap;
use support::sellers::content;
use support::{Person, World, both};

async fn costs(world: &World, id: ContractId) -> Vec<(i32, String, Option<String>)> {
    let parts = school_schedule::Entity::find().filter(school_schedule::Column::ContractId.eq(id));
    let mut parts = parts.all(world.app.db.read()).await.unwrap();
    parts.sort_by_key(|part| part.position);
    let told = parts
        .iter()
        .map(|part| (part.position, part.yearly_cost.exact().pounds(), part.left_on.map(|day| day.to_string())));
    told.collect()
}

async fn seller(world: &World, cast: &Cast) -> Person {
    let grant = Grant::provider(Role::ProviderStaff, cast.seller.provider.id);
    world.person("Dee Daybook", &[grant]).await
}

fn ground() -> Ground {
    Ground { ground: Some(ModificationGround::NotSubstantial), words: Some("Less than a tenth".to_owned()) }
}

fn variation(total: i64) -> NewVariation {
    NewVariation {
        what: "Two visits a month".to_owned(),
        why: "More to do at year end".to_owned(),
        starts_on: day("2027-04-01"),
        yearly_total: Some(Money(total * 10_000)),
        volume_effect: None,
        ground: ground(),
    }
}

fn joining(school: SchoolId, most: Option<i64>) -> NewJoining {
    NewJoining {
        school,
        volumes: BTreeMap::from([("day".to_owned(), Quantity(6_000))]),
        starts_on: day("2027-04-01"),
        why: "It asked to".to_owned(),
        described: true,
        maximum_value: most.map(|most| Money(most * 10_000)),
        ground: Ground::default(),
    }
}

both! {
    async fn a_variation_takes_two_people_and_the_provider_and_changes_the_price_from_its_day(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let mut clerk = cast.clerk.clone();
        clerk.get(&format!("/contracts/{id}")).await;
        clerk.follow("Changes: variations, schools that join and leave, prices of the years").await;
        clerk.follow("Propose a variation").await;
        clerk.form("Propose it").fill("What changes", "Two visits a month").submit().await;
        clerk.is_told("Enter why it changes");
        let form = clerk.form("Propose it").fill("Why", "More to do").fill("starts-day", "1").fill("starts-month", "4").fill("starts-year", "2027");
        form.fill("total", "9500").submit().await;
        clerk.is_told("Choose the ground on which it may be changed");
        clerk.form("Propose it").choose("ground", "not_substantial").fill("How the ground applies", "Less than a tenth").submit().await;
        clerk.gets(200).sees("Change 1: variation").sees("You proposed this").sees("section 74(3)");
        assert!(!clerk.offers("Approve it"));
        let letters = world.letters().await;
        let asked: Vec<_> = letters.iter().filter(|letter| letter.subject.starts_with("Please approve change 1")).collect();
        assert_eq!(asked.len(), 1, "the chair, not the clerk who proposed it");
        assert_eq!(asked[0].to_email, cast.northgate.chair.email);
        assert!(asked[0].text.contains("Two visits a month") && !asked[0].text.contains('£'), "letters carry no prices");
        let context = clerk.context(&world).await;
        let own = change::approve(&context, id, 1).await;
        assert_eq!(refusal(own), "A second person must approve this. You proposed it yourself");
        let mut chair = cast.northgate.chair.clone();
        chair.get("/home").await;
        chair.follow("Approve or refuse change 1: Two visits a month").await;
        chair.form("Approve it").submit().await;
        chair.gets(200).sees("Waits for signatures").sees(", by Cleo Clerk").sees(", by Chris Chair");
        assert_eq!(costs(&world, id).await[0].1, "3120.00", "nothing changes before the provider has signed");
        world.letters().await;
        let mut seller = seller(&world, &cast).await;
        seller.get("/home").await;
        seller.follow("Sign change 1: Two visits a month").await;
        seller.does_not_see("£3,166.67").does_not_see(", by ");
        seller.form("Sign for the provider").submit().await;
        seller.gets(200).sees("Agreed");
        let letters = world.letters().await;
        let told: Vec<&str> = letters.iter().map(|letter| letter.to_email.as_str()).collect();
        assert!(letters.iter().all(|letter| letter.subject.starts_with("Agreed: change 1")), "{letters:#?}");
        assert!(told.contains(&clerk.email.as_str()) && told.contains(&chair.email.as_str()), "{told:?}");
        assert!(!told.contains(&seller.email.as_str()), "whoever signed last knows");
        let after: Vec<String> = costs(&world, id).await.into_iter().map(|cost| cost.1).collect();
        assert_eq!(after, ["3166.67", "3166.67", "3166.66"]);
        let ledger = savings::terms(world.app.db.read(), cast.northgate.cluster.id).await.unwrap();
        let agreed = |year: i32| -> String {
            let of_year = ledger.lines.iter().filter(|line| line.year == year);
            of_year.map(|line| &line.figures.facts.agreed).sum::<entity::exact::Exact>().pounds()
        };
        assert_eq!((agreed(1), agreed(2)), ("9360.00".to_owned(), "9500.00".to_owned()), "the first year stays as it was");
        let again = change::sign_as_provider(&seller.context(&world).await, id, 1).await;
        assert_eq!(refusal(again), "This was decided already");
    }

    async fn a_refused_change_says_why_and_a_stranger_finds_none(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let clerk = cast.clerk.context(&world).await;
        assert_eq!(change::vary(&clerk, id, variation(9_500)).await.unwrap(), 1);
        world.letters().await;
        let past = NewVariation { starts_on: day("2026-11-01"), ..variation(1) };
        assert_eq!(refusal(change::vary(&clerk, id, past).await), "The first day must be today or after");
        let mut seller = seller(&world, &cast).await;
        let early = change::sign_as_provider(&seller.context(&world).await, id, 1).await;
        assert_eq!(refusal(early), "This was decided already", "two people approve first");
        seller.get(&format!("/contracts/{id}/changes/1")).await;
        seller.form("Refuse").fill("Why it is refused", "We have nobody free").submit().await;
        seller.gets(200).sees("Refused: We have nobody free");
        let letter = world.letter_to(&cast.clerk.email, "Refused: change 1").await;
        assert!(letter.text.contains("We have nobody free"), "{letter:?}");
        let manager = cast.manager(&world, 0).await.context(&world).await;
        assert!(matches!(change::vary(&manager, id, variation(1)).await, Err(Error::Forbidden(_))));
        let elsewhere = world.school(200_001, "Elsewhere").await;
        let mut stranger = world.at_school("Sam Stranger", Role::BusinessManager, &elsewhere).await;
        for path in ["changes", "changes/1", "reviews", "exit"] {
            stranger.get(&format!("/contracts/{id}/{path}")).await;
            stranger.gets(404);
        }
        assert_eq!(world.count_of::<contract_change::Entity>().await, 1);
    }

    async fn a_school_joins_within_what_the_notice_says_and_else_by_a_ground(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let chair = cast.northgate.chair.context(&world).await;
        let fourth = world.school(100_004, "School 4").await;
        let clerk = cast.clerk.context(&world).await;
        let stranger = change::join(&clerk, id, joining(fourth.id, Some(100_000))).await;
        assert_eq!(refusal(stranger), "Only schools whose bodies have agreed to the cluster's agreement can be in its contract");
        cluster::add_school(&chair, &cast.northgate.cluster, fourth.urn).await.unwrap();
        let body = world.at_school("Hal Four", Role::Headteacher, &fourth).await.context(&world).await;
        cluster::agree(&body, &cast.northgate.cluster, 1, fourth.id, "FGB 1", day("2026-11-23")).await.unwrap();
        let low = change::join(&clerk, id, joining(fourth.id, Some(30_000))).await;
        assert_eq!(
            refusal(low),
            "With this school the contract is worth £32,760, more than the £30,000 in the notice. Choose the ground on which the contract may be changed"
        );
        let unknown = change::join(&clerk, id, NewJoining { described: false, ..joining(fourth.id, Some(100_000)) }).await;
        assert!(refusal(unknown).starts_with("The notice does not describe this school"));
        assert_eq!(change::join(&clerk, id, joining(fourth.id, Some(100_000))).await.unwrap(), 1);
        let twice = change::join(&clerk, id, joining(fourth.id, Some(100_000))).await;
        assert_eq!(refusal(twice), "A change for School 4 waits already");
        change::approve(&chair, id, 1).await.unwrap();
        change::sign_as_provider(&seller(&world, &cast).await.context(&world).await, id, 1).await.unwrap();
        assert_eq!(world.count_of::<school_schedule::Entity>().await, 3, "its own body has not signed");
        let mut head = world.at_school("Hal Four", Role::Headteacher, &fourth).await;
        head.get("/home").await;
        head.follow("Sign change 1: School 4 joins").await;
        head.form("Sign for your body").submit().await;
        head.is_told("Enter the minute of your body's decision");
        head.form("Sign for your body").fill("Minute of your body's decision", "Minute 9").submit().await;
        head.gets(200).sees("Agreed");
        assert_eq!(costs(&world, id).await[3], (4, "1560.00".to_owned(), None));
        let ledger = savings::terms(world.app.db.read(), cast.northgate.cluster.id).await.unwrap();
        let years: Vec<i32> = ledger.lines.iter().filter(|line| line.school == fourth.id).map(|line| line.year).collect();
        assert_eq!(years, [2, 2, 2, 3, 3, 3], "from its first day on");
    }

    async fn a_school_leaves_with_its_notice_and_those_who_stay_pay_by_the_schedule(world: World) {
        let cast = cast(&world).await;
        let charges = json!([{"id": "all", "label": "All", "component": "service", "scope": "cluster", "kind": "fixed", "amount": "900"}]);
        let other = world.seller("Joint Payroll", ProviderKind::Firm).await;
        other.publishes(&world, "payroll", content("Payroll for all", json!({"schedule": {"term_years": 3, "charges": charges}}))).await;
        let chair = cast.northgate.chair.context(&world).await;
        let (_, offers) = cluster::offers(&chair, "payroll").await.unwrap();
        let mut new = cast.new_contract();
        new.version = offers[0].version.id;
        new.title = "Payroll".to_owned();
        let id = contract::record_existing(&cast.clerk.context(&world).await, &cast.northgate.cluster, new).await.unwrap();
        assert_eq!(costs(&world, id).await[0].1, "300.00");
        let second = &cast.northgate.schools[1];
        let mut head = world.at_school("Hal Two", Role::Headteacher, second).await;
        head.get(&format!("/contracts/{id}/changes")).await;
        head.follow("Give notice for your school").await;
        head.form("Give notice").choose("last", "2027-03-31").fill("Why your school leaves", "We do it ourselves").fill("Minute of your body's decision", "Minute 3").submit().await;
        head.gets(200).sees("School 2 leaves after 31 March 2027").sees("£300").sees("£450");
        let told = costs(&world, id).await;
        assert_eq!(told[0].1, "450.00");
        assert_eq!(told[1], (2, "300.00".to_owned(), Some("2027-03-31".to_owned())));
        let ledger = savings::terms(world.app.db.read(), cast.northgate.cluster.id).await.unwrap();
        let agreed = |year: i32| -> String {
            let of_year = ledger.lines.iter().filter(|line| line.year == year);
            of_year.map(|line| &line.figures.facts.agreed).sum::<entity::exact::Exact>().pounds()
        };
        assert_eq!((agreed(1), agreed(2)), ("900.00".to_owned(), "900.00".to_owned()), "the joint price stays");
        let gone = NewLeaving { last: day("2027-03-31"), why: "x".to_owned(), minute_reference: "x".to_owned() };
        let again = change::leave(&head.context(&world).await, id, second.id, gone.clone()).await;
        assert!(matches!(again, Err(Error::NotFound)));
        let third = &cast.northgate.schools[2];
        let head = world.at_school("Hal Three", Role::Headteacher, third).await;
        let odd = NewLeaving { last: day("2027-05-31"), ..gone.clone() };
        assert!(refusal(change::leave(&head.context(&world).await, id, third.id, odd).await).starts_with("A school leaves at the end of a contract year"));
        world.clock.set("2027-02-01T09:00:00Z".parse().unwrap());
        let late = change::leave(&head.context(&world).await, id, third.id, gone).await;
        assert_eq!(refusal(late), "The last day to give notice was 31 January 2027");
    }

    async fn the_provider_publishes_a_year_s_price_within_the_schedule(world: World) {
        let cast = cast(&world).await;
        let charge = json!({"id": "p", "label": "Each", "component": "service", "scope": "school", "kind": "fixed", "amount": "1000"});
        let schedule = json!({"schedule": {"term_years": 3, "index_percent": ["0", "3"], "charges": [charge]}});
        cast.seller.publishes(&world, "payroll", content("Payroll", schedule)).await;
        let chair = cast.northgate.chair.context(&world).await;
        let (_, offers) = cluster::offers(&chair, "payroll").await.unwrap();
        let mut new = cast.new_contract();
        new.version = offers[0].version.id;
        new.title = "Payroll".to_owned();
        let id = contract::record_existing(&cast.clerk.context(&world).await, &cast.northgate.cluster, new).await.unwrap();
        let mut seller = seller(&world, &cast).await;
        seller.get(&format!("/contracts/{id}/changes")).await;
        assert_eq!(seller.page().table("What is added each year")[1][1..3], ["3%", "As the price schedule says"]);
        seller.follow("Publish the price of a year").await;
        seller.form("Publish the price").choose("year", "2").fill("Added in that year", "3.5").fill("How it comes about", "CPI of January").submit().await;
        seller.is_told("The price schedule allows at most 3% for 2027 to 2028");
        seller.form("Publish the price").fill("Added in that year", "2").submit().await;
        seller.gets(200).sees("The price is published to the schools");
        let mut manager = cast.manager(&world, 0).await;
        manager.get(&format!("/contracts/{id}/changes")).await;
        let years = manager.page().table("What is added each year");
        assert_eq!(years[1][1..], ["2%", "As the provider published it", "£3,060"]);
        let index = |percent: &str| NewIndex { year: 2, percent: percent.parse().unwrap(), why: "x".to_owned() };
        let twice = change::set_index(&seller.context(&world).await, id, index("1")).await;
        assert_eq!(refusal(twice), "The price of 2027 to 2028 is published already");
        assert!(change::set_index(&cast.clerk.context(&world).await, id, NewIndex { year: 3, ..index("0") }).await.is_err());
    }
}
