//! The demonstration: its story goes from demand to savings, and its figures are the scenario's, to the penny.

mod every_state;
mod repeat;

use clusterbuy::demo;
use clusterbuy::evaluation::priced_lot;
use clusterbuy::evaluation::rules::Outcome;
use entity::tender::TenderState;
use sea_orm::EntityTrait;
use serde_json::Value;
use std::collections::BTreeMap;
use support::{World, both};

const DARLASTON: &str = include_str!("../../vectors/darlaston.json");

fn expected() -> Value {
    serde_json::from_str::<Value>(DARLASTON).unwrap()["expected"].take()
}

async fn state(world: &World) -> TenderState {
    entity::tender::Entity::find().one(world.app.db.read()).await.unwrap().unwrap().state
}

async fn step_to(world: &World, wanted: TenderState) {
    for _ in 0..14 {
        if state(world).await == wanted {
            return;
        }
        demo::step(&world.app).await.unwrap();
    }
    panic!("the story never came to {wanted}");
}

both! {
    async fn the_story_goes_from_demand_to_what_was_saved(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        assert_eq!(state(&world).await, TenderState::Pooling);
        step_to(&world, TenderState::Live).await;
        let spends = world.count_of::<entity::actual_spend::Entity>().await;
        assert_eq!(spends, (8 + 9 + 9) * 3, "three terms of finance, HR and broadband");
        for term in 1..=3 {
            demo::step(&world.app).await.unwrap();
            let spends = world.count_of::<entity::actual_spend::Entity>().await;
            assert_eq!(spends, (8 + 9 + 9) * 3 + 8 * term, "and now of catering");
        }
        let mut clerk = world.visitor();
        clerk.get("/sign-in").await;
        clerk.form_near("Cleo Clerk-Demo", "Cleo Clerk-Demo").submit().await;
        clerk.get("/clusters/darlaston/savings").await;
        let apart = clerk.page().table("Catering: price and quantity apart");
        let row = apart.iter().find(|row| row[0].contains("Pinfold Street")).unwrap();
        // 99 × 190 = 18,810 meals at £1,697.64 were agreed; as many were served, for as much.
        assert!(row[1].starts_with("£3,395.26 saved") && row[2].starts_with("£3,395.26 saved"), "{row:?}");
        assert!(row[3].starts_with("no change") && row[4].starts_with("no change"), "{row:?}");
        let row = apart.iter().find(|row| row[0].contains("Rowley View")).unwrap();
        // 7,000 meals at 3p more instead of 6,000: £1,940 × 7 ÷ 6 = £2,263.33 before, £646.67 + £30 paid.
        assert!(row[1].starts_with("£1,293.33 saved") && row[2].starts_with("£1,586.66 saved"), "{row:?}");
        assert!(row[3].starts_with("£77.78 more saved") && row[4].starts_with("£215.55 more saved"), "{row:?}");
    }

    async fn starting_it_again_finds_the_same_world(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let (entries, now) = (world.count_of::<entity::event::Entity>().await, world.now());
        demo::open(&world.as_demonstration().app).await.unwrap();
        assert_eq!((world.count_of::<entity::event::Entity>().await, world.now()), (entries, now));
    }

    async fn a_database_with_other_people_in_it_is_left_alone(world: World) {
        world.person("Ann Lee", &[]).await;
        let world = world.as_demonstration();
        assert!(matches!(demo::open(&world.app).await, Err(clusterbuy::platform::error::Error::Refused { .. })));
    }

    async fn the_ranking_is_the_scenarios_when_prices_open(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        step_to(&world, TenderState::Priced).await;
        let tender = entity::tender::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        let first = clusterbuy::tender::first_lot(world.app.db.read(), tender.id).await.unwrap();
        let lot = priced_lot(&world.platform(), &tender, first.id).await.unwrap();
        let firm = |id: &str| {
            let bid = lot.bids.iter().find(|bid| bid.opened.bid.to_string() == id).unwrap();
            bid.opened.provider_name.split(' ').next().unwrap().to_lowercase()
        };
        let told: Vec<_> = lot.ranking.results.iter().map(|ranked| match &ranked.outcome {
            Outcome::Marks { price_mark, total, price_score } => (
                firm(&ranked.bid), ranked.rank, ranked.quality.decimals(2), price_score.fraction(), price_mark.decimals(2), total.decimals(2),
            ),
            Outcome::Value(_) => panic!("benchmark scoring gives marks"),
        }).collect();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let wanted: Vec<_> = expected()["evaluation"]["results"].as_array().unwrap().iter().map(|result| (
            text(&result["bid"]), usize::try_from(result["rank"].as_u64().unwrap()).unwrap(), text(&result["quality"]),
            text(&result["price_score"]), text(&result["price_mark"]), text(&result["total"]),
        )).collect();
        assert_eq!(told, wanted);
        let flagged: Vec<_> = lot.ranking.flags.iter().map(|flagged| firm(&flagged.bid)).collect();
        assert_eq!(flagged, ["birch"]);
    }

    async fn the_pages_show_the_scenarios_figures_at_the_start(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let mut manager = world.visitor();
        manager.get("/sign-in").await;
        manager.form_near("Bea Pinfold-Demo", "Bea Pinfold-Demo").submit().await;
        manager.follow("Compare").await;
        manager.follow("Catering").await;
        manager.sees("£5,092.90").sees("£1,697.64").sees("30p a meal").sees("10p a meal");
        manager.get("/clusters/darlaston/savings").await;
        manager.gets(200).sees("£15,000").sees("£11,330").sees("30p").sees("10p");
    }

    async fn the_headlines_of_2012_come_out_of_the_rows_and_what_is_ours_says_so(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let mut anybody = world.visitor();
        anybody.get("/").await;
        anybody.follow("Headlines of 2012").await;
        anybody.gets(200);
        let rows = anybody.page().table("The headlines and what comes out here");
        let here: Vec<&str> = rows.iter().skip(1).map(|row| row[1].as_str()).collect();
        assert_eq!(here, ["£15,000", "£15,000", "£9,000", "30p → 10p", "£24,000"]);
        assert!(rows[1][2].starts_with("Finance £6,000, HR £4,800, Broadband £4,200"), "{rows:?}");
        assert!(rows[5][2].contains("counted once: as the expected saving"));
        assert!(rows.iter().skip(1).all(|row| row[3].contains("our illustration") || row[3].contains("Our illustration")), "{rows:?}");
        assert!(rows[5][3].contains("do not say whose loss it is"));
        let terms = anybody.page().table("Finance, HR and broadband, 2026 to 2027");
        assert_eq!(terms.len(), 5);
        assert_eq!(terms[4][1..], ["£54,760", "£54,760", "£15,000 less"]);
        step_to(&world, TenderState::Live).await;
        for _ in 0..3 {
            demo::step(&world.app).await.unwrap();
        }
        anybody.get("/demo/headlines").await;
        let rows = anybody.page().table("The headlines and what comes out here");
        assert!(rows[5][2].contains("counted once: as the actual saving") && rows[1][1] == "£15,000", "{rows:?}");
    }

    async fn every_amount_in_words_has_its_thousands_apart(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let mut manager = world.visitor();
        manager.get("/sign-in").await;
        manager.form_near("Bea Pinfold-Demo", "Bea Pinfold-Demo").submit().await;
        let of_school = ["catering", "finance", "hr", "broadband", "payroll"].map(|each| format!("/schools/104176/compare/{each}"));
        let of_cluster = ["savings", "savings/terms", "sharing", "sharing/catering", "sharing/hr/ways", "joining/finance", "contracts", "money", "plans"];
        let of_cluster = of_cluster.map(|page| format!("/clusters/darlaston/{page}"));
        for path in of_school.iter().chain(&of_cluster) {
            manager.get(path).await;
            manager.gets(200);
            let text = manager.page().text();
            let together = |part: &&str| part.chars().take_while(char::is_ascii_digit).count() > 3;
            let faulty: Vec<&str> = text.split('£').skip(1).filter(together).collect();
            assert!(faulty.is_empty(), "{path}: £{}", faulty[0].chars().take(40).collect::<String>());
        }
    }

    async fn the_savings_report_is_the_scenarios_at_the_start(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let mut clerk = world.visitor();
        clerk.get("/sign-in").await;
        clerk.form_near("Cleo Clerk-Demo", "Cleo Clerk-Demo").submit().await;
        clerk.get("/clusters/darlaston/savings.csv").await;
        clerk.gets(200);
        let file = String::from_utf8(clerk.page().body.clone()).unwrap();
        let mut wanted: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
        let names: BTreeMap<String, String> = serde_json::from_str::<Value>(DARLASTON).unwrap()["schools"].as_array().unwrap()
            .iter().map(|school| (school["id"].as_str().unwrap().to_owned(), school["name"].as_str().unwrap().to_owned())).collect();
        for entry in expected()["savings_report"]["entries"].as_array().unwrap() {
            let text = |key: &str| entry[key].as_str().unwrap().to_owned();
            wanted.insert((names[&text("school")].clone(), text("category")), (text("baseline"), text("new_cost")));
        }
        for ((school, category), (baseline, cost)) in wanted {
            let category = if category == "hr" { "HR".to_owned() } else { category };
            let found = file.lines().any(|line| {
                let line = line.to_lowercase();
                line.contains(&school.to_lowercase()) && line.contains(&category.to_lowercase()) && line.contains(&baseline) && line.contains(&cost)
            });
            assert!(found, "{school} {category} {baseline} {cost} in\n{file}");
        }
    }

    async fn the_banner_follows_what_is_done_by_hand(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        step_to(&world, TenderState::Review).await;
        let mut reviewer = world.visitor();
        reviewer.get("/sign-in").await;
        reviewer.form_near("Hal Grace-Demo", "Hal Grace-Demo").submit().await;
        reviewer.sees("Next step: the reviewer publishes the tender");
        let account = clusterbuy::account::find(world.app.db.read(), "hal.grace-demo@demonstration.example").await.unwrap().unwrap();
        let grace = clusterbuy::platform::context::Context::of(&world.app, account, None).await.unwrap();
        let tender = entity::tender::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        clusterbuy::tender::publish(&grace, &tender.reference).await.unwrap();
        reviewer.get("/home").await;
        reviewer.sees("Next step: three firms submit sealed bids");
    }
}
