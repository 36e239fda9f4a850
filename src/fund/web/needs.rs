//! The needs audit: each school's counts, the cluster's profile, its priorities and what is commissioned for them.

use super::{Choice, KEEP, SEE, Year, choice, fund_choices, seen_by, this_year};
use crate::fund::rules::{shown_count, shown_total, year_words};
use crate::fund::{self, Member, NewPriority, Stated, store};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::fund_need::{self, NeedArea};
use ::entity::ids::{FundId, SchoolId};
use ::entity::money::Money;
use ::entity::{fund_need_money, fund_priority};
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const STATE: Who = Who::May(&[Action::StateNeeds]);
/// More pupils than any school has.
const MOST_PUPILS: i32 = 20_000;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/needs", SEE, show).post("/clusters/{slug}/needs", STATE, state).post(
        "/clusters/{slug}/needs/priorities",
        KEEP,
        commission,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<NeedsPage>()]
}

fn area_words(area: NeedArea) -> &'static str {
    match area {
        NeedArea::Speech => "Speech, language and communication",
        NeedArea::SocialEmotional => "Social, emotional and mental health",
        NeedArea::Autism => "Autistic spectrum disorder",
        NeedArea::SpecificLearning => "Specific learning difficulty",
        NeedArea::ModerateLearning => "Moderate learning difficulty",
        NeedArea::SevereLearning => "Severe learning difficulty",
        NeedArea::Hearing => "Hearing impairment",
        NeedArea::Vision => "Vision impairment",
        NeedArea::Physical => "Physical disability",
        NeedArea::Attendance => "Attendance",
        NeedArea::FamilySupport => "Family support",
    }
}

/// One area: how many pupils in the cluster, and in how many schools.
#[derive(Clone, Serialize)]
struct AreaRow {
    area: &'static str,
    total: String,
    schools: usize,
    /// The reader's own.
    own: Option<String>,
}

#[derive(Clone, Serialize)]
struct SchoolRow {
    name: String,
    own: bool,
    /// "Autistic spectrum disorder: fewer than 5", area by area.
    counts: Vec<String>,
    allocated: Option<Money>,
    pooled: Option<Money>,
}

#[derive(Clone, Serialize)]
struct PriorityRow {
    rank: i32,
    area: &'static str,
    commission: String,
    amount: Money,
    fund: Option<String>,
    decision: String,
}

#[derive(Clone, Serialize)]
struct Field {
    name: String,
    label: &'static str,
}

#[derive(Serialize)]
struct NeedsPage {
    form: FormView,
    slug: String,
    cluster: String,
    year: String,
    asked: i32,
    years: Vec<Year>,
    areas: Vec<AreaRow>,
    schools: Vec<SchoolRow>,
    missing: usize,
    allocated: Money,
    pooled: Money,
    priorities: Vec<PriorityRow>,
    commissioned: Money,
    own_school: Option<String>,
    fields: Vec<Field>,
    all_areas: Vec<Choice>,
    funds: Vec<Choice>,
    may_commission: bool,
}

impl Page for NeedsPage {
    const TEMPLATE: &'static str = "fund/needs.html";
    fn samples() -> Vec<Self> {
        let page = |is_full: bool| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            year: "2026 to 2027".to_owned(),
            asked: 2026,
            years: vec![Year { href: "?year=2026".to_owned(), text: "2026 to 2027".to_owned(), current: true }],
            areas: vec![AreaRow {
                area: "Attendance",
                total: "about 15".to_owned(),
                schools: 2,
                own: is_full.then(|| "4".to_owned()),
            }],
            schools: [true, false]
                .map(|known| SchoolRow {
                    name: "Rose Hill".to_owned(),
                    own: known,
                    counts: if known { vec!["Attendance: 4".to_owned()] } else { Vec::new() },
                    allocated: known.then_some(Money(100_000_000)),
                    pooled: known.then_some(Money(10_000_000)),
                })
                .to_vec(),
            missing: usize::from(is_full),
            allocated: Money(100_000_000),
            pooled: Money(10_000_000),
            priorities: if is_full {
                vec![
                    PriorityRow {
                        rank: 1,
                        area: "Attendance",
                        commission: "A welfare officer for two days a week".to_owned(),
                        amount: Money(90_000_000),
                        fund: Some("Delegated money".to_owned()),
                        decision: "Minute 5".to_owned(),
                    };
                    2
                ]
            } else {
                Vec::new()
            },
            commissioned: Money(90_000_000),
            own_school: is_full.then(|| "Rose Hill".to_owned()),
            fields: fields(),
            all_areas: areas(),
            funds: Vec::new(),
            may_commission: is_full,
        };
        vec![page(true), page(false)]
    }
}

