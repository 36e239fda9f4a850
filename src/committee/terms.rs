//! The committee is set up: terms of reference in dated versions, and who sits on it without a vote.

use super::rules::{self, Defaults, NewTerms};
use super::{event, gate, refused, store};
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::committee_item::DecisionKind;
use ::entity::{committee_associate, committee_terms, ids::*};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// What the form of the next version starts from: the version in force, else what the form of arrangement asks for; what a
/// regulation sets is in it.
pub fn start_of_terms(in_force: Option<&committee_terms::Model>, is_statutory: bool) -> Defaults {
    let start = match in_force {
        Some(terms) => Defaults {
            quorum: terms.quorum,
            quorum_count: terms.quorum_count,
            notice_days: terms.notice_days,
            meetings_a_year: terms.meetings_a_year,
            chair_from: terms.chair_from,
            independent_clerk: terms.independent_clerk,
            gates: rules::gates_of(&terms.gates),
        },
        None => rules::defaults(is_statutory),
    };
    if is_statutory { start.by_statute() } else { start }
}

/// Records the next version, in force from its day, once the committee decided on it where the version in force asks for that.
/// Those before it stay as they were.
pub async fn set_terms(context: &Context, slug: &str, new: NewTerms) -> Result<i32> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(Action::SetTerms, &place)?;
    if new.starts_on < words::london_day(context.now) {
        return Err(Error::field("starts-day", "Enter today or a later day: what was decided before stands"));
    }
    let change = Change::begin(context).await?;
    let agreement = cluster::agreement_in_force(change.tx(), cluster.id).await?;
    let new = rules::by_form(new, agreement.map(|agreement| agreement.form)).map_err(refused)?;
    rules::check_terms(&new).map_err(refused)?;
    gate::require(&change, cluster.id, DecisionKind::AdoptRules).await?;
    let number = store::next_number(change.tx(), cluster.id).await?;
    let data = json!({
        "number": number, "starts_on": new.starts_on, "statutory": new.statutory, "quorum": new.quorum,
        "quorum_count": new.quorum_count, "notice_days": new.notice_days, "gates": rules::kinds_json(&new.gates),
    });
    let row = committee_terms::Model {
        cluster_id: cluster.id,
        number,
        starts_on: new.starts_on,
        statutory: new.statutory,
        quorum: new.quorum,
        quorum_count: new.quorum_count,
        notice_days: new.notice_days,
        meetings_a_year: new.meetings_a_year,
        chair_from: new.chair_from,
        independent_clerk: new.independent_clerk,
        gates: rules::kinds_json(&new.gates),
        recorded_at: change.now(),
        recorded_by: context.actor.account,
    };
    let kept = row.into_active_model().insert(change.tx()).await;
    kept.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    change.commit(event(cluster.id, "committee.terms_set", format!("cluster:{}", cluster.id)).with(data)).await?;
    Ok(number)
}

/// Somebody sits on the committee from today, without a vote.
pub async fn add_associate(context: &Context, slug: &str, name: &str, role: &str) -> Result<()> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(Action::SetTerms, &place)?;
    let change = Change::begin(context).await?;
    if store::associates(change.tx(), cluster.id).await?.len() >= MOST_ASSOCIATES {
        return Err(Error::field("name", format!("A committee has at most {MOST_ASSOCIATES} associate members")));
    }
    let row = committee_associate::Model {
        id: AssociateId::new(change.now()),
        cluster_id: cluster.id,
        name: name.to_owned(),
        role: role.to_owned(),
        since: words::london_day(change.now()),
        ended_on: None,
    };
    let id = row.id;
    row.into_active_model().insert(change.tx()).await?;
    change.commit(event(cluster.id, "committee.associate_added", format!("associate:{id}"))).await?;
    Ok(())
}

const MOST_ASSOCIATES: usize = 30;

/// Somebody sits on the committee no longer.
pub async fn end_associate(context: &Context, slug: &str, id: AssociateId) -> Result<()> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(Action::SetTerms, &place)?;
    let change = Change::begin(context).await?;
    let row = store::associate(change.tx(), cluster.id, id).await?.ok_or(Error::NotFound)?;
    if row.ended_on.is_some() {
        return Err(Error::stale());
    }
    let mut row = row.into_active_model();
    row.ended_on = Set(Some(words::london_day(change.now())));
    row.update(change.tx()).await?;
    change.commit(event(cluster.id, "committee.associate_ended", format!("associate:{id}"))).await?;
    Ok(())
}
