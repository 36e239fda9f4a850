//! What to order: the packages of one SLA, what goes with them, and for how many years.

use super::{Asked, BUYERS, Choice, pounds, seen_by, years_words};
use crate::order::rules::years_offered;
use crate::order::{self, Sla};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use ::entity::money::Quantity;
use ::entity::school::Model as School;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/orders/new", BUYERS, show).post(
        "/schools/{urn}/orders/volumes",
        BUYERS,
        state_volumes,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ChoosePage>()]
}

/// One count that the school has to state before there is a price.
#[derive(Serialize)]
struct Field {
    id: String,
    label: String,
    hint: String,
}

#[derive(Serialize)]
struct ChoosePage {
    form: FormView,
    heading: String,
    provider: String,
    year: String,
    window: String,
    check_path: String,
    volumes_path: String,
    /// What the volumes are of, and what is ordered once they are stated.
    category: String,
    listing: String,
    missing: Vec<Field>,
    slas: Vec<Choice>,
    years: Vec<Choice>,
    /// What a discount is given for.
    discounts: Vec<String>,
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "order/choose.html";
    fn samples() -> Vec<Self> {
        let field =
            |hint: &str| Field { id: "employee".to_owned(), label: "Employees".to_owned(), hint: hint.to_owned() };
        let page = |missing: Vec<Field>, discounts: Vec<String>| Self {
            form: FormView::default().refusing("listing", "Choose at least one SLA"),
            heading: "Order HR from Provider A".to_owned(),
            provider: "Provider A".to_owned(),
            year: order::financial_year_words(2027),
            window: "Open until Friday 26 February 2027".to_owned(),
            check_path: "/schools/100123/orders/check".to_owned(),
            volumes_path: "/schools/100123/orders/volumes".to_owned(),
            category: "hr".to_owned(),
            listing: "1".to_owned(),
            missing,
            slas: vec![Choice { hint: Some("£306".to_owned()), ..super::choice("1", "HR advice, Gold") }],
            years: vec![super::choice("1", "1 year"), super::choice("3", "3 years")],
            discounts,
        };
        vec![page(vec![field("x"), field("")], vec!["5% less for 3 years".to_owned()]), page(Vec::new(), Vec::new())]
    }
}

/// The SLAs that can be ordered together with one: of its service, or of its package.
fn beside<'a>(slas: &'a [Sla], first: &'a Sla) -> Vec<&'a Sla> {
    let is_of_package = |sla: &Sla| {
        let package = &first.published.version.package;
        package.is_some() && sla.published.version.package == *package
    };
    let belongs = |sla: &&Sla| {
        sla.is_beside(first) && (sla.category.id == first.category.id || is_of_package(sla)) && sla.can_be_ordered()
    };
    slas.iter().filter(belongs).collect()
}

fn sla_choice(sla: &Sla) -> Choice {
    let hint = match sla.bought(1, false).priced {
        Ok(priced) => format!("{} in year 1, excluding VAT", pounds(&priced.year_one())),
        Err(why) => why,
    };
    Choice { hint: Some(hint), ..super::choice(sla.id().to_string(), sla.title()) }
}

fn page(school: &School, slas: &[&Sla], first: &Sla, form: FormView) -> ChoosePage {
    let mut years: Vec<u32> = slas.iter().flat_map(|sla| years_offered(&sla.published.schedule)).collect();
    years.sort_unstable();
    years.dedup();
    let field = |item: &::entity::category::Item| Field {
        id: item.id.clone(),
        label: item.label.clone(),
        hint: item.hint.clone().unwrap_or_default(),
    };
    let school = format!("/schools/{}/orders", school.urn);
    ChoosePage {
        form,
        heading: format!("Order {} from {}", first.category.name, first.published.provider.name),
        provider: first.published.provider.name.clone(),
        year: order::financial_year_words(first.year()),
        window: first.window.to_string(),
        check_path: format!("{school}/check"),
        volumes_path: format!("{school}/volumes"),
        category: first.category.slug.clone(),
        listing: first.id().to_string(),
        missing: first.missing().into_iter().map(field).collect(),
        slas: slas.iter().map(|sla| sla_choice(sla)).collect(),
        years: years.into_iter().map(|years| super::choice(years.to_string(), years_words(years.into()))).collect(),
        discounts: slas.iter().flat_map(|sla| sla.discounts()).collect(),
    }
}

/// The form for what was asked; what nobody offers is not found.
pub(super) fn render(
    visit: &Visit,
    (school, slas): (&School, &[Sla]),
    asked: &Asked,
    form: FormView,
) -> Result<Response> {
    let first = slas.iter().find(|sla| asked.listings.contains(&sla.id())).ok_or(Error::NotFound)?;
    let all = beside(slas, first);
    let form = match first.refusal() {
        None => form,
        Some(refusal) => form.refusing("main", refusal.to_string()),
    };
    let page = page(school, &all, first, form.clone());
    let back = frame(page.heading.clone()).back(format!("/schools/{}/orders", school.urn), "What we buy back");
    visit.form_page(back.seen_by(seen_by(school)), &form, &page)
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let (school, slas) = order::opened(&visit, urn).await?;
    let asked = Asked::of(visit.uri.query());
    let ids = asked.listings.iter().map(ToString::to_string).collect::<Vec<_>>();
    let form = FormView::default().with("listing", ids.join("\n")).with("years", asked.years.to_string());
    render(&visit, (&school, &slas), &asked, form)
}

/// Keeps what the school uses, then goes on with the order.
async fn state_volumes(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let (school, slas) = order::opened(&visit, urn).await?;
    let asked =
        Asked { listings: fields.get("listing").and_then(|id| id.parse().ok()).into_iter().collect(), years: 1 };
    let first = slas.iter().find(|sla| asked.listings.contains(&sla.id())).ok_or(Error::NotFound)?;
    let read = fields.read(|form| {
        form.text("listing");
        let figure = |item: &::entity::category::Item| {
            let sentence = format!("{}: enter a number, like 120", item.label);
            let figure = form.optional_quantity(&item.id, &sentence);
            if figure.is_none() && form.text(&item.id).is_empty() {
                form.error(&item.id, &sentence);
            }
            (item.id.clone(), figure)
        };
        first.missing().into_iter().map(figure).collect::<BTreeMap<String, Option<Quantity>>>()
    });
    let stated = match read {
        Ok(figures) => order::state_volumes(&visit, urn, &first.category.slug, figures).await,
        Err(form) => return render(&visit, (&school, &slas), &asked, form),
    };
    match stated {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/orders/new?{}", asked.query()), "Your volumes are saved"),
        Err(error) => render(&visit, (&school, &slas), &asked, fields.refused(error)?),
    }
}
