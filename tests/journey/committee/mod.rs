//! The committee of a cluster: terms of reference, meetings, votes, minutes, elections, sub-groups.

mod decisions;
mod elections;
mod groups;
mod inquorate;
mod meetings;
mod terms;

use chrono::{DateTime, Duration, TimeZone, Utc};
use clusterbuy::cluster::{self, Appointment};
use clusterbuy::committee::rules::{NewTerms, defaults};
use clusterbuy::committee::{self, Attendance, ItemRecord, NewItem, NewMeeting};
use entity::agreement::SharingRule;
use entity::committee_item::{DecisionKind, ItemPurpose};
use entity::ids::SchoolId;
use entity::membership::Role;
use entity::vote::{Capacity, Choice};
use support::{Person, TestCluster, World};

/// 4pm on Tuesday 1 December 2026: seven clear days after every world begins.
fn meeting_hour() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 12, 1, 16, 0, 0).unwrap()
}

/// A cluster whose schools have a representative and a substitute, with a clerk, an agreement and terms of reference.
struct Committee {
    northgate: TestCluster,
    clerk: Person,
    /// In the cluster's order: governors of their schools.
    representatives: Vec<Person>,
    substitutes: Vec<Person>,
}

async fn appointed(world: &World, of: &TestCluster, role: Role, school: Option<SchoolId>, name: &str) -> Person {
    let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
    let new = Appointment { role, school, name: name.to_owned(), email };
    cluster::appoint(&of.chair.context(world).await, &of.cluster, new).await.unwrap();
    world.person(name, &[]).await
}

async fn committee_of(world: &World, count: i32) -> Committee {
    let committee = without_terms(world, count).await;
    committee.sets_terms(world, defaults(false).gates).await;
    committee
}

async fn without_terms(world: &World, count: i32) -> Committee {
    let northgate = world.cluster_of(count).await;
    northgate.agrees(world).await;
    let (mut representatives, mut substitutes) = (Vec::new(), Vec::new());
    for (number, school) in (1..).zip(&northgate.schools) {
        let name = format!("Rae Voter {number}");
        world.at_school(&name, Role::Governor, school).await;
        representatives.push(appointed(world, &northgate, Role::Representative, Some(school.id), &name).await);
        let name = format!("Sam Stand-in {number}");
        substitutes.push(appointed(world, &northgate, Role::Substitute, Some(school.id), &name).await);
    }
    let clerk = appointed(world, &northgate, Role::Clerk, None, "Cleo Clerk").await;
    world.letters().await;
    Committee { northgate, clerk, representatives, substitutes }
}

impl Committee {
    async fn sets_terms(&self, world: &World, gates: Vec<DecisionKind>) {
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
            gates,
        };
        committee::set_terms(&self.clerk.context(world).await, "northgate", terms).await.unwrap();
    }

    /// A planned meeting in eight days with one decision.
    async fn plans(&self, world: &World, kind: DecisionKind, rule: Option<SharingRule>) -> i32 {
        let clerk = self.clerk.context(world).await;
        let starts_at = world.now().date_naive().and_hms_opt(16, 0, 0).unwrap().and_utc() + Duration::days(8);
        let new = NewMeeting { starts_at, place: "School 1, hall".to_owned() };
        let number = committee::plan(&clerk, "northgate", new).await.unwrap();
        committee::add_item(&clerk, "northgate", number, decision(kind, rule)).await.unwrap();
        number
    }

    /// A meeting that was called, and has begun.
    async fn meets(&self, world: &World, kind: DecisionKind, rule: Option<SharingRule>) -> i32 {
        let number = self.plans(world, kind, rule).await;
        committee::call(&self.clerk.context(world).await, "northgate", number, None).await.unwrap();
        world.advance(Duration::days(8) + Duration::hours(7));
        number
    }

    fn school(&self, at: usize) -> SchoolId {
        self.northgate.schools[at].id
    }

    /// The representatives of the first so many schools came and voted.
    async fn votes(&self, world: &World, number: i32, (came, votes_for): (usize, usize)) {
        let clerk = self.clerk.context(world).await;
        let schools = (0..came).map(|at| (self.school(at), Capacity::Representative)).collect();
        let attendance = Attendance { schools, ..Attendance::default() };
        committee::record_attendance(&clerk, "northgate", number, attendance).await.unwrap();
        let choice = |at: usize| if at < votes_for { Choice::For } else { Choice::Against };
        let votes = (0..came).map(|at| (self.school(at), choice(at))).collect();
        let record = ItemRecord { votes, ..ItemRecord::default() };
        committee::record_item(&clerk, "northgate", number, 1, record).await.unwrap();
    }

    /// Drafts and publishes the minutes; answers the version of the agreement that came of it.
    async fn publishes(&self, world: &World, number: i32) -> Option<i32> {
        let clerk = self.clerk.context(world).await;
        committee::save_minutes(&clerk, "northgate", number, None).await.unwrap();
        committee::publish(&clerk, "northgate", number).await.unwrap()
    }
}

fn decision(kind: DecisionKind, sharing_rule: Option<SharingRule>) -> NewItem {
    NewItem {
        purpose: ItemPurpose::Decision,
        title: "Catering together".to_owned(),
        words: "The schools tender catering together.".to_owned(),
        kind: Some(kind),
        sharing_rule,
    }
}

/// The sentence of a refusal.
fn told<T: std::fmt::Debug>(result: clusterbuy::platform::error::Result<T>) -> String {
    match result {
        Err(clusterbuy::platform::error::Error::Refused { sentence, .. }) => sentence,
        other => panic!("a refusal was expected: {other:?}"),
    }
}
