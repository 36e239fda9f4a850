//! One version as it stands, and any two of them compared.

use super::view::{AgreementPage, Authority, BodyRow, Compared, ComparedLine, Promises, Version};
use super::{majority_words, may_sign, notice_words, tie_words, with_answer_by};
use crate::cluster::rules::refresh::SetDay;
use crate::cluster::rules::{Line, is_answer_time_over, side_by_side};
use crate::cluster::store;
use crate::cluster::web::{choice, inside, opened};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::FormView;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::agreement;
use ::entity::{agreement_refusal, agreement_signature};
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    pub(super) version: Option<i32>,
    old: Option<i32>,
    new: Option<i32>,
}

impl Asked {
    pub(super) fn version(number: i32) -> Self {
        Self { version: Some(number), ..Self::default() }
    }
}

pub(super) async fn show(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let chosen = |form: FormView, (field, number): (&str, Option<i32>)| match number {
        Some(number) => form.with(field, number.to_string()),
        None => form,
    };
    let form = [("old", asked.old), ("new", asked.new)].into_iter().fold(FormView::default(), chosen);
    agreement_page(&visit, &slug, asked, form).await
}

pub(super) async fn agreement_page(visit: &Visit, slug: &str, asked: Asked, mut form: FormView) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    let all = store::agreements(visit.read(), cluster.id).await?;
    if let (None, [_, before, ..]) = (asked.old, all.as_slice()) {
        form = form.with("old", before.version.to_string());
    }
    let in_force = all.iter().filter(|version| version.adopted_at.is_some()).map(|version| version.version).max();
    let stands = all.iter().find(|version| version.withdrawn_at.is_none()).or(all.first());
    let newest = stands.map(|version| version.version);
    let shown = all.iter().find(|version| Some(version.version) == asked.version.or(newest));
    let members = store::members(visit.read(), cluster.id).await?;
    let signatures = store::signatures(visit.read(), shown.map(|shown| shown.id)).await?;
    let refusals = store::refusals(visit.read(), shown.map(|shown| shown.id)).await?;
    let today = words::london_day(visit.now);
    // A version that is in force, or whose time to answer is over, does not bind whoever said nothing.
    let over = shown.is_some_and(|shown| shown.adopted_at.is_some() || is_answer_time_over(shown, today));
    let answers = (signatures.as_slice(), refusals.as_slice());
    let bodies: Vec<BodyRow> = members.iter().map(|member| body_row(member, answers, over)).collect();
    let count = |answer: &str| bodies.iter().filter(|body| body.answer == answer).count();
    let (agreed, declined) = (count("Agreed"), count("Declined"));
    let is_open =
        shown.is_some_and(|shown| shown.withdrawn_at.is_none() && [newest, in_force].contains(&Some(shown.version)));
    let asking = |answers: &[&str]| {
        let asked = members.iter().zip(&bodies).filter(|(_, body)| is_open && answers.contains(&body.answer));
        let asked = asked.filter(|(member, _)| may_sign(visit, &place, member.school.id));
        asked.map(|(member, _)| choice(member.school.id, member.school.name.clone())).collect()
    };
    let is_proposed = is_open && shown.is_some_and(|shown| shown.adopted_at.is_none());
    let may_record = visit.actor.may(Action::RecordAgreement, &place);
    let is_ready = over || agreed + declined == bodies.len();
    let may_adopt = is_proposed && is_ready && visit.actor.may(Action::AdoptAgreement, &place);
    let form = match shown.filter(|_| is_proposed && !form.values.contains_key("answer_by-day")) {
        Some(shown) => with_answer_by(form, shown.answer_by),
        None => form,
    };
    let page = AgreementPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        shown: shown.map(|shown| version(shown, in_force)),
        paragraphs: shown.map(|shown| paragraphs(&shown.text)).unwrap_or_default(),
        signable: asking(&["Waiting", SILENT, "Declined"]),
        declinable: asking(&["Waiting", SILENT]),
        silent: bodies.iter().filter(|body| body.answer == SILENT).map(|body| body.school.clone()).collect(),
        authority: authority(visit, shown).await?,
        promises: promises(visit, shown).await?,
        numbers: all.iter().map(|each| choice(each.version, format!("Version {}", each.version))).collect(),
        compared: compared(&all, &asked),
        versions: all.iter().map(|each| version(each, in_force)).collect(),
        may_withdraw: is_proposed && may_record,
        holds: in_force.filter(|_| is_proposed),
        bodies,
        agreed,
        declined,
        may_adopt,
        may_record,
    };
    visit.form_page(inside("Agreement", &cluster), &form, &page)
}

