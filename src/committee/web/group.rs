//! One sub-group and what it decided.

use super::groups::Row;
use super::{Choice, May, SEE, SET, choice, inside, parsed, with_date};
use crate::committee::{self as verbs, GroupFacts, NewDecision};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::committee_group_decision;
use ::entity::committee_item::DecisionKind;
use ::entity::ids::CommitteeGroupId;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/groups/{id}", SEE, show)
        .post("/clusters/{slug}/groups/{id}/decisions", Who::SignedIn, decide)
        .post("/clusters/{slug}/groups/{id}/end", SET, end)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<GroupPage>()]
}

#[derive(Clone, Serialize)]
struct DecisionRow {
    on: NaiveDate,
    title: String,
    words: String,
    kind: &'static str,
    amount: Option<String>,
    is_reported: bool,
}

impl DecisionRow {
    fn of(row: &committee_group_decision::Model) -> Self {
        Self {
            on: row.decided_on,
            title: row.title.clone(),
            words: row.words.clone(),
            kind: row.kind.title(),
            amount: row.amount.map(|amount| amount.to_string()),
            is_reported: row.reported_item_id.is_some(),
        }
    }
}

#[derive(Serialize)]
struct GroupPage {
    form: FormView,
    slug: String,
    cluster: String,
    group: Row,
    decisions: Vec<DecisionRow>,
    kinds: Vec<Choice>,
    may_record: bool,
    may: May,
}

impl Page for GroupPage {
    const TEMPLATE: &'static str = "committee/group.html";
    fn samples() -> Vec<Self> {
        let row = |amount: Option<&str>| DecisionRow {
            on: NaiveDate::default(),
            title: "Clerk's hours".to_owned(),
            words: "Six more hours.".to_owned(),
            kind: "Something else",
            amount: amount.map(str::to_owned),
            is_reported: amount.is_some(),
        };
        let page = |is_over: bool, decisions| Self {
            form: FormView::default().refusing("amount", "This group may not spend money. The committee decides"),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            group: Row::sample(is_over),
            decisions,
            kinds: vec![choice("other", "Something else")],
            may_record: !is_over,
            may: if is_over { May::default() } else { May::ALL },
        };
        vec![page(false, vec![row(Some("120")), row(None)]), page(true, Vec::new())]
    }
}

async fn found(visit: &Visit, slug: &str, id: CommitteeGroupId) -> Result<(::entity::cluster::Model, May, GroupFacts)> {
    let (cluster, place, groups) = verbs::groups_of(visit, slug, Some(id)).await?;
    let facts = groups.into_iter().next().ok_or(Error::NotFound)?;
    Ok((cluster, May::of(visit, &place), facts))
}

async fn render(visit: &Visit, slug: &str, id: CommitteeGroupId, form: Option<FormView>) -> Result<Response> {
    let (cluster, may, facts) = found(visit, slug, id).await?;
    let form = form.unwrap_or_else(|| with_date(FormView::default(), "decided", words::london_day(visit.now)));
    let page = GroupPage {
        form: form.clone(),
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        group: Row::of(&facts),
        decisions: facts.decisions.iter().map(DecisionRow::of).collect(),
        kinds: facts.kinds.iter().map(|kind| choice(kind, kind.title())).collect(),
        may_record: facts.may_record,
        may,
    };
    let framed = inside(&facts.group.name, &cluster).back(format!("/clusters/{slug}/groups"), "Sub-groups");
    visit.form_page(framed, &form, &page)
}

async fn show(visit: Visit, Path((slug, id)): Path<(String, String)>) -> Result<Response> {
    render(&visit, &slug, parsed(&id)?, None).await
}

fn read(form: &Reader) -> NewDecision {
    NewDecision {
        decided_on: form.date("decided", "Enter the day of the decision"),
        kind: form.choice("kind", DecisionKind::ALL, "Choose what kind of decision it is"),
        title: form.required("title", "Enter what it is about"),
        words: form.required("words", "Enter what was decided"),
        amount: form.optional_money("amount", "Enter what it spends in pounds, like 120"),
    }
}

async fn decide(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    found(&visit, &slug, id).await?;
    match fields.read(read) {
        Ok(new) => match verbs::decide(&visit, &slug, id, new).await {
            Ok(()) => {
                let said = "The decision is recorded. The committee's next meeting is told of it";
                visit.go_saying(format!("/clusters/{slug}/groups/{id}"), said)
            }
            Err(error) => render(&visit, &slug, id, Some(fields.refused(error)?)).await,
        },
        Err(form) => render(&visit, &slug, id, Some(form)).await,
    }
}

async fn end(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    match verbs::end_group(&visit, &slug, id).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/groups/{id}"), "The group's powers are taken back"),
        Err(error) => render(&visit, &slug, id, Some(fields.refused(error)?)).await,
    }
}
