//! One school that pays more: what it pays more, who carries it, what it was promised and what was paid.

use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::savings::rules::promise::carried;
use crate::savings::{self, NewPayment, NewPromise, Of, cluster_by_slug, more, place_of, store};
use ::entity::cluster::Model as Cluster;
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::money::{Money, plain_price};
use ::entity::promise_payment;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const MEMBERS: Who = Who::May(&[Action::SeeCluster]);
const OFFICERS: Who = Who::May(&[Action::KeepPromises]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/savings/promises/{schedule}/{number}", MEMBERS, show)
        .post("/clusters/{slug}/savings/promises/{schedule}/{number}", OFFICERS, promise)
        .post("/clusters/{slug}/savings/promises/{schedule}/{number}/payments", OFFICERS, pay)
        .post("/clusters/{slug}/savings/promises/{schedule}/{number}/payments/remove", OFFICERS, remove)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PromisePage>()]
}

#[derive(Clone, Debug, Serialize)]
struct Payment {
    id: String,
    amount: Money,
    paid_on: NaiveDate,
    reference: String,
}

/// A school that gains, and what it gives so that nobody pays more.
#[derive(Clone, Debug, Serialize)]
struct Carrier {
    name: String,
    amount: String,
}

#[derive(Clone, Debug, Serialize)]
struct Promised {
    amount: Money,
    minute: String,
    payments: Vec<Payment>,
    paid: String,
    /// None where all of it is paid.
    left: Option<String>,
}

#[derive(Serialize)]
struct PromisePage {
    form: FormView,
    path: String,
    school: String,
    contract: String,
    contract_href: String,
    year: String,
    before: String,
    agreed: String,
    more: String,
    carriers: Vec<Carrier>,
    promised: Option<Promised>,
    may_keep: bool,
}

impl Page for PromisePage {
    const TEMPLATE: &'static str = "savings/promise.html";
    fn samples() -> Vec<Self> {
        let payment = || Payment {
            id: "1".to_owned(),
            amount: Money(1_400_000),
            paid_on: NaiveDate::default(),
            reference: "Transfer 17".to_owned(),
        };
        let promised = |left: Option<&str>, payments: Vec<Payment>| Promised {
            amount: Money(4_200_000),
            minute: "Minute 4".to_owned(),
            payments,
            paid: "£140".to_owned(),
            left: left.map(str::to_owned),
        };
        let page = |promised: Option<Promised>, carriers: Vec<Carrier>, may_keep| Self {
            form: FormView::default(),
            path: "/clusters/northgate/savings/promises/1/1".to_owned(),
            school: "Rose Hill Primary".to_owned(),
            contract: "Finance support".to_owned(),
            contract_href: "/contracts/1".to_owned(),
            year: "2027 to 2028".to_owned(),
            before: "£2,700".to_owned(),
            agreed: "£3,120".to_owned(),
            more: "£420".to_owned(),
            carriers,
            promised,
            may_keep,
        };
        let carrier = || vec![Carrier { name: "Oak School".to_owned(), amount: "£420".to_owned() }];
        vec![
            page(None, carrier(), true),
            page(None, Vec::new(), false),
            page(Some(promised(Some("£280"), vec![payment()])), carrier(), true),
            page(Some(promised(Some("£420"), Vec::new())), carrier(), false),
            page(Some(promised(None, vec![payment()])), carrier(), true),
        ]
    }
}

type At = (String, ScheduleId, i32);

async fn opened(visit: &Visit, slug: &str) -> Result<(Cluster, Place)> {
    let cluster = cluster_by_slug(visit.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = place_of(visit.read(), cluster.id).await?;
    visit.actor.require_sight(Action::SeeCluster, &place)?;
    Ok((cluster, place))
}

async fn show(visit: Visit, Path(at): Path<At>) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn promise(visit: Visit, Path(at): Path<At>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &at.0).await?;
    let read = fields.read(|form| NewPromise {
        amount: form.money("amount", "Enter what the school is promised in pounds and pence, like 420.00"),
        minute_reference: form.required("minute", "Enter where it was decided, like the minute of a meeting"),
    });
    match read {
        Ok(new) => done(&visit, &at, &fields, savings::promise(&visit, &cluster, of(&at), new).await, "recorded").await,
        Err(form) => render(&visit, &at, form).await,
    }
}

async fn pay(visit: Visit, Path(at): Path<At>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &at.0).await?;
    match fields.read(payment) {
        Ok(new) => done(&visit, &at, &fields, savings::pay(&visit, &cluster, of(&at), new).await, "paid").await,
        Err(form) => render(&visit, &at, form).await,
    }
}

