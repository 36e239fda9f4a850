//! Saying with which listing a contract of the register is.

use super::{Choice, EDITORS, choice};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::quality;
use ::entity::ids::{ContractEntryId, ListingId};
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/spend/{id}/provider", EDITORS, show).post(
        "/schools/{urn}/spend/{id}/provider",
        EDITORS,
        link,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<LinkPage>()]
}

/// The answer that it is with no listing here.
const NONE: &str = "none";

#[derive(Serialize)]
struct LinkPage {
    form: FormView,
    path: String,
    title: String,
    provider: String,
    listings: usize,
    /// The listings, and that it is none of them.
    choices: Vec<Choice>,
    /// No more than these are shown.
    more: bool,
}

impl Page for LinkPage {
    const TEMPLATE: &'static str = "quality/link.html";
    fn samples() -> Vec<Self> {
        let page = |listings: Vec<Choice>| Self {
            form: FormView::default().with("q", "meals"),
            path: "/schools/100123/spend/1/provider".to_owned(),
            title: "Meals".to_owned(),
            provider: "Provider A".to_owned(),
            more: !listings.is_empty(),
            listings: listings.len(),
            choices: with_none(listings),
        };
        vec![page(vec![choice("1", "Meals, Provider A")]), page(Vec::new())]
    }
}

fn with_none(listings: Vec<Choice>) -> Vec<Choice> {
    listings.into_iter().chain([choice(NONE, "None of these")]).collect()
}

#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
}

async fn render(visit: &Visit, urn: i32, id: ContractEntryId, form: FormView) -> Result<Response> {
    let school = quality::school_opened(visit, urn, Action::EditSchool).await?;
    let entry = quality::register_entry(visit.read(), school.id, id).await?.ok_or(Error::NotFound)?;
    let said = form.values.get("q").cloned().unwrap_or_else(|| entry.provider_name.clone());
    let found = quality::to_choose(visit, &entry, &said).await?;
    let listing = |named: quality::Named| {
        choice(named.listing.id.to_string(), format!("{}, {}", named.version.title, named.provider.name))
    };
    let shown = found.hits.len() as u64;
    let page = LinkPage {
        form: form.with("q", said),
        path: format!("/schools/{urn}/spend/{id}/provider"),
        title: entry.title,
        provider: entry.provider_name,
        listings: found.hits.len(),
        choices: with_none(found.hits.into_iter().map(|hit| listing(hit.named)).collect()),
        more: found.total > shown,
    };
    let frame = frame("Which listing is it with?")
        .back(format!("/schools/{urn}/spend/{id}/rating"), page.title.clone())
        .seen_by(format!("{} staff and governors", school.name));
    visit.form_page(frame, &page.form, &page)
}

async fn show(visit: Visit, Path((urn, id)): Path<(i32, String)>, Query(asked): Query<Asked>) -> Result<Response> {
    let form = asked.q.map_or_else(FormView::default, |q| FormView::default().with("q", q));
    render(&visit, urn, parsed(&id)?, form).await
}

async fn link(visit: Visit, Path((urn, id)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let school = quality::school_opened(&visit, urn, Action::EditSchool).await?;
    let id = parsed(&id)?;
    let read = fields.read(|form| {
        drop(form.text("q"));
        let chosen = form.required("listing", "Choose a listing, or that it is none of these");
        let listing = chosen.parse::<ListingId>().ok();
        if listing.is_none() && !chosen.is_empty() && chosen != NONE {
            form.error("listing", "Choose a listing of the list");
        }
        listing
    });
    let linked = match read {
        Ok(listing) => quality::link(&visit, &school, id, listing).await.map(|()| listing.is_some()),
        Err(form) => return render(&visit, urn, id, form).await,
    };
    match linked {
        Ok(is_here) => {
            let said =
                if is_here { "The contract is with this listing" } else { "The contract is with no listing here" };
            visit.go_saying(format!("/schools/{urn}/spend/{id}/rating"), said)
        }
        Err(error) => render(&visit, urn, id, fields.refused(error)?).await,
    }
}

fn parsed(id: &str) -> Result<ContractEntryId> {
    id.parse().map_err(|_| Error::NotFound)
}
