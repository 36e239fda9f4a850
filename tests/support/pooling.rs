//! A cluster whose catering tender asks its schools what they need.

use crate::{TestCluster, World};
use clusterbuy::platform::change::Change;
use clusterbuy::platform::event::{Chain, Event};
use clusterbuy::tender::rules::price_rule::PriceRule;
use clusterbuy::{catalogue, cluster, demand};
use entity::ids::{LotId, TenderId};
use entity::lot;
use entity::money::Quantity;
use entity::school;
use entity::tender::{self, LeaveRule, TenderState};
use entity::volume;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

impl World {
    /// What a school used of an item of catering, "meals_paid", in the year that began in 2025.
    pub async fn used(&self, school: &school::Model, item: &str, quantity: &str) {
        catalogue::ensure_given(&self.platform()).await.expect("the categories are given");
        let category = catalogue::category_by_slug(self.app.db.read(), "catering").await;
        let row = volume::Model {
            school_id: school.id,
            category_id: category.expect("categories are read").expect("catering is given").id,
            item: item.to_owned(),
            year: 2025,
            quantity: quantity.parse::<Quantity>().expect("a quantity"),
            recorded_at: self.now(),
        };
        let change = self.app.db.begin_write().await.expect("a transaction begins");
        row.into_active_model().insert(&change).await.expect("the volume is kept");
        change.commit().await.expect("the volume is kept");
    }

    /// The cluster's catering tender NG-2026-001 starts to pool, under an agreement: every school has a sheet.
    pub async fn pooling(&self, of: &TestCluster) -> tender::Model {
        let in_force = cluster::agreement_in_force(self.app.db.read(), of.cluster.id).await;
        if in_force.expect("agreements are read").is_none() {
            of.agrees(self).await;
        }
        catalogue::ensure_given(&self.platform()).await.expect("the categories are given");
        let category = catalogue::category_by_slug(self.app.db.read(), "catering").await;
        let category = category.expect("categories are read").expect("catering is given");
        let mut change = Change::begin(&of.chair.context(self).await).await.expect("a change begins");
        let row = tender::ActiveModel {
            id: Set(TenderId::new(self.now())),
            reference: Set("NG-2026-001".to_owned()),
            cluster_id: Set(of.cluster.id),
            category_id: Set(category.id),
            title: Set("Catering 2027 to 2030".to_owned()),
            state: Set(TenderState::Pooling),
            need: Set(String::new()),
            term_years: Set(3),
            price_rule: Set(serde_json::to_value(PriceRule::starting(Quantity(40_000))).expect("a rule is JSON")),
            low_bid_percent: Set(20),
            minimum_schools: Set(1),
            leave_rule: Set(LeaveRule::BidScheduleDecides),
            bid_validity_days: Set(90),
            pooled_at: Set(Some(self.now())),
            public_version: Set(0),
            created_at: Set(self.now()),
            version: Set(1),
            ..Default::default()
        };
        let tender = row.insert(change.tx()).await.expect("the tender is kept");
        let lot = lot::ActiveModel {
            id: Set(LotId::new(self.now())),
            tender_id: Set(tender.id),
            number: Set(1),
            title: Set(tender.title.clone()),
            state: Set(TenderState::Pooling),
            weight: Set(Quantity::ONE),
            ..Default::default()
        };
        lot.insert(change.tx()).await.expect("the lot is kept");
        demand::open_for(&mut change, &tender, &category).await.expect("the sheets are opened");
        let event = Event::new(Chain::Tender(tender.id), "tender.pooling", format!("tender:{}", tender.id));
        change.commit(event).await.expect("the change is kept");
        tender
    }

    /// The tender pools again: schools that joined since get a sheet.
    pub async fn reopen(&self, of: &TestCluster) {
        let reader = self.app.db.read();
        let tender = clusterbuy::tender::by_reference(reader, "NG-2026-001").await.expect("the tender is there");
        let category = catalogue::category_by_id(reader, tender.category_id).await;
        let category = category.expect("categories are read").expect("catering is given");
        let mut change = Change::begin(&of.chair.context(self).await).await.expect("a change begins");
        demand::open_for(&mut change, &tender, &category).await.expect("the sheets are opened");
        let event = Event::new(Chain::Tender(tender.id), "tender.pooling", format!("tender:{}", tender.id));
        change.commit(event).await.expect("the change is kept");
    }

    /// Review: what schools need is locked.
    pub async fn lock(&self, of: &TestCluster, tender: &tender::Model) {
        let mut change = Change::begin(&of.chair.context(self).await).await.expect("a change begins");
        demand::lock_all(&mut change, tender).await.expect("the sheets are locked");
        let event = Event::new(Chain::Tender(tender.id), "tender.review", format!("tender:{}", tender.id));
        change.commit(event).await.expect("the change is kept");
    }
}
