//! Editing a draft, task by task: whoever saves from an older version is told who changed it meanwhile.

use super::assessment::{self, Found};
use super::lots::{self, LotPlan};
use super::rules::address::LotAddress;
use super::rules::price_rule::PriceRule;
use super::rules::readiness::Task;
use super::rules::{dates, route, states};
use super::{dossier, sight, store};
use crate::catalogue;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::money::Money;
use ::entity::tender::{self, AuthorityHat, LeaveRule, TenderState};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set};
use serde_json::{Value, json};

/// What one task saves.
#[derive(Clone, Debug)]
pub enum Edit {
    What { title: String, need: String },
    Lot { contract_start: NaiveDate, term_years: i32, bid_validity_days: i32, plan: Option<LotPlan> },
    Price { rule: PriceRule, quality_minimum: Option<i32>, low_bid_percent: i32 },
    Leaving { minimum_schools: i32, leave_rule: LeaveRule },
    Dates { questions_close_at: Option<DateTime<Utc>>, deadline_at: DateTime<Utc> },
    Conflicts { assessment: Found, hat: AuthorityHat },
    Route { value: Money, notice_number: Option<String>, notice_published_on: Option<NaiveDate> },
}

impl Edit {
    fn task(&self) -> Task {
        match self {
            Self::What { .. } => Task::What,
            Self::Lot { .. } => Task::Lot,
            Self::Price { .. } => Task::Price,
            Self::Leaving { .. } => Task::Leaving,
            Self::Dates { .. } => Task::Dates,
            Self::Conflicts { .. } => Task::Conflicts,
            Self::Route { .. } => Task::Route,
        }
    }
}

/// May this task still be edited? Until review; the official notice is recorded up to the publication.
pub fn is_editable(state: TenderState, task: Task) -> bool {
    match state {
        TenderState::Draft | TenderState::Pooling => true,
        TenderState::Review => task == Task::Route,
        _ => false,
    }
}

/// A change to a tender by somebody who may edit it, begun from the version that they saw.
pub(super) struct Editing {
    pub(super) change: Change,
    pub(super) tender: tender::Model,
}

impl Editing {
    pub(super) async fn begin(context: &Context, reference: &str, version: i32, task: Task) -> Result<Self> {
        let found = store::by_reference(context.read(), reference).await?;
        let place = sight::visible_to(context.read(), &context.actor, &found).await?;
        context.actor.require(Action::EditTender, &place)?;
        let change = Change::begin(context).await?;
        let tender = store::locked(change.tx(), found.id).await?;
        if !is_editable(tender.state, task) {
            return Err(Error::refused(format!(
                "This cannot be changed now. The tender's state is: {}",
                states::words(tender.state).to_lowercase()
            )));
        }
        if tender.version != version {
            return Err(changed_meanwhile(&change, &tender).await?);
        }
        Ok(Self { change, tender })
    }

    /// Writes the columns that are set, raises the version and commits.
    pub(super) async fn save(self, mut row: tender::ActiveModel, action: &'static str, data: Value) -> Result<()> {
        row.id = Set(self.tender.id);
        row.version = Set(self.tender.version + 1);
        row.update(self.change.tx()).await?;
        let event = Event::new(Chain::Tender(self.tender.id), action, format!("tender:{}", self.tender.id));
        self.change.commit(event.with(data)).await?;
        Ok(())
    }
}

async fn changed_meanwhile(change: &Change, tender: &tender::Model) -> Result<Error> {
    let Some(last) = store::last_change(change.tx(), tender.id).await? else { return Ok(Error::stale()) };
    let who = last.by.unwrap_or_else(|| "Somebody".to_owned());
    Ok(Error::Stale(format!("{who} changed this tender at {}. Check both versions", words::time(last.event.at))))
}

/// Saves one task.
pub async fn edit(context: &Context, at: impl Into<LotAddress>, version: i32, edit: Edit) -> Result<()> {
    let (task, at) = (edit.task(), at.into());
    let editing = Editing::begin(context, &at.reference, version, task).await?;
    let row = columns(&editing, &at, edit).await?;
    editing.save(row, "tender.edited", json!({ "task": task.slug() })).await
}

async fn columns(editing: &Editing, at: &LotAddress, edit: Edit) -> Result<tender::ActiveModel> {
    let mut row = <tender::ActiveModel as Default>::default();
    match edit {
        Edit::What { title, need } => {
            row.title = Set(title);
            row.need = Set(need);
        }
        Edit::Lot { contract_start, term_years, bid_validity_days, plan } => {
            lots::keep_plan(editing, plan).await?;
            row.contract_start = Set(Some(contract_start));
            row.term_years = Set(term_years);
            row.bid_validity_days = Set(bid_validity_days);
        }
        Edit::Price { rule, quality_minimum, low_bid_percent } => {
            rule.check().map_err(|refusal| Error::field(refusal.field(), refusal))?;
            let of = lots::lot_at(editing.change.tx(), editing.tender.clone(), at.lot).await?;
            row = lots::with_price_rule(editing, &of.lot, &rule).await?;
            row.quality_minimum = Set(quality_minimum);
            row.low_bid_percent = Set(low_bid_percent);
        }
        Edit::Leaving { minimum_schools, leave_rule } => {
            most_schools(editing, minimum_schools).await?;
            row.minimum_schools = Set(minimum_schools);
            row.leave_rule = Set(leave_rule);
        }
        Edit::Dates { questions_close_at, deadline_at } => {
            let set = dates::timetable(deadline_at, questions_close_at, editing.change.now());
            let set = set.map_err(|refusal| Error::field(refusal.field(), refusal))?;
            row.questions_close_at = Set(Some(set.questions_close_at));
            row.deadline_at = Set(Some(set.deadline_at));
        }
        Edit::Conflicts { assessment: found, hat } => {
            assessment::record(&editing.change, &editing.tender, found).await?;
            row.authority_hat = Set(Some(hat));
        }
        Edit::Route { value, notice_number, notice_published_on } => {
            row.route = Set(Some(route_of(editing, value).await?));
            row.estimated_value = Set(Some(value));
            row.notice_number = Set(notice_number);
            row.notice_published_on = Set(notice_published_on);
        }
    }
    Ok(row)
}

async fn most_schools(editing: &Editing, minimum: i32) -> Result<()> {
    let mut dossier = dossier::of(editing.change.tx(), editing.tender.clone()).await?;
    dossier.tender.minimum_schools = minimum;
    match dossier.lacking(Task::Leaving, editing.change.now()).into_iter().next() {
        Some(sentence) => Err(Error::field("minimum_schools", sentence)),
        None => Ok(()),
    }
}

async fn route_of(editing: &Editing, value: Money) -> Result<tender::Route> {
    let category = catalogue::category_by_id(editing.change.tx(), editing.tender.category_id).await?;
    let codes = category.map(|category| category.shape.cpv_codes).unwrap_or_default();
    let today = words::london_day(editing.change.now());
    Ok(route::check(value, &codes, today).map_err(Error::refused)?.route)
}
