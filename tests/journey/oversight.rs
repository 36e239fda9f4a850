//! What an authority's officer and the auditor look over.

use clusterbuy::account::Grant;
use clusterbuy::demo;
use entity::membership::Role;
use sea_orm::ConnectionTrait;
use support::both;

both! {
    async fn the_officer_sees_the_clusters_of_the_area_their_tenders_and_who_pays_more(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let mut officer = world.as_one("Ola Officer-Demo").await;
        officer.get("/home").await;
        officer.follow("Oversight").await;
        officer.gets(200);
        let clusters = officer.page().table("Clusters");
        assert!(clusters[1][1].contains("Pinfold Street") && clusters[1][1].contains("Rowley View"), "{clusters:?}");
        let costlier = officer.page().table("Schools that pay more under a contract than before");
        assert!(costlier.iter().any(|row| row[0].contains("Rowley View") && row[4] == "£420 more"), "{costlier:?}");
        officer.sees("None is published yet");
        for _ in 0..2 {
            demo::step(&world.app).await.unwrap();
        }
        officer.get("/authorities/335/oversight").await;
        officer.sees("Open for bids. Bids are sealed; they close at");
        for _ in 0..11 {
            demo::step(&world.app).await.unwrap();
        }
        officer.get("/authorities/335/oversight").await;
        officer.does_not_see("Bids are sealed");
        let tenders = officer.page().table("Published tenders, the newest first");
        assert_eq!(tenders[1][3..], ["8", "0", "None"]);
        for elsewhere in ["/authorities/330/oversight", "/authorities/999/oversight"] {
            officer.get(elsewhere).await;
            officer.gets(404);
        }
    }

    async fn the_auditor_reads_records_and_events_and_sees_an_entry_that_was_changed(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let mut auditor = world.as_one("Otto Auditor-Demo").await;
        auditor.get("/home").await;
        auditor.follow("Records").await;
        auditor.sees("No tender is published yet");
        for _ in 0..2 {
            demo::step(&world.app).await.unwrap();
        }
        auditor.get("/audit").await;
        auditor.follow("Catering management 2027 to 2030").await;
        auditor.gets(200).is_at("/tenders/DA-2026-001/record");
        auditor.get("/audit/events").await;
        auditor.gets(200).sees("Every entry on this page is as it was written").does_not_see("bid.");
        let guard = match world.app.db.is_sqlite() {
            true => "DROP TRIGGER event_no_update",
            false => "DROP TRIGGER event_no_change ON event",
        };
        let edit = "UPDATE event SET reason = 'changed' WHERE id = (SELECT max(id) FROM event WHERE chain = 'platform' \
                    AND action NOT LIKE 'account.signed%')";
        for statement in [guard, edit] {
            world.app.db.for_maintenance().execute_unprepared(statement).await.unwrap();
        }
        auditor.get("/audit/events?page=1").await;
        let mut pages = 0;
        while !auditor.page().says("Changed since") && pages < 30 {
            auditor.follow("Next page of events").await;
            pages += 1;
        }
        auditor.sees("Changed since").sees("1 entry on this page not as written");
        let mut other = world.person("Olu Other", &[Grant::platform(Role::Administrator)]).await;
        for path in ["/audit", "/audit/events"] {
            other.get(path).await;
            other.gets(403);
        }
    }
}
