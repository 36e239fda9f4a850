//! The price method tried with made-up bids: before publication by the team, afterwards by anybody. Nothing is kept.

use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::price_rule::{PriceMethodName, PriceRule};
use crate::tender::rules::try_out::{
    CannotTry, FEWEST, MOST, MadeUp, Row, Terms, Tried, quality_marks, try_out, with_method,
};
use crate::tender::{self, Dossier, LotAddress};
use ::entity::exact::Exact;
use ::entity::money::{Money, plain_price};
use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;

const NAMES: [&str; MOST] = ["A", "B", "C", "D", "E"];

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/try", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TryPage>()]
}

/// A line of the form.
#[derive(Serialize)]
struct Line {
    name: &'static str,
    price: String,
    quality: String,
}

#[derive(Clone, Serialize)]
struct Shown {
    name: String,
    rank: Option<usize>,
    price: String,
    quality: String,
    working: String,
    price_score: Option<String>,
    price_mark: Option<String>,
    total: Option<String>,
    excluded: Option<String>,
    questioned: bool,
    pounds_a_mark: Option<String>,
}

/// One method with the same bids.
#[derive(Clone, Serialize)]
struct Way {
    title: &'static str,
    formula: &'static str,
    own: bool,
    depends: bool,
    /// "Bid A, 84.29", or what is missing.
    first: String,
    exclusion: String,
    decides: bool,
}

#[derive(Serialize)]
struct TryPage {
    form: FormView,
    reference: String,
    title: String,
    method: &'static str,
    formula: &'static str,
    /// Price's weight; none for the methods that rank by a value in pounds.
    weight: Option<String>,
    quality_marks: String,
    /// What one quality mark is worth, with its sum.
    mark: Option<Money>,
    mark_sum: Option<String>,
    depends: bool,
    lines: Vec<Line>,
    example: bool,
    /// What has to be saved first.
    missing: Option<String>,
    rows: Vec<Shown>,
    winner: Option<String>,
    exclusion: Option<String>,
    decides: bool,
    ways: Vec<Way>,
    /// Leads to the task where the method is chosen.
    task: Option<String>,
}

async fn show(visit: Visit, at: LotAddress, Query(asked): Query<Vec<(String, String)>>) -> Result<Response> {
    let (dossier, place) = tender::open_dossier(&visit, &at).await?;
    let of_the_team = visit.actor.may(Action::SeeTenderTeam, &place);
    let asked: Vec<_> = asked.into_iter().filter(|(name, _)| name != "lot").collect();
    let example = asked.is_empty();
    let mut fields = Fields::default();
    asked.into_iter().for_each(|(name, value)| fields.push(name, value));
    if example {
        examples(&dossier.price).into_iter().for_each(|(name, value)| fields.push(name, value));
    }
    let read = fields.read(|form| made_up(form, &quality_marks(&dossier.price)));
    let (bids, form) = match read {
        Ok(bids) => (bids, fields.view()),
        Err(form) => (Vec::new(), form),
    };
    let page = TryPage::of(&dossier, &bids, form.clone(), example, of_the_team);
    let frame =
        frame(format!("Try the scoring – {}", at.reference)).back(format!("/tenders/{}", at.reference), "Notice");
    let frame = frame.beside(dossier.at_lot().sections("try"));
    let frame = match dossier.tender.published_at {
        Some(_) => frame,
        None => frame.seen_by("The tender's team, and the member schools once they have been asked"),
    };
    visit.form_page(frame, &form, &page)
}

/// Three bids to start from: between the two fixed prices where they are known.
fn examples(rule: &PriceRule) -> Vec<(String, String)> {
    let (top, bottom) = match (rule.ceiling, rule.target, rule.check().is_ok()) {
        (Some(ceiling), Some(target), true) => (ceiling.exact(), target.exact()),
        _ => (Exact::from(60_000), Exact::from(20_000)),
    };
    let marks = quality_marks(rule);
    let part = |whole: &Exact, tenths: i64| whole * Exact::scaled(tenths, 1);
    let price = |tenths: i64| (&bottom + part(&(&top - &bottom), tenths)).half_up(0).decimals(0);
    let quality = |tenths: i64| {
        let marks = part(&marks, tenths).half_up(0);
        marks.decimals(0)
    };
    let bids = [("a", 4, 8), ("b", 3, 6), ("c", 5, 9)];
    bids.into_iter()
        .flat_map(|(name, price_at, quality_at)| {
            [(format!("price_{name}"), price(price_at)), (format!("quality_{name}"), quality(quality_at))]
        })
        .collect()
}

