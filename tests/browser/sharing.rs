//! Fair shares, who would join, and the comparison in a cluster: the demonstration's pages at two widths.

use clusterbuy::account::Grant;
use clusterbuy::demo;
use entity::membership::Role;
use entity::school;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::{World, in_browser};

in_browser! {
    async fn a_member_weighs_up_fair_shares_and_who_would_join_by_keyboard(browser: Browser) {
        let world = World::on_sqlite().await.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let grace = school::Entity::find().filter(school::Column::Urn.eq(135_956)).one(world.app.db.read()).await;
        let grace = grace.unwrap().unwrap();
        let manager = world.person("Mo Manager", &[Grant::school(Role::BusinessManager, grace.id)]).await;
        let site = world.listen().await;
        browser.sign_in(&site, &manager).await;
        browser.open(&site.url("/clusters/darlaston/sharing")).await;
        browser.inspect("sharing-list").await;
        browser.enter("Broadband: fair shares").await;
        browser.sees("9 schools pay £21,000 a year now").await;
        browser.inspect("sharing-broadband").await;
        browser.enter("Compare other ways").await;
        browser.inspect("sharing-ways").await;
        browser.open(&site.url("/clusters/darlaston/sharing/finance")).await;
        browser.inspect("sharing-finance").await;
        browser.open(&site.url("/clusters/darlaston/joining/broadband")).await;
        browser.inspect("joining-broadband").await;
        browser.enter("Two-part, at cost").await;
        browser.sees("Grace Academy leaves").await;
        browser.inspect("joining-at-cost").await;
        browser.open(&site.url("/clusters/darlaston/joining/hr")).await;
        browser.inspect("joining-hr").await;
        browser.open(&site.url("/schools/135956/compare/broadband")).await;
        browser.sees("Buying more is cheaper").await;
        browser.inspect("compare-broadband").await;
    }
}
