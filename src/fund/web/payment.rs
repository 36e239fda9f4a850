//! One payment: what was asked for, who decided what, and what can be done about it.

use super::payments::{kind_words, state_words};
use super::{ASK, BANK, DECIDE, SEE, attached, inside, parsed, path_of, school_names, today, with_day};
use crate::fund::{self, Seen, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::fund_payment::{self, PaymentKind, PaymentState};
use ::entity::ids::{AccountId, FundPaymentId};
use ::entity::money::Money;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::HashMap;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/funds/{id}/payments/{payment}", SEE, show)
        .get("/clusters/{slug}/funds/{id}/payments/{payment}/evidence", SEE, evidence)
        .post("/clusters/{slug}/funds/{id}/payments/{payment}/decide", DECIDE, decide)
        .post("/clusters/{slug}/funds/{id}/payments/{payment}/interest", SEE, declare)
        .post("/clusters/{slug}/funds/{id}/payments/{payment}/withdraw", ASK, withdraw)
        .post("/clusters/{slug}/funds/{id}/payments/{payment}/pay", BANK, pay)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PaymentPage>()]
}

#[derive(Clone, Serialize)]
struct Happened {
    title: &'static str,
    at: DateTime<Utc>,
    by: Option<String>,
    text: Option<String>,
}

#[derive(Serialize)]
struct PaymentPage {
    form: FormView,
    path: String,
    payee: String,
    kind: &'static str,
    standing: &'static str,
    tag: &'static str,
    amount: Money,
    purpose: String,
    heading: Option<String>,
    school: Option<String>,
    to_fund: Option<String>,
    year: String,
    evidence: String,
    file: Option<String>,
    needed: i32,
    approvals: usize,
    happened: Vec<Happened>,
    waits: bool,
    may_decide: bool,
    why_not: Option<String>,
    may_declare: bool,
    may_withdraw: bool,
    may_pay: bool,
}

impl Page for PaymentPage {
    const TEMPLATE: &'static str = "fund/payment.html";
    fn samples() -> Vec<Self> {
        let happened = |by: Option<&str>| Happened {
            title: "Asked for",
            at: DateTime::UNIX_EPOCH,
            by: by.map(str::to_owned),
            text: by.map(str::to_owned),
        };
        let page = |state: PaymentState, is_full: bool| Self {
            form: FormView::default(),
            path: "/clusters/northgate/funds/1/payments/1".to_owned(),
            payee: "A. Clerk".to_owned(),
            kind: kind_words(PaymentKind::Spending),
            standing: state_words(state).0,
            tag: state_words(state).1,
            amount: Money(6_000_000),
            purpose: "Autumn term".to_owned(),
            heading: is_full.then(|| "Clerking".to_owned()),
            school: (!is_full).then(|| "Rose Hill".to_owned()),
            to_fund: (!is_full).then(|| "Match fund".to_owned()),
            year: "2026 to 2027".to_owned(),
            evidence: "Invoice 7".to_owned(),
            file: is_full.then(|| "invoice.pdf".to_owned()),
            needed: if is_full { 1 } else { 2 },
            approvals: 1,
            happened: vec![happened(Some("Bea")), happened(None)],
            waits: is_full,
            may_decide: is_full,
            why_not: (!is_full).then(|| "You asked for this payment".to_owned()),
            may_declare: is_full,
            may_withdraw: is_full,
            may_pay: state == PaymentState::Approved,
        };
        vec![page(PaymentState::Asked, true), page(PaymentState::Approved, true), page(PaymentState::Paid, false)]
    }
}

type InPayment = (String, String, String);

async fn found(visit: &Visit, (slug, id, payment): &InPayment) -> Result<(Seen, fund_payment::Model)> {
    let seen = fund::seen(visit, slug, parsed(id)?).await?;
    let payment = store::payment(visit.read(), seen.fund.id, parsed::<FundPaymentId>(payment)?).await?;
    Ok((seen, payment.ok_or(Error::NotFound)?))
}

/// Everything that happened to it and everybody's part in it.
struct Told {
    decisions: Vec<::entity::fund_decision::Model>,
    interests: Vec<::entity::fund_interest::Model>,
    people: HashMap<AccountId, String>,
}

async fn told(visit: &Visit, payment: &fund_payment::Model) -> Result<Told> {
    let decisions = store::decisions(visit.read(), [payment.id]).await?;
    let interests = store::interests(visit.read(), [payment.id]).await?;
    let people = [Some(payment.asked_by), payment.ended_by].into_iter().flatten();
    let people = people.chain(decisions.iter().map(|one| one.account_id));
    let people: Vec<AccountId> = people.chain(interests.iter().map(|one| one.account_id)).collect();
    let people = fund::names_of(visit.read(), people).await?;
    Ok(Told { decisions, interests, people })
}

fn happened(payment: &fund_payment::Model, told: &Told) -> Vec<Happened> {
    let name = |id: AccountId| told.people.get(&id).cloned();
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let asked =
        Happened { title: "Asked for", at: payment.asked_at, by: name(payment.asked_by), text: some(&payment.purpose) };
    let decided = told.decisions.iter().map(|one| Happened {
        title: if one.approved { "Approved" } else { "Refused" },
        at: one.decided_at,
        by: name(one.account_id),
        text: some(&one.reason),
    });
    let declared = told.interests.iter().map(|one| Happened {
        title: "Interest declared",
        at: one.declared_at,
        by: name(one.account_id),
        text: some(&one.detail),
    });
    let ended = payment.ended_at.map(|at| Happened {
        title: state_words(payment.state).0,
        at,
        by: payment.ended_by.and_then(name),
        text: payment.ended_reason.clone(),
    });
    let mut all: Vec<Happened> = [asked].into_iter().chain(decided).chain(declared).chain(ended).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.at));
    all
}

