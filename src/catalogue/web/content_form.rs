//! The form of a listing: what it says, to whom, and its prices.

use super::level_form;
use super::{Choice, choice, school_words};
use crate::platform::http::fields::Reader;
use crate::platform::http::page::FormView;
use crate::price::form;
use crate::provider::form::{areas_view, read_areas};
use ::entity::category::CategoryShape;
use ::entity::listing::{Content, ListingKind, PooledCover, PriceVisibility};
use ::entity::school::{LegalType, Phase};
use chrono::{Datelike, NaiveDate};
use std::str::FromStr;

const LONG: usize = 10_000;

/// What the form says, once nothing is wrong with it.
pub(super) fn read(reader: &Reader, kind: ListingKind, shape: &CategoryShape) -> Content {
    let (title, summary, included) = (
        reader.required("title", "Enter a title"),
        reader.required("summary", "Enter a summary"),
        reader.text_up_to("included", LONG),
    );
    if included.is_empty() {
        reader.error("included", "Say what is included");
    }
    let sla = kind == ListingKind::Sla;
    let (valid_from, valid_to) = if sla { (NaiveDate::default(), None) } else { validity(reader) };
    Content {
        title,
        summary,
        included,
        not_included: reader.text_up_to("not_included", LONG),
        term: reader.text("term"),
        notice: reader.text("notice"),
        evidence: reader.text_up_to("evidence", LONG),
        areas: read_areas(reader),
        phases: ticked(reader, "phases"),
        legal_types: ticked(reader, "legal_types"),
        price_visibility: reader.choice("price_visibility", PriceVisibility::ALL, "Choose who sees the prices"),
        package: if sla { reader.optional("package") } else { None },
        financial_year: sla.then(|| {
            reader.whole("financial_year", 2000..=2099, "Enter the year in which the financial year starts, like 2027")
        }),
        buy_back_from: day(reader, "buy_back_from", "Enter the day the window opens", sla),
        buy_back_to: day(reader, "buy_back_to", "Enter the day the window closes", sla),
        valid_from,
        valid_to,
        schedule: form::read(reader, shape),
        pooled_cover: if sla { cover(reader) } else { None },
        minimum_provision: if sla { reader.optional("minimum_provision") } else { None },
        withdraws_on: None,
        evidence_ids: ticked(reader, "evidence_ids"),
        service_levels: level_form::read(reader),
    }
}

/// Pooled cover; all of it empty: none.
fn cover(reader: &Reader) -> Option<PooledCover> {
    let most = reader.optional_money("cover_most", "Enter the most paid for one school a year, like 5000.00");
    let waiting_days = reader.optional_parsed("cover_days", "Enter the days that a school bears itself, like 3");
    let covers = reader.optional("cover");
    if covers.is_none() && (most.is_some() || waiting_days.is_some()) {
        reader.error("cover", "Enter what the pool covers");
    }
    Some(PooledCover { covers: covers?, most, waiting_days })
}

fn day(reader: &Reader, name: &str, sentence: &str, is_asked: bool) -> Option<NaiveDate> {
    if is_asked { reader.optional_date(name, sentence) } else { None }
}

fn validity(reader: &Reader) -> (NaiveDate, Option<NaiveDate>) {
    let from = reader.date("valid_from", "Enter the first day the prices hold");
    let to = reader.optional_date("valid_to", "Enter the last day the prices hold");
    if to.is_some_and(|to| to < from) {
        reader.error("valid_to-day", "The prices must end on or after the day they start");
    }
    (from, to)
}

fn ticked<T: FromStr>(reader: &Reader, name: &str) -> Vec<T> {
    let words = reader.many(name);
    let known: Vec<T> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if known.len() < words.len() {
        reader.error(name, "Choose from the list");
    }
    known
}

/// The form filled with what a listing says.
pub(super) fn view(content: &Content) -> FormView {
    let lines = |words: Vec<String>| words.join("\n");
    let cover = content.pooled_cover.as_ref();
    let texts = [
        ("title", content.title.clone()),
        ("summary", content.summary.clone()),
        ("included", content.included.clone()),
        ("not_included", content.not_included.clone()),
        ("term", content.term.clone()),
        ("notice", content.notice.clone()),
        ("evidence", content.evidence.clone()),
        ("evidence_ids", lines(content.evidence_ids.iter().map(ToString::to_string).collect())),
        ("phases", lines(content.phases.iter().map(ToString::to_string).collect())),
        ("legal_types", lines(content.legal_types.iter().map(ToString::to_string).collect())),
        ("price_visibility", content.price_visibility.to_string()),
        ("package", content.package.clone().unwrap_or_default()),
        ("minimum_provision", content.minimum_provision.clone().unwrap_or_default()),
        ("cover", cover.map(|cover| cover.covers.clone()).unwrap_or_default()),
        ("cover_most", cover.and_then(|cover| Some(cover.most?.to_string())).unwrap_or_default()),
        ("cover_days", cover.and_then(|cover| Some(cover.waiting_days?.to_string())).unwrap_or_default()),
        ("financial_year", content.financial_year.map(|year| year.to_string()).unwrap_or_default()),
    ];
    let filled = texts
        .into_iter()
        .chain(areas_view(&content.areas))
        .fold(FormView::default(), |form, (name, text)| form.with(name, text));
    let days = [
        ("valid_from", Some(content.valid_from)),
        ("valid_to", content.valid_to),
        ("buy_back_from", content.buy_back_from),
        ("buy_back_to", content.buy_back_to),
    ];
    let filled = days.into_iter().fold(filled, |form, (name, day)| with_day(form, name, day));
    let filled = level_form::view(&content.service_levels, filled);
    form::view(&content.schedule).into_iter().fold(filled, |form, (name, value)| form.with(name, value))
}

fn with_day(form: FormView, name: &str, day: Option<NaiveDate>) -> FormView {
    let Some(day) = day else { return form };
    form.with(format!("{name}-day"), day.day().to_string())
        .with(format!("{name}-month"), day.month().to_string())
        .with(format!("{name}-year"), day.year().to_string())
}

pub(super) fn visibility_words(visibility: PriceVisibility) -> &'static str {
    match visibility {
        PriceVisibility::Public => "Everybody",
        PriceVisibility::Schools => "Schools that are signed in",
        PriceVisibility::Guide => "Nobody: only a guide price is shown",
    }
}

pub(super) fn visibilities() -> Vec<Choice> {
    PriceVisibility::ALL.iter().map(|each| choice(each.as_str(), visibility_words(*each))).collect()
}

pub(super) fn phases() -> Vec<Choice> {
    Phase::ALL.iter().map(|phase| choice(phase.as_str(), school_words(phase.as_str()))).collect()
}

pub(super) fn legal_types() -> Vec<Choice> {
    LegalType::ALL.iter().map(|kind| choice(kind.as_str(), school_words(kind.as_str()))).collect()
}
