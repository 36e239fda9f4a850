//! Reviews of a contract with its provider, their actions, and the exit plan.

use crate::contract::review::{NewReview, finish_action, finish_exit_item, measures, record_review};
use crate::contract::rules::exit::{due, owner, words as item_words};
use crate::contract::rules::review::{MOST_ACTIONS, MeasureSaid, NewAction};
use crate::contract::store;
use crate::contract::{self, Seen};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::contract_exit_item::ExitItem;
use ::entity::{contract_review, ids::*, review_action};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const PARTIES: Who = Who::May(&[Action::SeeContract]);
const OFFICERS: Who = Who::May(&[Action::ChangeContract]);
const SEEN_BY: &str = "the schools of the contract and its cluster, and the provider";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/reviews", PARTIES, show)
        .post("/contracts/{id}/reviews", OFFICERS, record)
        .post("/contracts/{id}/reviews/done", OFFICERS, action_done)
        .get("/contracts/{id}/exit", PARTIES, exit)
        .post("/contracts/{id}/exit", OFFICERS, exit_done)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ReviewsPage>(), PageSample::of::<ExitPage>()]
}

#[derive(Serialize)]
struct ActionRow {
    id: String,
    what: String,
    owner: String,
    due_on: NaiveDate,
    done_on: Option<NaiveDate>,
    is_late: bool,
}

#[derive(Serialize)]
struct Review {
    held_on: NaiveDate,
    words: String,
    measures: Vec<MeasureSaid>,
    actions: Vec<ActionRow>,
}

#[derive(Serialize)]
struct ReviewsPage {
    form: FormView,
    id: String,
    title: String,
    /// What the schools say of this term so far.
    measures: Vec<MeasureSaid>,
    reviews: Vec<Review>,
    may_record: bool,
    /// The rows of actions in the form.
    places: Vec<usize>,
}

impl Page for ReviewsPage {
    const TEMPLATE: &'static str = "contract/reviews.html";
    fn samples() -> Vec<Self> {
        let said = || MeasureSaid { measure: "Answers within a day".to_owned(), met: 3, partly: 1, missed: 1 };
        let action = |done: bool| ActionRow {
            id: "1".to_owned(),
            what: "Name a deputy".to_owned(),
            owner: "Daybooks".to_owned(),
            due_on: NaiveDate::default(),
            done_on: done.then(NaiveDate::default),
            is_late: !done,
        };
        let review = |measures, actions| Review {
            held_on: NaiveDate::default(),
            words: "Two visits were late.".to_owned(),
            measures,
            actions,
        };
        let page = |reviews, measures, may_record| Self {
            form: FormView::default(),
            id: "1".to_owned(),
            title: "Finance support".to_owned(),
            measures,
            reviews,
            may_record,
            places: (1..=MOST_ACTIONS).collect(),
        };
        let full = vec![review(vec![said()], vec![action(true), action(false)]), review(Vec::new(), Vec::new())];
        vec![page(full, vec![said()], true), page(Vec::new(), Vec::new(), false)]
    }
}

async fn party(visit: &Visit, id: ContractId) -> Result<Seen> {
    let seen = contract::seen(visit, id).await?;
    if seen.is_buyer || seen.is_seller { Ok(seen) } else { Err(Error::NotFound) }
}

async fn show(visit: Visit, Path(id): Path<ContractId>) -> Result<Response> {
    render(&visit, id, FormView::default()).await
}

