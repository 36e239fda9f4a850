//! One fund: what it is for, its formula, what it has, and what waits.

use super::new::{approval_words, gate_words, sharing_words, year_end_words};
use super::{InFund, KEEP, SEE, attached, inside, kind_words, opened, path_of, school_names, state_words, this_year};
use crate::fund::rules::{Book, Slot};
use crate::fund::{self, Gate, Seen};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::fund::{FundKind, FundState};
use ::entity::money::{Money, plain_number, plain_price};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/funds/{id}", SEE, show)
        .get("/clusters/{slug}/funds/{id}/evidence", SEE, evidence)
        .post("/clusters/{slug}/funds/{id}/adopt", KEEP, adopt)
        .post("/clusters/{slug}/funds/{id}/close", KEEP, close)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<FundPage>()]
}

/// A line of the formula.
#[derive(Clone, Serialize)]
struct Term {
    name: &'static str,
    value: String,
}

/// Something to record.
#[derive(Clone, Serialize)]
struct Way {
    href: String,
    text: &'static str,
}

#[derive(Serialize)]
struct FundPage {
    form: FormView,
    path: String,
    name: String,
    kind: &'static str,
    standing: &'static str,
    tag: &'static str,
    is_proposed: bool,
    is_open: bool,
    purpose: String,
    outcome: String,
    host: String,
    decision: Option<String>,
    /// Of a proposal: what the committee decided, or has to decide first.
    gate: Option<String>,
    file: Option<String>,
    ended: Option<String>,
    terms: Vec<Term>,
    bank: Money,
    promised: Money,
    payable: Money,
    available: Money,
    receivable: Money,
    reserve: Money,
    /// Grants that are no school's yet.
    unmatched: Money,
    ways: Vec<Way>,
    may_keep: bool,
    may_ask: bool,
}

impl Page for FundPage {
    const TEMPLATE: &'static str = "fund/fund.html";
    fn samples() -> Vec<Self> {
        let page = |state: FundState, may: bool| Self {
            form: FormView::default(),
            path: "/clusters/northgate/funds/1".to_owned(),
            name: "Running the cluster".to_owned(),
            kind: kind_words(FundKind::Running),
            standing: state_words(state).0,
            tag: state_words(state).1,
            is_proposed: state == FundState::Proposed,
            is_open: state == FundState::Open,
            purpose: "Clerk and meetings".to_owned(),
            outcome: "Heads have time".to_owned(),
            host: "Old Church".to_owned(),
            decision: may.then(|| "Minute 4".to_owned()),
            gate: if state == FundState::Proposed { gate_words(&Gate::Waits) } else { None },
            file: may.then(|| "terms.pdf".to_owned()),
            ended: (!may).then(|| "All is spent".to_owned()),
            terms: vec![Term { name: "A pupil", value: "£1".to_owned() }],
            bank: Money(36_700_000),
            promised: Money(1_000_000),
            payable: Money(0),
            available: Money(35_700_000),
            receivable: Money(2_000_000),
            reserve: Money(0),
            unmatched: Money(if may { 50_000 } else { 0 }),
            ways: vec![Way { href: "/clusters/northgate/funds/1/record/grant".to_owned(), text: "A grant" }],
            may_keep: may,
            may_ask: may,
        };
        vec![page(FundState::Open, true), page(FundState::Proposed, true), page(FundState::Closed, false)]
    }
}