async fn render(visit: &Visit, at: &InPayment, mut form: FormView) -> Result<Response> {
    let (seen, payment) = found(visit, at).await?;
    let told = told(visit, &payment).await?;
    if form.values.is_empty() {
        form = with_day(form, "day", today(visit));
    }
    let accounts = store::accounts(visit.read(), [seen.fund.id]).await?;
    let names = school_names(visit, seen.cluster.id).await?;
    let heading = accounts.iter().find(|account| Some(account.id) == payment.account_id);
    let to_fund = match payment.to_fund_id {
        Some(to) => store::fund(visit.read(), seen.cluster.id, to).await?.map(|fund| fund.name),
        None => None,
    };
    let waits = payment.state == PaymentState::Asked;
    let may = fund::may_decide(visit, &payment, &told.decisions, &told.interests);
    let is_role = visit.actor.may(Action::DecideFundPayment, &seen.place);
    let is_own = visit.actor.account == Some(payment.asked_by);
    let open = matches!(payment.state, PaymentState::Asked | PaymentState::Approved);
    let (standing, tag) = state_words(payment.state);
    let page = PaymentPage {
        form: form.clone(),
        path: format!("{}/payments/{}", path_of(&seen), payment.id),
        happened: happened(&payment, &told),
        kind: kind_words(payment.kind),
        standing,
        tag,
        amount: payment.amount,
        heading: heading.map(|account| account.name.clone()),
        school: payment.school_id.and_then(|school| names.get(&school).cloned()),
        to_fund,
        year: fund::rules::year_words(payment.year),
        needed: payment.needed,
        approvals: told.decisions.iter().filter(|one| one.approved).count(),
        waits,
        may_decide: waits && is_role && may.is_ok(),
        why_not: may.err().filter(|_| waits && is_role).map(|why| why.to_string()),
        may_declare: waits && is_role && !told.interests.iter().any(|one| Some(one.account_id) == visit.actor.account),
        may_withdraw: open && (is_own || visit.actor.may(Action::KeepFund, &seen.place)),
        may_pay: payment.state == PaymentState::Approved && visit.actor.may(Action::BankFund, &seen.bank_place()),
        payee: payment.payee,
        purpose: payment.purpose,
        evidence: payment.evidence,
        file: payment.file_id.and(payment.file_name),
    };
    visit.form_page(inside(&format!("Payment to {}", page.payee), &seen, "payments"), &form, &page)
}

async fn show(visit: Visit, Path(at): Path<InPayment>) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn evidence(visit: Visit, Path(at): Path<InPayment>) -> Result<Response> {
    let (_, payment) = found(&visit, &at).await?;
    attached(&visit, payment.file_id, payment.file_name).await
}

/// Back to the payment with what was done, or the form again with why not.
async fn answer(visit: &Visit, at: &InPayment, fields: &Fields, done: Result<()>, said: &str) -> Result<Response> {
    let path = format!("/clusters/{}/funds/{}/payments/{}", at.0, at.1, at.2);
    match done {
        Ok(()) => visit.go_saying(path, said),
        Err(error) => render(visit, at, fields.refused(error)?).await,
    }
}

async fn decide(visit: Visit, Path(at): Path<InPayment>, fields: Fields) -> Result<Response> {
    let (seen, payment) = found(&visit, &at).await?;
    let read = fields.read(|form| {
        let decision = form.text("decision");
        if !["approve", "refuse"].contains(&decision.as_str()) {
            form.error("decision", "Choose whether you approve it");
        }
        let reason = form.text_up_to("decision_reason", 2_000);
        if decision == "refuse" && reason.is_empty() {
            form.error("decision_reason", "Enter why you refuse it");
        }
        (decision == "approve", reason)
    });
    let decided = match read {
        Ok(decided) => decided,
        Err(form) => return render(&visit, &at, form).await,
    };
    let done = fund::decide(&visit, &seen.cluster, seen.fund.id, payment.id, decided).await;
    answer(&visit, &at, &fields, done, "Your decision is recorded").await
}

async fn declare(visit: Visit, Path(at): Path<InPayment>, fields: Fields) -> Result<Response> {
    let (seen, payment) = found(&visit, &at).await?;
    let detail = match fields.read(|form| form.required("interest", "Enter what your interest is")) {
        Ok(detail) => detail,
        Err(form) => return render(&visit, &at, form).await,
    };
    let done = fund::declare_interest(&visit, &seen.cluster, seen.fund.id, payment.id, detail).await;
    answer(&visit, &at, &fields, done, "Your interest is recorded. Somebody else has to approve this").await
}

async fn withdraw(visit: Visit, Path(at): Path<InPayment>, fields: Fields) -> Result<Response> {
    let (seen, payment) = found(&visit, &at).await?;
    let reason = match fields.read(|form| form.required("withdraw_reason", "Enter why it is withdrawn")) {
        Ok(reason) => reason,
        Err(form) => return render(&visit, &at, form).await,
    };
    let done = fund::withdraw(&visit, &seen.cluster, seen.fund.id, payment.id, reason).await;
    answer(&visit, &at, &fields, done, "It is withdrawn").await
}

async fn pay(visit: Visit, Path(at): Path<InPayment>, fields: Fields) -> Result<Response> {
    let (seen, payment) = found(&visit, &at).await?;
    let read = fields.read(|form| {
        let day = form.date("day", "Enter the day on which it was paid");
        (day, form.required("reference", "Enter the bank's reference"))
    });
    let paid = match read {
        Ok(paid) => paid,
        Err(form) => return render(&visit, &at, form).await,
    };
    let done = fund::pay(&visit, &seen.cluster, seen.fund.id, payment.id, paid).await;
    answer(&visit, &at, &fields, done, "The payment is recorded").await
}
