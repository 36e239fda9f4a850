//! The pages of a cluster and of its demand, at two widths, for the people who use them most.

use clusterbuy::cluster::{self, Appointment, NewVersion};
use entity::agreement::{Majority, SharingRule};
use entity::cluster_form::Form;
use entity::membership::Role;
use support::{TestCluster, World, in_browser};

const SHEET: &str = "/schools/100002/demand/NG-2026-001";

/// A cluster of five with an agreement in force, a proposal, a representative, and a tender that pools.
async fn pooling(world: &World) -> TestCluster {
    let northgate = world.cluster_of(5).await;
    northgate.agrees(world).await;
    let chair = northgate.chair.context(world).await;
    let terms = NewVersion {
        sharing_rule: SharingRule::PayAsNow,
        majority: Majority::TwoThirds,
        casting_vote: true,
        ..NewVersion::usual(
            Form::SteeringGroup,
            "All of us can",
            "We buy together.\nA school leaves with a year's notice.",
        )
    };
    cluster::record_version(&chair, &northgate.cluster, terms).await.unwrap();
    let voter = Appointment {
        role: Role::Representative,
        school: Some(northgate.schools[1].id),
        name: "Rae Voter".to_owned(),
        email: "rae.voter@example.org".to_owned(),
    };
    cluster::appoint(&chair, &northgate.cluster, voter).await.unwrap();
    for (item, quantity) in [("meals_universal", "120"), ("meals_free", "40"), ("meals_paid", "90")] {
        world.used(&northgate.schools[1], item, quantity).await;
    }
    world.pooling(&northgate).await;
    northgate
}

in_browser! {
    async fn the_chairs_pages_stand_at_two_widths(browser: Browser) {
        let world = World::on_sqlite().await;
        let northgate = pooling(&world).await;
        let site = world.listen().await;
        browser.sign_in(&site, &northgate.chair).await;
        let pages = [
            ("cluster-overview", "/clusters/northgate"),
            ("cluster-members", "/clusters/northgate/members?find=school"),
            ("cluster-member", "/clusters/northgate/members/100002"),
            ("cluster-officers", "/clusters/northgate/officers"),
            ("cluster-agreement", "/clusters/northgate/agreement?version=2&old=1&new=2"),
            ("cluster-agreement-new", "/clusters/northgate/agreement/new"),
            ("cluster-money", "/clusters/northgate/money"),
            ("cluster-plans", "/clusters/northgate/plans?category=catering"),
            ("cluster-demand", "/clusters/northgate/demand"),
            ("demand-matrix", "/clusters/northgate/demand/NG-2026-001"),
            ("clusters", "/clusters"),
            ("cluster-new", "/clusters/new"),
        ];
        for (name, path) in pages {
            browser.open(&site.url(path)).await;
            browser.inspect(name).await;
        }
    }

    async fn a_business_manager_fills_the_sheet_by_keyboard_and_the_head_signs_it_off(browser: Browser) {
        let world = World::on_sqlite().await;
        let northgate = pooling(&world).await;
        let manager = world.at_school("Bo Manager", Role::BusinessManager, &northgate.schools[1]).await;
        let head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        let site = world.listen().await;
        browser.sign_in(&site, &manager).await;
        browser.open(&site.url("/schools/100002/demand")).await;
        browser.inspect("demand-list").await;
        browser.enter("Catering").await;
        browser.inspect("demand-sheet").await;
        browser.fill("Meals a day, paid, this year", "150").await;
        browser.press("Send to headteacher to sign off").await;
        browser.inspect("demand-sheet-refused").await;
        browser.fill("Note on Meals a day, paid", "Two new classes").await;
        browser.press("Send to headteacher to sign off").await;
        browser.sees("sent to the headteacher to sign off").await;
        browser.sign_in(&site, &head).await;
        browser.open(&site.url(SHEET)).await;
        browser.inspect("demand-sheet-head").await;
        browser.enter("Sign off").await;
        browser.sees("Signed off, no mandate yet").await;
        browser.inspect("demand-sheet-signed").await;
    }
}
