//! What the schools of a cluster buy, or plan to buy, together: one bill a service, to be shared.

use super::joint::before;
use super::{contracts, plans};
use crate::award;
use crate::cluster::rules::{Joining, JoiningRule};
use crate::contract::{self, Held};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use crate::price::rules::Buyer;
use crate::savings::rules::fair::{Proposal, Shared, Way};
use crate::savings::rules::ledger::{Before, Origin, Step};
use crate::savings::rules::share::{CannotShare, Cost, Game};
use crate::savings::sharing::JointBill;
use crate::savings::store;
use crate::tender::TenderLot;
use crate::{catalogue, cluster};
use ::entity::exact::Exact;
use ::entity::money::plain_number;
use ::entity::price::PriceSchedule;
use ::entity::{category, ids::*, lot, school};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, HashMap};

/// An offer with the schools that buy by it, in the cluster's order.
#[derive(Clone, Debug)]
pub struct Bill {
    pub category: category::Model,
    /// The lot of a tender that has several.
    pub lot: Option<i32>,
    pub origin: Origin,
    pub title: String,
    pub provider: String,
    pub schedule: PriceSchedule,
    pub schools: Vec<school::Model>,
    pub buyers: Vec<Buyer>,
    /// What each would pay without the cluster, where that is known.
    pub before: Vec<Option<Before>>,
}

impl Bill {
    /// In addresses: "catering", or "catering-lot-2".
    pub fn slug(&self) -> String {
        let lot = self.lot.map(|lot| format!("-lot-{lot}")).unwrap_or_default();
        format!("{}{lot}", self.category.slug)
    }

    pub fn now(&self) -> Vec<Option<Exact>> {
        self.before.iter().map(|before| before.as_ref().map(|before| before.amount.clone())).collect()
    }

    /// As the rules of sharing take it.
    pub fn shared(&self) -> std::result::Result<Shared, CannotShare> {
        let bill = JointBill::by(JoiningRule::Proportional, &self.schedule, &self.buyers, &self.now())?;
        let (Joining { game: joint, baselines, .. }, now_is_known) = (bill.joining, bill.now_is_known);
        let cost = Cost::Offer { buyers: self.buyers.clone(), schedule: self.schedule.clone() };
        let main = &self.category.shape.main_unit;
        let pupils = |school: &school::Model| school.pupils.map(Exact::from);
        let volumes: Vec<Exact> = self.buyers.iter().map(|buyer| buyer.volume(main)).collect();
        let all: Exact = volumes.iter().sum();
        Ok(Shared {
            game: Game::new(self.buyers.len(), cost, Some(baselines.clone()))?,
            joint,
            baselines,
            now_is_known,
            unit: catalogue::rules::unit_name(&self.category.shape, main, &all).to_owned(),
            volumes,
            pupils: self.schools.iter().map(pupils).collect(),
        })
    }

    /// The sum behind every school's share; the two-part ways are taken apart charge by charge.
    pub fn steps(&self, shared: &Shared, proposal: &Proposal) -> Vec<Vec<Step>> {
        let rule = match proposal.way {
            Way::AtCost => Some(JoiningRule::TwoPart),
            Way::NobodyMore => Some(JoiningRule::HoldHarmless),
            _ => None,
        };
        let bill = rule.and_then(|rule| JointBill::by(rule, &self.schedule, &self.buyers, &self.now()).ok());
        let of = |(place, share): (usize, &Exact)| match &bill {
            Some(bill) => bill.steps(place, &proposal.exact[place], share),
            None => shared.steps(proposal, place),
        };
        proposal.shares.iter().enumerate().map(of).collect()
    }

