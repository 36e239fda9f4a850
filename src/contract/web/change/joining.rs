//! The form by which a member school is proposed to join a contract that runs.

use super::forms::ground;
use super::{OFFICERS, SEEN_BY, grounds, party, path_of};
use crate::contract::change::{NewJoining, join};
use crate::contract::store::Held;
use crate::contract::unit_name;
use crate::contract::web::Choice;
use crate::contract::{self, Seen};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use ::entity::exact::Exact;
use ::entity::{ids::*, school};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/contracts/{id}/changes/joining", OFFICERS, show).post(
        "/contracts/{id}/changes/joining",
        OFFICERS,
        propose,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<JoiningPage>()]
}

#[derive(Serialize)]
struct Unit {
    name: String,
    label: String,
}

#[derive(Serialize)]
struct JoiningPage {
    form: FormView,
    path: String,
    title: String,
    schools: Vec<Choice>,
    units: Vec<Unit>,
    answers: Vec<Choice>,
    grounds: Vec<Choice>,
}

impl Page for JoiningPage {
    const TEMPLATE: &'static str = "contract/change_joining.html";
    fn samples() -> Vec<Self> {
        let page = |schools| Self {
            form: FormView::default(),
            path: "/contracts/1/changes/joining".to_owned(),
            title: "Finance support".to_owned(),
            schools,
            units: vec![Unit { name: "q-day".to_owned(), label: "Days a year".to_owned() }],
            answers: answers(),
            grounds: grounds(),
        };
        let school = Choice { value: "100123".to_owned(), text: "Canal Side Primary".to_owned() };
        vec![page(vec![school]), page(Vec::new())]
    }
}

fn answers() -> Vec<Choice> {
    let choice = |value: &str, text: &str| Choice { value: value.to_owned(), text: text.to_owned() };
    vec![choice("yes", "Yes"), choice("no", "No, or there was no notice")]
}

/// The units of the price; a school is always one site.
fn units(held: &Held) -> Vec<String> {
    let mut units: Vec<String> =
        held.schedule.charges.iter().filter_map(|charge| charge.kind.unit()).map(str::to_owned).collect();
    if held.category.shape.main_unit != "site" {
        units.push(held.category.shape.main_unit.clone());
    }
    units.retain(|unit| unit != "site");
    units.sort_unstable();
    units.dedup();
    units
}

async fn show(visit: Visit, Path(id): Path<ContractId>) -> Result<Response> {
    render(&visit, id, FormView::default()).await
}

async fn propose(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    let seen = opened(&visit, id).await?;
    let schools = candidates(&visit, &seen).await?;
    match fields.read(|form| read(form, &seen.held, &schools)) {
        Ok(new) => match join(&visit, id, new).await {
            Ok(number) => {
                visit.go_saying(format!("{}/{number}", path_of(id)), "Proposed. A second person can approve it")
            }
            Err(error) => render(&visit, id, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, id, form).await,
    }
}

fn read(form: &Reader<'_>, held: &Held, schools: &[school::Model]) -> NewJoining {
    let urn: i32 = form.parsed("school", "Choose the school that joins", 0);
    let school = schools.iter().find(|school| school.urn == urn).map(|school| school.id);
    if school.is_none() {
        form.error("school", "Choose the school that joins");
    }
    let volume = |unit: &String| {
        let sentence =
            format!("Enter how many {} it buys a year, like 12", unit_name(&held.category.shape, unit, &Exact::zero()));
        Some((unit.clone(), form.optional_quantity(&format!("q-{unit}"), &sentence)?))
    };
    NewJoining {
        volumes: units(held).iter().filter_map(volume).collect(),
        starts_on: form.date("starts", "Enter the school's first day in the contract"),
        why: form.required("why", "Enter why it joins"),
        described: match form.text("described").as_str() {
            "yes" => true,
            "no" => false,
            _ => {
                form.error("described", "Say whether the notice describes this school");
                false
            }
        },
        maximum_value: form.optional_money("most", "Enter the highest value in pounds, like 100000"),
        ground: ground(form),
        school: school
            .unwrap_or(held.parts.first().map_or_else(|| SchoolId(held.contract.id.0), |part| part.school.id)),
    }
}

async fn opened(visit: &Visit, id: ContractId) -> Result<Seen> {
    let seen = party(visit, id).await?;
    visit.actor.require(Action::ChangeContract, &seen.place)?;
    Ok(seen)
}

/// The members that are not in it.
async fn candidates(visit: &Visit, seen: &Seen) -> Result<Vec<school::Model>> {
    let members = contract::members_of(visit.read(), seen.held.cluster.id).await?;
    let is_in = |school: SchoolId| seen.held.part_of(school).is_some();
    Ok(members.into_iter().map(|member| member.school).filter(|school| !is_in(school.id)).collect())
}

async fn render(visit: &Visit, id: ContractId, form: FormView) -> Result<Response> {
    let seen = opened(visit, id).await?;
    let held = &seen.held;
    let schools = candidates(visit, &seen).await?;
    let unit = |unit: &String| {
        let name = unit_name(&held.category.shape, unit, &Exact::zero());
        Unit { name: format!("q-{unit}"), label: crate::platform::words::capitalised(&format!("{name} a year")) }
    };
    let page = JoiningPage {
        form: form.clone(),
        path: format!("{}/joining", path_of(id)),
        title: held.contract.title.clone(),
        schools: schools
            .iter()
            .map(|school| Choice { value: school.urn.to_string(), text: school.name.clone() })
            .collect(),
        units: units(held).iter().map(unit).collect(),
        answers: answers(),
        grounds: grounds(),
    };
    let frame = frame("A school joins").back(path_of(id), "Changes").seen_by(SEEN_BY);
    visit.form_page(frame, &form, &page)
}
