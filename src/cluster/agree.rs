//! The agreement's versions: recorded as a proposal, brought into force by the chair, or taken back.

use super::found::event;
use super::letters::ask_bodies;
use super::rules::form;
use super::rules::refresh::{LONGEST_NOTICE, SetDay};
use super::{rules, store};
use crate::committee;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::agreement::{Majority, SharingRule};
use ::entity::cluster_form::Form;
use ::entity::{agreement, agreement_promise, agreement_refusal, agreement_signature, cluster, ids::*};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

/// What a version of the agreement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVersion {
    pub text: String,
    pub form: Form,
    /// Why this form.
    pub form_reason: String,
    pub sharing_rule: SharingRule,
    pub majority: Majority,
    /// Does the chair decide a tie?
    pub casting_vote: bool,
    /// Months of notice before a school leaves.
    pub notice_months: i32,
    /// By when, each year, every body says again that its school stays.
    pub set_day: SetDay,
    /// The authority that is asked to sign as a party.
    pub authority: Option<ProviderId>,
    /// By when bodies are asked to answer; none: a term from the day it is proposed.
    pub answer_by: Option<NaiveDate>,
}

/// What a version says, to be said again.
impl From<agreement::Model> for NewVersion {
    fn from(version: agreement::Model) -> Self {
        Self {
            set_day: SetDay::stored(version.refresh_month, version.refresh_day),
            text: version.text,
            form: version.form,
            form_reason: version.form_reason,
            sharing_rule: version.sharing_rule,
            majority: version.majority,
            casting_vote: version.casting_vote,
            notice_months: version.notice_months,
            authority: version.authority_id,
            answer_by: None,
        }
    }
}

impl NewVersion {
    /// A text with what most agreements start from: costs shared in proportion, votes by simple majority, six months'
    /// notice, the yearly word by 31 March; in a joint committee the chair decides a tie.
    pub fn usual(form: Form, form_reason: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            form,
            form_reason: form_reason.into(),
            sharing_rule: SharingRule::Proportional,
            majority: Majority::Simple,
            casting_vote: form::committee_defaults(form).casting_vote,
            notice_months: 6,
            set_day: SetDay { month: 3, day: 31 },
            authority: None,
            answer_by: None,
        }
    }
}

/// The newest version and how the bodies answered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub version: agreement::Model,
    pub signatures: Vec<agreement_signature::Model>,
    pub refusals: Vec<agreement_refusal::Model>,
    /// Members whose body has not agreed and not declined, in the cluster's order.
    pub waiting: Vec<store::Member>,
    pub members: Vec<store::Member>,
}

impl Standing {
    /// Whether a school's body has agreed.
    pub fn has_agreed(&self, school: SchoolId) -> bool {
        self.signatures.iter().any(|signature| signature.school_id == school)
    }

    fn answers(&self, host: Option<SchoolId>) -> rules::Answers {
        let (agreed, others): (Vec<_>, Vec<_>) =
            self.members.iter().partition(|member| self.has_agreed(member.school.id));
        let is_waiting = |member: &&store::Member| self.waiting.iter().any(|other| other.school.id == member.school.id);
        let (waiting, declined): (Vec<_>, Vec<_>) = others.into_iter().partition(is_waiting);
        let names = |some: Vec<&store::Member>| some.into_iter().map(|member| member.school.name.clone()).collect();
        let host = self.members.iter().find(|member| Some(member.school.id) == host);
        rules::Answers {
            agreed: names(agreed),
            declined: names(declined),
            waiting: names(waiting),
            host: host.map(|host| host.school.name.clone()),
        }
    }

    /// May the chair bring it into force?
    pub fn may_come_into_force(&self, host: Option<SchoolId>, today: NaiveDate) -> bool {
        rules::adopt(&self.version, self.version.version, &self.answers(host), today).is_ok()
    }
}

/// How far the newest version is. Five queries.
pub async fn standing(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Option<Standing>> {
    let Some(version) = store::newest_agreement(connection, cluster).await? else { return Ok(None) };
    let signatures = store::signatures(connection, [version.id]).await?;
    let refusals = store::refusals(connection, [version.id]).await?;
    let members = store::members(connection, cluster).await?;
    let answered = |school: SchoolId| {
        signatures.iter().any(|signature| signature.school_id == school)
            || refusals.iter().any(|refusal| refusal.school_id == school)
    };
    let waiting = members.iter().filter(|member| !answered(member.school.id)).cloned().collect();
    Ok(Some(Standing { version, signatures, refusals, waiting, members }))
}

/// Schools as the rules of forms see them.
pub fn taking(members: &[store::Member]) -> Vec<form::Taking> {
    let taking = |member: &store::Member| form::Taking {
        name: member.school.name.clone(),
        kind: form::Kind::of(&member.school),
    };
    members.iter().map(taking).collect()
}

/// Records the next version as a proposal. What the version before promises for days to come is carried over.
pub async fn record_version(context: &Context, cluster: &cluster::Model, new: NewVersion) -> Result<i32> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordAgreement, &place)?;
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let members = store::members(change.tx(), cluster.id).await?;
    check(&change, &members, &new).await?;
    let answer_by = answer_by(&change, new.answer_by)?;
    committee::rule_is_decided(&change, cluster.id, new.sharing_rule).await?;
    let before = store::newest_agreement(change.tx(), cluster.id).await?;
    let number = store::next_version(change.tx(), cluster.id).await?;
    let row = agreement::Model { answer_by, ..proposal(&change, cluster.id, number, &new) };
    let id = row.id;
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    if let Some(before) = before {
        carry_over(&change, before.id, id).await?;
    }
    ask_bodies(&change, cluster, &members, (number, answer_by)).await?;
    let data = json!({
        "version": number, "form": new.form, "sharing_rule": new.sharing_rule, "majority": new.majority,
        "casting_vote": new.casting_vote, "notice_months": new.notice_months, "authority": new.authority,
        "answer_by": answer_by,
    });
    change.commit(event(cluster, "agreement.recorded").with(data).because(new.form_reason)).await?;
    Ok(number)
}

