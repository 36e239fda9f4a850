//! The schools decide: recommendation, vote, joining, outcomes, standstill, challenge, contract.

mod after;
mod decide;
mod pages;

use chrono::{DateTime, NaiveDate, Utc};
use clusterbuy::account::Grant;
use clusterbuy::award::{self, NewBallot, NewVote, Recording};
use clusterbuy::platform::context::Context;
use clusterbuy::platform::error::Error;
use entity::ballot::Motion;
use entity::ids::AccountId;
use entity::membership::Role;
use entity::tender::TenderState;
use entity::vote::Choice;
use entity::{declaration, ids::DeclarationId, lot};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use support::priced::{ORDER, PricedTender};
use support::{Person, World};

const REFERENCE: &str = "DA-2027-001";

/// Everybody whom a decision needs, and the tender.
struct Cast {
    priced: PricedTender,
    chair: Person,
    clerk: Person,
    lead: Person,
    /// One for each school, in the cluster's order.
    representatives: Vec<Person>,
}

/// At 5pm on Tuesday 1 December 2026: 30 November is no working day.
fn closing() -> DateTime<Utc> {
    "2026-12-01T17:00:00Z".parse().unwrap()
}

async fn cast_of(world: &World) -> Cast {
    let priced = world.priced_tender().await;
    let (cluster, tender) = (priced.cluster.id, priced.tender.id);
    let host = priced.school("pinfold-street");
    let mut representatives = Vec::new();
    for id in ORDER {
        let grant = Grant::cluster(Role::Representative, cluster, Some(priced.school(id)));
        let person = world.person(&format!("Rep {}", id.replace('-', " ")), &[grant]).await;
        declare(world, &priced, person.account, false).await;
        representatives.push(person);
    }
    Cast {
        chair: world.person("Chris Chair", &[Grant::cluster(Role::Chair, cluster, Some(host))]).await,
        clerk: world.person("Cleo Clerk", &[Grant::cluster(Role::Clerk, cluster, None)]).await,
        lead: world.person("Lee Lead", &[Grant::tender(Role::TenderLead, tender, Some(host))]).await,
        representatives,
        priced,
    }
}

async fn declare(world: &World, priced: &PricedTender, account: AccountId, has_interest: bool) {
    let row = declaration::Model {
        id: DeclarationId::new(world.now()),
        tender_id: priced.tender.id,
        account_id: account,
        has_interest,
        detail: has_interest.then(|| "Director of a bidder".to_owned()),
        declared_at: world.now(),
    };
    let tx = world.app.db.begin_write().await.unwrap();
    row.into_active_model().insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

fn ballot(motion: Motion) -> NewBallot {
    NewBallot {
        motion,
        closes_on: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
        closes_hour: 17,
        grounds: (motion != Motion::Accept).then(|| "A score was entered for the wrong bid".to_owned()),
    }
}

fn vote(choice: Choice) -> NewVote {
    NewVote { choice, reason: None }
}

fn recording() -> Recording {
    Recording { reason: "Best total".to_owned(), casting_vote: None }
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused { sentence, .. } | Error::Stale(sentence)) => sentence,
        other => panic!("a refusal was expected, not {other:?}"),
    }
}

impl Cast {
    async fn recommend(&self, world: &World) {
        let lead = self.lead.context(world).await;
        award::recommend(&lead, REFERENCE, "Best total, and a plan for every kitchen.").await.unwrap();
    }

    /// Recommended, with an open vote.
    async fn open(&self, world: &World, motion: Motion) {
        let clerk = self.clerk.context(world).await;
        award::open_ballot(&clerk, REFERENCE, ballot(motion)).await.unwrap();
    }

    async fn votes(&self, world: &World, representative: usize, choice: Choice) {
        let voter = self.representatives[representative].context(world).await;
        award::cast(&voter, REFERENCE, vote(choice)).await.unwrap();
    }

    /// A vote that `count` schools support, recorded after it has closed.
    async fn decide(&self, world: &World, motion: Motion, count: usize) -> award::rules::Counted {
        self.open(world, motion).await;
        for representative in 0..count {
            self.votes(world, representative, Choice::For).await;
        }
        world.clock.set(closing());
        award::record_vote(&self.clerk.context(world).await, REFERENCE, recording()).await.unwrap()
    }

    /// Everybody is in, and the vote accepted Alder.
    async fn ratified(&self, world: &World) {
        self.recommend(world).await;
        assert!(self.decide(world, Motion::Accept, 6).await.carried);
    }

    async fn standstill(&self, world: &World) -> NaiveDate {
        self.ratified(world).await;
        award::send_outcomes_and_start_standstill(&self.chair.context(world).await, REFERENCE).await.unwrap()
    }

    async fn lot(&self, world: &World) -> lot::Model {
        lot::Entity::find_by_id(self.priced.lot.id).one(world.app.db.read()).await.unwrap().unwrap()
    }

    async fn state(&self, world: &World) -> TenderState {
        self.lot(world).await.state
    }

    async fn bidder(&self, world: &World, bid: &str) -> Person {
        let grant = Grant::provider(Role::ProviderStaff, self.priced.provider(bid));
        world.person(&format!("Bo {bid}"), &[grant]).await
    }

    async fn head(&self, world: &World, school: &str) -> Person {
        let school = self.priced.darlaston.school(school);
        world.at_school(&format!("Head of {}", school.name), Role::Headteacher, school).await
    }
}

async fn of(person: &Person, world: &World) -> Context {
    person.context(world).await
}
