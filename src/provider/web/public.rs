//! What anybody may know of an organisation: its facts and what it offers.

use super::{Fact, public_facts};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::provider::{self, Offered, store};
use axum::extract::Path;
use axum::response::Response;
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
        let page = |offered, description: &str| Self {
            name: provider.name.clone(),
            description: description.to_owned(),
            facts: public_facts(&provider),
            offered,
        };
        vec![page(vec![offered], "Sells meals."), page(Vec::new(), "")]
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let provider = store::by_slug(visit.read(), &slug).await?.ok_or(Error::NotFound)?;
    let page = ProviderPage {
        facts: public_facts(&provider),
        offered: provider::offered(&visit, &provider).await?,
        description: provider.description,
        name: provider.name.clone(),
    };
    visit.page(frame(provider.name).back("/services", "Services"), &page)
}
