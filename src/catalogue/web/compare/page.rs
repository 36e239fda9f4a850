//! The page of a comparison.

use super::super::volumes::Field;
use super::figures::{Cell, SumLine, difference, pounds, sum_lines};
use super::more::{self, EvenView, MoreView};
use super::now;
use super::table::{Row, rows};
use crate::catalogue::baseline::NOT_KNOWN;
use crate::catalogue::compare::{Comparison, MOST_COMPARED, OfferColumn, Sort};
use crate::catalogue::in_sentence;
use crate::catalogue::store::MOST_FOUND;
use crate::platform::http::chart::{BarChart, Heading, Measure};
use crate::platform::http::page::{FormView, Page};
use ::entity::agreement::SharingRule;
use ::entity::exact::Exact;
use ::entity::money::plain_number;
use serde::Serialize;

/// One offer at the head of its column, and what it includes.
#[derive(Serialize)]
struct Head {
    name: String,
    title: String,
    source: String,
    href: Option<String>,
    is_sla: bool,
    is_guide: bool,
    /// The first year's sum, for the page that is saved.
    lines: Vec<SumLine>,
    total: Option<String>,
}

/// What the school uses in a year, in words.
#[derive(Serialize)]
struct Volume {
    words: String,
    year: String,
}

/// What the comparison says, as it is kept when it is saved.
#[derive(Serialize)]
pub(in crate::catalogue) struct Figures {
    volume: Option<Volume>,
    /// The name of the first column.
    now_head: &'static str,
    now_source: Option<&'static str>,
    /// "You buy under …": the first column is then what would be paid without the cluster.
    running: Option<String>,
    /// "As one of 8 schools of Northgate cluster …".
    cluster: Option<String>,
    caption: &'static str,
    sorted_by_name: bool,
    heads: Vec<Head>,
    rows: Vec<Row>,
    buying_more: Vec<MoreView>,
    chart: Option<BarChart>,
    even: Option<EvenView>,
}

#[derive(Serialize)]
pub(super) struct ComparePage {
    pub(super) form: FormView,
    title: String,
    school: String,
    service: String,
    path: String,
    volumes_path: String,
    add_path: String,
    saved_path: String,
    /// What the authority offers of this service, to be ordered.
    orders_path: String,
    /// Where firm quotes are asked for, of the offers that are shown.
    quotes_path: String,
    may_edit: bool,
    missing: Vec<Field>,
    /// "meals a day".
    missing_words: String,
    not_known: &'static str,
    /// "The 6 of 45 offers that cost your school least by itself."
    shown: Option<String>,
    /// Where others can be chosen.
    list_path: String,
    /// The chosen offers, to be kept in other addresses: "?offer=a&offer=b&".
    kept: String,
    /// The words of the offers' addresses.
    chosen: Vec<String>,
    /// Where the cluster shares costs, and asks who would join.
    sharing_path: String,
    joining_path: String,
    figures: Figures,
}

impl Figures {
    pub(in crate::catalogue) fn of(comparison: &Comparison, sort: Sort) -> Self {
        let slug = &comparison.category.slug;
        Figures {
            volume: volume(comparison),
            now_head: now::words(comparison).head,
            now_source: comparison.baseline.as_ref().map(|now| now.source_words),
            running: running(comparison),
            cluster: cluster(comparison),
            caption: now::words(comparison).caption,
            sorted_by_name: sort == Sort::Name,
            heads: comparison.columns.iter().map(|column| head(column, slug)).collect(),
            rows: rows(comparison),
            buying_more: more::warnings(comparison),
            chart: chart(comparison),
            even: more::even(comparison),
        }
    }
}

