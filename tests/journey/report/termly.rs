//! A term's report for governors, for the authority and for everybody.

use clusterbuy::account::Grant;
use clusterbuy::demo;
use clusterbuy::fund::NewMovement;
use entity::fund::FundKind;
use entity::membership::Role;
use entity::{cluster, fund, provider, school};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::pdf::Pdf;
use support::{Person, World, both};

const PAGE: &str = "/clusters/darlaston/reports/2026-autumn";

async fn darlaston(world: &World) -> cluster::Model {
    demo::open(&world.app).await.unwrap();
    let found = cluster::Entity::find().filter(cluster::Column::Slug.eq("darlaston"));
    found.one(world.app.db.read()).await.unwrap().unwrap()
}

async fn school_of(world: &World, urn: i32) -> school::Model {
    let found = school::Entity::find().filter(school::Column::Urn.eq(urn)).one(world.app.db.read()).await;
    found.unwrap().unwrap()
}

async fn officer_of(world: &World, code: &str) -> Person {
    let found = provider::Entity::find().filter(provider::Column::LaCode.eq(code)).one(world.app.db.read()).await;
    let authority = found.unwrap().unwrap();
    world.person("Ola Officer", &[Grant::provider(Role::LaOfficer, authority.id)]).await
}

both! {
    async fn members_read_the_headlines_with_names_and_open_each_figures_sum(world: World) {
        let world = world.as_demonstration();
        darlaston(&world).await;
        let pinfold = school_of(&world, 104_176).await;
        let mut governor = world.person("Gia Governor", &[Grant::school(Role::Governor, pinfold.id)]).await;
        governor.get("/clusters/darlaston").await;
        governor.follow("Reports").await;
        governor.gets(200);
        governor.follow("Autumn term 2026, Governors").await;
        governor.gets(200).is_at(&format!("{PAGE}/governors"));
        let stages = governor.page().table("Savings by stage");
        let actual = stages.iter().find(|row| row[0] == "Actual").unwrap();
        assert!(actual[3].starts_with("£15,000 less"), "{actual:?}");
        assert!(actual[4].starts_with("9 schools") && actual[6].starts_with("0 schools"), "{actual:?}");
        let more = governor.page().table("Schools that pay more for a service");
        assert_eq!(more[1], ["Rowley View Nursery", "Finance", "Actual", "£420 more"]);
        governor.sees("Running the cluster cost £3,670 in 2026 to 2027.").sees("Left after that cost: £11,330 a year.");
        governor.sees("£15,000 in 2026 to 2027. It stands beside the savings and is never counted as one.");
        let ratings = governor.page().table("Ratings of the term by service");
        assert!(ratings[1][0] == "Finance" && ratings[1][1].starts_with("4 of 5"), "{ratings:?}");
        governor.follow("Download as a tagged PDF").await;
        let pdf = Pdf::read(&governor.page().body);
        assert_eq!(pdf.table("Schools that pay more for a service")[1..], more[1..]);
        assert_eq!(pdf.table("Savings by stage")[1][3], "£15,000 less");
        assert!(pdf.untagged.is_empty() && pdf.tags.iter().any(|tag| tag.role == "Figure"));
        governor.get(&format!("{PAGE}/governors.csv")).await;
        let file = governor.page().body_text();
        assert!(file.contains("running-cost,Cost of running the cluster,3670"), "{file}");
        assert!(file.contains("Rowley View Nursery"));
    }

    async fn everybody_reads_the_public_report_without_an_account_and_without_a_name(world: World) {
        let world = world.as_demonstration();
        darlaston(&world).await;
        let mut anybody = world.visitor();
        anybody.get("/clusters/darlaston").await;
        anybody.follow("Reports of the cluster").await;
        anybody.gets(200).does_not_see("Governors").does_not_see("Draft");
        anybody.follow("Autumn term 2026, Everybody").await;
        anybody.gets(200).sees("£15,000 less").sees("Actual: services that cost a school more, 1; by £420 a year together.");
        anybody.sees("Schools are named only if their governing body agrees").does_not_see("Rowley View");
        for form in [".pdf", ".csv"] {
            anybody.get(&format!("{PAGE}/public{form}")).await;
            anybody.gets(200);
            assert!(!anybody.page().body_text().contains("Rowley View"));
        }
        for hidden in ["governors", "authority", "governors.pdf", "authority.csv"] {
            anybody.get(&format!("{PAGE}/{hidden}")).await;
            assert!(anybody.page().path.starts_with("/sign-in"), "{}", anybody.page().path);
        }
        for nowhere in ["/clusters/darlaston/reports/2026-spring/public", "/clusters/darlaston/reports/x/public"] {
            let mut stranger = world.person("Sam Stranger", &[]).await;
            stranger.get(nowhere).await;
            stranger.gets(404);
        }
    }

    async fn a_school_that_agrees_is_named_in_the_next_edition_and_the_first_stays_as_it_was(world: World) {
        let world = world.as_demonstration();
        let cluster = darlaston(&world).await;
        let rowley = school_of(&world, 104_136).await;
        let mut governor = world.person("Gia Governor", &[Grant::school(Role::Governor, rowley.id)]).await;
        governor.get("/clusters/darlaston/reports").await;
        governor.form("Our governing body agrees to be named Rowley View Nursery").submit().await;
        governor.gets(200).sees("may name Rowley View");
        let mut anybody = world.visitor();
        anybody.get(&format!("{PAGE}/public")).await;
        anybody.does_not_see("Rowley View");
        let mut clerk = world.person("Cleo Clerk", &[Grant::cluster(Role::Clerk, cluster.id, None)]).await;
        clerk.get(&format!("{PAGE}/public")).await;
        assert!(!clerk.offers("Publish the next edition"), "the chair publishes");
        clerk.tamper(&format!("{PAGE}/public/publish"), &[]).await;
        clerk.gets(403);
        let mut chair = world.person("Chris Chair", &[Grant::cluster(Role::Chair, cluster.id, cluster.host_school_id)]).await;
        chair.get(&format!("{PAGE}/public")).await;
        chair.form("Publish the next edition").submit().await;
        chair.gets(200).sees("edition 2");
        anybody.get(&format!("{PAGE}/public")).await;
        anybody.sees("Rowley View Nursery");
        anybody.get(&format!("{PAGE}/public?edition=1")).await;
        anybody.gets(200).does_not_see("Rowley View");
        governor.get("/clusters/darlaston/reports").await;
        governor.form("Do not name us Rowley View Nursery").submit().await;
        governor.sees("do not name Rowley View");
    }

    async fn what_changed_after_publication_shows_as_since_then_to_members_alone(world: World) {
        let world = world.as_demonstration();
        let cluster = darlaston(&world).await;
        let chair = world.person("Chris Chair", &[Grant::cluster(Role::Chair, cluster.id, cluster.host_school_id)]).await;
        let matching = fund::Entity::find().filter(fund::Column::Kind.eq(FundKind::Match));
        let matching = matching.one(world.app.db.read()).await.unwrap().unwrap();
        let (reason, evidence) = ("A second grant".to_owned(), "Letter".to_owned());
        let more = NewMovement { day: world.app.clock.now().date_naive(), reason, evidence, file: None };
        let amount = "330".parse().unwrap();
        clusterbuy::fund::grant(&chair.context(&world).await, &cluster, matching.id, amount, more).await.unwrap();
        let mut clerk = world.person("Cleo Clerk", &[Grant::cluster(Role::Clerk, cluster.id, None)]).await;
        clerk.get(&format!("{PAGE}/governors")).await;
        clerk.gets(200).sees("Running the cluster cost £3,670 in 2026 to 2027.");
        let since = clerk.page().table("Figures that are different today");
        assert!(since.iter().any(|row| row[1..] == ["£15,000", "£15,330"]), "{since:?}");
        let mut anybody = world.visitor();
        anybody.get(&format!("{PAGE}/public")).await;
        anybody.does_not_see("Figures that are different today");
    }

    async fn an_authoritys_officer_reads_its_report_once_it_is_published_and_nobody_elses(world: World) {
        let world = world.as_demonstration();
        darlaston(&world).await;
        let mut officer = officer_of(&world, "335").await;
        officer.get(&format!("{PAGE}/authority")).await;
        officer.gets(200).sees("Rowley View Nursery").does_not_see("Publish the next edition");
        officer.get(&format!("{PAGE}/governors")).await;
        officer.gets(404);
        officer.get("/clusters/darlaston/reports/2026-spring/authority").await;
        officer.gets(404);
        let mut stranger = world.person("Sam Stranger", &[]).await;
        stranger.get(&format!("{PAGE}/authority")).await;
        stranger.gets(404);
    }

    async fn a_report_of_twelve_schools_asks_as_much_of_the_database_as_that_of_three(world: World) {
        let northgate = world.cluster_of(3).await;
        let pages = ["/clusters/northgate/reports/2026-autumn/governors", "/clusters/northgate/reports"];
        let mut reader = northgate.chair.clone();
        let mut counts = Vec::new();
        for more in [4..4, 4..13] {
            for number in more {
                let school = world.school(100_000 + number, &format!("School {number}")).await;
                let chair = northgate.chair.context(&world).await;
                clusterbuy::cluster::add_school(&chair, &northgate.cluster, school.urn).await.unwrap();
            }
            for page in pages {
                reader.get(page).await;
                let before = world.statements();
                reader.get(page).await;
                reader.gets(200);
                counts.push(world.statements() - before);
            }
        }
        assert_eq!(counts[..2], counts[2..]);
    }
}
