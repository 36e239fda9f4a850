//! Payments of a fund, those that were refused or withdrawn among them, and the form that asks for one.

use super::new::approval_words;
use super::{
    ASK, Choice, InFund, ROWS_OF_A_PAGE, SEE, WITH_FILE, by_urn, choice, file_of, fund_choices, inside, opened,
};
use super::{path_of, school_choices, this_year};
use crate::fund::{self, Member, NewPayment, Seen, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Reader, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::fund::{FundKind, FundState, YearEnd};
use ::entity::fund_account::AccountKind;
use ::entity::fund_payment::{self, PaymentKind, PaymentState};
use ::entity::money::Money;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/funds/{id}/payments", SEE, list)
        .get("/clusters/{slug}/funds/{id}/payments/new", ASK, show_new)
        .post_files("/clusters/{slug}/funds/{id}/payments", ASK, WITH_FILE, ask)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PaymentsPage>(), PageSample::of::<AskPage>()]
}

pub(super) fn kind_words(kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Spending => "Pay a bill",
        PaymentKind::Claim => "Claim for my school",
        PaymentKind::Return => "Pay a school its surplus",
        PaymentKind::Transfer => "Move money to another fund",
    }
}

pub(super) fn state_words(state: PaymentState) -> (&'static str, &'static str) {
    match state {
        PaymentState::Asked => ("Waits for approval", "waiting"),
        PaymentState::Approved => ("Approved", "progress"),
        PaymentState::Paid => ("Paid", "done"),
        PaymentState::Refused => ("Refused", "problem"),
        PaymentState::Withdrawn => ("Withdrawn", "plain"),
        PaymentState::Reversed => ("Taken back", "problem"),
    }
}

#[derive(Clone, Serialize)]
struct Row {
    href: String,
    payee: String,
    purpose: String,
    at: DateTime<Utc>,
    amount: Money,
    standing: &'static str,
    tag: &'static str,
}

fn row(path: &str, payment: fund_payment::Model) -> Row {
    let (standing, tag) = state_words(payment.state);
    Row {
        href: format!("{path}/payments/{}", payment.id),
        payee: payment.payee,
        purpose: payment.purpose,
        at: payment.asked_at,
        amount: payment.amount,
        standing,
        tag,
    }
}

#[derive(Serialize)]
struct PaymentsPage {
    path: String,
    rows: Vec<Row>,
    pages: Paging,
    may_ask: bool,
}