fn made_up(form: &Reader, most: &Exact) -> Vec<MadeUp> {
    let bids: Vec<MadeUp> = NAMES.iter().filter_map(|name| one_made_up(form, name, most)).collect();
    let begun = NAMES.iter().filter(|name| !form.text(&price_field(name)).is_empty()).count();
    if bids.len() < FEWEST && begun < FEWEST {
        form.error(&price_field(NAMES[begun]), "Make up three bids at least, each with a price and quality marks");
    }
    bids
}

fn price_field(name: &str) -> String {
    format!("price_{}", name.to_lowercase())
}

fn quality_field(name: &str) -> String {
    format!("quality_{}", name.to_lowercase())
}

fn one_made_up(form: &Reader, name: &str, most: &Exact) -> Option<MadeUp> {
    let (price_field, quality_field) = (price_field(name), quality_field(name));
    let price_sentence = format!("Enter the price of bid {name} in pounds, like 36000");
    let quality_sentence = format!("Enter quality marks of bid {name} from 0 to {}", plain(most));
    let price = form.optional_money(&price_field, &price_sentence);
    let quality = form.optional_quantity(&quality_field, &quality_sentence);
    if price.is_none() && quality.is_none() {
        return None;
    }
    if price.is_none_or(|price| price.0 <= 0) && (price.is_some() || form.text(&price_field).is_empty()) {
        form.error(&price_field, price_sentence);
    }
    let in_scale = |quality: ::entity::money::Quantity| !quality.is_negative() && quality.exact() <= *most;
    if quality.is_none_or(|quality| !in_scale(quality)) && (quality.is_some() || form.text(&quality_field).is_empty()) {
        form.error(&quality_field, quality_sentence);
    }
    Some(MadeUp { name: name.to_owned(), price: price?.exact(), quality: quality?.exact() })
}

fn plain(number: &Exact) -> String {
    number.terminating().unwrap_or_else(|| number.decimals(3))
}

impl TryPage {
    fn of(dossier: &Dossier, bids: &[MadeUp], form: FormView, example: bool, of_the_team: bool) -> Self {
        let (tender, rule) = (&dossier.tender, &dossier.price);
        let terms = Terms {
            quality_marks: quality_marks(rule),
            quality_minimum: tender.quality_minimum,
            low_bid_percent: tender.low_bid_percent,
        };
        let tried = if bids.is_empty() { None } else { Some(try_out(rule, &terms, bids)) };
        let missing = tried.as_ref().and_then(|tried| tried.as_ref().err()).map(CannotTry::to_string);
        let tried = tried.and_then(std::result::Result::ok);
        let mark = rule
            .pounds_for_a_mark()
            .or(rule.pounds_per_mark.filter(|_| rule.method == PriceMethodName::QualityAdjustedPrice));
        let line = |name: &&'static str| Line { name, price: price_field(name), quality: quality_field(name) };
        Self {
            form,
            reference: tender.reference.clone(),
            title: tender.title.clone(),
            method: rule.method.title(),
            formula: rule.method.formula(),
            weight: (!rule.method.is_ratio()).then(|| rule.weight.to_string()),
            quality_marks: plain(&terms.quality_marks),
            mark,
            mark_sum: rule.pounds_for_a_mark().and_then(|_| mark_sum(rule)),
            depends: rule.method.depends_on_other_bids(),
            lines: NAMES.iter().map(line).collect(),
            example,
            missing,
            winner: tried.as_ref().and_then(|tried| tried.winner.clone()),
            exclusion: tried.as_ref().map(exclusion_words),
            decides: tried.as_ref().is_some_and(|tried| !tried.exclusion.independent_of_losing_bids()),
            rows: tried.map(|tried| tried.rows.iter().map(shown).collect()).unwrap_or_default(),
            ways: if of_the_team && !bids.is_empty() { ways(rule, &terms, bids) } else { Vec::new() },
            task: of_the_team.then(|| format!("/tenders/{}/edit/price", tender.reference)),
        }
    }
}

/// "(£108,000 − £24,000) ÷ 40".
fn mark_sum(rule: &PriceRule) -> Option<String> {
    let (ceiling, target) = (rule.ceiling?.exact(), rule.target?.exact());
    Some(format!("({} − {}) ÷ {}", plain_price(&ceiling), plain_price(&target), rule.weight))
}

fn shown(row: &Row) -> Shown {
    let decimals = |value: &Option<Exact>, count: u32| value.as_ref().map(|value| value.decimals(count));
    Shown {
        name: row.name.clone(),
        rank: row.rank,
        price: row.price.pounds(),
        quality: row.quality.decimals(2),
        working: row.working.clone(),
        price_score: decimals(&row.price_score, 6),
        price_mark: decimals(&row.price_mark, 2),
        total: decimals(&row.total, 2),
        excluded: row.excluded.clone(),
        questioned: row.questioned,
        pounds_a_mark: row.pounds_a_mark.as_ref().map(|pounds| pounds.half_up(2).pounds()),
    }
}

