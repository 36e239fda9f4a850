//! The demonstration's evaluation worked out again by `calc` from the file that its record leads to.

use super::{expected, step_to};
use clusterbuy::calc::{Outcome, answer, run};
use clusterbuy::demo;
use entity::tender::TenderState;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{Client, World, both};

/// The program's answers to a file.
fn calculated(file: &str) -> (Outcome, Vec<Value>) {
    let mut out = Vec::new();
    let outcome = run(file.as_bytes(), &mut out).unwrap();
    (outcome, String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn requests(file: &str) -> Vec<Value> {
    file.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn line<'a>(requests: &'a [Value], id: &str) -> &'a Value {
    requests.iter().find(|request| request["id"] == id).unwrap_or_else(|| panic!("no line {id}"))
}

async fn reference(world: &World) -> String {
    entity::tender::Entity::find().one(world.app.db.read()).await.unwrap().unwrap().reference
}

async fn sign_in(client: &mut Client, name: &str) {
    client.get("/sign-in").await;
    client.form_near(name, name).submit().await;
}

both! {
    async fn the_record_leads_to_a_file_from_which_every_result_comes_out_as_published(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        step_to(&world, TenderState::Live).await;
        demo::step(&world.app).await.unwrap();
        let reference = reference(&world).await;
        let mut clerk = world.visitor();
        sign_in(&mut clerk, "Cleo Clerk-Demo").await;
        clerk.get(&format!("/tenders/{reference}/decision")).await;
        clerk.sees("8 schools would pay £24,000 less a year").sees("Alder Catering (demonstration) wins for any price weight from 11.5% to 75.7%");
        clerk.get(&format!("/tenders/{reference}/record")).await;
        clerk.follow("Work the result out again").await;
        clerk.gets(200).sees("Every line comes out as it was published.").sees("clusterbuy calc <").does_not_see("Differs");
        clerk.follow(&format!("Download {reference}-evaluation.jsonl")).await;
        clerk.gets(200);
        let file = clerk.page().body_text();
        let (outcome, answers) = calculated(&file);
        assert_eq!(outcome, Outcome::AllAnswered);
        let requests = requests(&file);
        assert_eq!(answers.len(), requests.len());
        assert!(answers.iter().all(|answer| answer["matches"] == true), "{answers:#?}");
        let ids: Vec<&str> = requests.iter().map(|request| request["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 7, "three prices, marks, a vote, the contract's price and its shares: {ids:?}");
        let empty = |request: &&Value| request["published"].as_object().is_none_or(serde_json::Map::is_empty);
        assert_eq!(requests.iter().filter(empty).count(), 0, "every line carries what was stored");

        let first = |name: &Value| name.as_str().unwrap().split(' ').next().unwrap().to_lowercase();
        let marks = line(&requests, "marks");
        let weights = answer("price_weight_breakpoints", marks["input"].clone()).ok().unwrap();
        let winners: Vec<Value> = weights["intervals"].as_array().unwrap().iter().map(|each| {
            json!({ "from": each["from"], "to": each["to"], "winners": each["winners"].as_array().unwrap().iter().map(first).collect::<Vec<_>>() })
        }).collect();
        assert_eq!(Value::from(winners), expected()["price_weight_breakpoints"]["intervals"]);
        let totals: Vec<(String, Value)> = marks["published"]["results"].as_array().unwrap().iter().map(|row| (first(&row["bid"]), row["total"].clone())).collect();
        let wanted: Vec<(String, Value)> = expected()["evaluation"]["results"].as_array().unwrap().iter().map(|row| (first(&row["bid"]), row["total"].clone())).collect();
        assert_eq!(totals, wanted);
        let mut shares: Vec<String> = line(&requests, "shares")["published"]["shares"].as_array().unwrap().iter().map(|share| share.as_str().unwrap().to_owned()).collect();
        let mut told: Vec<String> = expected()["sharing_rules"]["catering"]["proportional"]["shares"].as_object().unwrap().values().map(|share| share.as_str().unwrap().to_owned()).collect();
        shares.sort();
        told.sort();
        assert_eq!(shares, told);
        let vote = &line(&requests, "vote 1")["published"];
        assert_eq!((&vote["for"], &vote["against"], &vote["abstain"]), (&json!(7), &json!(1), &json!(1)));

        let tampered = file.replacen("\"total\":\"84.29\"", "\"total\":\"84.30\"", 1);
        assert_eq!(calculated(&tampered).0, Outcome::Differs { lines: 1 });
    }

    async fn the_public_file_names_the_winner_and_its_total_and_nothing_of_a_loser(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let reference = reference(&world).await;
        let mut anybody = world.visitor();
        anybody.get(&format!("/tenders/{reference}/repeat")).await;
        anybody.gets(404);
        step_to(&world, TenderState::Standstill).await;
        anybody.get(&format!("/tenders/{reference}")).await;
        anybody.follow("Work the result out again").await;
        anybody.gets(200).sees("Every line comes out as it was published.").does_not_see("evaluation.jsonl");
        anybody.follow(&format!("Download {reference}-evaluation-public.jsonl")).await;
        let file = anybody.page().body_text();
        let (outcome, answers) = calculated(&file);
        assert_eq!((outcome, answers.len()), (Outcome::AllAnswered, 2), "the total and the vote");
        assert!(answers.iter().all(|answer| answer["matches"] == true), "{answers:#?}");
        assert!(file.contains("Alder") && file.contains("84.29") && file.contains("36000"));
        for secret in ["Birch", "Cedar", "29700", "46800", "80.14", "73.29", "Pinfold", "Rowley", "menus", "charges", "per meal"] {
            assert!(!file.contains(secret), "{secret} in {file}");
        }
        anybody.get(&format!("/tenders/{reference}/evaluation.jsonl")).await;
        assert!(anybody.page().path.starts_with("/sign-in"), "the whole file is the parties'");
    }

    async fn the_winner_s_own_file_has_the_bill_and_nothing_of_what_schools_paid_before(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        step_to(&world, TenderState::Live).await;
        let mut winner = world.visitor();
        sign_in(&mut winner, "Abe Alder-Demo").await;
        winner.get("/bids").await;
        let (_, bid) = winner.page().links().into_iter().find(|(_, href)| href.starts_with("/bids/")).unwrap();
        let bid = bid.trim_end_matches("/outcome").to_owned();
        winner.get(&format!("{bid}/repeat.jsonl")).await;
        winner.gets(200);
        let file = winner.page().body_text();
        assert!(file.contains("\"contract\"") && file.contains("36000"), "{file}");
        for secret in ["5092.9", "1940", "1697.64"] {
            assert!(!file.contains(secret), "{secret} in {file}");
        }
    }

    async fn the_public_file_counts_votes_in_no_order_of_schools(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        step_to(&world, TenderState::Standstill).await;
        let reference = reference(&world).await;
        let mut visitor = world.visitor();
        visitor.get(&format!("/tenders/{reference}/evaluation-public.jsonl")).await;
        let file = visitor.page().body_text();
        let requests = requests(&file);
        let vote = line(&requests, "vote 1");
        let choices = vote["input"]["votes"].as_object().unwrap();
        let in_order: Vec<&str> = (1..=9).filter_map(|n| choices.get(&format!("School {n}"))?.as_str()).collect();
        let distinct: BTreeSet<&str> = in_order.iter().copied().collect();
        let mut runs = in_order.clone();
        runs.dedup();
        assert_eq!(runs.len(), distinct.len(), "those who voted alike stand together: {in_order:?}");
    }
}
