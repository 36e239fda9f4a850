//! What a school buys by itself: the route that its amount takes, the school's limits, quotes, waivers, purchases made
//! directly or from a framework. Small purchases have one buyer and one approver, no cluster, keys, masking or standstill.

mod answer;
mod ask;
mod compare;
mod choose;
mod decide;
mod enter;
mod evidence;
mod limits;
mod made;
mod notices;
mod route;
pub mod rules;
mod steps;
pub mod store;
mod to_do;
mod waiver;
pub mod web;

pub use crate::account::names as names_of;
pub use crate::catalogue::find::{ForSchool, Hit};
pub use crate::catalogue::{categories, category_by_id, category_by_slug, in_sentence};
pub use crate::tender::{Offered as Framework, frameworks_for};
pub use answer::{Desk, Inbox, decline, desk, inbox, priced_for, save, send};
pub use ask::{NewQuote, Sheet, ask, sheet, to_ask};
pub use choose::{Chosen, choose};
pub use compare::{Answered, Answers, answers};
pub use decide::{approve, cancel, send_back};
pub use enter::{Entered, enter};
pub use evidence::{Evidence, read_evidence};
pub use limits::{InForce, NewLimits, in_force, set_limits};
pub use made::{NewPurchase, decide_purchase, record_purchase};
pub use route::{Advice, Other, advise};
pub use to_do::to_do;
pub use waiver::{NewWaiver, ask_waiver, decide_waiver};

use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::ids::*;
use ::entity::membership::{Role, Scope};
use ::entity::money::Money;
use ::entity::{quote_request, school};
use rules::{ApprovalRefusal, Level, Limits, level, may_approve};

/// Where permission for a school's purchases is asked.
pub fn place_of(school: &school::Model) -> Place {
    Place::school(school.id)
}

/// The school of an address, for those who may see what it buys; not found for everybody else.
pub async fn seen(context: &Context, urn: i32) -> Result<school::Model> {
    let school = crate::school::by_urn(context.read(), urn).await?.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::SeePurchases, &place_of(&school))?;
    Ok(school)
}

/// As [`seen`], and refused unless the actor may do this there.
pub async fn opened(context: &Context, urn: i32, action: Action) -> Result<school::Model> {
    let school = seen(context, urn).await?;
    context.actor.require(action, &place_of(&school))?;
    Ok(school)
}

/// A request of the school.
pub async fn quote(context: &Context, school: &school::Model, id: QuoteId) -> Result<quote_request::Model> {
    store::quote(context.read(), school.id, id).await?.ok_or(Error::NotFound)
}

/// The roles that the actor holds in the school.
fn roles_at(context: &Context, school: &school::Model) -> Vec<Role> {
    let held = context.actor.hats().iter();
    held.filter(|hat| hat.scope == Scope::School && hat.scope_id == Some(school.id.0)).map(|hat| hat.role).collect()
}

/// Whether the actor may approve a purchase of this value that somebody asked for.
pub fn approval(
    context: &Context,
    school: &school::Model,
    value: Money,
    limits: &Limits,
    asked_by: AccountId,
) -> std::result::Result<Level, ApprovalRefusal> {
    let level = level(value, limits);
    may_approve(level, &roles_at(context, school), context.actor.account == Some(asked_by)).map(|()| level)
}

/// As [`approval`], refused by a sentence that says who can.
fn require_approver(
    context: &Context,
    school: &school::Model,
    value: Money,
    limits: &Limits,
    asked_by: AccountId,
) -> Result<Level> {
    context.actor.require_sight(Action::SeePurchases, &place_of(school))?;
    context.actor.require(Action::ApprovePurchase, &place_of(school))?;
    approval(context, school, value, limits, asked_by).map_err(|refusal| Error::Forbidden(format!("{refusal}.")))
}
