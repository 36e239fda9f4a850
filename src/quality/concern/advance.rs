//! What moves a concern on: warning, plan, review, notice by two people.

use super::{Subject, Words, event, holder_name, holders, keep_step, refused, sellers, store_file};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::mail::{Notice, Receiver};
use crate::platform::words;
use crate::provider;
use crate::quality::rules::{ConcernEvent, ConcernRefusal, confirms, may_set_dates, state_words};
use crate::quality::store;
use ::entity::concern::{self, ConcernState};
use ::entity::ids::*;
use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde_json::json;

/// "Answer by 6 December 2026: Answering, Finance support".
#[derive(Serialize)]
struct Warned {
    name: String,
    title: String,
    measure: String,
    holder: String,
    answer_by: NaiveDate,
    path: String,
}

impl Notice for Warned {
    const TEMPLATE: &'static str = "mail/concern_warned.txt";
}

/// What the other side said or decided.
#[derive(Serialize)]
struct Moved {
    name: String,
    title: String,
    measure: String,
    /// Who said it.
    by: String,
    /// "Improved", "Notice is given".
    standing: &'static str,
    path: String,
}

impl Notice for Moved {
    const TEMPLATE: &'static str = "mail/concern_moved.txt";
}

/// What changes beside the state.
#[derive(Clone, Copy, Debug, Default)]
struct Sets {
    answer_by: Option<NaiveDate>,
    review_on: Option<NaiveDate>,
    exit_on: Option<NaiveDate>,
    /// The first person proposes, or nobody does any more.
    exit_asked: Option<Option<AccountId>>,
}

/// A concern that is about to move on.
struct Moving {
    change: Change,
    concern: concern::Model,
    subject: Subject,
    to: ConcernState,
}

/// The concern, locked, where the actor may do this and the table lets it.
async fn begin(context: &Context, id: ConcernId, event: ConcernEvent) -> Result<Moving> {
    let change = Change::begin(context).await?;
    let concern = store::locked_concern(change.tx(), id).await?.ok_or(Error::NotFound)?;
    let subject = Subject::of(&concern).ok_or(Error::NotFound)?;
    let (place, action) = match event.is_of_provider() {
        true => (Place::provider(concern.provider_id), Action::AnswerSchools),
        false => (subject.place(), Action::RaiseConcern),
    };
    super::sight::require_sight(context, &concern, subject)?;
    context.actor.require(action, &place)?;
    let to = event.from(concern.state).ok_or_else(|| refused(ConcernRefusal::Moved(concern.state)))?;
    Ok(Moving { change, concern, subject, to })
}

impl Moving {
    async fn set(&self, sets: Sets) -> Result<()> {
        let mut query = concern::Entity::update_many().col_expr(concern::Column::State, Expr::value(self.to));
        if let Some(day) = sets.answer_by {
            query = query.col_expr(concern::Column::AnswerBy, Expr::value(day));
        }
        if let Some(day) = sets.review_on {
            query = query.col_expr(concern::Column::ReviewOn, Expr::value(day));
        }
        if let Some(day) = sets.exit_on {
            query = query.col_expr(concern::Column::ExitOn, Expr::value(day));
        }
        if let Some(who) = sets.exit_asked {
            query = query.col_expr(concern::Column::ExitAskedBy, Expr::value(who));
        }
        let set = query
            .filter(concern::Column::Id.eq(self.concern.id))
            .filter(concern::Column::State.eq(self.concern.state))
            .exec(self.change.tx())
            .await?;
        if set.rows_affected == 0 { Err(Error::stale()) } else { Ok(()) }
    }

    fn path(&self) -> String {
        format!("/concerns/{}", self.concern.id)
    }

    async fn tell(&self, receivers: Vec<Receiver>, by: &str) -> Result<()> {
        for receiver in receivers {
            let notice = Moved {
                name: receiver.name.clone(),
                title: self.concern.title.clone(),
                measure: self.concern.measure.clone(),
                by: by.to_owned(),
                standing: state_words(self.to).0,
                path: self.path(),
            };
            self.change.tell(receiver, &notice).await?;
        }
        Ok(())
    }

    /// Tells the provider what the holder decided.
    async fn tell_provider(&self) -> Result<()> {
        if self.concern.answer_by.is_none() {
            return Ok(());
        }
        let receivers = sellers(self.change.tx(), self.concern.provider_id).await?;
        let holder = holder_name(self.change.tx(), self.subject).await?;
        self.tell(receivers, &holder).await
    }

    async fn commit(self, action: &'static str, reason: &str) -> Result<()> {
        let data = json!({ "from": self.concern.state, "to": self.to });
        let event = event(self.subject, action, self.concern.id).with(data).because(reason);
        self.change.commit(event).await?;
        Ok(())
    }
}

