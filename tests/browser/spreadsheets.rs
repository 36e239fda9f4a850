//! Figures that come from spreadsheets: typed once, in few pages.

use entity::membership::Role;
use entity::provider::ProviderKind;
use std::path::PathBuf;
use support::workbook::{Kept, workbook};
use support::{World, in_browser};

const DEMAND: &str = "Item\tThis year\nMeals a day, universal infant free\t40\nMeals a day, free for other reasons\t20\nMeals a day, paid\t95\n";

/// A file to choose, which is there for as long as the folder is.
fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn price_list() -> Vec<u8> {
    let words = Kept::Words;
    let heads =
        [words("Service"), words("SLA"), words("Basis"), words("Amount"), words("Pupils to"), words("Last day")];
    workbook(&[
        &heads,
        &[
            words("Finance"),
            words("Finance support"),
            words("a year"),
            Kept::Formula("3000+46.74", Some("3046.74")),
            Kept::Number("300"),
        ],
        &[
            words("Payroll"),
            words("Payroll service"),
            words("a year"),
            Kept::Number("900"),
            Kept::Nothing,
            Kept::Day("46630"),
        ],
    ])
}

in_browser! {
    async fn demand_is_given_in_six_pages_with_one_paste_and_no_figure_typed_twice(browser: Browser) {
        let world = World::on_sqlite().await;
        let northgate = world.cluster_of(2).await;
        world.used(&northgate.schools[1], "meals_paid", "90").await;
        let manager = world.at_school("Bo Manager", Role::BusinessManager, &northgate.schools[1]).await;
        world.pooling(&northgate).await;
        let site = world.listen().await;
        browser.sign_in(&site, &manager).await;
        browser.open(&site.url("/home")).await;
        browser.follow("Fill in School 2's catering demand").await;
        browser.unfold("Choose a spreadsheet").await;
        browser.unfold("Paste rows from a spreadsheet").await;
        browser.inspect("demand-sheet").await;
        browser.set_value("paste", DEMAND).await;
        browser.press("Fill in these rows").await;
        browser.sees("3 rows are filled in below").await;
        browser.press("Send to headteacher to sign off").await;
        browser.sees("sent to the headteacher to sign off").await;
        assert!(browser.page_loads() <= 6, "{} pages were opened", browser.page_loads());
    }

    async fn one_upload_sets_every_schools_cost_and_opens_the_plans_for_what_ends(browser: Browser) {
        let world = World::on_sqlite().await;
        let school = world.school(100_001, "Canal Side Primary").await;
        let other = world.school(100_002, "Rose Hill Primary").await;
        let council = world.seller("Walsall Council", ProviderKind::Authority).await;
        let folder = tempfile::tempdir().unwrap();
        let site = world.listen().await;
        browser.sign_in(&site, &council.person).await;
        browser.open(&site.url("/organisation/listings")).await;
        browser.follow("A year's SLAs in one spreadsheet").await;
        browser.inspect("price-list").await;
        browser.fill("Financial year", "2026").await;
        browser.attach("Spreadsheet", &file(&folder, "slas.xlsx", &price_list())).await;
        browser.press("Check the list").await;
        browser.inspect("price-list-preview").await;
        browser.press("Publish these SLAs").await;
        browser.sees("2 SLAs are published").await;
        assert_eq!(browser.page_loads(), 4, "one upload");
        browser.inspect("price-list-published").await;
        browser.fill("Financial year", "2026").await;
        browser.set_value("rows", "Service\tSLA\tBasis\tAmount\nHR\t\tper employee\tlots").await;
        browser.press("Check the list").await;
        browser.inspect("price-list-wrong").await;
        for school in [&school, &other] {
            let manager = world.at_school(&format!("Mo of {}", school.name), Role::BusinessManager, school).await;
            browser.sign_in(&site, &manager).await;
            browser.open(&site.url(&format!("/schools/{}/compare", school.urn))).await;
            browser.sees("£3,046.74").await;
        }
        browser.open(&site.url("/home")).await;
        browser.inspect("home-plan").await;
        browser.follow("Plan what follows Payroll service. Next: look for what may follow").await;
        browser.inspect("withdrawal").await;
    }

    async fn a_contract_is_rated_on_a_phone(browser: Browser) {
        let world = World::on_sqlite().await;
        clusterbuy::catalogue::ensure_given(&world.platform()).await.unwrap();
        let school = world.school(100_001, "Canal Side Primary").await;
        let manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        let site = world.listen().await;
        browser.sign_in(&site, &manager).await;
        browser.open(&site.url("/schools/100001/spend/paste")).await;
        browser.set_value("rows", "Title\tProvider\tService\nSchool meals\tCanal Caterers\tCatering\n").await;
        browser.press("Check the rows").await;
        browser.press("Add these contracts").await;
        browser.enter("Not rated : School meals").await;
        browser.press("Keep the rating").await;
        browser.inspect("rating-wrong").await;
        browser.tick("4, good").await;
        browser.fill("In your words", "Menus are better").await;
        browser.press("Keep the rating").await;
        browser.inspect("register-rated").await;
        browser.enter("4, good : School meals").await;
        browser.inspect("rating").await;
    }
}