pub(super) async fn authority(visit: &Visit, shown: Option<&agreement::Model>) -> Result<Option<Authority>> {
    let Some((shown, id)) = shown.and_then(|shown| Some((shown, shown.authority_id?))) else { return Ok(None) };
    let Some(authority) = store::authority(visit.read(), id).await? else { return Ok(None) };
    let signed = store::authority_signatures(visit.read(), [shown.id]).await?.into_iter().next();
    Ok(Some(Authority {
        name: authority.name,
        signed_on: signed.as_ref().map(|signed| signed.signed_on),
        office: signed.as_ref().map(|signed| signed.office.clone()),
        signatory: signed.map(|signed| signed.signatory),
    }))
}

pub(super) async fn promises(visit: &Visit, shown: Option<&agreement::Model>) -> Result<Promises> {
    let Some(shown) = shown else { return Ok(Promises::default()) };
    let rows = store::promises(visit.read(), shown.id).await?;
    Ok(Promises::of(rows, words::london_day(visit.now)))
}

pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

pub(super) fn version(row: &agreement::Model, in_force: Option<i32>) -> Version {
    let (state, kind) = match row.adopted_at {
        _ if row.withdrawn_at.is_some() => ("Withdrawn", "plain"),
        Some(_) if Some(row.version) == in_force => ("In force", "done"),
        None if in_force.is_none_or(|in_force| row.version > in_force) => ("Proposed", "waiting"),
        _ => ("Replaced", "plain"),
    };
    Version {
        number: row.version,
        state,
        kind,
        form: row.form.title(),
        form_reason: row.form_reason.clone(),
        sharing: row.sharing_rule.sentence(),
        majority: majority_words(row.majority),
        tie: tie_words(row.casting_vote),
        notice: notice_words(row.notice_months),
        set_day: SetDay::stored(row.refresh_month, row.refresh_day).words(),
        answer_by: row.answer_by,
        recorded_at: row.recorded_at,
        adopted_at: row.adopted_at,
    }
}

/// The answer of a body that said nothing in time.
const SILENT: &str = "No answer";

fn body_row(
    member: &store::Member,
    (signatures, refusals): (&[agreement_signature::Model], &[agreement_refusal::Model]),
    over: bool,
) -> BodyRow {
    let signature = signatures.iter().find(|signature| signature.school_id == member.school.id);
    let refusal = refusals.iter().find(|refusal| refusal.school_id == member.school.id);
    let waiting = BodyRow {
        school: member.school.name.clone(),
        body: member.school.body_name(),
        answer: if over { SILENT } else { "Waiting" },
        kind: if over { "problem" } else { "waiting" },
        minute: None,
        on: None,
        reason: refusal.map(|refusal| refusal.reason.clone()),
        recorded_at: None,
    };
    match (signature, refusal) {
        (Some(signature), _) => BodyRow {
            body: signature.body_name.clone(),
            answer: "Agreed",
            kind: "done",
            minute: Some(signature.minute_reference.clone()),
            on: Some(signature.agreed_on),
            recorded_at: Some(signature.recorded_at),
            ..waiting
        },
        (None, Some(refusal)) => BodyRow {
            body: refusal.body_name.clone(),
            answer: "Declined",
            kind: "problem",
            minute: Some(refusal.minute_reference.clone()),
            on: Some(refusal.declined_on),
            recorded_at: Some(refusal.recorded_at),
            ..waiting
        },
        (None, None) => waiting,
    }
}

fn compared(all: &[agreement::Model], asked: &Asked) -> Option<Compared> {
    let find = |number: Option<i32>| all.iter().find(|version| Some(version.version) == number);
    let (old, new) = (find(asked.old)?, find(asked.new)?);
    let shown = |line: Line| ComparedLine { is_same: line.is_same(), old: line.old, new: line.new };
    let lines: Vec<ComparedLine> = side_by_side(&terms(old), &terms(new)).into_iter().map(shown).collect();
    let changes = lines.iter().filter(|line| !line.is_same).count();
    Some(Compared { old: old.version, new: new.version, lines, changes })
}

/// The text and the rules that stand beside it.
fn terms(version: &agreement::Model) -> String {
    let set_day = SetDay::stored(version.refresh_month, version.refresh_day);
    let rules = [
        format!("Form: {}", version.form.title()),
        format!("Why this form: {}", version.form_reason.replace('\n', " ")),
        format!("Sharing: {}", version.sharing_rule.sentence()),
        format!("Majority: {}", majority_words(version.majority)),
        format!("Ties: {}", tie_words(version.casting_vote)),
        format!("Notice: {}", notice_words(version.notice_months)),
        format!("Every year by: {}", set_day.words()),
    ];
    format!("{}\n{}", rules.join("\n"), version.text)
}
