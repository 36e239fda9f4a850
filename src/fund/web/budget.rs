//! What may be spent under which heading, what is spent, approved and left.

use super::{InFund, KEEP, SEE, Year, inside, opened, path_of, this_year};
use crate::fund::rules::{Book, year_words};
use crate::fund::{self, NewBudget, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::fund::FundState;
use ::entity::fund_account::{self, AccountKind};
use ::entity::money::Money;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/funds/{id}/budget", SEE, show)
        .post("/clusters/{slug}/funds/{id}/budget", KEEP, set)
        .post("/clusters/{slug}/funds/{id}/headings", KEEP, add)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<BudgetPage>()]
}

#[derive(Clone, Serialize)]
struct Row {
    value: String,
    text: String,
    decision: Option<String>,
    budget: Money,
    spent: Money,
    promised: Money,
    left: Money,
}

#[derive(Serialize)]
struct BudgetPage {
    form: FormView,
    path: String,
    year: String,
    asked: i32,
    years: Vec<Year>,
    rows: Vec<Row>,
    may_keep: bool,
}

impl Page for BudgetPage {
    const TEMPLATE: &'static str = "fund/budget.html";
    fn samples() -> Vec<Self> {
        let row = |decision: Option<&str>| Row {
            value: "1".to_owned(),
            text: "Clerking".to_owned(),
            decision: decision.map(str::to_owned),
            budget: Money(20_000_000),
            spent: Money(5_000_000),
            promised: Money(0),
            left: Money(15_000_000),
        };
        let page = |rows, may_keep| Self {
            form: FormView::default(),
            path: "/clusters/northgate/funds/1".to_owned(),
            year: "2026 to 2027".to_owned(),
            asked: 2026,
            years: vec![Year { href: "?year=2026".to_owned(), text: "2026 to 2027".to_owned(), current: true }],
            rows,
            may_keep,
        };
        vec![page(vec![row(Some("Minute 4")), row(None)], true), page(Vec::new(), false)]
    }
}

#[derive(Deserialize)]
struct Asked {
    year: Option<i32>,
}

fn row(book: &Book, year: i32, account: fund_account::Model, decision: Option<String>) -> Row {
    Row {
        value: account.id.to_string(),
        text: account.name,
        decision,
        budget: book.budget_of(account.id, year),
        spent: book.spent(account.id, year),
        promised: book.promised_under(account.id, year),
        left: book.left_of_budget(account.id, year),
    }
}

async fn render(visit: &Visit, at: &InFund, asked: Option<i32>, form: FormView) -> Result<Response> {
    let seen = opened(visit, at).await?;
    let this = this_year(visit);
    let year = asked.unwrap_or(this).clamp(2000, 2100);
    let connection = visit.read();
    let book = fund::book_of(connection, &seen.fund, year).await?;
    let budgets = store::budgets(connection, seen.fund.id).await?;
    let decision = |account: &fund_account::Model| {
        let of = budgets.iter().rev().find(|row| row.account_id == account.id && row.year == year);
        of.map(|row| row.decision.clone())
    };
    let accounts = store::accounts(connection, [seen.fund.id]).await?.into_iter();
    let headings = accounts.filter(|account| account.kind == AccountKind::Spending);
    let link = |each: i32| Year { href: format!("?year={each}"), text: year_words(each), current: each == year };
    let page = BudgetPage {
        form: form.clone(),
        path: path_of(&seen),
        year: year_words(year),
        asked: year,
        years: [this + 1, this, this - 1].map(link).to_vec(),
        rows: headings
            .map(|account| (decision(&account), account))
            .map(|(said, one)| row(&book, year, one, said))
            .collect(),
        may_keep: seen.fund.state == FundState::Open && visit.actor.may(Action::KeepFund, &seen.place),
    };
    visit.form_page(inside("Budget", &seen, "budget"), &form, &page)
}

async fn show(visit: Visit, Path(at): Path<InFund>, Query(asked): Query<Asked>) -> Result<Response> {
    render(&visit, &at, asked.year, FormView::default()).await
}

async fn set(visit: Visit, Path(at): Path<InFund>, fields: Fields) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    let headings = store::accounts(visit.read(), [seen.fund.id]).await?;
    let read = fields.read(|form| {
        let chosen = form.text("heading");
        let heading = headings.iter().find(|each| each.id.to_string() == chosen && each.kind == AccountKind::Spending);
        if heading.is_none() {
            form.error("heading", "Choose the heading");
        }
        let year = form.whole("year", 2000..=2100, "Choose the financial year");
        let amount = form.money("amount", "Enter an amount in pounds and pence, like 1250 or 1250.50");
        let decision = form.required("decision", "Enter the minute that sets it");
        heading.map(|heading| NewBudget { heading: heading.id, year, amount, decision })
    });
    let new = match read {
        Ok(Some(new)) => new,
        Ok(None) => return render(&visit, &at, None, fields.view()).await,
        Err(form) => return render(&visit, &at, None, form).await,
    };
    let year = new.year;
    match fund::set_budget(&visit, &seen.cluster, seen.fund.id, new).await {
        Ok(()) => visit.go_saying(format!("{}/budget?year={year}", path_of(&seen)), "The budget is set"),
        Err(error) => render(&visit, &at, Some(year), fields.refused(error)?).await,
    }
}

async fn add(visit: Visit, Path(at): Path<InFund>, fields: Fields) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    let name = match fields.read(|form| form.required("name", "Enter the heading's name")) {
        Ok(name) => name,
        Err(form) => return render(&visit, &at, None, form).await,
    };
    match fund::add_heading(&visit, &seen.cluster, seen.fund.id, name, this_year(&visit)).await {
        Ok(()) => visit.go_saying(format!("{}/budget", path_of(&seen)), "The heading is there"),
        Err(error) => render(&visit, &at, None, fields.refused(error)?).await,
    }
}
