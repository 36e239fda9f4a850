//! The pages that everyone may read.

use support::{World, in_browser};

in_browser! {
    async fn a_visitor_reads_the_start_page_and_goes_to_sign_in_by_keyboard(browser: Browser) {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        browser.open(&site.url("/")).await;
        browser.inspect("start").await;
        browser.enter("Sign in").await;
        assert_eq!(browser.path().await, "/sign-in");
        browser.inspect("sign-in").await;
        assert_eq!(browser.page_loads(), 2);
    }

    async fn the_skip_link_is_the_first_stop_of_the_keyboard(browser: Browser) {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        browser.open(&site.url("/")).await;
        browser.key('\u{e004}').await;
        assert_eq!(browser.focused().await, "Skip to main content");
    }
}
