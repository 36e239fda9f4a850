//! What each page of a draft holds, as the rows of a summary: for the check page and for a colleague's version.

use super::files::size;
use crate::bid::Desk;
use crate::bid::rules::{Draft, Step, words};
use crate::platform::words as said;
use crate::price::form::describe;
use serde::Serialize;

#[derive(Clone, Serialize)]
pub(super) struct Row {
    pub key: String,
    pub value: String,
}

impl Row {
    pub(super) fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        let value = if value.is_empty() { "–".to_owned() } else { value };
        Self { key: key.into(), value }
    }
}

pub(super) fn rows(desk: &Desk, step: Step) -> Vec<Row> {
    let draft = &desk.draft;
    match step {
        Step::Organisation => organisation(draft),
        Step::Declarations => declarations(desk),
        Step::Prices => prices(desk),
        Step::Quality => answers(desk),
        Step::Documents => documents(desk),
        Step::Check => Vec::new(),
    }
}

fn organisation(draft: &Draft) -> Vec<Row> {
    let Some(facts) = &draft.organisation else { return vec![Row::new("Organisation", "")] };
    vec![
        Row::new("Name", &facts.name),
        Row::new("Company number", facts.company_number.clone().unwrap_or_default()),
        Row::new("Address", facts.address.clone().unwrap_or_default()),
        Row::new("Person to ask", &facts.contact_name),
        Row::new("Email address", &facts.contact_email),
        Row::new("Details confirmed", if draft.confirmed { "Yes" } else { "No" }),
    ]
}

fn declarations(desk: &Desk) -> Vec<Row> {
    let draft = &desk.draft;
    let declared = |condition: &::entity::tender_condition::Model| {
        Row::new(&condition.name, if draft.declared.contains(&condition.code) { "Declared" } else { "Not declared" })
    };
    let interest = match &draft.interest {
        None => String::new(),
        Some(interest) if interest.has_interest => format!("Yes. {}", interest.detail.clone().unwrap_or_default()),
        Some(_) => "No".to_owned(),
    };
    let mut rows: Vec<Row> = desk.asked.conditions.iter().map(declared).collect();
    rows.extend(draft.explanation.as_ref().map(|text| Row::new("Why something is not declared", text)));
    rows.push(Row::new("Interest in a member school", interest));
    rows
}

fn prices(desk: &Desk) -> Vec<Row> {
    let schedule = desk.draft.schedule.as_ref();
    let lines = schedule.map(|schedule| describe(schedule, &desk.category.shape)).unwrap_or_default();
    let mut rows: Vec<Row> = lines
        .into_iter()
        .map(|line| match line.split_once(": ") {
            Some((name, text)) => Row::new(name, text),
            None => Row::new("Terms", line),
        })
        .collect();
    if rows.is_empty() {
        rows.push(Row::new("Prices", if desk.draft.typed_prices.is_empty() { "" } else { "Not complete" }));
    }
    if let Some(discount) = schedule.and_then(|schedule| schedule.lot_discount.as_ref()) {
        let lots: Vec<String> = discount.lots.iter().map(i32::to_string).collect();
        let percent = discount.percent.terminating().unwrap_or_default();
        rows.push(Row::new("Discount", format!("{percent}% off all prices if we win lots {}", lots.join(" and "))));
    }
    rows.push(Row::new("Valid until", desk.draft.valid_until.map(said::short_date).unwrap_or_default()));
    rows
}

fn answers(desk: &Desk) -> Vec<Row> {
    let answer = |(at, question): (usize, &crate::bid::rules::Question)| {
        let text = desk.draft.answers.get(&question.code).cloned().unwrap_or_default();
        let count = i64::try_from(words(&text)).unwrap_or(i64::MAX);
        let key = format!("{}. {} ({})", at + 1, question.question, said::plural(count, "word", "words"));
        Row::new(key, text)
    };
    desk.asked.questions.iter().enumerate().map(answer).collect()
}

fn documents(desk: &Desk) -> Vec<Row> {
    let draft = &desk.draft;
    let mut rows: Vec<Row> =
        draft.documents.iter().map(|document| Row::new(&document.name, size(document.size))).collect();
    if rows.is_empty() {
        rows.push(Row::new("Documents", "None"));
    }
    rows.extend(desk.asked.conditions.iter().filter_map(|condition| shown(draft, condition)));
    rows.extend(draft.confidential.iter().map(|one| Row::new(format!("Confidential: {}", one.part), &one.reason)));
    rows
}

/// The document that shows a condition, with its expiry.
fn shown(draft: &Draft, condition: &::entity::tender_condition::Model) -> Option<Row> {
    let evidence = draft.evidence.get(&condition.code)?;
    let document = draft.documents.iter().find(|document| document.file == evidence.file)?;
    let expires = evidence.expires_on.map(|day| format!(", expires on {}", said::short_date(day)));
    Some(Row::new(format!("Shows: {}", condition.name), format!("{}{}", document.name, expires.unwrap_or_default())))
}
