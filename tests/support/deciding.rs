//! The people who decide on the priced tender, and what they do: recommend, open a vote, cast, record, send outcomes.

use crate::priced::{ORDER, PricedTender};
use crate::{Person, World};
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

pub const REFERENCE: &str = "DA-2027-001";

/// Everybody whom a decision needs, and the tender.
pub struct Cast {
    pub priced: PricedTender,
    pub chair: Person,
    pub clerk: Person,
    pub lead: Person,
    /// One for each school, in the cluster's order.
    pub representatives: Vec<Person>,
}

/// At 5pm on Tuesday 1 December 2026: 30 November is no working day.
pub fn closing() -> DateTime<Utc> {
    "2026-12-01T17:00:00Z".parse().expect("it is done")
}

pub async fn cast_of(world: &World) -> Cast {
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

pub async fn declare(world: &World, priced: &PricedTender, account: AccountId, has_interest: bool) {
    let row = declaration::Model {
        id: DeclarationId::new(world.now()),
        tender_id: priced.tender.id,
        account_id: account,
        has_interest,
        detail: has_interest.then(|| "Director of a bidder".to_owned()),
        declared_at: world.now(),
        bidders_declared_at: Some(world.now()),
    };
    let tx = world.app.db.begin_write().await.expect("it is done");
    row.into_active_model().insert(&tx).await.expect("it is done");
    tx.commit().await.expect("it is done");
}

pub fn ballot(motion: Motion) -> NewBallot {
    NewBallot {
        motion,
        closes_on: NaiveDate::from_ymd_opt(2026, 12, 1).expect("it is done"),
        closes_hour: 17,
        grounds: (motion != Motion::Accept).then(|| "A score was entered for the wrong bid".to_owned()),
    }
}

pub fn vote(choice: Choice) -> NewVote {
    NewVote { choice, reason: None }
}

pub fn recording() -> Recording {
    Recording { reason: "Best total".to_owned(), casting_vote: None }
}

pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused { sentence, .. } | Error::Stale(sentence)) => sentence,
        other => panic!("a refusal was expected, not {other:?}"),
    }
}

impl Cast {
    pub async fn recommend(&self, world: &World) {
        let lead = self.lead.context(world).await;
        award::recommend(&lead, REFERENCE, "Best total, and a plan for every kitchen.").await.expect("it is done");
    }

    /// Recommended, with an open vote.
    pub async fn open(&self, world: &World, motion: Motion) {
        let clerk = self.clerk.context(world).await;
        award::open_ballot(&clerk, REFERENCE, ballot(motion)).await.expect("it is done");
    }

    pub async fn votes(&self, world: &World, representative: usize, choice: Choice) {
        let voter = self.representatives[representative].context(world).await;
        award::cast(&voter, REFERENCE, vote(choice)).await.expect("it is done");
    }

    /// A vote that `count` schools support, recorded after it has closed.
    pub async fn decide(&self, world: &World, motion: Motion, count: usize) -> award::rules::Counted {
        self.open(world, motion).await;
        for representative in 0..count {
            self.votes(world, representative, Choice::For).await;
        }
        world.clock.set(closing());
        award::record_vote(&self.clerk.context(world).await, REFERENCE, recording()).await.expect("it is done")
    }

    /// Everybody is in, and the vote accepted Alder.
    pub async fn ratified(&self, world: &World) {
        self.recommend(world).await;
        assert!(self.decide(world, Motion::Accept, 6).await.carried);
    }

    pub async fn standstill(&self, world: &World) -> NaiveDate {
        self.ratified(world).await;
        award::send_outcomes_and_start_standstill(&self.chair.context(world).await, REFERENCE)
            .await
            .expect("it is done")
    }

    pub async fn lot(&self, world: &World) -> lot::Model {
        lot::Entity::find_by_id(self.priced.lot.id)
            .one(world.app.db.read())
            .await
            .expect("it is done")
            .expect("it is done")
    }

    pub async fn state(&self, world: &World) -> TenderState {
        self.lot(world).await.state
    }

    pub async fn bidder(&self, world: &World, bid: &str) -> Person {
        let grant = Grant::provider(Role::ProviderStaff, self.priced.provider(bid));
        world.person(&format!("Bo {bid}"), &[grant]).await
    }

    pub async fn head(&self, world: &World, school: &str) -> Person {
        let school = self.priced.darlaston.school(school);
        world.at_school(&format!("Head of {}", school.name), Role::Headteacher, school).await
    }
}

pub async fn of(person: &Person, world: &World) -> Context {
    person.context(world).await
}
