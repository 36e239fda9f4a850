//! Every year each body says again that its school stays, or it gives notice.

use chrono::{Duration, NaiveDate};
use clusterbuy::cluster::{self, Said};
use clusterbuy::home::due;
use clusterbuy::platform::error::Error;
use entity::leaving_notice::{self, NoticeState};
use entity::membership::Role;
use sea_orm::EntityTrait;
use support::both;
use support::deciding::refusal;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

both! {
    async fn letters_go_60_30_and_7_days_before_and_stop_once_it_is_said(world: World) {
        let northgate = world.cluster_of(2).await;
        northgate.agrees(&world).await;
        let mut head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        let asked = "Does School 2 stay in the cluster? By 31 March 2027";
        world.advance(Duration::days(67));
        assert_eq!(cluster::remind(&world.platform()).await.unwrap(), 0);
        world.advance(Duration::days(1));
        assert_eq!(cluster::remind(&world.platform()).await.unwrap(), 2);
        let letter = world.letter_to(&head.email, asked).await;
        assert!(letter.text.contains("/clusters/northgate/agreement/yearly"), "{}", letter.text);
        assert_eq!(cluster::remind(&world.platform()).await.unwrap(), 0, "each letter goes once");

        head = head.returning(&world).await;
        head.get("/home").await;
        head.follow("Record whether your school stays in Northgate Schools").await;
        let form = head.form("Record that it stays").fill("Reference of the minute", "FGB 31");
        form.date("refreshed_on", "1 12 2026").submit().await;
        head.gets(422).is_told("A meeting from 31 December 2026 on counts for 31 March 2027");
        head.form("Record that it stays").date("refreshed_on", "20 1 2027").submit().await;
        head.gets(200).sees("It is recorded that the school stays").sees("31 March 2028");
        assert!(!head.offers("Record that it stays"));
        world.advance(Duration::days(30));
        assert_eq!(cluster::remind(&world.platform()).await.unwrap(), 1, "only the school that has not said it");
        world.advance(Duration::days(23));
        assert_eq!(cluster::remind(&world.platform()).await.unwrap(), 1);
        world.letters().await;
        world.advance(Duration::days(30));
        let mut chair = northgate.chair.returning(&world).await;
        chair.get("/clusters/northgate/agreement/yearly").await;
        let rows = chair.gets(200).page().table("Schools that version 1 binds");
        assert!(rows[1][1].contains("Overdue") && rows[2][1].contains("Stays"), "{rows:?}");
    }

    async fn notice_runs_as_the_agreement_says_and_then_the_school_leaves(world: World) {
        let northgate = world.cluster_of(3).await;
        northgate.agrees(&world).await;
        let mut governor = world.at_school("Gus Governor", Role::Governor, &northgate.schools[2]).await;
        governor.get("/clusters/northgate/agreement").await;
        governor.follow("See who stays notice to leave").await;
        let form = governor.form("Give notice").fill("Reference of the minute", "FGB 8").date("given_on", "20 11 2026");
        form.submit().await;
        governor.gets(422).is_told("Enter why the school leaves");
        governor.form("Give notice").fill("Why it leaves", "It joins a trust").submit().await;
        governor.gets(200).sees("Notice is given. The school's last day is 20 May 2027").sees("It joins a trust");
        let head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[2]).await;
        let said = Said {
            school: northgate.schools[2].id,
            minute_reference: "FGB 9".to_owned(),
            on: world.now().date_naive(),
        };
        let twice = cluster::give_notice(&head.context(&world).await, &northgate.cluster, said.clone(), "Again").await;
        assert_eq!(refusal(twice), "School 3 has given notice already");
        let stays = cluster::refresh(&head.context(&world).await, &northgate.cluster, said).await;
        assert_eq!(refusal(stays), "School 3 leaves on 20 May 2027. Take its notice back first");

        world.clock.set("2027-05-20T10:00:00Z".parse().unwrap());
        assert_eq!(cluster::end_notices(&world.platform()).await.unwrap(), 0, "its last day is not over");
        assert_eq!(cluster::parties(world.app.db.read(), northgate.cluster.id).await.unwrap().len(), 3);
        world.clock.set("2027-05-21T10:00:00Z".parse().unwrap());
        due::do_all(&world.platform()).await;
        assert_eq!(cluster::parties(world.app.db.read(), northgate.cluster.id).await.unwrap().len(), 2);
        let notice = leaving_notice::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        assert_eq!((notice.state, notice.ends_on), (NoticeState::Ended, day(2027, 5, 20)));
        assert_eq!(cluster::end_notices(&world.platform()).await.unwrap(), 0);
        world.letters().await;
    }

    async fn a_notice_is_taken_back_with_its_reason_before_it_has_run_out(world: World) {
        let mut northgate = world.cluster_of(2).await;
        northgate.agrees(&world).await;
        let chair = northgate.chair.context(&world).await;
        let said = Said {
            school: northgate.schools[1].id,
            minute_reference: "FGB 8".to_owned(),
            on: world.now().date_naive(),
        };
        cluster::give_notice(&chair, &northgate.cluster, said, "A trust").await.unwrap();
        northgate.chair.get("/clusters/northgate/agreement/yearly").await;
        northgate.chair.form("Take notice back School 2").submit().await;
        northgate.chair.gets(422).is_told("Enter why the notice is taken back");
        let form = northgate.chair.form("Take notice back School 2");
        form.fill("Why School 2 stays after all", "The trust waits").submit().await;
        northgate.chair.gets(200).sees("The notice is taken back").does_not_see("Last day");
        world.clock.set("2028-01-10T10:00:00Z".parse().unwrap());
        assert_eq!(cluster::end_notices(&world.platform()).await.unwrap(), 0);
    }

    async fn a_host_that_gives_notice_stays_until_another_hosts(world: World) {
        let northgate = world.cluster_of(2).await;
        northgate.agrees(&world).await;
        let chair = northgate.chair.context(&world).await;
        let said = Said {
            school: northgate.schools[0].id,
            minute_reference: "FGB 8".to_owned(),
            on: world.now().date_naive(),
        };
        cluster::give_notice(&chair, &northgate.cluster, said, "It closes").await.unwrap();
        world.clock.set("2027-09-01T10:00:00Z".parse().unwrap());
        assert_eq!(cluster::end_notices(&world.platform()).await.unwrap(), 0);
        let mut chair = northgate.chair.returning(&world).await;
        chair.get("/home").await;
        chair.sees("Choose another host school");
        let again = chair.context(&world).await;
        cluster::change_host(&again, &northgate.cluster, northgate.schools[1].id).await.unwrap();
        assert_eq!(cluster::end_notices(&world.platform()).await.unwrap(), 1);
    }

    async fn another_schools_people_speak_for_no_body_but_their_own(world: World) {
        let northgate = world.cluster_of(2).await;
        northgate.agrees(&world).await;
        let head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        let context = head.context(&world).await;
        let of_other = Said {
            school: northgate.schools[0].id,
            minute_reference: "FGB 8".to_owned(),
            on: world.now().date_naive(),
        };
        let left = cluster::give_notice(&context, &northgate.cluster, of_other.clone(), "Out").await;
        assert!(matches!(left, Err(Error::Forbidden(_))));
        let kept = cluster::refresh(&context, &northgate.cluster, of_other.clone()).await;
        assert!(matches!(kept, Err(Error::Forbidden(_))));
        let chair = northgate.chair.context(&world).await;
        cluster::give_notice(&chair, &northgate.cluster, of_other, "It closes").await.unwrap();
        let notice = leaving_notice::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        let back = cluster::take_back(&context, &northgate.cluster, notice.id, "No").await;
        assert!(matches!(back, Err(Error::Forbidden(_))));
    }
}
