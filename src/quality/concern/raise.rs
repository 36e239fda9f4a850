//! The holder of a contract records that a service level is not kept, with evidence.

use super::super::held::{Which, held};
use super::{Subject, Words, event, keep_step, refused, store_file};
use crate::contract;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::quality::rules::ConcernRefusal;
use crate::quality::store;
use ::entity::concern::{self, ConcernState};
use ::entity::ids::*;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

/// What is not kept, and how that shows.
#[derive(Clone, Debug)]
pub struct NewConcern {
    /// The service level in the listing's words, or in the holder's own.
    pub measure: String,
    pub evidence: Words,
}

/// Records a concern; the provider does not know of it before it is warned.
pub async fn raise(context: &Context, subject: Subject, new: NewConcern) -> Result<ConcernId> {
    let (place, action) = (subject.place(), Action::RaiseConcern);
    context.actor.require_sight(Action::SeeConcern, &place)?;
    context.actor.require(action, &place)?;
    let (title, provider) = with_whom(context, subject).await?;
    let provider_id = provider.ok_or_else(|| refused(ConcernRefusal::NoProvider))?;
    let owner = format!("provider:{provider_id}");
    let file = store_file(context, &owner, new.evidence.file.as_ref()).await?;
    let change = Change::begin(context).await?;
    let (school_id, entry_id) = match subject {
        Subject::Entry(school, entry) => (Some(school), Some(entry)),
        Subject::Contract(..) => (None, None),
    };
    let (cluster_id, contract_id) = match subject {
        Subject::Contract(cluster, contract) => (Some(cluster), Some(contract)),
        Subject::Entry(..) => (None, None),
    };
    let row = concern::Model {
        id: ConcernId::new(change.now()),
        school_id,
        cluster_id,
        entry_id,
        contract_id,
        provider_id,
        title,
        measure: new.measure,
        state: ConcernState::Recorded,
        answer_by: None,
        review_on: None,
        exit_asked_by: None,
        exit_on: None,
        raised_at: change.now(),
    };
    let id = row.id;
    row.into_active_model().insert(change.tx()).await?;
    keep_step(&change, (id, ConcernState::Recorded), &new.evidence, file, false).await?;
    let data = json!({ "provider": provider_id });
    change.commit(event(subject, "concern.recorded", id).with(data)).await?;
    Ok(id)
}

/// The title of the contract, and which organisation it is with where that is known.
async fn with_whom(context: &Context, subject: Subject) -> Result<(String, Option<ProviderId>)> {
    match subject {
        Subject::Entry(school, entry) => {
            let school = store::schools_by_ids(context.read(), [school]).await?.remove(&school);
            let held = held(context.read(), &school.ok_or(Error::NotFound)?, Which::Entry(entry)).await?;
            Ok((held.title, held.provider_id))
        }
        Subject::Contract(cluster, id) => {
            let seen = contract::seen(context, id).await?;
            let held = seen.held.contract;
            if held.cluster_id != cluster || held.live_at.is_none() {
                return Err(Error::NotFound);
            }
            Ok((held.title, Some(held.provider_id)))
        }
    }
}
