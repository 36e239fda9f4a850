//! A catering tender in two lots, walked by its people's own commands: Infants (school 1), Juniors (schools 2 and 3).

use crate::deciding::{recording, vote};
use crate::tenders::{PASSWORD, meals_at};
use crate::{Person, TestDraft, TestProvider, World};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use clusterbuy::account::Grant;
use clusterbuy::award::{self, NewBallot};
use clusterbuy::bid::{self, Judged};
use clusterbuy::contract;
use clusterbuy::evaluation::{self, AgreedScore, NewScore};
use clusterbuy::tender::{self, Edit, LotAddress, LotPlan, LotWording, PriceRule, TenderLot};
use entity::ballot::Motion;
use entity::exact::Exact;
use entity::ids::*;
use entity::lot_plan::LotsBy;
use entity::membership::Role;
use entity::money::{Money, Quantity};
use entity::price::{LotDiscount, PriceSchedule};
use entity::tender::TenderState;
use entity::vote::Choice;
use entity::{demand, demand_line};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::BTreeSet;

/// The draft with its lots and everybody who decides.
pub struct TestLots {
    pub draft: TestDraft,
    /// Of schools 1 and 3.
    pub key_holders: [Person; 2],
    pub evaluator: Person,
    /// One for each school.
    pub representatives: Vec<Person>,
    /// One for each school.
    pub governors: Vec<Person>,
}

/// Meals of one school over the term of three years at 100 a day.
pub const MEALS: i64 = 57_000;

impl World {
    /// A draft in two lots, with a benchmark price rule for each: £3 a meal earns no marks, £1 every mark.
    pub async fn two_lots(&self) -> TestLots {
        let draft = self.draft().await;
        let (reference, cluster) = (&draft.reference, &draft.cluster);
        let chair = cluster.chair.context(self).await;
        let schools: Vec<SchoolId> = cluster.schools.iter().map(|school| school.id).collect();
        let wording = |title: &str, schools: &[SchoolId]| LotWording {
            title: title.to_owned(),
            weight: Quantity::ONE,
            schools: schools.iter().copied().collect::<BTreeSet<_>>(),
        };
        let version = draft.stored(self).await.version;
        tender::add_lot(&chair, reference, version, wording("Juniors", &schools[1..])).await.expect("a lot is added");
        let version = draft.stored(self).await.version;
        let infants = wording("Infants", &schools[..1]);
        tender::change_lot(&chair, reference, version, 1, infants).await.expect("a lot is named");
        for (number, schools) in [(1, 1), (2, 2)] {
            let rule = PriceRule {
                ceiling: Some(Money(3 * 10_000 * MEALS * schools)),
                target: Some(Money(10_000 * MEALS * schools)),
                ..PriceRule::starting(Quantity(40_000))
            };
            let edit = Edit::Price { rule, quality_minimum: None, low_bid_percent: 50 };
            let version = draft.stored(self).await.version;
            let at = LotAddress::new(reference, number);
            tender::edit(&chair, at, version, edit).await.expect("a price rule is saved");
        }
        let mut representatives = Vec::new();
        let mut governors = Vec::new();
        for school in &cluster.schools {
            let grant = Grant::cluster(Role::Representative, cluster.cluster.id, Some(school.id));
            representatives.push(self.person(&format!("Rep of {}", school.name), &[grant]).await);
            governors.push(self.at_school(&format!("Governor of {}", school.name), Role::Governor, school).await);
        }
        let key_holders = [self.person("Kay Holder", &[]).await, self.person("Kim Holder", &[]).await];
        for person in &key_holders {
            self.give_password(person).await;
        }
        let evaluator = self.person("Eva Luator", &[]).await;
        TestLots { key_holders, evaluator, representatives, governors, draft }
    }
}

impl TestLots {
    pub fn at(&self, lot: i32) -> LotAddress {
        LotAddress::new(&self.draft.reference, lot)
    }

    /// How many lots one provider can win, and whether discounts are taken.
    pub async fn won_by(&self, world: &World, most: Option<i32>, discounts: bool) {
        let stored = self.draft.stored(world).await;
        let edit = Edit::Lot {
            contract_start: stored.contract_start.expect("a day"),
            term_years: stored.term_years,
            bid_validity_days: stored.bid_validity_days,
            plan: Some(LotPlan { by: LotsBy::SchoolGroup, most, discounts }),
        };
        self.draft.edit(world, edit).await;
    }

