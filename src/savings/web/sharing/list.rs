//! The services of which a cluster has a joint bill.

use super::inside;
use super::parts::{Agreed, OfferView};
use crate::platform::error::Result;
use crate::platform::http::page::Page;
use crate::platform::http::visit::Visit;
use crate::savings::{agreement_in_force, bills, categories, within_sight};
use ::entity::exact::Exact;
use ::entity::money::plain_price;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    service: String,
    href: String,
    joining: String,
    offer: OfferView,
    schools: usize,
    now: String,
    together: String,
}

#[derive(Serialize)]
struct Service {
    name: String,
    joining: String,
}

#[derive(Serialize)]
pub(super) struct ListPage {
    slug: String,
    cluster: String,
    agreed: Option<Agreed>,
    rows: Vec<Row>,
    /// Services without a joint bill, of which it can be asked who would join.
    others: Vec<Service>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "savings/sharing_list.html";
    fn samples() -> Vec<Self> {
        let row = || Row {
            service: "Catering".to_owned(),
            href: "/clusters/northgate/sharing/catering".to_owned(),
            joining: "/clusters/northgate/joining/catering".to_owned(),
            offer: OfferView::sample(true),
            schools: 8,
            now: "£36,000".to_owned(),
            together: "£12,000".to_owned(),
        };
        let page = |agreed, rows| Self {
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            agreed,
            rows,
            others: vec![Service { name: "HR".to_owned(), joining: "/clusters/northgate/joining/hr".to_owned() }],
        };
        vec![page(Some(Agreed::sample()), vec![row()]), page(None, Vec::new())]
    }
}

pub(super) async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let (cluster, _) = within_sight(&visit, &slug).await?;
    let bills = bills(&visit, &cluster).await?;
    let agreement = agreement_in_force(visit.read(), cluster.id).await?;
    let joining = |category: &str| format!("/clusters/{slug}/joining/{category}");
    let mut rows = Vec::new();
    for bill in &bills {
        let now: Option<Exact> = bill.now().into_iter().sum();
        let total = bill.shared().map(|shared| shared.joint.total());
        rows.push(Row {
            service: match bill.lot {
                Some(lot) => format!("{}, lot {lot}", bill.category.name),
                None => bill.category.name.clone(),
            },
            href: format!("/clusters/{slug}/sharing/{}", bill.slug()),
            joining: joining(&bill.category.slug),
            offer: OfferView::of(bill, &slug),
            schools: bill.schools.len(),
            now: now.map_or_else(|| "Not known of every school".to_owned(), |now| plain_price(&now)),
            together: total.map_or_else(|cannot| cannot.to_string(), |total| plain_price(&total)),
        });
    }
    let mut others = categories(visit.read()).await?;
    others.retain(|category| bills.iter().all(|bill| bill.category.id != category.id));
    let page = ListPage {
        agreed: agreement.as_ref().map(|agreement| Agreed::of(agreement, &slug)),
        rows,
        others: others.into_iter().map(|each| Service { joining: joining(&each.slug), name: each.name }).collect(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
    };
    visit.page(inside("Sharing costs".to_owned(), &cluster), &page)
}
