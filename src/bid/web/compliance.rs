//! The compliance check: every opened bid without its prices, each condition pass or fail.

use super::files::{attachment, size};
use crate::bid::rules::{Check, NonPrice, Question, words};
use crate::bid::{self, Checked, ComplianceDesk, Judged};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Frame, Visit, frame};
use crate::tender::LotAddress;
use ::entity::ids::BidId;
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const CHECKERS: Who = Who::May(&[Action::CheckCompliance]);
const LEADS: Who = Who::May(&[Action::FinishCompliance]);
const SEEN_BY: &str = "the tender lead and the clerk. No price is shown here";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/compliance", CHECKERS, show)
        .post("/tenders/{reference}/compliance", LEADS, finish)
        .get("/tenders/{reference}/compliance/{bid}", CHECKERS, show_one)
        .post("/tenders/{reference}/compliance/{bid}", CHECKERS, check)
        .get("/tenders/{reference}/compliance/{bid}/{file}", CHECKERS, download)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CompliancePage>(), PageSample::of::<CheckBidPage>()]
}

#[derive(Clone, Serialize)]
struct BidRow {
    label: String,
    provider: String,
    href: String,
    result: &'static str,
    kind: &'static str,
    reason: Option<String>,
}

#[derive(Clone, Serialize)]
struct CompliancePage {
    form: FormView,
    reference: String,
    title: String,
    bids: Vec<BidRow>,
    is_going_on: bool,
    may_finish: bool,
}

impl Page for CompliancePage {
    const TEMPLATE: &'static str = "bid/compliance.html";
    fn samples() -> Vec<Self> {
        let row = |href: &str, reason: Option<&str>| BidRow {
            label: "Provider A".to_owned(),
            provider: "Larder".to_owned(),
            href: href.to_owned(),
            result: "Not checked",
            kind: "waiting",
            reason: reason.map(str::to_owned),
        };
        let page = |is_going_on, may_finish| Self {
            form: FormView::default(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            bids: vec![row("/tenders/NG-2027-004/compliance/1", None), row("", Some("Insurance: lapsed"))],
            is_going_on,
            may_finish,
        };
        vec![page(true, true), page(true, false), page(false, false)]
    }
}

#[derive(Clone, Serialize)]
struct CheckRow {
    name: &'static str,
    statement: &'static str,
    declared: &'static str,
    result_field: String,
    reason_field: String,
    result: Option<&'static str>,
    reason: Option<String>,
}

#[derive(Clone, Serialize)]
struct Fact {
    key: String,
    value: String,
}

#[derive(Clone, Serialize)]
struct FileRow {
    name: String,
    size: String,
    href: String,
}

#[derive(Clone, Serialize)]
struct CheckBidPage {
    form: FormView,
    label: String,
    provider: String,
    path: String,
    facts: Vec<Fact>,
    answers: Vec<Fact>,
    files: Vec<FileRow>,
    checks: Vec<CheckRow>,
    is_going_on: bool,
    choices: Vec<Choice>,
}

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

impl Page for CheckBidPage {
    const TEMPLATE: &'static str = "bid/check_bid.html";
    fn samples() -> Vec<Self> {
        let row = |result, reason: Option<&str>| CheckRow {
            name: "Insurance",
            statement: "We hold it",
            declared: "Declared",
            result_field: "result-insurance".to_owned(),
            reason_field: "reason-insurance".to_owned(),
            result,
            reason: reason.map(str::to_owned),
        };
        let file = FileRow { name: "Menus.pdf".to_owned(), size: "12 KB".to_owned(), href: "/x".to_owned() };
        let fact = Fact { key: "Name".to_owned(), value: "Larder".to_owned() };
        let page = |is_going_on, files, checks| Self {
            form: FormView::default(),
            label: "Provider A".to_owned(),
            provider: "Larder".to_owned(),
            path: "/tenders/NG-2027-004/compliance/1".to_owned(),
            facts: vec![fact.clone()],
            answers: vec![fact.clone()],
            files,
            checks,
            is_going_on,
            choices: choices(),
        };
        vec![
            page(true, vec![file], vec![row(None, None)]),
            page(false, Vec::new(), vec![row(Some("Fail"), Some("Lapsed")), row(Some("Pass"), None), row(None, None)]),
        ]
    }
}

fn choices() -> Vec<Choice> {
    vec![Choice { value: "pass", text: "Pass" }, Choice { value: "fail", text: "Fail" }]
}

fn list_frame(desk: &ComplianceDesk) -> Frame {
    let back = format!("/tenders/{}", desk.of.tender.reference);
    let beside = desk.of.sections("compliance");
    frame("Check the bids").back(back, desk.of.tender.title.clone()).beside(beside).seen_by(SEEN_BY)
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let desk = bid::compliance(visit, at).await?;
    let read = desk.bids.iter().map(|bid| BidRow {
        label: bid.label.clone(),
        provider: bid.provider.clone(),
        href: desk.of.address().page(&format!("compliance/{}", bid.bid)),
        result: result(bid.passed),
        kind: kind(bid.passed),
        reason: bid.failed_reason.clone(),
    });
    let lost = desk.unreadable.iter().map(|bid| BidRow {
        label: bid.label.clone(),
        provider: String::new(),
        href: String::new(),
        result: result(Some(false)),
        kind: kind(Some(false)),
        reason: Some(bid.reason.clone()),
    });
    let page = CompliancePage {
        form: form.clone(),
        bids: read.chain(lost).collect(),
        reference: desk.of.tender.reference.clone(),
        title: desk.of.title(),
        is_going_on: desk.is_going_on,
        may_finish: desk.may_finish,
    };
    visit.form_page(list_frame(&desk), &form, &page)
}

fn result(passed: Option<bool>) -> &'static str {
    match passed {
        None => "Not checked",
        Some(true) => "Passed",
        Some(false) => "Failed",
    }
}

