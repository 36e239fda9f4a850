//! Asking for quotes: what is needed, how much of it, of whom, until when.

use super::limits::in_force;
use super::notices::tell_asked;
use super::rules::{NewRequest, Purchase, check_request};
use super::steps::{event, told};
use super::waiver::keep_waiver;
use super::{NewWaiver, place_of};
use crate::catalogue::find::{self, Hit};
use crate::catalogue::{rules as catalogue_rules, volumes};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::exact::Exact;
use ::entity::money::{Money, plain_number};
use ::entity::purchase_waiver::WaiverKind;
use ::entity::quote_request::{Quantities, QuoteState, Stated};
use ::entity::{category, ids::*, quote_asked, quote_request, school};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

/// So many of the cheapest listings are offered to choose from.
const OFFERED: usize = 20;

/// What a school uses, and whether that is enough to price answers.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub quantities: Quantities,
    /// What has to be stated first: "Employees".
    pub missing: Vec<String>,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct NewQuote {
    pub title: String,
    pub need: String,
    pub starts_on: NaiveDate,
    pub term_years: i32,
    /// A year, excluding VAT.
    pub estimate: Money,
    pub answers_by: DateTime<Utc>,
    /// Listings by the words of their addresses, whose providers are asked.
    pub offers: Vec<String>,
    /// Firms that are not registered: name and address.
    pub firms: Vec<(String, String)>,
    pub fewer_reason: Option<String>,
    /// The same form sent twice asks once.
    pub form_key: String,
}

/// What the school uses of a category in a year.
pub async fn sheet(context: &Context, school: &school::Model, category: &category::Model) -> Result<Sheet> {
    let held = volumes::sheet(context, school.urn, &category.slug).await?;
    let volumes = catalogue_rules::volumes(&category.shape, &held.stated, school.pupils);
    let item = |item: &category::Item| {
        let amount = plain_number(&held.value(item)?);
        Some(Stated { label: item.label.clone(), amount })
    };
    let is_known = volumes.get(&category.shape.main_unit).is_some_and(Exact::is_positive);
    let missing = catalogue_rules::missing_items(&category.shape, &volumes);
    let missing = missing.into_iter().map(|item| item.label.clone()).collect();
    Ok(Sheet {
        quantities: Quantities { items: category.shape.items.iter().filter_map(item).collect(), volumes },
        missing: if is_known { Vec::new() } else { missing },
    })
}

/// Whom the school can ask: those whose listings cost it least, and those of the listings named.
pub async fn to_ask(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    named: &[String],
) -> Result<Vec<Hit>> {
    find::to_ask(context, school, category, named, OFFERED).await
}

/// Sends the request to everybody who is asked. Fewer than the school's limits ask for is a waiver, which waits for its
/// approval.
pub async fn ask(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    new: NewQuote,
) -> Result<QuoteId> {
    context.actor.require(Action::BuySmall, &place_of(school))?;
    let sheet = sheet(context, school, category).await?;
    if !sheet.quantities.volumes.get(&category.shape.main_unit).is_some_and(Exact::is_positive) {
        return Err(Error::refused("Say first what your school uses, so that answers can be compared"));
    }
    let hits = chosen(context, school, category, &new.offers).await?;
    let limits = in_force(context.read(), school.id, words::london_day(context.now)).await?.limits;
    let value = Purchase { yearly: new.estimate, years: new.term_years, is_one_off: false }.value();
    let checked = NewRequest {
        answers_by: new.answers_by,
        starts_on: new.starts_on,
        asked: hits.len() + new.firms.len(),
        says_why_fewer: new.fewer_reason.is_some(),
        value,
    };
    check_request(&checked, &limits, &category.shape.cpv_codes, context.now).map_err(told)?;
    let mut change = Change::begin(context).await?;
    let quote = row(&change, school, category, &new, sheet.quantities)?;
    let sent = || Error::refused("This request was sent already. Look for it in the list of quotes");
    let inserted = quote.clone().into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, sent()))?;
    let asked = asked_rows(&change, quote.id, hits, &new.firms);
    let rows = asked.iter().cloned().map(IntoActiveModel::into_active_model);
    quote_asked::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    tell_asked(&change, school, &quote, &asked).await?;
    let needed = limits.quotes_needed(value.unwrap_or_default());
    if let (true, Some(reason), Some(value)) = (asked.len() < needed, new.fewer_reason, value) {
        let waiver = NewWaiver {
            kind: WaiverKind::FewerQuotes,
            quote: Some(quote.id),
            entry: None,
            title: quote.title.clone(),
            value,
            until: None,
            reason,
            evidence: None,
        };
        keep_waiver(&mut change, school, waiver, &limits).await?;
    }
    let data = json!({ "asked": asked.len(), "answers_by": quote.answers_by });
    change.commit(event(school.id, "quote.asked", quote.id).with(data)).await?;
    Ok(quote.id)
}

/// The listings chosen, each one that serves the school.
async fn chosen(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    offers: &[String],
) -> Result<Vec<Hit>> {
    let mut hits = find::to_ask(context, school, category, offers, 0).await?;
    hits.retain(|hit| offers.contains(&hit.named.listing.slug));
    if hits.len() < offers.len() {
        return Err(Error::field("offer", "Choose each provider once, of those that serve your school"));
    }
    Ok(hits)
}

fn row(
    change: &Change,
    school: &school::Model,
    category: &category::Model,
    new: &NewQuote,
    quantities: Quantities,
) -> Result<quote_request::Model> {
    Ok(quote_request::Model {
        id: QuoteId::new(change.now()),
        school_id: school.id,
        category_id: category.id,
        title: new.title.clone(),
        need: new.need.clone(),
        quantities,
        starts_on: new.starts_on,
        term_years: new.term_years,
        estimate: new.estimate,
        answers_by: new.answers_by,
        state: QuoteState::Asked,
        form_key: new.form_key.clone(),
        asked_by: change.by()?,
        asked_at: change.now(),
        closed_at: None,
        ended_reason: None,
        entry_id: None,
    })
}

fn asked_rows(
    change: &Change,
    quote_id: QuoteId,
    hits: Vec<Hit>,
    firms: &[(String, String)],
) -> Vec<quote_asked::Model> {
    let registered = hits
        .into_iter()
        .map(|hit| (Some(hit.named.provider.id), hit.named.provider.name, None, Some(hit.named.version.id)));
    let others = firms.iter().map(|(name, email)| (None, name.clone(), Some(email.clone()), None));
    let row = |(position, (provider_id, name, email, listing_version_id))| quote_asked::Model {
        id: AskedId::new(change.now()),
        quote_id,
        position,
        provider_id,
        name,
        email,
        listing_version_id,
    };
    (1..).zip(registered.chain(others)).map(row).collect()
}
