//! What schools show a provider of their ratings, and its replies.

use super::ANSWERERS;
use super::said::Row;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::quality;
use ::entity::ids::RatingId;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const ROWS_OF_A_PAGE: u64 = 20;
const PATH: &str = "/organisation/reviews";

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, ANSWERERS, show).get("/organisation/reviews/{id}", ANSWERERS, show_one).post(
        "/organisation/reviews/{id}",
        ANSWERERS,
        reply,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ReviewsPage>(), PageSample::of::<ReviewPage>()]
}

#[derive(Serialize)]
struct ReviewsPage {
    rows: Vec<Row>,
    total: u64,
    pages: Paging,
}

impl Page for ReviewsPage {
    const TEMPLATE: &'static str = "quality/reviews.html";
    fn samples() -> Vec<Self> {
        let page =
            |rows: Vec<Row>| Self { total: rows.len() as u64, rows, pages: Paging::of(21, ROWS_OF_A_PAGE, None, &[]) };
        vec![page(vec![Row::sample(true), Row::sample(false)]), page(Vec::new())]
    }
}

#[derive(Serialize)]
struct ReviewPage {
    form: FormView,
    path: String,
    row: Row,
}

impl Page for ReviewPage {
    const TEMPLATE: &'static str = "quality/review.html";
    fn samples() -> Vec<Self> {
        let page = |row| Self {
            form: FormView::default().refusing("words", "Enter your reply"),
            path: "/organisation/reviews/1".to_owned(),
            row,
        };
        vec![page(Row::sample(true)), page(Row::sample(false))]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let own = quality::own_provider(&visit).await?;
    let skipped = (asked.page.unwrap_or(1).clamp(1, 10_000) - 1) * ROWS_OF_A_PAGE;
    let (said, total) = quality::of_provider(&visit, &own, (skipped, ROWS_OF_A_PAGE)).await?;
    let row = |said: &quality::Said| Row::of(said).leading_to(format!("{PATH}/{}", said.rating.id));
    let rows = said.iter().map(row).collect();
    let page = ReviewsPage { rows, total, pages: Paging::of(total, ROWS_OF_A_PAGE, asked.page, &[]) };
    visit.page(frame("Reviews").back("/organisation", "Organisation").seen_by(format!("{} staff", own.name)), &page)
}

async fn render(visit: &Visit, id: RatingId, form: Option<FormView>) -> Result<Response> {
    let own = quality::own_provider(visit).await?;
    let said = quality::to_reply(visit, &own, id).await?;
    let kept = said.reply.as_ref().map(|reply| FormView::default().with("words", &reply.words));
    let form = form.or(kept).unwrap_or_default();
    let page = ReviewPage { form: form.clone(), path: format!("{PATH}/{id}"), row: Row::of(&said) };
    let frame = frame(format!("Reply to {}", said.school.name)).back(PATH, "Reviews");
    visit.form_page(frame.seen_by("whoever sees the rating"), &form, &page)
}

async fn show_one(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    render(&visit, parsed(&id)?, None).await
}

async fn reply(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    let said = match fields.read(|form| {
        let said = form.text_up_to("words", 1_000);
        if said.is_empty() {
            form.error("words", "Enter your reply");
        }
        said
    }) {
        Ok(said) => said,
        Err(form) => return render(&visit, id, Some(form)).await,
    };
    let own = quality::own_provider(&visit).await?;
    match quality::reply(&visit, &own, id, said).await {
        Ok(()) => visit.go_saying(PATH, "Your reply stands under the rating"),
        Err(error) => render(&visit, id, Some(fields.refused(error)?)).await,
    }
}

fn parsed(id: &str) -> Result<RatingId> {
    id.parse().map_err(|_| Error::NotFound)
}
