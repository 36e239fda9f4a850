//! Savings by term: the demonstration's invoices, grouped and summed, and what a school that pays more was promised.

use super::{darlaston, officer, row, school_of};
use clusterbuy::account::Grant;
use clusterbuy::platform::error::Error;
use clusterbuy::savings::{self, NewPayment, NewPromise, Of};
use entity::exact::Exact;
use entity::membership::Role;
use entity::money::Money;
use entity::promise_payment;
use support::both;

const PAGE: &str = "/clusters/darlaston/savings/terms";

fn told(outcome: Result<(), Error>) -> String {
    match outcome {
        Err(Error::Refused { sentence, .. }) => sentence,
        other => panic!("a refusal was expected, not {other:?}"),
    }
}

both! {
    async fn three_terms_of_invoices_add_up_to_the_year_to_the_penny(world: World) {
        let (cluster, figures) = darlaston(&world).await;
        let ledger = savings::terms(world.app.db.read(), cluster.id).await.unwrap();
        let entered: Vec<_> = ledger.lines.iter().filter(|line| line.figures.facts.paid.is_some()).collect();
        assert_eq!(entered.len(), (8 + 9 + 9) * 3);
        let sum = savings::rules::termly::sum(entered.iter().map(|line| &line.figures));
        let total = &figures["expected"]["savings_report"]["by_status"]["realised"]["total"];
        assert_eq!(sum.paid.pounds(), total["new_cost"].as_str().unwrap());
        assert_eq!(sum.compared.pounds(), total["baseline"].as_str().unwrap());
        assert_eq!(sum.realised().pounds(), total["saving"].as_str().unwrap());
        assert_eq!((sum.price_effect.clone(), sum.volume_effect.clone()), (Exact::zero(), Exact::zero()));
        let autumn = savings::of_term(world.app.db.read(), cluster.id, "Autumn term 2026").await.unwrap();
        assert_eq!(autumn.len(), 26);
        let mut chair = officer(&world, &cluster, Role::Chair).await;
        chair.get("/clusters/darlaston/savings").await;
        chair.follow("Savings by term: invoices, price and quantity, schools that pay more").await;
        chair.gets(200).sees("Terms of 2026 to 2027");
        let terms = chair.page().table("Expected and actual cost by term");
        assert_eq!(terms.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["Term", "Summer term 2026", "Autumn term 2026", "Spring term 2027", "Together"]);
        assert_eq!(terms[4][1..], ["£54,760", "£54,760", "no change", "£15,000 less", "no change", "no change", "78 of 78"]);
        assert!(chair.page().value_of("Actual so far").starts_with("£15,000 less"));
        assert!(chair.page().value_of("Left after that cost").starts_with("£11,330"));
        assert!(chair.page().value_of("Funding received").contains("never counted as one"));
        chair.form("Show").fill("by", "service").submit().await;
        let groups = chair.page().table("Savings by service");
        assert_eq!(row(&groups, "Finance")[1..5], ["£24,960", "£24,960", "no change", "£6,000 less"]);
        assert_eq!(row(&groups, "HR")[4], "£4,800 less");
        assert_eq!(row(&groups, "Broadband")[4], "£4,200 less");
        chair.form("Show").fill("year", "all").fill("by", "provider").submit().await;
        chair.gets(200).sees("Terms of all years");
        chair.get(&format!("{PAGE}.csv")).await;
        let file = chair.page().body_text();
        assert!(file.contains("Rowley View Nursery,104136,Finance") && file.contains("Autumn term 2026,900.00,1040.00,1040.00,-140.00"), "{file}");
    }

    async fn the_school_that_pays_more_stands_first_with_what_it_was_promised_and_what_was_paid(world: World) {
        let (cluster, _) = darlaston(&world).await;
        let mut clerk = officer(&world, &cluster, Role::Clerk).await;
        clerk.get(PAGE).await;
        let losers = clerk.page().table("What schools that pay more were promised, and what was paid");
        assert_eq!(losers.len(), 2, "{losers:?}");
        assert!(losers[1][0].starts_with("Rowley View"));
        assert_eq!(losers[1][2..5], ["£420 more", "£420", "£280"]);
        assert!(losers[1][5].starts_with("£140 to pay"));
        let groups = clerk.page().table("Savings by school");
        assert!(groups[1][0].starts_with("Rowley View"), "the costliest change first: {groups:?}");
        clerk.follow("Promise and payments, Rowley View Nursery, Finance, 2026 to 2027").await;
        clerk.gets(200).sees("£420 more").sees("Old Church").sees("Minute 5 of June 2026");
        clerk.form("Record the payment").fill("Amount paid", "200").fill("paid-day", "8").fill("paid-month", "1").fill("paid-year", "2027").fill("How it was paid", "Transfer 3").submit().await;
        clerk.is_told("Pay at most what is left of the promise: £140");
        clerk.form("Record the payment").fill("Amount paid", "140").submit().await;
        clerk.gets(200).sees("The payment is recorded").sees("Nothing: it was paid");
        assert!(!clerk.offers("Record the payment"));
        clerk.form("Recorded by mistake: Transfer 3").submit().await;
        clerk.sees("The payment is taken off").sees("£140");
        assert_eq!(world.count_of::<promise_payment::Entity>().await, 2);
    }

    async fn only_chair_and_clerk_keep_promises_and_only_to_a_school_that_pays_more(world: World) {
        let (cluster, _) = darlaston(&world).await;
        let ledger = savings::terms(world.app.db.read(), cluster.id).await.unwrap();
        let pinfold = school_of(&world, 104_176).await;
        let rowley = school_of(&world, 104_136).await;
        let finance = |school| {
            let line = ledger.lines.iter().find(|line| line.school == school && line.year == 2 && ledger.held(line).unwrap().category.slug == "finance").unwrap();
            Of { schedule: line.schedule, year: 2 }
        };
        let promise = |pounds: i64| NewPromise { amount: Money(pounds * 10_000), minute_reference: "Minute 6".to_owned() };
        let clerk = officer(&world, &cluster, Role::Clerk).await.context(&world).await;
        let gains = savings::promise(&clerk, &cluster, finance(pinfold.id), promise(1)).await;
        assert_eq!(told(gains), "Pinfold Street does not pay more in this contract than before");
        let too_much = savings::promise(&clerk, &cluster, finance(rowley.id), promise(421)).await;
        assert_eq!(told(too_much), "Promise at most what the school pays more in that year: £420");
        savings::promise(&clerk, &cluster, finance(rowley.id), promise(420)).await.unwrap();
        let twice = savings::promise(&clerk, &cluster, finance(rowley.id), promise(420)).await;
        assert_eq!(told(twice), "A promise for this year is recorded already");
        let later = NewPayment { amount: Money(10_000), paid_on: "2028-01-01".parse().unwrap(), reference: "T".to_owned() };
        assert_eq!(told(savings::pay(&clerk, &cluster, finance(rowley.id), later).await), "The day it was paid must be today or before");
        let mut manager = world.person("Mo Member", &[Grant::school(Role::BusinessManager, pinfold.id)]).await;
        let context = manager.context(&world).await;
        assert!(savings::promise(&context, &cluster, finance(rowley.id), promise(1)).await.is_err());
        manager.get(PAGE).await;
        manager.follow("Promise and payments, Rowley View Nursery, Finance, 2026 to 2027").await;
        manager.gets(200);
        assert!(!manager.offers("Record the payment"), "members read");
        let mut anybody = world.visitor();
        anybody.get(PAGE).await;
        assert!(anybody.page().path.starts_with("/sign-in"));
    }

    async fn a_school_sees_its_own_terms_and_another_school_s_staff_do_not(world: World) {
        darlaston(&world).await;
        let pinfold = school_of(&world, 104_176).await;
        let mut manager = world.person("Mo Manager", &[Grant::school(Role::BusinessManager, pinfold.id)]).await;
        manager.get("/schools/104176/savings").await;
        manager.follow("Savings by term, from invoices").await;
        let lines = manager.page().table("Every school, service and term");
        assert_eq!(lines.len(), 10, "three services, three terms");
        let finance = lines.iter().find(|row| row[1] == "Finance" && row[2] == "Autumn term 2026").unwrap();
        assert!(finance[5].contains("Autumn term, invoice Invoice of autumn term 2026"), "{finance:?}");
        manager.follow("Send invoices from a spreadsheet").await;
        manager.gets(200).sees("Broadband 2026 to 2029");
        let grace = school_of(&world, 135_956).await;
        let mut stranger = world.person("Sam Stranger", &[Grant::school(Role::BusinessManager, grace.id)]).await;
        stranger.get("/schools/104176/savings/terms").await;
        stranger.gets(404);
    }
}
