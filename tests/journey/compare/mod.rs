//! What each offer would cost a school: its own volumes, what it pays now, its share in the cluster, and the sums.

use clusterbuy::catalogue::baseline;
use clusterbuy::savings::rules::Confidence;
use entity::contract::{ContractOrigin, ContractState};
use entity::ids::*;
use entity::listing::{ListingKind, PriceVisibility};
use entity::membership::Role;
use entity::{contract, provider, school_schedule, volume};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use support::darlaston::TestOffer;
use support::pdf::Pdf;
use support::{Page, World, both};

mod together;

const CAPTION: &str = "Offers against what you pay now";

/// The cells of the row that begins with `label`, without the sums behind them: now, then the offers.
fn row(page: &Page, label: &str) -> Vec<String> {
    let rows = page.table(CAPTION);
    let found = rows.into_iter().find(|row| row[0].starts_with(label));
    let cells = found.unwrap_or_else(|| panic!("no row “{label}” on {}", page.described()));
    cells.into_iter().skip(1).map(|cell| cell.split(": how ").next().unwrap_or_default().to_owned()).collect()
}

fn heads(page: &Page) -> Vec<String> {
    page.table(CAPTION).remove(0)
}

/// A live contract from 2026 to 2029, and one school's part of it.
fn running(
    world: &World,
    cluster_id: ClusterId,
    category_id: CategoryId,
    provider_id: ProviderId,
    school_id: SchoolId,
) -> (contract::Model, school_schedule::Model) {
    let contract = contract::Model {
        id: ContractId::new(world.now()),
        cluster_id,
        category_id,
        provider_id,
        listing_version_id: None,
        lot_id: None,
        origin: ContractOrigin::Recorded,
        how_bought: None,
        title: "Meals together".to_owned(),
        state: ContractState::Live,
        schedule: json!({ "term_years": 3, "charges": [] }),
        starts_on: "2026-04-01".parse().unwrap(),
        ends_on: "2029-03-31".parse().unwrap(),
        notice_on: None,
        provider_signed_by: None,
        provider_signed_at: None,
        live_at: Some(world.now()),
        end_asked_by: None,
        end_asked_at: None,
        ended_reason: None,
        created_at: world.now(),
    };
    let part = school_schedule::Model {
        id: ScheduleId::new(world.now()),
        contract_id: contract.id,
        school_id,
        position: 1,
        volumes: json!({}),
        yearly_cost: "1697.64".parse().unwrap(),
        baseline: None,
        headline_baseline: None,
        confidence: None,
        baseline_source: None,
        body_name: "Governing body".to_owned(),
        signed_by: None,
        signed_at: None,
        minute_reference: None,
        joined_on: None,
        left_on: None,
    };
    (contract, part)
}

