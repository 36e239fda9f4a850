//! Open tenders for who sells: those that suit, or all, and what suits.

use super::shared::Pagination;
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::provider::form::{RegionChoice, areas_view, read_areas, region_choices};
use crate::tender::opportunity::{self, Sought};
use crate::tender::store::{self, Listed};
use ::entity::ids::{CategoryId, TenderId};
use axum::extract::Query;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

const SELLERS: Who = Who::May(&[Action::Bid]);
const PREFERENCES: &str = "/opportunities/preferences";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/opportunities", SELLERS, show)
        .get(PREFERENCES, SELLERS, show_preferences)
        .post(PREFERENCES, Who::May(&[Action::EditOrganisation]), prefer)
        .post("/opportunities/as-listed", Who::May(&[Action::EditOrganisation]), as_listed)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<OpportunitiesPage>(), PageSample::of::<PreferencesPage>()]
}

#[derive(Serialize)]
struct Row {
    reference: String,
    title: String,
    cluster: String,
    schools: i64,
    deadline: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
    is_followed: bool,
}

impl Row {
    fn of(listed: Listed, followed: &[TenderId]) -> Self {
        Self {
            is_followed: followed.contains(&listed.tender.id),
            reference: listed.tender.reference,
            title: listed.tender.title,
            cluster: listed.cluster,
            schools: listed.schools,
            deadline: listed.tender.deadline_at,
            published_at: listed.tender.published_at,
        }
    }

    fn sample(is_full: bool) -> Self {
        Self {
            reference: "NG-2027-004".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            cluster: "Northgate cluster".to_owned(),
            schools: 9,
            deadline: is_full.then_some(DateTime::UNIX_EPOCH),
            published_at: is_full.then_some(DateTime::UNIX_EPOCH),
            is_followed: is_full,
        }
    }
}

#[derive(Serialize)]
struct OpportunitiesPage {
    all: bool,
    /// The services and areas were chosen, not taken from the listings.
    is_chosen: bool,
    /// Nothing is published and nothing chosen.
    looks_for_nothing: bool,
    rows: Vec<Row>,
    pages: Pagination,
}

impl Page for OpportunitiesPage {
    const TEMPLATE: &'static str = "tender/opportunities.html";
    fn samples() -> Vec<Self> {
        let page = |all: bool, rows: Vec<Row>| Self {
            all,
            is_chosen: all,
            looks_for_nothing: rows.is_empty() && !all,
            rows,
            pages: Pagination::new("/opportunities?", 1, 2),
        };
        let rows = || vec![Row::sample(true), Row::sample(false)];
        vec![page(false, rows()), page(true, rows()), page(false, Vec::new()), page(true, Vec::new())]
    }
}

#[derive(Deserialize)]
struct Asked {
    show: Option<String>,
    page: Option<u64>,
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let sought = opportunity::sought(&visit).await?;
    let all = asked.show.as_deref() == Some("all");
    let found = opportunity::opportunities(&visit, &sought, all, asked.page.unwrap_or(1)).await?;
    let path = if all { "/opportunities?show=all&" } else { "/opportunities?" };
    let ids: Vec<TenderId> = found.rows.iter().map(|listed| listed.tender.id).collect();
    let followed = store::followed(visit.read(), sought.provider, &ids).await?;
    let page = OpportunitiesPage {
        all,
        is_chosen: sought.is_chosen,
        looks_for_nothing: sought.interests.is_empty(),
        pages: Pagination::of(path, &found),
        rows: found.rows.into_iter().map(|listed| Row::of(listed, &followed)).collect(),
    };
    visit.page(frame("Opportunities"), &page)
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct PreferencesPage {
    form: FormView,
    categories: Vec<Choice>,
    regions: Vec<RegionChoice>,
    is_chosen: bool,
    may_edit: bool,
}

impl Page for PreferencesPage {
    const TEMPLATE: &'static str = "tender/preferences.html";
    fn samples() -> Vec<Self> {
        let page = |is_full| Self {
            form: FormView::default(),
            categories: vec![Choice { value: "catering".to_owned(), text: "Catering".to_owned() }],
            regions: region_choices(),
            is_chosen: is_full,
            may_edit: is_full,
        };
        vec![page(true), page(false)]
    }
}

fn filled(sought: &Sought, all: &[(CategoryId, String, String)]) -> FormView {
    let chosen = all.iter().filter(|(id, ..)| sought.categories.contains(id));
    let slugs: Vec<&str> = chosen.map(|(_, slug, _)| slug.as_str()).collect();
    let form = FormView::default().with("categories", slugs.join("\n"));
    areas_view(&sought.areas).into_iter().fold(form, |form, (name, text)| form.with(name, text))
}

async fn render(visit: &Visit, form: Option<FormView>) -> Result<Response> {
    let sought = opportunity::sought(visit).await?;
    let all = opportunity::categories(visit).await?;
    let form = form.unwrap_or_else(|| filled(&sought, &all));
    let choice = |(_, slug, name): &(CategoryId, String, String)| Choice { value: slug.clone(), text: name.clone() };
    let page = PreferencesPage {
        form: form.clone(),
        categories: all.iter().map(choice).collect(),
        regions: region_choices(),
        is_chosen: sought.is_chosen,
        may_edit: visit.actor.may(Action::EditOrganisation, &Place::provider(sought.provider)),
    };
    visit.form_page(frame("What suits you").back("/opportunities", "Opportunities"), &form, &page)
}

async fn show_preferences(visit: Visit) -> Result<Response> {
    render(&visit, None).await
}

async fn prefer(visit: Visit, fields: Fields) -> Result<Response> {
    let all = opportunity::categories(&visit).await?;
    let read = fields.read(|form| {
        let slugs = form.many("categories");
        let chosen: Vec<CategoryId> =
            all.iter().filter(|(_, slug, _)| slugs.contains(slug)).map(|(id, ..)| *id).collect();
        if chosen.len() < slugs.len() {
            form.error("categories", "Choose services from the list");
        }
        (chosen, read_areas(form))
    });
    let (categories, areas) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, Some(form)).await,
    };
    match opportunity::prefer(&visit, categories, areas).await {
        Ok(()) => visit.go_saying("/opportunities", "Tenders of these services and areas suit you now"),
        Err(error) => render(&visit, Some(fields.refused(error)?)).await,
    }
}

async fn as_listed(visit: Visit, _: Fields) -> Result<Response> {
    opportunity::follow_listings(&visit).await?;
    visit.go_saying("/opportunities", "Tenders suit you by what your listings offer")
}
