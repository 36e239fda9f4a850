//! The decision in a real browser: the report, the vote, joining, a bidder's outcome.

use clusterbuy::award;
use entity::ballot::Motion;
use entity::vote::Choice;
use support::browser::page::Browser;
use support::deciding::{REFERENCE, cast_of, closing, of, recording};
use support::tenders::PASSWORD;
use support::world::Listening;
use support::{Person, World, in_browser};

/// Signs in by the page on the way to another.
async fn sign_in(browser: &Browser, site: &Listening, world: &World, person: &Person, path: &str) {
    world.give_password(person).await;
    world.without_second_factor(person).await;
    browser.open(&site.url(path)).await;
    browser.fill("Email address", &person.email).await;
    browser.fill("Password", PASSWORD).await;
    browser.press("Continue").await;
}

in_browser! {
    async fn a_head_reads_the_report_and_votes_by_keyboard_in_three_steps_from_the_mail(browser: Browser) {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        cast.open(&world, Motion::Accept).await;
        let voter = &cast.representatives[2];
        sign_in(&browser, &site, &world, voter, &cast.priced.page("decision")).await;
        browser.sees("Alder Catering has the best total, 84.29 of 100").await;
        browser.inspect("decision-voting").await;
        browser.follow("For which price weights it wins, and every sum").await;
        browser.sees("Who wins at which price weight").await;
        browser.inspect("firmness").await;
        browser.open(&site.url(&cast.priced.page("decision"))).await;
        browser.space_on("For").await;
        browser.enter("Confirm vote").await;
        browser.sees("You voted For for Pinfold Street").await;
        browser.open(&site.url("/decisions")).await;
        browser.inspect("decisions").await;
    }

    async fn the_clerk_records_a_body_decides_and_the_chair_sends_the_outcomes(browser: Browser) {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        let cast = cast_of(&world).await;
        world.authorise(&cast.priced, "old-church", 1_726).await;
        cast.recommend(&world).await;
        sign_in(&browser, &site, &world, &cast.clerk, &cast.priced.page("ballot")).await;
        browser.inspect("ballot").await;
        cast.open(&world, Motion::Accept).await;
        for representative in 0..6 {
            cast.votes(&world, representative, if representative == 5 { Choice::Against } else { Choice::For }).await;
        }
        world.clock.set(closing());
        sign_in(&browser, &site, &world, &cast.clerk, &cast.priced.page("decision")).await;
        browser.sees("For 5, Against 1, Abstain 0").await;
        browser.inspect("decision-recording").await;
        award::record_vote(&of(&cast.clerk, &world).await, REFERENCE, recording()).await.unwrap();
        browser.press("Sign out").await;
        let head = cast.head(&world, "old-church").await;
        sign_in(&browser, &site, &world, &head, &cast.priced.page("decision")).await;
        browser.inspect("decision-joining").await;
        browser.tick("does not join").await;
        browser.fill("Minute of the decision", "FGB 14/2026").await;
        browser.press("Record our decision").await;
        browser.press("Sign out").await;
        browser.sign_in(&site, &cast.chair.returning(&world).await).await;
        browser.open(&site.url(&cast.priced.page("outcomes"))).await;
        browser.inspect("outcomes").await;
        browser.press("Send the outcomes and start the standstill").await;
        browser.inspect("decision-standstill").await;
        browser.press("Sign out").await;
        let birch = cast.bidder(&world, "birch").await;
        let page = format!("/bids/{}/outcome", cast.priced.bids["birch"].id);
        sign_in(&browser, &site, &world, &birch, &page).await;
        browser.inspect("outcome").await;
        browser.open(&site.url("/tenders/DA-2027-001")).await;
        browser.sees("Successful bidder").await;
        browser.inspect("notice-award").await;
        browser.follow("Work the result out again").await;
        browser.sees("Every line comes out as it was published").await;
        browser.inspect("repeat").await;
        world.letters().await;
    }
}
