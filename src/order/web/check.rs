//! The order before it is placed: what, for how long, at which price, on which ground.

use super::shown::YearView;
use super::{Asked, BUYERS, Choice, choose, pounds, seen_by, years_words};
use crate::order::{self, Chosen, NewOrder};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::contract_entry::Model as Entry;
use ::entity::exact::Exact;
use ::entity::ids::{ListingId, ListingVersionId, OrderId};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

/// The longest ground, in characters.
const LONGEST_GROUND: usize = 2_000;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/orders/check", BUYERS, show).post("/schools/{urn}/orders", BUYERS, place)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CheckPage>()]
}

/// One SLA with its price.
#[derive(Serialize)]
struct Item {
    title: String,
    service: String,
    provider: String,
    /// Listing and version, as the form sends them.
    seen: String,
    length: String,
    starts: NaiveDate,
    ends: NaiveDate,
    notice: Option<NaiveDate>,
    whole_package: bool,
    years: Vec<YearView>,
    net: String,
    vat: String,
    gross: String,
    /// Why there is no price.
    no_price: Option<String>,
}

impl Item {
    fn of(visit: &Visit, Chosen { sla, bought }: &Chosen) -> Result<Self> {
        let bill = match &bought.priced {
            Ok(priced) => {
                let id = OrderId::new(visit.now);
                Ok(order::rules::charged(id, priced, &bought.schedule, sla.year()).map_err(Error::refused)?)
            }
            Err(why) => Err(why.clone()),
        };
        let (lines, net, vat) =
            bill.as_ref().map(|bill| (&bill.lines[..], bill.net.exact(), bill.vat.exact())).unwrap_or_default();
        Ok(Item {
            title: sla.title(),
            service: sla.category.name.clone(),
            provider: sla.published.provider.name.clone(),
            seen: format!("{} {}", sla.id(), sla.published.version.id),
            length: years_words(bought.years.into()),
            starts: bought.term.starts_on,
            ends: bought.term.ends_on,
            notice: bought.term.notice_on,
            whole_package: bought.whole_package,
            years: YearView::all(lines, &sla.category, &sla.title()),
            net: pounds(&net),
            vat: pounds(&vat),
            gross: pounds(&(net + vat)),
            no_price: bill.err(),
        })
    }
}

#[derive(Serialize)]
struct CheckPage {
    form: FormView,
    path: String,
    change_path: String,
    years: u32,
    items: Vec<Item>,
    /// What all of it comes to, where there are several.
    total: Option<String>,
    /// Contracts that run on when the order begins.
    replaceable: Vec<Choice>,
    can_place: bool,
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "order/check.html";
    fn samples() -> Vec<Self> {
        let item = |is_full: bool| Item {
            title: "HR advice, Gold".to_owned(),
            service: "HR".to_owned(),
            provider: "Provider A".to_owned(),
            seen: "1 2".to_owned(),
            length: "3 years".to_owned(),
            starts: NaiveDate::default(),
            ends: NaiveDate::default(),
            notice: is_full.then(NaiveDate::default),
            whole_package: is_full,
            years: if is_full { vec![YearView::sample()] } else { Vec::new() },
            net: "£306".to_owned(),
            vat: "£61.20".to_owned(),
            gross: "£367.20".to_owned(),
            no_price: (!is_full).then(|| "Charged by employee: add yours".to_owned()),
        };
        let page = |items, is_full: bool| Self {
            form: FormView::default().refusing("ground", "Enter the ground you rely on"),
            path: "/schools/100123/orders".to_owned(),
            change_path: "/schools/100123/orders/new?listing=1".to_owned(),
            years: 3,
            items,
            total: is_full.then(|| "£612".to_owned()),
            replaceable: if is_full { vec![super::choice("1", "HR by others")] } else { Vec::new() },
            can_place: is_full,
        };
        vec![page(vec![item(true), item(true)], true), page(vec![item(false)], false)]
    }
}

/// "“HR advice” with Provider B, until 31 August 2027".
fn entry_words(entry: &Entry) -> String {
    let until = entry.ends_on.map(|day| format!(", until {}", words::short_date(day))).unwrap_or_default();
    format!("“{}” with {}{until}", entry.title, entry.provider_name)
}

