//! What comes into a fund and what moves inside it, one form for each way.

use super::{
    BANK, Choice, WITH_FILE, choice, file_of, inside, movement, opened, parsed, path_of, school_choices, school_field,
};
use super::{school_names, this_year, today, with_day};
use crate::fund::rules::{Book, Matched, year_words};
use crate::fund::{self, Member, NewMovement, Seen};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Reader, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::ids::SchoolId;
use ::entity::money::{Money, plain_price};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use std::collections::HashMap;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/funds/{id}/record/{way}", BANK, show).post_files(
        "/clusters/{slug}/funds/{id}/record/{way}",
        BANK,
        WITH_FILE,
        record,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<RecordPage>()]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Contribution,
    Grant,
    Charge,
    Matching,
    Penalty,
    YearEnd,
}

impl Way {
    fn of(text: &str) -> Result<Self> {
        Ok(match text {
            "contribution" => Self::Contribution,
            "grant" => Self::Grant,
            "charge" => Self::Charge,
            "matching" => Self::Matching,
            "penalty" => Self::Penalty,
            "year-end" => Self::YearEnd,
            _ => return Err(Error::NotFound),
        })
    }

    /// Whoever keeps the bank records what arrives; the rest is the chair's and the clerk's.
    fn action(self) -> Action {
        if matches!(self, Self::Contribution | Self::Grant) { Action::BankFund } else { Action::KeepFund }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Contribution => "Money from a school",
            Self::Grant => "A grant",
            Self::Charge => "Charge every school for its pupils",
            Self::Matching => "Match what schools put in",
            Self::Penalty => "Charge a school that does not take part",
            Self::YearEnd => "The end of a year",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Contribution => "It settles what the school owes the fund first; the rest is its contribution.",
            Self::Grant => {
                "Money from outside. It stands beside savings and is never one. In a match fund it waits until it is matched; elsewhere it is shared by the fund's rule."
            }
            Self::Charge => "Each school owes the fund its amount from now on. This is done once a financial year.",
            Self::Matching => "Grants become each school's, up to its cap and what it put in.",
            Self::Penalty => "The amount is all schools' together.",
            Self::YearEnd => "What the schools have together at the end of the year goes where the fund's rule says.",
        }
    }
}

#[derive(Clone, Serialize)]
struct Amount {
    school: String,
    basis: String,
    amount: Money,
}

#[derive(Serialize)]
struct RecordPage {
    form: FormView,
    path: String,
    title: &'static str,
    meaning: &'static str,
    asks_school: bool,
    asks_amount: bool,
    asks_year: bool,
    schools: Vec<Choice>,
    years: Vec<Choice>,
    basis: &'static str,
    amounts: Vec<Amount>,
    total: Money,
}

impl RecordPage {
    fn of(way: Way, form: FormView) -> Self {
        Self {
            form,
            path: "/clusters/northgate/funds/1/record/grant".to_owned(),
            title: way.title(),
            meaning: way.meaning(),
            asks_school: matches!(way, Way::Contribution | Way::Penalty),
            asks_amount: matches!(way, Way::Contribution | Way::Grant),
            asks_year: way == Way::YearEnd,
            schools: Vec::new(),
            years: Vec::new(),
            basis: "Pupils",
            amounts: Vec::new(),
            total: Money(0),
        }
    }
}

impl Page for RecordPage {
    const TEMPLATE: &'static str = "fund/record.html";
    fn samples() -> Vec<Self> {
        let all = [Way::Contribution, Way::Grant, Way::Charge, Way::Matching, Way::Penalty, Way::YearEnd];
        let amount = || Amount { school: "Rose Hill".to_owned(), basis: "160".to_owned(), amount: Money(1_600_000) };
        let full = |way| Self { amounts: vec![amount()], ..Self::of(way, FormView::default()) };
        all.into_iter().map(full).collect()
    }
}