fn payment(form: &Reader<'_>) -> NewPayment {
    NewPayment {
        amount: form.money("amount", "Enter what was paid in pounds and pence, like 140.00"),
        paid_on: form.date("paid", "Enter the day on which it was paid"),
        reference: form.required("reference", "Enter how it was paid, like the number of the transfer"),
    }
}

async fn remove(visit: Visit, Path(at): Path<At>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &at.0).await?;
    let id: PromisePaymentId = fields.get("payment").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let removed = savings::remove_payment(&visit, &cluster, of(&at), id).await;
    done(&visit, &at, &fields, removed, "removed").await
}

fn of(at: &At) -> Of {
    Of { schedule: at.1, year: at.2 }
}

fn path_of(at: &At) -> String {
    format!("/clusters/{}/savings/promises/{}/{}", at.0, at.1, at.2)
}

async fn done(visit: &Visit, at: &At, fields: &Fields, result: Result<()>, what: &str) -> Result<Response> {
    let said = match what {
        "recorded" => "The promise is recorded",
        "paid" => "The payment is recorded",
        _ => "The payment is taken off",
    };
    match result {
        Ok(()) => visit.go_saying(path_of(at), said),
        Err(error) => render(visit, at, fields.refused(error)?).await,
    }
}

async fn render(visit: &Visit, at: &At, form: FormView) -> Result<Response> {
    let (cluster, place) = opened(visit, &at.0).await?;
    let ledger = savings::terms(visit.read(), cluster.id).await?;
    let line = ledger.lines.iter().find(|line| line.schedule == at.1 && line.year == at.2).ok_or(Error::NotFound)?;
    let held = ledger.held(line).ok_or(Error::NotFound)?;
    let part = held.part_of(line.school).ok_or(Error::NotFound)?;
    let more = more(&ledger.lines, of(at)).filter(Exact::is_positive).ok_or(Error::NotFound)?;
    let agreed = held.agreed(held.priced().as_ref(), at.2, line.term.first);
    let own = agreed.iter().find(|(school, _)| *school == line.school).map(|(_, cost)| cost.clone());
    let carriers = carriers(held, &agreed);
    let page = PromisePage {
        form: form.clone(),
        path: path_of(at),
        school: part.school.name.clone(),
        contract: held.contract.title.clone(),
        contract_href: format!("/contracts/{}", held.contract.id),
        year: line.year_words.clone(),
        before: part.row.baseline.map(|amount| plain_price(&amount.exact())).unwrap_or_default(),
        agreed: own.as_ref().map(plain_price).unwrap_or_default(),
        more: plain_price(&more),
        carriers,
        promised: promised(visit, at).await?,
        may_keep: visit.actor.may(Action::KeepPromises, &place),
    };
    let frame = frame(format!("What {} was promised", part.school.name));
    let frame = frame.back(
        format!("/clusters/{}/savings/terms?year={}", at.0, line.year_words.replace(' ', "+")),
        "Savings by term",
    );
    let seen_by = format!("people of {} and its member schools", cluster.name);
    visit.form_page(frame.seen_by(seen_by), &form, &page)
}

/// The schools that gain, each with what it would give so that nobody pays more.
fn carriers(held: &savings::Held, agreed: &[(SchoolId, Exact)]) -> Vec<Carrier> {
    let parts: Vec<&savings::Part> = agreed.iter().filter_map(|(school, _)| held.part_of(*school)).collect();
    let before: Vec<Option<Exact>> = parts.iter().map(|part| part.row.baseline.map(|amount| amount.exact())).collect();
    let costs: Vec<Exact> = agreed.iter().map(|(_, cost)| cost.clone()).collect();
    let given = carried(&before, &costs).unwrap_or_default();
    let carrier = |(part, amount): (&&savings::Part, &Exact)| Carrier {
        name: part.school.name.clone(),
        amount: plain_price(amount),
    };
    parts.iter().zip(&given).filter(|(_, amount)| amount.is_positive()).map(carrier).collect()
}

async fn promised(visit: &Visit, at: &At) -> Result<Option<Promised>> {
    let rows = store::promises(visit.read(), [at.1]).await?;
    let Some(row) = rows.into_iter().find(|row| row.contract_year == at.2) else { return Ok(None) };
    let payments = store::payments(visit.read(), [row.id]).await?;
    let paid: Exact = payments.iter().map(|payment| payment.amount.exact()).sum();
    let left = row.amount.exact() - &paid;
    let payment = |payment: promise_payment::Model| Payment {
        id: payment.id.to_string(),
        amount: payment.amount,
        paid_on: payment.paid_on,
        reference: payment.reference,
    };
    Ok(Some(Promised {
        amount: row.amount,
        minute: row.minute_reference,
        payments: payments.into_iter().map(payment).collect(),
        paid: plain_price(&paid),
        left: left.is_positive().then(|| plain_price(&left)),
    }))
}
