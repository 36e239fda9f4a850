//! Who would join, before bids: the members that use a service, what they pay now, and the published offers to choose from.

use super::bills::Bill;
use super::joint::before;
use crate::catalogue::rules::{buyer, is_valid_on, unknown_units, volumes, year_of};
use crate::catalogue::{self, Published, baseline};
use crate::cluster;
use crate::cluster::rules::{Joining, JoiningRule, LotLimits};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::price::rules::{Buyer, average_never_rises};
use crate::savings::rules::fair::Way;
use crate::savings::rules::ledger::{Before, Origin};
use crate::savings::rules::share::{CannotShare, Cost, Game, MOST_SCHOOLS};
use crate::savings::sharing::JointBill;
use crate::savings::store;
use ::entity::exact::Exact;
use ::entity::listing::PriceVisibility;
use ::entity::price::{PriceSchedule, Scope};
use ::entity::{category, ids::*, school};
use std::collections::BTreeSet;

/// The most offers that are asked about at once, by provider.
const MOST_OFFERS: usize = 50;

/// A published offer that all the schools could buy by.
#[derive(Clone, Debug)]
pub struct Choosable {
    pub slug: String,
    pub provider: String,
    pub title: String,
    /// "Version 2, published 3 May 2026".
    pub source: String,
    pub schedule: PriceSchedule,
}

/// What a cluster can ask about a service before it asks for bids. Lists are in the cluster's order.
#[derive(Clone, Debug)]
pub struct Planning {
    pub category: category::Model,
    pub schools: Vec<school::Model>,
    pub buyers: Vec<Buyer>,
    pub before: Vec<Option<Before>>,
    pub offers: Vec<Choosable>,
    /// Published offers that cannot be asked about, and why: "Net Line: it is a guide price".
    pub left_out: Vec<String>,
    /// References of tenders for the service whose bids are asked for already.
    pub under_way: Vec<String>,
}

/// For those who may see inside the cluster. As many queries for three schools as for thirty.
pub async fn planning(context: &Context, cluster: &::entity::cluster::Model, slug: &str) -> Result<Planning> {
    let connection = context.read();
    let today = words::london_day(context.now);
    let category = catalogue::category_by_slug(connection, slug).await?.ok_or(Error::NotFound)?;
    let members: Vec<school::Model> =
        cluster::members(connection, cluster.id).await?.into_iter().map(|member| member.school).collect();
    let ids: Vec<SchoolId> = members.iter().map(|school| school.id).collect();
    let year = members.iter().map(|school| year_of(school, today)).max().unwrap_or_default();
    let stated = catalogue::stated_volumes(connection, &[category.id], &ids, year).await?;
    let using = |school: school::Model| {
        let items = stated.get(&(school.id, category.id)).cloned().unwrap_or_default();
        let volumes = volumes(&category.shape, &items, school.pupils);
        let uses = volumes.get(&category.shape.main_unit).is_some_and(Exact::is_positive);
        uses.then(|| (buyer(&school, volumes), school))
    };
    let (buyers, schools): (Vec<Buyer>, Vec<school::Model>) = members.into_iter().filter_map(using).unzip();
    let known = baseline::of_schools(connection, &category, &schools, today).await?;
    let codes: BTreeSet<String> = schools.iter().filter_map(|school| school.la_code.clone()).collect();
    let published = catalogue::published(connection, &[category.id], &codes).await?;
    let under_way = store::tenders_under_way(connection, cluster.id, category.id).await?;
    let mut planning = Planning {
        before: schools.iter().map(|school| known.get(&school.id).map(|found| before(found, &category))).collect(),
        category,
        schools,
        buyers,
        offers: Vec::new(),
        left_out: Vec::new(),
        under_way: under_way.into_iter().map(|tender| tender.reference).collect(),
    };
    let offered = published.into_iter().filter(|each| !each.is_sla() && is_valid_on(&each.version, today));
    offered.for_each(|each| planning.offer(each));
    planning.offers.sort_by(|one, other| (&one.provider, &one.title).cmp(&(&other.provider, &other.title)));
    let beyond = planning.offers.split_off(planning.offers.len().min(MOST_OFFERS));
    let beyond =
        beyond.into_iter().map(|offer| format!("{}, {}: more than a page can ask about", offer.provider, offer.title));
    planning.left_out.extend(beyond);
    Ok(planning)
}