    /// Every school needs 100 meals a day and may pay £100,000 a year; the reviewer publishes.
    pub async fn published(&self, world: &World) {
        let chair = self.draft.cluster.chair.context(world).await;
        tender::pool(&chair, &self.draft.reference).await.expect("the schools are asked");
        self.draft.commit_demand(world).await;
        let tender = self.draft.stored(world).await;
        let tx = world.app.db.begin_write().await.expect("a transaction begins");
        let sheets = demand::Entity::find().filter(demand::Column::TenderId.eq(tender.id)).all(&tx).await;
        for sheet in sheets.expect("sheets") {
            let id = sheet.id;
            let mut row = sheet.into_active_model();
            row.mandate_limit = sea_orm::ActiveValue::Set(Some(Money(1_000_000_000)));
            row.update(&tx).await.expect("a mandate is kept");
            for (item, quantity) in [("meals_paid", 100), ("service_days", 190)] {
                let line = demand_line::ActiveModel {
                    quantity: sea_orm::ActiveValue::Set(Some(Quantity(quantity * 1_000))),
                    ..Default::default()
                };
                demand_line::Entity::update_many()
                    .set(line)
                    .filter(demand_line::Column::DemandId.eq(id))
                    .filter(demand_line::Column::Item.eq(item))
                    .exec(&tx)
                    .await
                    .expect("a quantity is kept");
            }
        }
        tx.commit().await.expect("the demand is kept");
        tender::send_to_review(&chair, &self.draft.reference).await.expect("it goes to review");
        let reviewer = self.draft.reviewer.context(world).await;
        tender::publish(&reviewer, &self.draft.reference).await.expect("it is published");
        world.letters().await;
    }

    /// A complete bid for one lot at this price a meal.
    pub async fn bid(&self, world: &World, bidder: &TestProvider, lot: i32, meal: &str) -> BidId {
        world.bid(self.at(lot), bidder, meal).await
    }

    /// The same with a discount of so many percent for winning both lots.
    pub async fn bid_for_both(&self, world: &World, bidder: &TestProvider, meal: &str, percent: i64) {
        for lot in [1, 2] {
            let discount = LotDiscount { lots: vec![1, 2], percent: Exact::from(percent) };
            let schedule = PriceSchedule { lot_discount: Some(discount), ..meals_at(meal) };
            world.bid_by(self.at(lot), bidder, schedule).await;
        }
    }

    /// Everybody declares, the deadline passes, and both key-holders open the bids.
    pub async fn opened(&self, world: &World) {
        let people =
            [&self.evaluator, &self.draft.lead].into_iter().chain(&self.key_holders).chain(&self.representatives);
        for person in people {
            let context = person.context(world).await;
            tender::declare(&context, &self.draft.reference, None).await.expect("a declaration is kept");
        }
        world.clock.set(instant("2027-01-12T13:00:00Z"));
        for person in &self.key_holders {
            let context = person.context(world).await;
            bid::confirm_opening(&context, &self.draft.reference, PASSWORD, &world.code())
                .await
                .expect("a key-holder confirms");
        }
        for person in [&self.evaluator, &self.draft.lead].into_iter().chain(&self.representatives) {
            let context = person.context(world).await;
            tender::declare(&context, &self.draft.reference, None).await.expect("a declaration per bidder is kept");
        }
    }

    pub async fn lot(&self, world: &World, lot: i32) -> TenderLot {
        let connection = world.app.db.read();
        let tender = self.draft.stored(world).await;
        tender::lot_at(connection, tender, Some(lot)).await.expect("the lot is there")
    }

    pub async fn state(&self, world: &World, lot: i32) -> TenderState {
        self.lot(world, lot).await.lot.state
    }

    /// Every bid for the lot meets every condition.
    pub async fn checked(&self, world: &World, lot: i32) {
        let lead = self.draft.lead.context(world).await;
        let desk = bid::compliance(&lead, self.at(lot)).await.expect("the check is open");
        for bid in &desk.bids {
            let judged = desk.checks.iter().map(|check| Judged {
                code: check.code.to_owned(),
                name: check.name.to_owned(),
                passed: true,
                reason: None,
            });
            let judged: Vec<Judged> = judged.collect();
            bid::check_bid(&lead, self.at(lot), bid.bid, &judged).await.expect("a bid is checked");
        }
        bid::finish_compliance(&lead, self.at(lot)).await.expect("the check is finished");
    }

