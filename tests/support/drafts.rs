//! A tender made by its people's own commands, from the chair's draft to the reviewer's publication.

use crate::{Person, TestCluster, World};
use clusterbuy::account::Grant;
use clusterbuy::catalogue;
use clusterbuy::tender::{self, Appointment, Edit, Found, NewTender, PriceRule};
use entity::demand::{self, DemandState};
use entity::demand_line;
use entity::membership::Role;
use entity::money::{Money, Quantity};
use entity::tender::{AuthorityHat, LeaveRule};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// When bids close: midday on Tuesday 12 January 2027, seven weeks after the world began.
pub const DEADLINE: &str = "2027-01-12T12:00:00Z";

/// A catering tender of three schools, NG-2026-001, with its team.
pub struct TestDraft {
    pub reference: String,
    pub cluster: TestCluster,
    /// Of school 2.
    pub lead: Person,
    /// Of school 3.
    pub reviewer: Person,
    pub clerk: Person,
}

impl World {
    /// A draft that lacks only its schools' demand.
    pub async fn draft(&self) -> TestDraft {
        catalogue::ensure_given(&self.platform()).await.expect("the categories are given");
        let cluster = self.cluster_of(3).await;
        cluster.agrees(self).await;
        let chair = cluster.chair.context(self).await;
        let reference = tender::create(&chair, "northgate", new_tender()).await.expect("a tender is started");
        let team = [
            (Role::TenderLead, "Lea Lead", 100_002),
            (Role::Reviewer, "Rita Reviewer", 100_003),
            (Role::KeyHolder, "Kay Holder", 100_001),
            (Role::KeyHolder, "Kim Holder", 100_003),
            (Role::Evaluator, "Eva Luator", 100_002),
        ];
        for (role, name, urn) in team {
            let email = self.person(name, &[]).await.email;
            let new = Appointment { role, name: name.to_owned(), email, urn };
            tender::appoint(&chair, &reference, new).await.expect("somebody is appointed");
        }
        let clerk = self.person("Clare Clerk", &[Grant::cluster(Role::Clerk, cluster.cluster.id, None)]).await;
        let lead = self.person("Lea Lead", &[]).await;
        let reviewer = self.person("Rita Reviewer", &[]).await;
        let draft = TestDraft { reference, cluster, lead, reviewer, clerk };
        for edit in terms() {
            draft.edit(self, edit).await;
        }
        draft
    }

    /// A draft whose schools were asked.
    pub async fn pooling_draft(&self) -> TestDraft {
        let draft = self.draft().await;
        let chair = draft.cluster.chair.context(self).await;
        tender::pool(&chair, &draft.reference).await.expect("the schools are asked");
        draft
    }

    /// A tender that waits for its reviewer.
    pub async fn reviewed_draft(&self) -> TestDraft {
        let draft = self.pooling_draft().await;
        draft.commit_demand(self).await;
        let chair = draft.cluster.chair.context(self).await;
        tender::send_to_review(&chair, &draft.reference).await.expect("it goes to review");
        draft
    }

    /// A tender that takes bids until [`DEADLINE`].
    pub async fn published_draft(&self) -> TestDraft {
        let draft = self.reviewed_draft().await;
        let reviewer = draft.reviewer.context(self).await;
        tender::publish(&reviewer, &draft.reference).await.expect("it is published");
        self.letters().await;
        draft
    }
}

impl TestDraft {
    /// The tender as it is stored now.
    pub async fn stored(&self, world: &World) -> entity::tender::Model {
        tender::by_reference(world.app.db.read(), &self.reference).await.expect("the tender is there")
    }

    /// The chair saves one task.
    pub async fn edit(&self, world: &World, edit: Edit) {
        let version = self.stored(world).await.version;
        let chair = self.cluster.chair.context(world).await;
        tender::edit(&chair, &self.reference, version, edit).await.expect("a task is saved");
    }

    /// Every school needs 100 meals a day on 190 days.
    pub async fn needs_meals(&self, world: &World) {
        let id = self.stored(world).await.id;
        let catering = catalogue::category_by_slug(world.app.db.read(), "catering").await.expect("a query");
        let catering = catering.expect("catering is given");
        let sheets = demand::Entity::find().filter(demand::Column::TenderId.eq(id)).all(world.app.db.read()).await;
        let change = world.app.db.begin_write().await.expect("a transaction begins");
        for sheet in sheets.expect("the sheets are read") {
            let empty = demand_line::Entity::delete_many().filter(demand_line::Column::DemandId.eq(sheet.id));
            empty.exec(&change).await.expect("the sheet is emptied");
            crate::tenders::needs(&change, sheet.id, &catering).await;
        }
        change.commit().await.expect("the sheets are kept");
    }

    /// Every school's head and body have committed.
    pub async fn commit_demand(&self, world: &World) {
        let id = self.stored(world).await.id;
        let row = demand::ActiveModel {
            state: sea_orm::ActiveValue::Set(DemandState::Signed),
            mandate_limit: sea_orm::ActiveValue::Set(Some(Money(50_000_000))),
            ..Default::default()
        };
        let change = world.app.db.begin_write().await.expect("a transaction begins");
        let of_tender = demand::Entity::update_many().set(row).filter(demand::Column::TenderId.eq(id));
        of_tender.exec(&change).await.expect("the demand is committed");
        change.commit().await.expect("the demand is committed");
    }
}

/// The address of one of the draft's pages: "/edit".
pub fn at(page: &str) -> String {
    format!("/tenders/NG-2026-001{page}")
}

pub fn new_tender() -> NewTender {
    NewTender {
        category: "catering".to_owned(),
        title: "Catering 2027 to 2030".to_owned(),
        contract_start: chrono::NaiveDate::from_ymd_opt(2027, 9, 1).expect("a date"),
        term_years: 3,
    }
}

/// A conflicts assessment of people without any.
pub fn nothing_found() -> Found {
    Found {
        asked: "Everybody in the team".to_owned(),
        found: "Nobody in the team has an interest".to_owned(),
        mitigation: "Nothing".to_owned(),
    }
}

fn terms() -> Vec<Edit> {
    let rule = PriceRule {
        ceiling: Some(Money(1_080_000_000)),
        target: Some(Money(240_000_000)),
        ..PriceRule::starting(Quantity(40_000))
    };
    vec![
        Edit::What { title: "Catering 2027 to 2030".to_owned(), need: "Cooked meals every day".to_owned() },
        Edit::Price { rule, quality_minimum: None, low_bid_percent: 10 },
        Edit::Leaving { minimum_schools: 2, leave_rule: LeaveRule::BidScheduleDecides },
        Edit::Dates { questions_close_at: None, deadline_at: DEADLINE.parse().expect("an instant") },
        Edit::Conflicts { assessment: nothing_found(), hat: AuthorityHat::None },
        Edit::Route { value: Money(1_296_000_000), notice_number: None, notice_published_on: None },
    ]
}