fn kind(passed: Option<bool>) -> &'static str {
    match passed {
        None => "waiting",
        Some(true) => "done",
        Some(false) => "problem",
    }
}

async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn finish(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    match bid::finish_compliance(&visit, &at).await {
        Ok(TenderState::Scoring) => {
            visit.go_saying(at.page("compliance"), "The check is finished. Evaluators can score now")
        }
        Ok(_) => {
            visit.go_saying(format!("/tenders/{}", at.reference), "No bid met every condition, so there is no award")
        }
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}

fn bid_id(text: &str) -> Result<BidId> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn show_one(visit: Visit, at: LotAddress, Path((_, id)): Path<(String, String)>) -> Result<Response> {
    let desk = bid::compliance(&visit, &at).await?;
    let found = desk.bid(bid_id(&id)?)?;
    let form = found.results.iter().fold(FormView::default(), |form, result| {
        form.with(format!("result-{}", result.condition), if result.passed { "pass" } else { "fail" })
            .with(format!("reason-{}", result.condition), result.reason.clone().unwrap_or_default())
    });
    render_one(&visit, &desk, found, form)
}

fn render_one(visit: &Visit, desk: &ComplianceDesk, found: &Checked, form: FormView) -> Result<Response> {
    let address = desk.of.address();
    let list = address.page("compliance");
    let file = |document: &crate::bid::rules::Document| FileRow {
        name: document.name.clone(),
        size: size(document.size),
        href: address.page(&format!("compliance/{}/{}", found.bid, document.file)),
    };
    let page = CheckBidPage {
        form: form.clone(),
        label: found.label.clone(),
        provider: found.provider.clone(),
        facts: facts(&found.part),
        answers: answers(&found.part, &desk.questions),
        files: found.part.documents.iter().map(file).collect(),
        checks: desk.checks.iter().map(|check| check_row(check, found)).collect(),
        is_going_on: desk.is_going_on,
        choices: choices(),
        path: address.page(&format!("compliance/{}", found.bid)),
    };
    let head = frame(format!("Check {}", found.label)).back(list, "Check the bids").seen_by(SEEN_BY);
    visit.form_page(head, &form, &page)
}

fn check_row(check: &Check, found: &Checked) -> CheckRow {
    let result = found.results.iter().find(|result| result.condition == check.code);
    let declared = found.part.declared.iter().any(|each| each.code() == check.code);
    CheckRow {
        name: check.name,
        statement: check.statement,
        declared: match (check.code, declared, found.part.interest.has_interest) {
            ("interests", _, true) => "An interest is declared",
            ("interests", _, false) => "No interest is declared",
            (_, true, _) => "Declared",
            (_, false, _) => "Not declared",
        },
        result_field: format!("result-{}", check.code),
        reason_field: format!("reason-{}", check.code),
        result: result.map(|result| if result.passed { "Pass" } else { "Fail" }),
        reason: result.and_then(|result| result.reason.clone()),
    }
}

fn facts(part: &NonPrice) -> Vec<Fact> {
    let fact = |key: &str, value: Option<String>| {
        let value = value.filter(|value| !value.is_empty()).unwrap_or_else(|| "–".to_owned());
        Fact { key: key.to_owned(), value }
    };
    let organisation = &part.organisation;
    let interest = &part.interest;
    let told = if interest.has_interest { interest.detail.clone() } else { Some("None".to_owned()) };
    let mut facts = vec![
        fact("Name", Some(organisation.name.clone())),
        fact("Company number", organisation.company_number.clone()),
        fact("Address", organisation.address.clone()),
        fact("Person to ask", Some(format!("{}, {}", organisation.contact_name, organisation.contact_email))),
        fact("Why something is not declared", part.explanation.clone()),
        fact("Interest in a member school", told),
        fact("Valid until", Some(crate::platform::words::short_date(part.valid_until))),
    ];
    facts.extend(
        part.confidential.iter().map(|one| fact(&format!("Confidential: {}", one.part), Some(one.reason.clone()))),
    );
    facts
}

fn answers(part: &NonPrice, questions: &[Question]) -> Vec<Fact> {
    let answer = |question: &Question| {
        let text = part.answers.get(&question.code).cloned().unwrap_or_default();
        let count = i64::try_from(words(&text)).unwrap_or(i64::MAX);
        let key = format!("{} ({})", question.question, crate::platform::words::plural(count, "word", "words"));
        Fact { key, value: text }
    };
    questions.iter().map(answer).collect()
}

fn judged(form: &Reader, checks: &[Check]) -> Vec<Judged> {
    let one = |check: &Check| {
        let (result, reason) = (format!("result-{}", check.code), format!("reason-{}", check.code));
        let given = form.text(&result);
        let why = form.optional(&reason);
        if !["pass", "fail"].contains(&given.as_str()) {
            form.error(&result, format!("Choose pass or fail for {}", check.name.to_lowercase()));
        } else if given == "fail" && why.is_none() {
            form.error(&reason, format!("Enter the reason why {} fails", check.name.to_lowercase()));
        }
        Judged { code: check.code.to_owned(), name: check.name.to_owned(), passed: given == "pass", reason: why }
    };
    checks.iter().map(one).collect()
}

async fn check(
    visit: Visit,
    at: LotAddress,
    Path((_, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    let desk = bid::compliance(&visit, &at).await?;
    let found = desk.bid(bid_id(&id)?)?;
    let done = match fields.read(|form| judged(form, &desk.checks)) {
        Ok(judged) => bid::check_bid(&visit, &at, found.bid, &judged).await,
        Err(form) => return render_one(&visit, &desk, found, form),
    };
    match done {
        Ok(()) => visit.go_saying(at.page("compliance"), &format!("{} is checked", found.label)),
        Err(error) => render_one(&visit, &desk, found, fields.refused(error)?),
    }
}

async fn download(
    visit: Visit,
    at: LotAddress,
    Path((_, id, file)): Path<(String, String, String)>,
) -> Result<Response> {
    let file = file.parse().map_err(|_| Error::NotFound)?;
    let (document, bytes) = bid::checked_document(&visit, &at, bid_id(&id)?, file).await?;
    Ok(attachment(&document.name, &document.media_type, bytes))
}