impl Page for PaymentsPage {
    const TEMPLATE: &'static str = "fund/payments.html";
    fn samples() -> Vec<Self> {
        let (standing, tag) = state_words(PaymentState::Asked);
        let row = Row {
            href: "/clusters/northgate/funds/1/payments/1".to_owned(),
            payee: "A. Clerk".to_owned(),
            purpose: "Autumn term".to_owned(),
            at: DateTime::UNIX_EPOCH,
            amount: Money(6_000_000),
            standing,
            tag,
        };
        let page = |rows, may_ask| Self {
            path: "/clusters/northgate/funds/1".to_owned(),
            rows,
            pages: Paging::of(30, ROWS_OF_A_PAGE, None, &[]),
            may_ask,
        };
        vec![page(vec![row], true), page(Vec::new(), false)]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn list(visit: Visit, Path(at): Path<InFund>, Query(asked): Query<Asked>) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    let (connection, path) = (visit.read(), path_of(&seen));
    let pages = Paging::of(store::count_payments(connection, seen.fund.id).await?, ROWS_OF_A_PAGE, asked.page, &[]);
    let found = store::payments(connection, seen.fund.id, pages.skipped(), ROWS_OF_A_PAGE).await?;
    let page = PaymentsPage {
        rows: found.into_iter().map(|payment| row(&path, payment)).collect(),
        pages,
        may_ask: seen.fund.state == FundState::Open && visit.actor.may(Action::AskFundPayment, &seen.place),
        path,
    };
    visit.page(inside("Payments", &seen, "payments"), &page)
}

#[derive(Serialize)]
struct AskPage {
    form: FormView,
    path: String,
    kinds: Vec<Choice>,
    headings: Vec<Choice>,
    schools: Vec<Choice>,
    funds: Vec<Choice>,
    is_pool: bool,
    /// Who has to approve it.
    approval: &'static str,
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "fund/payment_new.html";
    fn samples() -> Vec<Self> {
        let page = |headings: Vec<Choice>, is_pool| Self {
            form: FormView::default().refusing("amount", "The budget of this heading has £10 left"),
            path: "/clusters/northgate/funds/1".to_owned(),
            kinds: PaymentKind::ALL.iter().map(|kind| choice(kind, kind_words(*kind))).collect(),
            schools: if is_pool { headings.clone() } else { Vec::new() },
            funds: headings.clone(),
            headings,
            is_pool,
            approval: approval_words(1),
        };
        vec![page(vec![choice("1", "Clerking")], true), page(Vec::new(), false)]
    }
}

/// What can be asked for out of a fund of this kind.
fn kinds(seen: &Seen, others: usize) -> Vec<PaymentKind> {
    let fund = &seen.fund;
    let fits = |kind: &&PaymentKind| match kind {
        PaymentKind::Spending => true,
        PaymentKind::Claim => fund.kind == FundKind::Pool,
        PaymentKind::Return => fund.year_end == YearEnd::Back,
        PaymentKind::Transfer => others > 0,
    };
    PaymentKind::ALL.iter().filter(fits).copied().collect()
}

async fn render_new(visit: &Visit, at: &InFund, mut form: FormView) -> Result<Response> {
    let seen = opened(visit, at).await?;
    visit.actor.require(Action::AskFundPayment, &seen.place)?;
    let connection = visit.read();
    let others: Vec<_> = store::open_funds(connection, seen.cluster.id).await?;
    let others: Vec<_> = others.into_iter().filter(|fund| fund.id != seen.fund.id).collect();
    let kinds = kinds(&seen, others.len());
    if form.values.is_empty() {
        form = form.with("kind", PaymentKind::Spending.to_string());
    }
    let accounts = store::accounts(connection, [seen.fund.id]).await?.into_iter();
    let returns = kinds.contains(&PaymentKind::Return);
    let members = match returns {
        true => fund::sharing_schools(connection, &seen.fund, this_year(visit)).await?,
        false => Vec::new(),
    };
    let page = AskPage {
        form: form.clone(),
        path: path_of(&seen),
        headings: accounts
            .filter(|account| account.kind == AccountKind::Spending)
            .map(|account| choice(account.id, account.name))
            .collect(),
        schools: school_choices(&members),
        funds: fund_choices(&others),
        is_pool: seen.fund.kind == FundKind::Pool,
        approval: approval_words(seen.fund.approvals),
        kinds: kinds.iter().map(|kind| choice(kind, kind_words(*kind))).collect(),
    };
    visit.form_page(inside("Ask for a payment", &seen, "payments"), &form, &page)
}

async fn show_new(visit: Visit, Path(at): Path<InFund>) -> Result<Response> {
    render_new(&visit, &at, FormView::default()).await
}

fn read(form: &Reader, members: &[Member]) -> NewPayment {
    let kind = form.choice("kind", PaymentKind::ALL, "Choose what you ask for");
    let heading = form.optional_parsed("heading", "Choose the heading");
    let to_fund = form.optional_parsed("to_fund", "Choose the fund");
    let urn = form.text("school");
    let school = by_urn(members, &urn);
    if kind == PaymentKind::Return && school.is_none() {
        form.error("school", "Choose the school");
    }
    if kind == PaymentKind::Spending && heading.is_none() {
        form.error("heading", "Choose the heading that it is spent under");
    }
    NewPayment {
        kind,
        heading,
        school: school.filter(|_| kind == PaymentKind::Return),
        to_fund,
        payee: form.required("payee", "Enter who is paid"),
        purpose: form.required("purpose", "Enter what it is for"),
        amount: form.money("amount", "Enter an amount in pounds and pence, like 1250 or 1250.50"),
        evidence: form.required("evidence", "Enter the reference of the invoice or of what else shows it"),
        file: None,
    }
}

async fn ask(visit: Visit, Path(at): Path<InFund>, mut upload: Upload) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    let members = fund::sharing_schools(visit.read(), &seen.fund, this_year(&visit)).await?;
    let new = match upload.fields.read(|form| read(form, &members)) {
        Ok(new) => NewPayment { file: file_of(&mut upload), ..new },
        Err(form) => return render_new(&visit, &at, form).await,
    };
    match fund::ask(&visit, &seen.cluster, seen.fund.id, new).await {
        Ok(id) => {
            let said = "It is asked for, and waits to be approved";
            visit.go_saying(format!("{}/payments/{id}", path_of(&seen)), said)
        }
        Err(error) => render_new(&visit, &at, upload.fields.refused(error)?).await,
    }
}
