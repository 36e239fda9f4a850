//! The pages of a committee at two widths, for the clerk who runs it.

use chrono::Duration;
use clusterbuy::cluster::{self, Appointment};
use clusterbuy::committee::rules::{NewTerms, defaults};
use clusterbuy::committee::{self, Attendance, NewElection, NewItem, NewMeeting};
use entity::committee_item::{DecisionKind, ItemPurpose};
use entity::membership::Role;
use entity::vote::Capacity;
use support::{Person, World, in_browser};

/// A cluster of three with terms of reference, a meeting that has begun, and an open election. Answers its clerk.
async fn meeting(world: &World) -> Person {
    let northgate = world.cluster_of(3).await;
    northgate.agrees(world).await;
    let chair = northgate.chair.context(world).await;
    let appointed = |role: Role, school, name: &str| Appointment {
        role,
        school,
        name: name.to_owned(),
        email: format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
    };
    for (name, school) in ["Rae One", "Rae Two", "Rae Three"].into_iter().zip(&northgate.schools) {
        let new = appointed(Role::Representative, Some(school.id), name);
        cluster::appoint(&chair, &northgate.cluster, new).await.unwrap();
    }
    cluster::appoint(&chair, &northgate.cluster, appointed(Role::Clerk, None, "Cleo Clerk")).await.unwrap();
    let clerk = world.person("Cleo Clerk", &[]).await;
    let context = clerk.context(world).await;
    let start = defaults(false);
    let terms = NewTerms {
        starts_on: world.now().date_naive(),
        statutory: false,
        quorum: start.quorum,
        quorum_count: start.quorum_count,
        notice_days: start.notice_days,
        meetings_a_year: start.meetings_a_year,
        chair_from: start.chair_from,
        independent_clerk: start.independent_clerk,
        gates: start.gates,
    };
    committee::set_terms(&context, "northgate", terms).await.unwrap();
    let starts_at = world.now() + Duration::days(9);
    for _ in 0..2 {
        let new = NewMeeting { starts_at, place: "School 1, hall".to_owned() };
        let number = committee::plan(&context, "northgate", new).await.unwrap();
        let item = NewItem {
            purpose: ItemPurpose::Decision,
            title: "Catering together".to_owned(),
            words: "The schools tender catering together.".to_owned(),
            kind: Some(DecisionKind::StartTender),
            sharing_rule: None,
        };
        committee::add_item(&context, "northgate", number, item).await.unwrap();
    }
    committee::call(&context, "northgate", 1, None).await.unwrap();
    world.advance(Duration::days(9) + Duration::hours(1));
    let context = clerk.context(world).await;
    let schools = northgate.schools.iter().map(|school| (school.id, Capacity::Representative)).collect();
    let attendance = Attendance { schools, ..Attendance::default() };
    committee::record_attendance(&context, "northgate", 1, attendance).await.unwrap();
    let election = NewElection {
        office: Role::Chair,
        nominations_until: world.now() + Duration::days(2),
        closes_at: Some(world.now() + Duration::days(4)),
        meeting: None,
        term_ends_on: "2027-08-31".parse().unwrap(),
    };
    committee::open_election(&context, "northgate", election).await.unwrap();
    clerk.returning(world).await
}

in_browser! {
    async fn the_clerks_pages_stand_at_two_widths(browser: Browser) {
        let world = World::on_sqlite().await;
        let clerk = meeting(&world).await;
        let site = world.listen().await;
        browser.sign_in(&site, &clerk).await;
        let pages = [
            ("committee", "/clusters/northgate/committee"),
            ("committee-terms", "/clusters/northgate/committee/terms"),
            ("committee-meetings", "/clusters/northgate/meetings"),
            ("committee-meeting-new", "/clusters/northgate/meetings/new"),
            ("committee-meeting", "/clusters/northgate/meetings/1"),
            ("committee-attendance", "/clusters/northgate/meetings/1/attendance"),
            ("committee-item", "/clusters/northgate/meetings/1/items/1"),
            ("committee-minutes", "/clusters/northgate/meetings/1/minutes"),
            ("committee-elections", "/clusters/northgate/elections"),
            ("committee-groups", "/clusters/northgate/groups"),
        ];
        for (name, path) in pages {
            browser.open(&site.url(path)).await;
            browser.inspect(name).await;
        }
    }
}
