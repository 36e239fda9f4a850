//! Who keeps the key, how bids are sealed, and checking a receipt, in a real browser.

use support::drafts::at;
use support::{World, in_browser};

in_browser! {
    async fn the_chair_splits_the_key_and_a_key_holder_makes_a_recovery_key(browser: Browser) {
        let world = World::on_sqlite().await;
        let draft = world.draft().await;
        let kay = world.person("Kay Holder", &[]).await;
        let site = world.listen().await;
        browser.sign_in(&site, &draft.cluster.chair).await;
        browser.open(&site.url(&at("/keys"))).await;
        browser.inspect("keys-standard").await;
        browser.tick("Split: the key-holders keep the key, two of them open it together").await;
        browser.press("Save").await;
        browser.sees("Split custody needs three key-holders").await;
        browser.inspect("keys-split").await;
        browser.sign_in(&site, &kay).await;
        browser.open(&site.url(&at("/keys"))).await;
        browser.inspect("keys-holder").await;
        browser.press("Make my recovery key").await;
        browser.inspect("recovery-key").await;
        browser.fill("Your recovery key", "AGE-SECRET-KEY-1").await;
        browser.press("Test my recovery key").await;
        browser.sees("Enter the whole recovery key").await;
        browser.inspect("recovery-key-wrong").await;
        world.letters().await;
    }

    async fn anybody_reads_how_bids_are_sealed_and_checks_a_receipt(browser: Browser) {
        let world = World::on_sqlite().await;
        let tender = world.open_tender().await;
        let larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        world.letters().await;
        let site = world.listen().await;
        browser.open(&site.url("/sealing")).await;
        browser.inspect("sealing").await;
        browser.follow("Anybody can check it").await;
        browser.fill("The receipt", "R-8K2F4M").await;
        browser.press("Check").await;
        browser.sees("Paste the whole receipt").await;
        browser.inspect("receipts-wrong").await;
        browser.sign_in(&site, &larder.staff).await;
        browser.open(&site.url(&format!("/bids/{id}/receipt"))).await;
        browser.inspect("bid-receipt-signed").await;
    }

    async fn the_team_reads_the_minutes_of_the_opening(browser: Browser) {
        let world = World::on_sqlite().await;
        let tender = world.open_tender().await;
        for (name, price) in [("Larder", "2.42"), ("Pantry", "2.52")] {
            let bidder = world.provider(name).await;
            tender.bid_of(&world, &bidder, price).await;
        }
        world.letters().await;
        tender.opened(&world).await;
        let site = world.listen().await;
        let lead = world.person("Lena Lead", &[]).await;
        browser.sign_in(&site, &lead).await;
        browser.open(&site.url("/tenders/NG-2027-001/opening/minutes")).await;
        browser.sees("These are exactly the bids that were there when bids closed").await;
        browser.inspect("opening-minutes").await;
    }
}
