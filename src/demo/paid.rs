//! What the demonstration's schools paid, term by term, and what the cluster promised to the one that pays more.

use super::scenario::School;
use super::stage::{Stage, day, unless_done};
use crate::contract::{self, Held, NewSpend, Period};
use crate::platform::error::{Error, Result};
use crate::savings::rules::termly::by_term;
use crate::savings::{self, NewPayment, NewPromise, Of};
use ::entity::exact::Exact;
use ::entity::money::{Money, Quantity};

/// When the spring term has begun and its invoices are in.
const SPRING: &str = "2027-01-08T09:00:00Z";
/// The days of finance support in a term, in 1/1,000.
const FINANCE_DAYS: Quantity = Quantity(4_000);

/// The terms of the financial year that were over in December, invoiced for what each was to cost.
pub async fn two_terms(stage: &Stage) -> Result<()> {
    for category in ["finance", "hr", "broadband"] {
        for period in [Period::Summer, Period::Autumn] {
            as_expected(stage, category, period).await?;
        }
    }
    promise(stage).await
}

/// The last term of the financial year: with it the first year of each contract is whole.
pub async fn third_term(stage: &Stage) -> Result<()> {
    stage.go_to(SPRING)?;
    for category in ["finance", "hr", "broadband"] {
        as_expected(stage, category, Period::Spring).await?;
    }
    Ok(())
}

/// A third of the scenario's yearly cost for every school, so that three terms add up to it.
async fn as_expected(stage: &Stage, category: &str, period: Period) -> Result<()> {
    let held = held(stage, category).await?;
    let quantity = (category == "finance").then_some(FINANCE_DAYS);
    let entries = &stage.scenario.savings_report_input.entries;
    for entry in entries.iter().filter(|entry| entry.category == category) {
        let amount = part_of_year(&held, period, &entry.new_cost.exact())?;
        pay(stage, &held, &entry.school, (period, amount), quantity).await?;
    }
    Ok(())
}

/// Of a yearly amount, what falls to a term of the first year.
fn part_of_year(held: &Held, period: Period, yearly: &Exact) -> Result<Money> {
    let terms = contract::Term::of(&held.contract).terms(1);
    let place = terms.iter().position(|term| term.period == period);
    let part = place.and_then(|place| by_term(yearly, terms.len()).into_iter().nth(place));
    part.and_then(|part| Money::rounded(&part)).ok_or_else(|| Error::internal("a term that the contract does not have"))
}

async fn held(stage: &Stage, category: &str) -> Result<Held> {
    let all = contract::of_cluster(stage.app.db.read(), stage.cluster().await?.id).await?;
    let found = all.into_iter().find(|held| held.category.slug == category);
    found.ok_or_else(|| Error::internal(format!("no contract for {category}")))
}

async fn pay(
    stage: &Stage,
    held: &Held,
    school: &str,
    (period, amount): (Period, Money),
    quantity: Option<Quantity>,
) -> Result<()> {
    let terms = contract::Term::of(&held.contract).terms(1);
    let words = terms.iter().find(|term| term.period == period).map(|term| term.words()).unwrap_or_default();
    let invoice_reference = format!("Invoice of {}", words.to_lowercase());
    let new = NewSpend { year: 1, period, amount, quantity, invoice_reference };
    let id = stage.school(school).await?.id;
    unless_done(contract::enter_actuals(&stage.manager(school).await?, held.contract.id, id, new).await)
}

/// Illustrative: the cluster promised that nobody pays more than before, and has paid two terms of it.
async fn promise(stage: &Stage) -> Result<()> {
    let (clerk, cluster) = (stage.clerk().await?, stage.cluster().await?);
    let held = held(stage, "finance").await?;
    let loser = stage.school("rowley-view").await?;
    let part = held.part_of(loser.id).ok_or_else(|| Error::internal("the nursery is not in the contract"))?;
    let of = Of { schedule: part.row.id, year: 1 };
    let (amount, minute_reference) = (Money(4_200_000), "Minute 5 of June 2026 (illustrative)".to_owned());
    savings::promise(&clerk, &cluster, of, NewPromise { amount, minute_reference }).await?;
    for (paid_on, reference) in [(day(2026, 9, 15), "Transfer 1"), (day(2026, 12, 10), "Transfer 2")] {
        let new = NewPayment { amount: Money(1_400_000), paid_on, reference: reference.to_owned() };
        savings::pay(&clerk, &cluster, of, new).await?;
    }
    Ok(())
}

/// Illustrative: meals more or fewer a day than were agreed, school by school in the cluster's order, and again.
const MEALS_MORE_A_DAY: [i64; 3] = [5, -2, 0];
/// The price of a meal under the catering contract, in 1/10,000 £.
const A_MEAL: i64 = 300;

/// A term of the first year of catering: not quite the meals that were agreed, each at the contract's price.
pub async fn catering_term(stage: &Stage, period: Period) -> Result<()> {
    let held = held(stage, "catering").await?;
    let entries = &stage.scenario.savings_report_input.entries;
    let catered = entries.iter().filter(|entry| entry.category == "catering");
    for (entry, more) in catered.zip(MEALS_MORE_A_DAY.iter().cycle()) {
        let Some(school) = stage.scenario.schools.iter().find(|school| school.id == entry.school) else { continue };
        let year = Money(entry.new_cost.0 + more * school.service_days * A_MEAL);
        let amount = part_of_year(&held, period, &year.exact())?;
        let quantity = Some(meals_of_term(&held, school, *more, period));
        pay(stage, &held, &entry.school, (period, amount), quantity).await?;
    }
    Ok(())
}

/// Whole meals that add up over the terms.
fn meals_of_term(held: &Held, school: &School, more: i64, period: Period) -> Quantity {
    let year = (school.meals_per_day + more) * school.service_days;
    let terms = contract::Term::of(&held.contract).terms(1);
    let (place, count) = (terms.iter().position(|term| term.period == period).unwrap_or(0), terms.len().max(1));
    let (place, count) = (i64::try_from(place).unwrap_or(0), i64::try_from(count).unwrap_or(1));
    let meals = year / count + i64::from(place < year % count);
    Quantity(meals * 1_000)
}
