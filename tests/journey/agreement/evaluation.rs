//! The self-evaluation: two groups apart, shown from three schools on.

use clusterbuy::cluster;
use clusterbuy::platform::error::Error;
use entity::membership::Role;
use entity::self_evaluation::{self, Raters};
use support::{TestCluster, World, both};

/// The leaders of so many schools rate everything at this level.
async fn leaders_rate(world: &World, of: &TestCluster, schools: usize, level: i32) {
    for (at, school) in of.schools.iter().enumerate().take(schools) {
        let head = world.at_school(&format!("Head {at}"), Role::Headteacher, school).await;
        let context = head.context(world).await;
        cluster::rate(&context, &of.cluster, school.id, Raters::Leaders, &[level; 12]).await.unwrap();
    }
}

both! {
    async fn a_governor_rates_every_statement_and_changes_the_rating(world: World) {
        let northgate = world.cluster_of(4).await;
        let mut governor = world.at_school("Gus Governor", Role::Governor, &northgate.schools[1]).await;
        governor.get("/clusters/northgate").await;
        governor.follow("Self-evaluation").await;
        governor.gets(200).sees("Nothing to show yet").does_not_see("school leaders");
        governor.follow("Give the rating of School 2: governors").await;
        let statements = ["aim", "candour", "fairness", "limits", "time", "trace"];
        let more = ["shared", "room", "succession", "worth", "account", "proof"];
        let mut form = governor.form("Keep rating");
        for name in statements {
            form = form.with(name, "2");
        }
        form.submit().await;
        governor.gets(422).is_told("Rate this statement");
        let mut form = governor.form("Keep rating");
        for name in statements.iter().chain(&more) {
            form = form.with(name, "3");
        }
        form.submit().await;
        governor.gets(200).sees("Your rating is kept").sees("Shown from 3 schools; 1 answered");
        governor.follow("Change the rating of School 2: governors").await;
        governor.form("Keep rating").with("aim", "4").submit().await;
        governor.gets(200);
        assert_eq!(world.count_of::<self_evaluation::Entity>().await, 1);
    }

    async fn two_schools_answers_stay_hidden_and_three_show_where_to_start(world: World) {
        let northgate = world.cluster_of(4).await;
        leaders_rate(&world, &northgate, 2, 4).await;
        let mut member = world.at_school("Mia Member", Role::BusinessManager, &northgate.schools[3]).await;
        member.get("/clusters/northgate/self-evaluation").await;
        member.gets(200).sees("Shown from 3 schools; 2 answered").sees("Nothing to show yet").does_not_see("4.0");
        leaders_rate(&world, &northgate, 3, 3).await;
        for (at, school) in northgate.schools.iter().enumerate().take(3) {
            let governor = world.at_school(&format!("Governor {at}"), Role::Governor, school).await;
            let mut levels = [4; 12];
            levels[8] = 1;
            let context = governor.context(&world).await;
            cluster::rate(&context, &northgate.cluster, school.id, Raters::Governors, &levels).await.unwrap();
        }
        member.get("/clusters/northgate/self-evaluation").await;
        let themes = member.gets(200).page().table("Themes");
        assert_eq!(themes[1], ["Purpose and trust", "3.0, secure", "4.0, going beyond", "Governors 1.0 higher"]);
        assert_eq!(themes[3], ["People and capacity", "3.0, secure", "3.0, secure", "The same"]);
        let start = member.page().table("Where to start");
        assert!(start[1][0].starts_with("If somebody central left"), "{start:?}");
        member.sees("Rated lowest: If somebody central left");
        assert_eq!(start.len(), 13);
    }

    async fn a_group_is_rated_by_its_own_people_only(world: World) {
        let northgate = world.cluster_of(2).await;
        let head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        let context = head.context(&world).await;
        let (own, other) = (northgate.schools[1].id, northgate.schools[0].id);
        for (school, raters) in [(own, Raters::Governors), (other, Raters::Leaders)] {
            let refused = cluster::rate(&context, &northgate.cluster, school, raters, &[3; 12]).await;
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{raters}");
        }
        let short = cluster::rate(&context, &northgate.cluster, own, Raters::Leaders, &[3; 11]).await;
        assert!(matches!(short, Err(Error::Refused { .. })));
        let mut head = head;
        head.get("/clusters/northgate/self-evaluation/100001/leaders").await;
        head.gets(403);
        head.get("/clusters/northgate/self-evaluation/100002/everybody").await;
        head.gets(404);
    }

    async fn last_years_rating_stays_with_last_year(world: World) {
        let northgate = world.cluster_of(3).await;
        leaders_rate(&world, &northgate, 3, 2).await;
        world.clock.set("2027-09-06T10:00:00Z".parse().unwrap());
        let mut chair = northgate.chair.returning(&world).await;
        chair.get("/clusters/northgate/self-evaluation").await;
        chair.sees("School year 2027 to 2028: the leaders of 0").sees("Give the rating of School 1: school leaders");
        chair.follow("2026 to 2027").await;
        chair.sees("the leaders of 3").does_not_see("the rating of School 1");
        assert_eq!(chair.page().table("Themes")[1][1], "2.0, developing");
    }
}
