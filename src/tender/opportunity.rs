//! Open tenders that suit a provider: what it looks for, what home shows of them, and the mail that tells of new ones.

use super::interest::provider_of;
use super::rules::opportunity::{Interest, line, subject, told_up_to};
use super::store::{self, Listed, Paged};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::{Notice, Receiver};
use crate::platform::todo::ToDo;
use crate::platform::words::{london_day, plural};
use crate::{account, catalogue};
use ::entity::ids::*;
use ::entity::mail_choice::MailPace;
use ::entity::{opportunity_preference as preference, tender, tender_digest};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The newest suiting tenders that home shows.
const ON_HOME: usize = 5;

/// What the actor's organisation looks for: what it chose, else what it has published.
#[derive(Clone, Debug)]
pub struct Sought {
    pub provider: ProviderId,
    pub interests: Vec<Interest>,
    /// It chose other services and areas than its listings'.
    pub is_chosen: bool,
    pub categories: Vec<CategoryId>,
    pub areas: Vec<String>,
}

pub async fn sought(context: &Context) -> Result<Sought> {
    let provider = provider_of(context)?;
    match store::preference(context.read(), provider).await? {
        Some(row) => {
            let (categories, areas) = said(&row)?;
            let interests = interests(&categories, &areas);
            Ok(Sought { provider, interests, is_chosen: true, categories, areas })
        }
        None => {
            let interests = store::offered(context.read(), provider).await?;
            Ok(Sought { provider, interests, is_chosen: false, categories: Vec::new(), areas: Vec::new() })
        }
    }
}

fn said(row: &preference::Model) -> Result<(Vec<CategoryId>, Vec<String>)> {
    Ok((serde_json::from_value(row.categories.clone())?, serde_json::from_value(row.areas.clone())?))
}

fn interests(categories: &[CategoryId], areas: &[String]) -> Vec<Interest> {
    let codes: BTreeSet<String> = areas.iter().cloned().collect();
    if categories.is_empty() {
        return vec![Interest { category: None, codes }];
    }
    categories.iter().map(|category| Interest { category: Some(*category), codes: codes.clone() }).collect()
}

/// Every service: id, slug and name.
pub async fn categories(context: &Context) -> Result<Vec<(CategoryId, String, String)>> {
    let all = catalogue::categories(context.read()).await?;
    Ok(all.into_iter().map(|category| (category.id, category.slug, category.name)).collect())
}

/// Keeps other services and areas to look for than the listings'.
pub async fn prefer(context: &Context, categories: Vec<CategoryId>, areas: Vec<String>) -> Result<()> {
    let provider = provider_of(context)?;
    context.actor.require(Action::EditOrganisation, &Place::provider(provider))?;
    let change = Change::begin(context).await?;
    let row = preference::Model {
        provider_id: provider,
        categories: serde_json::to_value(&categories)?,
        areas: serde_json::to_value(&areas)?,
        changed_at: change.now(),
        changed_by: context.actor.account,
    };
    let row = row.into_active_model();
    match store::preference(change.tx(), provider).await? {
        Some(_) => drop(row.reset_all().update(change.tx()).await?),
        None => {
            let inserted = row.insert(change.tx()).await;
            inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        }
    }
    let event = Event::new(Chain::Provider(provider), "opportunities.preferred", format!("provider:{provider}"));
    change.commit(event).await?;
    Ok(())
}

/// Looks for what the listings offer again.
pub async fn follow_listings(context: &Context) -> Result<()> {
    let provider = provider_of(context)?;
    context.actor.require(Action::EditOrganisation, &Place::provider(provider))?;
    let change = Change::begin(context).await?;
    preference::Entity::delete_by_id(provider).exec(change.tx()).await?;
    let event = Event::new(Chain::Provider(provider), "opportunities.as_listed", format!("provider:{provider}"));
    change.commit(event).await?;
    Ok(())
}

/// A page of the open tenders, the newest first: those that suit, or all.
pub async fn opportunities(context: &Context, sought: &Sought, all: bool, page: u64) -> Result<Paged<Listed>> {
    let interests = (!all).then_some(sought.interests.as_slice());
    store::opportunities(context.read(), interests, context.now, page).await
}

/// The newest open tenders that suit the actor's organisation and that it does not follow yet.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    if !context.actor.may_somewhere(Action::Bid) {
        return Ok(Vec::new());
    }
    let sought = sought(context).await?;
    let found = opportunities(context, &sought, false, 1).await?;
    let ids: Vec<TenderId> = found.rows.iter().map(|listed| listed.tender.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let followed = store::followed(context.read(), sought.provider, &ids).await?;
    let open = found.rows.into_iter().filter(|listed| !followed.contains(&listed.tender.id));
    let why = if sought.is_chosen { "It suits what you look for" } else { "It suits your published listings" };
    let todo = |listed: Listed| {
        let schools = plural(listed.schools, "school", "schools");
        let text = format!("Look at the tender {}: {schools}", listed.tender.title);
        let todo = ToDo::new(text, format!("/tenders/{}", listed.tender.reference), why);
        match listed.tender.deadline_at {
            Some(at) => todo.due(london_day(at)),
            None => todo,
        }
    };
    Ok(open.take(ON_HOME).map(todo).collect())
}

