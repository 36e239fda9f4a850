//! Writing a listing or an SLA: first which, then the form, whose draft is published from the listing's own page.

use super::level_form::{self, LevelRow};
use super::own::id_of;
use super::shown::sample_shape;
use super::{Choice, choice, content_form};
use crate::catalogue::{self, listing, store};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::price::form::{self, PriceFields};
use crate::provider::form::{RegionChoice, region_choices};
use ::entity::category::Model as Category;
use ::entity::ids::ProviderId;
use ::entity::listing::ListingKind;
use ::entity::provider_evidence;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const EDITORS: Who = Who::May(&[Action::EditListings]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/organisation/listings/new", EDITORS, choose)
        .get("/organisation/listings/new/{category}/{kind}", EDITORS, show_new)
        .post("/organisation/listings/new/{category}/{kind}", EDITORS, draft)
        .get("/organisation/listings/{id}/edit", EDITORS, show_edit)
        .post("/organisation/listings/{id}/edit", EDITORS, redraft)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ChoosePage>(), PageSample::of::<WritePage>()]
}

#[derive(Serialize)]
struct ChoosePage {
    form: FormView,
    categories: Vec<Choice>,
    /// Only an authority's seller has the choice.
    kinds: Vec<Choice>,
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "catalogue/choose.html";
    fn samples() -> Vec<Self> {
        let page = |kinds| Self { form: FormView::default(), categories: vec![choice("hr", "HR")], kinds };
        vec![page(kind_choices()), page(Vec::new())]
    }
}

fn kind_choices() -> Vec<Choice> {
    vec![choice("sla", "An SLA: a price list for a financial year"), choice("offer", "A listing")]
}

#[derive(Serialize)]
struct WritePage {
    form: FormView,
    price: PriceFields,
    heading: String,
    action: String,
    is_sla: bool,
    levels: Vec<LevelRow>,
    directions: Vec<Choice>,
    visibilities: Vec<Choice>,
    phases: Vec<Choice>,
    legal_types: Vec<Choice>,
    regions: Vec<RegionChoice>,
    certificates: Vec<Choice>,
}

impl Page for WritePage {
    const TEMPLATE: &'static str = "catalogue/write.html";
    fn samples() -> Vec<Self> {
        let filled = content_form::view(&super::shown::sample_content(true));
        let page = |is_sla: bool, form: FormView| Self {
            price: PriceFields::of(&sample_shape(), &form),
            levels: level_form::rows(&form),
            directions: level_form::directions(),
            form,
            heading: "New listing: catering".to_owned(),
            action: "/organisation/listings/new/catering/offer".to_owned(),
            is_sla,
            visibilities: content_form::visibilities(),
            phases: content_form::phases(),
            legal_types: content_form::legal_types(),
            regions: region_choices(),
            certificates: if is_sla { vec![choice("1", "Food hygiene, expires 1 June 2027")] } else { Vec::new() },
        };
        let wrong = FormView::default().refusing("charge-0-amount", "Enter 0 or more");
        vec![page(true, filled), page(false, wrong)]
    }
}

/// The listing that is written: where it is posted to, and what it is.
struct Writing {
    category: Category,
    kind: ListingKind,
    action: String,
    back: (String, &'static str),
    is_new: bool,
    certificates: Vec<Choice>,
}

impl Writing {
    fn heading(&self) -> String {
        let name = &self.category.name;
        match (self.is_new, self.kind) {
            (true, ListingKind::Offer) => format!("New listing: {name}"),
            (true, ListingKind::Sla) => format!("New SLA: {name}"),
            (false, ListingKind::Offer) => format!("Change the listing: {name}"),
            (false, ListingKind::Sla) => format!("Change the SLA: {name}"),
        }
    }

