//! The services that can be compared, with what the school pays now.

use super::super::seen_by;
use super::figures::pounds;
use crate::catalogue::compare;
use crate::catalogue::store::MOST_FOUND;
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::page::Page;
use crate::platform::http::visit::{Visit, frame};
use ::entity::exact::Exact;
use ::entity::money::plain_number;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    now: Option<String>,
    source: Option<&'static str>,
    offers: String,
}

#[derive(Serialize)]
pub(super) struct ChoicesPage {
    path: String,
    school: String,
    may_edit: bool,
    rows: Vec<Row>,
}

impl Page for ChoicesPage {
    const TEMPLATE: &'static str = "catalogue/choices.html";
    fn samples() -> Vec<Self> {
        let row = |now: Option<String>| Row {
            name: "Catering".to_owned(),
            href: "/schools/100123/compare/catering".to_owned(),
            source: now.as_ref().map(|_| "Invoices"),
            now,
            offers: "3".to_owned(),
        };
        let page = |may_edit| Self {
            path: "/schools/100123".to_owned(),
            school: "Canal Side Primary".to_owned(),
            may_edit,
            rows: vec![row(Some("£5,092.90".to_owned())), row(None)],
        };
        vec![page(true), page(false)]
    }
}

pub(super) async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let school = crate::catalogue::school_seen(&visit, urn).await?;
    let row = |choice: compare::Choice| {
        let (now, source) = paid(&choice).unzip();
        Row {
            href: format!("/schools/{urn}/compare/{}", choice.category.slug),
            name: choice.category.name,
            now,
            source,
            offers: offers(choice.offers),
        }
    };
    let page = ChoicesPage {
        path: format!("/schools/{urn}"),
        may_edit: visit.actor.may(Action::EditSchool, &Place::school(school.id)),
        rows: compare::choices(&visit, &school).await?.into_iter().map(row).collect(),
        school: school.name.clone(),
    };
    let frame =
        frame(format!("Compare offers for {}", school.name)).back(format!("/schools/{urn}"), school.name.clone());
    visit.page(frame.seen_by(seen_by(&school)), &page)
}

/// What the school pays: its part of the cluster's contract, or else its baseline; and whence that is known.
fn paid(choice: &compare::Choice) -> Option<(String, &'static str)> {
    let part = choice.running.as_ref().map(|(_, part)| (pounds(&part.yearly_cost.exact()), "The cluster's contract"));
    part.or_else(|| choice.baseline.as_ref().map(|now| (pounds(&now.amount), now.source_words)))
}

/// Nothing is counted further than the longest list.
fn offers(count: u64) -> String {
    match count.checked_sub(MOST_FOUND) {
        Some(1..) => format!("more than {}", plain_number(&Exact::from(MOST_FOUND))),
        _ => plain_number(&Exact::from(count)),
    }
}
