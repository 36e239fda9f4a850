//! The cluster's term dates, typed once a year.

use super::{MANAGE, SEE, inside, opened};
use crate::cluster::{self as verbs, NewClosure, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::ids::ClosureId;
use ::entity::school_closure;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/term-dates", SEE, show)
        .post("/clusters/{slug}/term-dates", MANAGE, record)
        .post("/clusters/{slug}/term-dates/{id}/remove", MANAGE, remove)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TermDatesPage>()]
}

#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    first: NaiveDate,
    last: NaiveDate,
}

#[derive(Serialize)]
struct TermDatesPage {
    form: FormView,
    slug: String,
    cluster: String,
    rows: Vec<Row>,
    may_record: bool,
}

impl Page for TermDatesPage {
    const TEMPLATE: &'static str = "cluster/term_dates.html";
    fn samples() -> Vec<Self> {
        let day = NaiveDate::default();
        let row = || Row { id: "1".to_owned(), title: "Christmas".to_owned(), first: day, last: day };
        let page = |form, rows, may_record| Self {
            form,
            slug: "northgate".to_owned(),
            cluster: "Northgate cluster".to_owned(),
            rows,
            may_record,
        };
        let refused = FormView::default().refusing("last-day", "The last day must be on or after the first");
        vec![
            page(FormView::default(), vec![row()], true),
            page(refused, vec![], true),
            page(FormView::default(), vec![row()], false),
        ]
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    render(&visit, &slug, FormView::default()).await
}

async fn render(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    let row = |row: school_closure::Model| Row {
        id: row.id.to_string(),
        title: row.title,
        first: row.first_day,
        last: row.last_day,
    };
    let page = TermDatesPage {
        form: form.clone(),
        slug: slug.to_owned(),
        rows: store::closures(visit.read(), cluster.id).await?.into_iter().map(row).collect(),
        may_record: visit.actor.may(Action::ManageCluster, &place),
        cluster: cluster.name.clone(),
    };
    visit.form_page(inside("Term dates", &cluster), &form, &page)
}

async fn record(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let read = fields.read(|form| NewClosure {
        title: form.required("title", "Enter what it is, like Christmas or autumn half-term"),
        first_day: form.date("first", "Enter the first day without school"),
        last_day: form.date("last", "Enter the last day without school"),
    });
    match read {
        Ok(new) => match verbs::record_closure(&visit, &cluster, new).await {
            Ok(()) => visit.go_saying(format!("/clusters/{slug}/term-dates"), "Recorded"),
            Err(error) => render(&visit, &slug, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &slug, form).await,
    }
}

async fn remove(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    drop(fields);
    let (cluster, _) = opened(&visit, &slug).await?;
    let id: ClosureId = id.parse().map_err(|_| Error::NotFound)?;
    verbs::remove_closure(&visit, &cluster, id).await?;
    visit.go_saying(format!("/clusters/{slug}/term-dates"), "Taken out")
}
