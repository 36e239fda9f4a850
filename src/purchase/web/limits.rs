//! The school's own limits: those in force, every version, and the form for the next.

use super::{READERS, SETTERS, main_frame};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::purchase::rules::Limits;
use crate::purchase::{self, NewLimits, store};
use ::entity::money::Money;
use ::entity::purchase_limits;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::HashMap;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/limits", READERS, show).post("/schools/{urn}/limits", SETTERS, set)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<LimitsPage>()]
}

#[derive(Serialize)]
struct Figures {
    one_quote_from: Money,
    three_quotes_from: Money,
    tender_from: Money,
    manager_up_to: Money,
    head_up_to: Money,
}

impl Figures {
    fn of(limits: &Limits) -> Self {
        Figures {
            one_quote_from: limits.one_quote_from,
            three_quotes_from: limits.three_quotes_from,
            tender_from: limits.tender_from,
            manager_up_to: limits.manager_up_to,
            head_up_to: limits.head_up_to,
        }
    }
}

#[derive(Serialize)]
struct Version {
    number: i32,
    figures: Figures,
    adopted_on: NaiveDate,
    minute: String,
    by: String,
    at: DateTime<Utc>,
}

#[derive(Serialize)]
struct LimitsPage {
    form: FormView,
    path: String,
    school: String,
    /// What holds while there is no version.
    by_default: Option<Figures>,
    versions: Vec<Version>,
    may_set: bool,
}

impl Page for LimitsPage {
    const TEMPLATE: &'static str = "purchase/limits.html";
    fn samples() -> Vec<Self> {
        let figures = || Figures {
            one_quote_from: Money(10_000_000),
            three_quotes_from: Money(50_000_000),
            tender_from: Money(400_000_000),
            manager_up_to: Money(20_000_000),
            head_up_to: Money(100_000_000),
        };
        let version = Version {
            number: 1,
            figures: figures(),
            adopted_on: NaiveDate::default(),
            minute: "Minute 4".to_owned(),
            by: "Hal Head".to_owned(),
            at: DateTime::UNIX_EPOCH,
        };
        let page = |by_default, versions, may_set| Self {
            form: FormView::default().refusing("tender_from", "A tender must start later"),
            path: "/schools/100123/limits".to_owned(),
            school: "Canal Side Primary".to_owned(),
            by_default,
            versions,
            may_set,
        };
        vec![page(Some(figures()), Vec::new(), true), page(None, vec![version], false)]
    }
}

async fn render(visit: &Visit, urn: i32, form: Option<FormView>) -> Result<Response> {
    let school = purchase::seen(visit, urn).await?;
    let today = words::london_day(visit.now);
    let in_force = purchase::in_force(visit.read(), school.id, today).await?;
    let versions = store::limits(visit.read(), school.id).await?;
    let names = purchase::names_of(visit.read(), versions.iter().map(|one| one.recorded_by)).await?;
    let form = form.unwrap_or_else(|| filled(&in_force.limits));
    let page = LimitsPage {
        form: form.clone(),
        path: format!("/schools/{urn}/limits"),
        school: school.name.clone(),
        by_default: in_force.own.is_none().then(|| Figures::of(&in_force.limits)),
        versions: versions.into_iter().map(|one| version(one, &names)).collect(),
        may_set: visit.actor.may(Action::SetLimits, &purchase::place_of(&school)),
    };
    visit.form_page(main_frame(visit, &school, "Purchase limits", "limits"), &form, &page)
}

fn version(held: purchase_limits::Model, names: &HashMap<::entity::ids::AccountId, String>) -> Version {
    Version {
        number: held.number,
        figures: Figures::of(&Limits::of(&held)),
        adopted_on: held.adopted_on,
        by: names.get(&held.recorded_by).cloned().unwrap_or_default(),
        at: held.recorded_at,
        minute: held.minute_reference,
    }
}

fn filled(limits: &Limits) -> FormView {
    let form = FormView::default();
    let amounts = [
        ("one_quote_from", limits.one_quote_from),
        ("three_quotes_from", limits.three_quotes_from),
        ("tender_from", limits.tender_from),
        ("manager_up_to", limits.manager_up_to),
        ("head_up_to", limits.head_up_to),
    ];
    amounts.into_iter().fold(form, |form, (name, amount)| form.with(name, amount.to_string()))
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    render(&visit, urn, None).await
}

async fn set(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    const AMOUNT: &str = "Enter an amount in pounds, like 5000";
    let school = purchase::opened(&visit, urn, Action::SetLimits).await?;
    let read = fields.read(|form| NewLimits {
        limits: Limits {
            one_quote_from: form.money("one_quote_from", AMOUNT),
            three_quotes_from: form.money("three_quotes_from", AMOUNT),
            tender_from: form.money("tender_from", AMOUNT),
            manager_up_to: form.money("manager_up_to", AMOUNT),
            head_up_to: form.money("head_up_to", AMOUNT),
        },
        adopted_on: form.date("adopted", "Enter the day on which they were adopted"),
        minute_reference: form.required("minute", "Enter the minute that adopted them"),
    });
    let new = match read {
        Ok(new) => new,
        Err(form) => return render(&visit, urn, Some(form)).await,
    };
    match purchase::set_limits(&visit, &school, new).await {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/limits"), "Your limits are recorded and hold from now on"),
        Err(error) => render(&visit, urn, Some(fields.refused(error)?)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_starts_from_the_limits_in_force() {
        let limits = Limits::by_default(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()).unwrap();
        assert_eq!(filled(&limits).values.get("tender_from").map(String::as_str), Some("40000.00"));
    }
}
