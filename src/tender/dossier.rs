//! Everything that is stored about one tender, read with the same few queries however much of it there is.

use super::lots::TenderLot;
use super::rules::address::LotAddress;
use super::rules::lots::LotRules;
use super::rules::price_rule::PriceRule;
use super::rules::readiness::{self, Facts, MeetingFirms, Missing, Task};
use super::rules::team::Member;
use super::{sight, store};
use crate::platform::access::Place;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::{catalogue, cluster, demand};
use ::entity::money::Quantity;
use ::entity::{
    agreement, cancellation, category, cluster as cluster_table, conflicts_assessment, criterion, framework_choice,
    ids::*, lot, lot_plan, school, tender, tender_condition,
};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// A tender with its rules, people and demand.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub tender: tender::Model,
    pub cluster: cluster_table::Model,
    pub category: category::Model,
    /// The lot that was asked for, with its criteria and price rule.
    pub lot: lot::Model,
    pub criteria: Vec<criterion::Model>,
    pub price: PriceRule,
    /// Every lot by number.
    pub lots: Vec<LotRules>,
    pub plan: Option<lot_plan::Model>,
    pub team: Vec<Member>,
    /// What the chosen custody of the key to the bids still asks for.
    pub keys: Vec<String>,
    /// The schools of the cluster's chair.
    pub chairs: Vec<SchoolId>,
    /// The cluster's schools in its order.
    pub members: Vec<school::Model>,
    pub commitment: demand::Commitment,
    /// A year's demand by school and unit.
    pub quantities: BTreeMap<SchoolId, BTreeMap<String, Quantity>>,
    pub agreement: Option<agreement::Model>,
    pub cancellation: Option<cancellation::Model>,
    pub meeting_firms: MeetingFirms,
    /// The framework that it calls off from.
    pub framework: Option<framework_choice::Model>,
    /// The pass or fail conditions in their order.
    pub conditions: Vec<tender_condition::Model>,
    /// The conflicts assessments, the latest first.
    pub assessments: Vec<conflicts_assessment::Model>,
}

/// The dossier of a tender that the actor may know of, and where it is.
pub async fn open(context: &Context, at: impl Into<LotAddress>) -> Result<(Dossier, Place)> {
    let at = at.into();
    let tender = store::by_reference(context.read(), &at.reference).await?;
    let place = sight::visible_to(context.read(), &context.actor, &tender).await?;
    Ok((of_lot(context.read(), tender, at.lot).await?, place))
}

/// The dossier, whoever asks.
pub async fn of(connection: &impl ConnectionTrait, tender: tender::Model) -> Result<Dossier> {
    of_lot(connection, tender, None).await
}

async fn of_lot(connection: &impl ConnectionTrait, tender: tender::Model, number: Option<i32>) -> Result<Dossier> {
    let lots = store::lot_rules(connection, &tender).await?;
    let found = lots.iter().find(|each| number.is_none_or(|number| each.lot.number == number));
    let LotRules { lot, criteria, price, .. } = found.cloned().ok_or(Error::NotFound)?;
    let members = cluster::members(connection, tender.cluster_id).await?;
    Ok(Dossier {
        cluster: cluster::by_id(connection, tender.cluster_id).await?.ok_or(Error::NotFound)?,
        category: catalogue::category_by_id(connection, tender.category_id).await?.ok_or(Error::NotFound)?,
        plan: store::lot_plan(connection, tender.id).await?,
        lots,
        criteria,
        price,
        team: store::team(connection, tender.id).await?,
        keys: store::keys_lacking(connection, &tender).await?,
        chairs: store::chairs(connection, tender.cluster_id).await?,
        members: members.into_iter().map(|member| member.school).collect(),
        commitment: demand::committed(connection, tender.id).await?,
        quantities: demand::quantities(connection, tender.id).await?,
        agreement: cluster::agreement_in_force(connection, tender.cluster_id).await?,
        cancellation: store::cancellation_of(connection, tender.id).await?,
        meeting_firms: meeting_firms(connection, &tender).await?,
        framework: store::framework_choice(connection, tender.id).await?,
        conditions: store::pass_conditions(connection, tender.id).await?,
        assessments: store::assessments(connection, tender.id).await?,
        lot,
        tender,
    })
}

async fn meeting_firms(connection: &impl ConnectionTrait, tender: &tender::Model) -> Result<MeetingFirms> {
    Ok(MeetingFirms {
        plan: store::plan(connection, tender.id).await?,
        conditions: store::conditions(connection, tender.id).await?,
        engagement: store::engagement(connection, tender.id).await?,
        held: store::meetings(connection, tender.id).await?,
    })
}

impl Dossier {
    pub fn facts(&self, now: DateTime<Utc>) -> Facts<'_> {
        Facts {
            tender: &self.tender,
            lots: &self.lots,
            plan: self.plan.as_ref(),
            buyers: self.buyers().into_iter().map(|school| (school.id, school.name.clone())).collect(),
            team: &self.team,
            keys: &self.keys,
            chairs: &self.chairs,
            agreement_in_force: self.agreement.is_some(),
            assessed: !self.assessments.is_empty(),
            conditions: self.conditions.len(),
            members: self.members.len(),
            taking_part: self.commitment.all.len(),
            committed: self.commitment.committed.len(),
            meeting_firms: &self.meeting_firms,
            has_framework: self.framework.is_some(),
            now,
        }
    }

    /// What is missing before publication.
    pub fn missing(&self, now: DateTime<Utc>) -> Vec<Missing> {
        readiness::missing(&self.facts(now))
    }

    pub fn lacking(&self, task: Task, now: DateTime<Utc>) -> Vec<String> {
        readiness::lacking(task, &self.facts(now))
    }

    /// The schools that take part; before they were asked, every member.
    pub fn buyers(&self) -> Vec<&school::Model> {
        let all = &self.commitment.all;
        self.members.iter().filter(|school| all.is_empty() || all.contains(&school.id)).collect()
    }

    /// The lot among the others.
    pub fn at_lot(&self) -> TenderLot {
        let all = self.lots.iter().map(|each| each.lot.clone()).collect();
        TenderLot { tender: self.tender.clone(), lot: self.lot.clone(), all }
    }

    /// The same with the lot's schools alone.
    #[must_use]
    pub fn within_lot(&self) -> Self {
        let mut own = self.clone();
        if let Some(rules) = self.lots.iter().find(|each| each.lot.id == self.lot.id) {
            own.members.retain(|school| rules.is_for(school.id));
            own.commitment.all.retain(|school| rules.is_for(*school));
            own.quantities.retain(|school, _| rules.is_for(*school));
        }
        own
    }

    /// A year's demand of all schools together: "meals", 120,000.
    pub fn totals(&self) -> Vec<(String, Quantity)> {
        self.totals_of(|_| true)
    }

    /// The same of some schools.
    pub fn totals_of(&self, is_for: impl Fn(SchoolId) -> bool) -> Vec<(String, Quantity)> {
        let total = |unit: &category::Unit| {
            let own = self.quantities.iter().filter(|(school, _)| is_for(**school));
            let each = own.filter_map(|(_, units)| units.get(&unit.id));
            let sum = Quantity(each.map(|quantity| quantity.0).fold(0, i64::saturating_add));
            (sum.0 > 0).then(|| (unit.many.clone(), sum))
        };
        self.category.shape.units.iter().filter_map(total).collect()
    }
}