    fn render(&self, visit: &Visit, form: FormView) -> Result<Response> {
        let page = WritePage {
            price: PriceFields::of(&self.category.shape, &form),
            levels: level_form::rows(&form),
            directions: level_form::directions(),
            form: form.clone(),
            heading: self.heading(),
            action: self.action.clone(),
            is_sla: self.kind == ListingKind::Sla,
            visibilities: content_form::visibilities(),
            phases: content_form::phases(),
            legal_types: content_form::legal_types(),
            regions: region_choices(),
            certificates: self.certificates.clone(),
        };
        visit.form_page(frame(self.heading()).back(&self.back.0, self.back.1), &form, &page)
    }
}

#[derive(Deserialize)]
struct Chosen {
    category: Option<String>,
    kind: Option<String>,
}

/// Which category, and which of the two; the choice becomes the address.
async fn choose(visit: Visit, Query(chosen): Query<Chosen>) -> Result<Response> {
    let provider = catalogue::own_provider(&visit).await?;
    if let Some(category) = &chosen.category {
        let kind = chosen.kind.as_deref().unwrap_or(ListingKind::Offer.as_str());
        let (category, kind) = known(&visit, category, kind).await?;
        return visit.go(format!("/organisation/listings/new/{}/{kind}", category.slug));
    }
    let sells = visit.actor.may(Action::PublishSla, &Place::provider(provider.id));
    let categories = store::categories(visit.read()).await?;
    let page = ChoosePage {
        form: FormView::default().with("kind", "sla"),
        categories: categories.into_iter().map(|category| choice(category.slug, category.name)).collect(),
        kinds: if sells { kind_choices() } else { Vec::new() },
    };
    visit.page(frame("New listing").back("/organisation/listings", "Listings"), &page)
}

/// What the organisation keeps, each by the first of its line.
async fn certificates(visit: &Visit, provider: ProviderId) -> Result<Vec<Choice>> {
    let held = catalogue::own_evidence(visit, provider).await?;
    let text = |held: &provider_evidence::Model| match held.expires_on {
        Some(day) => format!("{}, expires {}", held.name, words::short_date(day)),
        None => held.name.clone(),
    };
    Ok(held.iter().map(|held| choice(held.first_id.to_string(), text(held))).collect())
}

async fn known(visit: &Visit, category: &str, kind: &str) -> Result<(Category, ListingKind)> {
    let found = store::category_by_slug(visit.read(), category).await?.ok_or(Error::NotFound)?;
    Ok((found, kind.parse().map_err(|_| Error::NotFound)?))
}

async fn new_of(visit: &Visit, category: &str, kind: &str) -> Result<(Writing, ::entity::provider::Model)> {
    let (category, kind) = known(visit, category, kind).await?;
    let provider = catalogue::own_provider(visit).await?;
    listing::require_edit(visit, provider.id, kind)?;
    let action = format!("/organisation/listings/new/{}/{kind}", category.slug);
    let back = ("/organisation/listings".to_owned(), "Listings");
    let certificates = certificates(visit, provider.id).await?;
    Ok((Writing { category, kind, action, back, is_new: true, certificates }, provider))
}

async fn show_new(visit: Visit, Path((category, kind)): Path<(String, String)>) -> Result<Response> {
    let (writing, _) = new_of(&visit, &category, &kind).await?;
    writing.render(&visit, FormView::default().with("price_visibility", "public"))
}

async fn draft(visit: Visit, Path((category, kind)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let (writing, provider) = new_of(&visit, &category, &kind).await?;
    if let Some(form) = form::more(&fields) {
        return writing.render(&visit, form);
    }
    let content = match fields.read(|reader| content_form::read(reader, writing.kind, &writing.category.shape)) {
        Ok(content) => content,
        Err(form) => return writing.render(&visit, form),
    };
    match listing::draft(&visit, &provider, writing.category.id, writing.kind, content).await {
        Ok(id) => visit.go_saying(format!("/organisation/listings/{id}"), "The draft is saved"),
        Err(error) => writing.render(&visit, fields.refused(error)?),
    }
}

async fn edit_of(visit: &Visit, id: &str) -> Result<(Writing, ::entity::listing::Model)> {
    let (held, provider) = listing::seen(visit, id_of(id)?).await?;
    listing::require_edit(visit, provider.id, held.kind)?;
    let category = store::category_by_id(visit.read(), held.category_id).await?.ok_or(Error::NotFound)?;
    let own = format!("/organisation/listings/{id}");
    let writing = Writing {
        category,
        kind: held.kind,
        action: format!("{own}/edit"),
        back: (own, "Listing"),
        is_new: false,
        certificates: certificates(visit, provider.id).await?,
    };
    Ok((writing, held))
}

async fn show_edit(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let (writing, held) = edit_of(&visit, &id).await?;
    writing.render(&visit, content_form::view(&listing::working_copy(&visit, &held).await?))
}

async fn redraft(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let (writing, held) = edit_of(&visit, &id).await?;
    if let Some(form) = form::more(&fields) {
        return writing.render(&visit, form);
    }
    let content = match fields.read(|reader| content_form::read(reader, writing.kind, &writing.category.shape)) {
        Ok(content) => content,
        Err(form) => return writing.render(&visit, form),
    };
    match listing::redraft(&visit, held.id, content).await {
        Ok(()) => visit.go_saying(&writing.back.0, "The draft is saved"),
        Err(error) => writing.render(&visit, fields.refused(error)?),
    }
}
