//! What the six pages of a bid share: where they stand, how they are saved, and what a colleague saved meanwhile.

use super::SEEN_BY;
use super::rows::{Row, rows};
use crate::bid::rules::{Draft, Step, missing, progress};
use crate::bid::{self, Desk, Kept};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::ids::{AnswerId, BidId};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

#[derive(Clone, Serialize)]
pub(super) struct StepLink {
    number: usize,
    title: &'static str,
    href: String,
    current: bool,
    ready: bool,
}

/// What a colleague saved while this form was open.
#[derive(Clone, Serialize)]
pub(super) struct Theirs {
    by: String,
    at: String,
    rows: Vec<Row>,
}

/// A change to the tender that this bid does not know of yet.
#[derive(Clone, Serialize)]
struct Amended {
    at: String,
    text: String,
}

/// The head of every page of a bid, with what its form sends back.
#[derive(Clone, Serialize)]
pub(super) struct Strip {
    reference: String,
    title: String,
    cluster: String,
    notice: String,
    /// This bid's own address.
    path: String,
    deadline: Option<String>,
    is_open: bool,
    /// "Bids closed at midday GMT on Tuesday 16 March 2027".
    closed: String,
    server_time: String,
    saved: Option<String>,
    ready: usize,
    steps: Vec<StepLink>,
    /// The receipt of the submission that counts.
    receipt: Option<String>,
    /// A material change came after the submission: the version to confirm it for.
    unconfirmed: Option<i32>,
    /// Where what changed since it was confirmed stands side by side.
    changes: String,
    /// What changed in the tender since the bid was submitted, or saved.
    amended: Vec<Amended>,
    /// What the page held when it was made.
    seen: String,
    theirs: Option<Theirs>,
}

impl Strip {
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// "Catering, Northgate".
    pub(super) fn what_for(&self) -> String {
        format!("{}, {}", self.title, self.cluster)
    }
}

pub(super) fn id(text: &str) -> Result<BidId> {
    text.parse().map_err(|_| Error::NotFound)
}

pub(super) async fn desk(visit: &Visit, text: &str) -> Result<Desk> {
    bid::desk(visit, id(text)?).await
}

pub(super) fn strip(visit: &Visit, desk: &Desk, step: Step) -> Result<Strip> {
    let lacking = missing(&desk.draft, &desk.asked);
    let path = format!("/bids/{}", desk.bid.id);
    let is_submitted = desk.counted.is_some();
    let link = |each: &Step| StepLink {
        number: each.number(),
        title: each.title(),
        href: format!("{path}/{}", each.slug()),
        current: *each == step,
        ready: match each {
            Step::Check => is_submitted,
            Step::Documents if !desk.draft.saved.contains_key(each) => false,
            _ => !lacking.iter().any(|one| one.step == *each),
        },
    };
    Ok(Strip {
        reference: desk.tender.reference.clone(),
        title: desk.title.clone(),
        cluster: desk.cluster.clone(),
        notice: format!("/tenders/{}", desk.tender.reference),
        deadline: desk.tender.deadline_at.map(|at| at.to_rfc3339()),
        is_open: desk.is_open(visit.now),
        closed: desk.closed_sentence(),
        server_time: words::moment(visit.now),
        saved: (!desk.draft.saved.is_empty()).then(|| words::moment(desk.bid.draft_saved_at)),
        ready: progress(&desk.draft, &desk.asked, is_submitted),
        steps: Step::ALL.iter().map(link).collect(),
        receipt: desk.counted.as_ref().map(|counted| counted.receipt.clone()),
        changes: changes(desk),
        unconfirmed: desk.is_unconfirmed().then_some(desk.tender.public_version),
        amended: desk
            .amended
            .iter()
            .map(|one| Amended { at: one.made_at.to_rfc3339(), text: one.text.clone() })
            .collect(),
        seen: desk.seen(step)?,
        theirs: None,
        path,
    })
}

/// The comparison of the version that the submission was confirmed for with the newest.
fn changes(desk: &Desk) -> String {
    let newest = desk.tender.public_version;
    let confirmed = desk.counted.as_ref().map_or(newest, |counted| counted.confirmed_version);
    format!("/tenders/{}/versions?from={confirmed}&to={newest}#compare", desk.tender.reference)
}

/// What every page's form sends besides its fields: what it showed, and which button was pressed.
pub(super) struct Sent {
    pub seen: String,
    pub then: String,
    /// Answers of the organisation's library that were put into the page.
    pub from_library: Vec<AnswerId>,
}

pub(super) fn sent(form: &Reader) -> Sent {
    Sent { seen: form.text("seen"), then: form.text("then"), from_library: Vec::new() }
}

