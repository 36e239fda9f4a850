//! A fund is proposed, opened by a decision, charged, budgeted and read back; a mistake is taken back.

use super::{ask, book, manager, new_fund, pounds, receive, said, with_fund};
use clusterbuy::fund;
use clusterbuy::platform::error::Error;
use entity::fund::FundKind;
use entity::fund_entry::{self, EntryKind};
use entity::fund_line;
use entity::ids::FundEntryId;
use entity::money::Money;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use support::both;

both! {
    async fn the_chair_proposes_a_fund_and_opens_it_by_a_minute(world: World) {
        let mut northgate = world.cluster_of(2).await;
        northgate.agrees(&world).await;
        northgate.chair.get("/clusters/northgate").await;
        northgate.chair.follow("Funds").await;
        northgate.chair.follow("Propose a fund").await;
        northgate.chair.form("Propose or open the fund").submit().await;
        northgate.chair.gets(422).is_told("Enter the fund's name");
        let form = northgate.chair.form("Propose or open the fund").choose("What kind of fund is it?", "Running the cluster");
        let form = form.fill("Name", "Running us").fill("What the money is for", "A clerk");
        let form = form.fill("What is to come of it", "Heads have time").fill("School that holds the money", "School 1");
        let form = form.fill("Budget headings", "Clerking\nMeetings").fill("per_pupil", "1");
        let form = form.choose("How spending and grants are shared between schools", "By pupils");
        let form = form.choose("At the year's end", "A surplus goes to the reserve; a deficit comes out of it");
        form.choose("Who approves a payment", "Two people of two other schools").submit().await;
        northgate.chair.is_told("Two people of two other schools need three schools. Choose one person, or add a school");
        let form = northgate.chair.form("Propose or open the fund");
        let one = "One person of another school than the one that asks";
        form.choose("Who approves a payment", one).submit().await;
        northgate.chair.gets(200).sees("The fund is proposed").sees("Not decided yet").sees("£1 a pupil a year");
        assert!(!northgate.chair.offers("Record"), "no money moves in a proposal");
        northgate.chair.form("Open the fund").submit().await;
        northgate.chair.gets(422).is_told("Enter the minute of the decision");
        northgate.chair.form("Open the fund").fill("Minute of the decision", "Minute 3 of autumn").submit().await;
        northgate.chair.gets(200).sees("The fund is open").sees("Minute 3 of autumn");
        northgate.chair.follow("The charge a pupil, to every school").await;
        northgate.chair.sees("£400");
        let form = northgate.chair.form("Record").fill("What it is for", "£1 a pupil");
        form.fill("What shows it", "Minute 3").submit().await;
        northgate.chair.gets(200).sees("The movement is recorded").sees("Charge a pupil");
        northgate.chair.follow("Statements").await;
        let rows = northgate.chair.page().table("What each school has in the fund, 2026 to 2027");
        assert_eq!(rows[1][1..], ["£0", "£200", "£0", "£0", "£0", "£200", "£200"]);
        northgate.chair.sees("£0 at the bank and £400 owed by schools");
        let twice = fund::charge_per_pupil(
            &northgate.chair.context(&world).await, &northgate.cluster,
            fund::store::funds(world.app.db.read(), northgate.cluster.id).await.unwrap()[0].id, said(&world),
        ).await;
        assert_eq!(twice.unwrap_err().to_string(), "The schools were charged for this year already");
    }

    async fn money_from_a_school_settles_what_it_owes_and_the_file_says_the_same(world: World) {
        let (mut northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        fund::charge_per_pupil(&chair, &northgate.cluster, id, said(&world)).await.unwrap();
        northgate.chair.get(&format!("/clusters/northgate/funds/{id}/record/contribution")).await;
        let form = northgate.chair.form("Record").fill("School", "School 2").fill("Amount", "£250");
        let form = form.fill("What it is for", "Charge and more").fill("What shows it", "Remittance 8");
        form.date("day", "24 11 2026").submit().await;
        northgate.chair.gets(422).is_told("Enter the day that it happened, today or earlier");
        northgate.chair.form("Record").date("day", "20 11 2026").submit().await;
        northgate.chair.gets(200).sees("Remittance 8");
        let found = book(&chair, &northgate, id).await;
        let school = northgate.schools[1].id;
        assert_eq!(found.of_school(fund::rules::Slot::Owed, school), Money(0));
        assert_eq!(found.of_school(fund::rules::Slot::Contributions, school), Money(-2_500_000));
        let csv = northgate.chair.get(&format!("/clusters/northgate/funds/{id}/statements.csv?year=2026")).await.body_text();
        assert!(csv.contains("School 2,0.00,250.00,0.00,0.00,0.00,250.00,0.00"), "{csv}");
        assert!(csv.contains("The fund,0.00,650.00,0.00,0.00,0.00,650.00,400.00"), "{csv}");
    }

    async fn a_mistake_is_taken_back_by_another_movement_and_only_once(world: World) {
        let (mut northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 0, pounds(300)).await;
        northgate.chair.get(&format!("/clusters/northgate/funds/{id}/movements/1")).await;
        northgate.chair.form("Take it back").submit().await;
        northgate.chair.gets(422).is_told("Enter what is wrong with it");
        northgate.chair.form("Take it back").fill("What is wrong with it", "It was for another fund").submit().await;
        northgate.chair.gets(200).sees("The movement is taken back").sees("It was for another fund");
        northgate.chair.get(&format!("/clusters/northgate/funds/{id}/movements/1")).await;
        northgate.chair.sees("Taken back by movement 2");
        let again = fund::reverse(&chair, &northgate.cluster, id, 1, "Again".to_owned()).await.unwrap_err();
        assert_eq!(again.to_string(), "Movement 2 took it back already");
        let back = fund::reverse(&chair, &northgate.cluster, id, 2, "Back".to_owned()).await.unwrap_err();
        assert_eq!(back.to_string(), "This movement takes another back. Record what is right anew");
        assert_eq!(book(&chair, &northgate, id).await.bank(), Money(0));
    }

    async fn a_paid_bill_that_was_wrong_is_taken_back_and_says_so(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 0, pounds(300)).await;
        let mut asker = manager(&world, &northgate, 1).await;
        let payment = ask(&asker.context(&world).await, &northgate, id, pounds(300)).await;
        fund::decide(&chair, &northgate.cluster, id, payment, (true, String::new())).await.unwrap();
        let spent = fund::reverse(&chair, &northgate.cluster, id, 1, "Never came".to_owned()).await.unwrap_err();
        assert!(spent.to_string().starts_with("The fund has £0 that is not promised"), "{spent}");
        fund::pay(&chair, &northgate.cluster, id, payment, (world.now().date_naive(), "B".to_owned())).await.unwrap();
        fund::reverse(&chair, &northgate.cluster, id, 2, "The bank sent it back".to_owned()).await.unwrap();
        asker.get(&format!("/clusters/northgate/funds/{id}/payments/{payment}")).await;
        asker.sees("Taken back").sees("The bank sent it back");
        assert_eq!(book(&chair, &northgate, id).await.bank(), pounds(300));
    }

    async fn the_database_itself_takes_no_movement_that_does_not_balance_and_changes_none(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 0, pounds(300)).await;
        let entry = fund::store::entry(chair.read(), id, 1).await.unwrap().unwrap();
        let lines = fund::store::lines_of(chair.read(), entry.id).await.unwrap();
        assert_eq!((lines.len(), lines.iter().map(|line| line.amount.0).sum::<i64>()), (2, 0));

        let wrong = FundEntryId::new(world.now());
        let change = world.app.db.begin_write().await.unwrap();
        for (number, amount) in [(1, 100), (2, -99)] {
            let line = fund_line::Model { entry_id: wrong, number, amount: Money(amount), ..lines[0].clone() };
            line.into_active_model().insert(&change).await.unwrap();
        }
        let unbalanced = fund_entry::Model { id: wrong, number: 2, kind: EntryKind::Grant, ..entry.clone() };
        assert!(unbalanced.into_active_model().insert(&change).await.is_err(), "lines that do not sum to zero");
        drop(change);

        let change = world.app.db.begin_write().await.unwrap();
        let late = fund_line::Model { number: 3, ..lines[0].clone() };
        assert!(late.into_active_model().insert(&change).await.is_err(), "a line after its movement");
        drop(change);
        let change = world.app.db.begin_write().await.unwrap();
        assert!(fund_entry::Entity::delete_by_id(entry.id).exec(&change).await.is_err(), "a movement is never taken out");
        drop(change);

        let change = world.app.db.begin_write().await.unwrap();
        let orphan = fund_line::Model { entry_id: FundEntryId::new(world.now()), ..lines[0].clone() };
        orphan.into_active_model().insert(&change).await.unwrap();
        assert!(change.commit().await.is_err(), "lines without a movement");
    }

    async fn a_budget_never_falls_below_what_is_spent_and_the_one_before_stays_on_record(world: World) {
        let (mut northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 0, pounds(500)).await;
        let asker = manager(&world, &northgate, 1).await.context(&world).await;
        let payment = ask(&asker, &northgate, id, pounds(400)).await;
        fund::decide(&chair, &northgate.cluster, id, payment, (true, String::new())).await.unwrap();
        northgate.chair.get(&format!("/clusters/northgate/funds/{id}/budget")).await;
        let form = northgate.chair.form("Set the budget").fill("Heading", "Clerking").fill("amount", "399.99");
        form.fill("Minute that sets it", "Minute 9").submit().await;
        northgate.chair.gets(422).sees("£400 is spent or approved under this heading already");
        northgate.chair.form("Set the budget").fill("amount", "450").submit().await;
        northgate.chair.gets(200).sees("The budget is set").sees("Minute 9").sees("£50");
        northgate.chair.form("Add the heading").fill("Name of the heading", "Clerking").submit().await;
        northgate.chair.gets(422).is_told("The fund has this heading already");
        assert_eq!(world.count_of::<entity::fund_budget::Entity>().await, 2);
    }

    async fn a_fund_closes_only_when_nothing_is_left_and_money_moves_between_funds_by_two_people(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 0, pounds(300)).await;
        let close = || fund::close(&chair, &northgate.cluster, id, "All done".to_owned());
        assert!(close().await.unwrap_err().to_string().starts_with("£300 is still at the bank"));
        let other = new_fund(&northgate, FundKind::Delegated, "Another");
        let other = fund::open(&chair, &northgate.cluster, other).await.unwrap();
        let transfer = fund::NewPayment {
            kind: entity::fund_payment::PaymentKind::Transfer,
            to_fund: Some(other),
            ..super::spending(None, pounds(300))
        };
        let asker = manager(&world, &northgate, 1).await.context(&world).await;
        let payment = fund::ask(&asker, &northgate.cluster, id, transfer).await.unwrap();
        assert!(close().await.unwrap_err().to_string().starts_with("Payments are still waiting"));
        fund::decide(&chair, &northgate.cluster, id, payment, (true, String::new())).await.unwrap();
        fund::pay(&chair, &northgate.cluster, id, payment, (world.now().date_naive(), "B".to_owned())).await.unwrap();
        let both = (book(&chair, &northgate, id).await.bank(), book(&chair, &northgate, other).await.bank());
        assert_eq!(both, (Money(0), pounds(300)));
        close().await.unwrap();
        let late = fund::grant(&chair, &northgate.cluster, id, pounds(1), said(&world)).await.unwrap_err();
        assert_eq!(late.to_string(), "The fund is not open. Money moves only in an open fund");
    }

    async fn what_schools_are_charged_is_the_running_cost_beside_savings_and_is_never_counted_twice(world: World) {
        let (mut northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        let by_hand = |kind| clusterbuy::cluster::NewEntry { kind, purpose: "By hand".to_owned(), year: super::YEAR, amount: pounds(50) };
        let running = entity::cluster_money::MoneyKind::RunningCost;
        clusterbuy::cluster::record_money(&chair, &northgate.cluster, by_hand(running)).await.unwrap();
        fund::charge_per_pupil(&chair, &northgate.cluster, id, said(&world)).await.unwrap();
        fund::grant(&chair, &northgate.cluster, id, pounds(90), said(&world)).await.unwrap();
        let counted = fund::money_in(chair.read(), northgate.cluster.id, super::YEAR).await.unwrap();
        let amounts: Vec<Money> = counted.iter().map(|line| line.amount).collect();
        assert_eq!(amounts, [pounds(600), pounds(90)], "the ledger takes the place of what was recorded by hand");
        northgate.chair.get("/clusters/northgate/money").await;
        northgate.chair.sees("not counted: a fund's ledger says this for the year").sees("£600");
        let twice = clusterbuy::cluster::record_money(&chair, &northgate.cluster, by_hand(running)).await;
        assert!(matches!(twice, Err(Error::Refused { field: Some(field), .. }) if field == "kind"));
        assert_eq!(fund::money_years(chair.read(), northgate.cluster.id).await.unwrap(), [super::YEAR]);
    }
}
