//! A catering tender that takes bids, its people, and providers that bid for it.

use crate::{Person, TestCluster, World};
use chrono::{DateTime, Duration, Utc};
use clusterbuy::account::{Grant, password};
use clusterbuy::bid;
use clusterbuy::catalogue;
use clusterbuy::platform::change::Change;
use clusterbuy::platform::event::{Chain, Event};
use clusterbuy::tender::rules::conditions::rows;
use entity::criterion::CriterionKind;
use entity::demand::{self, DemandState};
use entity::ids::*;
use entity::lot;
use entity::membership::Role;
use entity::money::{Money, Quantity};
use entity::price::{Charge, ChargeKind, PriceSchedule, Scope};
use entity::provider::{self, ProviderKind};
use entity::tender::{self, AuthorityHat, LeaveRule, Procedure, Route, TenderState};
use entity::tender_condition::{self, ConditionKind};
use entity::{account, category, criterion, declaration, demand_line};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use std::collections::BTreeMap;

/// The password that [`World::give_password`] gives.
pub const PASSWORD: &str = "correct horse battery";

/// An open catering tender of three schools: NG-2027-001, bids until 5pm on the day that every world begins, so that nobody has to sign in again.
pub struct TestTender {
    pub cluster: TestCluster,
    pub tender: tender::Model,
    pub lot: lot::Model,
    /// "menus" 30%, "staff" 30%; answers of at most 50 words.
    pub criteria: Vec<criterion::Model>,
    /// Of school 2.
    pub lead: Person,
    /// Of school 3.
    pub reviewer: Person,
    pub clerk: Person,
    /// Of schools 1 and 3; neither has an interest.
    pub key_holders: [Person; 2],
}

/// A provider and somebody who bids for it.
pub struct TestProvider {
    pub provider: provider::Model,
    pub staff: Person,
}

pub fn deadline() -> DateTime<Utc> {
    "2026-11-23T17:00:00Z".parse().expect("an instant")
}

impl World {
    /// A firm with one person who bids: "Larder" has "Staff of Larder".
    pub async fn provider(&self, name: &str) -> TestProvider {
        self.bidder(name, ProviderKind::Firm, None, Role::ProviderStaff).await
    }

    /// An authority with one person who sells its services.
    pub async fn authority(&self, name: &str, la_code: &str) -> TestProvider {
        self.bidder(name, ProviderKind::Authority, Some(la_code.to_owned()), Role::LaSeller).await
    }

    async fn bidder(&self, name: &str, kind: ProviderKind, la_code: Option<String>, role: Role) -> TestProvider {
        let row = provider::Model {
            id: ProviderId::new(self.now()),
            slug: name.to_lowercase().replace(' ', "-"),
            name: name.to_owned(),
            kind,
            la_code,
            urn: None,
            company_number: Some("01234567".to_owned()),
            address: Some("1 High Street".to_owned()),
            contact_name: Some("Pat Seller".to_owned()),
            contact_email: Some("pat@example.org".to_owned()),
            description: String::new(),
            created_at: self.now(),
        };
        self.keep_row(row.clone().into_active_model()).await;
        let staff = self.person(&format!("Staff of {name}"), &[Grant::provider(role, row.id)]).await;
        TestProvider { provider: row, staff }
    }

    /// From now on the schools' authority is this in the tender.
    pub async fn authority_is(&self, tender: &TestTender, hat: AuthorityHat) {
        let mut row = tender.tender.clone().into_active_model();
        row.authority_hat = sea_orm::ActiveValue::Set(Some(hat));
        let change = self.app.db.begin_write().await.expect("a transaction begins");
        row.update(&change).await.expect("the tender is there");
        change.commit().await.expect("the hat is kept");
    }

    /// A tender like another one, with a reference of its own.
    pub async fn another_tender(&self, like: &TestTender, reference: &str) -> String {
        let id = TenderId::new(self.now());
        let row = tender::Model { id, reference: reference.to_owned(), ..like.tender.clone() };
        self.keep_row(row.into_active_model()).await;
        let row = lot::Model { id: LotId::new(self.now()), tender_id: id, ..like.lot.clone() };
        self.keep_row(row.into_active_model()).await;
        self.make_key(id).await;
        reference.to_owned()
    }

    /// What publishing does: the key that bids of this tender are sealed to.
    pub async fn make_key(&self, tender: TenderId) {
        let change = Change::begin(&self.platform()).await.expect("a change begins");
        clusterbuy::tender::make_key(&change, tender).await.expect("a key is made");
        let event = Event::new(Chain::Tender(tender), "tender.published", format!("tender:{tender}"));
        change.commit(event).await.expect("the key is kept");
    }

