//! The catering tender of the demonstration's figures with its prices open, as rows: what stands before a recommendation.

use crate::World;
use crate::darlaston::Darlaston;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use clusterbuy::bid::rules::{Interest, Organisation, Package, non_price_part};
use entity::criterion::CriterionKind;
use entity::demand::DemandState;
use entity::ids::*;
use entity::money::{Money, Quantity};
use entity::price_enquiry::EnquiryOutcome;
use entity::tender::{LeaveRule, TenderState};
use entity::{
    account, bid, bid_submission, cluster, consensus, criterion, demand, demand_line, lot, opened_bid, price_enquiry,
    provider, tender,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// In the cluster's order.
pub const ORDER: [&str; 9] = [
    "rowley-view",
    "moorcroft-wood",
    "pinfold-street",
    "salisbury",
    "grace-academy",
    "kings-hill",
    "old-church",
    "rough-hay",
    "st-josephs",
];

/// What every body has authorised a year, in pounds: more than any share.
const MANDATE: i64 = 3_000;

/// A tender at Priced.
pub struct PricedTender {
    pub darlaston: Darlaston,
    pub cluster: cluster::Model,
    pub tender: tender::Model,
    pub lot: lot::Model,
    /// alder, birch, cedar.
    pub bids: BTreeMap<String, bid::Model>,
}

impl PricedTender {
    /// Its one lot with the tender as both are stored now.
    pub async fn alone(&self, world: &World) -> clusterbuy::tender::TenderLot {
        let connection = world.app.db.read();
        let tender = clusterbuy::tender::by_id(connection, self.tender.id).await.expect("the tender is there");
        clusterbuy::tender::lot_at(connection, tender, None).await.expect("the lot is there")
    }

    /// Its lot as it is stored now.
    pub async fn lot_now(&self, world: &World) -> lot::Model {
        clusterbuy::tender::first_lot(world.app.db.read(), self.tender.id).await.expect("the lot is there")
    }

    /// The page of the tender: `decision`.
    pub fn page(&self, page: &str) -> String {
        format!("/tenders/{}/{page}", self.tender.reference)
    }

    pub fn school(&self, id: &str) -> SchoolId {
        self.darlaston.school(id).id
    }

    pub fn provider(&self, bid: &str) -> ProviderId {
        self.bids[bid].provider_id.expect("the bid is opened")
    }
}

impl World {
    /// Alder, Birch and Cedar are scored, Birch's low price is explained, eight schools need meals.
    pub async fn priced_tender(&self) -> PricedTender {
        let darlaston = self.darlaston().await;
        let schools: Vec<_> = ORDER.iter().map(|id| darlaston.school(id)).collect();
        let cluster = self.join(&schools).await;
        let now = self.now();
        let tender = tender_row(now, &cluster, &darlaston);
        let lot = lot::Model {
            id: LotId::new(now),
            tender_id: tender.id,
            number: 1,
            title: "Catering".to_owned(),
            state: TenderState::Priced,
            weight: Quantity::ONE,
            price_rule: None,
            ended_reason: None,
            asked_until: None,
            standstill_from: None,
            standstill_ends_at: None,
        };
        let lead = account::Model {
            id: AccountId::new(now),
            email: "panel@example.org".to_owned(),
            name: "Pat Panel".to_owned(),
            password_hash: None,
            factor_secret: None,
            factor_since: None,
            factor_step: None,
            created_at: now,
        };
        let tx = self.app.db.begin_write().await.expect("a transaction begins");
        lead.clone().into_active_model().insert(&tx).await.expect("the account is kept");
        tender.clone().into_active_model().insert(&tx).await.expect("the tender is kept");
        lot.clone().into_active_model().insert(&tx).await.expect("the lot is kept");
        keep_demand(&tx, now, &tender, &darlaston).await;
        let criteria = keep_criteria(&tx, now, &lot, &darlaston).await;
        let mut bids = BTreeMap::new();
        for (place, id) in ["alder", "birch", "cedar"].into_iter().enumerate() {
            let bid = keep_bid(&tx, now, &lot, &darlaston, (place, id)).await;
            keep_scores(&tx, now, (&bid, id), &criteria, &darlaston, lead.id).await;
            bids.insert(id.to_owned(), bid);
        }
        tx.commit().await.expect("the rows are kept");
        let priced = PricedTender { darlaston, cluster, tender, lot, bids };
        self.explain_low_price(&priced, "birch").await;
        priced
    }

    async fn explain_low_price(&self, priced: &PricedTender, bid: &str) {
        let now = self.now();
        let enquiry = price_enquiry::Model {
            id: PriceEnquiryId::new(now),
            bid_id: priced.bids[bid].id,
            reason: "Far below the other bids".to_owned(),
            asked_at: now,
            answer_by: now,
            answer: Some("We share kitchens with a neighbouring contract.".to_owned()),
            answered_at: Some(now),
            outcome: Some(EnquiryOutcome::Accepted),
            outcome_reason: Some("The panel checked the staffing".to_owned()),
            proposed_by: None,
            closed_at: Some(now),
        };
        let tx = self.app.db.begin_write().await.expect("a transaction begins");
        enquiry.into_active_model().insert(&tx).await.expect("the enquiry is kept");
        tx.commit().await.expect("the enquiry is kept");
    }

    /// What a school's body has authorised a year, in pounds.
    pub async fn authorise(&self, priced: &PricedTender, school: &str, pounds: i64) {
        let tx = self.app.db.begin_write().await.expect("a transaction begins");
        let sheet = demand::Entity::find().filter(demand::Column::SchoolId.eq(priced.school(school)));
        let sheet = sheet.one(&tx).await.expect("sheets are read").expect("the school takes part");
        let limited = demand::Model { mandate_limit: Some(Money(pounds * 10_000)), ..sheet };
        limited.into_active_model().reset_all().update(&tx).await.expect("the sheet is kept");
        tx.commit().await.expect("the mandate is kept");
    }
}

fn tender_row(now: DateTime<Utc>, cluster: &cluster::Model, darlaston: &Darlaston) -> tender::Model {
    tender::Model {
        id: TenderId::new(now),
        reference: "DA-2027-001".to_owned(),
        cluster_id: cluster.id,
        category_id: darlaston.catering.id,
        title: "Catering".to_owned(),
        state: TenderState::Priced,
        need: "Catering management for our schools.".to_owned(),
        contract_start: NaiveDate::from_ymd_opt(2027, 9, 1),
        term_years: 3,
        price_rule: darlaston.figures["tender"]["price"].clone(),
        quality_minimum: None,
        low_bid_percent: 10,
        minimum_schools: 7,
        leave_rule: LeaveRule::BidScheduleDecides,
        authority_hat: None,
        estimated_value: None,
        route: None,
        procedure: None,
        notice_number: None,
        notice_published_on: None,
        questions_close_at: Some(now - Duration::days(20)),
        participation_closes_at: None,
        deadline_at: Some(now - Duration::days(10)),
        bid_validity_days: 120,
        pooled_at: Some(now - Duration::days(60)),
        published_at: Some(now - Duration::days(40)),
        public_version: 1,
        closed_at: Some(now - Duration::days(10)),
        opened_at: Some(now - Duration::days(9)),
        ended_reason: None,
        created_at: now - Duration::days(70),
        version: 1,
    }
}

async fn keep_demand(tx: &DatabaseTransaction, now: DateTime<Utc>, tender: &tender::Model, darlaston: &Darlaston) {
    for told in darlaston.figures["schools"].as_array().expect("schools") {
        let meals = told["meals_per_day"].as_i64().expect("a number");
        let sheet = demand::Model {
            id: DemandId::new(now),
            tender_id: tender.id,
            school_id: darlaston.school(told["id"].as_str().expect("an id")).id,
            state: if meals == 0 { DemandState::NotTakingPart } else { DemandState::Signed },
            due_at: now,
            contract_ends_on: None,
            notice_by: None,
            kitchen_on_site: None,
            note: None,
            signed_at: Some(now),
            signed_by: None,
            mandate_limit: (meals > 0).then_some(Money(MANDATE * 10_000)),
            mandate_minute: Some("FGB 1".to_owned()),
            mandate_recorded_by: None,
            mandate_at: Some(now),
            locked_at: Some(now),
            updated_at: now,
        };
        let days = told["service_days"].as_i64().expect("a number");
        let id = sheet.id;
        sheet.into_active_model().insert(tx).await.expect("the sheet is kept");
        for (item, quantity) in [("meals_paid", meals), ("service_days", days)] {
            let line = demand_line::Model {
                demand_id: id,
                item: item.to_owned(),
                last_year: None,
                quantity: Some(Quantity(quantity * 1_000)),
                note: None,
            };
            line.into_active_model().insert(tx).await.expect("the line is kept");
        }
    }
}

async fn keep_criteria(
    tx: &DatabaseTransaction,
    now: DateTime<Utc>,
    lot: &lot::Model,
    darlaston: &Darlaston,
) -> Vec<criterion::Model> {
    let mut kept = Vec::new();
    for (position, told) in (1..).zip(darlaston.figures["tender"]["criteria"].as_array().expect("criteria")) {
        let code = told["id"].as_str().expect("a code").to_owned();
        let row = criterion::Model {
            id: CriterionId::new(now),
            lot_id: lot.id,
            position,
            name: code.replace('-', " "),
            code,
            question: "How will you do it?".to_owned(),
            weight: told["weight"].as_str().expect("a weight").parse().expect("a weight"),
            scale_max: 5,
            minimum: None,
            word_limit: 500,
            kind: CriterionKind::Written,
        };
        row.clone().into_active_model().insert(tx).await.expect("the criterion is kept");
        kept.push(row);
    }
    kept
}

async fn keep_bid(
    tx: &DatabaseTransaction,
    now: DateTime<Utc>,
    lot: &lot::Model,
    darlaston: &Darlaston,
    (place, id): (usize, &str),
) -> bid::Model {
    let slug = ["alder-catering", "birch-meals", "cedar-kitchens"][place];
    let provider = provider::Entity::find().filter(provider::Column::Slug.eq(slug)).one(tx).await;
    let provider = provider.expect("providers are read").expect("the provider is there");
    let offer = darlaston.figures["tender_offers"][id].as_str().expect("an offer");
    let package = package(&provider.name, darlaston.figures["offers"][offer].clone());
    let row = bid::Model {
        id: BidId::new(now),
        tender_id: lot.tender_id,
        lot_id: lot.id,
        bidder: format!("{id:0<64}"),
        submission_id: None,
        label: Some(format!("Provider {}", ["A", "B", "C"][place])),
        provider_id: Some(provider.id),
        opened_at: Some(now),
        draft: Vec::new(),
        draft_version: 1,
        draft_saved_at: now,
        passed: Some(true),
        failed_reason: None,
        kept_until: None,
    };
    row.clone().into_active_model().insert(tx).await.expect("the bid is kept");
    let submission = bid_submission::Model {
        id: SubmissionId::new(now),
        bid_id: row.id,
        number: 1,
        manifest: Vec::new(),
        content: String::new(),
        tender_version: 1,
        signature: String::new(),
        sha256: "0".repeat(64),
        received_at: now,
        receipt: format!("R-{id}"),
        idempotency_key: id.to_owned(),
        confirmed_version: 1,
        withdrawn_at: None,
    };
    let submission_id = submission.id;
    submission.into_active_model().insert(tx).await.expect("the submission is kept");
    let content = opened(&row, submission_id, &package);
    content.into_active_model().insert(tx).await.expect("what it says is kept");
    let submitted = bid::Model { submission_id: Some(submission_id), ..row };
    submitted.clone().into_active_model().reset_all().update(tx).await.expect("the bid is kept");
    submitted
}

fn opened(bid: &bid::Model, submission_id: SubmissionId, package: &Package) -> opened_bid::Model {
    opened_bid::Model {
        bid_id: bid.id,
        submission_id,
        sha256: "0".repeat(64),
        quality: Some(serde_json::to_string(&non_price_part(package)).expect("the package is written")),
        price: Some(serde_json::to_string(&package.schedule).expect("the prices are written")),
        fault: None,
        opened_at: bid.draft_saved_at,
        priced_at: Some(bid.draft_saved_at),
    }
}

fn package(name: &str, schedule: Value) -> Package {
    Package {
        organisation: Organisation {
            name: name.to_owned(),
            company_number: None,
            address: None,
            contact_name: "Bo Bidder".to_owned(),
            contact_email: "bids@example.org".to_owned(),
        },
        declared: Default::default(),
        explanation: None,
        interest: Interest { has_interest: false, detail: None },
        schedule: serde_json::from_value(schedule).expect("a schedule"),
        valid_until: NaiveDate::from_ymd_opt(2027, 6, 30).expect("a day"),
        answers: BTreeMap::new(),
        documents: Vec::new(),
        evidence: BTreeMap::new(),
        confidential: Vec::new(),
    }
}

async fn keep_scores(
    tx: &DatabaseTransaction,
    now: DateTime<Utc>,
    (bid, id): (&bid::Model, &str),
    criteria: &[criterion::Model],
    darlaston: &Darlaston,
    by: AccountId,
) {
    let told =
        darlaston.figures["tender"]["bids"].as_array().expect("bids").iter().find(|told| told["id"] == json!(id));
    let scores = &told.expect("the bid is told")["scores"];
    for criterion in criteria {
        let score = scores[&criterion.code].as_i64().expect("a score");
        let row = consensus::Model {
            bid_id: bid.id,
            criterion_id: criterion.id,
            score: i32::try_from(score).expect("a small score"),
            reason: format!("{id} on {}", criterion.name),
            explanation: None,
            higher: None,
            recorded_by: by,
            recorded_at: now,
        };
        row.into_active_model().insert(tx).await.expect("the score is kept");
    }
}
