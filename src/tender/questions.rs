//! Questions about an open tender: asked without a name, answered to everybody.

use super::interest;
use super::notices::{QuestionAnswered, QuestionAsked, tell_followers, tell_roles};
use super::rules::states;
use super::steps::{begin, event};
use super::transition::store_close;
use super::{sight, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::membership::Role;
use ::entity::tender::{self, TenderState};
use ::entity::{ids::*, tender_question};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _};
use serde_json::json;

/// Whether a provider may still ask.
pub fn may_ask(tender: &tender::Model, now: DateTime<Utc>) -> bool {
    states::phase(tender, now) == TenderState::Open && tender.questions_close_at.is_some_and(|close| now < close)
}

/// A provider asks. Neither the question nor the record says who; the provider follows the tender from then on.
pub async fn ask(context: &Context, reference: &str, question: &str) -> Result<()> {
    let tender = store::by_reference(context.read(), reference).await?;
    sight::visible_to(context.read(), &context.actor, &tender).await?;
    let provider = interest::provider_of(context)?;
    context.actor.require(Action::Bid, &Place::provider(provider))?;
    let unnamed = context.unnamed();
    store_close(&unnamed, tender.id).await?;
    let change = Change::begin(&unnamed).await?;
    let tender = store::locked(change.tx(), tender.id).await?;
    if !may_ask(&tender, context.now) {
        return Err(Error::field("question", closed(&tender)));
    }
    let id = QuestionId::new(change.now());
    let row = tender_question::Model {
        id,
        tender_id: tender.id,
        asker: asker_name(context, tender.id, provider),
        question: question.to_owned(),
        asked_at: change.now(),
        answer: None,
        answered_at: None,
    };
    row.into_active_model().insert(change.tx()).await?;
    interest::remember(&change, tender.id, provider, None).await?;
    let notice = QuestionAsked {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        closes: tender.questions_close_at.map(words::deadline).unwrap_or_default(),
    };
    tell_roles(&change, &tender, &[Role::Chair, Role::Clerk, Role::TenderLead], &notice).await?;
    change.commit(event(&tender, "tender.question_asked").with(json!({ "question": id }))).await?;
    Ok(())
}

/// Who asked, as it is stored: another name than the one that the provider's bid bears, so that neither leads to the other.
fn asker_name(context: &Context, tender: TenderId, provider: ProviderId) -> String {
    context.app.key.name_for(&["question", &tender.to_string(), &provider.to_string()])
}

/// Why nobody can ask any more.
fn closed(tender: &tender::Model) -> String {
    match tender.questions_close_at {
        Some(close) => format!("Questions closed at {}", words::deadline(close)),
        None => "This tender takes no questions now".to_owned(),
    }
}

/// The chair, clerk or tender lead answers; every provider that follows the tender is told.
pub async fn answer(context: &Context, reference: &str, id: QuestionId, text: &str) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::AnswerQuestions).await?;
    if states::phase(&tender, context.now) != TenderState::Open {
        return Err(Error::refused("Questions can be answered only while the tender is open for bids"));
    }
    let question = store::question(change.tx(), tender.id, id).await?;
    if question.answer.is_some() {
        return Err(Error::Stale("This question was answered meanwhile. The answer cannot be changed".to_owned()));
    }
    let mut row = question.into_active_model();
    row.answer = Set(Some(text.to_owned()));
    row.answered_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let notice = QuestionAnswered { reference: tender.reference.clone(), title: tender.title.clone() };
    tell_followers(&change, &tender, &notice).await?;
    change.commit(event(&tender, "tender.question_answered").with(json!({ "question": id }))).await?;
    Ok(())
}
