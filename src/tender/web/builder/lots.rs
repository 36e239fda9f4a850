//! Lots and contract length: how long, in how many lots, and a page for each lot.

use super::{Builder, EDITORS, Form, TEAM, open, save_form, show_form, task_frame};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::tender::rules::lots::by_words;
use crate::tender::rules::readiness::Task;
use crate::tender::web::shared::{refused, version, with_date};
use crate::tender::{self, Dossier, Edit, LotPlan, LotRules, LotWording, Shift};
use ::entity::ids::SchoolId;
use ::entity::lot_plan::LotsBy;
use ::entity::money::Quantity;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeSet;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/lot", TEAM, show_form::<LotsPage>)
        .post("/tenders/{reference}/edit/lot", EDITORS, save_form::<LotsPage>)
        .get("/tenders/{reference}/edit/lot/{number}", TEAM, show_one)
        .post("/tenders/{reference}/edit/lot/{number}", EDITORS, save_one)
        .post("/tenders/{reference}/edit/lot/{number}/move", EDITORS, shift)
        .post("/tenders/{reference}/edit/lot/{number}/remove", EDITORS, remove)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<LotsPage>(), PageSample::of::<LotPage>()]
}

#[derive(Serialize)]
struct Row {
    number: i32,
    title: String,
    weight: Quantity,
    /// "Rose Hill, Canal Side".
    schools: String,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

/// The contract, and the lots where there are several.
#[derive(Serialize)]
struct LotsPage {
    form: FormView,
    builder: Builder,
    /// Empty where the tender has one lot.
    rows: Vec<Row>,
    ways: Vec<Choice>,
    lacking: Vec<String>,
}

impl Page for LotsPage {
    const TEMPLATE: &'static str = "tender/edit/lot.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            number: 2,
            title: "Juniors".to_owned(),
            weight: Quantity::ONE,
            schools: "Rose Hill, Canal Side".to_owned(),
        };
        let page = |form, editable, rows, lacking| Self {
            form,
            builder: Builder::sample(editable),
            rows,
            ways: ways(),
            lacking,
        };
        let refused = FormView::default().refusing("term_years", "Enter a number of years from 1 to 10");
        let fault = "Every school must be in a lot. Not in one: Old Church".to_owned();
        vec![
            page(FormView::default(), true, vec![row], vec![fault]),
            page(refused, true, vec![], vec![]),
            page(FormView::default(), false, vec![], vec![]),
        ]
    }
}

fn ways() -> Vec<Choice> {
    let way = |by: &LotsBy| Choice { value: by.as_str().to_owned(), text: by_words(*by).to_owned() };
    LotsBy::ALL.iter().map(way).collect()
}

impl Form for LotsPage {
    const TASK: Task = Task::Lot;

    fn stored(dossier: &Dossier) -> FormView {
        let tender = &dossier.tender;
        let form = FormView::default()
            .with("term_years", tender.term_years.to_string())
            .with("bid_validity_days", tender.bid_validity_days.to_string());
        let form = with_date(form, "contract_start", tender.contract_start);
        let Some(plan) = &dossier.plan else { return form };
        let form = form
            .with("lots_by", plan.lots_by.as_str())
            .with("most", plan.most.map(|most| most.to_string()).unwrap_or_default());
        if plan.discounts { form.with("discounts", "yes") } else { form }
    }

    fn read(fields: &Fields) -> std::result::Result<(i32, Edit), FormView> {
        let several = fields.get("lots_by").is_some();
        fields.read(|form| {
            let edit = Edit::Lot {
                contract_start: form.date("contract_start", "Enter the day the contract starts"),
                term_years: form.whole("term_years", 1..=10, "Enter a number of years from 1 to 10"),
                bid_validity_days: form.whole("bid_validity_days", 30..=365, "Enter a number of days from 30 to 365"),
                plan: several.then(|| plan(form)),
            };
            (version(form), edit)
        })
    }

    async fn page(visit: &Visit, dossier: &Dossier, builder: Builder, form: FormView) -> Result<Self> {
        let several = dossier.lots.len() > 1;
        let rows = dossier.lots.iter().filter(|_| several).map(|lot| row(dossier, lot)).collect();
        let lacking = if several { dossier.lacking(Task::Lot, visit.now) } else { Vec::new() };
        Ok(Self { form, builder, rows, ways: ways(), lacking })
    }
}

fn plan(form: &Reader) -> LotPlan {
    const SENTENCE: &str = "Enter a whole number of lots, like 2, or leave it empty";
    let most: Option<i32> = form.optional_parsed("most", SENTENCE);
    if most.is_some_and(|most| most < 1) {
        form.error("most", SENTENCE);
    }
    LotPlan {
        by: form.choice("lots_by", LotsBy::ALL, "Choose what sets the lots apart"),
        most,
        discounts: form.ticked("discounts"),
    }
}

fn row(dossier: &Dossier, lot: &LotRules) -> Row {
    let own = dossier.members.iter().filter(|school| lot.is_for(school.id));
    Row {
        number: lot.lot.number,
        title: lot.lot.title.clone(),
        weight: lot.lot.weight,
        schools: own.map(|school| school.name.as_str()).collect::<Vec<_>>().join(", "),
    }
}

/// One lot, or a new one.
#[derive(Serialize)]
struct LotPage {
    form: FormView,
    builder: Builder,
    /// "new" for one that is being added.
    number: String,
    is_new: bool,
    /// The tender has one lot until this one is added.
    is_first: bool,
    schools: Vec<Choice>,
}

