//! The contract register: one by one, pasted from a spreadsheet, and what the first minutes give a lone school.

use clusterbuy::catalogue;
use entity::contract_entry;
use entity::membership::Role;
use sea_orm::EntityTrait;
use support::{Person, World, both};

const REGISTER: &str = "/schools/100001/spend";

async fn manager(world: &World) -> Person {
    catalogue::ensure_given(&world.platform()).await.unwrap();
    let school = world.school(100_001, "Canal Side Primary").await;
    world.at_school("Mo Manager", Role::BusinessManager, &school).await
}

async fn entries(world: &World) -> Vec<contract_entry::Model> {
    let all = contract_entry::Entity::find().all(world.app.db.read()).await.unwrap();
    all.into_iter().filter(|entry| entry.ended_at.is_none()).collect()
}

const ROWS: &str = "Contract\tSupplier\tCategory\tEnd date\tNotice date\tAnnual cost\tSource\tNotes
School meals\tCanal Caterers\tCatering\t31/08/2027\t28/02/2027\t£5,092.90\tinvoices\tgood
Broadband line\tFast Net\tbroadband\t2028-03-31\t2027-12-31\t2100\tcontract\t
Photocopier\tCopy Co\t\t\t\t\t\t=SUM(A1)
";

both! {
    async fn a_lone_school_pastes_its_contracts_and_sees_notice_dates_and_what_it_pays(world: World) {
        let mut manager = manager(&world).await;
        manager.get("/home").await;
        manager.follow("Contracts").await;
        manager.gets(200).sees("No contracts yet");
        manager.follow("Add from a spreadsheet").await;
        manager.form("Check the rows").fill("Or paste the rows", ROWS).submit().await;
        manager.gets(200).sees("Nothing is saved yet").sees("Left out, because the register has no such column: Notes");
        assert_eq!(
            manager.page().table("Contracts to add")[1],
            ["School meals", "Canal Caterers", "Catering", "£5,092.90", "Invoices", "28 February 2027", "–", "31 August 2027"]
        );
        assert_eq!(entries(&world).await.len(), 0);
        manager.form("Add these contracts").submit().await;
        manager.gets(200).sees("3 contracts added from your spreadsheet").sees("£7,192.90 a year in total");
        let table = manager.page().table("Contract register");
        assert!(table[1][0].starts_with("School meals") && table[1][3] == "28 February 2027 Within 120 days", "{table:?}");
        manager.get("/home").await;
        manager.sees("Decide whether to give notice: School meals").does_not_see("give notice: Broadband line");
        manager.get("/schools/100001/compare").await;
        assert_eq!(manager.page().table("Services")[1], ["Catering", "£5,092.90", "Invoices", "0"]);
        assert_eq!(manager.page().table("Services")[4], ["Broadband", "£2,100", "Contract", "0"]);
        assert!(manager.page_loads() < 10);
    }

    async fn one_faulty_row_keeps_all_of_them_out_and_what_was_pasted_stays(world: World) {
        let mut manager = manager(&world).await;
        let rows = format!("{ROWS}Cleaning\t\tGardens\t31/02/2027\t\ttwo hundred\t\t");
        manager.get(&format!("{REGISTER}/paste")).await;
        manager.form("Check the rows").fill("Or paste the rows", &rows).submit().await;
        manager.is_told("Row 5, Supplier: enter who provides it");
        manager.is_told("Row 5, Annual cost: enter an amount such as 1,250.00. We found \"two hundred\"");
        manager.is_told("Row 5, End date: enter a date such as 31/08/2027. We found \"31/02/2027\"");
        let kept = manager.form("Check the rows").value("Or paste the rows");
        assert!(kept.contains("Cleaning") && kept.contains("Copy Co"), "{kept}");
        let path = format!("{REGISTER}/paste/confirm");
        manager.form("Check the rows").with("rows", &rows).submit().await;
        manager.gets(422);
        assert_eq!(entries(&world).await.len(), 0, "{path}");
    }

    async fn a_paste_can_be_changed_before_and_undone_after(world: World) {
        let mut manager = manager(&world).await;
        manager.get(&format!("{REGISTER}/paste")).await;
        manager.form("Check the rows").fill("Or paste the rows", ROWS).submit().await;
        manager.form("Change the rows").submit().await;
        manager.gets(200);
        assert!(manager.form("Check the rows").value("Or paste the rows").contains("Photocopier"));
        manager.form("Check the rows").submit().await;
        manager.form("Add these contracts").submit().await;
        manager.form("Undo: take them off again").submit().await;
        manager.gets(200).sees("3 contracts taken off the register again").sees("No contracts yet");
    }

    async fn a_contract_is_added_changed_and_taken_off(world: World) {
        let mut manager = manager(&world).await;
        manager.get(REGISTER).await;
        manager.follow("Add a contract").await;
        manager.form("Save contract").fill("Provider", "Canal Caterers").fill("Yearly amount", "lots").submit().await;
        manager.is_told("Enter what the contract is for");
        manager.is_told("Enter the yearly amount in pounds and pence, like 1234.50");
        assert_eq!(manager.form("Save contract").value("Provider"), "Canal Caterers");
        let form = manager.form("Save contract").fill("What the contract is for", "Meals").fill("Service", "Catering");
        form.fill("Yearly amount", "£5,092.90").date("starts", "1 9 2027").date("ends", "31 8 2027").submit().await;
        manager.is_told("The end must be after the start");
        manager.form("Save contract").date("starts", "1 9 2024").submit().await;
        manager.is_at(REGISTER).sees("The contract is on the register");
        manager.follow("Meals").await;
        assert_eq!(manager.form("Save contract").value("ends-year"), "2027");
        manager.form("Save contract").fill("Yearly amount", "6000").submit().await;
        manager.sees("The contract is changed").sees("£6,000");
        manager.follow("Meals").await;
        manager.form("Take off the register").submit().await;
        manager.is_at(REGISTER).sees("No contracts yet");
    }

    async fn the_register_downloads_as_it_was_pasted_and_formulas_stay_text(world: World) {
        let mut manager = manager(&world).await;
        manager.get(&format!("{REGISTER}/paste")).await;
        manager.form("Check the rows").fill("Or paste the rows", "Title,Provider\n=1+1,Copy Co").submit().await;
        manager.form("Add these contracts").submit().await;
        manager.follow("CSV").await;
        let text = manager.page().body_text();
        assert!(text.starts_with("\u{feff}Title,Provider,Service,Start,End,"), "{text}");
        assert!(text.contains("\r\n'=1+1,Copy Co,,"), "{text}");
        manager.get(&format!("{REGISTER}/template.csv")).await;
        manager.gets(200);
    }

    async fn other_schools_do_not_find_it_and_governors_read_it_only(world: World) {
        let mut manager = manager(&world).await;
        manager.get(&format!("{REGISTER}/add")).await;
        let form = manager.form("Save contract").fill("What the contract is for", "Meals").fill("Provider", "A");
        form.submit().await;
        let id = entries(&world).await[0].id;
        let other = world.school(100_002, "Other Primary").await;
        let mut other = world.at_school("Olu Other", Role::BusinessManager, &other).await;
        for path in [String::new(), "/add".to_owned(), "/paste".to_owned(), format!("/{id}"), ".csv".to_owned()] {
            other.get(&format!("{REGISTER}{path}")).await;
            other.gets(404);
        }
        other.get("/schools/100002/spend").await;
        other.get(&format!("/schools/100002/spend/{id}")).await;
        other.gets(404);
        let school = entity::school::Entity::find().all(world.app.db.read()).await.unwrap();
        let own = school.iter().find(|school| school.urn == 100_001).unwrap();
        let mut governor = world.at_school("Gus Governor", Role::Governor, own).await;
        governor.get(REGISTER).await;
        governor.gets(200).sees("Meals");
        assert!(governor.page().links().iter().all(|(text, _)| text != "Add a contract"));
        governor.get(&format!("{REGISTER}/{id}")).await;
        governor.gets(403);
    }

    async fn the_register_asks_as_much_of_the_database_for_three_contracts_as_for_thirty(world: World) {
        let mut manager = manager(&world).await;
        let mut asked = Vec::new();
        for rows in [3, 27] {
            let rows: String = (0..rows).map(|number| format!("Contract {number},Provider\n")).collect();
            manager.get(&format!("{REGISTER}/paste")).await;
            manager.form("Check the rows").fill("Or paste the rows", &rows).submit().await;
            manager.form("Add these contracts").submit().await;
            let before = world.statements();
            manager.get(REGISTER).await;
            asked.push(world.statements() - before);
        }
        assert_eq!(asked[0], asked[1]);
        manager.sees("30 contracts");
    }
}
