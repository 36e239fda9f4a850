//! What a draft still lacks before it can be submitted, in the order of the pages, each with the page that mends it.

use super::{Confidential, Draft, Step};
use crate::price::rules::{Buyer, price_offer, validate};
use chrono::NaiveDate;
use entity::price::PriceSchedule;
use entity::tender_condition::{ConditionKind, Model as Condition};
use std::collections::BTreeMap;

/// A quality question as the tender asks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub code: String,
    pub name: String,
    pub question: String,
    /// Percent of all marks, as printed.
    pub weight: String,
    pub word_limit: usize,
}

/// What one school needs beyond the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variation {
    pub title: String,
    pub school: String,
    pub urn: i32,
}

/// What a tender asks of every bid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub conditions: Vec<Condition>,
    /// When the contract starts: documents must be valid until then.
    pub contract_start: Option<NaiveDate>,
    pub questions: Vec<Question>,
    pub term_years: u32,
    /// A bid must stay valid at least until this day.
    pub valid_until: NaiveDate,
    /// What single schools need beyond the core, each to be priced for that school alone.
    pub variations: Vec<Variation>,
    /// The schools that buy, with what they need; none where a list of bids shows only how far each is.
    pub buyers: Vec<Buyer>,
}

/// One thing to put right, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub sentence: String,
    pub step: Step,
    /// The field on that page.
    pub field: String,
}

impl Missing {
    fn new(step: Step, field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), step, field: field.into() }
    }
}

/// The number of words of an answer.
pub fn words(answer: &str) -> usize {
    answer.split_whitespace().count()
}

/// Everything that keeps a draft from being submitted.
pub fn missing(draft: &Draft, asked: &Asked) -> Vec<Missing> {
    [
        organisation(draft),
        declarations(draft, asked),
        prices(draft, asked),
        answers(draft, asked),
        evidence(draft, asked),
        confidential(draft),
    ]
    .concat()
}

fn organisation(draft: &Draft) -> Vec<Missing> {
    let Some(facts) = draft.organisation.as_ref().filter(|_| draft.confirmed) else {
        return vec![Missing::new(Step::Organisation, "confirmed", "Confirm your organisation's details")];
    };
    let wanted = [
        (&facts.contact_name, "contact_name", "Enter the name of the person to ask about this bid"),
        (&facts.contact_email, "contact_email", "Enter the email address of the person to ask about this bid"),
    ];
    let empty = wanted.into_iter().filter(|(text, _, _)| text.is_empty());
    empty.map(|(_, field, sentence)| Missing::new(Step::Organisation, field, sentence)).collect()
}

fn declarations(draft: &Draft, asked: &Asked) -> Vec<Missing> {
    let mut found = Vec::new();
    let unticked: Vec<&str> = asked
        .conditions
        .iter()
        .filter(|one| !draft.declared.contains(&one.code))
        .map(|one| one.name.as_str())
        .collect();
    if !unticked.is_empty() && draft.explanation.is_none() {
        let sentence = format!("Tick what you can declare, or say why not: {}", unticked.join(", "));
        found.push(Missing::new(Step::Declarations, "explanation", sentence));
    }
    let step = Step::Declarations;
    match &draft.interest {
        None => found.push(Missing::new(step, "interest", "Say whether anybody has an interest in a member school")),
        Some(interest) if interest.has_interest && interest.detail.is_none() => {
            found.push(Missing::new(step, "interest_detail", "Describe the interest in a member school"));
        }
        Some(_) => {}
    }
    found
}

fn prices(draft: &Draft, asked: &Asked) -> Vec<Missing> {
    let found = price_fault(draft.schedule.as_ref(), asked);
    let mut found: Vec<Missing> =
        found.into_iter().map(|(field, sentence)| Missing::new(Step::Prices, field, sentence)).collect();
    found.extend(unpriced(draft.schedule.as_ref(), asked));
    let least = asked.valid_until;
    if draft.valid_until.is_none_or(|day| day < least) {
        let sentence = format!("Your bid must stay valid until {} or later", least.format("%-d %B %Y"));
        found.push(Missing::new(Step::Prices, "valid_until-day", sentence));
    }
    found
}