async fn record(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    match fields.read(read) {
        Ok(new) => match record_review(&visit, id, new).await {
            Ok(()) => visit.go_saying(format!("/contracts/{id}/reviews"), "The review is recorded"),
            Err(error) => render(&visit, id, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, id, form).await,
    }
}

fn read(form: &Reader<'_>) -> NewReview {
    let action = |place: usize| {
        let what = form.optional(&format!("what-{place}"));
        let owner = form.optional(&format!("owner-{place}"));
        let due = form.optional_date(&format!("due-{place}"), "Enter the day by which it is done");
        match (what, owner, due) {
            (None, None, None) => None,
            (Some(what), Some(owner), Some(due_on)) => Some(NewAction { what, owner, due_on }),
            (what, owner, _) => {
                let missing = match (what, owner) {
                    (None, _) => ("what", "Enter what is to be done"),
                    (_, None) => ("owner", "Enter who does it"),
                    _ => ("due", "Enter the day by which it is done"),
                };
                let suffix = if missing.0 == "due" { "-day" } else { "" };
                form.error(&format!("{}-{place}{suffix}", missing.0), missing.1);
                None
            }
        }
    };
    NewReview {
        held_on: form.date("held", "Enter the day on which it was held"),
        words: form.required("words", "Enter what was found and agreed"),
        actions: (1..=MOST_ACTIONS).filter_map(action).collect(),
    }
}

async fn action_done(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    let action = fields.get("action").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    match finish_action(&visit, id, action).await {
        Ok(()) => visit.go_saying(format!("/contracts/{id}/reviews"), "Done"),
        Err(error) => render(&visit, id, fields.refused(error)?).await,
    }
}

async fn render(visit: &Visit, id: ContractId, form: FormView) -> Result<Response> {
    let seen = party(visit, id).await?;
    let today = words::london_day(visit.now);
    let reviews = store::reviews(visit.read(), id).await?;
    let actions = store::actions(visit.read(), reviews.iter().map(|review| review.id)).await?;
    let page = ReviewsPage {
        form: form.clone(),
        id: id.to_string(),
        title: seen.held.contract.title.clone(),
        measures: measures(visit.read(), id, today).await?,
        reviews: reviews.into_iter().map(|row| review(row, &actions, today)).collect(),
        may_record: seen.held.contract.live_at.is_some() && visit.actor.may(Action::ChangeContract, &seen.place),
        places: (1..=MOST_ACTIONS).collect(),
    };
    let frame = frame(format!("Reviews, {}", seen.held.contract.title));
    let frame = frame.back(format!("/contracts/{id}"), seen.held.contract.title.clone());
    visit.form_page(frame.seen_by(SEEN_BY), &form, &page)
}

fn review(row: contract_review::Model, actions: &[review_action::Model], today: NaiveDate) -> Review {
    let action = |action: &review_action::Model| ActionRow {
        id: action.id.to_string(),
        what: action.what.clone(),
        owner: action.owner.clone(),
        due_on: action.due_on,
        done_on: action.done_at.map(words::london_day),
        is_late: action.done_at.is_none() && action.due_on < today,
    };
    Review {
        held_on: row.held_on,
        measures: serde_json::from_value(row.measures).unwrap_or_default(),
        actions: actions.iter().filter(|action| action.review_id == row.id).map(action).collect(),
        words: row.words,
    }
}

#[derive(Serialize)]
struct Step {
    item: String,
    what: &'static str,
    owner: &'static str,
    due_on: NaiveDate,
    done_on: Option<NaiveDate>,
    note: Option<String>,
    is_late: bool,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: &'static str,
}

#[derive(Serialize)]
struct ExitPage {
    form: FormView,
    id: String,
    title: String,
    ends_on: NaiveDate,
    steps: Vec<Step>,
    open: Vec<Choice>,
    may_record: bool,
}

impl Page for ExitPage {
    const TEMPLATE: &'static str = "contract/exit.html";
    fn samples() -> Vec<Self> {
        let step = |done: bool| Step {
            item: "decide".to_owned(),
            what: item_words(ExitItem::Decide),
            owner: owner(ExitItem::Decide),
            due_on: NaiveDate::default(),
            done_on: done.then(NaiveDate::default),
            note: done.then(|| "A new tender".to_owned()),
            is_late: !done,
        };
        let page = |may_record: bool| Self {
            form: FormView::default(),
            id: "1".to_owned(),
            title: "Finance support".to_owned(),
            ends_on: NaiveDate::default(),
            steps: vec![step(true), step(false)],
            open: vec![Choice { value: "decide".to_owned(), text: item_words(ExitItem::Decide) }],
            may_record,
        };
        vec![page(true), page(false)]
    }
}

async fn exit(visit: Visit, Path(id): Path<ContractId>) -> Result<Response> {
    render_exit(&visit, id, FormView::default()).await
}

async fn exit_done(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let item = form.choice("item", ExitItem::ALL, "Choose the step that is done");
        (item, form.required("note", "Enter how it was done, or where it is written down"))
    });
    match read {
        Ok((item, note)) => match finish_exit_item(&visit, id, item, &note).await {
            Ok(()) => visit.go_saying(format!("/contracts/{id}/exit"), "The step is done"),
            Err(error) => render_exit(&visit, id, fields.refused(error)?).await,
        },
        Err(form) => render_exit(&visit, id, form).await,
    }
}

async fn render_exit(visit: &Visit, id: ContractId, form: FormView) -> Result<Response> {
    let seen = party(visit, id).await?;
    let contract = &seen.held.contract;
    let today = words::london_day(visit.now);
    let done = store::exit_items(visit.read(), id).await?;
    let step = |item: &ExitItem| {
        let found = done.iter().find(|row| row.item == *item);
        let due_on = due(*item, contract.ends_on, contract.notice_on);
        Step {
            item: item.to_string(),
            what: item_words(*item),
            owner: owner(*item),
            due_on,
            done_on: found.map(|row| words::london_day(row.done_at)),
            note: found.map(|row| row.note.clone()),
            is_late: found.is_none() && due_on < today,
        }
    };
    let mut steps: Vec<Step> = ExitItem::ALL.iter().map(step).collect();
    steps.sort_by_key(|step| step.due_on);
    let open = ExitItem::ALL.iter().filter(|item| done.iter().all(|row| row.item != **item));
    let page = ExitPage {
        form: form.clone(),
        id: id.to_string(),
        title: contract.title.clone(),
        ends_on: contract.ends_on,
        open: open.map(|item| Choice { value: item.to_string(), text: item_words(*item) }).collect(),
        steps,
        may_record: contract.live_at.is_some() && visit.actor.may(Action::ChangeContract, &seen.place),
    };
    let frame =
        frame(format!("Exit plan, {}", contract.title)).back(format!("/contracts/{id}"), contract.title.clone());
    visit.form_page(frame.seen_by(SEEN_BY), &form, &page)
}
