//! The second person's page: the draft as schools will see it, what is missing or odd, and the two answers.

use super::changes::{ChangeRow, sample_rows};
use super::own::id_of;
use super::shown::Shown;
use crate::catalogue::rules::{PriceSight, may_publish};
use crate::catalogue::{certificates, listing, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::ids::ListingId;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const EDITORS: Who = Who::May(&[Action::EditListings]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/organisation/listings/{id}/review", EDITORS, show)
        .post("/organisation/listings/{id}/review", EDITORS, send)
        .post("/organisation/listings/{id}/publish", EDITORS, publish)
        .post("/organisation/listings/{id}/send-back", EDITORS, send_back)
        .post("/organisation/listings/{id}/discard", EDITORS, discard)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ReviewPage>()]
}

#[derive(Serialize)]
struct ReviewPage {
    form: FormView,
    path: String,
    draft: Shown,
    odd: Vec<String>,
    changed: Vec<ChangeRow>,
    /// "Version 1": what the draft follows.
    before: Option<String>,
    next_number: i32,
    /// Sent back with the answer: what was read is what is published.
    read: String,
    is_in_review: bool,
    /// Why the reader may not publish it.
    not_yours: Option<String>,
}

impl Page for ReviewPage {
    const TEMPLATE: &'static str = "catalogue/review.html";
    fn samples() -> Vec<Self> {
        let page = |is_full: bool| Self {
            form: FormView::default().refusing("why", "Enter what to change"),
            path: "/organisation/listings/1".to_owned(),
            draft: Shown::sample(is_full, PriceSight::Full),
            odd: is_full.then(|| "The notice period is missing".to_owned()).into_iter().collect(),
            changed: if is_full { sample_rows() } else { Vec::new() },
            before: is_full.then(|| "Version 1".to_owned()),
            next_number: 2,
            read: String::new(),
            is_in_review: is_full,
            not_yours: (!is_full).then(|| "You sent this for review".to_owned()),
        };
        vec![page(true), page(false)]
    }
}

async fn render(visit: &Visit, id: ListingId, form: FormView) -> Result<Response> {
    let reviewed = listing::reviewed(visit, id).await?;
    let category = store::category_by_id(visit.read(), reviewed.listing.category_id).await?.ok_or(Error::NotFound)?;
    let held = certificates(visit.read(), &reviewed.draft.evidence_ids).await?;
    let today = words::london_day(visit.now);
    let draft = Shown::content(reviewed.draft, &category.shape, PriceSight::Full, today).resting_on(&held, today);
    let page = ReviewPage {
        form: form.clone(),
        path: format!("/organisation/listings/{id}"),
        draft,
        odd: reviewed.odd.iter().map(ToString::to_string).collect(),
        changed: reviewed.changed.into_iter().map(ChangeRow::from).collect(),
        before: reviewed.shown.as_ref().map(|shown| format!("Version {}", shown.number)),
        next_number: store::last_number(visit.read(), id).await? + 1,
        read: reviewed.listing.sent_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
        is_in_review: reviewed.listing.sent_at.is_some(),
        not_yours: may_publish(reviewed.who).err().map(|why| why.to_string()),
    };
    let frame = frame(format!("Review {}", page.draft.title())).back(page.path.clone(), "Listing");
    visit.form_page(frame.seen_by(format!("{} staff", reviewed.provider.name)), &form, &page)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    render(&visit, id_of(&id)?, FormView::default()).await
}

async fn send(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = id_of(&id)?;
    match listing::send(&visit, id).await {
        Ok(()) => {
            let saying = "The draft is in review. A colleague reads it and publishes it or sends it back";
            visit.go_saying(format!("/organisation/listings/{id}"), saying)
        }
        Err(error) => super::own::render(&visit, id, fields.refused(error)?).await,
    }
}

/// From the page of the review, or by whoever is alone from the listing's own.
async fn publish(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = id_of(&id)?;
    let read: Option<DateTime<Utc>> = fields.get("read").and_then(|read| read.parse().ok());
    match listing::publish_as_read(&visit, id, read).await {
        Ok(_) => visit.go_saying(format!("/organisation/listings/{id}"), "The listing is published"),
        Err(error) => super::own::render(&visit, id, fields.refused(error)?).await,
    }
}

async fn send_back(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = id_of(&id)?;
    listing::seen(&visit, id).await?;
    let why = match fields.read(|form| form.required("why", "Enter what to change")) {
        Ok(why) => why,
        Err(form) => return render(&visit, id, form).await,
    };
    match listing::send_back(&visit, id, &why).await {
        Ok(()) => visit.go_saying(format!("/organisation/listings/{id}"), "The draft is sent back with your words"),
        Err(error) => render(&visit, id, fields.refused(error)?).await,
    }
}

async fn discard(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = id_of(&id)?;
    match listing::discard(&visit, id).await {
        Ok(()) => visit.go_saying(format!("/organisation/listings/{id}"), "The draft is discarded"),
        Err(error) => super::own::render(&visit, id, fields.refused(error)?).await,
    }
}
