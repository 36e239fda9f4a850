//! From the authority's one upload to an order in its book.

use entity::membership::Role;
use entity::provider::ProviderKind;
use support::{World, in_browser};

const LIST: &str = "Service\tSLA\tPackage\tBasis\tAmount\tDiscounts
Finance\tFinance support\tCore\ta year\t1,420\t3 years: 5%
Finance\tFinance support\tAdd-on\tper pupil\t2.50\t
Payroll\tPayroll\t\tper employee\t70\t
";

in_browser! {
    async fn one_upload_leads_to_an_order_in_the_authoritys_book(browser: Browser) {
        let world = World::on_sqlite().await;
        let school = world.school(100_001, "Canal Side Primary").await;
        let council = world.seller("Walsall Council", ProviderKind::Authority).await;
        let manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        let site = world.listen().await;
        browser.sign_in(&site, &council.person).await;
        browser.open(&site.url("/organisation/price-list")).await;
        browser.fill("Financial year", "2027").await;
        browser.set_value("opens-day", "1").await;
        browser.set_value("opens-month", "11").await;
        browser.set_value("opens-year", "2026").await;
        browser.set_value("closes-day", "7").await;
        browser.set_value("closes-month", "12").await;
        browser.set_value("closes-year", "2026").await;
        browser.set_value("rows", &LIST.replace("2.50", "lots")).await;
        browser.press("Check the list").await;
        browser.sees("Download with errors (CSV)").await;
        browser.inspect("price-list-errors").await;
        browser.set_value("rows", LIST).await;
        browser.press("Check the list").await;
        browser.press("Publish these SLAs").await;
        browser.sees("3 SLAs are published").await;
        browser.open(&site.url("/organisation/orders?year=2027")).await;
        browser.inspect("orders-none").await;

        browser.sign_in(&site, &manager).await;
        browser.open(&site.url("/home")).await;
        browser.follow("The window to buy back 3 SLAs closes on Monday 7 December 2026").await;
        browser.inspect("buy-back").await;
        browser.enter("Order Payroll").await;
        browser.inspect("order-volumes").await;
        browser.open(&site.url("/schools/100001/orders")).await;
        browser.enter("Order Finance support, Core").await;
        browser.tick("Finance support, Add-on").await;
        browser.inspect("order-choose").await;
        browser.press("Check the price").await;
        browser.inspect("order-check").await;
        browser.press("Place order").await;
        browser.inspect("order-check-wrong").await;
        browser.set_value("ground", "Below our limit for quotes, minute 7").await;
        browser.press("Place order").await;
        browser.sees("2 orders are placed").await;
        browser.inspect("buy-back-ordered").await;
        browser.enter("Waits to be confirmed : Finance support, Core").await;
        browser.inspect("order-of-school").await;

        browser.sign_in(&site, &council.person).await;
        browser.open(&site.url("/home")).await;
        browser.follow("2 orders wait to be confirmed").await;
        browser.inspect("orders").await;
        browser.press("Confirm all 2 shown that wait").await;
        browser.sees("2 orders are confirmed").await;
        browser.follow("Schools, and who has not ordered yet").await;
        browser.inspect("orders-schools").await;
    }
}
