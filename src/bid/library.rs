//! The answer library beside a bid: what may be put into it, and what is kept of it. Only the bidder's own people.

use super::desk::Desk;
use super::rules::Question;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::provider::rules::answers::Said;
pub use crate::provider::rules::answers::{ON_A_PAGE, asked as words_asked};
use crate::provider::{self, Answers};
use ::entity::ids::*;

/// An answer of the library as a bid takes it: its topic and its words.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: AnswerId,
    pub topic: String,
    pub text: String,
}

/// The question of this bid's tender with this code.
pub fn question<'a>(desk: &'a Desk, code: &str) -> Result<&'a Question> {
    desk.asked.questions.iter().find(|question| question.code == code).ok_or(Error::NotFound)
}

/// One answer of the bidder's own library.
pub async fn one_of_library(context: &Context, desk: &Desk, id: AnswerId) -> Result<Kept> {
    let (held, version) = provider::answer(context, desk.provider.id, id).await?;
    Ok(Kept { id, topic: held.topic, text: version.text })
}

/// A page of the bidder's own library that holds every one of these words.
pub async fn found(context: &Context, desk: &Desk, words: &[String], page: Option<u64>) -> Result<Answers> {
    provider::answers(context, desk.provider.id, words, page).await
}

/// Keeps the answer as it is saved in the bid, by the bidder's own act.
pub async fn keep_in_library(
    context: &Context,
    desk: &Desk,
    code: &str,
    topic: String,
    tags: String,
) -> Result<AnswerId> {
    question(desk, code)?;
    let text = desk.draft.answers.get(code).cloned().unwrap_or_default();
    let said = Said { topic, text, tags };
    provider::keep_answer(context, desk.provider.id, Some(desk.tender.category_id), said).await
}
