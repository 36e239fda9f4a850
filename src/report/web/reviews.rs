//! The reviews of a cluster's years.

use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words::london_day;
use crate::report::{TermOf, review};
use ::entity::cluster_review::{ReviewDecision, ReviewState};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/reviews", Who::May(&[Action::SeeCluster]), show).post(
        "/clusters/{slug}/reviews",
        Who::May(&[Action::KeepReview]),
        open,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ReviewsPage>()]
}

pub(super) fn decision_words(decision: ReviewDecision) -> &'static str {
    match decision {
        ReviewDecision::GoOn => "Go on as we are",
        ReviewDecision::Change => "Go on with changes",
        ReviewDecision::End => "End the cluster",
    }
}

/// "2026 to 2027".
pub(super) fn year_words(year: i32) -> String {
    format!("{year} to {}", year + 1)
}

#[derive(Serialize)]
struct Row {
    href: String,
    year: String,
    open: bool,
    decision: Option<&'static str>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct ReviewsPage {
    form: FormView,
    slug: String,
    cluster: String,
    rows: Vec<Row>,
    /// School years that have no review yet; empty for who may not open one.
    years: Vec<Choice>,
}

impl Page for ReviewsPage {
    const TEMPLATE: &'static str = "report/reviews.html";
    fn samples() -> Vec<Self> {
        let row = |open: bool| Row {
            href: "/clusters/northgate/reviews/2026".to_owned(),
            year: year_words(2026),
            open,
            decision: (!open).then_some("Go on as we are"),
        };
        let page = |rows, years| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            rows,
            years,
        };
        vec![
            page(vec![row(true), row(false)], vec![Choice { value: "2026".to_owned(), text: year_words(2026) }]),
            page(Vec::new(), Vec::new()),
        ]
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    render(&visit, &slug, FormView::default()).await
}

async fn render(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, reviews, may_keep) = review::all(visit, slug).await?;
    let present = TermOf::at(london_day(visit.now)).year;
    let free = |year: &i32| may_keep && reviews.iter().all(|review| review.year != *year);
    let page = ReviewsPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        years: [present, present - 1]
            .into_iter()
            .filter(free)
            .map(|year| Choice { value: year.to_string(), text: year_words(year) })
            .collect(),
        rows: reviews
            .iter()
            .map(|review| Row {
                href: format!("/clusters/{}/reviews/{}", cluster.slug, review.year),
                year: year_words(review.year),
                open: review.state == ReviewState::Open,
                decision: review.decision.map(decision_words),
            })
            .collect(),
    };
    let frame = frame(format!("Reviews of {}", cluster.name));
    visit.form_page(frame.seen_by(format!("people of {} and its member schools", cluster.name)), &form, &page)
}

async fn open(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.whole("year", 2000..=2100, "Choose a school year")) {
        Ok(year) => match review::open(&visit, &slug, year).await {
            Ok(()) => visit.go_saying(format!("/clusters/{slug}/reviews/{year}"), "The review is open. Set objectives"),
            Err(error) => render(&visit, &slug, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &slug, form).await,
    }
}
