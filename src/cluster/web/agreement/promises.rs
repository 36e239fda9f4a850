//! What each side promises in a version, and the authority's signature: for the cluster's people and the authority's.

use super::show::{authority, paragraphs, promises, version};
use super::view::{Authority, Promises, Version};
use crate::cluster::web::{Choice, choice};
use crate::cluster::{self as verbs, NewPromise, Parties, Signed, store};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::agreement_promise::Promiser;
use ::entity::ids::PromiseId;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate};
use serde::Serialize;

const SEE_BOTH: Who = Who::May(&[Action::SeeCluster, Action::SignForAuthority]);
const WRITE: Who = Who::May(&[Action::RecordAgreement, Action::SignForAuthority]);
const SIGN: Who = Who::May(&[Action::SignForAuthority]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/agreement/{version}/promises", SEE_BOTH, show)
        .post("/clusters/{slug}/agreement/{version}/promises", WRITE, add)
        .post("/clusters/{slug}/agreement/{version}/promises/{id}/remove", WRITE, remove)
        .post("/clusters/{slug}/agreement/{version}/authority", SIGN, sign)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PromisesPage>()]
}

#[derive(Serialize)]
struct PromisesPage {
    form: FormView,
    slug: String,
    cluster: String,
    /// The reader belongs to the cluster and may open its other pages.
    is_within: bool,
    shown: Version,
    paragraphs: Vec<String>,
    schools: Vec<String>,
    authority: Option<Authority>,
    promises: Promises,
    /// The sides that the reader may write promises of.
    promisers: Vec<Choice>,
    may_remove_schools: bool,
    may_remove_authority: bool,
    may_sign: bool,
}

impl Page for PromisesPage {
    const TEMPLATE: &'static str = "cluster/promises.html";
    fn samples() -> Vec<Self> {
        let shown = || Version {
            number: 2,
            state: "Proposed",
            kind: "waiting",
            form: "Steering group by agreement",
            form_reason: "One of us is an academy".to_owned(),
            sharing: "In proportion",
            majority: "More votes for than against",
            tie: "A tie is not carried",
            notice: "6 months".to_owned(),
            set_day: "31 March".to_owned(),
            answer_by: NaiveDate::default(),
            recorded_at: DateTime::UNIX_EPOCH,
            adopted_at: None,
        };
        let signed = |signed: bool| Authority {
            name: "Northgate Council".to_owned(),
            signatory: signed.then(|| "A. Example".to_owned()),
            office: signed.then(|| "Head of school services".to_owned()),
            signed_on: signed.then(NaiveDate::default),
        };
        let page = |is_within, authority, promisers: Vec<Choice>, promises| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            is_within,
            shown: shown(),
            paragraphs: vec!["1. We buy together.".to_owned()],
            schools: vec!["Canal Side Primary".to_owned()],
            authority,
            promises,
            may_remove_schools: is_within && !promisers.is_empty(),
            may_remove_authority: !promisers.is_empty(),
            may_sign: !is_within,
            promisers,
        };
        vec![
            page(true, None, Vec::new(), Promises::default()),
            page(true, Some(signed(true)), sides(true), Promises::sample()),
            page(false, Some(signed(false)), sides(false), Promises::sample()),
        ]
    }
}

fn side(promiser: Promiser) -> &'static str {
    match promiser {
        Promiser::Schools => "The schools",
        Promiser::Authority => "The authority",
    }
}

fn sides(both: bool) -> Vec<Choice> {
    let sides = Promiser::ALL.iter().filter(|promiser| both || **promiser == Promiser::Authority);
    sides.map(|promiser| choice(promiser, side(*promiser))).collect()
}

