//! Moderation in a real browser: what to discuss, and where the scores differ.

use support::moderating::moderated;
use support::{World, in_browser};

in_browser! {
    async fn the_panel_reads_where_its_scores_differ(browser: Browser) {
        let world = World::on_sqlite().await;
        let (priced, evaluators) = moderated(&world).await;
        let site = world.listen().await;
        browser.sign_in(&site, &evaluators[0]).await;
        browser.open(&site.url(&priced.page("moderation"))).await;
        browser.sees("The scores are 2 points apart: discuss").await;
        browser.inspect("moderation").await;
        browser.follow("Where the scores differ: range, median and variance").await;
        browser.sees("2 answers are to be discussed").await;
        browser.inspect("disagreement").await;
        browser.open(&site.url(&priced.page("moderation/c/food-safety"))).await;
        browser.inspect("moderation-agree").await;
    }
}
