//! A service is withdrawn: every school that it concerns has a plan, until it has said what follows.

pub use crate::partner::consultations_on_listing as consultations;

use super::rules::{PlanStep, cites, concerns, next_step, plan_of};
use super::store::{self, Published};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::todo::ToDo;
use crate::platform::words;
use crate::school;
use ::entity::listing::ListingState;
use ::entity::{category, contract_entry, ids::*, school::Model as School, withdrawal_answer};
use chrono::{Duration, NaiveDate};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use std::collections::BTreeSet;

/// How long after the last day a school may still say what follows.
const KEPT: Duration = Duration::days(90);

/// A withdrawal as one school has to deal with it.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    pub published: Published,
    pub category: category::Model,
    pub last_day: NaiveDate,
    pub answer: Option<withdrawal_answer::Model>,
}

impl Withdrawal {
    /// For everybody to read.
    pub fn reason(&self) -> Option<&str> {
        self.published.listing.withdrawal_reason.as_deref()
    }

    pub fn steps(&self) -> Vec<PlanStep> {
        plan_of(self.last_day)
    }

    pub fn path(&self, school: &School) -> String {
        format!("/schools/{}/withdrawals/{}", school.urn, self.published.listing.id)
    }
}

/// The withdrawals that concern a school, until 90 days after the last day. Nine queries at most, and one where there are
/// none.
pub async fn of_school(context: &Context, school: &School) -> Result<Vec<Withdrawal>> {
    let today = words::london_day(context.now);
    let codes: BTreeSet<String> = school.la_code.iter().cloned().collect();
    let ending = store::ending(context.read(), today - KEPT, &codes).await?;
    if ending.is_empty() {
        return Ok(Vec::new());
    }
    let states = [ListingState::Published, ListingState::Withdrawn];
    let published = store::shown_of(context.read(), &ending, &codes, &states).await?;
    let concerned: Vec<CategoryId> = published.iter().map(|each| each.listing.category_id).collect();
    let contracts = store::contracts(context.read(), &concerned, &[school.id]).await?;
    let saved = store::saved_in(context.read(), school.id, &concerned).await?;
    let categories = store::categories(context.read()).await?;
    let answers = store::answers_of(context.read(), school.id).await?;
    let withdrawal = |published: Published| {
        let last_day = published.version.withdraws_on?;
        let of_category = |entry: &&contract_entry::Model| entry.category_id == Some(published.listing.category_id);
        let held: Vec<_> = contracts.iter().filter(of_category).collect();
        let category = categories.iter().find(|category| category.id == published.listing.category_id)?.clone();
        let path = format!("/services/{}/{}", category.slug, published.listing.slug);
        let is_cited = saved.iter().any(|saved| cites(&saved.content, &path));
        let is_concerned =
            is_cited || concerns(published.is_sla(), &published.provider.name, &held, last_day.min(today));
        if !published.serves(school) || !is_concerned {
            return None;
        }
        let answer = answers.iter().find(|answer| answer.listing_id == published.listing.id).cloned();
        Some(Withdrawal { published, category, last_day, answer })
    };
    Ok(published.into_iter().filter_map(withdrawal).collect())
}

/// One of them, for those who may see the school's pages.
pub async fn seen(context: &Context, urn: i32, listing: ListingId) -> Result<(School, Withdrawal)> {
    let school = school::seen(context, urn).await?;
    let found = of_school(context, &school).await?.into_iter().find(|it| it.published.listing.id == listing);
    Ok((school, found.ok_or(Error::NotFound)?))
}

/// Keeps what the school does instead; the plan leaves its home page.
pub async fn answer(context: &Context, urn: i32, listing: ListingId, text: String) -> Result<()> {
    let (school, withdrawal) = seen(context, urn, listing).await?;
    context.actor.require(Action::EditSchool, &Place::school(school.id))?;
    let change = Change::begin(context).await?;
    let row = withdrawal_answer::Model {
        listing_id: listing,
        school_id: school.id,
        answer: text,
        answered_at: change.now(),
        answered_by: context.actor.account,
    };
    let row = row.into_active_model();
    match withdrawal.answer {
        Some(_) => drop(row.reset_all().update(change.tx()).await?),
        None => {
            let inserted = row.insert(change.tx()).await;
            inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        }
    }
    change.commit(Event::new(Chain::School(school.id), "withdrawal.answered", format!("listing:{listing}"))).await?;
    Ok(())
}

/// The next step of every plan that its school has not answered.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let today = words::london_day(context.now);
    let mut todos = Vec::new();
    for school in school::own(context).await? {
        if !context.actor.may(Action::EditSchool, &Place::school(school.id)) {
            continue;
        }
        for withdrawal in of_school(context, school).await?.into_iter().filter(|it| it.answer.is_none()) {
            let title = &withdrawal.published.version.title;
            let step = next_step(withdrawal.last_day, today);
            let text = match &step {
                Some(step) => format!("Plan what follows {title}. Next: {}", super::in_sentence(step.text)),
                None => format!("Say what follows {title}, which has ended"),
            };
            let (provider, last) = (&withdrawal.published.provider.name, words::date(withdrawal.last_day));
            let why = format!("{provider} withdraws it from {}: its last day is {last}", school.name);
            let due = step.map_or(withdrawal.last_day, |step| step.on);
            todos.push(ToDo::new(text, withdrawal.path(school), why).due(due));
        }
    }
    Ok(todos)
}
