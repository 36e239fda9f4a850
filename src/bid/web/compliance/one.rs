//! One opened bid under the check: its documents, its evidence, each condition pass or fail.

use super::{CHECKERS, SEEN_BY};
use crate::bid::rules::{Check, Evidence, INTERESTS, NonPrice, Question, Validity, validity, words};
use crate::bid::web::files::{attachment, size};
use crate::bid::{self, Checked, ComplianceDesk, Judged};
use crate::bid::{LotAddress, kind_words};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words::short_date;
use ::entity::ids::{BidId, FileId};
use ::entity::tender_condition::{ConditionKind, Model as Condition};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/compliance/{bid}", CHECKERS, show_one)
        .post("/tenders/{reference}/compliance/{bid}", CHECKERS, check)
        .get("/tenders/{reference}/compliance/{bid}/files/{file}", CHECKERS, download)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CheckBidPage>()]
}

/// What shows a condition: a file, and until when it is valid.
#[derive(Clone, Serialize)]
struct Shown {
    /// None: nothing was attached.
    name: Option<String>,
    href: String,
    validity: String,
    /// Is it valid for as long as it is needed?
    holds: bool,
    /// What a bidder wrote with its correction.
    answer: Option<String>,
    at: Option<String>,
}

#[derive(Clone, Serialize)]
struct CheckRow {
    name: String,
    statement: String,
    declared: &'static str,
    /// "Promised; shown before the contract starts".
    kind: Option<&'static str>,
    evidence: Option<Shown>,
    /// What was asked in the correction window, and what came.
    asked: Option<String>,
    corrected: Option<Shown>,
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
    hearing: String,
    may_hear: bool,
}

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

impl Page for CheckBidPage {
    const TEMPLATE: &'static str = "bid/check_bid.html";
    fn samples() -> Vec<Self> {
        let shown = |name: Option<&str>, holds| Shown {
            name: name.map(str::to_owned),
            href: "/x".to_owned(),
            validity: "Valid until 1 June 2028".to_owned(),
            holds,
            answer: name.map(|_| "Sent now".to_owned()),
            at: name.map(|_| "2027-03-18T10:00:00Z".to_owned()),
        };
        let row = |result: Option<&'static str>, reason: Option<&str>| CheckRow {
            name: "Insurance".to_owned(),
            statement: "We hold it".to_owned(),
            declared: "Declared",
            kind: Some("Shown by a document"),
            evidence: Some(shown(result.is_none().then_some("rating.pdf"), result.is_none())),
            asked: result.map(|_| "The rating is missing".to_owned()),
            corrected: reason.map(|_| shown(Some("rating-2.pdf"), true)),
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
            hearing: "/tenders/NG-2027-004/compliance/1/hearing".to_owned(),
            may_hear: is_going_on,
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

pub(super) fn bid_id(text: &str) -> Result<BidId> {
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
        href: file_path(desk, found.bid, document.file),
    };
    let page = CheckBidPage {
        form: form.clone(),
        label: found.label.clone(),
        provider: found.provider.clone(),
        facts: facts(&found.part),
        answers: answers(&found.part, &desk.questions),
        files: found.part.documents.iter().map(file).collect(),
        checks: desk.checks.iter().map(|check| check_row(desk, check, found)).collect(),
        is_going_on: desk.is_going_on,
        choices: choices(),
        hearing: address.page(&format!("compliance/{}/hearing", found.bid)),
        may_hear: desk.may_hear,
        path: address.page(&format!("compliance/{}", found.bid)),
    };
    let head = frame(format!("Check {}", found.label)).back(list, "Check the bids").seen_by(SEEN_BY);
    visit.form_page(head, &form, &page)
}

fn check_row(desk: &ComplianceDesk, check: &Check, found: &Checked) -> CheckRow {
    let result = found.results.iter().find(|result| result.condition == check.code);
    let declared = found.part.declared.contains(&check.code);
    let condition = desk.conditions.iter().find(|condition| condition.code == check.code);
    let asked = found.corrections.iter().find(|item| item.condition == check.code);
    CheckRow {
        name: check.name.clone(),
        statement: check.statement.clone(),
        declared: match (check.code.as_str(), declared, found.part.interest.has_interest) {
            (INTERESTS, _, true) => "An interest is declared",
            (INTERESTS, _, false) => "No interest is declared",
            (_, true, _) => "Declared",
            (_, false, _) => "Not declared",
        },
        kind: condition.filter(|one| one.kind == ConditionKind::Promise).map(|one| kind_words(one.kind)),
        evidence: condition.filter(|one| one.kind == ConditionKind::Evidence).map(|one| original(desk, one, found)),
        asked: asked.map(|item| item.asked.clone()),
        corrected: asked.zip(condition).and_then(|(item, condition)| correction(desk, condition, item)),
        result_field: format!("result-{}", check.code),
        reason_field: format!("reason-{}", check.code),
        result: result.map(|result| if result.passed { "Pass" } else { "Fail" }),
        reason: result.and_then(|result| result.reason.clone()),
    }
}

/// The document that the bid itself attached, or that there is none.
fn original(desk: &ComplianceDesk, condition: &Condition, found: &Checked) -> Shown {
    let evidence: Option<&Evidence> = found.part.evidence.get(&condition.code);
    let document = evidence.and_then(|one| found.part.documents.iter().find(|document| document.file == one.file));
    let (validity, holds) = said(desk, condition, evidence.and_then(|one| one.expires_on));
    Shown {
        name: document.map(|document| document.name.clone()),
        href: evidence.map(|one| file_path(desk, found.bid, one.file)).unwrap_or_default(),
        validity,
        holds: holds && document.is_some(),
        answer: None,
        at: None,
    }
}

/// What came in the correction window.
fn correction(desk: &ComplianceDesk, condition: &Condition, item: &::entity::correction_item::Model) -> Option<Shown> {
    let at = item.answered_at?;
    let (validity, holds) = said(desk, condition, item.expires_on);
    Some(Shown {
        name: item.file_name.clone(),
        href: item.file_id.map(|file| file_path(desk, item.bid_id, file)).unwrap_or_default(),
        validity: if item.file_id.is_some() { validity } else { String::new() },
        holds: holds || condition.kind != ConditionKind::Evidence,
        answer: item.answer.clone(),
        at: Some(at.to_rfc3339()),
    })
}

fn file_path(desk: &ComplianceDesk, bid: BidId, file: FileId) -> String {
    desk.of.address().page(&format!("compliance/{bid}/files/{file}"))
}

/// "Valid until 1 June 2028", and whether that is long enough.
fn said(desk: &ComplianceDesk, condition: &Condition, expires_on: Option<NaiveDate>) -> (String, bool) {
    match validity(condition, desk.of.tender.contract_start, expires_on) {
        Validity::Unsaid => ("No day of expiry is given".to_owned(), true),
        Validity::Lasts(day) => (format!("Valid until {}", short_date(day)), true),
        Validity::EndsBefore(day, needed) => {
            let (day, needed) = (short_date(day), short_date(needed));
            (format!("Expires on {day}. It must be valid until {needed} or later"), false)
        }
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
        Judged { code: check.code.clone(), name: check.name.clone(), passed: given == "pass", reason: why }
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