impl ComparePage {
    pub(super) fn of(comparison: &Comparison, chosen: &[String], sort: Sort, may_edit: bool, form: FormView) -> Self {
        let school = format!("/schools/{}", comparison.school.urn);
        let slug = &comparison.category.slug;
        let field = |item: &::entity::category::Item| Field {
            id: item.id.clone(),
            label: item.label.clone(),
            hint: item.hint.clone().unwrap_or_default(),
        };
        let mut kept = url::form_urlencoded::Serializer::new(String::new());
        kept.extend_pairs(chosen.iter().map(|slug| ("offer", slug)));
        let kept = kept.finish();
        ComparePage {
            form,
            title: super::title(comparison),
            school: comparison.school.name.clone(),
            service: in_sentence(&comparison.category.name),
            path: format!("{school}/compare/{slug}"),
            volumes_path: format!("{school}/volumes/{slug}"),
            add_path: format!("{school}/spend/add"),
            saved_path: format!("{school}/comparisons"),
            orders_path: format!("{school}/orders?service={slug}"),
            quotes_path: quotes_path(comparison, &school),
            may_edit,
            missing: comparison.missing.iter().map(field).collect(),
            missing_words: missing_words(comparison),
            not_known: NOT_KNOWN,
            shown: shown(comparison),
            list_path: format!("/services/{slug}"),
            kept: if kept.is_empty() { "?".to_owned() } else { format!("?{kept}&") },
            chosen: comparison.columns.iter().filter_map(|column| column.offer.slug.clone()).collect(),
            sharing_path: cluster_path(comparison, "sharing"),
            joining_path: cluster_path(comparison, &format!("joining/{slug}")),
            figures: Figures::of(comparison, sort),
        }
    }
}

/// The form that asks the providers of the offers shown for firm quotes.
fn quotes_path(comparison: &Comparison, school: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("category", &comparison.category.slug);
    let shown = comparison.columns.iter().filter_map(|column| column.offer.slug.as_ref());
    query.extend_pairs(shown.map(|slug| ("offer", slug)));
    format!("{school}/quotes/new?{}", query.finish())
}

/// Which of all offers are shown; nothing where all are.
fn shown(comparison: &Comparison) -> Option<String> {
    let columns = comparison.columns.len();
    let offered = if comparison.offered > MOST_FOUND {
        format!("more than {MOST_FOUND}")
    } else {
        comparison.offered.to_string()
    };
    match comparison.are_chosen {
        true => Some(format!("The {columns} offers that you chose of {offered}.")),
        false if columns == MOST_COMPARED => {
            Some(format!("The {columns} of {offered} offers that cost your school least by itself."))
        }
        false => None,
    }
}

fn head(column: &OfferColumn, category: &str) -> Head {
    let offer = &column.offer;
    let sum = column.cost().map(|cost| &cost.year_one);
    Head {
        name: offer.name.clone(),
        title: offer.title.clone(),
        source: offer.source.clone(),
        href: offer.slug.as_ref().map(|slug| format!("/services/{category}/{slug}")),
        is_sla: offer.is_sla,
        is_guide: offer.is_guide,
        lines: sum.filter(|_| !offer.is_guide).map(|part| sum_lines(&part.steps, &offer.source)).unwrap_or_default(),
        total: sum.map(|part| pounds(&part.amount)),
    }
}

fn volume(comparison: &Comparison) -> Option<Volume> {
    let (volume, unit) = (comparison.volume()?, comparison.main_unit()?);
    let name = if *volume == Exact::one() { &unit.one } else { &unit.many };
    let words = if unit.factors.len() > 1 || unit.id == "day" { " a year" } else { "" };
    Some(Volume {
        words: format!("{} {name}{words}", plain_number(volume)),
        year: crate::catalogue::rules::year_words(&comparison.school, comparison.year),
    })
}

/// What is asked for, short: "meals a day" of "Meals a day, paid".
fn missing_words(comparison: &Comparison) -> String {
    let first = comparison.missing.first().map(|item| item.label.split(',').next().unwrap_or_default());
    first.map(in_sentence).unwrap_or_default()
}

fn running(comparison: &Comparison) -> Option<String> {
    let (contract, part) = comparison.running.as_ref()?;
    Some(format!(
        "You buy under the cluster's contract “{}” until {}, for {} a year. “{}” is what you would pay if there were none.",
        contract.title,
        contract.ends_on.format("%-d %B %Y"),
        pounds(&part.yearly_cost.exact()),
        now::words(comparison).head
    ))
}

fn cluster(comparison: &Comparison) -> Option<String> {
    let group = comparison.group.as_ref()?;
    let schools = group.schools.len();
    let agreed = match group.rule {
        SharingRule::TwoPart if !group.holds_harmless() => {
            "We split the standing charge equally; you pay for your own use on top. What every school pays now is not \
             known, so nobody is held to it."
        }
        rule => rule.sentence(),
    };
    Some(format!(
        "Costs are your share as one of {schools} schools of {} buying together. As agreed: {agreed} “Alone” is the price for your school by itself.",
        group.cluster_name
    ))
}

/// A page of the cluster; none is shown where there is no cluster.
fn cluster_path(comparison: &Comparison, page: &str) -> String {
    let cluster = comparison.group.as_ref().map(|group| format!("/clusters/{}/{page}", group.cluster_slug));
    cluster.unwrap_or_default()
}

