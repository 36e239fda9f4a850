//! Contracts in the ledger: what was paid, or what was signed.

use super::joint::Joint;
use crate::contract::rules::spend::{whole_quantity, whole_year};
use crate::contract::rules::term::{Term, phase};
use crate::contract::rules::{basis, confidence};
use crate::contract::{Held, Part};
use crate::savings::rules::ledger::{Before, Ledger, Line, Origin, Step};
use crate::savings::rules::{Outturn, Status, like_for_like};
use ::entity::contract::ContractState;
use ::entity::exact::Exact;
use ::entity::money::plain_number;
use chrono::NaiveDate;

/// The contracts that count: those being signed or in force, one in force today before one that is to come.
pub(super) fn counting(contracts: &[Held], today: NaiveDate) -> Vec<&Held> {
    let counts = |held: &&Held| matches!(phase(&held.contract, today), ContractState::Signing | ContractState::Live);
    let mut counting: Vec<&Held> = contracts.iter().filter(counts).collect();
    counting.sort_by_key(|held| {
        let contract = &held.contract;
        (contract.state == ContractState::Signing, contract.starts_on > today, contract.starts_on, contract.id)
    });
    counting
}

/// Adds the contracts that count.
pub(super) fn add(ledger: &mut Ledger, contracts: &[Held], today: NaiveDate) {
    for held in counting(contracts, today) {
        let now = held.parts.iter().map(|part| part.row.baseline.map(|amount| amount.exact())).collect();
        let joint = Joint::new(&held.schedule, held.buyers(), now);
        let mut deal = joint.deal(&held.category);
        deal.origin = Origin::Contract(held.contract.id);
        deal.title = held.contract.title.clone();
        deal.provider = held.provider.name.clone();
        deal.year = Term::of(&held.contract).year_words(1);
        let lines = held.parts.iter().enumerate().map(|(place, part)| line(held, part, &joint, place));
        ledger.add(deal, lines);
    }
}

fn line(held: &Held, part: &Part, joint: &Joint<'_>, place: usize) -> Line {
    let paid = whole_year(&part.spends, 1);
    let status = match (&paid, held.contract.state) {
        (Some(_), _) => Status::Realised,
        (None, ContractState::Signing) => Status::Forecast,
        (None, _) => Status::Contracted,
    };
    let agreed = part.row.yearly_cost.exact();
    let planned = part.volumes().remove(&held.category.shape.main_unit);
    let outturn = paid.as_ref().and_then(|paid| outturn(held, part, &agreed, paid, planned.as_ref()?));
    let before = frozen(part);
    Line {
        school: part.school.id,
        deal: 0,
        status,
        before: before.map(|before| match &outturn {
            Some(outturn) => restated(before, outturn),
            None => before,
        }),
        after_steps: if paid.is_some() { invoices(part) } else { joint.steps(place, &agreed) },
        after: paid.unwrap_or(agreed),
        volume: outturn.as_ref().map(|outturn| outturn.actual_volume.clone()).or(planned),
        outturn,
    }
}

/// Unit costs and quantities of the first contract year, as agreed and as invoiced, where the quantity was entered.
fn outturn(held: &Held, part: &Part, agreed: &Exact, paid: &Exact, planned: &Exact) -> Option<Outturn> {
    let invoiced = whole_quantity(&part.spends, 1, held.category.shape.adds_up())?;
    Some(Outturn {
        baseline_unit: part.row.baseline?.exact().over(planned)?,
        forecast_unit: agreed.over(planned)?,
        forecast_volume: planned.clone(),
        actual_unit: paid.over(&invoiced)?,
        actual_volume: invoiced,
    })
}

/// What the invoiced quantity would have cost without the cluster, so that both sides are of one quantity. What of it does
/// not vary with the quantity is not known, so all of it is taken to vary.
fn restated(before: Before, outturn: &Outturn) -> Before {
    let Outturn { forecast_volume: planned, actual_volume: invoiced, .. } = outturn;
    let at = |amount: &Exact| {
        like_for_like(amount, &Exact::zero(), planned, invoiced, &[]).map(|restated| restated.baseline.half_up(2))
    };
    let Some(amount) = at(&before.amount).filter(|_| planned != invoiced) else { return before };
    let more = invoiced > planned;
    let direction = if more { "In proportion, for" } else { "Less in proportion, for" };
    let text = format!("{direction} {} invoiced instead of {} agreed", plain_number(invoiced), plain_number(planned));
    let step = Step { text, amount: (&amount - &before.amount).abs() };
    Before {
        steps: before.steps.iter().cloned().chain([step]).collect(),
        headline: before.headline.as_ref().and_then(at),
        amount,
        ..before
    }
}

/// The baseline as it was frozen with the contract.
pub(super) fn frozen(part: &Part) -> Option<Before> {
    let known = part.row.confidence.map(confidence)?;
    let amount = part.row.baseline?.exact();
    let source = part.row.baseline_source.clone();
    Some(Before {
        confidence: known,
        basis: basis(Some(known), source.as_deref()),
        steps: vec![Step { text: source.unwrap_or_default(), amount: amount.clone() }],
        headline: part.row.headline_baseline.map(|amount| amount.exact()),
        amount,
    })
}

/// The invoices of the first contract year.
fn invoices(part: &Part) -> Vec<Step> {
    let of_year = part.spends.iter().filter(|spend| spend.contract_year == 1);
    let step = |spend: &::entity::actual_spend::Model| Step {
        text: format!("{}, invoice {}", spend.period, spend.invoice_reference),
        amount: spend.amount.exact(),
    };
    of_year.map(step).collect()
}
