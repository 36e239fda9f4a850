//! A cluster's demand: the matrix, the reminders, what the tender is told.

use clusterbuy::cluster;
use clusterbuy::demand::{self, Filled};
use entity::membership::Role;
use support::{TestCluster, World, both};

const MATRIX: &str = "/clusters/northgate/demand/NG-2026-001";

/// The head of a school fills in, sends and signs; with a mandate unless it is none.
async fn commits(world: &World, of: &TestCluster, at: usize, meals: &str, mandate: Option<&str>) {
    let (school, name) = (&of.schools[at], format!("Head {at}"));
    let head = world.at_school(&name, Role::Headteacher, school).await.context(world).await;
    let sheet = || demand::sheet(&head, school.urn, "NG-2026-001");
    let number = |text: &str| (text.parse().ok(), None);
    let items = [("meals_universal", "0"), ("meals_free", "0"), ("meals_paid", meals), ("service_days", "190")];
    let items = items.map(|(item, text)| (item.to_owned(), number(text))).into();
    demand::save(&head, &sheet().await.unwrap(), Filled { items, ..Filled::default() }).await.unwrap();
    demand::send(&head, &sheet().await.unwrap()).await.unwrap();
    demand::sign(&head, &sheet().await.unwrap()).await.unwrap();
    if let Some(limit) = mandate {
        demand::record_mandate(&head, &sheet().await.unwrap(), limit.parse().unwrap(), "FGB 7").await.unwrap();
    }
}

both! {
    async fn the_matrix_adds_up_meals_not_days_and_names_who_is_missing(world: World) {
        let mut northgate = world.cluster_of(3).await;
        world.used(&northgate.schools[0], "meals_paid", "110").await;
        world.pooling(&northgate).await;
        commits(&world, &northgate, 0, "99", Some("6000")).await;
        commits(&world, &northgate, 1, "61", None).await;
        northgate.chair.get("/home").await;
        northgate.chair.follow("Catering 2027 to 2030: 1 of 3 schools have committed their demand").await;
        northgate.chair.gets(200).is_at(MATRIX).sees("2 of 3 schools have replied. 1 of 3 schools that take part are committed");
        northgate.chair.sees("Missing: School 2, School 3");
        let table = northgate.chair.page().table("What each school needs");
        assert!(table[1][3].contains("99") && table[1][3].contains("11 less"), "{:?}", table[1]);
        assert_eq!(table[1][5..], ["18,810".to_owned(), "Committed".to_owned()]);
        assert_eq!(table[3][3], "Missing");
        assert_eq!(table[4][1..6], ["0", "0", "160", "–", "30,400"].map(str::to_owned));
        northgate.chair.get("/clusters/northgate/demand").await;
        assert_eq!(northgate.chair.page().table("What schools were asked for")[1][1..], ["3", "2", "1"].map(str::to_owned));
    }

    async fn schools_that_are_missing_are_reminded_and_members_cannot_remind(world: World) {
        let mut northgate = world.cluster_of(3).await;
        let manager = world.at_school("Bo Manager", Role::BusinessManager, &northgate.schools[2]).await;
        world.pooling(&northgate).await;
        commits(&world, &northgate, 0, "99", Some("6000")).await;
        commits(&world, &northgate, 1, "61", None).await;
        world.letters().await;
        northgate.chair.get(MATRIX).await;
        northgate.chair.form("Remind schools").submit().await;
        northgate.chair.gets(200).sees("Reminded 2 schools");
        let letters = world.letters().await;
        let told: Vec<(&str, bool)> =
            letters.iter().map(|it| (it.to_email.as_str(), it.text.contains("mandate"))).collect();
        assert_eq!(told, [(manager.email.as_str(), false), ("head.1@example.org", true)]);
        let mut manager = manager;
        manager.get(MATRIX).await;
        assert!(manager.gets(200).page().says("Missing: School 2, School 3") && !manager.offers("Remind schools"));
        manager.tamper(&format!("{MATRIX}/remind"), &[]).await;
        manager.gets(403);
    }

    async fn the_chair_sets_another_day_to_reply(world: World) {
        let mut northgate = world.cluster_of(2).await;
        world.pooling(&northgate).await;
        northgate.chair.get(MATRIX).await;
        northgate.chair.form("Set the day").date("due", "22 11 2026").submit().await;
        northgate.chair.gets(422).is_told("Enter a day whose midday is still to come");
        northgate.chair.form("Set the day").date("due", "7 6 2027").submit().await;
        northgate.chair.gets(200).sees("Due midday BST on Monday 7 June 2027");
    }

    async fn the_tender_is_told_who_is_committed_and_what_they_need(world: World) {
        let northgate = world.cluster_of(3).await;
        let tender = world.pooling(&northgate).await;
        commits(&world, &northgate, 0, "99", Some("6000")).await;
        commits(&world, &northgate, 1, "61", None).await;
        let out = world.at_school("Head 2", Role::Headteacher, &northgate.schools[2]).await.context(&world).await;
        let sheet = demand::sheet(&out, 100_003, "NG-2026-001").await.unwrap();
        demand::decline(&out, &sheet, "We cook ourselves").await.unwrap();
        let [first, second, _] = [0, 1, 2].map(|at| northgate.schools[at].id);
        let commitment = demand::committed(world.app.db.read(), tender.id).await.unwrap();
        assert_eq!(commitment.committed, [first]);
        assert_eq!(commitment.all, [first, second]);
        assert_eq!(commitment.missing, ["School 2"]);
        let quantities = demand::quantities(world.app.db.read(), tender.id).await.unwrap();
        let meals: Vec<String> = quantities.values().map(|units| units["meal"].to_string()).collect();
        assert_eq!(meals, ["18810", "11590"]);
    }

    async fn a_strangers_cluster_has_no_matrix(world: World) {
        let northgate = world.cluster_of(2).await;
        world.pooling(&northgate).await;
        let elsewhere = world.school(200_001, "Elsewhere Primary").await;
        let mut head = world.at_school("Sam Stranger", Role::Headteacher, &elsewhere).await;
        for path in [MATRIX, "/clusters/northgate/demand"] {
            head.get(path).await;
            head.gets(404);
        }
    }

    async fn the_matrix_asks_the_database_as_often_for_three_schools_as_for_thirty(world: World) {
        let mut northgate = world.cluster_of(3).await;
        world.pooling(&northgate).await;
        let few = statements_of(&world, &mut northgate.chair).await;
        let chair = northgate.chair.context(&world).await;
        for number in 4..=30 {
            let school = world.school(100_000 + number, &format!("School {number}")).await;
            cluster::add_school(&chair, &northgate.cluster, school.urn).await.unwrap();
            let day = world.now().date_naive();
            cluster::agree(&chair, &northgate.cluster, 1, school.id, "FGB 1", day).await.unwrap();
        }
        world.reopen(&northgate).await;
        let many = statements_of(&world, &mut northgate.chair).await;
        assert_eq!(northgate.chair.page().table("What each school needs").len(), 32);
        assert_eq!(few, many);
    }
}

async fn statements_of(world: &World, chair: &mut support::Person) -> usize {
    let before = world.statements();
    chair.get(MATRIX).await;
    chair.gets(200);
    world.statements() - before
}
