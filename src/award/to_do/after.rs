//! What waits after the schools' decision: corrections and withdrawals for a second person, bids to keep open.

use crate::award::store::{self, After};
use crate::award::{keep_open_asked, rules};
use crate::platform::access::Hat;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use crate::tender::{self, TenderLot};
use ::entity::membership::{Role, Scope};
use sea_orm::entity::prelude::Uuid;

fn scopes(context: &Context, scope: Scope, roles: &[Role]) -> Vec<Uuid> {
    let hats = context.actor.hats().iter().filter(|hat| hat.scope == scope && roles.contains(&hat.role));
    hats.filter_map(|hat| hat.scope_id).collect()
}

/// Corrections and withdrawals that wait for a second person, and the next bid for the tender lead.
pub(super) async fn team(context: &Context) -> Result<Vec<ToDo>> {
    let tenders = scopes(context, Scope::Tender, &[Role::TenderLead, Role::Reviewer]);
    let clusters = scopes(context, Scope::Cluster, &[Role::Chair, Role::Clerk]);
    if tenders.is_empty() && clusters.is_empty() {
        return Ok(Vec::new());
    }
    let waiting = store::waiting_after(context.read(), &tenders, &clusters).await?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let lots = tender::lots_of(context.read(), waiting.iter().map(|one| one.tender.id)).await?;
    let of = |one: &After| TenderLot {
        tender: one.tender.clone(),
        lot: one.lot.clone(),
        all: lots.get(&one.tender.id).cloned().unwrap_or_default(),
    };
    Ok(waiting.iter().filter_map(|one| todo(context, one, &of(one))).collect())
}

fn todo(context: &Context, waiting: &After, of: &TenderLot) -> Option<ToDo> {
    let holds = |role: Role, scope: Uuid| {
        let held = |hat: &&Hat| hat.role == role && hat.scope_id == Some(scope);
        context.actor.hats().iter().find(held)
    };
    let (cluster, tender) = (of.tender.cluster_id.0, of.tender.id.0);
    if let Some(correction) = &waiting.correction {
        let proposed = (correction.proposed_by, correction.proposed_for);
        let second =
            [(Role::Chair, cluster), (Role::Clerk, cluster), (Role::TenderLead, tender), (Role::Reviewer, tender)];
        let may = |hat: &Hat| {
            context
                .actor
                .account
                .is_some_and(|account| rules::may_confirm(proposed, (account, hat.for_school())).is_ok())
        };
        second.into_iter().filter_map(|(role, scope)| holds(role, scope)).find(|hat| may(hat))?;
        let text = format!("Confirm the correction of a score: {}", of.title());
        return Some(ToDo::new(text, of.address().page("correction"), "A second person decides").taking(15));
    }
    let withdrawal = waiting.withdrawal.as_ref()?;
    let page = of.address().page("withdrawal");
    if withdrawal.confirmed_at.is_some() {
        holds(Role::TenderLead, tender)?;
        return Some(ToDo::new(
            format!("The winner withdrew, put the next bid to the schools: {}", of.title()),
            page,
            "You are the tender lead",
        ));
    }
    let other = [Role::Chair, Role::Clerk].into_iter().filter(|role| *role != withdrawal.recorded_as);
    other.filter_map(|role| holds(role, cluster)).find(|_| context.actor.account != Some(withdrawal.recorded_by))?;
    let text = format!("Confirm that the winner withdraws: {}", of.title());
    Some(ToDo::new(text, page, "One of chair and clerk recorded it, the other confirms"))
}

/// Bids that the buyers ask to keep open for longer.
pub(super) async fn bidder(context: &Context) -> Result<Vec<ToDo>> {
    let providers = scopes(context, Scope::Provider, &[Role::ProviderStaff, Role::LaSeller]);
    if providers.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for id in store::asked_to_keep_open(context.read(), providers).await? {
        let asked = keep_open_asked(context, id).await?;
        if asked.refusal.is_none() {
            let text = format!("Keep your bid open until {}: {}", words::date(asked.asked_until), asked.of.title());
            let todo = ToDo::new(text, format!("/bids/{id}/validity"), "The buyers need longer to decide");
            all.push(todo.due(asked.valid_until));
        }
    }
    Ok(all)
}
