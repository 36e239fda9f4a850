//! A bid in a real browser: written, submitted, opened and checked.

use chrono::Duration;
use support::browser::page::Browser;
use support::tenders::{PASSWORD, deadline};
use support::{World, in_browser};

async fn sign_in(browser: &Browser, site: &str, email: &str, next: &str) {
    browser.open(&format!("{site}/sign-in?next={next}")).await;
    browser.fill("Email address", email).await;
    browser.fill("Password", PASSWORD).await;
    browser.press("Continue").await;
}

in_browser! {
    async fn a_bid_is_written_and_submitted_page_by_page(browser: Browser) {
        let world = World::on_sqlite().await;
        world.open_tender().await;
        let larder = world.provider("Larder").await;
        world.give_password(&larder.staff).await;
        world.without_second_factor(&larder.staff).await;
        let site = world.listen().await;
        sign_in(&browser, &site.url(""), &larder.staff.email, "/tenders/NG-2027-001").await;
        browser.inspect("bid-start").await;
        browser.press("Start a bid").await;
        browser.inspect("bid").await;
        browser.follow("1 Your organisation").await;
        browser.inspect("bid-organisation").await;
        browser.tick("These details are right").await;
        browser.press("Save and continue").await;
        for condition in clusterbuy::tender::rules::conditions::template("catering") {
            browser.tick(condition.statement).await;
        }
        browser.tick("No").await;
        browser.inspect("bid-declarations").await;
        browser.press("Save and continue").await;
        browser.fill("charge-0-label", "Meals").await;
        browser.fill("charge-0-component", "Food").await;
        browser.fill("charge-0-scope", "Each school").await;
        browser.fill("charge-0-unit", "meal").await;
        browser.fill("charge-0-amount", "cheap").await;
        browser.press("Save and work out totals").await;
        browser.inspect("bid-prices-wrong").await;
        browser.fill("charge-0-kind", "Price for each unit").await;
        browser.fill("charge-0-amount", "2.42").await;
        browser.press("Save and work out totals").await;
        browser.sees("£137,940.00").await;
        browser.inspect("bid-prices").await;
        browser.press("Save and continue").await;
        browser.fill("answer-menus", "With the children, each half term.").await;
        browser.inspect("bid-quality").await;
        browser.press("Save and continue").await;
        browser.inspect("bid-documents").await;
        browser.press("Save and continue").await;
        browser.press("Submit bid").await;
        browser.sees("Answer question 2, \"How will you keep staff trained?\"").await;
        browser.inspect("bid-check-incomplete").await;
        browser.follow("Quality answers").await;
        browser.fill("answer-staff", "Every term, by our own trainers.").await;
        browser.press("Save and continue").await;
        browser.press("Save and continue").await;
        browser.inspect("bid-check").await;
        browser.press("Submit bid").await;
        browser.sees("Bid received").await;
        browser.inspect("bid-receipt").await;
        browser.open(&site.url("/bids")).await;
        browser.inspect("bids").await;
        world.letters().await;
    }

    async fn what_is_typed_is_saved_when_the_window_is_left(browser: Browser) {
        let world = World::on_sqlite().await;
        world.open_tender().await;
        let larder = world.provider("Larder").await;
        let site = world.listen().await;
        browser.sign_in(&site, &larder.staff).await;
        browser.open(&site.url("/tenders/NG-2027-001")).await;
        browser.press("Start a bid").await;
        browser.follow("4 Quality answers").await;
        browser.fill("answer-menus", "With the children, each half term.").await;
        browser.leaves_the_window().await;
        browser.comes_to_see("Draft saved").await;
        let path = browser.path().await;
        browser.fill("answer-staff", "By our own trainers.").await;
        browser.press("Save and come back later").await;
        browser.sees("Your draft is saved").await;
        browser.open(&site.url(&path)).await;
        browser.sees("You have used 6 words").await;
        browser.sees("You have used 4 words").await;
        world.letters().await;
    }

    async fn two_key_holders_open_the_bids_and_the_lead_checks_them(browser: Browser) {
        let world = World::on_sqlite().await;
        let tender = world.open_tender().await;
        for (name, price) in [("Larder", "2.42"), ("Pantry", "2.52")] {
            let bidder = world.provider(name).await;
            tender.bid_of(&world, &bidder, price).await;
        }
        world.letters().await;
        world.give_password(&tender.lead).await;
        world.without_second_factor(&tender.lead).await;
        world.clock.set(deadline() + Duration::minutes(1));
        let site = world.listen().await;
        for (person, page) in tender.key_holders.iter().zip(["bid-opening", "bid-opening-second"]) {
            sign_in(&browser, &site.url(""), &person.email, "/tenders/NG-2027-001/opening").await;
            browser.inspect("sign-in-code").await;
            browser.fill("Code", &world.code()).await;
            browser.press("Sign in").await;
            browser.inspect(page).await;
            world.advance(Duration::seconds(30));
            browser.fill("Your password", PASSWORD).await;
            browser.fill("Code from your app", &world.code()).await;
            browser.press("Confirm the opening").await;
            browser.press("Sign out").await;
        }
        sign_in(&browser, &site.url(""), &tender.lead.email, "/tenders/NG-2027-001/compliance").await;
        browser.inspect("bid-compliance").await;
        browser.follow("Provider A").await;
        browser.inspect("bid-compliance-one").await;
    }
}
