//! The tender's pages: the builder, the notice, its questions and its record.

use chrono::Duration;
use clusterbuy::tender::{self, Amendment};
use entity::tender_amendment::AmendmentKind;
use support::drafts::at;
use support::stages::REQUESTS_CLOSE;
use support::tenders::deadline;
use support::{World, in_browser};

in_browser! {
    async fn the_pages_of_a_draft_stand_up(browser: Browser) {
        let world = World::on_sqlite().await;
        let draft = world.draft().await;
        let site = world.listen().await;
        browser.sign_in(&site, &draft.cluster.chair).await;
        let pages = [
            ("/clusters/northgate/tenders".to_owned(), "tender-list"),
            ("/clusters/northgate/tenders/new".to_owned(), "tender-new"),
            (at("/edit"), "tender-tasks"),
            (at("/edit/what"), "tender-what"),
            (at("/edit/team"), "tender-team"),
            (at("/edit/schools"), "tender-schools"),
            (at("/edit/lot"), "tender-lot"),
            (at("/edit/criteria"), "tender-criteria"),
            (at("/edit/criteria/menus"), "tender-criterion"),
            (at("/edit/price"), "tender-price"),
            (at("/try"), "tender-try"),
            (at("/edit/sharing"), "tender-sharing"),
            (at("/edit/leaving"), "tender-leaving"),
            (at("/edit/stages"), "tender-stages"),
            (at("/edit/meetings"), "tender-engagement"),
            (at("/edit/dates"), "tender-dates"),
            (at("/edit/conflicts"), "tender-conflicts"),
            (at("/edit/documents"), "tender-documents"),
            (at("/edit/route"), "tender-route"),
            (at("/edit/check"), "tender-check"),
            (at("/cancel"), "tender-cancel"),
            (at(""), "tender-preview"),
        ];
        for (page, name) in pages {
            browser.open(&site.url(&page)).await;
            browser.inspect(name).await;
        }
        browser.open(&site.url(&at("/edit/dates"))).await;
        browser.fill("Time", "6pm").await;
        browser.press("Save").await;
        browser.sees("Deadline must be on a working day between 9am and 5pm").await;
        browser.inspect("tender-dates-refused").await;
    }

    async fn the_pages_of_an_open_tender_stand_up(browser: Browser) {
        let world = World::on_sqlite().await;
        let draft = world.published_draft().await;
        let alder = world.provider("Alder").await.staff;
        let seller = alder.context(&world).await;
        tender::ask(&seller, &draft.reference, "How many kitchens are there?").await.unwrap();
        tender::ask(&seller, &draft.reference, "May we visit?").await.unwrap();
        let lead = draft.lead.context(&world).await;
        let asked = tender::store::questions(world.app.db.read(), draft.stored(&world).await.id, true, 1, 5).await;
        tender::answer(&lead, &draft.reference, asked.unwrap().0[0].id, "Eight, one in each school.").await.unwrap();
        let site = world.listen().await;
        for (page, name) in [("/tenders", "tenders-open"), ("/tenders?show=closed", "tenders-closed")] {
            browser.open(&site.url(page)).await;
            browser.inspect(name).await;
        }
        for (page, name) in [("", "tender-notice"), ("/timeline", "tender-timeline")] {
            browser.open(&site.url(&at(page))).await;
            browser.inspect(name).await;
        }
        browser.sign_in(&site, &alder).await;
        browser.open(&site.url(&at(""))).await;
        browser.inspect("tender-notice-provider").await;
        browser.open(&site.url(&at("/questions"))).await;
        browser.inspect("tender-questions-provider").await;
        browser.sign_in(&site, &draft.cluster.chair).await;
        let pages = [
            ("/questions", "tender-questions"),
            ("/amend", "tender-amend"),
            ("/withdraw", "tender-withdraw"),
            ("/declarations", "tender-declarations"),
            ("/edit", "tender-tasks-open"),
        ];
        for (page, name) in pages {
            browser.open(&site.url(&at(page))).await;
            browser.inspect(name).await;
        }
        browser.sign_in(&site, &draft.clerk).await;
        browser.open(&site.url(&at("/record"))).await;
        browser.inspect("tender-record").await;
    }

    async fn the_pages_of_a_changed_tender_stand_up(browser: Browser) {
        let world = World::on_sqlite().await;
        let tender = world.open_tender().await;
        let larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        world.advance(Duration::minutes(1));
        let context = tender.lead.context(&world).await;
        let mut change = Amendment::of(AmendmentKind::Change, "Halal meals too");
        change.is_material = true;
        change.need = Some("Hot meals, halal among them, every school day".to_owned());
        change.deadline_at = Some(deadline() + Duration::days(14));
        tender::amend(&context, &tender.tender.reference, change).await.unwrap();
        let mut correction = Amendment::of(AmendmentKind::Change, "A slip of the pen");
        correction.need = Some("Hot meals, halal among them, each school day".to_owned());
        tender::amend(&context, &tender.tender.reference, correction).await.unwrap();
        let site = world.listen().await;
        let page = |page: &str| format!("/tenders/{}{page}", tender.tender.reference);
        for (page, name) in [(page("/versions"), "tender-versions"), (page("/versions/2"), "tender-version")] {
            browser.open(&site.url(&page)).await;
            browser.inspect(name).await;
        }
        browser.sign_in(&site, &tender.lead).await;
        browser.open(&site.url(&page("/amend"))).await;
        browser.inspect("tender-amend-again").await;
        browser.sign_in(&site, &larder.staff).await;
        browser.open(&site.url(&format!("/bids/{id}"))).await;
        browser.inspect("bid-to-confirm").await;
        browser.open(&site.url("/bids")).await;
        browser.inspect("bids-to-confirm").await;
    }

    async fn the_pages_of_two_stages_stand_up(browser: Browser) {
        let world = World::on_sqlite().await;
        let draft = world.two_stage_tender().await;
        let alder = world.provider("Alder").await.staff;
        let birch = world.provider("Birch").await.staff;
        world.asks_to_take_part(&draft, &alder).await;
        let site = world.listen().await;
        browser.sign_in(&site, &alder).await;
        browser.open(&site.url(&at("/take-part"))).await;
        browser.inspect("tender-take-part").await;
        browser.open(&site.url(&at(""))).await;
        browser.inspect("tender-notice-stages").await;
        world.asks_to_take_part(&draft, &birch).await;
        world.clock.set(REQUESTS_CLOSE.parse().unwrap());
        let lead = world.person("Lea Lead", &[]).await;
        let context = lead.context(&world).await;
        tender::declare(&context, &draft.reference, None).await.unwrap();
        browser.sign_in(&site, &lead).await;
        browser.open(&site.url(&at("/shortlist"))).await;
        browser.inspect("tender-shortlist").await;
        browser.follow("Alder").await;
        browser.inspect("tender-request").await;
        world.judges(&draft, &lead, &[("Alder", 4), ("Birch", 2)]).await;
        browser.open(&site.url(&at("/shortlist"))).await;
        browser.inspect("tender-shortlist-judged").await;
        tender::send_invitations(&context, &draft.reference, None).await.unwrap();
        browser.open(&site.url(&at("/meetings"))).await;
        browser.inspect("tender-meetings").await;
        let alder = world.person("Staff of Alder", &[]).await;
        browser.sign_in(&site, &alder).await;
        browser.open(&site.url(&at("/take-part"))).await;
        browser.inspect("tender-take-part-invited").await;
    }
}