fn fields() -> Vec<Field> {
    NeedArea::ALL.iter().map(|area| Field { name: format!("pupils-{area}"), label: area_words(*area) }).collect()
}

fn areas() -> Vec<Choice> {
    NeedArea::ALL.iter().map(|area| choice(area, area_words(*area))).collect()
}

/// The member that the reader states needs for.
fn own_member<'a>(visit: &Visit, members: &'a [Member]) -> Option<&'a Member> {
    let states = |member: &&Member| visit.actor.may(Action::StateNeeds, &Place::school(member.school.id));
    members.iter().find(states)
}

fn area_rows(needs: &[fund_need::Model], own: Option<SchoolId>) -> Vec<AreaRow> {
    let row = |area: &NeedArea| {
        let of: Vec<&fund_need::Model> = needs.iter().filter(|need| need.area == *area).collect();
        let counts: Vec<(i32, bool)> = of.iter().map(|need| (need.pupils, Some(need.school_id) == own)).collect();
        let mine = of.iter().find(|need| Some(need.school_id) == own).map(|need| need.pupils.to_string());
        AreaRow { area: area_words(*area), total: shown_total(&counts), schools: of.len(), own: mine }
    };
    NeedArea::ALL.iter().map(row).filter(|row| row.schools > 0).collect()
}

fn school_row(
    member: &Member,
    needs: &[fund_need::Model],
    money: &[fund_need_money::Model],
    own: Option<SchoolId>,
) -> SchoolRow {
    let id = member.school.id;
    let is_own = own == Some(id);
    let of = |area: &NeedArea| {
        let need = needs.iter().find(|need| need.school_id == id && need.area == *area)?;
        Some(format!("{}: {}", area_words(*area), shown_count(need.pupils, is_own)))
    };
    let stated = money.iter().find(|row| row.school_id == id);
    SchoolRow {
        name: member.school.name.clone(),
        own: is_own,
        counts: NeedArea::ALL.iter().filter_map(of).collect(),
        allocated: stated.map(|row| row.allocated),
        pooled: stated.map(|row| row.pooled),
    }
}

fn priority_row(row: fund_priority::Model, funds: &HashMap<FundId, String>) -> PriorityRow {
    PriorityRow {
        rank: row.rank,
        area: area_words(row.area),
        commission: row.commission,
        amount: row.amount,
        fund: row.fund_id.and_then(|id| funds.get(&id).cloned()),
        decision: row.decision,
    }
}

/// What the reader's school said before stands in its form.
fn filled(form: FormView, own: SchoolId, needs: &[fund_need::Model], money: &[fund_need_money::Model]) -> FormView {
    let mine = needs.iter().filter(|need| need.school_id == own);
    let form = mine.fold(form, |form, need| form.with(format!("pupils-{}", need.area), need.pupils.to_string()));
    match money.iter().find(|row| row.school_id == own) {
        Some(row) => form.with("allocated", row.allocated.to_string()).with("pooled", row.pooled.to_string()),
        None => form,
    }
}

