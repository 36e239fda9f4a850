//! An authority publishes a year's SLAs from one spreadsheet: every school's cost follows, and the list can be taken back.

use chrono::Duration;
use clusterbuy::catalogue::{self, baseline};
use entity::membership::Role;
use entity::provider::ProviderKind;
use entity::{listing_version, school};
use support::sellers::Seller;
use support::workbook::{Kept, workbook};
use support::{Person, World, both};

const PATH: &str = "/organisation/price-list";
const UNDO_ONE: &str = "Undo the list of 1 SLA, 2026 to 2027 financial year (April to March)";
const UNDO_TWO: &str = "Undo the list of 2 SLAs, 2026 to 2027 financial year (April to March)";
const LIST: &str = "Service\tSLA\tBasis\tAmount\tPupils from\tPupils to\tPhase or type\tLast day
Finance\tFinance support\ta year\t2,119.56\t51\t150\tPrimary\t
Finance\tFinance support\ta year\t3,046.74\t151\t300\tPrimary\t
Payroll\tPayroll\ta year\t900\t\t\t\t31/08/2027
";

async fn council(world: &World) -> Seller {
    world.seller("Walsall Council", ProviderKind::Authority).await
}

/// What a school pays for finance, and where that comes from.
async fn pays(world: &World, school: &school::Model) -> Option<(String, &'static str)> {
    let read = world.app.db.read();
    let finance = catalogue::category_by_slug(read, "finance").await.unwrap().unwrap();
    let today = world.now().date_naive();
    let found = baseline::of_school(read, &finance, school, today).await.unwrap()?;
    Some((found.amount.pounds(), found.source_words))
}

async fn sends(ann: &mut Person, rows: &str) {
    ann.get(PATH).await;
    let form = ann.form("Check the list").fill("Financial year", "2026").fill("Or paste the rows", rows);
    form.date("opens", "4 1 2027").date("closes", "26 2 2027").submit().await;
}

