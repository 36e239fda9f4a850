//! The compliance check: who may, what they see, what comes of it.

use clusterbuy::account::Grant;
use clusterbuy::bid::{self, Opened};
use clusterbuy::tender::rules::conditions::template;
use entity::membership::Role;
use entity::tender::TenderState;
use support::{Person, TestTender, World, both};

const PAGE: &str = "/tenders/NG-2027-001/compliance";

async fn opened_with(world: &World, bidders: &[&str]) -> TestTender {
    let tender = world.open_tender().await;
    for name in bidders {
        let bidder = world.provider(name).await;
        tender.bid_of(world, &bidder, "2.4219").await;
    }
    world.letters().await;
    tender.opened(world).await;
    tender
}

/// Passes every condition of one bid, or fails its insurance.
async fn check(person: &mut Person, label: &str, passes: bool) {
    person.get(PAGE).await;
    person.follow(label).await;
    let mut form = person.form("Save the check");
    for code in template("catering").iter().map(|condition| condition.code).chain(["interests"]) {
        form = form.choose(&format!("result-{code}"), "pass");
    }
    if !passes {
        form = form.choose("result-insurance", "fail").fill("reason-insurance", "Cover has lapsed");
    }
    form.submit().await;
    person.gets(200).sees(&format!("{label} is checked"));
}

both! {
    async fn the_tender_lead_checks_every_bid_and_those_that_pass_go_on(world: World) {
        let mut tender = opened_with(&world, &["Larder", "Pantry"]).await;
        tender.lead.get(PAGE).await;
        tender.lead.form("Finish the check").submit().await;
        assert_eq!(tender.lead.gets(422).page().errors(), ["Check every bid first. Not checked: Provider A, Provider B"]);
        check(&mut tender.lead, "Provider A", true).await;
        check(&mut tender.clerk, "Provider B", false).await;
        tender.clerk.sees("Insurance: Cover has lapsed");
        assert!(!tender.clerk.offers("Finish the check"));
        assert_eq!(tender.clerk.tamper(PAGE, &[]).await.status, 403);
        tender.lead.get(PAGE).await;
        tender.lead.form("Finish the check").submit().await;
        tender.lead.gets(200).sees("The check is finished. Evaluators can score now");
        let stored = tender.now(&world).await;
        assert_eq!(stored.state, TenderState::Scoring);
        let opened = Opened::of(&stored).unwrap();
        let passed = bid::read_passed(world.app.db.read(), &opened, tender.lot.id).await.unwrap();
        assert_eq!(passed.iter().map(|bid| bid.label.as_str()).collect::<Vec<_>>(), ["Provider A"]);
        tender.lead.follow("Provider A").await;
        assert!(!tender.lead.offers("Save the check"), "a finished check does not change");
    }

    async fn the_check_shows_answers_and_no_price(world: World) {
        let mut tender = opened_with(&world, &["Larder", "Pantry"]).await;
        tender.lead.get(PAGE).await;
        tender.lead.follow("Provider A").await;
        tender.lead.sees("We plan them at").sees("Pat Seller").does_not_see("2.42").does_not_see("£");
        assert!(!tender.lead.page().body_text().contains("4219"));
    }

    async fn a_fail_needs_a_reason_and_every_condition_a_result(world: World) {
        let mut tender = opened_with(&world, &["Larder", "Pantry"]).await;
        tender.lead.get(PAGE).await;
        tender.lead.follow("Provider A").await;
        tender.lead.form("Save the check").choose("result-insurance", "fail").submit().await;
        tender.lead.is_told("Enter the reason why insurance fails");
        tender.lead.is_told("Choose pass or fail for safeguarding");
        assert_eq!(tender.lead.form("Save the check").value("result-insurance"), "fail");
    }

    async fn where_no_bid_meets_every_condition_the_tender_ends(world: World) {
        let mut tender = opened_with(&world, &["Larder", "Pantry"]).await;
        for label in ["Provider A", "Provider B"] {
            check(&mut tender.lead, label, false).await;
        }
        tender.lead.form("Finish the check").submit().await;
        assert_eq!(tender.now(&world).await.state, TenderState::Unsuccessful);
    }

    async fn nobody_else_reads_a_bid_at_the_check(world: World) {
        let mut tender = opened_with(&world, &["Larder", "Pantry"]).await;
        let school = Some(tender.cluster.schools[1].id);
        let evaluator = world.person("Eve Evaluator", &[Grant::tender(Role::Evaluator, tender.tender.id, school)]).await;
        let administrator = world.person("Ada Admin", &[Grant::platform(Role::Administrator)]).await;
        let elsewhere = world.person("Other Lead", &[Grant::tender(Role::TenderLead, entity::ids::TenderId::new(world.now()), school)]).await;
        let [kay, ken] = tender.key_holders.clone();
        for mut person in [evaluator, administrator, elsewhere, kay, ken, tender.cluster.chair.clone()] {
            person.get(PAGE).await;
            person.gets(403).does_not_see("Larder");
        }
        tender.lead.get(PAGE).await;
        let bid = tender.lead.page().link("Provider A");
        tender.key_holders[0].get(&bid).await;
        tender.key_holders[0].gets(403);
        let opened = bid::has_opened(world.app.db.read(), tender.tender.id, tender.key_holders[0].account).await;
        assert!(opened.unwrap(), "whoever opened the bids is known, and does not score them");
    }
}
