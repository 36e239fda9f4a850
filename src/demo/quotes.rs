//! Small purchases of the demonstration: one school has answers to compare, another waits for them.

use super::people::{LA_SELLER, email};
use super::stage::{Stage, at, day};
use crate::catalogue;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::purchase::rules::Limits;
use crate::purchase::{self, NewLimits, NewQuote};
use ::entity::price::PriceSchedule;
use chrono::NaiveDate;
use serde_json::Value;

/// A firm that is not registered; it does not exist.
const OUTSIDE: &str = "Penny Payroll-Demo";
const YEARS: i32 = 3;

/// Pinfold Street's time for answers is over when the story begins; Kings Hill's is not.
pub async fn requests(stage: &Stage) -> Result<()> {
    adopt_limits(stage, "pinfold-street").await?;
    ask(stage, "pinfold-street", day(2027, 1, 8)).await?;
    for person in [LA_SELLER, "Pip Peopledesk-Demo"] {
        answer(&stage.person(person).await?).await?;
    }
    ask(stage, "kings-hill", day(2027, 2, 5)).await
}

async fn adopt_limits(stage: &Stage, school: &str) -> Result<()> {
    let of = |pounds: &str| pounds.parse().map_err(|_| Error::internal("no amount"));
    let limits = Limits {
        one_quote_from: of("500")?,
        three_quotes_from: of("2000")?,
        tender_from: of("40000")?,
        manager_up_to: of("1000")?,
        head_up_to: of("20000")?,
    };
    let new = NewLimits {
        limits,
        adopted_on: day(2026, 10, 8),
        minute_reference: "Full governors, minute 9 of autumn 2026 (illustrative)".to_owned(),
    };
    let school_row = stage.school(school).await?;
    purchase::set_limits(&stage.head(school).await?, &school_row, new).await
}

async fn ask(stage: &Stage, school: &str, last_day: NaiveDate) -> Result<()> {
    let (manager, row) = (stage.manager(school).await?, stage.school(school).await?);
    let category = catalogue::category_by_slug(manager.read(), "payroll").await?;
    let category = category.ok_or_else(|| Error::internal("no payroll"))?;
    let hits = purchase::to_ask(&manager, &row, &category, &[]).await?;
    let new = NewQuote {
        title: "Payroll 2027 to 2030".to_owned(),
        need: "Pay for all staff each month, pensions returns, and an adviser by phone. Prices are illustrative."
            .to_owned(),
        starts_on: day(2027, 4, 1),
        term_years: YEARS,
        estimate: "3000".parse().map_err(|_| Error::internal("no amount"))?,
        answers_by: at(last_day, 17),
        offers: hits.into_iter().map(|hit| hit.named.listing.slug).collect(),
        firms: vec![("Penny Payroll (demonstration)".to_owned(), email(OUTSIDE))],
        fewer_reason: None,
        form_key: format!("demonstration {school}"),
    };
    purchase::ask(&manager, &row, &category, new).await.map(|_| ())
}

/// The prices of its listing, for the years that are asked.
async fn answer(person: &Context) -> Result<()> {
    let (waiting, _) = purchase::inbox(person, true, |_| (0, 1)).await?;
    for one in waiting {
        let desk = purchase::desk(person, one.asked.id).await?;
        let listed = desk.listed.clone().ok_or_else(|| Error::internal("it was not picked from a listing"))?;
        let schedule = PriceSchedule { term_years: YEARS.unsigned_abs(), ..listed };
        let notes = "A named adviser for your school. Illustrative: it says nothing about a real provider.".to_owned();
        purchase::send(person, &desk, Value::Array(Vec::new()), (schedule, notes, day(2027, 3, 31))).await?;
    }
    Ok(())
}