impl Planning {
    /// Takes an offer in, or says why not.
    fn offer(&mut self, published: Published) {
        let Published { listing, version, provider, schedule, .. } = &published;
        let unserved =
            self.schools.iter().filter(|school| !published.serves(school)).map(|school| school.name.as_str());
        let unserved: Vec<&str> = unserved.collect();
        let missing = self.buyers.iter().any(|buyer| !unknown_units(schedule, &buyer.volumes).is_empty());
        let why = match () {
            () if listing.price_visibility == PriceVisibility::Guide => "it is a guide price".to_owned(),
            () if !unserved.is_empty() => format!("it is not offered to {}", unserved.join(", ")),
            () if missing => "it charges by something that not every school has stated".to_owned(),
            () => String::new(),
        };
        if why.is_empty() {
            self.offers.push(Choosable {
                slug: listing.slug.clone(),
                provider: provider.name.clone(),
                title: version.title.clone(),
                source: published.version_words(),
                schedule: schedule.clone(),
            });
        } else {
            self.left_out.push(format!("{}, {}: {why}", provider.name, version.title));
        }
    }

    /// Whether it is known of every school what it pays now.
    pub fn now_is_known(&self) -> bool {
        self.before.iter().all(Option::is_some)
    }

    /// More schools than anybody would wait for are not weighed.
    fn check_size(&self) -> std::result::Result<(), CannotShare> {
        if self.buyers.len() > MOST_SCHOOLS { Err(CannotShare::TooLarge) } else { Ok(()) }
    }

    fn game(&self, schedule: &PriceSchedule) -> std::result::Result<Game, CannotShare> {
        self.check_size()?;
        Game::new(self.buyers.len(), Cost::Offer { buyers: self.buyers.clone(), schedule: schedule.clone() }, None)
    }

    /// The schools, the offer and a way of sharing, as opting in takes them.
    pub fn joining(&self, offer: &Choosable, way: Way) -> std::result::Result<Joining, CannotShare> {
        self.check_size()?;
        let main = &self.category.shape.main_unit;
        let rule = match way {
            Way::NobodyMore => JoiningRule::HoldHarmless,
            Way::AtCost => JoiningRule::TwoPart,
            Way::Equal => JoiningRule::Equal,
            Way::ByUse => JoiningRule::ByWeight(self.buyers.iter().map(|buyer| buyer.volume(main)).collect()),
            _ => JoiningRule::Proportional,
        };
        let now = self.before.iter().map(|before| before.as_ref().map(|before| before.amount.clone()));
        let now: Vec<Option<Exact>> = now.collect();
        Ok(JointBill::by(rule, &offer.schedule, &self.buyers, &now)?.joining)
    }

    /// The bill of some of the schools by an offer. Like joining it takes what is paid now only where that is known of all.
    pub fn bill(&self, offer: &Choosable, group: &[usize]) -> Bill {
        let is_known = self.now_is_known();
        Bill {
            category: self.category.clone(),
            lot: None,
            origin: Origin::Plan,
            title: offer.title.clone(),
            provider: offer.provider.clone(),
            schedule: offer.schedule.clone(),
            schools: group.iter().map(|place| self.schools[*place].clone()).collect(),
            buyers: group.iter().map(|place| self.buyers[*place].clone()).collect(),
            before: group.iter().map(|place| self.before[*place].clone().filter(|_| is_known)).collect(),
        }
    }

    /// The offer without its limits, and the limits as lots keep them.
    pub fn lots(&self, offer: &Choosable) -> std::result::Result<(Game, LotLimits), CannotShare> {
        let mut schedule = offer.schedule.clone();
        let schools = schedule.max_members.take().map(|most| most as usize);
        let volume = std::mem::take(&mut schedule.max_volume).into_iter().map(|limit| {
            let volumes = self.buyers.iter().map(|buyer| buyer.volume(&limit.unit)).collect();
            (volumes, limit.limit)
        });
        let volume = volume.collect();
        Ok((self.game(&schedule)?, LotLimits { schools, volume }))
    }

    /// Whether a school's share can never rise when others join, so that the order in which schools leave cannot matter:
    /// two-part, and by use without charges of a school's own or on another unit than the one that shares go by, when the
    /// average price never rises with volume.
    pub fn order_never_matters(&self, offer: &Choosable, way: Way) -> bool {
        let main = self.category.shape.main_unit.as_str();
        let charges = &offer.schedule.charges;
        let joint = || charges.iter().filter(|charge| charge.scope == Scope::Cluster);
        match way {
            Way::AtCost => joint().all(average_never_rises),
            Way::ByUse => {
                joint().count() == charges.len()
                    && joint().all(|charge| {
                        let by_use = charge.kind.unit().is_none_or(|unit| unit == main);
                        by_use && average_never_rises(charge) && charge.applies_to.is_none()
                    })
            }
            _ => false,
        }
    }
}
