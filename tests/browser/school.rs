//! The school business manager's pages: the register, the volumes and the comparison.

use entity::membership::Role;
use support::{World, in_browser};

const ROWS: &str = "Title\tProvider\tService\tEnd\tNotice date\tYearly amount\tSource
School meals\tCanal Caterers\tCatering\t31/08/2027\t28/02/2027\t5,092.90\tinvoices
Broadband line\tFast Net\tbroadband\t2028-03-31\t2027-12-31\t2100\tcontract
Photocopier\tCopy Co";

in_browser! {
    async fn two_clicks_by_keyboard_after_signing_in_show_what_each_offer_would_cost(browser: Browser) {
        let world = World::on_sqlite().await;
        let darlaston = world.darlaston().await;
        world.join(&darlaston.in_order()).await;
        let manager = world.at_school("Mo Manager", Role::BusinessManager, darlaston.school("pinfold-street")).await;
        let site = world.listen().await;
        browser.sign_in(&site, &manager).await;
        browser.open(&site.url("/home")).await;
        browser.enter("Compare").await;
        browser.inspect("compare-services").await;
        browser.enter("Catering").await;
        assert_eq!(browser.page_loads(), 3);
        browser.sees("£1,697.64").await;
        browser.sees("£3,395.26 less").await;
        browser.inspect("compare-catering").await;
        browser.enter("Save for governors").await;
        browser.inspect("compare-governors").await;
        browser.open(&site.url("/schools/104176/volumes/catering")).await;
        browser.inspect("volumes").await;
        browser.open(&site.url("/schools/104176/compare/hr")).await;
        browser.inspect("compare-hr-missing").await;
        browser.open(&site.url("/schools/104176")).await;
        browser.inspect("school").await;
        browser.open(&site.url("/schools/104176/people")).await;
        browser.inspect("school-people").await;
    }

    async fn a_register_is_pasted_and_read_on_a_phone(browser: Browser) {
        let world = World::on_sqlite().await;
        clusterbuy::catalogue::ensure_given(&world.platform()).await.unwrap();
        let school = world.school(100_001, "Canal Side Primary").await;
        let manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        let site = world.listen().await;
        browser.sign_in(&site, &manager).await;
        browser.open(&site.url("/schools/100001/spend")).await;
        browser.inspect("register-empty").await;
        browser.follow("Add from a spreadsheet").await;
        browser.set_value("rows", ROWS).await;
        browser.press("Check the rows").await;
        browser.inspect("paste-preview").await;
        browser.press("Add these contracts").await;
        browser.inspect("register").await;
        browser.follow("School meals").await;
        browser.inspect("contract").await;
        browser.open(&site.url("/schools/100001/spend/paste")).await;
        browser.set_value("rows", &ROWS.replace("2100", "lots").replace("31/08/2027", "2027")).await;
        browser.press("Check the rows").await;
        browser.inspect("paste-faults").await;
        browser.open(&site.url("/home")).await;
        browser.inspect("home-manager").await;
    }
}
