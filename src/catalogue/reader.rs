//! Who looks at the catalogue.

use super::rules::serves;
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::school as schools;
use ::entity::ids::ProviderId;
use ::entity::listing::{self, ListingKind, ListingState};
use ::entity::membership::Scope;
use ::entity::{listing_version, school};

/// For whom prices are shown, and where their school compares.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    pub is_of_a_school: bool,
    /// The school that they compare for.
    urn: Option<i32>,
    /// The schools that the hat in use is worn for, by name.
    pub schools: Vec<school::Model>,
    providers: Vec<ProviderId>,
}

impl Reader {
    /// Does the reader act for this organisation?
    pub fn is_of(&self, provider: ProviderId) -> bool {
        self.providers.contains(&provider)
    }

    /// The page on which the reader's own school compares a category.
    pub fn compare(&self, category: &str) -> Option<String> {
        Some(format!("/schools/{}/compare/{category}", self.urn?))
    }

    /// The page on which the reader's own school orders an SLA that is offered to it.
    pub fn order(
        &self,
        context: &Context,
        listing: &listing::Model,
        version: &listing_version::Model,
        areas: &[String],
    ) -> Option<String> {
        let may = |school: &&school::Model| context.actor.may(Action::PlaceOrder, &Place::school(school.id));
        let school = self.schools.iter().filter(may).find(|school| serves(version, areas, school))?;
        let is_offered = listing.kind == ListingKind::Sla && listing.state == ListingState::Published;
        is_offered.then(|| format!("/schools/{}/orders/new?listing={}", school.urn, listing.id))
    }
}

/// The reader of a page, by the hat in use. One query at most.
pub async fn reader(context: &Context) -> Result<Reader> {
    let schools = schools::own(context).await?;
    Ok(Reader { urn: schools.first().map(|school| school.urn), schools: schools.to_vec(), ..reader_at(context, None) })
}

/// The same where the address of the school is known and nothing else of it is asked. No query.
pub fn reader_at(context: &Context, urn: Option<i32>) -> Reader {
    let hats = context.actor.hats();
    let providers =
        hats.iter().filter(|hat| hat.scope == Scope::Provider).filter_map(|hat| hat.scope_id).map(ProviderId);
    Reader {
        is_of_a_school: hats.iter().any(|hat| matches!(hat.scope, Scope::School | Scope::Cluster | Scope::Tender)),
        urn,
        schools: Vec::new(),
        providers: providers.collect(),
    }
}
