//! The page of savings by term: schools that lose first, then the terms, the groups and every line.

use super::view::{ALL_YEARS, By, CAPTION, Shown, SumRow, chart, effect_words};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::chart::LineChart;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::paging::Paging;
use crate::platform::http::visit::Visit;
use crate::savings::rules::ledger::Step;
use crate::savings::rules::termly::sum;
use crate::savings::web::view::Figure;
use crate::savings::{Of, TermLine, money_in, more, unit_name};
use ::entity::cluster_money::MoneyKind;
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::money::{plain_number, plain_price};
use ::entity::{cluster, school};
use serde::Serialize;

const LINES_OF_A_PAGE: u64 = 30;
/// A chart of more terms than four years have cannot be read.
const MOST_TERMS_DRAWN: usize = 12;

#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    text: String,
}

/// A school that pays more, what it was promised and what was paid of it.
#[derive(Clone, Debug, Serialize)]
struct Loser {
    name: String,
    own: bool,
    service: String,
    year: String,
    more: String,
    promised: Option<String>,
    paid: String,
    /// None where all of it was paid, or nothing was promised.
    left: Option<String>,
    href: Option<String>,
}

/// One school, service and term.
#[derive(Clone, Debug, Serialize)]
struct LineRow {
    school: String,
    own: bool,
    service: String,
    href: String,
    term: String,
    before: Option<Figure>,
    expected: Figure,
    paid: Option<Figure>,
    saved: Option<String>,
    price: String,
    quantity: String,
    enter_href: Option<String>,
}

/// What the cluster's running leaves of the year's savings so far, and funding beside it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Net {
    saved: String,
    running: Figure,
    left: String,
    left_is_less: bool,
    funding: Figure,
}

#[derive(Serialize)]
pub(super) struct TermsPage {
    pub(super) form: FormView,
    owner: String,
    /// Of a cluster's page.
    slug: Option<String>,
    path: String,
    years: Vec<Choice>,
    ways: Vec<Choice>,
    /// "2026 to 2027", or "all years".
    year: String,
    losers: Vec<Loser>,
    caption: &'static str,
    terms: Vec<SumRow>,
    total: Option<SumRow>,
    chart: Option<LineChart>,
    by: &'static str,
    groups: Vec<SumRow>,
    net: Option<Net>,
    rows: Vec<LineRow>,
    pages: Paging,
    import_href: Option<String>,
}

impl TermsPage {
    pub(super) fn of_cluster(
        visit: &Visit,
        cluster: &cluster::Model,
        place: &Place,
        shown: &Shown,
        net: Option<Net>,
    ) -> TermsPage {
        let slug = cluster.slug.clone();
        let may_see = visit.actor.may(Action::SeeCluster, place);
        let base = format!("/clusters/{slug}/savings/promises");
        let promises = may_see.then_some(base.as_str());
        let mut page = Self::of(visit, shown, format!("/clusters/{slug}/savings/terms"), promises);
        page.owner = cluster.name.clone();
        page.slug = Some(slug);
        page.net = net;
        page
    }

    pub(super) fn of_school(visit: &Visit, school: &school::Model, shown: &Shown) -> TermsPage {
        let mut page = Self::of(visit, shown, format!("/schools/{}/savings/terms", school.urn), None);
        page.owner = school.name.clone();
        let may_enter = visit.actor.may(Action::EnterActuals, &Place::school(school.id));
        page.import_href = may_enter.then(|| format!("/schools/{}/savings/invoices", school.urn));
        page
    }

    fn of(visit: &Visit, shown: &Shown, path: String, promises: Option<&str>) -> TermsPage {
        let own = visit.actor.worn.as_ref().and_then(|worn| worn.for_school());
        let asked = &shown.asked;
        let lines = shown.lines();
        let terms = shown.terms();
        let kept = [("year", asked.year.as_str()), ("by", asked.by.code())];
        let pages = Paging::of(lines.len() as u64, LINES_OF_A_PAGE, asked.page, &kept);
        let skipped = usize::try_from(pages.skipped()).unwrap_or_default();
        let of_page = lines.iter().skip(skipped).take(LINES_OF_A_PAGE as usize);
        let all = |name: &str| SumRow::of(name.to_owned(), false, &sum(lines.iter().map(|line| &line.figures)));
        let years = shown.ledger.years().into_iter().map(|year| Choice { text: year.clone(), value: year });
        let every = Choice { value: ALL_YEARS.to_owned(), text: "All years".to_owned() };
        TermsPage {
            form: FormView::default().with("year", asked.year.clone()).with("by", asked.by.code()),
            owner: String::new(),
            slug: None,
            path,
            years: years.chain([every]).collect(),
            ways: By::ALL.iter().map(|by| choice(*by)).collect(),
            year: if asked.year == ALL_YEARS { "all years".to_owned() } else { asked.year.clone() },
            losers: losers(shown, own, promises),
            caption: CAPTION,
            chart: if terms.len() > MOST_TERMS_DRAWN { None } else { chart(&terms) },
            total: (terms.len() > 1).then(|| all("Together")),
            terms: terms.into_iter().map(|(name, sum)| SumRow::of(name, false, &sum)).collect(),
            by: asked.by.words(),
            groups: shown.groups(own),
            net: None,
            rows: of_page.map(|line| row(visit, shown, line, own)).collect(),
            pages,
            import_href: None,
        }
    }
}