fn chart(comparison: &Comparison) -> Option<BarChart> {
    let words = now::words(comparison);
    let measure = |label: &str, amount: &Exact| {
        let pence = i64::try_from(amount.half_up_mantissa(2)).ok()?;
        Some(Measure { label: label.to_owned(), amount: pence, words: pounds(amount) })
    };
    let priced = comparison.columns.iter().filter_map(|column| Some((column, column.year_one()?)));
    let measures: Vec<Measure> =
        priced.clone().filter_map(|(column, cost)| measure(&comparison.name_of(column), cost)).collect();
    let now = comparison.baseline.as_ref().and_then(|now| measure(words.head, &now.amount));
    let (least, cost) = priced.min_by(|(_, one), (_, other)| one.cmp(other))?;
    let against = comparison.baseline.as_ref().map(|now| match cost - &now.amount {
        change if change.is_zero() => format!(", the same as {}", words.than),
        change => format!(", {} than {}", difference(&change), words.than),
    });
    let finding = format!("{} costs least in year 1{}", comparison.name_of(least), against.unwrap_or_default());
    let heading = Heading { id: "costs".to_owned(), finding, table: words.caption.to_owned() };
    BarChart::against(heading, &measures, now.as_ref())
}

impl Page for ComparePage {
    const TEMPLATE: &'static str = "catalogue/compare.html";
    fn samples() -> Vec<Self> {
        vec![sample(true), sample(false)]
    }
}

fn sample(is_known: bool) -> ComparePage {
    let words = |text: &str| text.to_owned();
    ComparePage {
        form: FormView::default(),
        title: words("Catering: what each offer would cost Canal Side Primary"),
        school: words("Canal Side Primary"),
        service: words("catering"),
        path: words("/schools/100123/compare/catering"),
        volumes_path: words("/schools/100123/volumes/catering"),
        add_path: words("/schools/100123/spend/add"),
        saved_path: words("/schools/100123/comparisons"),
        orders_path: words("/schools/100123/orders?service=catering"),
        quotes_path: words("/schools/100123/quotes/new?category=catering"),
        may_edit: true,
        missing: if is_known {
            Vec::new()
        } else {
            vec![Field { id: words("meals"), label: words("Meals"), hint: words("x") }]
        },
        missing_words: words("meals a day"),
        not_known: NOT_KNOWN,
        shown: is_known.then(|| words("The 6 of 45 offers that cost your school least by itself.")),
        list_path: words("/services/catering"),
        kept: words("?"),
        chosen: vec![words("provider-a")],
        sharing_path: words("/clusters/northgate/sharing"),
        joining_path: words("/clusters/northgate/joining/catering"),
        figures: Figures::sample(is_known),
    }
}

impl Figures {
    pub(in crate::catalogue) fn sample(is_known: bool) -> Self {
        let words = |text: &str| text.to_owned();
        let line = || SumLine { text: "Management".to_owned(), amount: "£1,697.64".to_owned() };
        let figure = Cell {
            note: Some("9.03p a meal".to_owned()),
            direction: Some("less"),
            is_best: true,
            lines: vec![line()],
            of: "the cost".to_owned(),
            ..Cell::words("£1,697.64")
        };
        let head = Head {
            name: "Provider A".to_owned(),
            title: "School meals".to_owned(),
            source: "Version 2, published 3 May 2026".to_owned(),
            href: is_known.then(|| "/services/catering/provider-a".to_owned()),
            is_sla: is_known,
            is_guide: is_known,
            lines: vec![line()],
            total: is_known.then(|| "£1,697.64".to_owned()),
        };
        let row = |label: &str, is_words| Row {
            label: words(label),
            note: Some(words("x")),
            cells: vec![Cell::nothing(), figure.clone()],
            is_words,
        };
        Figures {
            volume: is_known.then(|| Volume { words: words("18,810 meals a year"), year: words("2026 to 2027") }),
            now_head: now::PAID.head,
            now_source: is_known.then_some("Invoices"),
            running: is_known.then(|| words("You buy under a contract")),
            cluster: is_known.then(|| words("Your share as one of 8 schools")),
            caption: now::PAID.caption,
            sorted_by_name: is_known,
            heads: vec![head],
            rows: vec![row("Cost", false), row("Included", true)],
            buying_more: if is_known { vec![MoreView::sample(true), MoreView::sample(false)] } else { Vec::new() },
            chart: None,
            even: is_known.then(EvenView::sample),
        }
    }
}
