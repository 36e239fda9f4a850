//! The authority as a party: it signs a version that names it, and what each side promises stands side by side.

use super::found::event;
use super::{rules, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::agreement_promise::{self, Promiser};
use ::entity::{agreement, authority_signature, cluster, ids::*, provider};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, IntoActiveModel, ModelTrait};
use serde_json::json;

/// A version with its cluster, where its permissions are asked, and the authority that is asked to sign it.
#[derive(Clone, Debug)]
pub struct Parties {
    pub cluster: cluster::Model,
    pub place: Place,
    pub version: agreement::Model,
    pub authority: Option<provider::Model>,
    /// The reader belongs to the cluster, not to the authority.
    pub is_within: bool,
}

impl Parties {
    fn authority_place(&self) -> Option<Place> {
        self.authority.as_ref().map(|authority| Place::provider(authority.id))
    }
}

/// A version as the people of the cluster and of the authority that it names may see it.
pub async fn parties_to(context: &Context, slug: &str, number: i32) -> Result<Parties> {
    let cluster = store::by_slug(context.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = store::place_of(context.read(), cluster.id).await?;
    let version = store::version(context.read(), cluster.id, number).await?;
    let named = version.as_ref().and_then(|version| version.authority_id).map(Place::provider);
    let is_within = context.actor.may(Action::SeeCluster, &place);
    if !is_within && !named.is_some_and(|named| context.actor.may(Action::SignForAuthority, &named)) {
        context.actor.require_sight(Action::SeeCluster, &place)?;
    }
    let version = version.ok_or(Error::NotFound)?;
    let authority = match version.authority_id {
        Some(id) => store::authority(context.read(), id).await?,
        None => None,
    };
    Ok(Parties { cluster, place, version, authority, is_within })
}

/// May this person write promises of this side? The chair and the clerk write both; the authority writes its own.
pub fn may_promise(context: &Context, parties: &Parties, promiser: Promiser) -> bool {
    let of_authority = |place: Place| context.actor.may(Action::SignForAuthority, &place);
    context.actor.may(Action::RecordAgreement, &parties.place)
        || promiser == Promiser::Authority && parties.authority_place().is_some_and(of_authority)
}

fn require_promise(context: &Context, parties: &Parties, promiser: Promiser) -> Result<()> {
    if promiser == Promiser::Authority && parties.authority.is_none() {
        return Err(Error::field("promiser", "No authority is asked to sign this version"));
    }
    if may_promise(context, parties, promiser) {
        return Ok(());
    }
    context.actor.require(Action::RecordAgreement, &parties.place).map(|_| ())
}

/// What is promised, the least of it, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPromise {
    pub promiser: Promiser,
    pub words: String,
    pub minimum: String,
    pub until: NaiveDate,
}

/// A version begins to change: nobody has answered it yet.
async fn changing(context: &Context, parties: &Parties) -> Result<Change> {
    let change = Change::begin(context).await?;
    store::locked(change.tx(), parties.cluster.id).await?.ok_or(Error::NotFound)?;
    let version = store::version(change.tx(), parties.cluster.id, parties.version.version).await?;
    let version = version.ok_or(Error::NotFound)?;
    let answers = store::signatures(change.tx(), [version.id]).await?.len()
        + store::refusals(change.tx(), [version.id]).await?.len()
        + store::authority_signatures(change.tx(), [version.id]).await?.len();
    rules::may_change_promises(&version, answers).map_err(Error::refused)?;
    Ok(change)
}

/// Writes a promise into a version that nobody has answered yet.
pub async fn promise(context: &Context, parties: &Parties, new: NewPromise) -> Result<()> {
    require_promise(context, parties, new.promiser)?;
    if new.until < words::london_day(context.now) {
        return Err(Error::field("until-day", "Enter a day from today on"));
    }
    let change = changing(context, parties).await?;
    let data = json!({ "version": parties.version.version, "promiser": new.promiser, "until": new.until });
    let row = agreement_promise::Model {
        id: PromiseId::new(change.now()),
        agreement_id: parties.version.id,
        promiser: new.promiser,
        words: new.words,
        minimum: new.minimum,
        until: new.until,
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await?;
    change.commit(event(&parties.cluster, "agreement.promise_added").with(data)).await?;
    Ok(())
}

/// Takes a promise out of a version that nobody has answered yet.
pub async fn remove_promise(context: &Context, parties: &Parties, id: PromiseId) -> Result<()> {
    let found = store::promise(context.read(), parties.version.id, id).await?.ok_or(Error::NotFound)?;
    require_promise(context, parties, found.promiser)?;
    let change = changing(context, parties).await?;
    let data = json!({ "version": parties.version.version, "promiser": found.promiser, "words": found.words });
    found.delete(change.tx()).await?;
    change.commit(event(&parties.cluster, "agreement.promise_removed").with(data)).await?;
    Ok(())
}

/// Who signs for the authority, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub signatory: String,
    /// "Head of school services".
    pub office: String,
    pub signed_on: NaiveDate,
}

/// The authority's officer or seller signs the newest version, or the one in force.
pub async fn sign_for_authority(context: &Context, parties: &Parties, new: Signed) -> Result<()> {
    let authority =
        parties.authority.as_ref().ok_or_else(|| Error::refused("No authority is asked to sign this version"))?;
    context.actor.require(Action::SignForAuthority, &Place::provider(authority.id))?;
    if new.signed_on > words::london_day(context.now) {
        return Err(Error::field("signed_on-day", "Enter the day of the signature, today or earlier"));
    }
    let change = Change::begin(context).await?;
    store::locked(change.tx(), parties.cluster.id).await?.ok_or(Error::NotFound)?;
    let number = parties.version.version;
    let version = store::version(change.tx(), parties.cluster.id, number).await?.ok_or(Error::NotFound)?;
    let newest =
        store::newest_agreement(change.tx(), parties.cluster.id).await?.map_or(number, |newest| newest.version);
    let in_force = store::agreement_in_force(change.tx(), parties.cluster.id).await?.map(|in_force| in_force.version);
    rules::may_answer(&version, newest, in_force).map_err(Error::refused)?;
    let row = authority_signature::Model {
        agreement_id: version.id,
        provider_id: authority.id,
        signatory: new.signatory,
        office: new.office,
        signed_on: new.signed_on,
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    };
    let twice = Error::refused(format!("{} has signed this version already", authority.name));
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, twice))?;
    let data = json!({ "version": number, "provider": authority.id, "signed_on": new.signed_on });
    change.commit(event(&parties.cluster, "agreement.signed_by_authority").with(data)).await?;
    Ok(())
}