fn choice(by: By) -> Choice {
    Choice { value: by.code().to_owned(), text: by.words().to_owned() }
}

/// The parts of contracts that cost their schools more than before in the chosen year, the costliest first.
fn losers(shown: &Shown, own: Option<SchoolId>, promises: Option<&str>) -> Vec<Loser> {
    let mut seen: Vec<Of> = Vec::new();
    let mut found: Vec<(Exact, Loser)> = Vec::new();
    for line in shown.lines() {
        let of = Of { schedule: line.schedule, year: line.year };
        if seen.contains(&of) {
            continue;
        }
        seen.push(of);
        let Some(more) = more(&shown.ledger.lines, of).filter(Exact::is_positive) else { continue };
        let promise = shown.promises.iter().find(|row| row.schedule_id == of.schedule && row.contract_year == of.year);
        let payments =
            shown.payments.iter().filter(|paid| promise.is_some_and(|promise| promise.id == paid.promise_id));
        let paid: Exact = payments.map(|payment| payment.amount.exact()).sum();
        let left = promise.map(|promise| promise.amount.exact() - &paid).filter(Exact::is_positive);
        let loser = Loser {
            name: shown.school_name(line),
            own: own == Some(line.school),
            service: shown.service(line),
            year: line.year_words.clone(),
            promised: promise.map(|promise| plain_price(&promise.amount.exact())),
            paid: plain_price(&paid),
            left: left.map(|left| plain_price(&left)),
            href: promises.map(|base| format!("{base}/{}/{}", of.schedule, of.year)),
            more: plain_price(&more),
        };
        found.push((more, loser));
    }
    found.sort_by(|one, other| other.0.cmp(&one.0));
    found.into_iter().map(|(_, loser)| loser).collect()
}

fn row(visit: &Visit, shown: &Shown, line: &TermLine, own: Option<SchoolId>) -> LineRow {
    let figures = &line.figures;
    let urn = shown.ledger.held(line).and_then(|held| held.part_of(line.school)).map(|part| part.school.urn);
    let may_enter = figures.facts.paid.is_none() && visit.actor.may(Action::EnterActuals, &Place::school(line.school));
    LineRow {
        school: shown.school_name(line),
        own: own == Some(line.school),
        service: shown.service(line),
        href: format!("/contracts/{}", line.contract),
        term: line.term.words(),
        before: figures.compared.as_ref().map(|compared| Figure::of(compared, &before_steps(shown, line, compared))),
        expected: Figure::of(
            &figures.facts.agreed,
            &[Step::new(format!("This term's part of what is agreed for {}", line.year_words), &figures.facts.agreed)],
        ),
        paid: figures.facts.paid.as_ref().map(|paid| Figure::of(paid, &paid_steps(shown, line, paid))),
        saved: figures.realised().map(|saved| (-saved).pounds()),
        price: figures
            .price_effect
            .as_ref()
            .filter(|_| figures.compared.is_some())
            .map(effect_words)
            .unwrap_or_default(),
        quantity: figures.volume_effect.as_ref().map(effect_words).unwrap_or_default(),
        enter_href: urn.filter(|_| may_enter).map(|urn| format!("/schools/{urn}/savings/actuals/{}", line.contract)),
    }
}

/// The term's part of the frozen baseline, and what the invoiced quantity makes of it.
fn before_steps(shown: &Shown, line: &TermLine, compared: &Exact) -> Vec<Step> {
    let part = shown.ledger.held(line).and_then(|held| held.part_of(line.school));
    let yearly = part.and_then(|part| part.row.baseline).map(|amount| plain_price(&amount.exact())).unwrap_or_default();
    let source = part.and_then(|part| part.row.baseline_source.clone()).unwrap_or_default();
    let before = line.figures.facts.before.clone().unwrap_or_default();
    let mut steps = vec![Step::new(format!("This term's part of {yearly} a year, as frozen. {source}"), &before)];
    let changed = compared - &before;
    if !changed.is_zero() {
        let facts = &line.figures.facts;
        let number = |quantity: &Option<Exact>| quantity.as_ref().map(plain_number).unwrap_or_default();
        let unit = shown.categories.get(&line.category).map(|category| {
            let many = Exact::from(2);
            unit_name(&category.shape, &category.shape.main_unit, &many).to_owned()
        });
        let (used, planned) = (number(&facts.quantity), number(&facts.planned));
        let text = format!("In proportion: {used} {} instead of {planned}", unit.unwrap_or_default());
        steps.push(Step::new(text, &changed));
    }
    steps
}

