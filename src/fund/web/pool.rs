//! The premiums of a pool: what each school brings, what it pays, charged once a year.

use super::{InFund, KEEP, SEE, inside, movement, opened, path_of, this_year, today, with_day};
use crate::fund::rules::year_words;
use crate::fund::{self, Exposed, Member, NewMovement, NewPremiums, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::fund::FundState;
use ::entity::money::{Money, Quantity};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/funds/{id}/premiums", SEE, show).post(
        "/clusters/{slug}/funds/{id}/premiums",
        KEEP,
        charge,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PremiumsPage>()]
}

#[derive(Clone, Serialize)]
struct Row {
    urn: i32,
    school: String,
    exposure: Option<Quantity>,
    past_exposure: Option<Quantity>,
    past_cost: Option<Money>,
    premium: Option<Money>,
}

#[derive(Serialize)]
struct PremiumsPage {
    form: FormView,
    path: String,
    year: String,
    rows: Vec<Row>,
    total: Option<Money>,
    may_keep: bool,
}

impl Page for PremiumsPage {
    const TEMPLATE: &'static str = "fund/premiums.html";
    fn samples() -> Vec<Self> {
        let row = |known: bool| Row {
            urn: 100_123,
            school: "Rose Hill".to_owned(),
            exposure: known.then_some(Quantity(30_000)),
            past_exposure: known.then_some(Quantity(90_000)),
            past_cost: known.then_some(Money(40_000_000)),
            premium: known.then_some(Money(12_340_000)),
        };
        let page = |known: bool| Self {
            form: FormView::default(),
            path: "/clusters/northgate/funds/1".to_owned(),
            year: "2026 to 2027".to_owned(),
            rows: vec![row(known)],
            total: known.then_some(Money(12_340_000)),
            may_keep: !known,
        };
        vec![page(true), page(false)]
    }
}

async fn render(visit: &Visit, at: &InFund, mut form: FormView) -> Result<Response> {
    let seen = opened(visit, at).await?;
    let year = this_year(visit);
    if form.values.is_empty() {
        form = with_day(form, "day", today(visit));
    }
    let members = fund::sharing_schools(visit.read(), &seen.fund, year).await?;
    let charged = store::premiums(visit.read(), seen.fund.id, year).await?;
    let row = |member: Member| {
        let of = charged.iter().find(|row| row.school_id == member.school.id);
        Row {
            urn: member.school.urn,
            school: member.school.name,
            exposure: of.map(|row| row.exposure),
            past_exposure: of.map(|row| row.past_exposure),
            past_cost: of.map(|row| row.past_cost),
            premium: of.map(|row| row.premium),
        }
    };
    let is_keeper = seen.fund.state == FundState::Open && visit.actor.may(Action::KeepFund, &seen.place);
    let page = PremiumsPage {
        form: form.clone(),
        path: path_of(&seen),
        year: year_words(year),
        rows: members.into_iter().map(row).collect(),
        total: (!charged.is_empty()).then(|| charged.iter().map(|row| row.premium).sum()),
        may_keep: is_keeper,
    };
    visit.form_page(inside("Premiums", &seen, "premiums"), &form, &page)
}

async fn show(visit: Visit, Path(at): Path<InFund>) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

fn read(form: &Reader, members: &[Member]) -> (Vec<Exposed>, NewMovement) {
    let quantity = |name: String| {
        form.optional_quantity(&name, "Enter a number, or 0").unwrap_or_else(|| {
            if form.text(&name).is_empty() {
                form.error(&name, "Enter a number, or 0");
            }
            Quantity::ZERO
        })
    };
    let exposed = |member: &Member| {
        let urn = member.school.urn;
        Exposed {
            school: member.school.id,
            exposure: quantity(format!("exposure-{urn}")),
            past_exposure: quantity(format!("past-{urn}")),
            past_cost: form.money(&format!("cost-{urn}"), "Enter an amount in pounds, or 0"),
        }
    };
    (members.iter().map(exposed).collect(), movement(form))
}

async fn charge(visit: Visit, Path(at): Path<InFund>, fields: Fields) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    let members = fund::sharing_schools(visit.read(), &seen.fund, this_year(&visit)).await?;
    let (schools, said) = match fields.read(|form| read(form, &members)) {
        Ok(read) => read,
        Err(form) => return render(&visit, &at, form).await,
    };
    let new = NewPremiums { year: fund::rules::financial_year(said.day), schools };
    match fund::charge_premiums(&visit, &seen.cluster, seen.fund.id, new, said).await {
        Ok(()) => visit.go_saying(format!("{}/premiums", path_of(&seen)), "The premiums are charged"),
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}