impl Page for LotPage {
    const TEMPLATE: &'static str = "tender/edit/one_lot.html";
    fn samples() -> Vec<Self> {
        let school = || Choice { value: "100001".to_owned(), text: "Rose Hill".to_owned() };
        let page = |form, editable, is_new, is_first| Self {
            form,
            builder: Builder::sample(editable),
            number: if is_new { "new" } else { "2" }.to_owned(),
            is_new,
            is_first,
            schools: vec![school()],
        };
        let refused = FormView::default().refusing("title", "Enter the lot's name, like Infant schools");
        vec![
            page(FormView::default(), true, true, true),
            page(refused, true, false, false),
            page(FormView::default(), false, false, false),
        ]
    }
}

async fn show_one(visit: Visit, Path((reference, number)): Path<(String, String)>) -> Result<Response> {
    render_one(&visit, &reference, &number, None).await
}

async fn render_one(visit: &Visit, reference: &str, number: &str, typed: Option<FormView>) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let is_new = number == "new";
    let several = dossier.lots.len() > 1;
    let found = dossier.lots.iter().find(|lot| several && lot.lot.number.to_string() == number);
    if found.is_none() && !is_new {
        return Err(Error::NotFound);
    }
    let form = typed.unwrap_or_else(|| {
        let form = found.map_or_else(|| FormView::default().with("weight", "1"), |lot| stored(&dossier, lot));
        form.with("version", dossier.tender.version.to_string())
    });
    let choice = |school: &::entity::school::Model| Choice { value: school.urn.to_string(), text: school.name.clone() };
    let page = LotPage {
        form: form.clone(),
        builder: Builder::of(visit, &dossier, &place, Task::Lot),
        number: number.to_owned(),
        is_new,
        is_first: !several,
        schools: dossier.members.iter().map(choice).collect(),
    };
    let title = if is_new { "Add a lot" } else { "Change a lot" };
    let frame = task_frame(&dossier, title).back(format!("/tenders/{reference}/edit/lot"), Task::Lot.title());
    visit.form_page(frame, &form, &page)
}

fn stored(dossier: &Dossier, lot: &LotRules) -> FormView {
    let own = dossier.members.iter().filter(|school| lot.is_for(school.id)).map(|school| school.urn.to_string());
    FormView::default()
        .with("title", &lot.lot.title)
        .with("weight", lot.lot.weight.to_string())
        .with("schools", own.collect::<Vec<_>>().join("\n"))
}

fn wording(form: &Reader, dossier: &Dossier) -> LotWording {
    let chosen: BTreeSet<String> = form.many("schools").into_iter().collect();
    let school = |school: &&::entity::school::Model| chosen.contains(&school.urn.to_string());
    let schools: BTreeSet<SchoolId> = dossier.members.iter().filter(school).map(|school| school.id).collect();
    if schools.is_empty() {
        form.error("schools", "Choose the schools of this lot");
    }
    const SENTENCE: &str = "Enter a number from 0.1 to 100, like 1";
    let weight = form.optional_quantity("weight", SENTENCE);
    let weight = weight.filter(|weight| (100..=100_000).contains(&weight.0));
    if weight.is_none() {
        form.error("weight", SENTENCE);
    }
    LotWording {
        title: form.required("title", "Enter the lot's name, like Infant schools"),
        weight: weight.unwrap_or(Quantity::ONE),
        schools,
    }
}

async fn save_one(visit: Visit, Path((reference, number)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let (dossier, _) = open(&visit, &reference).await?;
    let form = match fields.read(|form| (version(form), wording(form, &dossier))) {
        Ok((version, wording)) => {
            let done = match number.as_str() {
                "new" => tender::add_lot(&visit, &reference, version, wording).await,
                number => tender::change_lot(&visit, &reference, version, numbered(number)?, wording).await,
            };
            match done {
                Ok(()) => return back_to_list(&visit, &reference, "Saved the lot"),
                Err(error) => {
                    let stored = tender::by_reference(visit.read(), &reference).await?.version;
                    refused(&fields, error, stored)?
                }
            }
        }
        Err(form) => form,
    };
    render_one(&visit, &reference, &number, Some(form)).await
}

fn numbered(number: &str) -> Result<i32> {
    number.parse().map_err(|_| Error::NotFound)
}

fn back_to_list(visit: &Visit, reference: &str, sentence: &str) -> Result<Response> {
    visit.go_saying(format!("/tenders/{reference}/edit/lot"), sentence)
}

async fn shift(visit: Visit, Path((reference, number)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let way = if form.text("way") == "up" { Shift::Up } else { Shift::Down };
        (version(form), way)
    });
    let form = match read {
        Ok((version, way)) => match tender::shift_lot(&visit, &reference, version, numbered(&number)?, way).await {
            Ok(()) => return back_to_list(&visit, &reference, "Moved the lot"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render_errors(&visit, &reference, &number, form).await
}

async fn remove(visit: Visit, Path((reference, number)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let form = match fields.read(version) {
        Ok(version) => match tender::remove_lot(&visit, &reference, version, numbered(&number)?).await {
            Ok(()) => return back_to_list(&visit, &reference, "Removed the lot. Check that every school is in one"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render_errors(&visit, &reference, &number, form).await
}

/// The stored lot with what was refused.
async fn render_errors(visit: &Visit, reference: &str, number: &str, refused: FormView) -> Result<Response> {
    let (dossier, _) = open(visit, reference).await?;
    let found = dossier.lots.iter().find(|lot| lot.lot.number.to_string() == number).ok_or(Error::NotFound)?;
    let form = stored(&dossier, found).with("version", dossier.tender.version.to_string());
    let form = refused.errors.into_iter().fold(form, |form, error| form.refusing(error.field, error.text));
    render_one(visit, reference, number, Some(form)).await
}
