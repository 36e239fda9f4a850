//! Where a provider offers what, its certificates, and its public page.

use chrono::Duration;
use clusterbuy::provider;
use entity::evidence_reminder;
use entity::provider::ProviderKind;
use serde_json::json;
use support::both;
use support::sellers::content;

both! {
    async fn a_certificate_that_expires_is_told_of_60_30_and_7_days_before_and_each_once(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let ann = seller.person.context(&world).await;
        let new = provider::NewEvidence {
            name: "hygiene rating".to_owned(),
            file_name: "rating.csv".to_owned(),
            expires_on: "2027-06-01".parse().ok(),
        };
        provider::keep_evidence(&ann, seller.provider.id, new, b"a,b\n1,2\n").await.unwrap();
        world.letters().await;
        assert_eq!(provider::remind(&world.platform()).await.unwrap(), 0, "190 days ahead");
        for days in [130, 30, 23] {
            world.advance(Duration::days(days));
            assert_eq!(provider::remind(&world.platform()).await.unwrap(), 1, "after {days} days");
            assert_eq!(provider::remind(&world.platform()).await.unwrap(), 0, "once");
            world.letter_to("ann.of.alder.meals@example.org", "Evidence expires on 1 June: hygiene rating").await;
        }
        assert_eq!(world.count_of::<evidence_reminder::Entity>().await, 3);
        let mut ann = seller.person.returning(&world).await;
        ann.get("/organisation").await;
        ann.sees("Evidence to renew").sees("Expires soon, on 1 June 2027");
    }

    async fn coverage_counts_schools_by_service_and_names_the_gaps(world: World) {
        world.schools(3).await;
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let mut ann = seller.person.clone();
        ann.get("/organisation/coverage").await;
        ann.sees("Nothing is published yet");
        seller.publishes(&world, "catering", content("Hot meals", json!({"areas": ["335"]}))).await;
        seller.publishes(&world, "finance", content("Books", json!({"areas": ["336"]}))).await;
        ann.get("/organisation").await;
        ann.follow("Coverage").await;
        let table = ann.page().table("What you offer, by service");
        assert_eq!(table[1], ["Catering", "1", "1", "3"]);
        assert_eq!(table[2][3], "0");
        ann.sees("West Midlands, 2 of 14: Walsall, Wolverhampton").sees("Dudley (0 schools)");
        ann.follow("Catering").await;
        ann.sees("West Midlands, 1 of 14: Walsall").sees("Wolverhampton (0 schools)");
    }

    async fn the_public_page_says_where_and_on_what_evidence_and_asks_as_much_for_12_listings_as_for_2(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let ann = seller.person.context(&world).await;
        for (name, shown) in [("Hygiene rating", true), ("Bank letter", false)] {
            let expires_on = if shown { "2026-01-01" } else { "2028-01-01" }.parse().ok();
            let new = provider::NewEvidence { name: name.to_owned(), file_name: "a.csv".to_owned(), expires_on };
            provider::keep_evidence(&ann, seller.provider.id, new, b"a,b\n1,2\n").await.unwrap();
        }
        let held = provider::evidence(&ann, seller.provider.id).await.unwrap();
        let rating = held.iter().find(|held| held.name == "Hygiene rating").unwrap().first_id;
        let mut visitor = world.visitor();
        let mut asked = Vec::new();
        for count in [2, 10] {
            for at in 0..count {
                let title = format!("Hot meals {at} of {count}");
                let said = json!({"areas": ["335"], "evidence_ids": [rating.to_string()]});
                seller.publishes(&world, "catering", content(&title, said)).await;
            }
            visitor.get("/providers/alder-meals").await;
            let before = world.statements();
            visitor.get("/providers/alder-meals").await;
            asked.push(world.statements() - before);
        }
        assert_eq!(asked[0], asked[1]);
        visitor.gets(200).sees("West Midlands, 1 of 14: Walsall").sees("Hygiene rating, expires 1 January 2026");
        visitor.sees("Expired").does_not_see("Bank letter");
    }
}
