//! The answers side by side, once the time for them is over: each priced for this school, against what it pays now.

use super::rules::{Closed, closed};
use super::steps::told;
use super::store;
use crate::catalogue::compare::{Comparison, Offer, of_offers};
use crate::catalogue::rules as catalogue_rules;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::price::rules::price_offer;
use crate::quality::Opinion;
use ::entity::money::Money;
use ::entity::price::PriceSchedule;
use ::entity::{category, quote_answer, quote_asked, quote_request, school};
use sea_orm::ConnectionTrait;

/// One answer with what it costs the school.
#[derive(Clone, Debug)]
pub struct Answered {
    pub asked: quote_asked::Model,
    pub answer: quote_answer::Model,
    pub schedule: PriceSchedule,
    /// In the first year, excluding VAT.
    pub yearly: Money,
    /// Over the whole term, excluding VAT.
    pub value: Money,
}

/// Everything that came, and what did not.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The cheapest over the whole term first.
    pub offers: Vec<Answered>,
    pub declined: Vec<(quote_asked::Model, quote_answer::Model)>,
    pub silent: Vec<quote_asked::Model>,
    pub comparison: Comparison,
}

/// Every answer with its price, the cheapest over the whole term first.
pub(super) async fn priced(
    connection: &impl ConnectionTrait,
    school: &school::Model,
    quote: &quote_request::Model,
    asked: &[quote_asked::Model],
    closed: &Closed,
) -> Result<Vec<Answered>> {
    let buyer = catalogue_rules::buyer(school, quote.quantities.volumes.clone());
    let mut found = Vec::new();
    for answer in store::answers(connection, closed).await? {
        let Some(schedule) = answer.schedule.clone() else { continue };
        let schedule: PriceSchedule = serde_json::from_value(schedule)?;
        let Some(asked) = asked.iter().find(|one| one.id == answer.asked_id).cloned() else { continue };
        let Ok(priced) = price_offer(std::slice::from_ref(&buyer), &schedule) else { continue };
        let too_much = || Error::internal("an answer costs more than can be held");
        let yearly = Money::rounded(&priced.year_one()).ok_or_else(too_much)?;
        let value = Money::rounded(&priced.whole_life).ok_or_else(too_much)?;
        found.push(Answered { asked, answer, schedule, yearly, value });
    }
    found.sort_by_key(|one| (one.value, one.asked.position));
    Ok(found)
}

/// The answers of a request whose time is over; refused before.
pub async fn answers(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    quote: &quote_request::Model,
) -> Result<Answers> {
    let connection = context.read();
    let proof = closed(quote, context.now).map_err(told)?;
    let asked = store::asked_of(connection, quote.id).await?;
    let all = store::answers(connection, &proof).await?;
    let offers = priced(connection, school, quote, &asked, &proof).await?;
    let reply = |one: &quote_asked::Model| all.iter().find(|answer| answer.asked_id == one.id);
    let declined = asked.iter().filter_map(|one| Some((one.clone(), reply(one)?.clone())));
    let declined = declined.filter(|(_, answer)| answer.declined_at.is_some()).collect();
    let silent = asked.iter().filter(|one| reply(one).is_none()).cloned().collect();
    let columns = offers.iter().map(|one| offer_of(quote, one)).collect();
    let volumes = quote.quantities.volumes.clone();
    let comparison = of_offers(context, school.clone(), category.clone(), volumes, columns).await?;
    Ok(Answers { offers, declined, silent, comparison })
}

fn offer_of(quote: &quote_request::Model, one: &Answered) -> Offer {
    let answer = &one.answer;
    let source = match (answer.sent_at, answer.received_on) {
        (_, Some(day)) => format!("Quote received {}, entered by the school", words::short_date(day)),
        (Some(at), None) => format!("Quote sent {}", words::moment(at)),
        (None, None) => "Quote".to_owned(),
    };
    let valid = answer.valid_until.map(|day| format!("Valid until {}", words::short_date(day)));
    Offer {
        name: one.asked.name.clone(),
        title: quote.title.clone(),
        source,
        schedule: one.schedule.clone(),
        is_sla: false,
        is_guide: false,
        slug: None,
        included: answer.notes.clone(),
        not_included: String::new(),
        term: words::plural(i64::from(quote.term_years), "year", "years"),
        notice: String::new(),
        evidence: valid.unwrap_or_default(),
        service_levels: Vec::new(),
        opinion: Opinion::default(),
    }
}
