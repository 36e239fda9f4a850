//! What single schools need beyond the core specification: described before publication, priced by every bidder as a charge
//! for that school alone.

use super::edit::Editing;
use super::notice::{Fact, NoticeSection};
use super::rules::readiness::Task;
use super::store;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::{ids::*, school_variation, tender};
use sea_orm::{ActiveModelTrait as _, ConnectionTrait, IntoActiveModel as _, ModelTrait as _};
use serde_json::json;

/// More than a bidder could price apart.
const MOST: usize = 50;

/// Something that a school needs beyond the core.
#[derive(Clone, Debug)]
pub struct NewVariation {
    pub urn: i32,
    pub title: String,
    pub description: String,
}

pub async fn add(context: &Context, reference: &str, version: i32, new: NewVariation) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Schools).await?;
    let there = store::variations(editing.change.tx(), editing.tender.id).await?;
    if there.len() >= MOST {
        return Err(Error::refused(format!("A tender can have {MOST} variations at most. Remove one first")));
    }
    let dossier = super::dossier::of(editing.change.tx(), editing.tender.clone()).await?;
    let school = dossier.buyers().into_iter().find(|school| school.urn == new.urn).map(|school| school.id);
    let school = school.ok_or_else(|| Error::field("school", "Choose a school that takes part"))?;
    let number =
        there.iter().filter_map(|(row, _)| row.code.rsplit('-').next()?.parse::<u32>().ok()).max().unwrap_or(0);
    let row = school_variation::Model {
        id: VariationId::new(editing.change.now()),
        tender_id: editing.tender.id,
        school_id: school,
        code: format!("variation-{}", number + 1),
        title: new.title,
        description: new.description,
        added_by: editing.change.by()?,
        added_at: editing.change.now(),
    };
    let code = row.code.clone();
    row.into_active_model().insert(editing.change.tx()).await?;
    finish(editing, "added", &code).await
}

pub async fn remove(context: &Context, reference: &str, version: i32, code: &str) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Schools).await?;
    let all = store::variations(editing.change.tx(), editing.tender.id).await?;
    let found = all.into_iter().find(|(row, _)| row.code == code).ok_or(Error::NotFound)?;
    found.0.delete(editing.change.tx()).await?;
    finish(editing, "removed", code).await
}

async fn finish(editing: Editing, what: &str, code: &str) -> Result<()> {
    let row = <tender::ActiveModel as Default>::default();
    editing.save(row, "tender.variations_changed", json!({ "what": what, "variation": code })).await
}

/// What the notice says of them.
pub(super) async fn notice_section(
    connection: &impl ConnectionTrait,
    tender: &tender::Model,
) -> Result<Option<NoticeSection>> {
    let all = store::variations(connection, tender.id).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let fact = |(row, school): (school_variation::Model, ::entity::school::Model)| Fact {
        key: school.name,
        value: format!("{}. {}", row.title, row.description),
        href: None,
        action: None,
    };
    Ok(Some(NoticeSection {
        id: "variations".to_owned(),
        title: "What single schools need beyond the core".to_owned(),
        text: Some("Each is priced as a charge for that school alone, so that no other school pays for it.".to_owned()),
        rows: all.into_iter().map(fact).collect(),
        ..NoticeSection::default()
    }))
}