async fn page(visit: &Visit, slug: &str, number: i32, form: FormView) -> Result<Response> {
    let parties = verbs::parties_to(visit, slug, number).await?;
    let version_row = &parties.version;
    let in_force = store::agreement_in_force(visit.read(), parties.cluster.id).await?.map(|found| found.version);
    let shown = version(version_row, in_force);
    let answered = answers(visit, &parties).await?;
    let is_open = shown.state == "Proposed" && answered == 0;
    let may = |promiser| is_open && verbs::may_promise(visit, &parties, promiser);
    let authority = authority(visit, Some(version_row)).await?;
    let has_authority = authority.is_some();
    let promisers = Promiser::ALL.iter().copied().filter(|promiser| *promiser == Promiser::Schools || has_authority);
    let unsigned = authority.as_ref().is_some_and(|authority| authority.signed_on.is_none());
    let place = version_row.authority_id.map(Place::provider);
    let page = PromisesPage {
        form: form.clone(),
        slug: slug.to_owned(),
        cluster: parties.cluster.name.clone(),
        is_within: parties.is_within,
        paragraphs: paragraphs(&version_row.text),
        schools: schools(visit, &parties).await?,
        promises: promises(visit, Some(version_row)).await?,
        promisers: promisers.filter(|each| may(*each)).map(|each| choice(each, side(each))).collect(),
        may_remove_schools: may(Promiser::Schools),
        may_remove_authority: has_authority && may(Promiser::Authority),
        may_sign: unsigned
            && matches!(shown.state, "Proposed" | "In force")
            && place.is_some_and(|place| visit.actor.may(Action::SignForAuthority, &place)),
        authority,
        shown,
    };
    visit.form_page(framed(&parties), &form, &page)
}

fn framed(parties: &Parties) -> crate::platform::http::visit::Frame {
    let who = match &parties.authority {
        Some(authority) => format!("people of {}, its member schools and {}", parties.cluster.name, authority.name),
        None => format!("people of {} and its member schools", parties.cluster.name),
    };
    let framed = frame(format!("Promises of the agreement, {}", parties.cluster.name)).seen_by(who);
    match parties.is_within {
        true => framed.back(format!("/clusters/{}/agreement", parties.cluster.slug), "Agreement"),
        false => framed.back("/home", "Home"),
    }
}

/// The authority's page names the schools; the cluster's people see them elsewhere.
async fn schools(visit: &Visit, parties: &Parties) -> Result<Vec<String>> {
    let members = store::members(visit.read(), parties.cluster.id).await?;
    Ok(members.into_iter().map(|member| member.school.name).collect())
}

async fn answers(visit: &Visit, parties: &Parties) -> Result<usize> {
    let id = parties.version.id;
    Ok(store::signatures(visit.read(), [id]).await?.len()
        + store::refusals(visit.read(), [id]).await?.len()
        + store::authority_signatures(visit.read(), [id]).await?.len())
}

async fn show(visit: Visit, Path((slug, number)): Path<(String, i32)>) -> Result<Response> {
    page(&visit, &slug, number, FormView::default()).await
}

async fn add(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let parties = verbs::parties_to(&visit, &slug, number).await?;
    let read = fields.read(|form| NewPromise {
        promiser: form.choice("promiser", Promiser::ALL, "Choose who promises it"),
        words: form.required("words", "Enter what is promised"),
        minimum: form.text("minimum"),
        until: form.date("until", "Enter the last day on which it holds"),
    });
    match read {
        Ok(new) => match verbs::promise(&visit, &parties, new).await {
            Ok(()) => visit.go_saying(path(&slug, number), "The promise is written down"),
            Err(error) => page(&visit, &slug, number, fields.refused(error)?).await,
        },
        Err(form) => page(&visit, &slug, number, form).await,
    }
}

fn path(slug: &str, number: i32) -> String {
    format!("/clusters/{slug}/agreement/{number}/promises")
}

async fn remove(
    visit: Visit,
    Path((slug, number, id)): Path<(String, i32, String)>,
    fields: Fields,
) -> Result<Response> {
    let parties = verbs::parties_to(&visit, &slug, number).await?;
    let id: PromiseId = id.parse().map_err(|_| Error::NotFound)?;
    match verbs::remove_promise(&visit, &parties, id).await {
        Ok(()) => visit.go_saying(path(&slug, number), "The promise is taken out"),
        Err(error) => page(&visit, &slug, number, fields.refused(error)?).await,
    }
}

async fn sign(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let parties = verbs::parties_to(&visit, &slug, number).await?;
    let read = fields.read(|form| Signed {
        signatory: form.required("signatory", "Enter who signs"),
        office: form.required("office", "Enter the office of who signs"),
        signed_on: form.date("signed_on", "Enter the day of the signature"),
    });
    match read {
        Ok(new) => match verbs::sign_for_authority(&visit, &parties, new).await {
            Ok(()) => visit.go_saying(path(&slug, number), "The authority's signature is recorded"),
            Err(error) => page(&visit, &slug, number, fields.refused(error)?).await,
        },
        Err(form) => page(&visit, &slug, number, form).await,
    }
}
