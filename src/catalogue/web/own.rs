//! An organisation's own listings: what is published, what is a draft, what may be done with it, and withdrawing.

use super::shown::Shown;
use super::versions::{self, Listed, VersionRow};
use crate::catalogue::rules::{self, Act, Phase, PriceSight, Reviewing, after, may_publish, may_send};
use crate::catalogue::{self, certificates, listing, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::category::CategoryShape;
use ::entity::ids::ListingId;
use ::entity::listing::{ListingKind, Model as Listing};
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
        .post("/organisation/listings/{id}/withdraw", EDITORS, withdraw)
        .post("/organisation/listings/{id}/keep-on", EDITORS, keep_on)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>(), PageSample::of::<OwnPage>()]
}

fn state_kind(phase: Phase) -> &'static str {
    match phase {
        Phase::Draft | Phase::InReview | Phase::NextInReview => "waiting",
        Phase::Published => "done",
        Phase::Rewriting => "progress",
        Phase::Withdrawing => "problem",
        Phase::Withdrawn => "plain",
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
    fn of((listing, version): (Listing, Option<Version>), category: String, today: NaiveDate) -> Self {
        let phase = rules::phase(&listing, version.as_ref(), today);
        let published = version.as_ref().map(|version| version.title.clone());
        Row {
            href: format!("/organisation/listings/{}", listing.id),
            title: published.or(listing.draft.map(|draft| draft.title)).unwrap_or_default(),
            category,
            is_sla: listing.kind == ListingKind::Sla,
            state: phase.words(),
            state_kind: state_kind(phase),
            version: version.as_ref().map(|version| version.number),
            valid_to: version.and_then(|version| version.valid_to.into_iter().chain(version.withdraws_on).min()),
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
    let today = words::london_day(visit.now);
    let row = |held: (Listing, Option<Version>)| {
        let category = categories.get(&held.0.category_id).map(|category| category.name.clone());
        Row::of(held, category.unwrap_or_default(), today)
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
    /// The first day of a version that is published already.
    next_from: Option<NaiveDate>,
    /// Where the day on which it ends was told, and why.
    last_day: Option<NaiveDate>,
    withdrawal_reason: Option<String>,
    sent_back: Option<String>,
    next_number: i32,
    versions: Vec<VersionRow>,
    /// What may be done with it now, and by whom.
    may: May,
}

#[derive(Default, Serialize)]
struct May {
    edit: bool,
    write: bool,
    send: bool,
    publish: bool,
    review: bool,
    discard: bool,
    withdraw: bool,
    keep_on: bool,
    /// Why it is not this person who publishes.
    not_yours: Option<String>,
}

impl May {
    fn of(phase: Phase, who: Reviewing, edit: bool) -> Self {
        if !edit {
            return Self::default();
        }
        let may = |act: Act| after(phase, act).is_some();
        let not_yours = may_publish(who).err();
        Self {
            edit,
            write: may(Act::Write),
            send: may(Act::SendForReview) && may_send(who).is_ok(),
            publish: may(Act::Publish) && not_yours.is_none() && who.others == 0,
            review: phase.is_in_review(),
            discard: may(Act::Discard),
            withdraw: may(Act::Withdraw),
            keep_on: may(Act::KeepOn),
            not_yours: not_yours.filter(|_| phase.is_in_review()).map(|why| why.to_string()),
        }
    }

    fn everything() -> Self {
        let not_yours = Some("You sent this for review".to_owned());
        Self {
            edit: true,
            write: true,
            send: true,
            publish: true,
            review: true,
            discard: true,
            withdraw: true,
            keep_on: true,
            not_yours,
        }
    }
}

impl Page for OwnPage {
    const TEMPLATE: &'static str = "catalogue/own.html";
    fn samples() -> Vec<Self> {
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
            published: is_published.then(|| Shown::sample(true, PriceSight::Full)),
            draft: Some(Shown::sample(!is_published, PriceSight::Full)),
            next_from: is_published.then(NaiveDate::default),
            last_day: is_published.then(NaiveDate::default),
            withdrawal_reason: is_published.then(|| "We stop cooking".to_owned()),
            sent_back: is_published.then(|| "Say what notice we want".to_owned()),
            next_number: 1,
            versions: versions::samples(),
            may: if is_published { May::everything() } else { May { edit: true, ..May::default() } },
        };
        let read = Self { draft: None, may: May::default(), ..page(true) };
        vec![page(true), page(false), read]
    }
}

pub(super) async fn render(visit: &Visit, id: ListingId, form: FormView) -> Result<Response> {
    let (listing, provider) = listing::seen(visit, id).await?;
    let category = store::category_by_id(visit.read(), listing.category_id).await?.ok_or(Error::NotFound)?;
    let versions = store::versions_of(visit.read(), id).await?;
    let today = words::london_day(visit.now);
    let offered = versions.iter().find(|version| Some(version.id) == listing.version_id);
    let next = versions.iter().find(|version| Some(version.id) == listing.next_version_id);
    let phase = rules::phase(&listing, offered, today);
    let public_path = offered.map(|_| format!("/services/{}/{}", category.slug, listing.slug));
    let published = match offered {
        Some(version) => {
            let shape = &category.shape;
            Some(Shown::with_certificates(visit, &listing, version.clone(), shape, PriceSight::Full).await?)
        }
        None => None,
    };
    let draft = drafted(visit, &listing, &category.shape).await?;
    let title = published.as_ref().or(draft.as_ref()).map(|shown| shown.title().to_owned());
    let may_edit = listing::require_edit(visit, provider.id, listing.kind).is_ok();
    let names = listing::names(visit, &versions).await?;
    let path = public_path.clone().unwrap_or_default();
    let listed = Listed { listing: &listing, phase, path: &path, on_page: None, names };
    let page = OwnPage {
        form: form.clone(),
        title: title.unwrap_or_default(),
        path: format!("/organisation/listings/{id}"),
        state: phase.words(),
        state_kind: state_kind(phase),
        is_sla: listing.kind == ListingKind::Sla,
        prices_for: super::content_form::visibility_words(listing.price_visibility),
        published,
        draft,
        next_from: next.map(|next| next.valid_from),
        last_day: offered.and_then(|version| version.withdraws_on),
        withdrawal_reason: listing.withdrawal_reason.clone(),
        sent_back: listing.sent_back.clone(),
        next_number: versions.first().map_or(0, |version| version.number) + 1,
        versions: versions.iter().map(|version| listed.row(version)).collect(),
        may: May::of(phase, listing::reviewing(visit, &listing).await?, may_edit),
        public_path,
        category: category.name,
    };
    let frame = frame(page.title.clone()).back("/organisation/listings", "Listings");
    visit.form_page(frame.seen_by(format!("{} staff", provider.name)), &form, &page)
}

async fn drafted(visit: &Visit, listing: &Listing, shape: &CategoryShape) -> Result<Option<Shown>> {
    let Some(draft) = listing.draft.clone() else { return Ok(None) };
    let held = certificates(visit.read(), &draft.evidence_ids).await?;
    let today = words::london_day(visit.now);
    Ok(Some(Shown::content(draft, shape, PriceSight::Full, today).resting_on(&held, today)))
}

pub(super) fn id_of(text: &str) -> Result<ListingId> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    render(&visit, id_of(&id)?, FormView::default()).await
}

async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = id_of(&id)?;
    listing::seen(&visit, id).await?;
    let read = fields.read(|form| {
        let last_day = form.optional_date("last_day", "Enter the last day on which you provide it");
        (last_day, form.required("reason", "Enter why you withdraw the listing"))
    });
    let (last_day, reason) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, id, form).await,
    };
    let saying = match last_day {
        Some(last) => {
            format!("The listing ends on {}. Every school that it concerns has a plan", words::short_date(last))
        }
        None => "The listing is withdrawn".to_owned(),
    };
    match listing::withdraw(&visit, id, last_day, &reason).await {
        Ok(()) => visit.go_saying(format!("/organisation/listings/{id}"), &saying),
        Err(error) => render(&visit, id, fields.refused(error)?).await,
    }
}

async fn keep_on(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = id_of(&id)?;
    match listing::keep_on(&visit, id).await {
        Ok(()) => visit.go_saying(format!("/organisation/listings/{id}"), "You go on offering the listing"),
        Err(error) => render(&visit, id, fields.refused(error)?).await,
    }
}