both! {
    async fn from_home_two_clicks_show_what_each_offer_would_cost_the_school_alone(world: World) {
        let darlaston = world.darlaston().await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        manager.get("/home").await;
        manager.follow("Compare").await;
        manager.gets(200);
        assert_eq!(manager.page().table("Services")[1], ["Catering", "£5,092.90", "SLA price list", "4"]);
        manager.follow("Catering").await;
        manager.gets(200).is_at("/schools/104176/compare/catering").sees("18,810 meals a year");
        let page = manager.page();
        assert!(heads(page)[1].starts_with("You pay nowSLA price list"), "{:?}", heads(page));
        assert_eq!(row(page, "Cost in year 1"), ["£5,092.90", "£4,239.30", "£5,814.30", "£7,352.40"]);
        assert_eq!(row(page, "Against now"), ["–", "£853.60 less", "£721.40 more", "£2,259.50 more"]);
        let pence = darlaston.figure("expected/management_pence_per_meal_alone_by_school/pinfold-street");
        assert_eq!(row(page, "Everything, per meal")[0], format!("{pence}p a meal"));
        assert_eq!(row(page, "Whole 3 years")[..2], ["£15,278.70", "£12,717.90"]);
    }

    async fn in_the_cluster_every_figure_is_that_of_the_vectors(world: World) {
        let darlaston = world.darlaston().await;
        world.join(&darlaston.in_order()).await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        manager.get("/schools/104176/compare/catering?sort=name").await;
        let page = manager.page();
        let saved = "expected/savings_report/by_status/forecast/by_school/pinfold-street";
        let pounds = |name: &str| {
            let figure = darlaston.figure(&format!("{saved}/{name}"));
            format!("£{},{}", &figure[..1], &figure[1..])
        };
        assert_eq!(row(page, "Cost in year 1")[..2], [pounds("baseline"), pounds("new_cost")]);
        assert_eq!(row(page, "Against now")[1], format!("{} less", pounds("saving")));
        assert_eq!(row(page, "Everything, per meal")[..2], ["27.08p a meal", "9.03p a meal"]);
        assert_eq!(row(page, "Alone, not in cluster")[1], "£5,814.30");
        assert_eq!(row(page, "Management per meal, all 8 schools")[..2], ["30p a meal", "10p a meal"]);
        manager.sees("Your share, as you pay £5,092.90 of the £36,000 that all pay now");
        manager.sees("Version 1, published 23 November 2026").sees("one of 8 schools of Darlaston Schools' Cluster");
    }

    async fn what_is_paid_now_is_the_first_known_of_invoices_price_list_and_estimate(world: World) {
        let darlaston = world.darlaston().await;
        let all: Vec<_> = darlaston.schools.values().cloned().collect();
        let today = world.now().date_naive();
        let known = baseline::of_schools(world.app.db.read(), &darlaston.catering, &all, today).await.unwrap();
        assert_eq!(known.len(), 8, "Grace Academy caters for itself");
        for (id, school) in darlaston.schools.iter().filter(|(id, _)| *id != "grace-academy") {
            let found = &known[&school.id];
            assert_eq!(found.amount.pounds(), darlaston.figure(&format!("current_costs/catering/{id}")));
            assert_eq!((found.confidence, found.source_words), (Confidence::Quoted, "SLA price list"));
        }
        let mut elsewhere = world.school(100_777, "Elsewhere Primary").await;
        elsewhere.la_code = Some("999".to_owned());
        let mut manager = world.at_school("Eve Elsewhere", Role::BusinessManager, &elsewhere).await;
        manager.get("/schools/100777/volumes/catering").await;
        manager.form("Save and compare").fill("Meals a day, paid", "100").submit().await;
        let estimated = baseline::of_school(world.app.db.read(), &darlaston.catering, &elsewhere, today).await.unwrap();
        let estimated = estimated.expect("seven primary schools make an estimate");
        assert_eq!((estimated.confidence, estimated.source_words), (Confidence::Benchmark, "Estimate"));
        assert!(!estimated.working[0].text.contains("Pinfold"), "no school is named");
    }

    async fn a_school_without_volumes_is_asked_for_them_in_place(world: World) {
        let darlaston = world.darlaston().await;
        let school = world.school(100_555, "New Primary").await;
        let mut manager = world.at_school("Nia New", Role::BusinessManager, &school).await;
        manager.get("/schools/100555/compare/catering").await;
        manager.gets(200).sees("Add your meals a day to see costs").sees("Not known: tell us what you pay");
        manager.form("See costs").fill("Meals a day, paid", "lots").submit().await;
        manager.is_told("Meals a day, paid: enter a number, like 120");
        assert_eq!(manager.form("Save and compare").value("Meals a day, paid"), "lots");
        manager.get("/schools/100555/compare/catering").await;
        manager.form("See costs").fill("Meals a day, paid", "99").submit().await;
        manager.is_at("/schools/100555/compare/catering").sees("18,810 meals a year");
        assert_eq!(row(manager.page(), "Cost in year 1")[0], "£5,092.90");
        assert_eq!(world.count_of::<volume::Entity>().await, 18 + 1, "only what was sent is stated");
        assert!(volume::Entity::find().all(world.app.db.read()).await.unwrap().iter().all(|row| row.year == 2026));
        drop(darlaston);
    }

    async fn a_guide_price_is_marked_and_a_price_by_an_unknown_unit_says_what_is_missing(world: World) {
        let darlaston = world.darlaston().await;
        let by = |unit: &str, rate: &str| json!({ "term_years": 1, "charges": [
            { "id": "use", "component": "service", "scope": "school", "kind": "unit", "unit": unit, "rate": rate }
        ] });
        let (kind, visibility) = (ListingKind::Offer, PriceVisibility::Guide);
        let guide = TestOffer { provider: "Fir Food", kind, visibility, schedule: by("meal", "0.01") };
        world.offer(&darlaston.catering, guide).await;
        let guide = TestOffer { provider: "Elm Food", kind, visibility, schedule: by("employee", "9") };
        world.offer(&darlaston.catering, guide).await;
        let mut head = world.at_school("Hetty Head", Role::Headteacher, darlaston.school("pinfold-street")).await;
        head.get("/schools/104176/compare/catering").await;
        head.sees("Guide price").sees("Charged by employees: add yours to see the cost");
        assert_eq!(heads(head.page()).last().unwrap(), "Elm FoodCatering managementGuide price");
        assert_eq!(row(head.page(), "Cost in year 1")[1], "£188.10");
        head.does_not_see("1p × 18,810 meals");
    }

    async fn the_spreadsheet_has_the_same_figures_as_plain_numbers(world: World) {
        let darlaston = world.darlaston().await;
        let mut governor = world.at_school("Gus Governor", Role::Governor, darlaston.school("pinfold-street")).await;
        governor.get("/schools/104176/compare/catering").await;
        governor.follow("Download spreadsheet").await;
        governor.gets(200);
        let text = governor.page().body_text();
        assert!(text.starts_with("\u{feff}Pinfold Street,You pay now,Birch Meals,"), "{text}");
        assert!(text.contains("\r\nCost in year 1,5092.9,4239.3,5814.3,7352.4\r\n"), "{text}");
        assert!(text.contains("\r\nAgainst now,,-853.6,721.4,2259.5\r\n"), "{text}");
        governor.get("/schools/104176/compare/catering").await;
        governor.does_not_see("Save for governors");
        governor.get("/schools/104176/compare/catering.json").await;
        assert!(governor.gets(200).page().body_text().contains("Birch Meals"));
    }

    async fn a_saved_comparison_keeps_its_figures_and_tells_who_saved_it(world: World) {
        let darlaston = world.darlaston().await;
        let school = darlaston.school("pinfold-street");
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, school).await;
        manager.get("/schools/104176/compare/catering").await;
        manager.form("Save for governors").fill("Why you save it (optional)", "For June").submit().await;
        let address = manager.gets(200).page().path.clone();
        manager.get("/schools/104176/volumes/catering").await;
        manager.form("Save and compare").fill("Meals a day, paid", "10").submit().await;
        let mut governor = world.at_school("Gus Governor", Role::Governor, school).await;
        governor.get(&address).await;
        governor.gets(200).sees("Saved by Mo Manager").sees("For June").sees("How the cost in year 1 is worked out");
        let costs = ["£5,092.90", "£4,239.30", "£5,814.30", "£7,352.40"];
        assert_eq!(row(governor.page(), "Cost in year 1"), costs);
        governor.follow("Governors' pack as a tagged PDF").await;
        let pack = Pdf::read(&governor.gets(200).page().body);
        let table = pack.table("Offers against what you pay now");
        let in_pack = table.iter().find(|row| row[0] == "Cost in year 1").unwrap();
        assert!(in_pack[1..].iter().zip(costs).all(|(cell, cost)| cell.starts_with(cost)), "{in_pack:?}");
        assert!(pack.text().contains("Why it was saved: For June") && pack.untagged.is_empty(), "{}", pack.text());
        assert!(pack.bookmarks.contains(&"Appendix B: how the cost in year 1 is worked out".to_owned()));
        governor.get("/schools/104176/comparisons").await;
        governor.gets(200).sees("saved by Mo Manager");
        let other = world.school(100_444, "Other").await;
        let mut stranger = world.at_school("Sy Stranger", Role::BusinessManager, &other).await;
        for path in [address.clone(), format!("{address}.pdf")] {
            stranger.get(&path).await;
            stranger.gets(404);
        }
        governor.post("/schools/104176/compare/catering", &[("note", "x")]).await;
        governor.gets(403);
    }

    async fn up_to_six_offers_stand_side_by_side_the_cheapest_unless_others_are_ticked(world: World) {
        let darlaston = world.darlaston().await;
        for number in 1..=8 {
            let schedule = json!({ "term_years": 1, "charges": [
                { "id": "use", "component": "service", "scope": "school", "kind": "fixed", "amount": (number * 100).to_string() }
            ] });
            let (kind, visibility) = (ListingKind::Offer, PriceVisibility::Public);
            let provider = format!("Elm {number}");
            let offer = TestOffer { provider: &provider, kind, visibility, schedule };
            world.offer(&darlaston.catering, offer).await;
        }
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        manager.get("/schools/104176/compare/catering").await;
        manager.gets(200).sees("The 6 of 12 offers that cost your school least by itself.");
        assert_eq!(row(manager.page(), "Cost in year 1")[1..], ["£100", "£200", "£300", "£400", "£500", "£600"]);
        manager.get("/schools/104176/compare/catering?offer=elm-8&offer=elm-2").await;
        assert_eq!(row(manager.page(), "Cost in year 1")[1..], ["£200", "£800"]);
        manager.sees("The 2 offers that you chose of 12.").sees("Included");
        manager.get("/services/catering").await;
        manager.gets(200).sees("Compare the ticked offers");
    }

    async fn a_school_under_a_contract_of_its_cluster_is_told_so(world: World) {
        let darlaston = world.darlaston().await;
        let cluster = world.join(&darlaston.in_order()).await;
        let provider = provider::Entity::find().all(world.app.db.read()).await.unwrap().remove(1);
        let school = darlaston.school("pinfold-street");
        let (contract, part) = running(&world, cluster.id, darlaston.catering.id, provider.id, school.id);
        let change = world.app.db.begin_write().await.unwrap();
        contract.into_active_model().insert(&change).await.unwrap();
        part.into_active_model().insert(&change).await.unwrap();
        change.commit().await.unwrap();
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, school).await;
        manager.get("/schools/104176/compare/catering").await;
        manager.sees("You buy under the cluster's contract “Meals together” until 31 March 2029, for £1,697.64 a year.");
        let figures = manager.page().table("Offers against what you would pay without the contract");
        assert!(figures[0][1].starts_with("Without the contract"), "{:?}", figures[0]);
        assert!(figures.iter().any(|row| row[0].starts_with("Against no contract")), "{figures:?}");
        manager.does_not_see("You pay now").sees(" than without the contract");
        let mut other = world.at_school("Olu Other", Role::Headteacher, darlaston.school("salisbury")).await;
        other.get("/schools/104178/compare/catering").await;
        other.gets(200).does_not_see("You buy under");
    }

    async fn what_was_kept_at_signing_counts_where_nothing_else_is_known(world: World) {
        let darlaston = world.darlaston().await;
        let cluster = world.join(&darlaston.in_order()).await;
        let provider = provider::Entity::find().all(world.app.db.read()).await.unwrap().remove(1);
        let school = darlaston.school("grace-academy");
        let (contract, mut part) = running(&world, cluster.id, darlaston.catering.id, provider.id, school.id);
        part.baseline = Some("4300".parse().unwrap());
        part.confidence = Some(school_schedule::Confidence::Measured);
        part.baseline_source = Some("Your contract register, 2 February 2026".to_owned());
        let change = world.app.db.begin_write().await.unwrap();
        contract.into_active_model().insert(&change).await.unwrap();
        part.into_active_model().insert(&change).await.unwrap();
        change.commit().await.unwrap();
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, school).await;
        manager.get(&format!("/schools/{}/compare", school.urn)).await;
        let row = manager.page().table("Services").into_iter().find(|row| row[0] == "Catering").unwrap();
        assert_eq!(row[1..3], ["£1,697.64", "The cluster's contract"], "what it pays is its part");
        manager.get(&format!("/schools/{}/compare/catering", school.urn)).await;
        let figures = manager.page().table("Offers against what you would pay without the contract");
        assert!(figures[1][1].starts_with("£4,300"), "{:?}", figures[1]);
    }

    async fn others_do_not_find_the_school_and_the_public_signs_in_first(world: World) {
        let darlaston = world.darlaston().await;
        let mut other = world.at_school("Olu Other", Role::BusinessManager, darlaston.school("salisbury")).await;
        for path in ["compare", "compare/catering", "compare/catering.csv", "volumes/catering"] {
            other.get(&format!("/schools/104176/{path}")).await;
            other.gets(404);
        }
        let mut governor = world.at_school("Gus Governor", Role::Governor, darlaston.school("pinfold-street")).await;
        governor.get("/schools/104176/volumes/catering").await;
        governor.gets(403);
        let mut visitor = world.visitor();
        visitor.get("/schools/104176/compare/catering").await;
        visitor.is_at("/sign-in?next=%2Fschools%2F104176%2Fcompare%2Fcatering");
    }

    async fn the_page_asks_as_much_of_the_database_for_three_offers_as_for_thirty(world: World) {
        let darlaston = world.darlaston().await;
        world.join(&darlaston.in_order()).await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        let paths = ["/schools/104176/compare/catering", "/schools/104176/compare"];
        let mut asked = Vec::new();
        for path in paths {
            let before = world.statements();
            manager.get(path).await;
            asked.push(world.statements() - before);
        }
        for number in 4..=30 {
            let schedule = darlaston.figures["offers"]["catering_birch"].clone();
            let provider = format!("Provider {number}");
            let (kind, visibility) = (ListingKind::Offer, PriceVisibility::Public);
            world.offer(&darlaston.catering, TestOffer { provider: &provider, kind, visibility, schedule }).await;
        }
        for (path, before) in paths.iter().zip(asked) {
            let start = world.statements();
            manager.get(path).await;
            assert_eq!(world.statements() - start, before, "{path}");
        }
        manager.get(paths[0]).await;
        assert_eq!(heads(manager.page()).len(), 2 + 6, "six offers stand side by side");
    }
}
