//! The lots awarded together: who gets which, the score, and what the limit changes.

use crate::award::LotAddress;
use crate::award::{self, Assignment, Combination};
use crate::platform::error::Result;
use crate::platform::http::page::Page;
use crate::platform::http::visit::{Visit, frame};
use ::entity::exact::Exact;
use axum::response::Response;
use serde::Serialize;

#[derive(Clone, Serialize)]
struct Row {
    lot: String,
    weight: String,
    href: String,
    provider: Option<String>,
    /// Whole life, with the discount taken off.
    price: Option<String>,
    /// Recommended or awarded already.
    decided: bool,
    /// Who gets it where there is no limit.
    unlimited: Option<String>,
}

#[derive(Serialize)]
pub(super) struct CombinationPage {
    reference: String,
    title: String,
    /// Why lots are decided one by one.
    refusal: Option<String>,
    rows: Vec<Row>,
    score: String,
    most: Option<i32>,
    unlimited_score: Option<String>,
}

impl Page for CombinationPage {
    const TEMPLATE: &'static str = "award/combination.html";
    fn samples() -> Vec<Self> {
        let row = |provider: Option<&str>, decided| Row {
            lot: "Lot 1: Infants".to_owned(),
            weight: "1".to_owned(),
            href: "/tenders/DA-2027-001/prices?lot=1".to_owned(),
            provider: provider.map(str::to_owned),
            price: provider.map(|_| "36000.00".to_owned()),
            decided,
            unlimited: provider.map(str::to_owned),
        };
        let page = |refusal: Option<&str>, most: Option<i32>| Self {
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            refusal: refusal.map(str::to_owned),
            rows: vec![row(Some("Alder"), true), row(None, false)],
            score: "84.29".to_owned(),
            most,
            unlimited_score: most.map(|_| "85.00".to_owned()),
        };
        vec![page(None, Some(1)), page(None, None), page(Some("Not open yet: lot 2"), None)]
    }
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    let (of, found) = award::combination(&visit, &at).await?;
    let page = match &found {
        Ok(combination) => CombinationPage {
            reference: at.reference.clone(),
            title: of.tender.title.clone(),
            refusal: None,
            rows: rows(&of, combination),
            score: combination.best.score.decimals(2),
            most: combination.most,
            unlimited_score: combination.unlimited.as_ref().map(|award| award.score.decimals(2)),
        },
        Err(refusal) => CombinationPage {
            reference: at.reference.clone(),
            title: of.tender.title.clone(),
            refusal: Some(refusal.clone()),
            rows: Vec::new(),
            score: String::new(),
            most: None,
            unlimited_score: None,
        },
    };
    let frame = frame(format!("All lots together: {}", of.tender.title))
        .back(of.address().page("prices"), "Back to prices and ranking")
        .seen_by("the panel, the chair, the clerk and the reviewer");
    visit.page(frame, &page)
}

fn rows(of: &crate::award::TenderLot, combination: &Combination) -> Vec<Row> {
    let who = |award: &Assignment, place: usize| {
        award.suppliers.get(place).cloned().flatten().map(|provider| combination.name(&provider))
    };
    let row = |(place, each): (usize, &crate::award::Together)| Row {
        lot: format!("Lot {}: {}", each.lot.number, each.lot.title),
        weight: each.lot.weight.to_string(),
        href: of.address_of(&each.lot).page("prices"),
        provider: who(&combination.best, place),
        price: combination.best.prices.get(place).and_then(Option::as_ref).map(Exact::pounds),
        decided: each.award.is_some(),
        unlimited: combination.unlimited.as_ref().and_then(|award| who(award, place)),
    };
    combination.lots.iter().enumerate().map(row).collect()
}
