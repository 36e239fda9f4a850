//! Who may read which contract, and what waits for whom.

use super::rules::spend::{in_sentence, missing, missing_in_term};
use super::rules::term::{Term, notice_is_near, phase};
use super::store::{self, Held, Part};
use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::contract::ContractState;
use ::entity::contract_change::{self, ChangeState};
use ::entity::ids::*;
use ::entity::membership::Scope;
use chrono::{Duration, NaiveDate};
use sea_orm::ConnectionTrait;

/// The latest contracts that a provider's public page lists.
const MOST_PUBLIC: usize = 20;

/// Days after a contract year or a term in which its invoices are entered.
const DAYS_TO_ENTER: i64 = 60;

/// A contract as one reader may see it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub held: Held,
    pub place: Place,
    /// Belongs to the cluster or one of the schools: sees what everybody pays.
    pub is_buyer: bool,
    /// Works for the provider: sees the terms and the signatures.
    pub is_seller: bool,
}

/// The contract for whoever may know of it: before it is signed by all its parties alone, afterwards everybody, in summary.
pub async fn seen(context: &Context, id: ContractId) -> Result<Seen> {
    let contract = store::by_id(context.read(), id).await?.ok_or(Error::NotFound)?;
    let held = store::held(context.read(), vec![contract]).await?.pop().ok_or(Error::NotFound)?;
    let mut place = cluster::place_of(context.read(), held.cluster.id).await?;
    place.schools.extend(held.parts.iter().map(|part| part.school.id));
    let sellers = Place::provider(held.provider.id);
    let is_buyer = context.actor.may(Action::SeeContract, &place);
    let is_seller = context.actor.may(Action::SeeContract, &sellers);
    if held.contract.state == ContractState::Signing && !is_buyer && !is_seller {
        return Err(if context.actor.account.is_none() { Error::SignIn } else { Error::NotFound });
    }
    place.providers = sellers.providers;
    Ok(Seen { held, place, is_buyer, is_seller })
}

