//! What was sent becomes a price schedule, or sentences beside the fields.

use super::bands::number;
use super::row::Row;
use super::{MOST_ROWS, ROWS, field, rows_of};
use crate::platform::http::fields::Reader;
use crate::platform::words::capitalised;
use crate::price::rules::{DISCOUNTS, Fault, read_discounts, validate};
use ::entity::category::CategoryShape;
use ::entity::exact::Exact;
use ::entity::price::{PriceSchedule, VolumeLimit};

/// Reads the price fields of a form whose category is `shape`. What is wrong is told beside its field; the schedule is
/// then not used by anybody.
pub fn read(form: &Reader, shape: &CategoryShape) -> PriceSchedule {
    let typed = form.text(ROWS);
    let rows: Vec<Row> = (0..rows_of(Some(&typed)).min(MOST_ROWS)).map(|at| Row::of(form, at, shape)).collect();
    let filled: Vec<(usize, &Row)> = rows.iter().enumerate().filter(|(_, row)| !row.is_empty()).collect();
    let mut taken: Vec<String> = rows.iter().filter(|row| !row.is_empty()).map(Row::kept_id).collect();
    let mut charges = Vec::new();
    for (_, row) in &filled {
        if let Some(charge) = row.read(&taken) {
            taken.push(charge.id.clone());
            charges.push(charge);
        }
    }
    let is_whole = charges.len() == filled.len();
    let (terms, terms_are_whole) = terms(form, shape);
    let schedule = PriceSchedule { charges, ..terms };
    if is_whole && terms_are_whole {
        let places: Vec<usize> = filled.iter().map(|(at, _)| *at).collect();
        for fault in validate(&schedule) {
            form.error(&field_of(&fault, &places, &schedule), fault.sentence);
        }
    }
    schedule
}

/// Term, index, discount and limits; false where something has to be put right.
fn terms(form: &Reader, shape: &CategoryShape) -> (PriceSchedule, bool) {
    let mut sound = true;
    let mut parse = |name: &str, text: &str, sentence: &str| {
        let read = number(text);
        if read.is_none() {
            form.error(name, sentence);
            sound = false;
        }
        read
    };
    let optional = |name: &str| form.optional(name);
    let index_percent = optional("index").map(|list| {
        let years = list.split([',', ';', '\n']).map(str::trim).filter(|year| !year.is_empty());
        years
            .map(|year| parse("index", year, "Enter a percentage for each contract year, like 0, 3, 3"))
            .collect::<Vec<_>>()
    });
    let discount =
        optional("discount").map(|text| parse("discount", &text, "Enter the discount rate in percent, like 3.5"));
    let limits: Vec<(&str, Option<Exact>)> = shape
        .units
        .iter()
        .filter_map(|unit| {
            let (name, sentence) =
                (format!("limit-{}", unit.id), format!("Enter the most {} a year, like 1000", unit.many));
            Some((unit.id.as_str(), optional(&name).map(|text| parse(&name, &text, &sentence))?))
        })
        .collect();
    let limit = |(unit, limit): (&str, Option<Exact>)| Some(VolumeLimit { unit: unit.to_owned(), limit: limit? });
    let written = form.text("discounts");
    let discounts = read_discounts(&written, shape).unwrap_or_else(|part| {
        form.error("discounts", format!("{}. We found \"{part}\"", capitalised(DISCOUNTS)));
        Vec::new()
    });
    let schedule = PriceSchedule {
        term_years: form.optional_parsed("term_years", TERM).unwrap_or(0),
        index_percent: index_percent.unwrap_or_default().into_iter().flatten().collect(),
        discount_percent: discount.flatten(),
        max_members: form.optional_parsed("max_schools", "Enter the most schools as a whole number, like 9"),
        max_volume: limits.into_iter().filter_map(limit).collect(),
        lot_discount: None,
        discounts,
        charges: Vec::new(),
    };
    (schedule, sound)
}

const TERM: &str = "Enter a term of 1 to 10 years";

/// The field of the form that a fault of the schedule is about.
fn field_of(fault: &Fault, places: &[usize], schedule: &PriceSchedule) -> String {
    let path: Vec<&str> = fault.path.split('.').collect();
    let nth = |index: &str| index.parse::<usize>().unwrap_or(0);
    match path.as_slice() {
        ["index_percent", ..] => "index".to_owned(),
        ["discounts", ..] => "discounts".to_owned(),
        ["discount_percent"] => "discount".to_owned(),
        ["max_members"] => "max_schools".to_owned(),
        ["max_volume", at, ..] => {
            let unit = schedule.max_volume.get(nth(at)).map(|limit| limit.unit.as_str());
            format!("limit-{}", unit.unwrap_or_default())
        }
        ["charges", at, part, ..] => {
            let row = places.get(nth(at)).copied().unwrap_or(0);
            let part = match *part {
                "id" => "label",
                "rate" => "amount",
                "tiers" => "bands",
                "vat_percent" => "vat",
                "applies_to" => "pupils-to",
                other => other,
            };
            field(row, part)
        }
        ["charges"] => field(0, "label"),
        other => other.join("."),
    }
}