    /// Charges by volume that would reach a dearer tier without one school: "per Mbps £170 instead of £110".
    pub fn dearer_without(&self, place: usize) -> Vec<String> {
        use ::entity::money::plain_price;
        use ::entity::price::{ChargeKind, Scope};
        let mut told = Vec::new();
        for charge in self.schedule.charges.iter().filter(|charge| charge.scope == Scope::Cluster) {
            let ChargeKind::AllUnits { unit, tiers, .. } = &charge.kind else { continue };
            let all: Exact = self.buyers.iter().map(|buyer| buyer.volume(unit)).sum();
            let left = &all - self.buyers[place].volume(unit);
            let rate = |volume: &Exact| {
                let reached = tiers.iter().filter(|tier| tier.from <= *volume).max_by(|a, b| a.from.cmp(&b.from));
                reached.map(|tier| tier.rate.clone()).unwrap_or_default()
            };
            let (with, without) = (rate(&all), rate(&left));
            if without > with {
                let name = |volume: &Exact| catalogue::rules::unit_name(&self.category.shape, unit, volume).to_owned();
                told.push(format!(
                    "With {} {} left instead of {}, each {} costs {} instead of {}.",
                    plain_number(&left),
                    name(&left),
                    plain_number(&all),
                    name(&Exact::one()),
                    plain_price(&without),
                    plain_price(&with)
                ));
            }
        }
        told
    }
}

/// One bill for each service: of its contract, else of a recommended bid, else of a planned offer. In the order of the
/// categories; as many queries for three schools as for thirty.
pub async fn bills(context: &Context, cluster: &::entity::cluster::Model) -> Result<Vec<Bill>> {
    let connection = context.read();
    let today = words::london_day(context.now);
    let categories = catalogue::categories_by_id(connection).await?;
    let held = contract::of_cluster(connection, cluster.id).await?;
    let lots = lot_numbers(connection, &held).await?;
    let mut found: BTreeMap<(CategoryId, Option<i32>), Bill> = BTreeMap::new();
    for held in contracts::counting(&held, today) {
        let lot = held.contract.lot_id.and_then(|lot| lots.get(&lot).copied());
        found.entry((held.category.id, lot)).or_insert_with(|| of_contract(held, lot));
    }
    for of in super::recommended(context, cluster.id).await? {
        let Some(category) = categories.get(&of.tender.category_id) else { continue };
        let lot = of.address().lot;
        if found.contains_key(&(category.id, None)) || found.contains_key(&(category.id, lot)) {
            continue;
        }
        if let Some(expected) = award::forecast(context, &of).await? {
            found.insert((category.id, lot), of_tender(&of, category, expected));
        }
    }
    let members = cluster::members(connection, cluster.id).await?;
    for bill in plans::bills(context, cluster.id, &members, &categories).await? {
        if found.values().all(|other| other.category.id != bill.category.id) {
            found.insert((bill.category.id, None), bill);
        }
    }
    let mut bills: Vec<Bill> = found.into_values().filter(|bill| bill.buyers.len() > 1).collect();
    bills.sort_by_key(|bill| (bill.category.position, bill.category.id, bill.lot));
    Ok(bills)
}

/// The numbers of the lots that contracts were awarded for, in tenders with several.
async fn lot_numbers(connection: &impl ConnectionTrait, held: &[Held]) -> Result<HashMap<LotId, i32>> {
    let ids: Vec<LotId> = held.iter().filter_map(|held| held.contract.lot_id).collect();
    let of_tenders = store::lots_beside(connection, ids).await?;
    let several = |lot: &&lot::Model| of_tenders.iter().filter(|other| other.tender_id == lot.tender_id).count() > 1;
    Ok(of_tenders.iter().filter(several).map(|lot| (lot.id, lot.number)).collect())
}

fn of_contract(held: &Held, lot: Option<i32>) -> Bill {
    Bill {
        category: held.category.clone(),
        lot,
        origin: Origin::Contract(held.contract.id),
        title: held.contract.title.clone(),
        provider: held.provider.name.clone(),
        schedule: held.schedule.clone(),
        schools: held.parts.iter().map(|part| part.school.clone()).collect(),
        buyers: held.buyers(),
        before: held.parts.iter().map(contracts::frozen).collect(),
    }
}

fn of_tender(of: &TenderLot, category: &category::Model, expected: award::Expected) -> Bill {
    let known = |each: &award::Forecast| each.baseline.as_ref().map(|found| before(found, category));
    Bill {
        category: category.clone(),
        lot: of.address().lot,
        origin: Origin::Tender(of.tender.reference.clone()),
        title: of.title(),
        before: expected.schools.iter().map(known).collect(),
        schools: expected.schools.iter().map(|each| each.school.clone()).collect(),
        buyers: expected.schools.into_iter().map(|each| each.buyer).collect(),
        provider: expected.provider,
        schedule: expected.schedule,
    }
}