/// "New tender: Catering, 9 schools, closes 16 March".
#[derive(Serialize)]
struct NewTenders {
    name: String,
    subject: String,
    tenders: Vec<Told>,
}

#[derive(Clone, Serialize)]
struct Told {
    words: String,
    path: String,
    #[serde(skip)]
    id: TenderId,
}

impl Notice for NewTenders {
    const TEMPLATE: &'static str = "mail/new_tenders.txt";
}

/// Tells everybody who sells what an open tender asks for, once, at the pace that they chose; answers how many letters
/// went out.
pub async fn digest(context: &Context) -> Result<usize> {
    let open = store::newest_open(context.read(), context.now).await?;
    let clusters: Vec<ClusterId> = open.iter().map(|listed| listed.tender.cluster_id).collect();
    let areas = store::areas_of_clusters(context.read(), &clusters).await?;
    let said = preferred(context).await?;
    let mut letters: BTreeMap<AccountId, Vec<Told>> = BTreeMap::new();
    for listed in open {
        let codes = areas.get(&listed.tender.cluster_id).cloned().unwrap_or_default();
        for account in due(context, &listed.tender, &codes, &said).await? {
            letters.entry(account).or_default().push(told(&listed));
        }
    }
    let people: Vec<AccountId> = letters.keys().copied().collect();
    let receivers = account::receivers_of(context.read(), people).await?;
    let mut sent = 0;
    for (account, tenders) in letters {
        if let Some(receiver) = receivers.get(&account).cloned() {
            sent += usize::from(tell(context, account, receiver, tenders).await?);
        }
    }
    Ok(sent)
}

async fn preferred(context: &Context) -> Result<Vec<(ProviderId, Vec<Interest>)>> {
    let mut all = Vec::new();
    for row in store::preferences(context.read()).await? {
        let (categories, areas) = said(&row)?;
        all.push((row.provider_id, interests(&categories, &areas)));
    }
    Ok(all)
}

fn told(listed: &Listed) -> Told {
    let tender = &listed.tender;
    Told {
        words: line(&tender.title, listed.schools, tender.deadline_at),
        path: format!("/tenders/{}", tender.reference),
        id: tender.id,
    }
}

/// Who is told of a tender now.
async fn due(
    context: &Context,
    tender: &tender::Model,
    codes: &BTreeSet<String>,
    said: &[(ProviderId, Vec<Interest>)],
) -> Result<Vec<AccountId>> {
    let Some(published) = tender.published_at else { return Ok(Vec::new()) };
    let suits = |(_, interests): &&(ProviderId, Vec<Interest>)| {
        interests.iter().any(|interest| interest.suits(tender.category_id, codes))
    };
    let who_said_so: Vec<ProviderId> = said.iter().filter(suits).map(|(provider, _)| *provider).collect();
    let people = store::people_to_tell(context.read(), tender, codes, &who_said_so).await?;
    let paces = store::paces(context.read(), &people).await?;
    let is_due = |account: &AccountId| is_told(paces.get(account).copied(), published, context.now);
    Ok(people.into_iter().filter(is_due).collect())
}

/// Whoever said nothing is told once a day.
fn is_told(pace: Option<MailPace>, published: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    told_up_to(pace.unwrap_or(MailPace::Daily), now).is_some_and(|up_to| published <= up_to)
}

/// One letter of all of them. Another process may have been first.
async fn tell(context: &Context, account: AccountId, receiver: Receiver, tenders: Vec<Told>) -> Result<bool> {
    let change = Change::begin(context).await?;
    for tender in &tenders {
        let row = tender_digest::Model { tender_id: tender.id, account_id: account, sent_at: change.now() };
        let inserted = row.into_active_model().insert(change.tx()).await;
        match inserted.map_err(|error| Error::on_duplicate(error, Error::stale())) {
            Err(Error::Stale(_)) => return Ok(false),
            other => other?,
        };
    }
    let lines: Vec<String> = tenders.iter().map(|told| told.words.clone()).collect();
    let count = lines.len();
    let notice = NewTenders { name: receiver.name.clone(), subject: subject(&lines), tenders };
    change.tell(receiver, &notice).await?;
    let event = Event::new(Chain::Platform, "tenders.told", format!("account:{account}"));
    change.commit(event.with(json!({ "tenders": count }))).await?;
    Ok(true)
}
