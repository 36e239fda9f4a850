//! An organisation's own listings: what is published, what is a draft, publish and withdraw.

use super::service::VersionRow;
use super::shown::{Shown, sample_content, sample_shape};
use crate::catalogue::rules::PriceSight;
use crate::catalogue::{self, listing, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::ids::ListingId;
use ::entity::listing::{ListingKind, ListingState, Model as Listing};
use ::entity::listing_version::Model as Version;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const ROWS_OF_A_PAGE: u64 = 50;
const EDITORS: Who = Who::May(&[Action::EditListings]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/organisation/listings", Who::May(&[Action::SeeOrganisation]), list)
        .get("/organisation/listings/{id}", Who::May(&[Action::SeeOrganisation]), show)
        .post("/organisation/listings/{id}/publish", EDITORS, publish)
        .post("/organisation/listings/{id}/withdraw", EDITORS, withdraw)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>(), PageSample::of::<OwnPage>()]
}

pub(super) fn state_words(listing: &Listing) -> (&'static str, &'static str) {
    match (listing.state, &listing.draft) {
        (ListingState::Draft, _) => ("Draft", "waiting"),
        (ListingState::Published, None) => ("Published", "done"),
        (ListingState::Published, Some(_)) => ("Published, with a draft", "progress"),
        (ListingState::Withdrawn, _) => ("Withdrawn", "plain"),
    }
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    category: String,
    is_sla: bool,
    state: &'static str,
    state_kind: &'static str,
    version: Option<i32>,
    valid_to: Option<NaiveDate>,
}