async fn render(visit: &Visit, slug: &str, asked: Option<i32>, mut form: FormView) -> Result<Response> {
    let (cluster, place) = fund::within_sight(visit, slug).await?;
    let this = this_year(visit);
    let year = asked.unwrap_or(this).clamp(2000, 2100);
    let connection = visit.read();
    let members = fund::members(connection, cluster.id).await?;
    let needs = store::needs(connection, cluster.id, year).await?;
    let money = store::money_for_needs(connection, cluster.id, year).await?;
    let priorities = store::priorities(connection, cluster.id, year).await?;
    let funds = store::funds(connection, cluster.id).await?;
    let names: HashMap<FundId, String> = funds.iter().map(|fund| (fund.id, fund.name.clone())).collect();
    let own = own_member(visit, &members);
    let own_id = own.map(|member| member.school.id);
    if let (true, Some(id)) = (form.values.is_empty(), own_id) {
        form = filled(form, id, &needs, &money);
    }
    let link = |each: i32| Year { href: format!("?year={each}"), text: year_words(each), current: each == year };
    let page = NeedsPage {
        form: form.clone(),
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        year: year_words(year),
        asked: year,
        years: [this + 1, this, this - 1].map(link).to_vec(),
        areas: area_rows(&needs, own_id),
        schools: members.iter().map(|member| school_row(member, &needs, &money, own_id)).collect(),
        missing: members.iter().filter(|each| !money.iter().any(|row| row.school_id == each.school.id)).count(),
        allocated: money.iter().map(|row| row.allocated).sum(),
        pooled: money.iter().map(|row| row.pooled).sum(),
        commissioned: priorities.iter().map(|row| row.amount).sum(),
        priorities: priorities.into_iter().map(|row| priority_row(row, &names)).collect(),
        own_school: own.map(|member| member.school.name.clone()),
        fields: fields(),
        all_areas: areas(),
        funds: fund_choices(&funds),
        may_commission: visit.actor.may(Action::KeepFund, &place),
    };
    let framed = frame(format!("Needs, {}", cluster.name)).back(format!("/clusters/{slug}/funds"), "Funds");
    visit.form_page(framed.seen_by(seen_by(&cluster)), &form, &page)
}

#[derive(Deserialize)]
struct Asked {
    year: Option<i32>,
}

async fn show(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    render(&visit, &slug, asked.year, FormView::default()).await
}

fn year_of(form: &Reader) -> i32 {
    form.whole("year", 2000..=2100, "Choose the financial year")
}

fn read_needs(form: &Reader) -> Stated {
    let count = |area: &NeedArea| {
        let field = format!("pupils-{area}");
        let sentence = "Enter a whole number of pupils, or leave it empty";
        let pupils = form.optional_parsed::<i32>(&field, sentence).unwrap_or_default();
        if !(0..=MOST_PUPILS).contains(&pupils) {
            form.error(&field, sentence);
        }
        (*area, pupils)
    };
    let amount = |name: &str| form.money(name, "Enter an amount in pounds, or 0");
    Stated {
        year: year_of(form),
        pupils: NeedArea::ALL.iter().map(count).collect(),
        allocated: amount("allocated"),
        pooled: amount("pooled"),
    }
}

async fn state(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = fund::within_sight(&visit, &slug).await?;
    let stated = match fields.read(read_needs) {
        Ok(stated) => stated,
        Err(form) => return render(&visit, &slug, None, form).await,
    };
    let year = stated.year;
    match fund::state_needs(&visit, &cluster, stated).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/needs?year={year}"), "Your school's needs are recorded"),
        Err(error) => render(&visit, &slug, Some(year), fields.refused(error)?).await,
    }
}

fn read_priority(form: &Reader) -> NewPriority {
    NewPriority {
        year: year_of(form),
        area: form.choice("area", NeedArea::ALL, "Choose the area of need"),
        rank: form.whole("rank", 1..=50, "Enter its place, 1 for the first"),
        commission: form.required("commission", "Enter what is commissioned, and from whom"),
        amount: form.money("amount", "Enter an amount in pounds, like 9000"),
        fund: form.optional_parsed("fund", "Choose the fund"),
        decision: form.required("decision", "Enter the minute that decided it"),
    }
}

async fn commission(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = fund::within_sight(&visit, &slug).await?;
    let new = match fields.read(read_priority) {
        Ok(new) => new,
        Err(form) => return render(&visit, &slug, None, form).await,
    };
    let year = new.year;
    match fund::set_priority(&visit, &cluster, new).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/needs?year={year}"), "It is recorded"),
        Err(error) => render(&visit, &slug, Some(year), fields.refused(error)?).await,
    }
}