    /// The evaluator gives, and the panel agrees, this score to every answer of a provider; prices open.
    pub async fn scored(&self, world: &World, lot: i32, score_of: impl Fn(&str) -> i32) {
        let of = self.lot(world, lot).await;
        let eva = self.evaluator.context(world).await;
        let lead = self.draft.lead.context(world).await;
        let sheet = evaluation::sheet::sheet(world.app.db.read(), &of.tender, of.lot.id).await.expect("a sheet");
        let cells: Vec<(String, String, i32)> = sheet
            .cells()
            .map(|(bid, one)| (evaluation::mark_of(&bid.label), one.code.clone(), score_of(&bid.provider_name)))
            .collect();
        for (mark, code, score) in &cells {
            let new = NewScore { score: *score, reason: "Clear".to_owned() };
            evaluation::save_score(&eva, &of, mark, code, new).await.expect("a score is saved");
        }
        evaluation::submit_scores(&eva, &of).await.expect("scores are submitted");
        for (mark, code, score) in &cells {
            let agreed = AgreedScore { score: *score, reason: "Clear".to_owned(), explanation: None, higher: None };
            evaluation::agree(&lead, &of, mark, code, agreed).await.expect("a score is agreed");
        }
        evaluation::confirm_prices(&lead, &of).await.expect("the lead confirms");
        evaluation::confirm_prices(&eva, &of).await.expect("an evaluator confirms");
    }

    pub async fn recommended(&self, world: &World, lot: i32) {
        let lead = self.draft.lead.context(world).await;
        award::recommend(&lead, self.at(lot), "Best total").await.expect("a bid is recommended");
    }

    /// A vote of a day that every school supports, recorded when it has closed, and the outcomes sent.
    pub async fn awarded(&self, world: &World, lot: i32, closes: NaiveDate) {
        let clerk = self.draft.clerk.context(world).await;
        let new = NewBallot { motion: Motion::Accept, closes_on: closes, closes_hour: 17, grounds: None };
        award::open_ballot(&clerk, self.at(lot), new).await.expect("a vote opens");
        for person in &self.representatives {
            let voter = person.context(world).await;
            tender::declare(&voter, &self.draft.reference, None).await.expect("a voter declares");
            award::cast(&voter, self.at(lot), vote(Choice::For)).await.expect("a school votes");
        }
        world.clock.set(closes.and_hms_opt(17, 30, 0).expect("an instant").and_utc());
        let clerk = self.draft.clerk.context(world).await;
        award::record_vote(&clerk, self.at(lot), recording()).await.expect("the vote is recorded");
        let chair = self.draft.cluster.chair.context(world).await;
        award::send_outcomes_and_start_standstill(&chair, self.at(lot)).await.expect("outcomes are sent");
    }

    /// The standstill is over, the contract is drawn up and everybody signs.
    pub async fn signed(&self, world: &World, lot: i32, provider: &TestProvider) -> ContractId {
        let ends = self.lot(world, lot).await.lot.standstill_ends_at.expect("a standstill");
        if world.now() < ends {
            world.clock.set(ends + Duration::hours(10));
        }
        let chair = self.draft.cluster.chair.context(world).await;
        let id = award::start_contracting(&chair, self.at(lot)).await.expect("a contract is drawn up");
        let seller = provider.staff.context(world).await;
        contract::sign_for_provider(&seller, id).await.expect("the provider signs");
        let held = contract::of_cluster(world.app.db.read(), self.draft.cluster.cluster.id).await.expect("contracts");
        let held = held.into_iter().find(|held| held.contract.id == id).expect("the contract is there");
        for part in &held.parts {
            let place = self.draft.cluster.schools.iter().position(|school| school.id == part.school.id);
            let governor = self.governors[place.expect("a school of the cluster")].context(world).await;
            contract::sign_for_body(&governor, id, part.school.id, "FGB 3").await.expect("a body signs");
        }
        id
    }
}

pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).expect("a day")
}