/// Warns the provider by mail: it is asked for a plan by a day, and it is looked at whether it has improved on another.
pub async fn warn(
    context: &Context,
    id: ConcernId,
    said: Words,
    answer_by: NaiveDate,
    review_on: NaiveDate,
) -> Result<()> {
    may_set_dates(answer_by, review_on, words::london_day(context.now)).map_err(refused)?;
    let moving = begin(context, id, ConcernEvent::Warn).await?;
    let receivers = sellers(moving.change.tx(), moving.concern.provider_id).await?;
    if receivers.is_empty() {
        return Err(refused(ConcernRefusal::NobodyThere));
    }
    moving.set(Sets { answer_by: Some(answer_by), review_on: Some(review_on), ..Sets::default() }).await?;
    keep_step(&moving.change, (id, moving.to), &said, None, false).await?;
    let holder = holder_name(moving.change.tx(), moving.subject).await?;
    for receiver in receivers {
        let notice = Warned {
            name: receiver.name.clone(),
            title: moving.concern.title.clone(),
            measure: moving.concern.measure.clone(),
            holder: holder.clone(),
            answer_by,
            path: moving.path(),
        };
        moving.change.tell(receiver, &notice).await?;
    }
    moving.commit("concern.warned", &said.words).await
}

/// The provider says how it improves, and by which day it can be looked at.
pub async fn plan(context: &Context, id: ConcernId, said: Words, review_on: NaiveDate) -> Result<()> {
    if review_on < words::london_day(context.now) {
        return Err(refused(ConcernRefusal::DayPassed("review_on-day")));
    }
    let file = match said.file.is_some() {
        // Only who may answer leaves a file.
        true => {
            let seen = super::sight::seen(context, id).await?;
            context.actor.require(Action::AnswerSchools, &Place::provider(seen.concern.provider_id))?;
            store_file(context, &format!("provider:{}", seen.concern.provider_id), said.file.as_ref()).await?
        }
        false => None,
    };
    let moving = begin(context, id, ConcernEvent::Plan).await?;
    moving.set(Sets { review_on: Some(review_on), ..Sets::default() }).await?;
    keep_step(&moving.change, (id, moving.to), &said, file, true).await?;
    let provider = provider::by_id(moving.change.tx(), moving.concern.provider_id).await?;
    let receivers = holders(moving.change.tx(), moving.subject).await?;
    moving.tell(receivers, &provider.map(|provider| provider.name).unwrap_or_default()).await?;
    moving.commit("concern.planned", &said.words).await
}

/// The holder says whether it has improved.
pub async fn decide(context: &Context, id: ConcernId, improved: bool, said: Words) -> Result<()> {
    let event = if improved { ConcernEvent::FindImproved } else { ConcernEvent::FindNotImproved };
    let action = if improved { "concern.improved" } else { "concern.not_improved" };
    let moving = begin(context, id, event).await?;
    moving.set(Sets::default()).await?;
    keep_step(&moving.change, (id, moving.to), &said, None, false).await?;
    moving.tell_provider().await?;
    moving.commit(action, &said.words).await
}

/// The first person proposes to give notice: why, and which day would be the last.
pub async fn ask_to_exit(context: &Context, id: ConcernId, said: Words, last_day: NaiveDate) -> Result<()> {
    if last_day < words::london_day(context.now) {
        return Err(refused(ConcernRefusal::DayPassed("exit_on-day")));
    }
    let moving = begin(context, id, ConcernEvent::AskToExit).await?;
    let sets = Sets { exit_on: Some(last_day), exit_asked: Some(context.actor.account), ..Sets::default() };
    moving.set(sets).await?;
    keep_step(&moving.change, (id, moving.to), &said, None, false).await?;
    moving.commit("concern.exit_proposed", &said.words).await
}

/// A second person confirms that notice is given. The contract itself is ended where contracts are.
pub async fn confirm_exit(context: &Context, id: ConcernId, said: Words) -> Result<()> {
    let moving = begin(context, id, ConcernEvent::ConfirmExit).await?;
    confirms(moving.concern.exit_asked_by, context.actor.account).map_err(refused)?;
    moving.set(Sets::default()).await?;
    keep_step(&moving.change, (id, moving.to), &said, None, false).await?;
    moving.tell_provider().await?;
    moving.commit("concern.exited", &said.words).await
}

/// Notice is not given after all.
pub async fn stay_on(context: &Context, id: ConcernId, said: Words) -> Result<()> {
    let moving = begin(context, id, ConcernEvent::StayOn).await?;
    moving.set(Sets { exit_asked: Some(None), ..Sets::default() }).await?;
    keep_step(&moving.change, (id, moving.to), &said, None, false).await?;
    moving.commit("concern.stayed", &said.words).await
}

/// Takes the concern back.
pub async fn withdraw(context: &Context, id: ConcernId, said: Words) -> Result<()> {
    let moving = begin(context, id, ConcernEvent::Withdraw).await?;
    moving.set(Sets::default()).await?;
    keep_step(&moving.change, (id, moving.to), &said, None, false).await?;
    moving.tell_provider().await?;
    moving.commit("concern.withdrawn", &said.words).await
}