fn terms(seen: &Seen) -> Vec<Term> {
    let fund = &seen.fund;
    let pounds = |amount: Money| plain_price(&amount.exact());
    let term = |name, value: Option<String>| value.map(|value| Term { name, value });
    let penalty = fund.penalty.zip(fund.penalty_terms.clone());
    [
        term("Charge", fund.per_pupil.map(|amount| format!("{} a pupil a year", pounds(amount)))),
        term(
            "Match",
            fund.match_total.map(|total| {
                format!("What a school puts in is matched up to its cap: {} × its pupils ÷ all pupils", pounds(total))
            }),
        ),
        term("School that does not take part", penalty.map(|(amount, terms)| format!("{}: {terms}", pounds(amount)))),
        term("Claims", fund.claim_cap.map(|cap| format!("Up to {} a school and year", pounds(cap)))),
        term("Premiums", (fund.kind == FundKind::Pool).then(|| premium_words(seen))),
        term("Spending and grants are shared", Some(sharing_words(fund.sharing).to_owned())),
        term("A payment is approved by", Some(approval_words(fund.approvals).to_owned())),
        term("Year's end", Some(year_end_words(fund.year_end).to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn premium_words(seen: &Seen) -> String {
    let k = seen.fund.pool_k.map_or_else(|| "0".to_owned(), |k| plain_number(&k.exact()));
    let loading = seen.fund.pool_loading.map_or_else(|| "0".to_owned(), |loading| plain_number(&loading.exact()));
    format!("By own and pooled cost; own record counts past exposure ÷ (past exposure + {k}); {loading}% on top")
}

/// What can be recorded in a fund of this kind.
fn ways(seen: &Seen, visit: &Visit) -> Vec<Way> {
    if seen.fund.state != FundState::Open {
        return Vec::new();
    }
    let keeps = visit.actor.may(Action::KeepFund, &seen.place);
    let banks = visit.actor.may(Action::BankFund, &seen.bank_place());
    let all = [
        (banks, "contribution", "Money from a school"),
        (banks, "grant", "A grant"),
        (keeps && seen.fund.per_pupil.is_some(), "charge", "The charge a pupil, to every school"),
        (keeps && seen.fund.match_total.is_some(), "matching", "The match of what schools put in"),
        (keeps && seen.fund.penalty.is_some(), "penalty", "The charge of a school that does not take part"),
        (keeps, "year-end", "The end of a year"),
    ];
    let way =
        |(_, page, text): (bool, &str, &'static str)| Way { href: format!("{}/record/{page}", path_of(seen)), text };
    all.into_iter().filter(|(may, ..)| *may).map(way).collect()
}

fn receivable(book: &Book) -> Money {
    Money(book.total(Slot::Owed).0 + book.payable().0)
}

async fn render(visit: &Visit, at: &InFund, form: FormView) -> Result<Response> {
    let seen = opened(visit, at).await?;
    let book = fund::book_of(visit.read(), &seen.fund, this_year(visit)).await?;
    let names = school_names(visit, seen.cluster.id).await?;
    let fund = &seen.fund;
    let (standing, tag) = state_words(fund.state);
    let page = FundPage {
        form: form.clone(),
        path: path_of(&seen),
        name: fund.name.clone(),
        kind: kind_words(fund.kind),
        standing,
        tag,
        is_proposed: fund.state == FundState::Proposed,
        is_open: fund.state == FundState::Open,
        purpose: fund.purpose.clone(),
        outcome: fund.outcome.clone(),
        host: names.get(&fund.host_school_id).cloned().unwrap_or_default(),
        decision: fund.decision.clone(),
        gate: match fund.state {
            FundState::Proposed => gate_words(&fund::gate(visit, fund.cluster_id).await?),
            FundState::Open | FundState::Closed => None,
        },
        file: fund.file_name.clone(),
        ended: fund.ended_reason.clone(),
        terms: terms(&seen),
        bank: book.bank(),
        promised: book.promised(),
        payable: book.payable(),
        available: book.available(),
        receivable: receivable(&book),
        reserve: book.reserve(),
        unmatched: book.unmatched(),
        ways: ways(&seen, visit),
        may_keep: visit.actor.may(Action::KeepFund, &seen.place),
        may_ask: fund.state == FundState::Open && visit.actor.may(Action::AskFundPayment, &seen.place),
    };
    visit.form_page(inside("Fund", &seen, ""), &form, &page)
}

async fn show(visit: Visit, Path(at): Path<InFund>) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn evidence(visit: Visit, Path(at): Path<InFund>) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    attached(&visit, seen.fund.file_id, seen.fund.file_name).await
}

async fn adopt(visit: Visit, Path(at): Path<InFund>, fields: Fields) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    let decision = match fields.read(|form| form.required("decision", "Enter the minute of the decision")) {
        Ok(decision) => decision,
        Err(form) => return render(&visit, &at, form).await,
    };
    match fund::adopt(&visit, &seen.cluster, seen.fund.id, decision).await {
        Ok(()) => visit.go_saying(path_of(&seen), "The fund is open"),
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}

async fn close(visit: Visit, Path(at): Path<InFund>, fields: Fields) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    let reason = match fields.read(|form| form.required("close_reason", "Enter why it ends")) {
        Ok(reason) => reason,
        Err(form) => return render(&visit, &at, form).await,
    };
    match fund::close(&visit, &seen.cluster, seen.fund.id, reason).await {
        Ok(()) => visit.go_saying(path_of(&seen), "The fund is closed"),
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}