/// Saves a page that could be read, and goes on; a colleague's save meanwhile shows both versions.
pub(super) async fn keep<P: Page>(
    visit: &Visit,
    desk: &Desk,
    step: Step,
    sent: &Sent,
    fields: &Fields,
    edit: impl FnOnce(&mut Draft),
    page: impl FnOnce(Strip, FormView) -> P,
) -> Result<Response> {
    match bid::save_with(visit, desk, step, &sent.seen, &sent.from_library, edit).await {
        Ok(Kept::Saved) => go_on(visit, desk, step, &sent.then),
        Ok(Kept::Changed(draft)) => changed(visit, desk, step, &draft, fields, page),
        Err(error) => show(visit, desk, step, fields.refused(error)?, page),
    }
}

fn go_on(visit: &Visit, desk: &Desk, step: Step, then: &str) -> Result<Response> {
    let path = format!("/bids/{}", desk.bid.id);
    match then {
        "later" => visit.go_saying(path, "Your draft is saved. Nothing is submitted yet"),
        "stay" => visit.go(format!("{path}/{}", step.slug())),
        _ if let Some(code) = then.strip_prefix("library-") => visit.go(format!("{path}/quality/{code}/library")),
        _ if let Some(code) = then.strip_prefix("keep-") => visit.go(format!("{path}/quality/{code}/keep")),
        _ => visit.go(format!("{path}/{}", step.next().slug())),
    }
}

/// A page of the wizard: 200, or 422 where its form has errors.
pub(super) fn show<P: Page>(
    visit: &Visit,
    desk: &Desk,
    step: Step,
    form: FormView,
    page: impl FnOnce(Strip, FormView) -> P,
) -> Result<Response> {
    let mut strip = strip(visit, desk, step)?;
    if let Some(seen) = form.values.get("seen") {
        strip.seen.clone_from(seen);
    }
    visit.form_page(framed(desk, step), &form.clone(), &page(strip, form))
}

/// What was typed stands in the form, what the colleague saved above it; saving again replaces theirs.
pub(super) fn changed<P: Page>(
    visit: &Visit,
    desk: &Desk,
    step: Step,
    theirs: &Draft,
    fields: &Fields,
    page: impl FnOnce(Strip, FormView) -> P,
) -> Result<Response> {
    let current = Desk { draft: theirs.clone(), ..desk.clone() };
    let mut strip = strip(visit, &current, step)?;
    let saved = theirs.saved.get(&step);
    let by = saved.map_or_else(|| "A colleague".to_owned(), |saved| saved.by.clone());
    let at = saved.map_or(desk.bid.draft_saved_at, |saved| saved.at);
    let sentence = format!("{by} changed this page at {}. Check both versions", words::time(at));
    strip.theirs = Some(Theirs { by, at: at.to_rfc3339(), rows: rows(&current, step) });
    let form = fields.view().refusing("theirs", sentence);
    visit.page_with(StatusCode::CONFLICT, framed(desk, step), &page(strip, form))
}

pub(super) fn framed(desk: &Desk, step: Step) -> crate::platform::http::visit::Frame {
    frame(step.title()).back(format!("/bids/{}", desk.bid.id), "Your bid").seen_by(SEEN_BY)
}

/// For samples: an open bid, a closed one that was submitted, one that a colleague changed.
pub(super) fn sample_strips(step: Step) -> Vec<Strip> {
    let link = |each: &Step| StepLink {
        number: each.number(),
        title: each.title(),
        href: format!("/bids/1/{}", each.slug()),
        current: *each == step,
        ready: each.number() < 3,
    };
    let open = Strip {
        reference: "NG-2027-004".to_owned(),
        title: "Catering".to_owned(),
        cluster: "Northgate".to_owned(),
        notice: "/tenders/NG-2027-004".to_owned(),
        path: "/bids/1".to_owned(),
        deadline: Some("2027-03-16T12:00:00Z".to_owned()),
        is_open: true,
        closed: "Bids closed at midday GMT on Tuesday 16 March 2027".to_owned(),
        server_time: "15 March 2027 at 10:42am".to_owned(),
        saved: Some("15 March 2027 at 10:41am".to_owned()),
        ready: 4,
        steps: Step::ALL.iter().map(link).collect(),
        receipt: None,
        unconfirmed: None,
        changes: "/tenders/NG-2027-004/versions#compare".to_owned(),
        amended: vec![Amended { at: "2027-03-10T10:00:00Z".to_owned(), text: "Two more meals a week".to_owned() }],
        seen: "0".to_owned(),
        theirs: None,
    };
    let receipt = Some("R-8K2F4M".to_owned());
    let closed = Strip { is_open: false, deadline: None, saved: None, receipt: receipt.clone(), ..open.clone() };
    let lapsed = Strip { unconfirmed: Some(2), ..closed.clone() };
    let unconfirmed = Strip { unconfirmed: Some(2), receipt, ..open.clone() };
    let theirs = Theirs {
        by: "Asha".to_owned(),
        at: "2027-03-15T10:40:00Z".to_owned(),
        rows: vec![Row::new("Answer", "Every term"), Row::new("Answer 2", "")],
    };
    vec![open.clone(), closed, Strip { theirs: Some(theirs), ..open }, unconfirmed, lapsed]
}
