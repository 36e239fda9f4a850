//! The local authority as partner: it looks over what its schools do together without a vote, weighs how services could be
//! delivered, asks its schools, and consultations are kept with what they were about.

mod appraise;
mod ask;
mod consult;
mod oversight;
pub mod rules;
pub mod store;
pub mod web;

pub use appraise::{Compared, compared, save, shelf as appraisals};
pub use ask::{
    Answering, NewSurvey, Results, answer, answering, close as close_survey, create as create_survey, open_for,
    results, surveys as surveys_of, to_do,
};
pub use consult::{Consulted, Subject, record, seen as consultations};
pub use oversight::{Award, Oversight, Watched, of as oversight};
pub use store::{of_listing as consultations_on_listing, of_tender as consultations_on_tender};

pub use crate::school::seen as school_seen;

use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::provider;

/// The authority with this code, for its officers.
async fn authority(context: &Context, code: &str) -> Result<provider::Model> {
    let authority = store::authority(context.read(), code).await?.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::KeepAppraisal, &Place::provider(authority.id))?;
    Ok(authority)
}