/// The form is for every school of the cluster, and the terms are such as it leaves open.
async fn check(change: &Change, members: &[store::Member], new: &NewVersion) -> Result<()> {
    form::check(new.form, &taking(members)).map_err(|misfit| Error::field("form", misfit))?;
    form::check_terms(new.form, new.majority, new.casting_vote)
        .map_err(|(field, sentence)| Error::field(field, sentence))?;
    if !(0..=LONGEST_NOTICE).contains(&new.notice_months) {
        return Err(Error::field("notice_months", format!("Enter a number of months from 0 to {LONGEST_NOTICE}")));
    }
    if !new.set_day.is_real() {
        return Err(Error::field("refresh_day", "Enter a day that every year has, like 31 March"));
    }
    let areas = members.iter().filter_map(|member| member.school.la_code.clone()).collect();
    let authorities = store::authorities(change.tx(), areas).await?;
    if new.authority.is_some_and(|named| authorities.iter().all(|authority| authority.id != named)) {
        return Err(Error::field("authority", "Choose an authority that one of the schools is in"));
    }
    Ok(())
}

fn proposal(change: &Change, cluster_id: ClusterId, version: i32, new: &NewVersion) -> agreement::Model {
    agreement::Model {
        id: AgreementId::new(change.now()),
        cluster_id,
        version,
        text: new.text.clone(),
        form: new.form,
        form_reason: new.form_reason.clone(),
        sharing_rule: new.sharing_rule,
        majority: new.majority,
        casting_vote: new.casting_vote,
        notice_months: new.notice_months,
        refresh_month: i32::try_from(new.set_day.month).unwrap_or(1),
        refresh_day: i32::try_from(new.set_day.day).unwrap_or(1),
        authority_id: new.authority,
        answer_by: rules::usual_answer_by(words::london_day(change.now())),
        recorded_at: change.now(),
        adopted_at: None,
        withdrawn_at: None,
    }
}

/// The day that was asked for, or a term from now.
fn answer_by(change: &Change, asked: Option<NaiveDate>) -> Result<NaiveDate> {
    let today = words::london_day(change.now());
    let day = asked.unwrap_or_else(|| rules::usual_answer_by(today));
    rules::check_answer_by(day, today).map_err(|refusal| Error::field("answer_by-day", refusal))?;
    Ok(day)
}

/// The chair or the clerk gives the bodies another day to answer a proposed version by.
pub async fn change_answer_by(context: &Context, cluster: &cluster::Model, number: i32, day: NaiveDate) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordAgreement, &place)?;
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let version = store::version(change.tx(), cluster.id, number).await?.ok_or(Error::NotFound)?;
    rules::may_withdraw(&version).map_err(Error::refused)?;
    let day = answer_by(&change, Some(day))?;
    let data = json!({ "version": number, "before": version.answer_by, "answer_by": day });
    let mut row = version.into_active_model();
    row.answer_by = Set(day);
    row.update(change.tx()).await?;
    change.commit(event(cluster, "agreement.answer_by_changed").with(data)).await?;
    Ok(())
}

async fn carry_over(change: &Change, from: AgreementId, to: AgreementId) -> Result<()> {
    let today = words::london_day(change.now());
    let mut promises = store::promises(change.tx(), from).await?;
    promises.retain(|promise| promise.until >= today);
    let rows = promises.into_iter().map(|promise| {
        let id = PromiseId::new(change.now());
        agreement_promise::Model { id, agreement_id: to, ..promise }.into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        agreement_promise::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}

/// The chair brings the newest version into force, once the body of every school in the cluster has answered or the day to
/// answer by is over. It binds those that agreed; the others can still agree to it afterwards.
pub async fn adopt(context: &Context, cluster: &cluster::Model, number: i32) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::AdoptAgreement, &place)?;
    let change = Change::begin(context).await?;
    let host = store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?.host_school_id;
    let version = store::version(change.tx(), cluster.id, number).await?.ok_or(Error::NotFound)?;
    let standing = standing(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let answers = standing.answers(host);
    let today = words::london_day(change.now());
    rules::adopt(&version, standing.version.version, &answers, today).map_err(Error::refused)?;
    let (bound, _): (Vec<_>, Vec<_>) =
        standing.members.iter().cloned().partition(|member| standing.has_agreed(member.school.id));
    form::check(version.form, &taking(&bound)).map_err(Error::refused)?;
    let mut row = version.into_active_model();
    row.adopted_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let data = json!({
        "version": number, "agreed": answers.agreed.len(), "declined": answers.declined.len(),
        "silent": answers.waiting.len(),
    });
    change.commit(event(cluster, "agreement.adopted").with(data)).await?;
    Ok(())
}

/// The chair or the clerk takes back a proposed version; the one in force stays.
pub async fn withdraw(context: &Context, cluster: &cluster::Model, number: i32, reason: &str) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordAgreement, &place)?;
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let version = store::version(change.tx(), cluster.id, number).await?.ok_or(Error::NotFound)?;
    rules::may_withdraw(&version).map_err(Error::refused)?;
    let mut row = version.into_active_model();
    row.withdrawn_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let entry = event(cluster, "agreement.withdrawn").with(json!({ "version": number })).because(reason);
    change.commit(entry).await?;
    Ok(())
}
