//! Where the scores differ: range, median and variance of every answer, who is far from the others, each evaluator's bias.

use super::moderation::{moderated, panel_frame};
use super::signals::{bias_words, outliers, points, range, range_words, signal_of, signals};
use crate::evaluation::rules::{Cell, Signals};
use crate::evaluation::sheet::{Sheet, mark_of};
use crate::evaluation::{LotAddress, TenderLot};
use crate::platform::error::Result;
use crate::platform::http::page::Page;
use crate::platform::http::visit::Visit;
use ::entity::criterion;
use ::entity::exact::Exact;
use axum::response::Response;
use serde::Serialize;

#[derive(Clone, Serialize)]
struct Row {
    href: String,
    name: String,
    provider: String,
    /// "Ann Lee 4, Bo Day 3".
    scores: String,
    range: String,
    median: String,
    variance: String,
    discuss: bool,
    outliers: Vec<String>,
    agreed: Option<String>,
    outside: bool,
}

#[derive(Clone, Serialize)]
struct BiasRow {
    name: String,
    scores: usize,
    above: String,
    below: String,
    words: String,
}

#[derive(Serialize)]
pub(super) struct DisagreementPage {
    reference: String,
    title: String,
    rows: Vec<Row>,
    to_discuss: usize,
    /// "2 points of 5".
    far: String,
    biases: Vec<BiasRow>,
}

impl Page for DisagreementPage {
    const TEMPLATE: &'static str = "evaluation/disagreement.html";
    fn samples() -> Vec<Self> {
        let row = |discuss: bool| Row {
            href: "/x".to_owned(),
            name: "Menus".to_owned(),
            provider: "Provider A".to_owned(),
            scores: "Ann Lee 5, Bo Day 3".to_owned(),
            range: "3 to 5".to_owned(),
            median: "4".to_owned(),
            variance: "2".to_owned(),
            discuss,
            outliers: if discuss { vec!["Bo Day".to_owned()] } else { Vec::new() },
            agreed: discuss.then(|| "2".to_owned()),
            outside: discuss,
        };
        let bias = BiasRow {
            name: "Ann Lee".to_owned(),
            scores: 12,
            above: "3".to_owned(),
            below: "0".to_owned(),
            words: "0.25 above the middle".to_owned(),
        };
        let page = |rows: Vec<Row>| Self {
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            to_discuss: rows.iter().filter(|row| row.discuss).count(),
            rows,
            far: "2 points of 5".to_owned(),
            biases: vec![bias.clone()],
        };
        vec![page(vec![row(true), row(false)]), page(vec![row(false)])]
    }
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    let (of, sheet) = moderated(&visit, &at).await?;
    let signals = signals(&sheet);
    let mut cells: Vec<(Exact, Row)> = Vec::new();
    for criterion in &sheet.criteria {
        for bid in &sheet.bids {
            let Some(cell) = signal_of(&signals, &bid.bid.to_string(), &criterion.id.to_string()) else { continue };
            cells.push((range(cell), row(&of, &sheet, criterion, &bid.label, cell)));
        }
    }
    cells.sort_by(|(one, _), (other, _)| other.cmp(one));
    let rows: Vec<Row> = cells.into_iter().map(|(_, row)| row).collect();
    let page = DisagreementPage {
        reference: of.tender.reference.clone(),
        title: of.title(),
        to_discuss: rows.iter().filter(|row| row.discuss || !row.outliers.is_empty()).count(),
        far: far(&sheet),
        biases: biases(&sheet, &signals),
        rows,
    };
    let frame = panel_frame(format!("Where the scores differ: {}", of.title()), &of)
        .back(at.page("moderation"), "Back to the scores")
        .beside(of.sections("disagreement"));
    visit.page(frame, &page)
}

fn row(of: &TenderLot, sheet: &Sheet, criterion: &criterion::Model, label: &str, cell: &Cell) -> Row {
    let given = sheet.evaluators.iter().filter_map(|one| {
        let score = sheet.scores.iter().find(|score| {
            score.evaluator_id == one.account
                && score.criterion_id == criterion.id
                && score.bid_id.to_string() == cell.bid
        })?;
        Some(format!("{} {}", one.name, score.score))
    });
    Row {
        href: of.address().page(&format!("moderation/{}/{}", mark_of(label), criterion.code)),
        name: criterion.name.clone(),
        provider: label.to_owned(),
        scores: given.collect::<Vec<_>>().join(", "),
        range: range_words(cell),
        median: cell.median.as_ref().map(points).unwrap_or_default(),
        variance: points(&cell.variance),
        discuss: cell.discuss,
        outliers: outliers(sheet, cell),
        agreed: cell.consensus.as_ref().map(points),
        outside: cell.consensus_outside_range,
    }
}

/// Two fifths of each scale, in words.
fn far(sheet: &Sheet) -> String {
    let mut scales: Vec<i32> = sheet.criteria.iter().map(|criterion| criterion.scale_max).collect();
    scales.sort_unstable();
    scales.dedup();
    let words = scales.iter().map(|scale| {
        let far = Exact::from(*scale) * Exact::scaled(4, 1);
        format!("{} points of {scale}", points(&far))
    });
    words.collect::<Vec<_>>().join(", or ")
}

/// Each evaluator's points above and below the medians, and their mean.
fn biases(sheet: &Sheet, signals: &Signals) -> Vec<BiasRow> {
    let row = |(account, bias): &(String, Option<Exact>)| {
        let bias = bias.as_ref()?;
        let evaluator = sheet.evaluators.iter().find(|one| one.account.to_string() == *account)?;
        let own = sheet.scores.iter().filter(|score| score.evaluator_id == evaluator.account);
        let off: Vec<Exact> = own
            .filter_map(|score| {
                let cell = signal_of(signals, &score.bid_id.to_string(), &score.criterion_id.to_string())?;
                Some(Exact::from(score.score) - cell.median.clone()?)
            })
            .collect();
        let sum = |negative: bool| off.iter().filter(|one| one.is_negative() == negative).sum::<Exact>().abs();
        Some(BiasRow {
            name: evaluator.name.clone(),
            scores: off.len(),
            above: points(&sum(false)),
            below: points(&sum(true)),
            words: bias_words(bias),
        })
    };
    signals.evaluator_bias.iter().filter_map(row).collect()
}
