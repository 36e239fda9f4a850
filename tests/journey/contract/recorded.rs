//! A contract bought before is recorded by a form, and read by its parties and by everybody.

use super::{cast, day, refusal, stored};
use clusterbuy::account::Grant;
use clusterbuy::contract;
use clusterbuy::contract::rules::term::Term;
use entity::contract::ContractState;
use entity::membership::Role;
use support::both;

both! {
    async fn the_clerk_records_a_contract_and_every_school_pays_its_own_days(world: World) {
        let cast = cast(&world).await;
        let mut clerk = cast.clerk.clone();
        clerk.get("/clusters/northgate/contracts").await;
        clerk.sees("No contracts yet");
        clerk.follow("Record a contract").await;
        clerk.form("Continue").fill("offer", "Finance: Daybooks, A finance officer by the day").submit().await;
        clerk.sees("£260 a day");
        let filled = clerk.form("Record the contract")
            .fill("What the contract is for", "Finance support")
            .fill("how_bought", "Three quotes")
            .fill("minute", "Minute 7")
            .date("starts", "1 4 2026")
            .date("ends", "31 3 2025")
            .tick("in-100001")
            .tick("in-100003")
            .fill("q-100001-day", "12");
        filled.submit().await;
        clerk.is_told("The last day must be after the first day");
        let form = clerk.form("Record the contract");
        assert_eq!((form.value("title"), form.value("q-100001-day")), ("Finance support".to_owned(), "12".to_owned()));
        form.date("ends", "31 3 2029").date("notice", "31 1 2027").submit().await;
        clerk.is_told("Enter how many days School 3 buys a year: the price goes by it");
        clerk.form("Record the contract").fill("q-100003-day", "six").submit().await;
        clerk.is_told("Enter how many days School 3 buys a year, like 1200");
        clerk.form("Record the contract").fill("q-100003-day", "6").submit().await;
        clerk.gets(200).sees("The contract is recorded").sees("In force");
        let schools = clerk.page().table("Schools in this contract");
        assert_eq!(schools[1][1..3], ["12 days", "£3,120"]);
        assert_eq!(schools[2][1..3], ["6 days", "£1,560"]);
        assert!(schools[2][3].contains("Minute 7"));
        clerk.get("/clusters/northgate/contracts").await;
        let listed = clerk.page().table("Contracts of the cluster");
        assert_eq!(listed[1][3], "31 January 2027 Within 120 days");
        assert_eq!(listed[1][4], "£4,680");
        clerk.get("/home").await;
        clerk.sees("Decide whether to give notice: Finance support");
    }

    async fn everybody_reads_who_sells_at_what_total_and_nobody_else_the_terms(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let page = format!("/contracts/{id}");
        let mut anybody = world.visitor();
        anybody.get("/contracts").await;
        let row = anybody.page().table("Contracts of clusters of schools").remove(1);
        assert_eq!(row[1..3], ["Daybooks", "Northgate Schools"]);
        assert_eq!(row[4..6], ["£9,360", "£28,080"]);
        anybody.follow("Finance support").await;
        anybody.gets(200).is_at(&page).sees("£28,080, all years, excluding VAT").does_not_see("School 1");
        anybody.does_not_see("£260");
        let stranger = world.school(200_001, "Elsewhere Primary").await;
        let mut stranger = world.at_school("Sam Stranger", Role::Headteacher, &stranger).await;
        stranger.get(&page).await;
        stranger.gets(200).does_not_see("£260");
        for restricted in ["/clusters/northgate/contracts", "/schools/100001/contracts"] {
            stranger.get(restricted).await;
            stranger.gets(404);
        }
        let mut seller = cast.seller.person.clone();
        seller.get("/organisation/contracts").await;
        seller.follow("Finance support").await;
        seller.sees("Service: £260 a day").sees("12 days").does_not_see("£3,120");
        let mut manager = cast.manager(&world, 0).await;
        manager.get("/schools/100001/contracts").await;
        assert_eq!(manager.page().table("Contracts that School 1 is in")[1][4], "£3,120");
    }

    async fn a_school_is_in_one_contract_for_a_service_at_a_time(world: World) {
        let cast = cast(&world).await;
        cast.recorded(&world).await;
        let clerk = cast.clerk.context(&world).await;
        let mut again = cast.new_contract();
        again.schools.truncate(1);
        let twice = contract::record_existing(&clerk, &cast.northgate.cluster, again.clone()).await;
        let told = "School 1 is in a contract for the same service at that time: Finance support";
        assert_eq!(refusal(twice), told);
        again.term = Term { starts_on: day("2029-04-01"), ends_on: day("2030-03-31"), notice_on: None };
        let next = contract::record_existing(&clerk, &cast.northgate.cluster, again).await.unwrap();
        assert_eq!(stored(&world, next).await.state, ContractState::Live);
    }

    async fn only_the_chair_and_the_clerk_record_a_contract_and_only_of_members(world: World) {
        let cast = cast(&world).await;
        let manager = cast.manager(&world, 0).await.context(&world).await;
        let denied = contract::record_existing(&manager, &cast.northgate.cluster, cast.new_contract()).await;
        assert!(matches!(denied, Err(clusterbuy::platform::error::Error::Forbidden(_))));
        let elsewhere = world.school(200_001, "Elsewhere Primary").await;
        let mut with_another = cast.new_contract();
        with_another.schools[0].school = elsewhere.id;
        let clerk = cast.clerk.context(&world).await;
        let refused = contract::record_existing(&clerk, &cast.northgate.cluster, with_another).await;
        assert_eq!(refusal(refused), "Only schools whose bodies have agreed to the cluster's agreement can be in its contract");
        let mut head = world.person("Hetty Head", &[Grant::school(Role::Headteacher, elsewhere.id)]).await;
        head.get("/clusters/northgate/contracts/new").await;
        assert!([403, 404].contains(&head.page().status));
    }

    async fn a_list_of_contracts_asks_as_much_of_the_database_for_one_as_for_four(world: World) {
        let cast = cast(&world).await;
        cast.recorded(&world).await;
        let mut reader = world.visitor();
        let mut asked = Vec::new();
        for year in [2029, 2030, 2031] {
            let before = world.statements();
            reader.get("/contracts").await;
            reader.gets(200);
            asked.push(world.statements() - before);
            let mut next = cast.new_contract();
            let (starts_on, ends_on) = (day(&format!("{year}-04-01")), day(&format!("{}-03-31", year + 1)));
            next.term = Term { starts_on, ends_on, notice_on: None };
            let clerk = cast.clerk.context(&world).await;
            contract::record_existing(&clerk, &cast.northgate.cluster, next).await.unwrap();
        }
        assert_eq!(asked, [asked[0]; 3]);
    }
}