both! {
    async fn one_spreadsheet_sets_what_every_school_pays_and_undo_takes_it_back(world: World) {
        let small = world.school(100_001, "Canal Side Primary").await;
        let other = world.school(100_002, "Rose Hill Primary").await;
        let mut ann = council(&world).await.person;
        ann.get("/organisation/listings").await;
        ann.follow("A year's SLAs in one spreadsheet").await;
        let file = workbook(&[
            &[Kept::Words("Service"), Kept::Words("SLA"), Kept::Words("Basis"), Kept::Words("Amount"), Kept::Words("Pupils to")],
            &[Kept::Words("Finance"), Kept::Words("Support"), Kept::Words("a year"), Kept::Formula("1500*2+46.74", Some("3046.74")), Kept::Number("300")],
        ]);
        let form = ann.form("Check the list").fill("Financial year", "2026").attach("Spreadsheet", "slas.xlsx", &file);
        form.submit().await;
        ann.gets(200).sees("Nothing is published yet").sees("2 schools are in your area").sees("£3,046.74 a year for each school");
        assert_eq!(pays(&world, &small).await, None);
        ann.form("Publish these SLAs").submit().await;
        ann.is_at(PATH).sees("1 SLA is published");
        for school in [&small, &other] {
            assert_eq!(pays(&world, school).await, Some(("3046.74".to_owned(), "SLA price list")));
        }
        ann.form(UNDO_ONE).submit().await;
        ann.is_at(PATH).sees("1 SLA is taken back").sees("Taken back");
        assert_eq!(pays(&world, &small).await, None);
        assert_eq!(world.count_of::<listing_version::Entity>().await, 1, "versions are for good");
    }

    async fn one_wrong_row_keeps_the_whole_list_out_and_what_was_sent_stays(world: World) {
        let mut ann = council(&world).await.person;
        sends(&mut ann, &format!("{LIST}HR\t\tper meal\tlots\t\t\tEverybody\t\n")).await;
        ann.gets(422).is_told("Row 5, SLA: enter what the SLA is called");
        ann.is_told("Row 5, Amount: enter an amount such as 1,250.00. We found \"lots\"");
        let form = ann.form("Check the list");
        assert!(form.value("Or paste the rows").contains("Everybody") && form.value("opens-day") == "4");
        let pdf = form.fill("Or paste the rows", "").attach("Spreadsheet", "list.pdf", b"%PDF-1.7");
        pdf.submit().await;
        ann.gets(422).is_told("This file is a PDF. Save it as XLSX or CSV, then choose it again");
        assert_eq!(world.count_of::<listing_version::Entity>().await, 0);
    }

    async fn the_same_list_again_changes_nothing_and_a_changed_price_makes_the_next_version(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let mut ann = council(&world).await.person;
        sends(&mut ann, LIST).await;
        ann.form("Publish these SLAs").submit().await;
        ann.sees("2 SLAs are published");
        sends(&mut ann, LIST).await;
        assert_eq!(ann.page().table("SLAs to publish")[1][3], "As published");
        ann.form("Publish these SLAs").submit().await;
        ann.gets(422).is_told("Everything in this list is published already");
        sends(&mut ann, &LIST.replace("3,046.74", "3,100")).await;
        assert_eq!(ann.page().table("SLAs to publish")[1][3], "Next version");
        ann.form("Publish these SLAs").submit().await;
        ann.sees("1 SLA is published");
        assert_eq!(pays(&world, &school).await.unwrap().0, "3100.00");
        ann.form(UNDO_ONE).submit().await;
        assert_eq!(pays(&world, &school).await.unwrap().0, "3046.74", "what was published before is shown again");
    }

    async fn a_list_that_was_published_again_since_is_not_undone_and_says_so(world: World) {
        let council = council(&world).await;
        let mut ann = council.person.clone();
        sends(&mut ann, LIST).await;
        ann.form("Publish these SLAs").submit().await;
        let context = ann.context(&world).await;
        let (first, _) = catalogue::listing::seen(&context, {
            let all = catalogue::store::listings_of(world.app.db.read(), council.provider.id, 0, 9).await.unwrap();
            all.into_iter().find(|(_, version)| version.as_ref().unwrap().title == "Finance support").unwrap().0.id
        }).await.unwrap();
        let content = catalogue::listing::working_copy(&context, &first).await.unwrap();
        catalogue::listing::redraft(&context, first.id, content).await.unwrap();
        catalogue::listing::publish(&context, first.id).await.unwrap();
        ann.get(PATH).await;
        ann.form(UNDO_TWO).submit().await;
        ann.gets(422).sees("“Finance support” was published again since, so the list cannot be undone");
    }

    async fn a_last_day_opens_a_plan_in_every_school_that_it_concerns_until_it_says_what_follows(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let other = world.school(100_002, "Rose Hill Primary").await;
        let mut ann = council(&world).await.person;
        sends(&mut ann, LIST).await;
        ann.form("Publish these SLAs").submit().await;
        for school in [&school, &other] {
            let mut manager = world.at_school(&format!("Mo of {}", school.name), Role::BusinessManager, school).await;
            manager.get("/home").await;
            manager.sees("Plan what follows Payroll. Next: look for what may follow").sees("3 May 2027");
        }
        let mut manager = world.at_school("Mo of Canal Side Primary", Role::BusinessManager, &school).await;
        manager.get("/home").await;
        manager.follow("Plan what follows Payroll. Next: look for what may follow").await;
        manager.gets(200).sees("Its last day is Tuesday 31 August 2027").sees("2 June 2027: Ask for prices");
        manager.form("Keep the plan").submit().await;
        manager.is_told("Enter what follows");
        manager.form("Keep the plan").fill("What follows", "The cluster's payroll").submit().await;
        manager.sees("Your plan is kept");
        manager.get("/home").await;
        manager.does_not_see("Plan what follows Payroll");
        world.advance(Duration::days(365));
    }

    async fn only_the_authoritys_seller_sends_its_price_list(world: World) {
        let mut firm = world.seller("Alder Meals", ProviderKind::Firm).await.person;
        firm.get(PATH).await;
        firm.gets(403);
        firm.get("/organisation/listings").await;
        firm.does_not_see("A year's SLAs in one spreadsheet");
    }
}
