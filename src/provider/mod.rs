//! Who sells: firms, local authorities, and schools and trusts that sell to others.

mod answers;
mod evidence;
pub mod form;
mod remind;
pub mod rules;
pub mod store;
pub mod web;

pub use crate::account::Held;
pub use answers::{Answers, answer, answers, change_answer, keep_answer, remove_answer, used};
pub use evidence::{
    NewEvidence, evidence, keep_evidence, one as one_evidence, read_evidence, remove_evidence, renew_evidence,
};
pub use remind::{remind, to_do};
pub use store::{by_id, by_ids, by_slug, certificates};

use crate::account::{self, Grant};
use crate::catalogue::rules::{free_slug, slug_of};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::school;
use crate::{catalogue, contract};
use ::entity::ids::*;
use ::entity::membership::{Role, Scope};
use ::entity::provider::{self, ProviderKind};
use ::entity::provider_evidence;
use chrono::NaiveDate;
use rules::{check_code, check_role, check_school, may_end, roles_of};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// An organisation to register.
#[derive(Clone, Debug)]
pub struct NewProvider {
    pub name: String,
    pub kind: ProviderKind,
    /// For an LA: DfE's three digits.
    pub la_code: Option<String>,
    /// For a school that sells, its own; for a trust, that of one of its schools.
    pub urn: Option<i32>,
}

/// Somebody to invite.
#[derive(Clone, Debug)]
pub struct Invited {
    pub name: String,
    pub email: String,
}

/// What an organisation says of itself, once for every listing and bid.
#[derive(Clone, Debug)]
pub struct Facts {
    pub name: String,
    pub description: String,
    pub company_number: Option<String>,
    pub address: Option<String>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
}

/// Registers an organisation and invites the first person to act for it.
pub async fn register(context: &Context, new: NewProvider, first: Invited) -> Result<ProviderId> {
    context.actor.require(Action::ManagePlatform, &Place::platform())?;
    check_code(new.kind, new.la_code.as_deref()).map_err(|refusal| Error::field(refusal.field(), refusal))?;
    let is_registered = match new.urn {
        Some(urn) => school::by_urn(context.read(), urn).await?.is_some(),
        None => false,
    };
    check_school(new.kind, new.urn, is_registered).map_err(|refusal| Error::field(refusal.field(), refusal))?;
    let mut change = Change::begin(context).await?;
    let taken = store::slugs_like(change.tx(), &slug_of(&new.name)).await?;
    let row = provider::Model {
        id: ProviderId::new(change.now()),
        slug: free_slug(&new.name, "provider", &taken),
        name: new.name,
        kind: new.kind,
        la_code: new.la_code,
        urn: new.urn,
        company_number: None,
        address: None,
        contact_name: None,
        contact_email: None,
        description: String::new(),
        created_at: change.now(),
    };
    let (id, kind, slug) = (row.id, row.kind, row.slug.clone());
    let taken = || Error::field("name", "Somebody registered this name just now. Look for it in the list");
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, taken()))?;
    let role = roles_of(kind)[0];
    let account = account::find_or_invite(&mut change, &first.email, &first.name, role).await?;
    let given = account::give(&change, account, Grant::provider(role, id)).await?;
    change.note(given);
    let event = Event::new(Chain::Provider(id), "provider.registered", format!("provider:{id}"));
    change.commit(event.with(json!({ "slug": slug, "kind": kind }))).await?;
    Ok(id)
}

/// Changes what an organisation says of itself.
pub async fn describe(context: &Context, id: ProviderId, facts: Facts) -> Result<()> {
    context.actor.require_sight(Action::SeeOrganisation, &Place::provider(id))?;
    context.actor.require(Action::EditOrganisation, &Place::provider(id))?;
    let change = Change::begin(context).await?;
    let held = store::by_id(change.tx(), id).await?.ok_or(Error::NotFound)?;
    let is_renamed = held.name != facts.name;
    let mut row = held.into_active_model();
    row.name = Set(facts.name);
    row.description = Set(facts.description);
    row.company_number = Set(facts.company_number);
    row.address = Set(facts.address);
    row.contact_name = Set(facts.contact_name);
    row.contact_email = Set(facts.contact_email);
    row.update(change.tx()).await?;
    if is_renamed {
        catalogue::find::index_of_provider(change.tx(), id).await?;
    }
    change.commit(Event::new(Chain::Provider(id), "provider.described", format!("provider:{id}"))).await?;
    Ok(())
}

