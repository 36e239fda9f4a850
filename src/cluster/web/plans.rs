//! The offers that a cluster plans on before any contract: what gives expected and possible savings.

use super::{Choice, RECORD, SEE, choice, inside, opened};
use crate::cluster::{self as verbs, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::cluster_plan::{self, PlanStatus};
use ::entity::ids::{ClusterPlanId, ListingVersionId};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/plans", SEE, show).post("/clusters/{slug}/plans", RECORD, record).post(
        "/clusters/{slug}/plans/{id}/end",
        RECORD,
        end,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PlansPage>()]
}

#[derive(Serialize)]
struct Row {
    id: String,
    category: String,
    offer: String,
    href: Option<String>,
    status: &'static str,
    note: String,
    recorded_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct PlansPage {
    form: FormView,
    slug: String,
    cluster: String,
    plans: Vec<Row>,
    may_record: bool,
    categories: Vec<Choice>,
    /// The category whose offers can be chosen, once one is.
    category: Option<Choice>,
    offers: Vec<Choice>,
    statuses: Vec<Choice>,
}

impl Page for PlansPage {
    const TEMPLATE: &'static str = "cluster/plans.html";
    fn samples() -> Vec<Self> {
        let at = DateTime::UNIX_EPOCH;
        let row = |ended_at: Option<DateTime<Utc>>, href: Option<&str>| Row {
            id: "1".to_owned(),
            category: "Catering".to_owned(),
            offer: "Provider A: Meals, version 2".to_owned(),
            href: href.map(str::to_owned),
            status: status_words(PlanStatus::Forecast),
            note: "Until the tender is decided".to_owned(),
            recorded_at: at,
            ended_at,
        };
        let page = |plans, may_record, category: Option<Choice>, offers| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            plans,
            may_record,
            categories: vec![choice("catering", "Catering")],
            category,
            offers,
            statuses: statuses(),
        };
        let catering = || Some(choice("catering", "Catering"));
        vec![
            page(Vec::new(), false, None, Vec::new()),
            page(vec![row(None, Some("/services/catering/meals")), row(Some(at), None)], true, None, Vec::new()),
            page(vec![row(None, None)], true, catering(), vec![choice("1", "Provider A: Meals")]),
            page(Vec::new(), true, catering(), Vec::new()),
        ]
    }
}

fn status_words(status: PlanStatus) -> &'static str {
    match status {
        PlanStatus::Forecast => "Expected: a tender is under way",
        PlanStatus::Potential => "Possible: an idea",
    }
}

fn statuses() -> Vec<Choice> {
    PlanStatus::ALL.iter().map(|status| choice(status, status_words(*status))).collect()
}

#[derive(Deserialize)]
struct Asked {
    category: Option<String>,
}

async fn show(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let form = FormView::default().with("category", asked.category.unwrap_or_default());
    plans_page(&visit, &slug, form).await
}

async fn plans_page(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    let may_record = visit.actor.may(Action::RecordAgreement, &place);
    let asked = form.values.get("category").cloned().unwrap_or_default();
    let (categories, offers) = verbs::offers(visit, &asked).await?;
    let plans = store::plans(visit.read(), cluster.id, false).await?;
    let offer = |offer: store::Offer| choice(offer.version.id, said(&offer));
    let categories: Vec<Choice> = categories.into_iter().map(|each| choice(each.slug, each.name)).collect();
    let page = PlansPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        plans: plans.into_iter().map(row).collect(),
        may_record,
        category: categories.iter().find(|category| category.value == asked).cloned(),
        categories,
        offers: offers.into_iter().map(offer).collect(),
        statuses: statuses(),
    };
    visit.form_page(inside("Planned offers", &cluster), &form, &page)
}

fn said(offer: &store::Offer) -> String {
    format!("{}: {}, version {}", offer.provider.name, offer.version.title, offer.version.number)
}

fn row((plan, offer): (cluster_plan::Model, Option<store::Offer>)) -> Row {
    Row {
        id: plan.id.to_string(),
        category: offer.as_ref().map(|offer| offer.category.name.clone()).unwrap_or_default(),
        href: offer.as_ref().map(|offer| format!("/services/{}/{}", offer.category.slug, offer.listing.slug)),
        offer: offer.as_ref().map(said).unwrap_or_default(),
        status: status_words(plan.status),
        note: plan.note,
        recorded_at: plan.recorded_at,
        ended_at: plan.ended_at,
    }
}

async fn record(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let read = fields.read(|form| {
        form.text("category");
        let offer = form.optional_parsed::<ListingVersionId>("offer", "Choose a published offer");
        if offer.is_none() && form.text("offer").is_empty() {
            form.error("offer", "Choose an offer");
        }
        let status = form.choice("status", PlanStatus::ALL, "Choose how sure the plan is");
        let note = form.text("note");
        Some((offer?, status, note))
    });
    match read {
        Ok(Some((offer, status, note))) => match verbs::plan(&visit, &cluster, offer, status, &note).await {
            Ok(_) => visit.go_saying(format!("/clusters/{slug}/plans"), "The plan is recorded"),
            Err(error) => plans_page(&visit, &slug, fields.refused(error)?).await,
        },
        Ok(None) => plans_page(&visit, &slug, fields.view()).await,
        Err(form) => plans_page(&visit, &slug, form).await,
    }
}

async fn end(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let id: ClusterPlanId = id.parse().map_err(|_| Error::NotFound)?;
    match verbs::end_plan(&visit, &cluster, id).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/plans"), "The plan is ended"),
        Err(error) => plans_page(&visit, &slug, fields.refused(error)?).await,
    }
}
