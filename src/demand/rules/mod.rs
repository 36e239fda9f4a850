//! What a sheet starts from, what may be sent, and when it can still be changed.

mod paste;

pub use paste::{MOST_ROWS, pasted};

use crate::catalogue::rules::{default_of, volumes};
use crate::platform::law;
use ::entity::category::{CategoryShape, Item};
use ::entity::demand::{self, DemandState};
use ::entity::demand_line;
use ::entity::exact::Exact;
use ::entity::money::Quantity;
use ::entity::school;
use ::entity::tender::TenderState;
use chrono::{Duration, NaiveDate};
use std::collections::BTreeMap;
use std::fmt;

/// Working days that schools have to reply, unless the chair sets another day.
const DAYS_TO_REPLY: u32 = 15;

/// Why a sheet cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Locked,
    NotPooling,
    /// Filled in and waiting for the head.
    AlreadySent,
    NotSent,
    AlreadySigned,
    NotTakingPart,
    TakingPart,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Locked => "Demand is locked, because the tender has gone to review. Ask the cluster's chair",
            Self::NotPooling => "The tender is not collecting demand now",
            Self::AlreadySent => "This sheet was sent to the headteacher. Take it back first to change it",
            Self::NotSent => "This sheet has to be sent to the headteacher first",
            Self::AlreadySigned => "This sheet is signed off. The headteacher can return it to be changed",
            Self::NotTakingPart => "The school does not take part in this tender",
            Self::TakingPart => "The school takes part in this tender",
        })
    }
}

/// A sheet can be changed while its tender pools demand; Review locks it.
pub fn is_open(sheet: &demand::Model, tender: TenderState) -> Result<(), Refusal> {
    if sheet.locked_at.is_some() {
        Err(Refusal::Locked)
    } else if tender != TenderState::Pooling {
        Err(Refusal::NotPooling)
    } else {
        Ok(())
    }
}

/// What is done to an open sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Fill in and save.
    Save,
    Send,
    /// By whoever sent it.
    TakeBack,
    Sign,
    /// By the head, with a reason.
    Return,
    RecordMandate,
    Decline,
    TakePart,
}

/// The state that a step leads to.
pub fn after(step: Step, state: DemandState) -> Result<DemandState, Refusal> {
    use DemandState::{Draft, NotTakingPart, Sent, Signed};
    match (step, state) {
        (Step::TakePart, NotTakingPart) => Ok(Draft),
        (Step::TakePart, _) => Err(Refusal::TakingPart),
        (_, NotTakingPart) => Err(Refusal::NotTakingPart),
        (Step::Save, Draft) => Ok(Draft),
        (Step::Send, Draft) => Ok(Sent),
        (Step::Save | Step::Send, Sent) => Err(Refusal::AlreadySent),
        (Step::Save | Step::Send | Step::TakeBack | Step::Sign, Signed) => Err(Refusal::AlreadySigned),
        (Step::TakeBack, Sent) | (Step::Return, Sent | Signed) => Ok(Draft),
        (Step::Sign, Sent) => Ok(Signed),
        (Step::TakeBack | Step::Sign | Step::Return, Draft) => Err(Refusal::NotSent),
        (Step::RecordMandate, state) => Ok(state),
        (Step::Decline, _) => Ok(NotTakingPart),
    }
}

/// A change of more than 20% on last year, either way, asks for a note.
pub fn asks_for_a_note(last_year: Option<Quantity>, this_year: Quantity) -> bool {
    let Some(last_year) = last_year else { return false };
    let change = (&this_year.exact() - &last_year.exact()).abs();
    &change * &Exact::from(5) > last_year.exact()
}

/// What has to be mended before a sheet can be sent: the field and the sentence, in the sheet's order.
pub fn faults(shape: &CategoryShape, lines: &BTreeMap<String, demand_line::Model>) -> Vec<(String, String)> {
    let fault = |item: &Item| {
        let line = lines.get(&item.id);
        let Some(quantity) = line.and_then(|line| line.quantity) else {
            let sentence = format!("Enter a number for “{}”, 0 if there are none", item.label);
            return Some((format!("quantity-{}", item.id), sentence));
        };
        let has_note = line.is_some_and(|line| line.note.is_some());
        let last_year = line.and_then(|line| line.last_year);
        (asks_for_a_note(last_year, quantity) && !has_note).then(|| {
            let sentence = format!("Add a note on “{}”: it changes by more than 20%", item.label);
            (format!("note-{}", item.id), sentence)
        })
    };
    shape.items.iter().filter_map(fault).collect()
}

/// What an item starts from where a school has used nothing yet: the category's usual number, or the register's count.
pub fn usual(item: &Item, school: &school::Model) -> Option<Quantity> {
    default_of(item, school.pupils).and_then(|usual| Quantity::try_from(usual).ok())
}

/// What a filled sheet comes to a year in each unit, to a thousandth.
pub fn yearly(
    shape: &CategoryShape,
    items: &BTreeMap<String, Quantity>,
    pupils: Option<i32>,
) -> BTreeMap<String, Quantity> {
    let stored = |volume: &Exact| Quantity::try_from(volume.half_up(Quantity::DECIMALS)).ok();
    volumes(shape, items, pupils).iter().filter_map(|(unit, volume)| Some((unit.clone(), stored(volume)?))).collect()
}

/// Can the schools' numbers of an item be added up? Meals can; the days they are served on, which multiply them, cannot.
pub fn adds_up(shape: &CategoryShape, item: &str) -> bool {
    let multiplies = |unit: &::entity::category::Unit| {
        unit.factors.iter().skip(1).any(|factor| factor.iter().any(|each| each == item))
    };
    !shape.units.iter().any(multiplies)
}

/// The day by which schools should reply; plain weeks where the calendar of bank holidays ends.
pub fn first_due(today: NaiveDate) -> NaiveDate {
    law::add_working_days(today, DAYS_TO_REPLY).unwrap_or(today + Duration::weeks(3))
}

#[cfg(test)]
mod rules_test;
