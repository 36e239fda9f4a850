//! Recording a contract that was bought before: first the offer whose price it has, then its terms and schools.

use super::Choice;
use crate::contract::describe;
use crate::contract::rules::term::Term;
use crate::contract::store::{Offer, offers};
use crate::contract::unit_name;
use crate::contract::{self, Joining, NewContract};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::{cluster, school};
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const RECORD: Who = Who::May(&[Action::RecordContract]);

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/contracts/new", RECORD, choose).post(
        "/clusters/{slug}/contracts/new",
        RECORD,
        record,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<RecordPage>()]
}

#[derive(Clone, Serialize)]
struct Unit {
    name: String,
    label: String,
}

/// One member school with a field for each unit.
#[derive(Clone, Serialize)]
struct SchoolRow {
    urn: i32,
    name: String,
    fields: Vec<Unit>,
}

/// The offer chosen, with its price in words.
#[derive(Clone, Serialize)]
struct Chosen {
    id: String,
    text: String,
    price: Vec<String>,
    units: Vec<String>,
    schools: Vec<SchoolRow>,
}

#[derive(Serialize)]
struct RecordPage {
    form: FormView,
    slug: String,
    cluster: String,
    offers: Vec<Choice>,
    chosen: Option<Chosen>,
}

impl Page for RecordPage {
    const TEMPLATE: &'static str = "contract/record.html";
    fn samples() -> Vec<Self> {
        let field = Unit { name: "q-100123-meal".to_owned(), label: "Meals a year, Canal Side Primary".to_owned() };
        let chosen = Chosen {
            id: "1".to_owned(),
            text: "Catering: A, School meals".to_owned(),
            price: vec!["Management: 3p a meal".to_owned()],
            units: vec!["Meals a year".to_owned()],
            schools: vec![SchoolRow { urn: 100_123, name: "Canal Side Primary".to_owned(), fields: vec![field] }],
        };
        let offer = Choice { value: "1".to_owned(), text: chosen.text.clone() };
        let page = |form, offers, chosen| Self {
            form,
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            offers,
            chosen,
        };
        let refused = FormView::default().refusing("title", "Enter what the contract is for");
        vec![
            page(FormView::default(), vec![offer], None),
            page(FormView::default(), Vec::new(), None),
            page(refused, Vec::new(), Some(chosen)),
        ]
    }
}

#[derive(Deserialize)]
struct Asked {
    offer: Option<String>,
}

async fn choose(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let opened = Opened::load(&visit, &slug, asked.offer.as_deref().unwrap_or_default()).await?;
    let form = opened.first_form(&visit).await?;
    opened.show(&visit, form)
}

async fn record(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let opened = Opened::load(&visit, &slug, fields.get("offer").unwrap_or_default()).await?;
    let Some(offer) = &opened.chosen else { return Err(Error::field("offer", "Choose a published offer")) };
    match fields.read(|form| opened.read(offer, form)) {
        Ok(new) => match contract::record_existing(&visit, &opened.cluster, new).await {
            Ok(id) => visit.go_saying(format!("/contracts/{id}"), "The contract is recorded"),
            Err(error) => opened.show(&visit, fields.refused(error)?),
        },
        Err(form) => opened.show(&visit, form),
    }
}

/// What the form is about.
struct Opened {
    cluster: cluster::Model,
    schools: Vec<school::Model>,
    offers: Vec<Offer>,
    chosen: Option<Offer>,
}

impl Opened {
    async fn load(visit: &Visit, slug: &str, offer: &str) -> Result<Opened> {
        let (cluster, place) = contract::cluster_within_sight(visit, slug).await?;
        visit.actor.require(Action::RecordContract, &place)?;
        let members = contract::members_of(visit.read(), cluster.id).await?;
        let offers = offers(visit.read()).await?;
        let id: Option<ListingVersionId> = offer.parse().ok();
        let chosen = offers.iter().find(|offer| Some(offer.version.id) == id).cloned();
        let schools = members.into_iter().map(|member| member.school).collect();
        Ok(Opened { cluster, schools, offers, chosen })
    }

