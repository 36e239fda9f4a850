//! Invoices that come as rows of a spreadsheet: all kept or none, and taken back together.

use super::actuals::row_of;
use super::end::end_if_due;
use super::rules::invoices::{Invoice, Known};
use super::rules::spend::{Period, Refusal, entered, may_enter};
use super::rules::term::Term;
use super::store::{self, Held};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::contract::ContractState;
use ::entity::money::Money;
use ::entity::{actual_spend, actuals_import, ids::*, school};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The contracts that a school is in, signed, with all their schools: what rows sent on its page may be of.
pub async fn invoiced(context: &Context, school: &school::Model) -> Result<Vec<Held>> {
    let mut contracts = store::of_school(context.read(), school.id).await?;
    contracts.retain(|contract| contract.state != ContractState::Signing);
    store::held(context.read(), contracts).await
}

/// The same as the rules of reading take it.
pub fn known(context: &Context, held: &[Held]) -> Vec<Known> {
    let of = |held: &Held| -> Vec<Known> {
        let part = |part: &store::Part| Known {
            part: part.row.id,
            school: part.school.id,
            urn: part.school.urn,
            school_name: part.school.name.clone(),
            contract: held.contract.id,
            title: held.contract.title.clone(),
            service: held.category.name.clone(),
            term: Term::of(&held.contract),
            entered: (1..=Term::of(&held.contract).years())
                .flat_map(|year| entered(&part.spends, year).into_iter().map(move |period| (year, period)))
                .collect(),
            may_enter: context.actor.may(Action::EnterActuals, &Place::school(part.school.id)),
        };
        held.everybody().map(part).collect()
    };
    held.iter().flat_map(of).collect()
}

/// Keeps every row, or none. Whoever sends them works for every school that they are of.
pub async fn enter_invoices(context: &Context, school: &school::Model, rows: Vec<Invoice>) -> Result<ActualsImportId> {
    if rows.is_empty() {
        return Err(Error::field("rows", "Paste at least one row"));
    }
    let schools: BTreeSet<SchoolId> = rows.iter().map(|row| row.school).chain([school.id]).collect();
    for each in &schools {
        context.actor.require(Action::EnterActuals, &Place::school(*each))?;
    }
    let mut change = Change::begin(context).await?;
    check(&mut change, &rows).await?;
    let id = ActualsImportId::new(change.now());
    let import = actuals_import::Model {
        id,
        school_id: school.id,
        rows: i32::try_from(rows.len()).unwrap_or(i32::MAX),
        imported_by: context.actor.account,
        imported_at: change.now(),
        undone_at: None,
    };
    import.into_active_model().insert(change.tx()).await?;
    let words = format!("Spreadsheet of {}", words::short_date(words::london_day(change.now())));
    let all = rows.iter().map(|row| {
        let reference = row.reference.clone().unwrap_or_else(|| words.clone());
        let amounts = (row.amount, row.quantity);
        row_of(context, &change, row.part, (row.year, row.period), amounts, (reference, Some(id))).into_active_model()
    });
    let inserted = actual_spend::Entity::insert_many(all).exec_without_returning(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    for other in schools.iter().filter(|other| **other != school.id) {
        let amount: Money = rows.iter().filter(|row| row.school == *other).map(|row| row.amount).sum();
        let event = Event::new(Chain::School(*other), "actuals.imported", format!("import:{id}"));
        change.note(event.with(json!({ "import": id, "amount": amount })));
    }
    let amount: Money = rows.iter().map(|row| row.amount).sum();
    let data = json!({ "import": id, "rows": rows.len(), "amount": amount });
    let event = Event::new(Chain::School(school.id), "actuals.imported", format!("import:{id}"));
    change.commit(event.with(data)).await?;
    Ok(id)
}

/// Against what is stored now: the contract is in force, the year has begun, no period is entered twice.
async fn check(change: &mut Change, rows: &[Invoice]) -> Result<()> {
    let contracts: BTreeSet<ContractId> = rows.iter().map(|row| row.contract).collect();
    let today = words::london_day(change.now());
    for id in contracts {
        let contract = store::locked(change.tx(), id).await?.ok_or(Error::NotFound)?;
        if contract.state == ContractState::Signing {
            return Err(Error::refused(Refusal::NotInForce));
        }
        let parts = store::parts(change.tx(), [id]).await?;
        let spends = store::spends(change.tx(), parts.iter().map(|part| part.id)).await?;
        let mut there: BTreeMap<(ScheduleId, i32), Vec<Period>> = BTreeMap::new();
        let term = Term::of(&contract);
        for row in rows.iter().filter(|row| row.contract == id) {
            if !parts.iter().any(|part| part.id == row.part && part.school_id == row.school) {
                return Err(Error::NotFound);
            }
            if row.year < 1 || row.year > term.years() || term.year(row.year).0 > today {
                return Err(Error::field("rows", Refusal::NotBegun));
            }
            let stored = || entered(spends.get(&row.part).map(Vec::as_slice).unwrap_or_default(), row.year);
            let periods = there.entry((row.part, row.year)).or_insert_with(stored);
            if periods.contains(&row.period) {
                return Err(Error::stale());
            }
            may_enter(row.period, periods).map_err(|refusal| Error::field("rows", refusal))?;
            periods.push(row.period);
        }
        end_if_due(change, &contract).await?;
    }
    Ok(())
}

/// Takes off again what one import added and nobody corrected since; answers how many rows.
pub async fn undo_invoices(context: &Context, school: &school::Model, id: ActualsImportId) -> Result<u64> {
    context.actor.require(Action::EnterActuals, &Place::school(school.id))?;
    let change = Change::begin(context).await?;
    let held = actuals_import::Entity::find_by_id(id).lock_exclusive().one(change.tx()).await?;
    let held = held.filter(|import| import.school_id == school.id).ok_or(Error::NotFound)?;
    if held.undone_at.is_some() {
        return Err(Error::refused("These rows were taken off already"));
    }
    let gone = actual_spend::Entity::delete_many()
        .filter(actual_spend::Column::ImportId.eq(id))
        .exec(change.tx())
        .await?
        .rows_affected;
    let mut row = held.into_active_model();
    row.undone_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let event = Event::new(Chain::School(school.id), "actuals.import_undone", format!("import:{id}"));
    change.commit(event.with(json!({ "import": id, "rows": gone }))).await?;
    Ok(gone)
}