/// Gives somebody a role in the organisation; the administrator may, and whoever acts for it.
pub async fn invite(context: &Context, provider: &provider::Model, person: &Invited, role: Role) -> Result<AccountId> {
    check_role(provider.kind, role).map_err(|refusal| Error::field(refusal.field(), refusal))?;
    account::invite(context, &person.email, &person.name, Grant::provider(role, provider.id)).await
}

/// Ends one role of one person in the organisation.
pub async fn end_role(context: &Context, provider: ProviderId, id: MembershipId) -> Result<()> {
    context.actor.require(Action::EditOrganisation, &Place::provider(provider))?;
    let held = people(context, provider).await?;
    let held: Vec<_> = held.into_iter().map(|held| (held.membership.id, held.membership.role)).collect();
    if !held.iter().any(|(found, _)| *found == id) {
        return Err(Error::NotFound);
    }
    may_end(&held, id).map_err(Error::refused)?;
    account::end_role(context, id).await
}

/// Who holds which role in the organisation.
pub async fn people(context: &Context, provider: ProviderId) -> Result<Vec<Held>> {
    account::people_of(context.read(), Scope::Provider, Some(provider.0)).await
}

/// Every service, in the order in which they are listed.
pub async fn categories(context: &Context) -> Result<Vec<::entity::category::Model>> {
    catalogue::categories(context.read()).await
}

/// People by their accounts.
pub async fn names(context: &Context, accounts: Vec<AccountId>) -> Result<HashMap<AccountId, String>> {
    account::names(context.read(), accounts).await
}

/// The organisation that the hat in use is worn for.
pub async fn own(context: &Context) -> Result<provider::Model> {
    let hat = context.actor.hats().iter().find(|hat| hat.scope == Scope::Provider);
    let id = hat.and_then(|hat| hat.scope_id).map(ProviderId).ok_or(Error::NotFound)?;
    store::by_id(context.read(), id).await?.ok_or(Error::NotFound)
}

/// A published listing as an organisation's page names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offered {
    pub path: String,
    pub title: String,
    pub category: String,
    pub summary: String,
}

/// A contract that everybody may know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicContract {
    pub path: String,
    pub title: String,
    pub cluster: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// What everybody may know of an organisation besides its facts.
#[derive(Clone, Debug)]
pub struct Profile {
    /// By category and title.
    pub offered: Vec<Offered>,
    /// DfE's codes of the LAs in which it offers anything.
    pub areas: BTreeSet<String>,
    /// The certificates that its published listings rest on.
    pub certificates: Vec<provider_evidence::Model>,
    pub contracts: Vec<PublicContract>,
}

/// The organisation's public profile. The number of queries does not depend on how much there is.
pub async fn profile(context: &Context, provider: &provider::Model) -> Result<Profile> {
    let listings = catalogue::published_by(context.read(), provider.id).await?;
    let mut ids: Vec<ProviderEvidenceId> = Vec::new();
    for each in &listings {
        ids.extend(serde_json::from_value::<Vec<ProviderEvidenceId>>(each.version.evidence_ids.clone())?);
    }
    let contracts = contract::public_of(context.read(), provider.id).await?;
    Ok(Profile {
        areas: catalogue::coverage::coverage(context, provider.id).await?.all(),
        certificates: store::certificates(context.read(), &ids).await?,
        offered: listings.into_iter().map(offered).collect(),
        contracts: contracts.iter().map(public_contract).collect(),
    })
}

fn offered(each: catalogue::Named) -> Offered {
    Offered {
        path: format!("/services/{}/{}", each.category.slug, each.listing.slug),
        title: each.version.title,
        category: each.category.name,
        summary: each.version.summary,
    }
}

fn public_contract(held: &contract::Held) -> PublicContract {
    PublicContract {
        path: format!("/contracts/{}", held.contract.id),
        title: held.contract.title.clone(),
        cluster: held.cluster.name.clone(),
        starts_on: held.contract.starts_on,
        ends_on: held.contract.ends_on,
    }
}