    pub async fn give_password(&self, person: &Person) {
        let hash = password::hash(PASSWORD.to_owned()).await.expect("a password is hashed");
        let row = account::ActiveModel {
            id: sea_orm::ActiveValue::Set(person.account),
            password_hash: sea_orm::ActiveValue::Set(Some(hash)),
            ..Default::default()
        };
        let change = self.app.db.begin_write().await.expect("a transaction begins");
        row.update(&change).await.expect("the account is there");
        change.commit().await.expect("the password is kept");
    }

    /// Says that this person has no interest in any bidder.
    pub async fn declare(&self, tender: TenderId, person: &Person) {
        let row = declaration::Model {
            id: DeclarationId::new(self.now()),
            tender_id: tender,
            account_id: person.account,
            has_interest: false,
            detail: None,
            declared_at: self.now(),
            bidders_declared_at: Some(self.now()),
        };
        self.keep_row(row.into_active_model()).await;
    }

    async fn keep_row<A>(&self, row: A)
    where
        A: ActiveModelTrait + sea_orm::ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        let change = self.app.db.begin_write().await.expect("a transaction begins");
        row.insert(&change).await.expect("the row is kept");
        change.commit().await.expect("the row is kept");
    }

    /// The tender with its team; nobody has bid yet. Its conditions are declared: no document is asked for.
    pub async fn open_tender(&self) -> TestTender {
        catalogue::ensure_given(&self.platform()).await.expect("the categories are given");
        let cluster = self.cluster_of(3).await;
        let catering = catalogue::category_by_slug(self.app.db.read(), "catering").await.expect("a query");
        let catering = catering.expect("catering is given");
        let tender = open_row(self.now(), &cluster, &catering);
        self.keep_row(tender.clone().into_active_model()).await;
        let lot = lot::Model {
            id: LotId::new(self.now()),
            tender_id: tender.id,
            number: 1,
            title: tender.title.clone(),
            state: TenderState::Open,
            weight: Quantity::ONE,
            price_rule: None,
            ended_reason: None,
            asked_until: None,
            standstill_from: None,
            standstill_ends_at: None,
        };
        self.keep_row(lot.clone().into_active_model()).await;
        let criteria = vec![
            question(self.now(), lot.id, 1, "menus", "How will you plan our menus?"),
            question(self.now(), lot.id, 2, "staff", "How will you keep staff trained?"),
        ];
        for row in &criteria {
            self.keep_row(row.clone().into_active_model()).await;
        }
        for row in rows(tender.id, "catering") {
            let declared = tender_condition::Model { kind: ConditionKind::Declaration, ..row };
            self.keep_row(declared.into_active_model()).await;
        }
        self.demand(&tender, &cluster, &catering).await;
        self.make_key(tender.id).await;
        self.team(cluster, tender, lot, criteria).await
    }

    async fn demand(&self, tender: &tender::Model, cluster: &TestCluster, catering: &category::Model) {
        let change = self.app.db.begin_write().await.expect("a transaction begins");
        for school in &cluster.schools {
            sheet(&change, self.now(), tender.id, school.id, catering).await;
        }
        change.commit().await.expect("the demand is kept");
    }

    async fn team(
        &self,
        cluster: TestCluster,
        tender: tender::Model,
        lot: lot::Model,
        criteria: Vec<criterion::Model>,
    ) -> TestTender {
        let school = |at: usize| Some(cluster.schools[at].id);
        let role = |role: Role, at: usize| [Grant::tender(role, tender.id, school(at))];
        let lead = self.person("Lena Lead", &role(Role::TenderLead, 1)).await;
        let reviewer = self.person("Rita Reviewer", &role(Role::Reviewer, 2)).await;
        let clerk = self.person("Cleo Clerk", &[Grant::cluster(Role::Clerk, cluster.cluster.id, None)]).await;
        let key_holders = [
            self.person("Kay Keyholder", &role(Role::KeyHolder, 0)).await,
            self.person("Ken Keyholder", &role(Role::KeyHolder, 2)).await,
        ];
        for person in &key_holders {
            self.give_password(person).await;
            self.declare(tender.id, person).await;
        }
        TestTender { cluster, tender, lot, criteria, lead, reviewer, clerk, key_holders }
    }
}

impl TestTender {
    /// A complete bid at this price a meal, submitted by commands; answers the bid.
    pub async fn bid_of(&self, world: &World, bidder: &TestProvider, meal: &str) -> BidId {
        world.bid(&self.tender.reference, bidder, meal).await
    }

