//! A concern against a service level: raised with evidence, the provider warned, its plan reviewed, and if nothing gets
//! better the contract left by two people. It is between the holder and the provider; no score shows it.

mod advance;
mod raise;
mod sight;

pub use advance::{ask_to_exit, confirm_exit, decide, plan, stay_on, warn, withdraw};
pub use raise::{NewConcern, raise};
pub use sight::{Seen, Side, of_organisation, of_subject, read_file, seen, to_do};

use super::rules::ConcernRefusal;
use super::store;
use crate::account;
use crate::cluster;
use crate::platform::access::Place;
use crate::platform::change::Change;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::files;
use crate::platform::mail::Receiver;
use ::entity::concern::{self, ConcernState};
use ::entity::membership::Role;
use ::entity::{concern_step, ids::*, stored_file};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

/// What a concern is about: a line of a school's register, or a cluster's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Entry(SchoolId, ContractEntryId),
    Contract(ClusterId, ContractId),
}

impl Subject {
    pub fn of(concern: &concern::Model) -> Option<Self> {
        match (concern.school_id.zip(concern.entry_id), concern.cluster_id.zip(concern.contract_id)) {
            (Some((school, entry)), _) => Some(Subject::Entry(school, entry)),
            (None, Some((cluster, contract))) => Some(Subject::Contract(cluster, contract)),
            (None, None) => None,
        }
    }

    /// Where the holder's permissions are asked: in the school, or in the cluster's own offices.
    pub fn place(self) -> Place {
        match self {
            Subject::Entry(school, _) => Place::school(school),
            Subject::Contract(cluster, _) => Place { clusters: vec![cluster], ..Place::default() },
        }
    }

    fn chain(self) -> Chain {
        match self {
            Subject::Entry(school, _) => Chain::School(school),
            Subject::Contract(cluster, _) => Chain::Cluster(cluster),
        }
    }
}

/// A document that goes with what is said.
#[derive(Clone, Debug)]
pub struct Attached {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What is said, with a document where there is one.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub words: String,
    pub file: Option<Attached>,
}

fn refused(refusal: ConcernRefusal) -> Error {
    match refusal.field() {
        Some(field) => Error::field(field, refusal),
        None => Error::refused(refusal),
    }
}

/// Stores the document, if there is one, before the change that refers to it.
async fn store_file(
    context: &crate::platform::context::Context,
    owner: &str,
    file: Option<&Attached>,
) -> Result<Option<stored_file::Model>> {
    let Some(file) = file else { return Ok(None) };
    let stored = context.app.files.store(owner, &file.name, &file.bytes, context.now).await;
    let stored = stored.map_err(|error| match error {
        Error::Refused { field: None, sentence } => Error::field("file", sentence),
        other => other,
    })?;
    Ok(Some(stored))
}

/// Writes the next step.
async fn keep_step(
    change: &Change,
    (concern, state): (ConcernId, ConcernState),
    said: &Words,
    file: Option<stored_file::Model>,
    of_provider: bool,
) -> Result<()> {
    let number = i32::try_from(store::steps(change.tx(), concern).await?.len()).unwrap_or(i32::MAX);
    if let Some(file) = &file {
        files::keep(change.tx(), file).await?;
    }
    let row = concern_step::Model {
        concern_id: concern,
        number: number.saturating_add(1),
        state,
        words: said.words.clone(),
        file_name: said.file.as_ref().filter(|_| file.is_some()).map(|file| file.name.clone()),
        media_type: file.as_ref().map(|file| file.media_type.clone()),
        file_id: file.map(|file| file.id),
        at: change.now(),
        by: change.by_whom(),
        of_provider,
    };
    let kept = concern_step::Entity::insert(row.into_active_model()).exec_without_returning(change.tx()).await;
    kept.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    Ok(())
}

fn event(subject: Subject, action: &'static str, id: ConcernId) -> Event {
    Event::new(subject.chain(), action, format!("concern:{id}"))
}

/// Who hears of it for the holder: the business manager, or else the head; the cluster's chair and clerk.
async fn holders(connection: &impl ConnectionTrait, subject: Subject) -> Result<Vec<Receiver>> {
    match subject {
        Subject::Entry(school, _) => {
            let managers = account::receivers(connection, Role::BusinessManager, school.0).await?;
            let all = match managers.is_empty() {
                true => account::receivers(connection, Role::Headteacher, school.0).await?,
                false => managers,
            };
            Ok(all.into_iter().map(|(_, receiver)| receiver).collect())
        }
        Subject::Contract(cluster, _) => {
            let mut all = account::receivers(connection, Role::Chair, cluster.0).await?;
            all.extend(account::receivers(connection, Role::Clerk, cluster.0).await?);
            Ok(once_each(all))
        }
    }
}

/// Who hears of it at the provider.
async fn sellers(connection: &impl ConnectionTrait, provider: ProviderId) -> Result<Vec<Receiver>> {
    let mut all = account::receivers(connection, Role::ProviderStaff, provider.0).await?;
    all.extend(account::receivers(connection, Role::LaSeller, provider.0).await?);
    Ok(once_each(all))
}

fn once_each(mut all: Vec<(AccountId, Receiver)>) -> Vec<Receiver> {
    all.sort_by_key(|(id, _)| *id);
    all.dedup_by_key(|(id, _)| *id);
    all.into_iter().map(|(_, receiver)| receiver).collect()
}

/// "Pinfold Street", "Northgate Schools".
async fn holder_name(connection: &impl ConnectionTrait, subject: Subject) -> Result<String> {
    match subject {
        Subject::Entry(school, _) => {
            let found = store::schools_by_ids(connection, [school]).await?.remove(&school);
            Ok(found.map(|school| school.name).unwrap_or_default())
        }
        Subject::Contract(cluster, _) => {
            Ok(cluster::by_id(connection, cluster).await?.map(|cluster| cluster.name).unwrap_or_default())
        }
    }
}
