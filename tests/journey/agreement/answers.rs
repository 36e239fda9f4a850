//! Bodies agree or decline, and a version binds those that agreed.

use super::proposed;
use clusterbuy::award;
use clusterbuy::cluster::{self, Refused};
use clusterbuy::demand;
use clusterbuy::platform::error::Error;
use entity::ballot::Motion;
use entity::membership::Role;
use entity::vote::Choice;
use entity::{agreement_refusal, agreement_signature, demand as sheet, tender};
use sea_orm::{EntityTrait, ModelTrait};
use support::both;
use support::deciding::{REFERENCE, cast_of, closing, of, recording, refusal, vote};

both! {
    async fn one_body_declines_with_its_reason_and_the_version_binds_the_others(world: World) {
        let mut northgate = world.cluster_of(3).await;
        let mut governor = world.at_school("Gus Governor", Role::Governor, &northgate.schools[2]).await;
        proposed(&world, &northgate).await;
        let asked = "Does School 3 agree? Version 1 of the agreement, by 22 February 2027";
        let letter = world.letter_to(&governor.email, asked).await;
        assert!(letter.text.contains("/clusters/northgate/agreement"), "{}", letter.text);
        governor.get("/home").await;
        governor.follow("Record your governing body's agreement to Northgate Schools").await;
        governor.form("Record that it declines").submit().await;
        governor.gets(422).is_told("Enter why the body declines");
        let form = governor.form("Record that it declines").fill("Why it declines", "We buy with our diocese");
        form.fill("Minute of the refusal", "FGB 9").date("declined_on", "20 11 2026").submit().await;
        governor.gets(200).sees("1 declines: this version does not bind them").sees("We buy with our diocese");
        assert!(!governor.get("/home").await.says("Record your governing body's agreement"));

        northgate.chair.get("/clusters/northgate/agreement").await;
        northgate.chair.form("Record agreement").fill("minute_reference", "FGB 1").date("agreed_on", "20 11 2026").submit().await;
        assert_eq!(northgate.chair.gets(422).page().errors(), ["Choose the school whose body agreed"]);

        let chair = northgate.chair.context(&world).await;
        let today = world.now().date_naive();
        let early = cluster::adopt(&chair, &northgate.cluster, 1).await;
        let told = "Every school's body must have agreed or declined first, or the day to answer by, 22 February 2027, be \
                    over. Waiting for School 1 and School 2";
        assert_eq!(refusal(early), told);
        cluster::agree(&chair, &northgate.cluster, 1, northgate.schools[0].id, "FGB 1", today).await.unwrap();
        cluster::agree(&chair, &northgate.cluster, 1, northgate.schools[1].id, "FGB 1", today).await.unwrap();
        northgate.chair.get("/home").await;
        northgate.chair.follow("Bring version 1 of the agreement into force").await;
        northgate.chair.form("Bring version 1 into force").submit().await;
        northgate.chair.gets(200).sees("Version 1 is in force");
        let bound = cluster::parties(world.app.db.read(), northgate.cluster.id).await.unwrap();
        let names: Vec<&str> = bound.iter().map(|member| member.school.name.as_str()).collect();
        assert_eq!(names, ["School 1", "School 2"]);
        northgate.chair.get("/clusters/northgate/agreement/yearly").await;
        northgate.chair.sees("Not bound, because the body has not agreed to version 1: School 3");

        cluster::agree(&chair, &northgate.cluster, 1, northgate.schools[2].id, "FGB 12", today).await.unwrap();
        assert_eq!(cluster::parties(world.app.db.read(), northgate.cluster.id).await.unwrap().len(), 3);
        northgate.chair.get("/clusters/northgate/agreement").await;
        northgate.chair.sees("3 of 3 bodies have agreed").sees("Declined at first: We buy with our diocese");
    }

    async fn a_body_that_never_answers_does_not_hold_the_others_up_and_is_not_bound(world: World) {
        let mut northgate = world.cluster_of(3).await;
        northgate.chair.get("/clusters/northgate/agreement/new").await;
        let form = northgate.chair.form("Propose version 1").fill("Why this form", "It is for all of us");
        form.date("answer_by", "1 12 2026").submit().await;
        northgate.chair.gets(422).is_told("Enter a day from 7 December 2026, so that bodies have time to meet, to 24 November 2027");
        northgate.chair.form("Propose version 1").date("answer_by", "31 1 2027").submit().await;
        northgate.chair.gets(200).sees("Bodies answer by").sees("31 January 2027");
        northgate.chair.form("Change the day").date("answer_by", "1 1 2027").submit().await;
        northgate.chair.gets(200).sees("Bodies are asked to answer version 1 by Friday 1 January 2027");
        let (chair, today) = (northgate.chair.context(&world).await, world.now().date_naive());
        for school in &northgate.schools[..2] {
            cluster::agree(&chair, &northgate.cluster, 1, school.id, "FGB 1", today).await.unwrap();
        }
        northgate.chair.get("/clusters/northgate/agreement").await;
        assert!(!northgate.chair.offers("Bring version 1 into force"), "the time is not over");
        world.clock.set("2027-01-02T09:00:00Z".parse().unwrap());
        let mut seen = northgate.chair.returning(&world).await;
        seen.get("/home").await;
        seen.sees("The day to answer by is over");
        seen.follow("Bring version 1 of the agreement into force").await;
        seen.sees("No answer from School 3").sees("it will not bind this school, which then has no vote and is in no tender and no fund");
        seen.form("Bring version 1 into force").submit().await;
        seen.gets(200).sees("Version 1 is in force").sees("The version does not bind this school");
        let bound = || cluster::parties(world.app.db.read(), northgate.cluster.id);
        assert_eq!(bound().await.unwrap().len(), 2);
        let mut head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[2]).await;
        head.get("/clusters/northgate/committee").await;
        head.sees("None: its body has not agreed to the agreement in force");
        head.get("/home").await;
        head.follow("Record your governing body's agreement to Northgate Schools").await;
        let form = head.form("Record agreement").fill("Reference of the minute", "FGB 12/3");
        form.date("agreed_on", "2 1 2027").submit().await;
        head.gets(200).sees("3 of 3 bodies have agreed").does_not_see("No answer");
        assert_eq!(bound().await.unwrap().len(), 3);
    }

    async fn a_school_that_has_not_agreed_gets_no_demand_sheet(world: World) {
        let northgate = world.cluster_of(3).await;
        northgate.agrees(&world).await;
        let late = world.school(200_001, "Late Primary").await;
        let chair = northgate.chair.context(&world).await;
        cluster::add_school(&chair, &northgate.cluster, late.urn).await.unwrap();
        world.pooling(&northgate).await;
        let asked = sheet::Entity::find().all(world.app.db.read()).await.unwrap();
        assert_eq!(asked.len(), 3);
        assert!(asked.iter().all(|sheet| sheet.school_id != late.id));
        let tender = tender::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        let taking_part = demand::committed(world.app.db.read(), tender.id).await.unwrap().all;
        assert!(!taking_part.contains(&late.id));
    }

    async fn a_school_whose_body_has_not_agreed_has_no_vote(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        let school = cast.priced.school("st-josephs");
        let change = world.app.db.begin_write().await.unwrap();
        let all = agreement_signature::Entity::find().all(&change).await.unwrap();
        let own = all.into_iter().find(|signature| signature.school_id == school).unwrap();
        own.delete(&change).await.unwrap();
        change.commit().await.unwrap();
        cast.open(&world, Motion::Accept).await;
        let voter = of(&cast.representatives[8], &world).await;
        let told = refusal(award::cast(&voter, REFERENCE, vote(Choice::For)).await);
        assert!(told.ends_with("so the school has no vote"), "{told}");
        for representative in 0..4 {
            cast.votes(&world, representative, Choice::For).await;
        }
        world.clock.set(closing());
        let counted = award::record_vote(&of(&cast.clerk, &world).await, REFERENCE, recording()).await.unwrap();
        assert_eq!((counted.counted, counted.quorum, counted.votes_for), (4, 4, 4), "eight schools have a vote");
    }

    async fn only_a_bodys_own_people_the_chair_or_the_clerk_say_that_it_declines_and_once(world: World) {
        let northgate = world.cluster_of(2).await;
        proposed(&world, &northgate).await;
        let refused = |school| Refused {
            school,
            reason: "We wait".to_owned(),
            minute_reference: "FGB 2".to_owned(),
            declined_on: world.now().date_naive(),
        };
        let head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        let head = head.context(&world).await;
        let of_other = cluster::decline(&head, &northgate.cluster, 1, refused(northgate.schools[0].id)).await;
        assert!(matches!(of_other, Err(Error::Forbidden(_))));
        let manager = world.at_school("Bo Manager", Role::BusinessManager, &northgate.schools[1]).await;
        let own = refused(northgate.schools[1].id);
        let by_manager = cluster::decline(&manager.context(&world).await, &northgate.cluster, 1, own.clone()).await;
        assert!(matches!(by_manager, Err(Error::Forbidden(_))));
        let chair = northgate.chair.context(&world).await;
        let (one, other) = tokio::join!(
            cluster::decline(&chair, &northgate.cluster, 1, own.clone()),
            cluster::decline(&head, &northgate.cluster, 1, own.clone()),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(world.count_of::<agreement_refusal::Entity>().await, 1);
        let today = world.now().date_naive();
        cluster::agree(&chair, &northgate.cluster, 1, northgate.schools[0].id, "FGB 1", today).await.unwrap();
        let told = refusal(cluster::decline(&chair, &northgate.cluster, 1, refused(northgate.schools[0].id)).await);
        assert_eq!(told, "Governing body of School 1 has agreed to this version. Its school leaves by giving notice");
        let alone = refusal(cluster::adopt(&chair, &northgate.cluster, 1).await);
        assert_eq!(alone, "At least two bodies must have agreed");
    }

    async fn any_two_versions_are_compared_and_the_words_say_what_changed(world: World) {
        let mut northgate = world.cluster_of(1).await;
        northgate.agrees(&world).await;
        proposed(&world, &northgate).await;
        proposed(&world, &northgate).await;
        northgate.chair.get("/clusters/northgate/agreement").await;
        let form = northgate.chair.form("Compare").fill("Older version", "Version 1");
        form.fill("Newer version", "Version 3").submit().await;
        let lines = northgate.chair.gets(200).page().table("Paragraph by paragraph");
        let changes: Vec<(&str, &str)> =
            lines[1..].iter().filter(|line| line[0] != "Same").map(|line| (line[0].as_str(), line[2].as_str())).collect();
        assert_eq!(changes, [("Changed", "Why this form: It is for all of us"), ("Added", "We share a clerk.")]);
    }

    async fn what_was_said_of_a_version_is_never_changed(world: World) {
        let northgate = world.cluster_of(2).await;
        proposed(&world, &northgate).await;
        let own = Refused {
            school: northgate.schools[1].id,
            reason: "We wait".to_owned(),
            minute_reference: "FGB 2".to_owned(),
            declined_on: world.now().date_naive(),
        };
        cluster::decline(&northgate.chair.context(&world).await, &northgate.cluster, 1, own).await.unwrap();
        let change = world.app.db.begin_write().await.unwrap();
        let row = agreement_refusal::Entity::find().one(&change).await.unwrap().unwrap();
        assert!(row.delete(&change).await.is_err());
    }
}