    /// The units of the price, the category's main unit first; a school is always one site.
    fn units(offer: &Offer) -> Vec<String> {
        let charged = offer.schedule.charges.iter().filter_map(|charge| charge.kind.unit());
        let mut units: Vec<String> = Vec::new();
        for unit in std::iter::once(offer.category.shape.main_unit.as_str()).chain(charged) {
            if unit != "site" && !units.iter().any(|known| known == unit) {
                units.push(unit.to_owned());
            }
        }
        units
    }

    async fn first_form(&self, visit: &Visit) -> Result<FormView> {
        let Some(offer) = &self.chosen else { return Ok(FormView::default()) };
        let usual = contract::usual_volumes(visit, &offer.category, &self.schools).await?;
        let mut form = FormView::default().with("title", offer.version.title.clone());
        for school in &self.schools {
            let known = usual.get(&school.id).cloned().unwrap_or_default();
            let main = known.get(&offer.category.shape.main_unit);
            if main.is_some_and(Exact::is_positive) {
                form = form.with(format!("in-{}", school.urn), "yes");
            }
            for (unit, volume) in Self::units(offer).iter().filter_map(|unit| Some((unit, known.get(unit)?))) {
                form = form.with(format!("q-{}-{unit}", school.urn), volume.terminating().unwrap_or_default());
            }
        }
        Ok(form)
    }

    fn read(&self, offer: &Offer, form: &Reader<'_>) -> NewContract {
        form.text("offer");
        let term = Term {
            starts_on: form.date("starts", "Enter the contract's first day"),
            ends_on: form.date("ends", "Enter the contract's last day"),
            notice_on: form.optional_date("notice", "Enter the last day to give notice"),
        };
        let joining = |school: &school::Model| {
            let volume = |unit: &String| {
                let label = unit_name(&offer.category.shape, unit, &Exact::zero());
                let sentence = format!("Enter how many {label} {} buys a year, like 1200", school.name);
                Some((unit.clone(), form.optional_quantity(&format!("q-{}-{unit}", school.urn), &sentence)?))
            };
            let volumes = Self::units(offer).iter().filter_map(volume).collect();
            form.ticked(&format!("in-{}", school.urn)).then_some(Joining { school: school.id, volumes })
        };
        NewContract {
            version: offer.version.id,
            title: form.required("title", "Enter what the contract is for"),
            how_bought: form.required("how_bought", "Enter how it was bought, such as three quotes"),
            minute_reference: form.required("minute", "Enter where its signatures are found, such as a minute"),
            term,
            schools: self.schools.iter().filter_map(joining).collect(),
        }
    }

    fn show(&self, visit: &Visit, form: FormView) -> Result<Response> {
        let text = |offer: &Offer| format!("{}: {}, {}", offer.category.name, offer.provider.name, offer.version.title);
        let choice = |offer: &Offer| Choice { value: offer.version.id.to_string(), text: text(offer) };
        let page = RecordPage {
            form: form.clone(),
            slug: self.cluster.slug.clone(),
            cluster: self.cluster.name.clone(),
            offers: self.offers.iter().map(choice).collect(),
            chosen: self.chosen.as_ref().map(|offer| self.describe(offer, text(offer))),
        };
        let back = format!("/clusters/{}/contracts", self.cluster.slug);
        let seen_by = format!("the chair and the clerk of {}", self.cluster.name);
        visit.form_page(frame("Record a contract").back(back, "Contracts").seen_by(seen_by), &form, &page)
    }

    fn describe(&self, offer: &Offer, text: String) -> Chosen {
        let units = Self::units(offer);
        let heading = |unit: &String| {
            let name = unit_name(&offer.category.shape, unit, &Exact::zero());
            let mut letters = name.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
            format!("{first}{} a year", letters.as_str())
        };
        let row = |school: &school::Model| SchoolRow {
            urn: school.urn,
            name: school.name.clone(),
            fields: units
                .iter()
                .map(|unit| Unit {
                    name: format!("q-{}-{unit}", school.urn),
                    label: format!("{}, {}", heading(unit), school.name),
                })
                .collect(),
        };
        Chosen {
            id: offer.version.id.to_string(),
            text,
            price: describe(&offer.schedule, &offer.category.shape),
            units: units.iter().map(heading).collect(),
            schools: self.schools.iter().map(row).collect(),
        }
    }
}
