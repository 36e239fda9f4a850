//! The review of a year: objectives, what came of each, the decision.

use clusterbuy::account::Grant;
use clusterbuy::demo;
use entity::cluster;
use entity::membership::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::both;
use support::pdf::Pdf;

const PAGE: &str = "/clusters/darlaston/reviews/2026";

both! {
    async fn the_clerk_records_what_came_of_each_objective_and_closes_with_the_decision(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let found = cluster::Entity::find().filter(cluster::Column::Slug.eq("darlaston")).one(world.app.db.read()).await;
        let cluster = found.unwrap().unwrap();
        let mut clerk = world.person("Cleo Clerk", &[Grant::cluster(Role::Clerk, cluster.id, None)]).await;
        clerk.get("/clusters/darlaston/reports").await;
        clerk.follow("The review of each year").await;
        clerk.follow("2026 to 2027").await;
        clerk.gets(200).is_at(PAGE).sees("£15,000 less");
        let objectives = clerk.page().table("Objectives and what came of them");
        assert_eq!((objectives.len(), objectives[1][2].as_str()), (4, "Met"));
        clerk.form("Close the review").choose("What the cluster decides", "Go on as we are").fill("Reasons", "It works").submit().await;
        clerk.gets(422).is_told("Record what came of “Look at school meals together” first");
        for objective in [&objectives[2][0], &objectives[3][0]] {
            clerk.get(PAGE).await;
            clerk.form_near(objective, &format!("Record {objective}")).submit().await;
            clerk.gets(422).is_told("Choose whether it is met");
            clerk.get(PAGE).await;
            let form = clerk.form_near(objective, &format!("Record {objective}")).choose(&format!("Is it met? {objective}"), "Partly met");
            let form = form.fill("What came of it, a figure or words", "A tender is prepared");
            form.fill("Where it can be seen", "The tender's page").submit().await;
            clerk.gets(200).sees("What came of it is recorded");
        }
        clerk.form("Close the review").submit().await;
        clerk.gets(422).is_told("Choose what the cluster decides");
        clerk.get(PAGE).await;
        clerk.form("Close the review").choose("What the cluster decides", "Go on with changes").fill("Reasons", "More of it").submit().await;
        clerk.gets(200).sees("Go on with changes.").sees("More of it");
        assert!(!clerk.offers("Close the review"));
        clerk.tamper(&format!("{PAGE}/objectives"), &[("objective", "Late"), ("measure", "Late")]).await;
        clerk.gets(422).is_told("This review is closed. It stays as it is");
        clerk.follow("Download as a tagged PDF").await;
        let pdf = Pdf::read(&clerk.page().body);
        assert_eq!(pdf.table("Objectives and what came of them").len(), 4);
        assert!(pdf.text().contains("Go on with changes. More of it"));
        clerk.get("/clusters/darlaston/reviews").await;
        clerk.form("Open the review").choose("School year", "2025 to 2026").submit().await;
        clerk.gets(200).is_at("/clusters/darlaston/reviews/2025").sees("The review is open");
        clerk.tamper("/clusters/darlaston/reviews", &[("year", "2025")]).await;
        clerk.gets(422).sees("There is a review of this year already");
        clerk.tamper("/clusters/darlaston/reviews", &[("year", "2020")]).await;
        clerk.gets(422).sees("Choose the present school year or the one before");
    }

    async fn members_read_a_review_and_others_do_not_know_of_it(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let found = cluster::Entity::find().filter(cluster::Column::Slug.eq("darlaston")).one(world.app.db.read()).await;
        let cluster = found.unwrap().unwrap();
        let grant = Grant::school(Role::Governor, cluster.host_school_id.unwrap());
        let mut governor = world.person("Gia Governor", &[grant]).await;
        governor.get(PAGE).await;
        governor.gets(200).does_not_see("Set an objective");
        governor.post(&format!("{PAGE}/objectives"), &[("objective", "A"), ("measure", "B")]).await;
        governor.gets(403);
        let other = world.cluster_of(1).await;
        let mut stranger = world.person("Sam Stranger", &[Grant::school(Role::Governor, other.schools[0].id)]).await;
        for path in [PAGE, "/clusters/darlaston/reviews"] {
            stranger.get(path).await;
            stranger.gets(404);
        }
    }
}
