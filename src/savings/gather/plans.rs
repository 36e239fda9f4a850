//! Planned offers in the ledger, each priced for the members that use the service and shared by the cluster's rule.

use super::bills::Bill;
use super::financial_year;
use super::joint::{Joint, before};
use crate::catalogue::rules::{Baseline, buyer, unknown_units, volumes, year_of};
use crate::catalogue::{self, baseline};
use crate::cluster::{self, Member, Offer};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use crate::price::rules::Buyer;
use crate::savings::rules::Status;
use crate::savings::rules::ledger::{Ledger, Line, Origin};
use crate::savings::sharing;
use ::entity::agreement::SharingRule;
use ::entity::cluster_plan::{self, PlanStatus};
use ::entity::exact::Exact;
use ::entity::money::Quantity;
use ::entity::price::PriceSchedule;
use ::entity::{category, ids::*, school};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// What is stored of the members for every planned category.
struct Facts<'a> {
    schools: Vec<&'a school::Model>,
    known: BTreeMap<(SchoolId, CategoryId), Baseline>,
    stated: BTreeMap<(SchoolId, CategoryId), BTreeMap<String, Quantity>>,
    rule: SharingRule,
    today: NaiveDate,
}

/// Adds every plan in use.
pub(super) async fn add(
    ledger: &mut Ledger,
    context: &Context,
    cluster: ClusterId,
    members: &[Member],
    categories: &HashMap<CategoryId, category::Model>,
) -> Result<()> {
    let plans = cluster::plans(context.read(), cluster, true).await?;
    let planned: Vec<category::Model> =
        plans.iter().filter_map(|(plan, _)| categories.get(&plan.category_id).cloned()).collect();
    let facts = facts(context, cluster, members, &planned).await?;
    for (plan, offer) in plans.iter().rev() {
        if let (Some(category), Some(offer)) = (categories.get(&plan.category_id), offer) {
            add_one(ledger, &facts, plan, offer, category)?;
        }
    }
    Ok(())
}

async fn facts<'a>(
    context: &Context,
    cluster: ClusterId,
    members: &'a [Member],
    planned: &[category::Model],
) -> Result<Facts<'a>> {
    let connection = context.read();
    let today = words::london_day(context.now);
    let rows: Vec<school::Model> = members.iter().map(|member| member.school.clone()).collect();
    let schools: Vec<SchoolId> = rows.iter().map(|school| school.id).collect();
    let ids: Vec<CategoryId> = planned.iter().map(|category| category.id).collect();
    let year = rows.iter().map(|school| year_of(school, today)).max().unwrap_or_default();
    let agreement = cluster::agreement_in_force(connection, cluster).await?;
    Ok(Facts {
        known: baseline::of_categories(connection, planned, &rows, today).await?,
        stated: catalogue::stated_volumes(connection, &ids, &schools, year).await?,
        rule: agreement.map_or(SharingRule::Proportional, |agreement| agreement.sharing_rule),
        schools: members.iter().map(|member| &member.school).collect(),
        today,
    })
}

impl Facts<'_> {
    /// The school as a buyer, if it uses the service and states all that the price goes by.
    fn user(&self, school: &school::Model, category: &category::Model, schedule: &PriceSchedule) -> Option<Buyer> {
        let items = self.stated.get(&(school.id, category.id)).cloned().unwrap_or_default();
        let volumes = volumes(&category.shape, &items, school.pupils);
        let uses = volumes.get(&category.shape.main_unit)?.is_positive();
        (uses && unknown_units(schedule, &volumes).is_empty()).then(|| buyer(school, volumes))
    }
}

/// A planned offer with the members that use the service.
fn bill(facts: &Facts<'_>, offer: &Offer, category: &category::Model) -> Result<Bill> {
    let schedule: PriceSchedule = serde_json::from_value(offer.version.schedule.clone())?;
    let users: Vec<(&school::Model, Buyer)> =
        facts.schools.iter().filter_map(|school| Some((*school, facts.user(school, category, &schedule)?))).collect();
    let known =
        |school: &school::Model| facts.known.get(&(school.id, category.id)).map(|found| before(found, category));
    Ok(Bill {
        lot: None,
        category: category.clone(),
        origin: Origin::Plan,
        title: offer.version.title.clone(),
        provider: offer.provider.name.clone(),
        schedule,
        before: users.iter().map(|(school, _)| known(school)).collect(),
        schools: users.iter().map(|(school, _)| (*school).clone()).collect(),
        buyers: users.into_iter().map(|(_, buyer)| buyer).collect(),
    })
}

/// The bills of every plan in use, the newest first.
pub(super) async fn bills(
    context: &Context,
    cluster: ClusterId,
    members: &[Member],
    categories: &HashMap<CategoryId, category::Model>,
) -> Result<Vec<Bill>> {
    let plans = cluster::plans(context.read(), cluster, true).await?;
    let planned: Vec<category::Model> =
        plans.iter().filter_map(|(plan, _)| categories.get(&plan.category_id).cloned()).collect();
    let facts = facts(context, cluster, members, &planned).await?;
    let mut found = Vec::new();
    for (plan, offer) in &plans {
        if let (Some(category), Some(offer)) = (categories.get(&plan.category_id), offer) {
            found.push(bill(&facts, offer, category)?);
        }
    }
    Ok(found)
}

fn add_one(
    ledger: &mut Ledger,
    facts: &Facts<'_>,
    plan: &cluster_plan::Model,
    offer: &Offer,
    category: &category::Model,
) -> Result<()> {
    let bill = bill(facts, offer, category)?;
    let joint = Joint::new(&bill.schedule, bill.buyers.clone(), bill.now());
    let Ok(costs) = sharing::yearly_costs(facts.rule, &bill.schedule, &joint.buyers, &joint.now) else { return Ok(()) };
    let status = match plan.status {
        PlanStatus::Forecast => Status::Forecast,
        PlanStatus::Potential => Status::Potential,
    };
    let line = |(place, cost): (usize, Exact)| Line {
        school: bill.schools[place].id,
        deal: 0,
        status,
        before: bill.before[place].clone(),
        after_steps: joint.steps(place, &cost),
        after: cost,
        volume: bill.buyers[place].volumes.get(&category.shape.main_unit).cloned(),
        outturn: None,
    };
    let mut deal = joint.deal(category);
    deal.title = bill.title.clone();
    deal.provider = bill.provider.clone();
    let first = financial_year(facts.today);
    deal.year = format!("{first} to {}", first + 1);
    ledger.add(deal, costs.into_iter().enumerate().map(line));
    Ok(())
}
