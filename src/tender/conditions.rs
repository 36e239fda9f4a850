//! The pass or fail conditions of a draft: those of its category, and its own.

use super::edit::Editing;
use super::notice::{Fact, NoticeSection};
use super::rules::conditions::{self, MOST, Refusal, kind_words};
use super::rules::readiness::Task;
use super::store;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::tender_condition::{self, ConditionKind};
use ::entity::{ids::*, tender};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ConnectionTrait, IntoActiveModel as _, ModelTrait as _};
use serde_json::json;

/// A condition as its form says it.
#[derive(Clone, Debug)]
pub struct ConditionWording {
    pub name: String,
    pub statement: String,
    pub kind: ConditionKind,
    pub evidence: Option<String>,
    pub valid_until: Option<NaiveDate>,
}

/// Keeps what the category's template asks, for a tender that is being made.
pub(super) async fn keep_template(transaction: &impl ConnectionTrait, tender: TenderId, category: &str) -> Result<()> {
    for row in conditions::rows(tender, category) {
        row.into_active_model().insert(transaction).await?;
    }
    Ok(())
}

/// Adds one at the end.
pub async fn add(context: &Context, reference: &str, version: i32, wording: ConditionWording) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Conditions).await?;
    let there = store::pass_conditions(editing.change.tx(), editing.tender.id).await?;
    if there.len() >= MOST {
        return Err(Error::refused(Refusal::TooMany));
    }
    let code = free_code(&wording.name, &there);
    check(&code, &wording)?;
    let row = tender_condition::Model {
        tender_id: editing.tender.id,
        code: code.clone(),
        position: there.iter().map(|each| each.position).max().unwrap_or(0) + 1,
        name: wording.name,
        statement: wording.statement,
        kind: wording.kind,
        evidence: wording.evidence,
        valid_until: wording.valid_until,
    };
    row.into_active_model().insert(editing.change.tx()).await?;
    finish(editing, "added", &code).await
}

/// Changes what one says.
pub async fn reword(
    context: &Context,
    reference: &str,
    version: i32,
    code: &str,
    wording: ConditionWording,
) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Conditions).await?;
    let found = find(&editing, code).await?;
    check(code, &wording)?;
    let mut row = found.into_active_model();
    row.name = Set(wording.name);
    row.statement = Set(wording.statement);
    row.kind = Set(wording.kind);
    row.evidence = Set(wording.evidence);
    row.valid_until = Set(wording.valid_until);
    row.update(editing.change.tx()).await?;
    finish(editing, "changed", code).await
}

pub async fn remove(context: &Context, reference: &str, version: i32, code: &str) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Conditions).await?;
    if code == conditions::EXCLUSION_GROUNDS {
        return Err(Error::refused(Refusal::Kept));
    }
    find(&editing, code).await?.delete(editing.change.tx()).await?;
    finish(editing, "removed", code).await
}

async fn find(editing: &Editing, code: &str) -> Result<tender_condition::Model> {
    let all = store::pass_conditions(editing.change.tx(), editing.tender.id).await?;
    all.into_iter().find(|each| each.code == code).ok_or(Error::NotFound)
}

fn check(code: &str, wording: &ConditionWording) -> Result<()> {
    let checked = conditions::check(code, &wording.name, wording.kind, wording.evidence.as_deref());
    checked.map_err(|refusal| match refusal.field() {
        Some(field) => Error::field(field, refusal),
        None => Error::refused(refusal),
    })
}

async fn finish(editing: Editing, what: &str, code: &str) -> Result<()> {
    let row = <tender::ActiveModel as Default>::default();
    editing.save(row, "tender.conditions_changed", json!({ "what": what, "condition": code })).await
}

/// The name as a word, "Allergen training" → `allergen_training`, with a number where another condition has it.
fn free_code(name: &str, there: &[tender_condition::Model]) -> String {
    let letters: String =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = letters.split_whitespace().take(6).collect();
    let base = if words.is_empty() { "condition".to_owned() } else { words.join("_") };
    let taken = |code: &String| there.iter().any(|each| each.code == *code) || code == "new" || code == "interests";
    std::iter::once(base.clone())
        .chain((2..).map(|number| format!("{base}_{number}")))
        .find(|code| !taken(code))
        .unwrap_or(base)
}

/// What the notice says of them.
pub(super) async fn notice_section(
    connection: &impl ConnectionTrait,
    tender: &tender::Model,
) -> Result<Option<NoticeSection>> {
    let all = store::pass_conditions(connection, tender.id).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let fact = |each: tender_condition::Model| {
        let shown = match (each.kind, conditions::needed_until(&each, tender.contract_start)) {
            (ConditionKind::Evidence, Some(day)) => {
                let document = each.evidence.unwrap_or_default();
                format!("Shown by: {document}. Valid until {} or later", words::short_date(day))
            }
            (kind, _) => kind_words(kind).to_owned(),
        };
        Fact { key: each.name, value: format!("{}. {shown}.", each.statement), href: None, action: None }
    };
    Ok(Some(NoticeSection {
        id: "conditions".to_owned(),
        title: "Conditions that every bid must meet".to_owned(),
        text: Some("Each is pass or fail. Insurance is promised, not required before the award.".to_owned()),
        rows: all.into_iter().map(fact).collect(),
        ..NoticeSection::default()
    }))
}
