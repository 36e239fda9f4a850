//! The chair sets the day by which schools reply, and reminds those that have not.

use super::matrix::tender_within_sight;
use super::notices::Reminder;
use super::pool::midday;
use super::{path_of, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Receiver;
use crate::platform::words;
use ::entity::demand::{self, DemandState};
use ::entity::membership::Role;
use ::entity::tender::{self, TenderState};
use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// Whose turn it is on a sheet, and what for; nobody's on one that is committed or declined.
fn waits_for(sheet: &demand::Model) -> Option<(Role, &'static str)> {
    match sheet.state {
        DemandState::Draft => {
            Some((Role::BusinessManager, "The sheet has to be filled in and sent to the headteacher."))
        }
        DemandState::Sent => Some((Role::Headteacher, "The sheet has to be signed off.")),
        DemandState::Signed if sheet.mandate_limit.is_none() => {
            Some((Role::Headteacher, "The governing body's mandate to join has to be recorded."))
        }
        DemandState::Signed | DemandState::NotTakingPart => None,
    }
}

fn refuse_unless_pooling(tender: &tender::Model) -> Result<()> {
    if tender.state == TenderState::Pooling { Ok(()) } else { Err(Error::refused(super::rules::Refusal::NotPooling)) }
}

/// Mails everybody whom a school's sheet waits for; answers how many schools were reminded.
pub async fn remind(context: &Context, slug: &str, reference: &str) -> Result<usize> {
    let (cluster, place, tender, category) = tender_within_sight(context, slug, reference).await?;
    context.actor.require(Action::ManageCluster, &place)?;
    refuse_unless_pooling(&tender)?;
    let change = Change::begin(context).await?;
    let sheets = store::sheets_of(change.tx(), tender.id).await?;
    let schools = store::schools(change.tx(), sheets.iter().map(|sheet| sheet.school_id)).await?;
    let mut reminded = 0;
    for role in [Role::BusinessManager, Role::Headteacher] {
        let waiting: Vec<_> = sheets
            .iter()
            .filter_map(|sheet| Some((sheet, waits_for(sheet).filter(|(whom, _)| *whom == role)?.1)))
            .collect();
        reminded += waiting.len();
        for (id, person) in store::people(change.tx(), role, waiting.iter().map(|(sheet, _)| sheet.school_id)).await? {
            let Some((sheet, wanted)) = waiting.iter().find(|(sheet, _)| sheet.school_id == id) else { continue };
            let Some(school) = schools.get(&id) else { continue };
            let notice = Reminder {
                category: category.name.clone(),
                cluster: cluster.name.clone(),
                school: school.name.clone(),
                due: words::deadline(sheet.due_at),
                wanted,
                path: path_of(school.urn, &tender.reference),
            };
            change.tell(Receiver { name: person.name, email: person.email }, &notice).await?;
        }
    }
    let event = Event::new(Chain::Tender(tender.id), "demand.reminded", format!("tender:{}", tender.id));
    change.commit(event.with(json!({ "schools": reminded }))).await?;
    Ok(reminded)
}

/// Sets midday of another day as the one by which schools reply.
pub async fn set_due(context: &Context, slug: &str, reference: &str, day: NaiveDate) -> Result<()> {
    let (_, place, tender, _) = tender_within_sight(context, slug, reference).await?;
    context.actor.require(Action::ManageCluster, &place)?;
    refuse_unless_pooling(&tender)?;
    if midday(day) <= context.now {
        return Err(Error::field("due-day", "Enter a day whose midday is still to come"));
    }
    let change = Change::begin(context).await?;
    demand::Entity::update_many()
        .col_expr(demand::Column::DueAt, Expr::value(midday(day)))
        .filter(demand::Column::TenderId.eq(tender.id))
        .exec(change.tx())
        .await?;
    let event = Event::new(Chain::Tender(tender.id), "demand.due_set", format!("tender:{}", tender.id));
    change.commit(event.with(json!({ "due": midday(day) }))).await?;
    Ok(())
}
