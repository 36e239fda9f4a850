//! What running the cluster costs against what was saved, and funding beside both.

use super::Draft;
use crate::report::rules::content::{Column, Grid, GridRow, Section, Spot};
use crate::report::rules::facts::{Money, Saving};
use crate::report::rules::figure::{Cited, Unit};
use crate::savings::rules::Status;
use ::entity::exact::Exact;

/// What was saved by invoices, less what running the cluster cost.
pub(super) fn running(draft: &mut Draft<'_>) -> Section {
    let mut made = super::section("running", "After the cost of running the cluster");
    let realised: Vec<&Saving> =
        draft.savings().into_iter().filter(|saving| saving.status == Status::Realised).collect();
    let saved = draft.rows(&realised, |saving| Some(-&saving.change()?));
    let costs: Vec<Cited> = draft.facts.running.iter().map(|row| cited(row, false)).collect();
    let taken: Vec<Cited> = draft.facts.running.iter().map(|row| cited(row, true)).collect();
    let net: Vec<Cited> = saved.iter().cloned().chain(taken).collect();
    let is_short = net.iter().filter_map(|row| row.amount.parse::<Exact>().ok()).sum::<Exact>().is_negative();
    draft.content.figure("running-saved", "Actual savings of a year", Unit::Pounds, saved);
    draft.content.figure("running-cost", "Cost of running the cluster", Unit::Pounds, costs);
    let year = &draft.facts.money_year;
    made.words.push(format!(
        "Actual savings of a year: {{running-saved}}. Running the cluster cost {{running-cost}} in {year}."
    ));
    if is_short {
        let turned = net.into_iter().map(|row| turned(&row)).collect();
        draft.content.figure("running-short", "Costs more than it has saved", Unit::Pounds, turned);
        made.words.push("The cluster costs {running-short} a year more than it has saved so far.".to_owned());
    } else {
        draft.content.figure("running-net", "Left after running the cluster", Unit::Pounds, net);
        made.words.push("Left after that cost: {running-net} a year.".to_owned());
    }
    if !draft.facts.running.is_empty() {
        let rows = draft.facts.running.clone();
        made.tables.push(table(draft, "running", "Cost of running the cluster", &rows, "running-cost"));
    }
    made
}

fn turned(row: &Cited) -> Cited {
    let amount = row.amount.parse::<Exact>().unwrap_or_default();
    let turned = Cited::new(row.source.clone(), row.text.clone(), &-&amount);
    Cited { area: row.area.clone(), ..turned }
}

fn cited(row: &Money, is_taken: bool) -> Cited {
    let amount = if is_taken { -&row.amount } else { row.amount.clone() };
    Cited::new(row.source.clone(), row.purpose.clone(), &amount)
}

/// Grants and other money received: beside savings, never in them.
pub(super) fn funding(draft: &mut Draft<'_>) -> Section {
    let mut made = super::section("funding", "Funding received");
    let rows = draft.facts.funding.clone();
    let cited: Vec<Cited> = rows.iter().map(|row| cited(row, false)).collect();
    draft.content.figure("funding-total", "Funding received", Unit::Pounds, cited);
    let year = &draft.facts.money_year;
    made.words.push(format!("{{funding-total}} in {year}. It stands beside the savings and is never counted as one."));
    if !rows.is_empty() {
        made.tables.push(table(draft, "funding", "Where the funding came from", &rows, "funding-total"));
    }
    made
}

fn table(draft: &mut Draft<'_>, id: &str, caption: &str, money: &[Money], total: &str) -> Grid {
    let mut rows = Vec::new();
    for (at, row) in money.iter().enumerate() {
        let figure =
            draft.content.figure(format!("{id}-{at}"), row.purpose.clone(), Unit::Pounds, vec![cited(row, false)]);
        rows.push(GridRow { cells: vec![Spot::words(row.purpose.clone()), figure], total: false });
    }
    if rows.len() > 1 {
        rows.push(GridRow { cells: vec![Spot::words("Together"), Spot::Figure(total.to_owned())], total: true });
    }
    Grid {
        id: id.to_owned(),
        caption: caption.to_owned(),
        note: format!("Financial year {}, excluding VAT", draft.facts.money_year),
        columns: vec![Column::text("For"), Column::number("Amount", "£")],
        rows,
        chart: None,
    }
}
