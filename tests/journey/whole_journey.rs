//! From an empty cluster to what the contract cost, through pages only.

use support::both;
use support::walk::{OverHttp, whole_journey};

both! {
    async fn nine_schools_and_three_firms_go_from_an_empty_cluster_to_a_saving(world: World) {
        whole_journey(&mut OverHttp::of(world).await).await;
    }
}
