//! Nobody reads an answer before its time: not the school, not its governors, not auditors, not another provider. Late is late.

use super::{OWN, scene, stored};
use chrono::Duration;
use clusterbuy::account::Grant;
use entity::event;
use entity::membership::Role;
use entity::quote_request::QuoteState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::both;

both! {
    async fn nobody_of_the_school_and_no_other_provider_reads_an_answer_before_its_time(world: World) {
        let mut scene = scene(&world).await;
        let id = scene.asks(&world).await;
        for seller in [&scene.alder, &scene.birch, &scene.cedar] {
            scene.answers(&world, seller).await;
        }
        let mut auditor = world.person("Otto Auditor", &[Grant::platform(Role::Auditor)]).await;
        let pages = [format!("{OWN}/quotes/{id}"), format!("{OWN}/quotes"), format!("{OWN}/purchases"), "/home".to_owned()];
        for reader in [&mut scene.manager, &mut scene.head, &mut scene.governor, &mut auditor] {
            for page in &pages {
                reader.get(page).await;
                reader.gets(200).does_not_see("£4,000").does_not_see("£12,000").does_not_see("A named adviser");
            }
            reader.get(&format!("{OWN}/quotes/{id}/record")).await;
            reader.gets(404);
        }
        scene.manager.get(&pages[0]).await;
        scene.manager.sees("3 of 3 have replied").sees("Nobody at your school can read an answer before 5pm GMT on Friday 4 December 2026");
        assert!(!scene.manager.offers("Choose and send for approval"));
        let fields = [("chosen", "00000000-0000-0000-0000-000000000000"), ("reason", "a"), ("told", "b")];
        scene.manager.tamper(&format!("{OWN}/quotes/{id}/choose"), &fields).await;
        scene.manager.gets(422).sees("Nobody at your school can read an answer before").does_not_see("£4,000");
        let (alders, births) = (scene.desk(&world, &scene.alder).await, scene.desk(&world, &scene.birch).await);
        let mut bo = scene.birch.person.clone();
        bo.get(&alders).await;
        bo.gets(404);
        bo.tamper(&alders, &[("then", "send")]).await;
        bo.gets(404);
        bo.tamper(&format!("{alders}/decline"), &[("decline_reason", "x")]).await;
        bo.gets(404);
        bo.get(&births).await;
        bo.gets(200).does_not_see("Alder").does_not_see("Cedar");
        scene.manager.get(&births).await;
        scene.manager.gets(403);
        // The school's own record does not tell who answered when.
        let events = event::Entity::find().filter(event::Column::Chain.starts_with("organisation:school:"));
        let events = events.all(world.app.db.read()).await.unwrap();
        assert!(events.iter().all(|event| event.action != "quote.answered"), "{events:?}");
    }

    async fn the_clock_closes_to_the_second_and_the_first_action_stores_it(world: World) {
        let mut scene = scene(&world).await;
        let id = scene.asks(&world).await;
        let ends = stored(&world, id).await.answers_by;
        world.advance(ends - world.now() - Duration::microseconds(1));
        scene.alder.person = scene.alder.person.returning(&world).await;
        scene.birch.person = scene.birch.person.returning(&world).await;
        scene.answers(&world, &scene.alder).await;
        let desk = scene.desk(&world, &scene.birch).await;
        scene.birch.person.get(&desk).await;
        world.advance(Duration::microseconds(1));
        let bo = &mut scene.birch.person;
        bo.form("Send quote").fill("What is included, and what else the school should know", "Typed too late").submit().await;
        bo.is_told("The time for answers was over at 5pm GMT on Friday 4 December 2026. Your draft is kept. It was not sent.");
        assert_eq!(bo.form("Send quote").value("What is included, and what else the school should know"), "Typed too late");
        assert_eq!(stored(&world, id).await.state, QuoteState::Answers, "the first action after it stored the close");
        bo.get("/quotes").await;
        bo.sees("Not sent");
        bo.tamper(&format!("{desk}/decline"), &[("decline_reason", "No")]).await;
        bo.gets(422);
        scene.pass(&world).await;
        scene.manager.get(&format!("{OWN}/quotes/{id}")).await;
        scene.manager.sees("Birch HR did not reply").does_not_see("Typed too late").sees("£12,000");
        scene.chooses(id, "Alder HR, £12,000 in total").await;
        let held = stored(&world, id).await;
        assert_eq!(held.state, QuoteState::Chosen);
        assert!(held.closed_at.is_some_and(|closed| closed >= ends));
    }

    async fn a_saved_draft_is_kept_and_never_counts_as_an_answer(world: World) {
        let mut scene = scene(&world).await;
        let id = scene.asks(&world).await;
        let desk = scene.desk(&world, &scene.alder).await;
        let ann = &mut scene.alder.person;
        ann.get(&desk).await;
        ann.form("Save").fill("charge-0-amount", "not yet").submit().await;
        ann.gets(200).sees("Saved. It is not sent yet");
        assert_eq!(ann.form("Save").value("charge-0-amount"), "not yet");
        ann.form("Send quote").submit().await;
        ann.gets(422);
        scene.manager.get(&format!("{OWN}/quotes/{id}")).await;
        scene.manager.sees("0 of 3 have replied");
    }
}