fn exclusion_words(tried: &Tried) -> String {
    let change = |change: &crate::tender::WinnerChange| {
        let winner = change.winner.as_ref().map_or_else(|| "nobody alone".to_owned(), |name| format!("bid {name}"));
        format!("without bid {}, {winner} is first", change.removed)
    };
    let changes: Vec<String> = tried.exclusion.changes.iter().map(change).collect();
    match changes.is_empty() {
        true => "Taking out any one losing bid leaves the same bid first.".to_owned(),
        false => format!("A losing bid decides who is first: {}.", changes.join("; ")),
    }
}

fn ways(rule: &PriceRule, terms: &Terms, bids: &[MadeUp]) -> Vec<Way> {
    let way = |method: PriceMethodName| {
        let tried = try_out(&with_method(rule, method), terms, bids);
        let (first, exclusion, decides) = match &tried {
            Ok(tried) => (first_words(tried), exclusion_words(tried), !tried.exclusion.independent_of_losing_bids()),
            Err(cannot) => (cannot.to_string(), String::new(), false),
        };
        Way {
            title: method.title(),
            formula: method.formula(),
            own: method == rule.method,
            depends: method.depends_on_other_bids(),
            first,
            exclusion,
            decides,
        }
    };
    PriceMethodName::ALL.iter().copied().map(way).collect()
}

fn first_words(tried: &Tried) -> String {
    let Some(first) = tried.rows.first().filter(|row| row.rank == Some(1)) else { return "No bid is left".to_owned() };
    if tried.winner.is_none() {
        return "Lots would be drawn".to_owned();
    }
    match (&first.total, first.price_mark.is_some()) {
        (Some(total), true) => format!("Bid {}, {} of 100", first.name, total.decimals(2)),
        (Some(total), false) if total.is_negative() => {
            format!("Bid {}, {} below zero; the lowest is best", first.name, plain_price(&total.half_up(2).abs()))
        }
        (Some(total), false) => format!("Bid {}, {}", first.name, plain_price(&total.half_up(2))),
        _ => format!("Bid {}", first.name),
    }
}

impl Page for TryPage {
    const TEMPLATE: &'static str = "tender/try.html";
    fn samples() -> Vec<Self> {
        let shown = |excluded: Option<&str>| Shown {
            name: "A".to_owned(),
            rank: excluded.is_none().then_some(1),
            price: "36000.00".to_owned(),
            quality: "50.00".to_owned(),
            working: "£29,700 ÷ £36,000".to_owned(),
            price_score: excluded.is_none().then(|| "0.857143".to_owned()),
            price_mark: excluded.is_none().then(|| "34.29".to_owned()),
            total: excluded.is_none().then(|| "84.29".to_owned()),
            excluded: excluded.map(str::to_owned),
            questioned: true,
            pounds_a_mark: excluded.is_none().then(|| "2100.00".to_owned()),
        };
        let way = |own: bool| Way {
            title: "Between the lowest and the highest price",
            formula: "lowest ÷ price",
            own,
            depends: !own,
            first: "Bid A, 84.29 of 100".to_owned(),
            exclusion: "Taking out any one losing bid leaves the same bid first.".to_owned(),
            decides: !own,
        };
        let line = |name: &&'static str| Line { name, price: price_field(name), quality: quality_field(name) };
        let page = |full: bool| Self {
            form: if full { FormView::default() } else { FormView::default().refusing("price_a", "Enter the price") },
            reference: "NG-2027-004".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            method: "Against fixed prices",
            formula: "(ceiling − price) ÷ (ceiling − target), between 0 and 1",
            weight: full.then(|| "40".to_owned()),
            quality_marks: "60".to_owned(),
            mark: full.then_some(Money(21_000_000)),
            mark_sum: full.then(|| "(£108,000 − £24,000) ÷ 40".to_owned()),
            depends: !full,
            lines: NAMES.iter().map(line).collect(),
            example: full,
            missing: (!full).then(|| "Enter the price that earns no marks".to_owned()),
            rows: if full { vec![shown(None), shown(Some("The quality is below the minimum"))] } else { Vec::new() },
            winner: full.then(|| "A".to_owned()),
            exclusion: full.then(|| "A losing bid decides".to_owned()),
            decides: full,
            ways: if full { vec![way(true), way(false)] } else { Vec::new() },
            task: full.then(|| "/tenders/NG-2027-004/edit/price".to_owned()),
        };
        let unquestioned = Self { depends: true, decides: false, mark_sum: None, ..page(true) };
        let undecided = Self { depends: true, winner: None, ..page(true) };
        vec![page(true), page(false), unquestioned, undecided]
    }
}