/// What each school would be charged or matched, before it is recorded.
fn amounts(way: Way, book: &Book, names: &HashMap<SchoolId, String>) -> (&'static str, Vec<Amount>) {
    let name = |school: &SchoolId| names.get(school).cloned().unwrap_or_default();
    match way {
        Way::Charge => {
            let pupils: HashMap<SchoolId, i32> = book.schools.iter().map(|each| (each.school, each.pupils)).collect();
            let line = |(school, amount): (SchoolId, Money)| Amount {
                school: name(&school),
                basis: pupils.get(&school).map(i32::to_string).unwrap_or_default(),
                amount,
            };
            ("Pupils", book.per_pupil().unwrap_or_default().into_iter().map(line).collect())
        }
        Way::Matching => {
            let line = |(school, found): (SchoolId, Matched)| Amount {
                school: name(&school),
                basis: format!("{}, cap {}", plain_price(&found.contribution), plain_price(&found.cap)),
                amount: Money::rounded(&found.grant).unwrap_or_default(),
            };
            ("Put in", book.matched().unwrap_or_default().into_iter().map(line).collect())
        }
        _ => ("", Vec::new()),
    }
}

async fn render(visit: &Visit, (slug, id, text): &(String, String, String), mut form: FormView) -> Result<Response> {
    let way = Way::of(text)?;
    let seen = opened(visit, &(slug.clone(), id.clone())).await?;
    visit.actor.require(way.action(), &seen.bank_place())?;
    let year = this_year(visit);
    if form.values.is_empty() {
        form = with_day(form, "day", today(visit));
    }
    let book = fund::book_of(visit.read(), &seen.fund, year).await?;
    let names = school_names(visit, seen.cluster.id).await?;
    let (basis, amounts) = amounts(way, &book, &names);
    let page = RecordPage {
        path: format!("{}/record/{text}", path_of(&seen)),
        schools: school_choices(&fund::sharing_schools(visit.read(), &seen.fund, year).await?),
        years: (year - 2..year).rev().map(|year| choice(year, year_words(year))).collect(),
        basis,
        total: amounts.iter().map(|each| each.amount).sum(),
        amounts,
        ..RecordPage::of(way, form.clone())
    };
    visit.form_page(inside(way.title(), &seen, "none"), &form, &page)
}

async fn show(visit: Visit, Path(at): Path<(String, String, String)>) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

/// What the form of a way asks.
struct Typed {
    school: Option<SchoolId>,
    amount: Money,
    year: i32,
    said: NewMovement,
}

fn read(form: &Reader, way: Way, members: &[Member]) -> Typed {
    let school = matches!(way, Way::Contribution | Way::Penalty).then(|| school_field(form, "school", members));
    let amount = matches!(way, Way::Contribution | Way::Grant)
        .then(|| form.money("amount", "Enter an amount in pounds and pence, like 1250 or 1250.50"));
    let year = (way == Way::YearEnd).then(|| form.whole("year", 2000..=2100, "Choose the year that ended"));
    Typed { school, amount: amount.unwrap_or_default(), year: year.unwrap_or_default(), said: movement(form) }
}

async fn give(visit: &Visit, seen: &Seen, way: Way, typed: Typed) -> Result<()> {
    let (cluster, id) = (&seen.cluster, seen.fund.id);
    match (way, typed.school) {
        (Way::Contribution, Some(school)) => {
            fund::receive(visit, cluster, id, (school, typed.amount), typed.said).await
        }
        (Way::Penalty, Some(school)) => fund::give_penalty(visit, cluster, id, school, typed.said).await,
        (Way::Grant, _) => fund::grant(visit, cluster, id, typed.amount, typed.said).await,
        (Way::Charge, _) => fund::charge_per_pupil(visit, cluster, id, typed.said).await,
        (Way::Matching, _) => fund::match_now(visit, cluster, id, typed.said).await,
        (Way::YearEnd, _) => fund::end_year(visit, cluster, id, typed.year, typed.said).await,
        (Way::Contribution | Way::Penalty, None) => Err(Error::NotFound),
    }
}

async fn record(visit: Visit, Path(at): Path<(String, String, String)>, mut upload: Upload) -> Result<Response> {
    let way = Way::of(&at.2)?;
    let seen = fund::seen(&visit, &at.0, parsed(&at.1)?).await?;
    let members = fund::sharing_schools(visit.read(), &seen.fund, this_year(&visit)).await?;
    let mut typed = match upload.fields.read(|form| read(form, way, &members)) {
        Ok(typed) => typed,
        Err(form) => return render(&visit, &at, form).await,
    };
    typed.said.file = file_of(&mut upload);
    match give(&visit, &seen, way, typed).await {
        Ok(()) => visit.go_saying(format!("{}/movements", path_of(&seen)), "The movement is recorded"),
        Err(error) => render(&visit, &at, upload.fields.refused(error)?).await,
    }
}
