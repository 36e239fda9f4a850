//! One offer beside the others.

use super::cost::Cost;
use super::group::{Group, component_of};
use crate::catalogue::rules::unknown_units;
use crate::price::rules::{Buyer, Priced, price_offer};
use crate::quality::Opinion;
use crate::savings::sharing::{JointBill, is_by_school};
use ::entity::exact::Exact;
use ::entity::listing::ServiceLevel;
use ::entity::price::PriceSchedule;

/// Anything with a price schedule that a school can weigh.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Who makes it.
    pub name: String,
    pub title: String,
    /// "Version 2, published 3 May 2026".
    pub source: String,
    pub schedule: PriceSchedule,
    pub is_sla: bool,
    /// The provider calls its prices a guide.
    pub is_guide: bool,
    /// The listing's address below its category, where it has one.
    pub slug: Option<String>,
    pub included: String,
    pub not_included: String,
    pub term: String,
    pub notice: String,
    pub evidence: String,
    pub service_levels: Vec<ServiceLevel>,
    /// What schools that hold it think, where it is a listing.
    pub opinion: Opinion,
}

/// What an offer costs, or the sentence that says why that cannot be said.
pub type Costed = Result<Cost, String>;

/// An offer priced for the school.
#[derive(Clone, Debug)]
pub struct OfferColumn {
    pub offer: Offer,
    pub alone: Costed,
    /// The share in the cluster, where the school is in one that uses the service.
    pub together: Option<Costed>,
    /// The offer priced for the whole cluster.
    pub joint: Option<Joint>,
}

/// An offer priced for all schools of the group, and how they divide it.
#[derive(Clone, Debug)]
pub struct Joint {
    pub priced: Priced,
    pub bill: JointBill,
    /// Unrounded shares of the first year, in the order of the group.
    pub shares: Vec<Exact>,
}

impl OfferColumn {
    pub(super) fn priced(offer: Offer, buyer: &Buyer, group: Option<&Group>, horizon: u32) -> Self {
        let alone = price_alone(&offer.schedule, buyer).map(|priced| Cost::alone(&priced, horizon));
        let (together, joint) = match group.map(|group| (group, price_jointly(&offer.schedule, group))) {
            None => (None, None),
            Some((_, Err(sentence))) => (Some(Err(sentence)), None),
            Some((group, Ok(joint))) => {
                let is_own = is_by_school(&offer.schedule);
                let own = alone.as_ref().ok().filter(|_| is_own).cloned();
                (Some(Ok(own.unwrap_or_else(|| Cost::shared(&joint, group, horizon)))), Some(joint))
            }
        };
        OfferColumn { offer, alone, together, joint }
    }

    /// What counts for this school: its share in the cluster where there is one, else the price alone.
    pub fn cost(&self) -> Option<&Cost> {
        match &self.together {
            Some(Ok(cost)) => Some(cost),
            _ => self.alone.as_ref().ok(),
        }
    }

    pub fn year_one(&self) -> Option<&Exact> {
        self.cost().map(|cost| &cost.year_one.amount)
    }

    /// What the whole cluster would pay in the first year.
    pub fn joint_year_one(&self) -> Option<Exact> {
        self.joint.as_ref().map(|joint| joint.priced.year_one())
    }

    /// The same for one component.
    pub fn joint_component(&self, component: &str) -> Option<Exact> {
        self.joint.as_ref().map(|joint| component_of(&joint.priced, component))
    }

    /// Why there is no figure.
    pub fn refusal(&self) -> Option<&str> {
        self.alone.as_ref().err().filter(|_| self.cost().is_none()).map(String::as_str)
    }
}

/// What a schedule costs one buyer by itself, or the sentence that says why that cannot be said.
pub fn price_alone(schedule: &PriceSchedule, buyer: &Buyer) -> Result<Priced, String> {
    let unknown = unknown_units(schedule, &buyer.volumes);
    if !unknown.is_empty() {
        let units: Vec<String> =
            unknown.iter().map(|unit| crate::price::rules::unit_name(unit, &Exact::from(2))).collect();
        return Err(format!("Charged by {}: add yours to see the cost", units.join(" and ")));
    }
    price_offer(std::slice::from_ref(buyer), schedule).map_err(|refusal| refusal.to_string())
}

/// The group's price and each school's share of it.
fn price_jointly(schedule: &PriceSchedule, group: &Group) -> Result<Joint, String> {
    let priced = price_offer(&group.buyers, schedule).map_err(|refusal| refusal.to_string())?;
    let bill = group.bill(schedule).map_err(|refusal| refusal.to_string())?;
    let shares = bill.exact_shares().map_err(|refusal| refusal.to_string())?;
    Ok(Joint { priced, bill, shares })
}
