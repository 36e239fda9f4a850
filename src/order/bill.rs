//! The billing export: a row for each order and charge of a year, which add up to the book.

use super::store::{self, Filter};
use crate::catalogue;
use crate::platform::context::Context;
use crate::platform::csv_out::Cell;
use crate::platform::error::{Error, Result};
use crate::platform::export::Sheet;
use crate::platform::words;
use ::entity::money::Money;
use ::entity::{buy_back_line, buy_back_order, category, contract_entry, listing_version, provider, school};
use chrono::{DateTime, Utc};

/// More charges than any authority bills in a year.
const MOST_BILLED: u64 = 20_000;

const COLUMNS: [&str; 23] = [
    "URN",
    "School",
    "Local authority number",
    "Establishment number",
    "Service",
    "SLA",
    "Package",
    "Charge",
    "Unit",
    "Quantity",
    "Net amount",
    "VAT rate",
    "VAT",
    "Gross amount",
    "Cost code",
    "Order",
    "State",
    "Ordered on",
    "Confirmed on",
    "Start",
    "End",
    "Financial year",
    "Working",
];

/// What stands beside a charge.
struct Beside<'a> {
    school: &'a school::Model,
    category: &'a category::Model,
    version: &'a listing_version::Model,
    entry: Option<&'a contract_entry::Model>,
}

/// Every charge of a book's year. Six queries.
pub async fn bill(context: &Context, provider: &provider::Model, filter: &Filter) -> Result<Sheet> {
    let read = context.read();
    let billed = store::billed(read, filter, MOST_BILLED).await?;
    if billed.len() as u64 > MOST_BILLED {
        return Err(Error::refused("These are too many charges for one file. Choose one service, then download again"));
    }
    let schools = store::schools(read, billed.iter().map(|(_, order)| order.school_id)).await?;
    let versions = store::versions(read, billed.iter().map(|(_, order)| order.version_id)).await?;
    let entries = store::entries(read, billed.iter().map(|(_, order)| order.entry_id)).await?;
    let categories = catalogue::categories_by_id(read).await?;
    let row = |(line, order): &store::Billed| {
        let beside = Beside {
            school: schools.get(&order.school_id)?,
            category: categories.get(&order.category_id)?,
            version: versions.get(&order.version_id)?,
            entry: entries.get(&order.entry_id),
        };
        Some(cells(line, order, &beside))
    };
    let year = crate::catalogue::rules::financial_year_words(filter.year);
    let day = words::date(words::london_day(context.now));
    Ok(Sheet {
        name: format!("orders-{}", filter.year),
        columns: COLUMNS.map(str::to_owned).into(),
        rows: billed.iter().filter_map(row).collect(),
        notes: vec![format!("Orders of {} for the {year}, on {day}. Amounts in pounds", provider.name)],
    })
}

fn cells(line: &buy_back_line::Model, order: &buy_back_order::Model, beside: &Beside<'_>) -> Vec<Cell> {
    let Beside { school, category, version, entry } = beside;
    let text = |text: &Option<String>| Cell::text(text.clone().unwrap_or_default());
    let day = |at: DateTime<Utc>| Cell::text(words::london_day(at).to_string());
    let own_code = crate::school::rules::of_category(&category.shape.cost_codes, school.legal_type);
    let cost_code = entry.and_then(|entry| entry.cost_code.clone()).or_else(|| own_code.map(str::to_owned));
    vec![
        Cell::number(school.urn),
        Cell::text(&school.name),
        text(&school.la_code),
        text(&school.establishment_number),
        Cell::text(&category.name),
        Cell::text(&version.title),
        text(&version.package),
        Cell::text(&line.charge),
        Cell::text(&line.unit),
        Cell::number(line.quantity),
        Cell::number(line.amount),
        line.vat_percent.map_or_else(Cell::empty, Cell::number),
        Cell::number(line.vat),
        Cell::number([line.amount, line.vat].into_iter().sum::<Money>()),
        text(&cost_code),
        Cell::text(&order.reference),
        Cell::text(order.state.as_str()),
        day(order.placed_at),
        order.confirmed_at.map_or_else(Cell::empty, day),
        Cell::text(order.starts_on.to_string()),
        Cell::text(order.ends_on.to_string()),
        Cell::text(format!("{} to {}", line.financial_year, line.financial_year + 1)),
        Cell::text(&line.working),
    ]
}