async fn render(visit: &Visit, urn: i32, asked: &Asked, form: FormView) -> Result<Response> {
    let (school, slas) = order::opened(visit, urn).await?;
    let wanted = asked.listings.iter().copied().collect();
    let chosen = match order::chosen(&slas, &wanted, asked.years) {
        Ok(chosen) => chosen,
        Err(Error::Refused { field, sentence }) if !wanted.is_empty() => {
            let form = form.refusing(field.unwrap_or_else(|| "main".to_owned()), sentence);
            return choose::render(visit, (&school, &slas), asked, form);
        }
        Err(error) => return Err(error),
    };
    let checked = order::check(&chosen);
    let can_place = checked.is_ok();
    let form = match (checked, form.is_sound()) {
        (Err(Error::Refused { sentence, .. }), true) => form.refusing("main", sentence),
        _ => form,
    };
    let items: Vec<Item> = chosen.iter().map(|one| Item::of(visit, one)).collect::<Result<_>>()?;
    let replaceable = order::replaceable(visit, &school, &chosen).await?;
    let page = CheckPage {
        form: form.clone(),
        path: format!("/schools/{urn}/orders"),
        change_path: format!("/schools/{urn}/orders/new?{}", asked.query()),
        years: asked.years,
        total: (items.len() > 1).then(|| total(&chosen)),
        items,
        replaceable: replaceable.iter().map(|each| super::choice(each.id.to_string(), entry_words(each))).collect(),
        can_place,
    };
    let back = frame("Check your order").back(page.change_path.clone(), "Change what you order");
    visit.form_page(back.seen_by(seen_by(&school)), &form, &page)
}

/// Of all of them over their whole terms, excluding VAT.
fn total(chosen: &[Chosen]) -> String {
    let priced = chosen.iter().filter_map(|one| one.bought.priced.as_ref().ok());
    pounds(&priced.map(|priced| &priced.whole_life).sum::<Exact>())
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let asked = Asked::of(visit.uri.query());
    if asked.listings.is_empty() {
        return visit.go_saying(format!("/schools/{urn}/orders"), "Choose at least one SLA to order");
    }
    render(&visit, urn, &asked, FormView::default()).await
}

/// What the form sends, with the versions that were looked at.
fn new_order(form: &Reader) -> NewOrder {
    let pair = |text: &String| {
        let (listing, version) = text.split_once(' ')?;
        Some((listing.parse().ok()?, version.parse().ok()?))
    };
    let slas: Vec<(ListingId, ListingVersionId)> = form.many("seen").iter().filter_map(pair).collect();
    let years = form.whole("years", 1..=10, "Choose for how many years");
    let ground = form.text_up_to("ground", LONGEST_GROUND);
    if ground.is_empty() {
        form.error("ground", "Enter the ground you rely on to buy this without a tender");
    }
    let replaces = form.many("replaces").iter().filter_map(|id| id.parse().ok()).collect();
    NewOrder { slas, years: u32::try_from(years).unwrap_or(1), ground, replaces }
}

async fn place(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let (school, _) = order::opened(&visit, urn).await?;
    let listings = fields.pairs().filter(|(name, _)| *name == "seen");
    let listings = listings.filter_map(|(_, pair)| pair.split(' ').next()?.parse().ok()).collect();
    let years = fields.get("years").and_then(|years| years.parse().ok()).unwrap_or(1);
    let asked = Asked { listings, years };
    let new = match fields.read(new_order) {
        Ok(new) => new,
        Err(form) => return render(&visit, urn, &asked, form).await,
    };
    match order::place(&visit, &school, new).await {
        Ok(references) if references.len() == 1 => {
            visit.go_saying(format!("/schools/{urn}/orders/{}", references[0]), "Your order is placed")
        }
        Ok(references) => {
            let orders = words::plural(i64::try_from(references.len()).unwrap_or(i64::MAX), "order is", "orders are");
            visit.go_saying(format!("/schools/{urn}/orders"), &format!("{orders} placed"))
        }
        Err(error) => render(&visit, urn, &asked, fields.refused(error)?).await,
    }
}
