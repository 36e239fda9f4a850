//! The concerns of one contract with the form of a new one, and those that a provider was told of.

use super::{ANSWERERS, Choice, choice};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::files::LARGEST;
use crate::platform::http::fields::{Fields, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::quality::concern::{self, Attached, NewConcern, Subject, Words};
use crate::quality::rules::{LONGEST_CONCERN_WORDS, state_words};
use crate::quality::{self, Which, store};
use ::entity::concern::{ConcernState, Model};
use ::entity::ids::*;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A document and what stands around it.
pub(super) const MOST_BYTES: usize = LARGEST + 64 * 1024;
const ROWS_OF_A_PAGE: u64 = 20;
const SEE: Who = Who::May(&[Action::SeeConcern]);
const RAISE: Who = Who::May(&[Action::RaiseConcern]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/spend/{id}/concerns", SEE, of_entry)
        .post_files("/schools/{urn}/spend/{id}/concerns", RAISE, MOST_BYTES, raise_of_entry)
        .get("/contracts/{contract}/concerns", SEE, of_contract)
        .post_files("/contracts/{contract}/concerns", RAISE, MOST_BYTES, raise_of_contract)
        .get("/organisation/concerns", ANSWERERS, of_organisation)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ConcernsPage>(), PageSample::of::<ToldPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    measure: String,
    title: String,
    state: &'static str,
    kind: &'static str,
    at: DateTime<Utc>,
}

impl Row {
    /// What is only thought of is the holder's until notice is given.
    fn of(concern: Model, is_provider: bool) -> Self {
        let shown = match concern.state {
            ConcernState::ExitAsked if is_provider => ConcernState::NotImproved,
            state => state,
        };
        let (state, kind) = state_words(shown);
        Row {
            href: format!("/concerns/{}", concern.id),
            measure: concern.measure,
            title: concern.title,
            state,
            kind,
            at: concern.raised_at,
        }
    }

    fn sample() -> Self {
        let (state, kind) = state_words(ConcernState::Warned);
        let (href, measure, title) = ("/concerns/1".to_owned(), "Heat".to_owned(), "Meals".to_owned());
        Row { href, measure, title, state, kind, at: DateTime::UNIX_EPOCH }
    }
}

#[derive(Serialize)]
struct ConcernsPage {
    form: FormView,
    title: String,
    path: String,
    rows: Vec<Row>,
    measures: Vec<Choice>,
    may_raise: bool,
    /// Where it is said with which organisation the contract is, while that is not known.
    link_path: Option<String>,
}

impl Page for ConcernsPage {
    const TEMPLATE: &'static str = "quality/concerns.html";
    fn samples() -> Vec<Self> {
        let page = |rows, may_raise: bool| Self {
            form: FormView::default().refusing("words", "Say what is not kept, and how it shows"),
            title: "Meals".to_owned(),
            path: "/schools/100123/spend/1/concerns".to_owned(),
            rows,
            measures: if may_raise { vec![choice("Heat", "Heat")] } else { Vec::new() },
            may_raise,
            link_path: (!may_raise).then(|| "/schools/100123/spend/1/provider".to_owned()),
        };
        let open = Self { measures: Vec::new(), ..page(Vec::new(), true) };
        vec![page(vec![Row::sample()], true), page(Vec::new(), false), open]
    }
}

#[derive(Serialize)]
struct ToldPage {
    rows: Vec<Row>,
    total: u64,
    pages: Paging,
}

impl Page for ToldPage {
    const TEMPLATE: &'static str = "quality/concerns_told.html";
    fn samples() -> Vec<Self> {
        let pages = || Paging::of(21, ROWS_OF_A_PAGE, None, &[]);
        let told = Self { rows: vec![Row::sample()], total: 1, pages: pages() };
        vec![told, Self { rows: Vec::new(), total: 0, pages: pages() }]
    }
}

/// What a page of concerns is about.
struct About {
    subject: Subject,
    title: String,
    path: String,
    back: String,
    link_path: Option<String>,
    measures: Vec<String>,
    seen_by: String,
}

async fn about_entry(visit: &Visit, urn: i32, id: &str) -> Result<About> {
    let id: ContractEntryId = id.parse().map_err(|_| Error::NotFound)?;
    let school = quality::school_seen(visit, urn).await?;
    let held = quality::held(visit.read(), &school, Which::Entry(id)).await?;
    let own = format!("/schools/{urn}/spend/{id}");
    Ok(About {
        subject: Subject::Entry(school.id, id),
        path: format!("{own}/concerns"),
        back: format!("{own}/rating"),
        link_path: held.provider_id.is_none().then(|| format!("{own}/provider")),
        measures: held.measures()?,
        title: held.title,
        seen_by: format!("{} staff and governors; the provider from its warning on", school.name),
    })
}

async fn about_contract(visit: &Visit, id: &str) -> Result<About> {
    let id: ContractId = id.parse().map_err(|_| Error::NotFound)?;
    let seen = quality::contract_seen(visit, id).await?;
    let contract = seen.held.contract;
    let subject = Subject::Contract(contract.cluster_id, id);
    let version = match contract.listing_version_id.filter(|_| contract.live_at.is_some()) {
        Some(version) => store::version(visit.read(), version).await?,
        None => None,
    };
    let levels = version.map(|version| quality::levels_of(&version.service_levels)).transpose()?;
    Ok(About {
        subject,
        path: format!("/contracts/{id}/concerns"),
        back: format!("/contracts/{id}"),
        link_path: None,
        measures: levels.unwrap_or_default().into_iter().map(|level| level.measure).collect(),
        title: contract.title,
        seen_by: format!(
            "the officers and representatives of {}; the provider from its warning on",
            seen.held.cluster.name
        ),
    })
}

async fn render(visit: &Visit, about: About, form: FormView) -> Result<Response> {
    let concerns = concern::of_subject(visit, about.subject).await?;
    let is_linked = about.link_path.is_none();
    let page = ConcernsPage {
        form: form.clone(),
        path: about.path,
        rows: concerns.into_iter().map(|concern| Row::of(concern, false)).collect(),
        measures: about.measures.iter().map(|measure| choice(measure, measure)).collect(),
        may_raise: is_linked && visit.actor.may(Action::RaiseConcern, &about.subject.place()),
        link_path: about.link_path,
        title: about.title,
    };
    let frame = frame(format!("Concerns about {}", page.title)).back(about.back, page.title.clone());
    visit.form_page(frame.seen_by(about.seen_by), &form, &page)
}

async fn raise(visit: Visit, about: About, upload: Upload) -> Result<Response> {
    let new = upload.fields.read(|form| NewConcern {
        measure: form.required("measure", "Say which service level is not kept"),
        evidence: Words {
            words: {
                let words = form.text_up_to("words", LONGEST_CONCERN_WORDS);
                if words.is_empty() {
                    form.error("words", "Say what is not kept, and how it shows");
                }
                words
            },
            file: attached(&upload),
        },
    });
    let raised = match new {
        Ok(new) => concern::raise(&visit, about.subject, new).await,
        Err(form) => return render(&visit, about, form).await,
    };
    match raised {
        Ok(id) => visit.go_saying(format!("/concerns/{id}"), "The concern is recorded. The provider is not told yet"),
        Err(error) => render(&visit, about, upload.fields.refused(error)?).await,
    }
}

/// The document that was sent, if one was.
pub(super) fn attached(upload: &Upload) -> Option<Attached> {
    let file = upload.files.iter().find(|file| file.field == "file" && !file.bytes.is_empty())?;
    Some(Attached { name: file.name.clone(), bytes: file.bytes.clone() })
}

async fn of_entry(visit: Visit, Path((urn, id)): Path<(i32, String)>) -> Result<Response> {
    let about = about_entry(&visit, urn, &id).await?;
    render(&visit, about, FormView::default()).await
}

async fn raise_of_entry(visit: Visit, Path((urn, id)): Path<(i32, String)>, upload: Upload) -> Result<Response> {
    let about = about_entry(&visit, urn, &id).await?;
    raise(visit, about, upload).await
}

async fn of_contract(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let about = about_contract(&visit, &id).await?;
    render(&visit, about, FormView::default()).await
}

async fn raise_of_contract(visit: Visit, Path(id): Path<String>, upload: Upload) -> Result<Response> {
    let about = about_contract(&visit, &id).await?;
    raise(visit, about, upload).await
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn of_organisation(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let own = quality::own_provider(&visit).await?;
    let skipped = (asked.page.unwrap_or(1).clamp(1, 10_000) - 1) * ROWS_OF_A_PAGE;
    let (concerns, total) = concern::of_organisation(&visit, own.id, (skipped, ROWS_OF_A_PAGE)).await?;
    let rows = concerns.into_iter().map(|concern| Row::of(concern, true)).collect();
    let page = ToldPage { rows, total, pages: Paging::of(total, ROWS_OF_A_PAGE, asked.page, &[]) };
    let frame = frame("Concerns").back("/organisation/reviews", "Reviews");
    visit.page(frame.seen_by(format!("{} staff, each with who raised it", own.name)), &page)
}

/// A form without files.
pub(super) fn words(fields: &Fields, sentence: &str) -> std::result::Result<Words, FormView> {
    fields.read(|form| {
        let words = form.text_up_to("words", LONGEST_CONCERN_WORDS);
        if words.is_empty() {
            form.error("words", sentence);
        }
        Words { words, file: None }
    })
}