    /// The deadline passes, and both key-holders open the bids.
    pub async fn opened(&self, world: &World) {
        world.clock.set(deadline() + Duration::hours(1));
        for person in &self.key_holders {
            let context = person.context(world).await;
            bid::confirm_opening(&context, &self.tender.reference, PASSWORD, &world.code())
                .await
                .expect("a key-holder confirms");
        }
    }

    /// The tender as it is stored now.
    pub async fn now(&self, world: &World) -> tender::Model {
        let found = tender::Entity::find_by_id(self.tender.id).one(world.app.db.read()).await;
        found.expect("a query").expect("the tender is there")
    }
}

/// A price for each meal, by the school.
pub fn meals_at(pounds: &str) -> PriceSchedule {
    let charge = Charge {
        id: "meals".to_owned(),
        label: Some("Meals".to_owned()),
        component: "food".to_owned(),
        scope: Scope::School,
        kind: ChargeKind::Unit { unit: "meal".to_owned(), rate: pounds.parse().expect("a price") },
        applies_to: None,
        minimum: None,
        maximum: None,
        indexed: true,
        vat_percent: None,
    };
    PriceSchedule {
        term_years: 3,
        index_percent: Vec::new(),
        discount_percent: None,
        max_members: None,
        max_volume: Vec::new(),
        lot_discount: None,
        discounts: Vec::new(),
        charges: vec![charge],
    }
}

fn open_row(now: DateTime<Utc>, cluster: &TestCluster, catering: &category::Model) -> tender::Model {
    tender::Model {
        id: TenderId::new(now),
        reference: "NG-2027-001".to_owned(),
        cluster_id: cluster.cluster.id,
        category_id: catering.id,
        title: "School meals".to_owned(),
        state: TenderState::Open,
        need: "Hot meals every school day".to_owned(),
        contract_start: "2027-09-01".parse().ok(),
        term_years: 3,
        price_rule: json!({ "weight": "40", "method": "lowest_ratio" }),
        quality_minimum: None,
        low_bid_percent: 20,
        minimum_schools: 1,
        leave_rule: LeaveRule::BidScheduleDecides,
        authority_hat: Some(AuthorityHat::None),
        estimated_value: Some(Money(4_000_000_000)),
        route: Some(Route::LightTouch),
        procedure: Some(Procedure::LightTouch),
        notice_number: None,
        notice_published_on: None,
        questions_close_at: Some(deadline() - Duration::hours(3)),
        participation_closes_at: None,
        deadline_at: Some(deadline()),
        bid_validity_days: 90,
        pooled_at: Some(now),
        published_at: Some(now),
        public_version: 1,
        closed_at: None,
        opened_at: None,
        ended_reason: None,
        created_at: now,
        version: 1,
    }
}

fn question(now: DateTime<Utc>, lot: LotId, position: i32, code: &str, question: &str) -> criterion::Model {
    criterion::Model {
        id: CriterionId::new(now),
        lot_id: lot,
        position,
        code: code.to_owned(),
        name: code.to_owned(),
        question: question.to_owned(),
        weight: Quantity(30_000),
        scale_max: 5,
        minimum: None,
        word_limit: 50,
        kind: CriterionKind::Written,
    }
}

/// A signed, authorised, locked sheet of 100 meals a day on 190 days.
async fn sheet(
    connection: &impl ConnectionTrait,
    now: DateTime<Utc>,
    tender: TenderId,
    school: SchoolId,
    catering: &category::Model,
) {
    let row = demand::Model {
        id: DemandId::new(now),
        tender_id: tender,
        school_id: school,
        state: DemandState::Signed,
        due_at: now,
        contract_ends_on: None,
        notice_by: None,
        kitchen_on_site: Some(true),
        note: None,
        signed_at: Some(now),
        signed_by: None,
        mandate_limit: Some(Money(2_000_000_000)),
        mandate_minute: Some("FGB 1".to_owned()),
        mandate_recorded_by: None,
        mandate_at: Some(now),
        locked_at: Some(now),
        updated_at: now,
    };
    let id = row.id;
    row.into_active_model().insert(connection).await.expect("a sheet is kept");
    needs(connection, id, catering).await;
}

/// What a sheet of 100 meals a day on 190 days says.
pub async fn needs(connection: &impl ConnectionTrait, id: DemandId, catering: &category::Model) {
    let quantities =
        BTreeMap::from([("meals_universal", 50), ("meals_free", 20), ("meals_paid", 30), ("service_days", 190)]);
    for item in &catering.shape.items {
        let quantity = quantities.get(item.id.as_str()).map(|whole| Quantity(whole * 1_000));
        let line =
            demand_line::Model { demand_id: id, item: item.id.clone(), last_year: quantity, quantity, note: None };
        line.into_active_model().insert(connection).await.expect("a line is kept");
    }
}
