//! From an empty cluster to what the contract cost, in a browser.

use support::in_browser;
use support::walk::{InBrowser, whole_journey};

in_browser! {
    async fn nine_schools_and_three_firms_go_from_an_empty_cluster_to_a_saving(browser: Browser) {
        whole_journey(&mut InBrowser::of(browser).await).await;
    }
}