/// Variations without a charge for their school alone; a school with two needs two such charges.
fn unpriced(schedule: Option<&PriceSchedule>, asked: &Asked) -> Vec<Missing> {
    let Some(schedule) = schedule else { return Vec::new() };
    let mut seen: BTreeMap<i32, usize> = BTreeMap::new();
    let lacking = |one: &&Variation| {
        let nth = seen.entry(one.urn).or_default();
        *nth += 1;
        let own = schedule.charges.iter().filter(|charge| charge.is_for_alone(one.urn)).count();
        own < *nth
    };
    let told = |one: &Variation| {
        let sentence = format!("Price \"{}\" as a charge for {} only (URN {})", one.title, one.school, one.urn);
        Missing::new(Step::Prices, "charges", sentence)
    };
    asked.variations.iter().filter(lacking).map(told).collect()
}

/// The field and the sentence of what is wrong with the prices first.
fn price_fault(schedule: Option<&PriceSchedule>, asked: &Asked) -> Option<(&'static str, String)> {
    let Some(schedule) = schedule else { return Some(("charges", "Enter your prices".to_owned())) };
    if let Some(fault) = validate(schedule).first() {
        return Some(("charges", format!("Correct your prices: {}", fault.sentence)));
    }
    if schedule.term_years != asked.term_years {
        let years = if asked.term_years == 1 { "year" } else { "years" };
        let sentence = format!("Give prices for {} {years}, the length of the contract", asked.term_years);
        return Some(("term_years", sentence));
    }
    if asked.buyers.is_empty() {
        return None;
    }
    match price_offer(&asked.buyers, schedule) {
        Err(refusal) => Some(("charges", refusal.to_string())),
        Ok(priced) if priced.whole_life.is_zero() => {
            Some(("charges", "Your prices come to £0. Enter what you charge".to_owned()))
        }
        Ok(_) => None,
    }
}

fn answers(draft: &Draft, asked: &Asked) -> Vec<Missing> {
    let lacking = |(at, question): (usize, &Question)| {
        let answer = draft.answers.get(&question.code).map(String::as_str).unwrap_or_default();
        let count = words(answer);
        let sentence = if count == 0 {
            format!("Answer question {}, \"{}\"", at + 1, question.question)
        } else if count > question.word_limit {
            format!("Your answer must be {} words or fewer. It is {count}", question.word_limit)
        } else {
            return None;
        };
        Some(Missing::new(Step::Quality, format!("answer-{}", question.code), sentence))
    };
    asked.questions.iter().enumerate().filter_map(lacking).collect()
}

/// A document that is asked for and not attached; who cannot give it yet says why.
fn evidence(draft: &Draft, asked: &Asked) -> Vec<Missing> {
    let lacking = |condition: &&Condition| {
        condition.kind == ConditionKind::Evidence && !draft.evidence.contains_key(&condition.code)
    };
    let told = |condition: &Condition| {
        let sentence = format!("Attach what shows {}, or say under Declarations why you cannot", condition.name);
        Missing::new(Step::Documents, format!("evidence-{}", condition.code), sentence)
    };
    match draft.explanation {
        Some(_) => Vec::new(),
        None => asked.conditions.iter().filter(lacking).map(told).collect(),
    }
}

fn confidential(draft: &Draft) -> Vec<Missing> {
    let lacking = |(at, one): (usize, &Confidential)| {
        let (field, sentence) = match (one.part.is_empty(), one.reason.is_empty()) {
            (false, false) => return None,
            (true, _) => ("part", "Say which part of your bid is confidential".to_owned()),
            (false, true) => ("reason", format!("Say why \"{}\" is confidential", one.part)),
        };
        Some(Missing::new(Step::Documents, format!("{field}-{}", at + 1), sentence))
    };
    draft.confidential.iter().enumerate().filter_map(lacking).collect()
}

/// How many of the six pages are ready; the last is once a bid has been submitted.
pub fn progress(draft: &Draft, asked: &Asked, is_submitted: bool) -> usize {
    let lacking = missing(draft, asked);
    let ready = |step: &&Step| match step {
        Step::Check => is_submitted,
        Step::Documents => draft.saved.contains_key(&Step::Documents) && !lacking.iter().any(|one| one.step == **step),
        _ => !lacking.iter().any(|one| one.step == **step),
    };
    Step::ALL.iter().filter(ready).count()
}
