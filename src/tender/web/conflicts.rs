//! The conflicts assessment of a published tender and its revisions, and the wall around organisations that bid.

use super::shared::{Tab, sample_tabs, tabs};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::{self, Found, assessment_stage, stage_words, store};
use ::entity::conflicts_assessment;
use ::entity::ids::AccountId;
use ::entity::tender::Model;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const READERS: Who = Who::May(&[Action::EditTender, Action::ReviewTender, Action::ReadTenderRecord]);
const EDITORS: Who = Who::May(&[Action::EditTender]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/conflicts", READERS, show)
        .post("/tenders/{reference}/conflicts", EDITORS, revise)
        .post("/tenders/{reference}/conflicts/wall", EDITORS, assess)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ConflictsPage>()]
}

#[derive(Clone, Serialize)]
struct Version {
    number: i32,
    stage: &'static str,
    asked: String,
    found: String,
    mitigation: String,
    by: String,
    at: DateTime<Utc>,
}

#[derive(Clone, Serialize)]
struct Person {
    value: String,
    text: String,
    organisation: String,
    sells: bool,
    /// "May open them", "May not", or nothing yet.
    assessed: Option<&'static str>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct ConflictsPage {
    form: FormView,
    tabs: Vec<Tab>,
    reference: String,
    title: String,
    versions: Vec<Version>,
    /// "Revised before the award", where the reader may revise it now.
    revises: Option<&'static str>,
    people: Vec<Person>,
    /// Those whose part can be assessed.
    choices: Vec<Person>,
    may_assess: bool,
}

impl Page for ConflictsPage {
    const TEMPLATE: &'static str = "tender/conflicts.html";
    fn samples() -> Vec<Self> {
        let version = Version {
            number: 1,
            stage: "Before publication",
            asked: "The team".to_owned(),
            found: "None".to_owned(),
            mitigation: "Nothing".to_owned(),
            by: "A".to_owned(),
            at: DateTime::UNIX_EPOCH,
        };
        let person = |sells: bool| Person {
            value: "1".to_owned(),
            text: "B".to_owned(),
            organisation: "Walsall Council".to_owned(),
            sells,
            assessed: (!sells).then_some("May open them"),
            reason: (!sells).then(|| "Has no part in selling".to_owned()),
        };
        let page = |versions, people: Vec<Person>, may: bool| Self {
            form: FormView::default().refusing("asked", "Say who was asked"),
            tabs: sample_tabs(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            versions,
            revises: may.then_some("Revised"),
            choices: people.iter().filter(|person| !person.sells).cloned().collect(),
            people,
            may_assess: may,
        };
        vec![page(vec![version], vec![person(true), person(false)], true), page(Vec::new(), Vec::new(), false)]
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), &reference).await?;
    let latest = store::assessments(visit.read(), tender.id).await?.into_iter().next();
    let form = latest.map_or_else(FormView::default, |held| {
        FormView::default().with("asked", held.asked).with("found", held.found).with("mitigation", held.mitigation)
    });
    render(&visit, &tender, form).await
}

async fn render(visit: &Visit, tender: &Model, form: FormView) -> Result<Response> {
    let place = tender::visible_to(visit.read(), &visit.actor, tender).await?;
    let may = |action| visit.actor.may(action, &place);
    if !may(Action::ReviewTender) && !may(Action::ReadTenderRecord) {
        visit.actor.require_sight(Action::EditTender, &place)?;
    }
    let page = page(visit, tender, &place, form.clone()).await?;
    let frame = frame(format!("Conflicts of interest – {}", tender.reference))
        .back(format!("/tenders/{}/declarations", tender.reference), "Declarations")
        .seen_by("the chair, the clerk, the tender lead, the reviewer and the auditor");
    visit.form_page(frame, &form, &page)
}

async fn page(visit: &Visit, tender: &Model, place: &Place, form: FormView) -> Result<ConflictsPage> {
    let edits = visit.actor.may(Action::EditTender, place);
    let mut versions = Vec::new();
    for held in store::assessments(visit.read(), tender.id).await? {
        versions.push(version(visit, held).await?);
    }
    let people = people(visit, tender).await?;
    Ok(ConflictsPage {
        form,
        tabs: tabs(visit, tender, place, "Declarations"),
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        versions,
        revises: (edits && tender.published_at.is_some()).then(|| stage_words(assessment_stage(tender))),
        choices: people.iter().filter(|person| !person.sells).cloned().collect(),
        may_assess: edits && people.iter().any(|person| !person.sells),
        people,
    })
}

async fn version(visit: &Visit, held: conflicts_assessment::Model) -> Result<Version> {
    Ok(Version {
        number: held.number,
        stage: stage_words(held.stage),
        by: tender::name_of(visit, held.made_by).await?,
        asked: held.asked,
        found: held.found,
        mitigation: held.mitigation,
        at: held.made_at,
    })
}

async fn people(visit: &Visit, tender: &Model) -> Result<Vec<Person>> {
    let assessed = store::wall_assessments(visit.read(), [tender.id]).await?;
    let tied = store::tied_people(visit.read(), tender).await?;
    let person = |(account, tie): (::entity::account::Model, crate::tender::rules::wall::Tie)| {
        let held = assessed.iter().find(|one| one.account_id == account.id);
        Person {
            value: account.id.to_string(),
            text: format!("{}, {}", account.name, tie.organisation),
            organisation: tie.organisation,
            sells: tie.sells,
            assessed: held.map(|one| if one.may_open { "May open them" } else { "May not open them" }),
            reason: held.map(|one| one.reason.clone()),
        }
    };
    Ok(tied.into_iter().map(person).collect())
}

async fn finish(
    visit: &Visit,
    reference: &str,
    fields: &Fields,
    done: std::result::Result<Result<()>, FormView>,
    said: &str,
) -> Result<Response> {
    let form = match done {
        Ok(Ok(())) => return visit.go_saying(format!("/tenders/{reference}/conflicts"), said),
        Ok(Err(error)) => fields.refused(error)?,
        Err(form) => form,
    };
    render(visit, &tender::by_reference(visit.read(), reference).await?, form).await
}

async fn revise(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| Found {
        asked: form.required("asked", "Say who was asked"),
        found: form.required("found", "Say what interests were found, or None"),
        mitigation: form.required("mitigation", "Say what follows from them"),
    });
    let done = match read {
        Ok(found) => Ok(tender::revise_assessment(&visit, &reference, found).await),
        Err(form) => Err(form),
    };
    finish(&visit, &reference, &fields, done, "The assessment is recorded").await
}

async fn assess(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let person: Option<AccountId> = form.optional_parsed("person", "Choose somebody of the list");
        if person.is_none() {
            form.error("person", "Choose somebody of the list");
        }
        let may_open = form.text("may_open");
        if !["yes", "no"].contains(&may_open.as_str()) {
            form.error("may_open", "Choose whether they may open these pages");
        }
        (person, may_open == "yes", form.required("wall_reason", "Enter the reason"))
    });
    let done = match read {
        Ok((Some(person), may_open, reason)) => {
            Ok(tender::assess_wall(&visit, &reference, person, may_open, &reason).await)
        }
        Ok((None, ..)) => Err(fields.view()),
        Err(form) => Err(form),
    };
    finish(&visit, &reference, &fields, done, "The assessment is recorded").await
}