/// The contracts of a cluster with all that belongs to them. Seven queries.
pub async fn of_cluster(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<Held>> {
    let contracts = store::of_cluster(connection, cluster).await?;
    store::held(connection, contracts).await
}

/// The contracts that a school is in with all that belongs to them. Eight queries.
pub async fn held_by(connection: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<Held>> {
    let contracts = store::of_school(connection, school).await?;
    store::held(connection, contracts).await
}

/// The contracts of a provider that were signed, the newest to start first, which everybody may know of.
pub async fn public_of(connection: &impl ConnectionTrait, provider: ProviderId) -> Result<Vec<Held>> {
    let mut contracts = store::of_providers(connection, &[provider]).await?;
    contracts.retain(|contract| contract.state != ContractState::Signing);
    contracts.truncate(MOST_PUBLIC);
    store::held(connection, contracts).await
}

/// The contracts of the providers that the hats in use are worn for.
pub async fn of_own_organisation(context: &Context) -> Result<Vec<Held>> {
    let ids = own(context, Action::SeeOrganisation, Scope::Provider);
    let ids: Vec<ProviderId> = ids.into_iter().map(ProviderId).collect();
    let contracts = store::of_providers(context.read(), &ids).await?;
    store::held(context.read(), contracts).await
}

/// Where the hats in use permit an action, by the kind of organisation.
fn own(context: &Context, action: Action, scope: Scope) -> Vec<sea_orm::entity::prelude::Uuid> {
    let hats = context.actor.hats().iter().filter(|hat| hat.scope == scope && action.roles().contains(&hat.role));
    let mut ids: Vec<_> = hats.filter_map(|hat| hat.scope_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Signatures waiting, actual spend due, notice dates near, and early ends to confirm.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let today = words::london_day(context.now);
    let mut all = Vec::new();
    let signing = own(context, Action::SignForBody, Scope::School);
    let entering = own(context, Action::EnterActuals, Scope::School);
    let mut schools: Vec<_> = signing.iter().chain(&entering).copied().collect();
    schools.sort_unstable();
    schools.dedup();
    for id in schools {
        let contracts = store::of_school(context.read(), SchoolId(id)).await?;
        for held in store::held(context.read(), contracts).await? {
            let Some(part) = held.part_of(SchoolId(id)) else { continue };
            all.extend(to_sign(&held, part).filter(|_| signing.contains(&id)));
            all.extend(to_enter(&held, part, today).filter(|_| entering.contains(&id)));
            all.extend(notice_date(&held, today).filter(|_| entering.contains(&id)));
        }
    }
    if context.actor.may_somewhere(Action::SignForProvider) {
        let held = of_own_organisation(context).await?;
        all.extend(held.iter().filter_map(to_sign_as_provider));
        all.extend(changes_to_sign(context, &held).await?);
    }
    all.extend(joinings_to_sign(context, &signing).await?);
    for id in own(context, Action::EndContract, Scope::Cluster) {
        for contract in store::of_cluster(context.read(), ClusterId(id)).await? {
            if phase(&contract, today) == ContractState::Live {
                all.extend(of_officer(context, &contract, today));
            }
        }
    }
    all.extend(changes_to_approve(context).await?);
    Ok(all)
}

fn to_sign(held: &Held, part: &Part) -> Option<ToDo> {
    let waits = held.contract.state == ContractState::Signing && part.row.signed_at.is_none();
    let href = format!("/contracts/{}/sign/{}", held.contract.id, part.school.urn);
    let why = format!("It takes effect when every body has signed; {} has not", part.school.name);
    waits.then(|| ToDo::new(format!("Sign the contract: {}", held.contract.title), href, why))
}

/// Changes that somebody else of the cluster's offices proposed.
async fn changes_to_approve(context: &Context) -> Result<Vec<ToDo>> {
    let mut ids = Vec::new();
    for cluster in own(context, Action::ChangeContract, Scope::Cluster) {
        ids.extend(store::of_cluster(context.read(), ClusterId(cluster)).await?.iter().map(|contract| contract.id));
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let changes = store::changes(context.read(), ids).await?;
    let waits = |change: &&contract_change::Model| {
        change.state == ChangeState::Proposed && change.proposed_by != context.actor.account
    };
    let to_do = |change: &contract_change::Model| {
        let href = format!("/contracts/{}/changes/{}", change.contract_id, change.number);
        ToDo::new(format!("Approve or refuse change {}: {}", change.number, change.what), href, "It takes two people")
    };
    Ok(changes.iter().filter(waits).map(to_do).collect())
}

/// Changes that two people of the cluster approved, waiting for the provider.
async fn changes_to_sign(context: &Context, held: &[Held]) -> Result<Vec<ToDo>> {
    let changes = store::changes(context.read(), held.iter().map(|held| held.contract.id)).await?;
    let waits = |change: &contract_change::Model| change.state == ChangeState::Approved && change.provider_at.is_none();
    Ok(changes
        .iter()
        .filter(|change| waits(change))
        .map(|change| to_sign_change(change, "The cluster approved it"))
        .collect())
}

/// Joinings that wait for the bodies of these schools.
async fn joinings_to_sign(context: &Context, schools: &[sea_orm::entity::prelude::Uuid]) -> Result<Vec<ToDo>> {
    if schools.is_empty() {
        return Ok(Vec::new());
    }
    let changes = store::joinings(context.read(), schools.iter().copied().map(SchoolId)).await?;
    let waits = changes.iter().filter(|change| change.body_at.is_none());
    Ok(waits.map(|change| to_sign_change(change, "Your school is to join the contract")).collect())
}

fn to_sign_change(change: &contract_change::Model, why: &str) -> ToDo {
    let href = format!("/contracts/{}/changes/{}", change.contract_id, change.number);
    ToDo::new(format!("Sign change {}: {}", change.number, change.what), href, why)
}

fn to_sign_as_provider(held: &Held) -> Option<ToDo> {
    let waits = held.contract.state == ContractState::Signing && held.contract.provider_signed_at.is_none();
    let href = format!("/contracts/{}/sign-provider", held.contract.id);
    let why = format!("{} is waiting for {}", held.cluster.name, held.provider.name);
    waits.then(|| ToDo::new(format!("Sign the contract: {}", held.contract.title), href, why))
}

/// The oldest contract year that is over and not entered, or else the term that ended last.
fn to_enter(held: &Held, part: &Part, today: NaiveDate) -> Option<ToDo> {
    if held.contract.state == ContractState::Signing {
        return None;
    }
    let term = Term::of(&held.contract);
    let over = |year: &i32| term.year(*year).1 < today && !missing(&part.spends, *year).is_empty();
    let (words, last, missing) = match (1..=term.years()).find(over) {
        Some(year) => (term.year_words(year), term.year(year).1, missing(&part.spends, year)),
        None => {
            let year = term.year_of(today)?;
            let ended = term.terms(year).into_iter().rev().find(|each| each.last < today)?;
            let words = words::in_sentence(&ended.words());
            (words, ended.last, missing_in_term(&part.spends, year, ended.period))
        }
    };
    if missing.is_empty() {
        return None;
    }
    let text = format!("Enter actual spend: {}, {words}", held.category.name);
    let href = format!("/schools/{}/savings/actuals/{}", part.school.urn, held.contract.id);
    let why = format!("Still to enter for {}: {}", part.school.name, in_sentence(&missing));
    Some(ToDo::new(text, href, why).due(last + Duration::days(DAYS_TO_ENTER)).taking(10))
}

/// The last day on which the school's cluster can end the contract, once it is near.
fn notice_date(held: &Held, today: NaiveDate) -> Option<ToDo> {
    let contract = &held.contract;
    let is_live = phase(contract, today) == ContractState::Live;
    let day = contract.notice_on.filter(|_| is_live && notice_is_near(contract.notice_on, today))?;
    let text = format!("Notice date: {}", contract.title);
    let why =
        format!("Tell your cluster before then what you want; it runs to {}", words::short_date(contract.ends_on));
    Some(ToDo::new(text, format!("/contracts/{}", contract.id), why).due(day))
}

fn of_officer(context: &Context, contract: &::entity::contract::Model, today: NaiveDate) -> Option<ToDo> {
    if contract.end_asked_by.is_some_and(|first| Some(first) != context.actor.account) {
        let text = format!("Confirm the early end of {}", contract.title);
        return Some(ToDo::new(text, format!("/contracts/{}/end", contract.id), "It takes two people"));
    }
    let day = contract.notice_on.filter(|_| notice_is_near(contract.notice_on, today))?;
    let text = format!("Decide whether to give notice: {}", contract.title);
    let why = format!("The contract runs to {}", words::short_date(contract.ends_on));
    Some(ToDo::new(text, format!("/contracts/{}", contract.id), why).due(day))
}
