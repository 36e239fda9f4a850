use clusterbuy::tender;
use entity::event;
use entity::tender_question;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::both;
use support::drafts::{DEADLINE, at};

both! {
    async fn a_provider_asks_without_a_name_and_every_follower_reads_the_answer(world: World) {
        let mut draft = world.published_draft().await;
        let mut alder = world.provider("Alder").await.staff;
        let mut birch = world.provider("Birch").await.staff;
        birch.get(&at("")).await;
        birch.form("Follow this tender").submit().await;
        birch.gets(200).sees("You follow this tender");
        alder.get(&at("/questions")).await;
        alder.form("Ask").submit().await;
        alder.is_told("Enter your question");
        alder.form("Ask").fill("Your question", "How many kitchens?").submit().await;
        alder.gets(200).sees("Your question was sent").does_not_see("How many kitchens?");
        let told = world.letter_to(&draft.clerk.email, "Question asked").await.text;
        assert!(told.contains("NG-2026-001") && !told.contains("Alder"), "{told}");

        let asked = event::Entity::find().filter(event::Column::Action.eq("tender.question_asked"));
        let asked = asked.one(world.app.db.read()).await.unwrap().unwrap();
        assert_eq!((asked.actor, asked.acting_as), (None, None));
        let row = tender_question::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        assert!(!row.asker.contains(&alder.account.to_string()));

        draft.clerk.get("/home").await;
        draft.clerk.follow("Answer questions on NG-2026-001 Catering 2027 to 2030").await;
        draft.clerk.sees("How many kitchens?").does_not_see("Alder");
        draft.clerk.form("Publish the answer").submit().await;
        draft.clerk.is_told("Enter the answer");
        draft.clerk.form("Publish the answer").fill("Answer", "Eight").submit().await;
        draft.clerk.gets(200).sees("Eight");
        let mut told: Vec<String> = world.letters().await.into_iter().map(|letter| letter.to_email).collect();
        told.sort();
        assert_eq!(told, [alder.email.clone(), birch.email.clone()]);
        let mut anybody = world.visitor();
        anybody.get(&at("")).await;
        anybody.sees("How many kitchens?").sees("Eight");
    }

    async fn a_question_after_the_close_is_refused_and_kept_as_typed(world: World) {
        let draft = world.published_draft().await;
        world.provider("Alder").await;
        world.clock.set(draft.stored(&world).await.questions_close_at.unwrap());
        let mut alder = world.person("Staff of Alder", &[]).await;
        alder.get(&at("/questions")).await;
        assert!(!alder.offers("Ask"));
        let page = alder.tamper(&at("/questions"), &[("question", "Too late?")]).await;
        assert_eq!(page.status, 422);
        alder.sees("Questions closed at midday GMT on Thursday 31 December 2026");
    }

    async fn the_chair_sees_how_many_intend_to_bid_and_not_who(world: World) {
        let mut draft = world.published_draft().await;
        let mut alder = world.provider("Alder").await.staff;
        alder.get(&at("")).await;
        alder.form("We intend to bid").submit().await;
        alder.gets(200).sees("You said that you intend to bid");
        draft.cluster.chair.get(&at("/edit")).await;
        draft.cluster.chair.sees("1 provider said that it intends to bid").does_not_see("Alder");
    }

    async fn one_question_without_an_answer_lets_the_chair_set_one_new_date(world: World) {
        let mut draft = world.published_draft().await;
        let alder = world.provider("Alder").await.staff;
        tender::ask(&alder.context(&world).await, &draft.reference, "How many kitchens?").await.unwrap();
        let (path, day) = (at("/amend?why=question"), "19 1 2027");
        draft.cluster.chair.get(&path).await;
        let filled = draft.cluster.chair.form("Publish the change").fill("What has changed", "More time");
        filled.date("deadline", day).fill("deadline_time", "midday").submit().await;
        draft.cluster.chair.gets(422).sees("Questions are still open, so answer them first");

        world.clock.set(draft.stored(&world).await.questions_close_at.unwrap());
        let mut chair = world.person("Chris Chair", &[]).await;
        chair.get(&at("/questions")).await;
        chair.follow("set one new deadline").await;
        chair.form("Publish the change").fill("What has changed", "More time").submit().await;
        chair.is_told("Enter the new deadline");
        chair.form("Publish the change").date("deadline", day).fill("deadline_time", "midday").submit().await;
        chair.gets(200).sees("midday GMT on Tuesday 19 January 2027").sees("Amendment 1");
        chair.get(&path).await;
        let filled = chair.form("Publish the change").fill("What has changed", "Again");
        filled.date("deadline", "26 1 2027").fill("deadline_time", "midday").submit().await;
        chair.gets(422).sees("One new date was set already because of an unanswered question");
        world.clock.set(DEADLINE.parse().unwrap());
        assert!(!tender::is_closed(&draft.stored(&world).await, world.now()), "the old deadline is no more");
    }
}
