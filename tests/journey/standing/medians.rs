//! The medians, and when they are kept back.

use super::pays;
use clusterbuy::catalogue::{self, volumes};
use entity::membership::Role;
use entity::money::Quantity;
use support::{Page, both};

const OURS: &str = "/schools/100001/standing";

/// What stands in the row of catering: ours, the cluster's, similar schools'.
fn catering(page: &Page) -> Vec<String> {
    let table = page.table("What a unit costs");
    table.into_iter().find(|row| row[0] == "Catering").expect("catering is there")[1..].to_vec()
}

both! {
    async fn a_school_sees_the_exact_median_of_five_others_and_on_what_it_rests(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let schools = world.schools(6).await;
        let mut manager = pays(&world, &schools[0], (500, 1_000), "").await;
        for (school, pounds) in schools[1..5].iter().zip([100, 200, 400, 600]) {
            pays(&world, school, (pounds, 1_000), "").await;
        }
        manager.get("/schools/100001/compare").await;
        manager.follow("How we stand against other schools").await;
        let row = catering(manager.gets(200).page());
        assert!(row[0].starts_with("50p a meal") && row[0].contains("£500 for 1,000 meals"), "{row:?}");
        assert!(row[2].starts_with("Not shown: it takes 5 other schools of 3 bodies"), "{row:?}");
        assert!(row[1].starts_with("Your school is in no cluster"), "{row:?}");
        let mut last = pays(&world, &schools[5], (300, 1_000), "").await;
        manager.get(OURS).await;
        let row = catering(manager.page());
        assert!(row[2].starts_with("30p a meal We pay 20p a meal more"), "{row:?}");
        assert!(row[2].contains("Median of 5 primary schools of 200 to 399 pupils whose free meals are not known; prices 2026 to 2027; from contract registers"), "{row:?}");
        last.get("/schools/100006/standing/consent").await;
        last.form("Keep the choice").choose("figures", "Keep them out of every median").submit().await;
        last.gets(200).sees("Your choice is kept").sees("keeps its own figures out");
        manager.get(OURS).await;
        assert!(catering(manager.page())[2].starts_with("Not shown"), "a withheld figure is in no median");
        let mut governor = world.at_school("Gia Governor", Role::Governor, &schools[5]).await;
        governor.get("/schools/100006/standing/consent").await;
        governor.gets(403);
        governor.get("/schools/100006/standing").await;
        governor.gets(200);
        governor.get(OURS).await;
        governor.gets(404);
    }

    async fn the_clusters_median_gives_way_to_similar_schools_that_are_nearly_the_same(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let cluster = world.cluster_of(6).await;
        let mut manager = pays(&world, &cluster.schools[0], (500, 1_000), "").await;
        for (school, pounds) in cluster.schools[1..].iter().zip([100, 200, 300, 400, 600]) {
            pays(&world, school, (pounds, 1_000), "").await;
        }
        manager.get(OURS).await;
        let row = catering(manager.page());
        assert!(row[1].starts_with("Not shown: it is of nearly the same schools"), "{row:?}");
        assert!(row[2].starts_with("30p a meal"), "{row:?}");
        for number in 11..=13 {
            let school = world.school(100_000 + number, &format!("Elsewhere {number}")).await;
            pays(&world, &school, (900, 1_000), "").await;
        }
        manager.get(OURS).await;
        let row = catering(manager.page());
        assert!(row[1].starts_with("30p a meal"), "{row:?}");
        assert!(row[1].contains("5 other schools of your cluster"), "{row:?}");
        // 10p, 20p, 30p, 40p, 60p and three times 90p.
        assert!(row[2].starts_with("50p a meal We pay the same"), "{row:?}");
    }

    async fn an_estimate_rests_on_the_same_median_where_no_cost_is_known(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let schools = world.schools(6).await;
        for (school, pounds) in schools[1..].iter().zip([100, 200, 300, 400, 600]) {
            pays(&world, school, (pounds, 1_000), "").await;
        }
        let mut manager = world.at_school("Mo New", Role::BusinessManager, &schools[0]).await;
        let context = manager.context(&world).await;
        let sheet = volumes::sheet(&context, 100_001, "catering").await.unwrap();
        let figures = [("meals_paid", 2_000), ("service_days", 1)];
        let figures = figures.into_iter().map(|(item, count)| (item.to_owned(), Some(Quantity(count * 1_000)))).collect();
        volumes::state(&context, &sheet, figures).await.unwrap();
        manager.get("/schools/100001/compare/catering").await;
        manager.gets(200).sees("Estimate").sees("£600").sees("The middle of what 5 primary schools");
    }

    async fn a_figure_follows_every_change_of_the_register_and_of_the_volumes(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let school = world.school(100_001, "School").await;
        let mut manager = pays(&world, &school, (500, 1_000), "").await;
        manager.get(OURS).await;
        assert!(catering(manager.page())[0].starts_with("50p a meal"));
        manager.get("/schools/100001/volumes/catering").await;
        let context = manager.context(&world).await;
        let sheet = volumes::sheet(&context, 100_001, "catering").await.unwrap();
        let figures = [("meals_paid".to_owned(), Some(Quantity(2_000_000)))].into_iter().collect();
        volumes::state(&context, &sheet, figures).await.unwrap();
        manager.get(OURS).await;
        assert!(catering(manager.page())[0].starts_with("25p a meal"));
        let entry = clusterbuy::school::store::register(world.app.db.read(), school.id).await.unwrap()[0].id;
        clusterbuy::school::end_contract(&context, &school, entry).await.unwrap();
        manager.get(OURS).await;
        manager.sees("Nothing to show yet.");
    }

    async fn the_page_asks_the_database_as_often_for_30_schools_as_for_8(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let schools = world.schools(30).await;
        let mut manager = pays(&world, &schools[0], (500, 1_000), "").await;
        let mut asked = Vec::new();
        for some in [&schools[1..8], &schools[8..]] {
            for school in some {
                pays(&world, school, (300, 1_000), "").await;
            }
            let before = world.statements();
            manager.get(OURS).await;
            manager.gets(200);
            asked.push(world.statements() - before);
        }
        assert_eq!(asked[0], asked[1]);
    }
}