impl Row {
    fn of((listing, version): (Listing, Option<Version>), category: String) -> Self {
        let (state, state_kind) = state_words(&listing);
        let published = version.as_ref().map(|version| version.title.clone());
        Row {
            href: format!("/organisation/listings/{}", listing.id),
            title: published.or(listing.draft.map(|draft| draft.title)).unwrap_or_default(),
            category,
            is_sla: listing.kind == ListingKind::Sla,
            state,
            state_kind,
            version: version.as_ref().map(|version| version.number),
            valid_to: version.and_then(|version| version.valid_to),
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    name: String,
    rows: Vec<Row>,
    may_edit: bool,
    may_publish_slas: bool,
    pages: Paging,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "catalogue/own_list.html";
    fn samples() -> Vec<Self> {
        let row = |is_sla: bool| Row {
            href: "/organisation/listings/1".to_owned(),
            title: "Meals".to_owned(),
            category: "Catering".to_owned(),
            is_sla,
            state: "Published",
            state_kind: "done",
            version: is_sla.then_some(2),
            valid_to: is_sla.then(NaiveDate::default),
        };
        let page = |rows, may_edit| {
            let pages = Paging::of(60, ROWS_OF_A_PAGE, None, &[]);
            Self { name: "Provider A".to_owned(), rows, may_edit, may_publish_slas: may_edit, pages }
        };
        vec![page(vec![row(true), row(false)], true), page(Vec::new(), false)]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let provider = catalogue::own_provider(&visit).await?;
    let pages = Paging::of(store::count_of(visit.read(), provider.id).await?, ROWS_OF_A_PAGE, asked.page, &[]);
    let listings = store::listings_of(visit.read(), provider.id, pages.skipped(), ROWS_OF_A_PAGE).await?;
    let categories = store::categories_by_id(visit.read()).await?;
    let row = |held: (Listing, Option<Version>)| {
        let category = categories.get(&held.0.category_id).map(|category| category.name.clone());
        Row::of(held, category.unwrap_or_default())
    };
    let page = ListPage {
        name: provider.name.clone(),
        rows: listings.into_iter().map(row).collect(),
        may_edit: listing::require_edit(&visit, provider.id, ListingKind::Offer).is_ok(),
        may_publish_slas: listing::require_edit(&visit, provider.id, ListingKind::Sla).is_ok(),
        pages,
    };
    visit.page(frame("Listings").seen_by(format!("{} staff", provider.name)), &page)
}

#[derive(Serialize)]
struct OwnPage {
    form: FormView,
    title: String,
    category: String,
    path: String,
    public_path: Option<String>,
    state: &'static str,
    state_kind: &'static str,
    is_sla: bool,
    prices_for: &'static str,
    published: Option<Shown>,
    draft: Option<Shown>,
    next_number: i32,
    versions: Vec<VersionRow>,
    may_edit: bool,
    may_withdraw: bool,
}

impl Page for OwnPage {
    const TEMPLATE: &'static str = "catalogue/own.html";
    fn samples() -> Vec<Self> {
        let shown = || Shown::content(sample_content(true), &sample_shape(), PriceSight::Full, NaiveDate::MAX);
        let page = |is_published: bool| Self {
            form: FormView::default().refusing("reason", "Enter a reason"),
            title: "Meals".to_owned(),
            category: "Catering".to_owned(),
            path: "/organisation/listings/1".to_owned(),
            public_path: is_published.then(|| "/services/catering/meals".to_owned()),
            state: "Published",
            state_kind: "done",
            is_sla: is_published,
            prices_for: "Everybody",
            published: is_published.then(shown),
            draft: (!is_published).then(shown),
            next_number: 1,
            versions: Vec::new(),
            may_edit: true,
            may_withdraw: is_published,
        };
        vec![page(true), page(false)]
    }
}

async fn render(visit: &Visit, id: ListingId, form: FormView) -> Result<Response> {
    let (listing, provider) = listing::seen(visit, id).await?;
    let category = store::category_by_id(visit.read(), listing.category_id).await?.ok_or(Error::NotFound)?;
    let versions = store::versions_of(visit.read(), id).await?;
    let areas = store::areas_of(visit.read(), id).await?;
    let newest = versions.first();
    let public_path = newest.map(|_| format!("/services/{}/{}", category.slug, listing.slug));
    let today = words::london_day(visit.now);
    let shown = |content| Shown::content(content, &category.shape, PriceSight::Full, today);
    let published = newest
        .cloned()
        .map(|version| Shown::of(&listing, version, areas.clone(), &category.shape, PriceSight::Full, today));
    let (state, state_kind) = state_words(&listing);
    let draft = listing.draft.clone().map(shown);
    let title = newest.map(|version| version.title.clone()).or(draft.as_ref().map(|draft| draft.title.clone()));
    let may_edit = listing::require_edit(visit, provider.id, listing.kind).is_ok();
    let page = OwnPage {
        form: form.clone(),
        title: title.unwrap_or_default(),
        path: format!("/organisation/listings/{id}"),
        state,
        state_kind,
        is_sla: listing.kind == ListingKind::Sla,
        prices_for: super::content_form::visibility_words(listing.price_visibility),
        published: published.transpose()?,
        draft,
        next_number: newest.map_or(0, |version| version.number) + 1,
        versions: versions
            .iter()
            .map(|version| VersionRow::of(version, public_path.as_deref().unwrap_or_default(), None))
            .collect(),
        may_edit,
        may_withdraw: may_edit && listing.state == ListingState::Published,
        public_path,
        category: category.name,
    };
    let frame = frame(page.title.clone()).back("/organisation/listings", "Listings");
    visit.form_page(frame.seen_by(format!("{} staff", provider.name)), &form, &page)
}

pub(super) fn id_of(text: &str) -> Result<ListingId> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    render(&visit, id_of(&id)?, FormView::default()).await
}

async fn publish(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = id_of(&id)?;
    match listing::publish(&visit, id).await {
        Ok(_) => visit.go_saying(format!("/organisation/listings/{id}"), "The listing is published"),
        Err(error) => render(&visit, id, fields.refused(error)?).await,
    }
}

async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = id_of(&id)?;
    listing::seen(&visit, id).await?;
    let reason = match fields.read(|form| form.required("reason", "Enter why you withdraw the listing")) {
        Ok(reason) => reason,
        Err(form) => return render(&visit, id, form).await,
    };
    match listing::withdraw(&visit, id, &reason).await {
        Ok(()) => visit.go_saying(format!("/organisation/listings/{id}"), "The listing is withdrawn"),
        Err(error) => render(&visit, id, fields.refused(error)?).await,
    }
}