fn paid_steps(shown: &Shown, line: &TermLine, paid: &Exact) -> Vec<Step> {
    if line.is_part_of_year {
        return vec![Step::new("This term's part of the invoices of the whole year", paid)];
    }
    let part = shown.ledger.held(line).and_then(|held| held.part_of(line.school));
    let months = line.term.period.months();
    let is_of_term = |spend: &&::entity::actual_spend::Model| {
        let period = crate::savings::Period::of_words(&spend.period);
        let inside = period.is_some_and(|period| period.months().iter().all(|month| months.contains(month)));
        spend.contract_year == line.year && inside
    };
    let spends = part.map(|part| part.spends.as_slice()).unwrap_or_default().iter().filter(is_of_term);
    let step = |spend: &::entity::actual_spend::Model| {
        Step::new(format!("{}, invoice {}", spend.period, spend.invoice_reference), &spend.amount.exact())
    };
    spends.map(step).collect()
}

/// Of a chosen year in which the cluster recorded costs or funding.
pub(super) async fn net(visit: &Visit, cluster: ClusterId, shown: &Shown) -> Result<Option<Net>> {
    let Some(year) = shown.asked.year.split(' ').next().and_then(|year| year.parse::<i32>().ok()) else {
        return Ok(None);
    };
    let money = money_in(visit.read(), cluster, year).await?;
    if money.is_empty() {
        return Ok(None);
    }
    let steps = |kind: MoneyKind| -> Vec<Step> {
        let rows = money.iter().filter(|row| row.kind == kind);
        rows.map(|row| Step::new(row.purpose.clone(), &row.amount.exact())).collect()
    };
    let total = |steps: &[Step]| steps.iter().map(|step| &step.amount).sum::<Exact>();
    let saved = sum(shown.lines().iter().map(|line| &line.figures)).realised();
    let (running, funding) = (steps(MoneyKind::RunningCost), steps(MoneyKind::Funding));
    let left = &saved - total(&running);
    Ok(Some(Net {
        saved: (-saved).pounds(),
        running: Figure::of(&total(&running), &running),
        left_is_less: !left.is_negative(),
        left: plain_price(&left.abs()),
        funding: Figure::of(&total(&funding), &funding),
    }))
}

impl Loser {
    fn sample(promised: Option<&str>, left: Option<&str>) -> Loser {
        Loser {
            name: "Rose Hill Primary".to_owned(),
            own: promised.is_some(),
            service: "Finance".to_owned(),
            year: "2027 to 2028".to_owned(),
            more: "£420".to_owned(),
            promised: promised.map(str::to_owned),
            paid: "£280".to_owned(),
            left: left.map(str::to_owned),
            href: promised.map(|_| "/clusters/northgate/savings/promises/1/1".to_owned()),
        }
    }
}

impl LineRow {
    fn sample(entered: bool) -> LineRow {
        LineRow {
            school: "Rose Hill Primary".to_owned(),
            own: entered,
            service: "Finance".to_owned(),
            href: "/contracts/1".to_owned(),
            term: "Autumn term 2027".to_owned(),
            before: entered.then(Figure::sample),
            expected: Figure::sample(),
            paid: entered.then(Figure::sample),
            saved: entered.then(|| "-420.00".to_owned()),
            price: "no change".to_owned(),
            quantity: String::new(),
            enter_href: (!entered).then(|| "/schools/100123/savings/actuals/1".to_owned()),
        }
    }
}

impl Page for TermsPage {
    const TEMPLATE: &'static str = "savings/terms.html";
    fn samples() -> Vec<Self> {
        let choice = |text: &str| Choice { value: text.to_owned(), text: text.to_owned() };
        let net = |left_is_less| Net {
            saved: "-15000.00".to_owned(),
            running: Figure::sample(),
            left: "£11,330".to_owned(),
            left_is_less,
            funding: Figure::sample(),
        };
        let full = |slug: Option<&str>, left_is_less| Self {
            form: FormView::default(),
            owner: "Northgate Schools".to_owned(),
            slug: slug.map(str::to_owned),
            path: "/clusters/northgate/savings/terms".to_owned(),
            years: vec![choice("2027 to 2028"), choice("All years")],
            ways: vec![choice("School"), choice("Service")],
            year: "2027 to 2028".to_owned(),
            losers: vec![
                Loser::sample(None, None),
                Loser::sample(Some("£420"), None),
                Loser::sample(Some("£420"), Some("£140")),
            ],
            caption: CAPTION,
            terms: vec![SumRow::sample(8), SumRow::sample(0)],
            total: Some(SumRow::sample(8)),
            chart: None,
            by: "School",
            groups: vec![SumRow::sample(8), SumRow::sample(0)],
            net: slug.map(|_| net(left_is_less)),
            rows: vec![LineRow::sample(true), LineRow::sample(false)],
            pages: Paging::of(31, LINES_OF_A_PAGE, None, &[]),
            import_href: slug.is_none().then(|| "/schools/100123/savings/invoices".to_owned()),
        };
        let empty = Self {
            terms: Vec::new(),
            total: None,
            losers: Vec::new(),
            groups: Vec::new(),
            rows: Vec::new(),
            pages: Paging::of(0, LINES_OF_A_PAGE, None, &[]),
            ..full(None, true)
        };
        vec![full(Some("northgate"), true), full(Some("northgate"), false), full(None, true), empty]
    }
}
