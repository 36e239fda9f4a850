//! What anybody may know of an organisation: its facts, what it offers where, on what evidence, and its public contracts.

use super::{Fact, public_facts};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::provider::rules::evidence::standing;
use crate::provider::rules::{Spread, spread};
use crate::provider::{self, Offered, PublicContract, store};
use ::entity::provider_evidence;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/providers/{slug}", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ProviderPage>()]
}

#[derive(Serialize)]
struct ProviderPage {
    name: String,
    description: String,
    facts: Vec<Fact>,
    offered: Vec<Offered>,
    /// Where it offers anything, region by region.
    spread: Vec<Spread>,
    certificates: Vec<Certificate>,
    contracts: Vec<PublicContract>,
}

/// A certificate as everybody sees it.
#[derive(Serialize)]
struct Certificate {
    name: String,
    expires_on: Option<NaiveDate>,
    warning: Option<&'static str>,
}

impl Page for ProviderPage {
    const TEMPLATE: &'static str = "provider/public.html";
    fn samples() -> Vec<Self> {
        let provider = super::sample();
        let offered = Offered {
            path: "/services/catering/meals".to_owned(),
            title: "Meals".to_owned(),
            category: "Catering".to_owned(),
            summary: "Meals cooked in school.".to_owned(),
        };
        let contract = PublicContract {
            path: "/contracts/1".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            starts_on: NaiveDate::default(),
            ends_on: NaiveDate::default(),
        };
        let held = |expires_on, warning| Certificate { name: "Food hygiene".to_owned(), expires_on, warning };
        let page = |is_full: bool| Self {
            name: provider.name.clone(),
            description: if is_full { "Sells meals." } else { "" }.to_owned(),
            facts: public_facts(&provider),
            offered: is_full.then(|| offered.clone()).into_iter().collect(),
            spread: if is_full { spread(&["335".to_owned()].into()) } else { Vec::new() },
            certificates: if is_full {
                vec![held(Some(NaiveDate::default()), Some("Expired")), held(None, None)]
            } else {
                Vec::new()
            },
            contracts: is_full.then(|| contract.clone()).into_iter().collect(),
        };
        vec![page(true), page(false)]
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let provider = store::by_slug(visit.read(), &slug).await?.ok_or(Error::NotFound)?;
    let profile = provider::profile(&visit, &provider).await?;
    let today = words::london_day(visit.now);
    let certificate = |held: provider_evidence::Model| Certificate {
        warning: standing(held.expires_on, today).words(),
        name: held.name,
        expires_on: held.expires_on,
    };
    let page = ProviderPage {
        facts: public_facts(&provider),
        spread: if profile.areas.is_empty() { Vec::new() } else { spread(&profile.areas) },
        offered: profile.offered,
        certificates: profile.certificates.into_iter().map(certificate).collect(),
        contracts: profile.contracts,
        description: provider.description,
        name: provider.name.clone(),
    };
    visit.page(frame(provider.name).back("/services", "Services"), &page)
}
