//! What a school holds and may speak of: a line of its own register, or its part of a contract of its cluster.

use super::store;
use crate::catalogue::rules::levels_of;
use crate::platform::error::{Error, Result};
use ::entity::listing::ServiceLevel;
use ::entity::{ids::*, listing_version, school};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Entry(ContractEntryId),
    Contract(ContractId),
}

/// What is held, from whom and by which version of a listing.
#[derive(Clone, Debug)]
pub struct Held {
    pub which: Which,
    pub entry_id: Option<ContractEntryId>,
    pub schedule_id: Option<ScheduleId>,
    pub title: String,
    /// As the register says it; empty where the provider here says its own name.
    pub provider_name: String,
    pub provider_id: Option<ProviderId>,
    pub category_id: Option<CategoryId>,
    pub version: Option<listing_version::Model>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
}

impl Held {
    /// The service levels of the version that is held.
    pub fn levels(&self) -> Result<Vec<ServiceLevel>> {
        match &self.version {
            Some(version) => Ok(levels_of(&version.service_levels)?),
            None => Ok(Vec::new()),
        }
    }

    pub fn measures(&self) -> Result<Vec<String>> {
        Ok(self.levels()?.into_iter().map(|level| level.measure).collect())
    }

    /// What its ratings are kept under.
    pub fn key(&self) -> (Option<ContractEntryId>, Option<ScheduleId>) {
        (self.entry_id, self.schedule_id)
    }
}

/// What the school holds, or not found. Three queries at most.
pub async fn held(connection: &impl ConnectionTrait, school: &school::Model, which: Which) -> Result<Held> {
    let (mut held, version) = match which {
        Which::Entry(id) => {
            let entry = super::register_entry(connection, school.id, id).await?.ok_or(Error::NotFound)?;
            let held = Held {
                which,
                entry_id: Some(entry.id),
                schedule_id: None,
                title: entry.title,
                provider_name: entry.provider_name,
                provider_id: entry.provider_id,
                category_id: entry.category_id,
                version: None,
                starts_on: entry.starts_on,
                ends_on: entry.ends_on,
            };
            (held, entry.listing_version_id)
        }
        Which::Contract(id) => {
            let (contract, part) = store::part_of(connection, school.id, id).await?.ok_or(Error::NotFound)?;
            let held = Held {
                which,
                entry_id: None,
                schedule_id: Some(part.id),
                title: contract.title,
                provider_name: String::new(),
                provider_id: Some(contract.provider_id),
                category_id: Some(contract.category_id),
                version: None,
                starts_on: Some(contract.starts_on),
                ends_on: Some(contract.ends_on),
            };
            (held, contract.listing_version_id)
        }
    };
    if let Some(id) = version {
        held.version = store::version(connection, id).await?;
    }
    Ok(held)
}
