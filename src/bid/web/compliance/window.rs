//! Opening the correction window: which condition of which bid, and how long everybody gets.

use super::{LEADS, SEEN_BY};
use crate::bid::LotAddress;
use crate::bid::rules::correction::{HOURS, Refusal, closes_at};
use crate::bid::rules::{Validity, validity};
use crate::bid::{self, AskedCorrection, Checked, ComplianceDesk};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::tender_condition::{ConditionKind, Model as Condition};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/compliance/window", LEADS, show).post(
        "/tenders/{reference}/compliance/window",
        LEADS,
        open,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<WindowPage>()]
}

#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Clone, Serialize)]
struct Item {
    name: String,
    tick: String,
    field: String,
}

#[derive(Clone, Serialize)]
struct BidItems {
    label: String,
    provider: String,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct WindowPage {
    form: FormView,
    path: String,
    bids: Vec<BidItems>,
    hours: Vec<Choice>,
    /// Why it cannot be opened, where it cannot.
    refusal: Option<String>,
}

impl Page for WindowPage {
    const TEMPLATE: &'static str = "bid/window.html";
    fn samples() -> Vec<Self> {
        let item = Item { name: "Food hygiene".to_owned(), tick: "ask-1-x".to_owned(), field: "text-1-x".to_owned() };
        let bid = BidItems { label: "Provider A".to_owned(), provider: "Larder".to_owned(), items: vec![item] };
        let page = |form, refusal| Self {
            form,
            path: "/tenders/NG-2027-004/compliance/window".to_owned(),
            bids: vec![bid.clone()],
            hours: vec![Choice { value: "48".to_owned(), text: "48 hours".to_owned() }],
            refusal,
        };
        let refused = FormView::default().refusing("hours", "Choose how many hours bidders get");
        vec![page(refused, None), page(FormView::default(), Some("There is one window".to_owned()))]
    }
}

/// The fields of one condition of one bid, by their places on the page.
fn fields_of(at: usize, condition: &Condition) -> (String, String) {
    (format!("ask-{at}-{}", condition.code), format!("text-{at}-{}", condition.code))
}

async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    let desk = bid::compliance(&visit, &at).await?;
    let form = FormView::default().with("hours", "48");
    let form = desk.bids.iter().enumerate().fold(form, |form, (at, bid)| proposed(&desk, at, bid, form));
    render(&visit, &desk, form)
}

/// What the check would find, filled in for the tender lead to change.
fn proposed(desk: &ComplianceDesk, at: usize, bid: &Checked, form: FormView) -> FormView {
    desk.conditions.iter().fold(form, |form, condition| match lacking(desk, bid, condition) {
        Some(sentence) => {
            let (tick, text) = fields_of(at, condition);
            form.with(tick, "yes").with(text, sentence)
        }
        None => form,
    })
}

fn lacking(desk: &ComplianceDesk, bid: &Checked, condition: &Condition) -> Option<String> {
    let failed = bid.results.iter().find(|result| result.condition == condition.code && !result.passed);
    if let Some(failed) = failed {
        return failed.reason.clone();
    }
    if !bid.part.declared.contains(&condition.code) {
        return Some(format!("Say whether you declare it: {}", condition.statement));
    }
    if condition.kind != ConditionKind::Evidence {
        return None;
    }
    let Some(evidence) = bid.part.evidence.get(&condition.code) else {
        return Some(format!("Attach {}", words::in_sentence(condition.evidence.as_deref().unwrap_or("a document"))));
    };
    match validity(condition, desk.of.tender.contract_start, evidence.expires_on) {
        Validity::EndsBefore(day, needed) => {
            let (day, needed) = (words::short_date(day), words::short_date(needed));
            Some(format!("It expires on {day}. Attach one that is valid until {needed} or later"))
        }
        Validity::Unsaid => Some("Say when the document expires".to_owned()),
        Validity::Lasts(_) => None,
    }
}

fn hours(now: DateTime<Utc>) -> Vec<Choice> {
    let choice = |hours: i32| {
        let closes = closes_at(now, hours).ok()?;
        Some(Choice { value: hours.to_string(), text: format!("{hours} hours: until {}", words::deadline(closes)) })
    };
    HOURS.into_iter().filter_map(choice).collect()
}

fn render(visit: &Visit, desk: &ComplianceDesk, form: FormView) -> Result<Response> {
    let address = desk.of.address();
    let list = address.page("compliance");
    let of_bid = |(at, bid): (usize, &Checked)| BidItems {
        label: bid.label.clone(),
        provider: bid.provider.clone(),
        items: desk
            .conditions
            .iter()
            .map(|condition| {
                let (tick, field) = fields_of(at, condition);
                Item { name: condition.name.clone(), tick, field }
            })
            .collect(),
    };
    let refusal = match (&desk.window, desk.is_going_on) {
        (_, false) => Some(Refusal::NotChecking.to_string()),
        (Some(_), true) => Some(Refusal::OpenedBefore.to_string()),
        (None, true) => None,
    };
    let page = WindowPage {
        form: form.clone(),
        path: address.page("compliance/window"),
        bids: desk.bids.iter().enumerate().map(of_bid).collect(),
        hours: hours(visit.now),
        refusal,
    };
    let head = frame("Let bidders correct their bids").back(list, "Check the bids").seen_by(SEEN_BY);
    visit.form_page(head, &form, &page)
}

struct Typed {
    hours: i32,
    reason: String,
    asked: Vec<AskedCorrection>,
}

fn typed(form: &Reader, desk: &ComplianceDesk) -> Typed {
    let mut asked = Vec::new();
    for (at, bid) in desk.bids.iter().enumerate() {
        for condition in &desk.conditions {
            let (tick, field) = fields_of(at, condition);
            let (is_asked, text) = (form.ticked(&tick), form.text(&field));
            if is_asked && text.is_empty() {
                form.error(&field, format!("Say what {} has to put right about {}", bid.label, condition.name));
            }
            if is_asked {
                asked.push(AskedCorrection { bid: bid.bid, condition: condition.code.clone(), asked: text });
            }
        }
    }
    Typed {
        hours: form.parsed("hours", "Choose how many hours bidders get", 0),
        reason: form.required("reason", "Say why bidders may correct, in words that all of them read"),
        asked,
    }
}

async fn open(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let desk = bid::compliance(&visit, &at).await?;
    let done = match fields.read(|form| typed(form, &desk)) {
        Ok(new) => bid::open_window(&visit, &at, new.hours, &new.reason, &new.asked).await,
        Err(form) => return render(&visit, &desk, form),
    };
    match done {
        Ok(window) => {
            let said = format!("The bidders are told. They have until {}", words::deadline(window.closes_at));
            visit.go_saying(at.page("compliance"), &said)
        }
        Err(error) => render(&visit, &desk, fields.refused(error)?),
    }
}
