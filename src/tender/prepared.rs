//! The text of an official notice, prepared from the tender's facts to be copied into the central platform.

use super::Dossier;
use super::rules::{route, stages};
use crate::platform::words;
use ::entity::exact::Exact;
use ::entity::money::plain_price;

/// Each line a field of the notice and what to enter there.
pub fn text(kind: &str, dossier: &Dossier, link: &str) -> String {
    let mut lines = common(dossier, link);
    match kind {
        "UK2" => lines.push("Engagement: held with firms before the tender; see the log of meetings".to_owned()),
        "UK4" => lines.extend(tender_notice(dossier)),
        "UK6" => lines.push("Standstill: 8 working days or more, the day of this notice being the first".to_owned()),
        "UK7" => lines.push("Signed: enter the day on which the last party signed".to_owned()),
        "UK9" => lines.push(
            "Performance: enter each measure, the period and the rating; or the breach and what was done".to_owned(),
        ),
        "UK10" => {
            lines.push("Change: enter what changes, why it is permitted, and the value and term after it".to_owned())
        }
        "UK11" => lines.push("Ended: enter the day and the reason of the contract's end".to_owned()),
        "UK12" => {
            let reason = dossier.tender.ended_reason.clone().unwrap_or_default();
            lines.push(format!("Reason: {reason}"));
        }
        _ => {}
    }
    lines.join("\n")
}

fn common(dossier: &Dossier, link: &str) -> Vec<String> {
    let tender = &dossier.tender;
    let bodies: Vec<String> = dossier.buyers().iter().map(|school| school.body_name()).collect();
    let codes = dossier.category.shape.cpv_codes.join(", ");
    let mut lines = vec![
        format!("Title: {}", tender.title),
        format!("Our reference: {}", tender.reference),
        format!("Buyers: {}", bodies.join("; ")),
        format!("What is bought: {}", tender.need.replace('\n', " ")),
        format!("CPV: {codes}"),
    ];
    if let Some(value) = tender.estimated_value {
        lines.push(format!("Estimated value: {} in total, including VAT", plain_price(&value.exact())));
    }
    if let Some(start) = tender.contract_start {
        let years = words::plural(tender.term_years.into(), "year", "years");
        lines.push(format!("Contract: from {} for {years}", words::date(start)));
    }
    if let Some(of) = tender.route {
        lines.push(format!("Rules: {}", route::title(of)));
    }
    if let Some(procedure) = tender.procedure {
        lines.push(format!("Procedure: {}", stages::title(procedure)));
    }
    lines.push(format!("Where: {link}"));
    lines
}

fn tender_notice(dossier: &Dossier) -> Vec<String> {
    let weight = |weight: &Exact| weight.terminating().unwrap_or_else(|| weight.decimals(2));
    let mut lines: Vec<String> = dossier
        .criteria
        .iter()
        .map(|criterion| format!("Award criterion: {}, {}%", criterion.name, weight(&criterion.weight.exact())))
        .collect();
    lines.push(format!("Award criterion: price, {}%", weight(&dossier.price.weight.exact())));
    let tender = &dossier.tender;
    lines.extend(tender.questions_close_at.map(|at| format!("Questions until: {}", words::deadline(at))));
    lines.extend(tender.deadline_at.map(|at| format!("Tenders until: {}", words::deadline(at))));
    lines.push("Submission: electronic, with every document at the address above".to_owned());
    lines
}
